#include "models/interconnect/spread.h"

#include <algorithm>
#include <bit>

namespace twin {

Spread spread_of(const PlacementShape& shape, const FabricRates& rates) {
    Spread spread;
    spread.gpus = shape.gpus_per_node;
    spread.smallest = shape.nodes_by_group.front();
    for (const NodeCount nodes : shape.nodes_by_group) {
        spread.nodes += nodes;
        ++spread.groups;
        spread.leaves += (nodes + rates.nodes_per_leaf - 1) / rates.nodes_per_leaf;
        spread.smallest = std::min(spread.smallest, int(nodes));
        spread.second = std::max(spread.second, std::min(spread.largest, int(nodes)));
        spread.largest = std::max(spread.largest, int(nodes));
    }
    spread.ranks = spread.gpus * spread.nodes;
    spread.leaf_nodes = std::min(spread.largest, int(rates.nodes_per_leaf));
    return spread;
}

int steps_of_tree(int ranks) {
    return std::bit_width(unsigned(ranks - 1));
}

Duration top_latency(const Spread& spread, const FabricRates& rates) {
    if (spread.groups > 1)
        return rates.global_latency;
    return spread.leaves > 1 ? rates.group_latency : rates.leaf_latency;
}

Duration mean_hop(const Spread& spread, const FabricRates& rates) {
    const int global = spread.groups > 1 ? spread.groups : 0;
    const int in_group = spread.leaves > 1 ? spread.leaves - global : 0;
    const int in_leaf = spread.nodes - global - in_group;
    return (global * rates.global_latency + in_group * rates.group_latency +
            in_leaf * rates.leaf_latency) /
           double(spread.nodes);
}

Duration tree_path(const Spread& spread, const FabricRates& rates) {
    const int steps = steps_of_tree(spread.nodes);
    const int global = std::min(steps, steps_of_tree(spread.groups));
    const int below = std::min(steps, steps_of_tree(spread.leaves)) - global;
    return global * rates.global_latency + below * rates.group_latency +
           (steps - global - below) * rates.leaf_latency;
}

}  // namespace twin
