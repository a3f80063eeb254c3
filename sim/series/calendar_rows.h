// Rows with a time each, brought to UTC and to equal steps.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "models/energy/time_series.h"
#include "sim/series/columns.h"

namespace twin {

// The rest of the file: a column of times ("time", "date", "datetime", "timestamp" in its name) and
// one of each kind, whose series come in the same order; empty where `reading` has faults. Steps
// are of an hour or of a quarter-hour, detected. `check` says what is wrong with the values of a
// row (in SI, legal each for itself) together; empty: nothing.
using RowCheck = std::string (*)(std::span<const double> values);
std::vector<TimeSeries> read_calendar_rows(CsvReader& csv, std::span<const ValueKind> kinds,
                                           const SeriesOptions& options, SeriesReading& reading,
                                           RowCheck check = nullptr);

}  // namespace twin
