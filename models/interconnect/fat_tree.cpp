#include "models/interconnect/fat_tree.h"

#include <algorithm>
#include <fmt/format.h>

#include "models/interconnect/topology_builder.h"

namespace twin {
namespace {

// Cables up from one spine.
int core_cables_at_spine(const NetworkPart& part) {
    return std::max(1, part.cores / part.spines_per_group) * part.spine_core_cables;
}

int cables_at_core(const NetworkPart& part) {
    return part.groups * std::max(1, part.spines_per_group / part.cores) * part.spine_core_cables;
}

}  // namespace

void check_two_tier(const NetworkPart& part, std::vector<TopologyProblem>& problems) {
    topology_rules::check_group(part, problems);
    topology_rules::check_ports(
        part, "leaves_per_group", "spine", part.leaves_per_group * part.leaf_spine_cables,
        fmt::format("{} x {} to leaves", part.leaves_per_group.value, part.leaf_spine_cables.value),
        problems);
    topology_rules::check_switches(part.leaves_per_group + part.spines_per_group,
                                   "leaves_per_group", problems);
}

NodeCount two_tier_slots(const NetworkPart& part) {
    return topology_rules::group_slots(part);
}

Bandwidth two_tier_bisection(const NetworkPart& part) {
    return topology_rules::bisection_of_group(part);
}

Topology build_two_tier(const NetworkPart& part, NodeCount nodes) {
    TopologyBuilder builder(part);
    const TopologyBuilder::Tree tree = builder.add_tree(0);
    builder.attach_nodes({tree.leaves}, nodes);
    return builder.finish(1, Detours::none);
}

void check_three_tier(const NetworkPart& part, std::vector<TopologyProblem>& problems) {
    topology_rules::check_group(part, problems);
    const int spines = part.spines_per_group;
    const int cores = part.cores;
    if (cores % spines != 0 && spines % cores != 0) {
        problems.push_back({"cores", fmt::format("expected a multiple or a divisor of the {} "
                                                 "spines of a group, got {}",
                                                 spines, cores)});
        return;
    }
    const int down = part.leaves_per_group * part.leaf_spine_cables;
    const int up = core_cables_at_spine(part);
    topology_rules::check_ports(part, "spine_core_cables", "spine", down + up,
                                fmt::format("{} to leaves + {} to cores", down, up), problems);
    if (up > down)
        problems.push_back({"spine_core_cables",
                            fmt::format("expected a taper of at most 1, got {:.3g}: {} cables up "
                                        "from a spine, {} down",
                                        static_cast<double>(up) / down, up, down)});
    topology_rules::check_ports(part, "groups", "core", cables_at_core(part),
                                fmt::format("{} to each of {} groups",
                                            cables_at_core(part) / part.groups, part.groups.value),
                                problems);
    topology_rules::check_switches(
        static_cast<long long>(part.groups) * (part.leaves_per_group + spines) + cores, "groups",
        problems);
}

NodeCount three_tier_slots(const NetworkPart& part) {
    return part.groups * topology_rules::group_slots(part);
}

Bandwidth three_tier_bisection(const NetworkPart& part) {
    const int half = part.groups / 2;
    if (half == 0)
        return topology_rules::bisection_of_group(part);
    const int to_cores = half * part.spines_per_group * core_cables_at_spine(part);
    return std::min(to_cores, half * topology_rules::leaf_cables_up(part)) *
           part.network_switch.port_bandwidth.value;
}

Topology build_three_tier(const NetworkPart& part, NodeCount nodes) {
    TopologyBuilder builder(part);
    std::vector<std::vector<Vertex>> leaves, spines;
    for (GroupIndex group = 0; group < part.groups; ++group) {
        TopologyBuilder::Tree tree = builder.add_tree(group);
        leaves.push_back(std::move(tree.leaves));
        spines.push_back(std::move(tree.spines));
    }
    std::vector<Vertex> cores;
    for (int i = 0; i < part.cores; ++i)
        cores.push_back(builder.add_switch(VertexKind::core, -1, i));
    const int share = std::max(1, part.cores / part.spines_per_group);
    for (const auto& group : spines)
        for (std::size_t spine = 0; spine < group.size(); ++spine)
            for (int i = 0; i < share; ++i) {
                const auto core =
                    (spine * static_cast<std::size_t>(share) + static_cast<std::size_t>(i)) %
                    cores.size();
                builder.connect(group[spine], cores[core], CableKind::core, part.spine_core_cables);
            }
    builder.attach_nodes(leaves, nodes);
    return builder.finish(part.groups, Detours::none);
}

NetworkPart tiers_of_fat_tree(const NetworkPart& part) {
    const int half = part.network_switch.ports / 2;
    const int nics_down = half * std::max(1, part.nics_per_port.value);
    NetworkPart tiers = part;
    tiers.leaf_spine_cables.value = 1;
    tiers.nodes_per_leaf.value = part.rail_optimised ? nics_down : nics_down / part.nics_per_node;
    tiers.spines_per_group.value = half;
    tiers.leaves_per_group.value = part.tree_levels == 2 ? 2 * half : half;
    if (part.tree_levels == 3) {
        tiers.groups.value = 2 * half;
        tiers.cores.value = half * half;
        tiers.spine_core_cables.value = 1;
    }
    return tiers;
}

void check_fat_tree(const NetworkPart& part, std::vector<TopologyProblem>& problems) {
    const int ports = part.network_switch.ports;
    const int split = std::max(1, part.nics_per_port.value);
    if (ports % 2 != 0 || ports < 2) {
        problems.push_back(
            {"network_switch",
             fmt::format("expected an even number of ports above 0, got {}", ports)});
        return;
    }
    if (!part.rail_optimised && ports / 2 * split % part.nics_per_node != 0)
        problems.push_back(
            {"nics_per_node", fmt::format("expected a divisor of the {} NICs that a leaf can take, "
                                          "got {}",
                                          ports / 2 * split, part.nics_per_node.value)});
    const int leaves = part.tree_levels == 2 ? ports : ports / 2;
    if (part.rail_optimised && leaves % part.nics_per_node != 0)
        problems.push_back(
            {"nics_per_node", fmt::format("expected a divisor of the {} leaves of a group, got {}",
                                          leaves, part.nics_per_node.value)});
    const long long half = ports / 2;
    topology_rules::check_switches(part.tree_levels == 2 ? 3 * half : 5 * half * half,
                                   "network_switch", problems);
}

NodeCount fat_tree_slots(const NetworkPart& part) {
    const NetworkPart tiers = tiers_of_fat_tree(part);
    return part.tree_levels == 2 ? two_tier_slots(tiers) : three_tier_slots(tiers);
}

Bandwidth fat_tree_bisection(const NetworkPart& part) {
    const NetworkPart tiers = tiers_of_fat_tree(part);
    return part.tree_levels == 2 ? two_tier_bisection(tiers) : three_tier_bisection(tiers);
}

Topology build_fat_tree(const NetworkPart& part, NodeCount nodes) {
    const NetworkPart tiers = tiers_of_fat_tree(part);
    return part.tree_levels == 2 ? build_two_tier(tiers, nodes) : build_three_tier(tiers, nodes);
}

}  // namespace twin
