#include "models/interconnect/dragonfly_plus.h"

#include <algorithm>
#include <fmt/format.h>

#include "models/interconnect/topology_builder.h"

namespace twin {

void check_dragonfly_plus(const NetworkPart& part, std::vector<TopologyProblem>& problems) {
    topology_rules::check_group(part, problems);
    const int groups = part.groups;
    const int spines = part.spines_per_group;
    const int down = part.leaves_per_group * part.leaf_spine_cables;
    const int global = (part.global_cables * (groups - 1) + spines - 1) / spines;
    topology_rules::check_ports(
        part, "global_cables", "spine", down + global,
        fmt::format("{} to leaves + {} to {} other groups", down, global, groups - 1), problems);
    topology_rules::check_service_groups(part, problems);
    topology_rules::check_switches(
        static_cast<long long>(groups) * (part.leaves_per_group + part.spines_per_group), "groups",
        problems);
}

NodeCount dragonfly_plus_slots(const NetworkPart& part) {
    return (part.groups - part.service_groups) * topology_rules::group_slots(part);
}

Bandwidth dragonfly_plus_bisection(const NetworkPart& part) {
    const int half = (part.groups - part.service_groups) / 2;
    if (half == 0)
        return topology_rules::bisection_of_group(part);
    const int global = half * (part.groups - half) * part.global_cables;
    return std::min(global, half * topology_rules::leaf_cables_up(part)) *
           part.network_switch.port_bandwidth.value;
}

Topology build_dragonfly_plus(const NetworkPart& part, NodeCount nodes) {
    TopologyBuilder builder(part);
    const int groups = part.groups;
    std::vector<std::vector<Vertex>> leaves, spines;
    for (GroupIndex group = 0; group < groups; ++group) {
        TopologyBuilder::Tree tree = builder.add_tree(group);
        leaves.push_back(std::move(tree.leaves));
        spines.push_back(std::move(tree.spines));
    }
    builder.join_groups(spines);
    builder.attach_nodes(leaves, nodes);
    return builder.finish(groups, groups > 2 ? Detours::groups : Detours::none);
}

}  // namespace twin
