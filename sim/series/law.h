// What laws ask of a data centre: a table of models/energy/requirements.h.
#pragma once

#include <cstdint>
#include <filesystem>
#include <vector>

#include "models/energy/requirements.h"
#include "sim/series/reading.h"

namespace twin {

struct LawReading : SeriesReading {
    struct Place {
        std::int64_t line = 0;  // from 1
        int column = 0;         // byte in the line, from 1
    };
    std::vector<Requirement> rows;
    std::vector<Place> kpi_places;  // of each row's kpi: this folder does not know which there are
};

// Columns law, kpi, at_most (true or false), threshold (in the KPI's unit), begun_from,
// begun_before, binds_from (dates such as 2026-07-01, or empty), binds_after_years (or empty),
// connected_load_kw (or empty), note; all of them, in any order. No field holds a comma. Throws as
// LineReader does where the file itself cannot be read.
LawReading read_law(const std::filesystem::path& path);

}  // namespace twin
