// Which of the free nodes a starting job gets. The table of placements: one file-local function
// and one row each.
#pragma once

#include <span>
#include <string_view>

#include "sim/scheduling/free_nodes.h"

namespace twin {

struct PlacementRow {
    std::string_view name;
    std::string_view summary;
    // Takes `nodes` (<= free.count()) out of `free`; the result is ascending and merged.
    NodeRanges (*place)(FreeNodes& free, NodeCount nodes);
};

std::span<const PlacementRow> placements();
const PlacementRow* find_placement(std::string_view name);

}  // namespace twin
