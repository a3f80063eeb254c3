// The quarter-hour in which a site drew the most from the grid: it sets the demand charge.
#pragma once

#include <optional>
#include <vector>

#include "sim/results/result_store.h"

namespace twin {

struct GridPeak {
    double from_s = 0, length_s = 900;  // longer where the series is recorded in longer intervals
    double mean_w = 0;
};

struct GridDraw {  // of one recorded interval
    double start_s, length_s, watts;
};

// The highest mean over quarter-hours of the calendar that `draws` cover wholly; `start_unix_s` is
// the run's. None for no draws.
std::optional<GridPeak> highest_quarter(const std::vector<GridDraw>& draws, double start_unix_s);

// In the KPI window. None: the run has no energy. Throws as ResultStore does.
std::optional<GridPeak> read_grid_peak(const ResultStore& store);

}  // namespace twin
