#include "models/site/node_ranges.h"

namespace twin {

NodeRanges without(std::span<const NodeRange> from, std::span<const NodeRange> removed) {
    NodeRanges left;
    for (const NodeRange& range : from) {
        NodeIndex node = range.first;
        for (const NodeRange& gone : removed) {
            if (gone.end() <= node || gone.first >= range.end())
                continue;
            if (gone.first > node)
                left.push_back({node, gone.first - node});
            node = gone.end();
        }
        if (node < range.end())
            left.push_back({node, range.end() - node});
    }
    return left;
}

NodeCount count_of(std::span<const NodeRange> nodes) {
    NodeCount sum = 0;
    for (const NodeRange& range : nodes)
        sum += range.count;
    return sum;
}

}  // namespace twin
