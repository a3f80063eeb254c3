// Indices into the arrays of one run. All count from 0 in the order in which the things are named
// by the site (nodes, racks, groups) or submitted (jobs).
#pragma once

#include <cstdint>
#include <vector>

namespace twin {

using JobIndex = std::int64_t;
using NodeIndex = std::int32_t;
using NodeCount = std::int32_t;
using RackIndex = std::int32_t;
using GroupIndex = std::int32_t;

// Nodes first, first + 1, ... first + count - 1.
struct NodeRange {
    NodeIndex first = 0;
    NodeCount count = 0;
    NodeIndex end() const { return first + count; }
    bool operator==(const NodeRange&) const = default;
};
// Ascending, disjoint, not touching.
using NodeRanges = std::vector<NodeRange>;

}  // namespace twin
