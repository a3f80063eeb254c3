// What a failed cable, switch or cable tray costs.
#pragma once

#include <optional>
#include <variant>
#include <vector>

#include "models/interconnect/routing.h"
#include "models/interconnect/topology.h"

namespace twin {

struct LostCables {
    int link = 0;                 // id in the topology
    std::optional<int> cables{};  // absent: all of the link
};
struct LostSwitch {
    Vertex vertex = 0;
};
// All cables between two groups; a group and the cores where there are cores: b = -1.
struct LostTray {
    GroupIndex a = 0, b = 0;
};
bool lies_in(const LostTray& tray, const Topology& topology, const Link& link);
// 0: there is no such tray. Precondition: groups, or -1, as above.
int cables_of(const Topology& topology, const LostTray& tray);
using Loss = std::variant<LostCables, LostSwitch, LostTray>;

// The same vertices with the cables that are left; ids of links count anew, in the same order.
// Preconditions: links, vertices and groups are of the topology.
Topology without(const Topology& topology, const std::vector<Loss>& losses);

struct LossReport {
    NodeCount nodes_cut_off = 0;  // not in the largest part that hangs together
    NodeCount nodes_slowed = 0;   // of the others, with fewer NICs than before
    // Bandwidth of each node when all connected nodes send to each other until a link is full.
    Bandwidth uniform_before, uniform_after;
};
// Nodes alone, which takes no routing.
LossReport nodes_lost(const Topology& topology, const std::vector<Loss>& losses);
LossReport loss_report(const Topology& topology, const std::vector<Loss>& losses, Routing routing);

// What each node can send to all others at once: its injection at most. 0 for fewer than two nodes.
Bandwidth uniform_throughput(const Topology& topology, Routing routing);

}  // namespace twin
