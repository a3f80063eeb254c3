// Traffic patterns: who sends how much to whom, summed over the nodes of each pair of leaves.
#pragma once

#include <utility>
#include <vector>

#include "models/interconnect/topology.h"
#include "models/units/ids.h"
#include "models/units/quantity.h"

namespace twin {

struct Traffic {
    std::vector<Vertex> leaves;             // all of the topology, in its order
    std::vector<Bandwidth> rates;           // from leaves[i] to leaves[j] at i * leaves.size() + j
    std::vector<Bandwidth> sent, received;  // by node

    Bandwidth rate(std::size_t from, std::size_t to) const {
        return rates[from * leaves.size() + to];
    }
    Bandwidth total() const;  // sent by all nodes
};

// A node with several NICs sends over all of them alike; where rails are apart, to the NICs of the
// same rail, if both nodes have one left in common.
// Preconditions: nodes are of the topology and have at least one cable; each occurs once.

// Each node sends per_node, evenly to all others of the list. Fewer than two: silence.
Traffic all_to_all(const Topology& topology, const std::vector<NodeIndex>& nodes,
                   Bandwidth per_node);
// All nodes of the largest connected part to each other.
Traffic uniform_traffic(const Topology& topology, Bandwidth per_node);
// Each node of `first` sends per_node, evenly to all nodes of `second`, for each pair of groups.
// Precondition: the second groups have nodes.
Traffic group_to_group(const Topology& topology,
                       const std::vector<std::pair<GroupIndex, GroupIndex>>& pairs,
                       Bandwidth per_node);
// Node i sends per_node to node to[i]; to itself: silence. Precondition: one entry for each node.
Traffic permutation(const Topology& topology, const std::vector<NodeIndex>& to, Bandwidth per_node);

}  // namespace twin
