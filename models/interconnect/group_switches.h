// The switches inside the groups of a network, how they are joined, and which nodes hang on which:
// the graph of topologies.h as those who draw a group ask for it.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "models/interconnect/network_part.h"
#include "models/units/ids.h"

namespace twin {

struct GroupSwitches {
    struct Switch {
        bool leaf = true;  // nodes hang on it; else a spine
        int index = 0;     // among those of its kind in the group, from 0
        int rail = 0;      // of a leaf, where the NICs of a node go to different ones
        std::vector<NodeIndex> nodes;
        // Of all its cables, one direction. Outside: to other groups, and to switches of none.
        Bandwidth to_nodes{}, inside{}, outside{};
        int outside_cables = 0;
    };
    struct Link {
        int a = 0, b = 0;  // places in `switches`, a < b
        int cables = 1;
        Bandwidth capacity{};  // of all of them, one direction
    };
    std::vector<Switch> switches;  // leaves first
    std::vector<Link> links;

    int leaves() const;
    int spines() const { return int(switches.size()) - leaves(); }
};

struct NetworkSwitches {
    std::string name;  // of the network, for people
    std::vector<GroupSwitches> groups;
};

// Nothing: the network has fewer slots. Preconditions: topology_problems(part) is empty, 1 <=
// nodes.
std::optional<NetworkSwitches> switches_of(const NetworkPart& part, NodeCount nodes);

}  // namespace twin
