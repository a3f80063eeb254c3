// What the cases of language models share.
#pragma once

#include "models/power/node_power.h"
#include "sim/scenario/parts_catalog.h"
#include "validation/scoreboard.h"

namespace twin {

// A node with nothing but `gpus` GPUs of a shipped part, for what a GPU's own sensor reads.
NodePart bare_node(const std::string& gpu, int gpus);

// "mean size of the error" over the rows of `kind` that have a measurement.
Row mean_error_row(const std::vector<Row>& rows, Kind kind, std::string_view of, double limit);

}  // namespace twin
