// How a job's nodes lie in the network, and what the network offers at each level: all that the
// cost of a collective needs.
#pragma once

#include <numeric>
#include <vector>

#include "models/interconnect/node_fabric.h"
#include "models/units/ids.h"
#include "models/units/quantity.h"

namespace twin {

// Groups are those of the topology: of a DragonFly+, the islands of a three-level fat tree, else
// the whole machine.
struct PlacementShape {
    int gpus_per_node = 1;                  // >= 1
    std::vector<NodeCount> nodes_by_group;  // of the groups that hold any; each >= 1

    NodeCount nodes() const {
        return std::accumulate(nodes_by_group.begin(), nodes_by_group.end(), NodeCount{0});
    }
    int gpus() const { return gpus_per_node * nodes(); }
};

// Bandwidths are of one direction, latencies those of the wire and the switches from NIC to NIC:
// what software and the NICs themselves add is the collective's.
struct FabricRates {
    NodeFabric node;
    NodeCount nodes_per_leaf{1};  // under one leaf switch (rail-optimised: under one set of them)
    Duration leaf_latency{};      // two nodes under one leaf switch
    Duration group_latency{};     // under two leaf switches of a group
    Duration global_latency{};    // in two groups, by a shortest path
    // A leaf's links to the rest of the network / what its nodes inject; above 1 where there are
    // more of them than the nodes can fill.
    double taper_inside_group = 1;
    // Links between switches that a message between two leaves takes up, in the mean over all pairs
    // of a torus, where leaves pass on what others send, if all its dimensions were as full as the
    // fullest; 1 where uplinks lead to spines.
    double hops_between_leaves = 1;
    // Of a leaf's links to the rest those that lead towards one other leaf: on a torus the ones to
    // one neighbour; 1 where uplinks lead to spines.
    double share_to_one_leaf = 1;
    // All links of one group to the others. Where groups have no links of their own to each other
    // (a fat tree) the second is the first.
    Bandwidth global_per_group{};
    Bandwidth global_per_group_pair{};
    int groups = 1;               // one: the two above are infinite and do not matter
    bool in_network_reduction{};  // the switches can add (SHARP)
};

}  // namespace twin
