// Trees of switches: two tiers (leaves and spines), three tiers (islands of both, under cores),
// each with any taper, and the fat trees that a switch's ports make.
#pragma once

#include "models/interconnect/topologies.h"

namespace twin {

void check_two_tier(const NetworkPart& part, std::vector<TopologyProblem>& problems);
NodeCount two_tier_slots(const NetworkPart& part);
Bandwidth two_tier_bisection(const NetworkPart& part);
Topology build_two_tier(const NetworkPart& part, NodeCount nodes);

// Spine i of every island reaches the cores of its own share: with more cores than spines cores
// i c/s ... (i+1) c/s - 1, else core i mod c. One count divides the other.
void check_three_tier(const NetworkPart& part, std::vector<TopologyProblem>& problems);
NodeCount three_tier_slots(const NetworkPart& part);
Bandwidth three_tier_bisection(const NetworkPart& part);
Topology build_three_tier(const NetworkPart& part, NodeCount nodes);

// With k ports a switch: k leaves and k/2 spines hold k^2/2 NICs on two levels; k islands of k/2
// leaves and k/2 spines and k^2/4 cores hold k^3/4 on three (Al-Fares et al. 2008). Full bisection.
void check_fat_tree(const NetworkPart& part, std::vector<TopologyProblem>& problems);
NodeCount fat_tree_slots(const NetworkPart& part);
Bandwidth fat_tree_bisection(const NetworkPart& part);
Topology build_fat_tree(const NetworkPart& part, NodeCount nodes);
// The same as a two- or three-tier tree. Precondition: check_fat_tree finds nothing.
NetworkPart tiers_of_fat_tree(const NetworkPart& part);

}  // namespace twin
