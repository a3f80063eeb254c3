// A torus of any number of dimensions: switches with nodes on a grid whose ends are joined.
#pragma once

#include "models/interconnect/topologies.h"

namespace twin {

void check_torus(const NetworkPart& part, std::vector<TopologyProblem>& problems);
NodeCount torus_slots(const NetworkPart& part);
Bandwidth torus_bisection(const NetworkPart& part);  // across the dimension where it is least
// In the mean over all pairs of switches; 1 of a single one.
double torus_mean_hops(const NetworkPart& part);
// A dimension of two switches has one link between them, not two. The last dimension runs fastest.
Topology build_torus(const NetworkPart& part, NodeCount nodes);

}  // namespace twin
