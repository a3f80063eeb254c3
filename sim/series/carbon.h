// Carbon intensity of the grid.
#pragma once

#include <filesystem>

#include "models/energy/time_series.h"
#include "sim/series/reading.h"

namespace twin {

struct CarbonReading : SeriesReading {
    TimeSeries direct, life_cycle;  // g/J
};

// Either a calendar series: columns time, direct ("... gCO2eq/kWh (direct)") and life-cycle ("life"
// or "LCA" in the name). Or a table of means: columns month (1 to 12), hour_utc (0 to 23), direct
// and life-cycle, 288 rows in any order, laid on the hours of [from, until), from < until. Below
// zero is not legal. Throws as LineReader does where the file itself cannot be read.
CarbonReading read_carbon(const std::filesystem::path& path, const SeriesOptions& options,
                          CalendarTime from, CalendarTime until);

}  // namespace twin
