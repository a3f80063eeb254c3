// The networks that can be built, in one table: a new one is one file and one row.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "models/interconnect/network_part.h"
#include "models/interconnect/topology.h"

namespace twin {

// A whole number that shapes a topology: a field of NetworkPart, and the key of its file.
struct TopologyParameter {
    std::string_view name;
    Figure<int> NetworkPart::*field = nullptr;
    int least = 1, most = 1;
    std::string_view meaning;
};

struct TopologyProblem {
    std::string field;    // of NetworkPart
    std::string message;  // "expected at most the 64 ports of a switch, got 66: ..."
};

struct TopologyRow {
    std::string_view name, summary;
    std::vector<TopologyParameter> parameters;
    // What the numbers do not fit together to. Called when each is within its bounds.
    void (*check)(const NetworkPart&, std::vector<TopologyProblem>&) = nullptr;
    NodeCount (*slots)(const NetworkPart&) = nullptr;  // nodes that it can hold
    Bandwidth (*bisection)(const NetworkPart&) = nullptr;
    Topology (*build)(const NetworkPart&, NodeCount nodes) = nullptr;
};

const std::vector<TopologyRow>& topologies();
std::vector<std::string> topology_names();
bool is_topology(const std::string& name);

// Every mistake in the part, in the order of its fields; empty: it can be built with any number of
// nodes up to its slots.
std::vector<TopologyProblem> topology_problems(const NetworkPart& part);

// Preconditions of all below: topology_problems(part) is empty.
NodeCount node_slots(const NetworkPart& part);
// One direction, between two halves of the full network by the formula of its topology: half of the
// groups against the others, half of the leaves where there is one group, a torus across its
// longest dimension. Of odd numbers the halves differ by one. Infinite for a single switch.
Bandwidth bisection(const NetworkPart& part);
// Nodes fill groups and leaves in their order. Precondition: 1 <= nodes <= node_slots(part).
Topology build_topology(const NetworkPart& part, NodeCount nodes);

}  // namespace twin
