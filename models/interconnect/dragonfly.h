// DragonFly (Kim et al. 2008; Slingshot, Aries): groups of switches with nodes, each joined with
// each other one of its group, and cables between each two groups.
#pragma once

#include "models/interconnect/topologies.h"

namespace twin {

void check_dragonfly(const NetworkPart& part, std::vector<TopologyProblem>& problems);
NodeCount dragonfly_slots(const NetworkPart& part);
// Service groups on the larger side. Of one group: half of its switches against the others.
Bandwidth dragonfly_bisection(const NetworkPart& part);

// The cables of a group to the others take its switches in turn, as in build_dragonfly_plus.
Topology build_dragonfly(const NetworkPart& part, NodeCount nodes);

}  // namespace twin
