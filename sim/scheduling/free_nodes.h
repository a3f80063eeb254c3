// The nodes on which a job may start now: a bitset with summaries, and counts per group.
#pragma once

#include <span>
#include <vector>

#include "models/units/ids.h"

namespace twin {

class FreeNodes {
  public:
    // All nodes are absent at first. `groups` partitions 0..nodes-1 in ascending ranges.
    FreeNodes(NodeCount nodes, std::span<const NodeRange> groups);

    NodeCount count() const;
    bool contains(NodeIndex node) const;
    NodeCount count_in_group(GroupIndex group) const;
    void insert(NodeRange range);  // precondition: none of them is in the set
    void erase(NodeRange range);   // precondition: all of them are

    // Removes the n lowest (n <= count), appended to `taken` merged into ranges. Cost near n / 64
    // plus the number of ranges, whatever the size of the machine.
    void take_lowest(NodeCount n, NodeRanges& taken);
    void take_lowest_in_group(GroupIndex group, NodeCount n, NodeRanges& taken);
};

}  // namespace twin
