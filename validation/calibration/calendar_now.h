// This moment as records write it.
#pragma once

#include <chrono>
#include <string>

#include "models/units/calendar.h"

namespace twin::calibration {

// "2026-11-22T23:10:00Z"
inline std::string calendar_now() {
    return format_calendar(
        std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now()));
}

}  // namespace twin::calibration
