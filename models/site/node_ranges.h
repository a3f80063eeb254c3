// Sets of nodes.
#pragma once

#include <span>

#include "models/units/ids.h"

namespace twin {

// Both arguments ascending, disjoint.
NodeRanges without(std::span<const NodeRange> from, std::span<const NodeRange> removed);
NodeCount count_of(std::span<const NodeRange> nodes);

}  // namespace twin
