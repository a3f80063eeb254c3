// This moment of a clock that never goes back.
#pragma once

#include <chrono>

#include "models/units/quantity.h"

namespace twin::calibration {

// Since some start, for differences.
inline Duration steady_now() {
    const auto time = std::chrono::steady_clock::now().time_since_epoch();
    return std::chrono::duration<double>(time).count() * second;
}

}  // namespace twin::calibration
