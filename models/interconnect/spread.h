// What the formulas of collectives take from a placement.
#pragma once

#include "models/interconnect/placement_shape.h"

namespace twin {

struct Spread {
    int gpus = 1;  // ranks on each node
    int nodes = 0, groups = 0, ranks = 0;
    int largest = 0, second = 0, smallest = 0;  // groups, by nodes
    int leaves = 0;                             // of all groups, filled one after another
    int leaf_nodes = 0;                         // under the fullest leaf
};
// A walk over the groups. Precondition: rates.nodes_per_leaf >= 1, some groups, each with nodes.
Spread spread_of(const PlacementShape& shape, const FabricRates& rates);

// log2, rounded up: the steps of a binary tree. Precondition: ranks >= 1.
int steps_of_tree(int ranks);

// The longest path between two of the nodes.
Duration top_latency(const Spread& spread, const FabricRates& rates);
// Of the hops of a ring in the order of the nodes, in the mean: it leaves each leaf once.
Duration mean_hop(const Spread& spread, const FabricRates& rates);
// A path through a tree of all nodes whose lowest steps stay under leaves.
Duration tree_path(const Spread& spread, const FabricRates& rates);

}  // namespace twin
