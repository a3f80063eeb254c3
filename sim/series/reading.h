// What a reader of a series says beside the series: mistakes and repairs.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "sim/series/zone.h"

namespace twin {

struct SeriesFault {
    std::int64_t line = 0;  // from 1; 0: the whole file
    int column = 0;         // byte in the line, from 1; 0: the whole line
    std::string message;    // "price: expected a number, got 'n/a'"
    bool operator==(const SeriesFault&) const = default;
};

struct Repair {
    std::string name;  // "values filled from the week before"
    std::int64_t count = 0;
    bool operator==(const Repair&) const = default;
};

// Where there are faults, the series beside them are empty.
struct SeriesReading {
    std::vector<SeriesFault> faults;  // in the order of the file; at most max_faults and a last one
                                      // that says so
    std::vector<Repair> repairs;      // those that were made, each kind once

    static constexpr std::size_t max_faults = 20;
    void add_fault(std::int64_t line, int column, std::string message);
    // For readers that go over a file twice: by line, but for the last one that says so.
    void sort_faults();
    void add_repair(std::string_view name, std::int64_t count = 1);
};

struct SeriesOptions {
    // Of times without their own; a column named "... UTC" needs none.
    std::optional<Zone> zone{};
    // Mends what README.md lists, and counts it; else everything that is not one value per step is
    // a fault.
    bool repair = false;
};

}  // namespace twin
