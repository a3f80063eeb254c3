#include "sim/scheduling/placements.h"

#include <algorithm>
#include <array>

namespace twin {
namespace {

NodeRanges lowest_first(FreeNodes& free, NodeCount nodes) {
    NodeRanges taken;
    free.take_lowest(nodes, taken);
    return taken;
}

// Groups are taken in any order and may touch.
void sort_and_merge(NodeRanges& ranges) {
    std::sort(ranges.begin(), ranges.end(),
              [](const NodeRange& a, const NodeRange& b) { return a.first < b.first; });
    std::size_t last = 0;
    for (std::size_t i = 1; i < ranges.size(); ++i) {
        if (ranges[last].end() == ranges[i].first)
            ranges[last].count += ranges[i].count;
        else
            ranges[++last] = ranges[i];
    }
    if (!ranges.empty())
        ranges.resize(last + 1);
}

NodeRanges by_group(FreeNodes& free, NodeCount nodes) {
    NodeRanges taken;
    while (nodes > 0) {
        const auto tightest = free.tightest_group(nodes);
        const GroupIndex group = tightest ? *tightest : free.fullest_group().value();
        const NodeCount part = std::min(nodes, free.count_in_group(group));
        free.take_lowest_in_group(group, part, taken);
        nodes -= part;
    }
    sort_and_merge(taken);
    return taken;
}

constexpr std::array placement_rows = {
    PlacementRow{"lowest_first", "the free nodes with the lowest indices", lowest_first},
    PlacementRow{"by_group", "as few groups as possible, the tightest that fits", by_group},
};

}  // namespace

std::span<const PlacementRow> placements() {
    return placement_rows;
}

const PlacementRow* find_placement(std::string_view name) {
    for (const auto& row : placement_rows)
        if (row.name == name)
            return &row;
    return nullptr;
}

}  // namespace twin
