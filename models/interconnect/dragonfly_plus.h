// DragonFly+ (Shpiner et al. 2017): groups of leaves and spines, each leaf with each spine, and
// cables from the spines of each group to those of each other one.
#pragma once

#include "models/interconnect/topologies.h"

namespace twin {

void check_dragonfly_plus(const NetworkPart& part, std::vector<TopologyProblem>& problems);
NodeCount dragonfly_plus_slots(const NetworkPart& part);
// Service groups on the larger side.
Bandwidth dragonfly_plus_bisection(const NetworkPart& part);

// The cables of a group to the others (the next group first, then the one after it ...) take its
// spines in turn, so that two spines never differ by more than one cable.
Topology build_dragonfly_plus(const NetworkPart& part, NodeCount nodes);

}  // namespace twin
