// How much passes between two parts of a network: minimum cuts, disjoint paths.
#pragma once

#include <vector>

#include "models/interconnect/topology.h"

namespace twin {

// One direction, the smallest set of links between switches that separates a from b.
// Preconditions: both are switches, not empty, with none in common.
Bandwidth minimum_cut(const Topology& topology, const std::vector<Vertex>& a,
                      const std::vector<Vertex>& b);

// Paths between two switches that share no cable: the shortest ones, and any.
// Precondition: a and b are switches and differ. 0: they cannot reach each other.
int disjoint_shortest_paths(const Topology& topology, Vertex a, Vertex b);
int disjoint_paths(const Topology& topology, Vertex a, Vertex b);

}  // namespace twin
