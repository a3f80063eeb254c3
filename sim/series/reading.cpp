#include "sim/series/reading.h"

#include <algorithm>
#include <span>

namespace twin {

void SeriesReading::add_fault(std::int64_t line, int column, std::string message) {
    if (faults.size() < max_faults)
        faults.push_back({line, column, std::move(message)});
    else if (faults.size() == max_faults)
        faults.push_back({line, 0, "more mistakes follow; they are not listed"});
}

void SeriesReading::sort_faults() {
    std::ranges::stable_sort(std::span(faults).first(std::min(faults.size(), max_faults)), {},
                             &SeriesFault::line);
}

void SeriesReading::add_repair(std::string_view name, std::int64_t count) {
    const auto known = std::ranges::find(repairs, name, &Repair::name);
    if (known == repairs.end())
        repairs.push_back({std::string(name), count});
    else
        known->count += count;
}

}  // namespace twin
