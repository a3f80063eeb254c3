// Faults and repairs as texts, to compare whole sentences.
#pragma once

#include <fmt/format.h>
#include <string>
#include <vector>

#include "models/units/calendar.h"
#include "sim/series/reading.h"

namespace twin {

// "3:12: price: expected ..."
inline std::vector<std::string> texts(const std::vector<SeriesFault>& faults) {
    std::vector<std::string> texts;
    for (const SeriesFault& fault : faults)
        texts.push_back(fmt::format("{}:{}: {}", fault.line, fault.column, fault.message));
    return texts;
}

// "24 values filled from the week before"
inline std::vector<std::string> texts(const std::vector<Repair>& repairs) {
    std::vector<std::string> texts;
    for (const Repair& repair : repairs)
        texts.push_back(fmt::format("{} {}", repair.count, repair.name));
    return texts;
}

inline CalendarTime instant(std::string_view text) {
    return parse_calendar(text).value();
}

}  // namespace twin
