// How the switches inside the groups of a run's network are joined, and which nodes hang on which:
// built from the site's network in the catalogue, as the run was. A run's file does not hold it.
#pragma once

#include <memory>
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
        // Of all its cables, one direction, bytes per second.
        double to_nodes_b_s = 0, inside_b_s = 0, outside_b_s = 0;
        int outside_cables = 0;  // to other groups and to switches of none
    };
    struct Link {
        int a = 0, b = 0;  // places in `switches`
        int cables = 1;
        double capacity_b_s = 0;  // of all of them, one direction
    };
    std::vector<Switch> switches;  // leaves first
    std::vector<Link> links;

    int leaves() const;
    int spines() const { return int(switches.size()) - leaves(); }
};

struct NetworkSwitches {
    std::string name;                   // of the network, for people
    std::vector<GroupSwitches> groups;  // those of NetworkFlow first, in their order
};
using SharedSwitches = std::shared_ptr<const NetworkSwitches>;

NetworkSwitches switches_of(const NetworkPart& part, NodeCount nodes);
// Of a site of the shipped catalogue; null: its network is not in it, or too small for the nodes.
SharedSwitches shipped_switches(const std::string& site_id, NodeCount nodes);

}  // namespace twin
