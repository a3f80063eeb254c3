#include "models/interconnect/dragonfly.h"

#include <fmt/format.h>

#include "models/interconnect/topology_builder.h"

namespace twin {

void check_dragonfly(const NetworkPart& part, std::vector<TopologyProblem>& problems) {
    const int groups = part.groups, leaves = part.leaves_per_group;
    if (part.rail_optimised) {
        problems.push_back({"rail_optimised", "a dragonfly has no rails"});
        return;
    }
    topology_rules::check_slots(part, problems);
    const int down = topology_rules::node_ports_at_leaf(part);
    const int across = (leaves - 1) * part.leaf_cables;
    const int global = (part.global_cables * (groups - 1) + leaves - 1) / leaves;
    topology_rules::check_ports(
        part, "global_cables", "switch", down + across + global,
        fmt::format("{} to nodes + {} to the {} others of its group + {} to {} other groups", down,
                    across, leaves - 1, global, groups - 1),
        problems);
    topology_rules::check_service_groups(part, problems);
    topology_rules::check_switches(static_cast<long long>(groups) * leaves, "groups", problems);
}

NodeCount dragonfly_slots(const NetworkPart& part) {
    return (part.groups - part.service_groups) * topology_rules::group_slots(part);
}

Bandwidth dragonfly_bisection(const NetworkPart& part) {
    const Bandwidth port = part.network_switch.port_bandwidth;
    const int half = (part.groups - part.service_groups) / 2;
    if (half > 0)
        return half * (part.groups - half) * part.global_cables * port;
    const int leaves = part.leaves_per_group;
    return leaves < 2 ? topology_rules::unlimited()
                      : leaves / 2 * (leaves - leaves / 2) * part.leaf_cables * port;
}

Topology build_dragonfly(const NetworkPart& part, NodeCount nodes) {
    TopologyBuilder builder(part);
    std::vector<std::vector<Vertex>> leaves;
    for (GroupIndex group = 0; group < part.groups; ++group) {
        auto& all = leaves.emplace_back();
        for (int i = 0; i < part.leaves_per_group; ++i)
            all.push_back(builder.add_switch(VertexKind::leaf, group, i));
        for (std::size_t i = 0; i < all.size(); ++i)
            for (std::size_t j = i + 1; j < all.size(); ++j)
                builder.connect(all[i], all[j], CableKind::group, part.leaf_cables);
    }
    builder.join_groups(leaves);
    builder.attach_nodes(leaves, nodes);
    return builder.finish(part.groups, part.groups > 2 ? Detours::groups : Detours::none);
}

}  // namespace twin
