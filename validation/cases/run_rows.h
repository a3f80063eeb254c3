// What the cases of published training runs share.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "validation/scoreboard.h"
#include "validation/training/training_rows.h"

namespace twin {

// The part of the error beyond which a run needs an explanation, in per cent.
constexpr double largest_unexplained = 25;
// A run's step.
Row run_row(const TrainingRun& run, const TrainingSystem& system);
// Why it is off; a row that needs that and has none gets the limit.
void explain(Row& row, std::string_view explanation);

// "mean size of the error" over the rows that count; a fit where any of them is one.
Row run_mean_row(const std::vector<Row>& rows, std::string quantity, std::optional<double> limit,
                 std::string_view note, const std::function<bool(const Row&)>& counts);

// Ids of runs without an estimate, by the reason.
using SkippedRuns = std::map<std::string, std::vector<std::string>>;
std::vector<Row> skipped_rows(const SkippedRuns& skipped);

}  // namespace twin
