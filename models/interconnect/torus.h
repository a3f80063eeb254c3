// A torus of any number of dimensions: switches with nodes on a grid whose ends are joined.
#pragma once

#include "models/interconnect/topologies.h"

namespace twin {

void check_torus(const NetworkPart& part, std::vector<TopologyProblem>& problems);
NodeCount torus_slots(const NetworkPart& part);
Bandwidth torus_bisection(const NetworkPart& part);  // across the dimension where it is least
// Of messages between all pairs of switches: mean hops, if all dimensions were as full as the
// fullest one; 1 of a single switch.
double torus_fullest_hops(const NetworkPart& part);
// Of a switch's links to others the share that lead to one neighbour; 1 of a single switch.
double torus_share_to_neighbour(const NetworkPart& part);
// A dimension of two switches has one link between them, not two. The last dimension runs fastest.
Topology build_torus(const NetworkPart& part, NodeCount nodes);

}  // namespace twin
