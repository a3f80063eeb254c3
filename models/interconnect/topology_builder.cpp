#include "models/interconnect/topology_builder.h"

#include <algorithm>
#include <cassert>
#include <fmt/format.h>
#include <limits>
#include <map>

#include "models/units/unit_text.h"

namespace twin {

Vertex TopologyBuilder::add_switch(VertexKind kind, GroupIndex group, int index) {
    assert(topology_.nodes == 0);
    ++topology_.switches;
    return boost::add_vertex(TopologyVertex{.kind = kind,
                                            .group = group,
                                            .index = index,
                                            .rail = 0,
                                            .latency = part_.switch_latency},
                             topology_.graph);
}

void TopologyBuilder::connect(Vertex a, Vertex b, CableKind kind, int cables) {
    const bool far = kind == CableKind::global || kind == CableKind::core;
    const Bandwidth bandwidth =
        kind == CableKind::node ? part_.nic_bandwidth : part_.network_switch.port_bandwidth;
    const Duration latency = far ? part_.global_cable_latency : part_.cable_latency;
    boost::add_edge(a, b, TopologyLink{kind, cables, bandwidth, latency, links_++},
                    topology_.graph);
}

TopologyBuilder::Tree TopologyBuilder::add_tree(GroupIndex group) {
    Tree tree;
    for (int i = 0; i < part_.leaves_per_group; ++i)
        tree.leaves.push_back(add_switch(VertexKind::leaf, group, i));
    for (int i = 0; i < part_.spines_per_group; ++i)
        tree.spines.push_back(add_switch(VertexKind::spine, group, i));
    for (const Vertex leaf : tree.leaves)
        for (const Vertex spine : tree.spines)
            connect(leaf, spine, CableKind::group, part_.leaf_spine_cables);
    return tree;
}

void TopologyBuilder::join_groups(const std::vector<std::vector<Vertex>>& switches_by_group) {
    const int groups = static_cast<int>(switches_by_group.size());
    // The switch at which a group's cable number `i` to `other` ends.
    const auto end = [&](GroupIndex group, GroupIndex other, int i) {
        const auto& switches = switches_by_group[static_cast<std::size_t>(group)];
        const int turn = (other - group - 1 + groups) % groups;
        const auto place = static_cast<std::size_t>(turn * part_.global_cables + i);
        return switches[place % switches.size()];
    };
    for (GroupIndex a = 0; a < groups; ++a)
        for (GroupIndex b = a + 1; b < groups; ++b) {
            std::map<std::pair<Vertex, Vertex>, int> cables;
            for (int i = 0; i < part_.global_cables; ++i)
                ++cables[{end(a, b, i), end(b, a, i)}];
            for (const auto& [ends, number] : cables)
                connect(ends.first, ends.second, CableKind::global, number);
        }
}

void TopologyBuilder::attach_nodes(const std::vector<std::vector<Vertex>>& leaves_by_group,
                                   NodeCount nodes) {
    const NodeCount slots = topology_rules::group_slots(part_);
    const bool rails = part_.rail_optimised;
    const int set = rails ? part_.nics_per_node.value : 1;  // leaves that serve a node
    if (rails)
        for (const auto& leaves : leaves_by_group)
            for (std::size_t i = 0; i < leaves.size(); ++i)
                topology_.graph[leaves[i]].rail = static_cast<int>(i) % set;
    for (NodeIndex i = 0; i < nodes; ++i) {
        const auto& leaves = leaves_by_group.at(static_cast<std::size_t>(i / slots));
        const auto first = static_cast<std::size_t>(i % slots / part_.nodes_per_leaf * set);
        const GroupIndex group = topology_.graph[leaves.at(first)].group;
        const Vertex node = boost::add_vertex(
            TopologyVertex{.kind = VertexKind::node, .group = group, .index = i}, topology_.graph);
        for (int rail = 0; rail < set; ++rail)
            connect(node, leaves.at(first + static_cast<std::size_t>(rail)), CableKind::node,
                    rails ? 1 : part_.nics_per_node.value);
        ++topology_.nodes;
    }
}

Topology TopologyBuilder::finish(int groups, Detours detours) {
    topology_.groups = groups;
    topology_.detours = detours;
    return std::move(topology_);
}

namespace topology_rules {

int nics_at_leaf(const NetworkPart& part) {
    return part.nodes_per_leaf * (part.rail_optimised ? 1 : part.nics_per_node.value);
}

int node_ports_at_leaf(const NetworkPart& part) {
    const int split = std::max(1, part.nics_per_port.value);
    return (nics_at_leaf(part) + split - 1) / split;
}

Bandwidth injection_at_leaf(const NetworkPart& part) {
    return nics_at_leaf(part) * part.nic_bandwidth.value;
}

NodeCount group_slots(const NetworkPart& part) {
    if (part.nodes_per_group > 0)
        return part.nodes_per_group;
    return part.leaves_per_group / (part.rail_optimised ? part.nics_per_node.value : 1) *
           part.nodes_per_leaf;
}

int leaf_cables_up(const NetworkPart& part) {
    return part.leaves_per_group * part.spines_per_group * part.leaf_spine_cables;
}

Bandwidth bisection_of_group(const NetworkPart& part) {
    if (part.leaves_per_group < 2)
        return unlimited();
    return part.leaves_per_group / 2 * part.spines_per_group * part.leaf_spine_cables *
           part.network_switch.port_bandwidth.value;
}

Bandwidth unlimited() {
    return Bandwidth::from_si(std::numeric_limits<double>::infinity());
}

void check_slots(const NetworkPart& part, std::vector<TopologyProblem>& problems) {
    NetworkPart full = part;
    full.nodes_per_group.value = 0;
    if (part.nodes_per_group > group_slots(full))
        problems.push_back(
            {"nodes_per_group",
             fmt::format("expected at most the {} slots of {} leaves, got {}", group_slots(full),
                         part.leaves_per_group.value, part.nodes_per_group.value)});
}

void check_service_groups(const NetworkPart& part, std::vector<TopologyProblem>& problems) {
    if (part.storage_group > 0 && (part.storage_group > part.groups ||
                                   part.storage_group <= part.groups - part.service_groups))
        problems.push_back(
            {"storage_group",
             fmt::format("expected one of the last {} of {} groups, got {}",
                         part.service_groups.value, part.groups.value, part.storage_group.value)});
    if (part.service_groups >= part.groups)
        problems.push_back(
            {"service_groups", fmt::format("expected fewer than the {} groups, got {}",
                                           part.groups.value, part.service_groups.value)});
}

void check_group(const NetworkPart& part, std::vector<TopologyProblem>& problems) {
    if (part.rail_optimised && part.leaves_per_group % part.nics_per_node != 0) {
        problems.push_back({"leaves_per_group",
                            fmt::format("expected a multiple of the {} rails, got {}",
                                        part.nics_per_node.value, part.leaves_per_group.value)});
        return;
    }
    check_slots(part, problems);
    check_ports(part, "nodes_per_leaf", "leaf",
                node_ports_at_leaf(part) + part.spines_per_group * part.leaf_spine_cables,
                fmt::format("{} to nodes + {} x {} to spines", node_ports_at_leaf(part),
                            part.spines_per_group.value, part.leaf_spine_cables.value),
                problems);
    const Bandwidth up =
        part.spines_per_group * part.leaf_spine_cables * part.network_switch.port_bandwidth.value;
    if (up > injection_at_leaf(part) * (1 + 1e-9))
        problems.push_back(
            {"leaf_spine_cables",
             fmt::format("expected a taper of at most 1, got {:.3g}: {} up from a leaf whose nodes "
                         "fill {}",
                         up / injection_at_leaf(part),
                         format_quantity(up.si(), Dimension::bandwidth),
                         format_quantity(injection_at_leaf(part).si(), Dimension::bandwidth))});
}

void check_ports(const NetworkPart& part, const char* field, const char* kind, int used,
                 const std::string& made_of, std::vector<TopologyProblem>& problems) {
    if (used > part.network_switch.ports)
        problems.push_back(
            {field, fmt::format("expected at most the {} ports of a switch, got {} "
                                "at a {} ({})",
                                part.network_switch.ports.value, used, kind, made_of)});
}

void check_switches(long long switches, const char* field, std::vector<TopologyProblem>& problems) {
    constexpr long long most = 8192;  // bounds memory and time: traffic grows with their square
    if (switches > most)
        problems.push_back(
            {field, fmt::format("expected at most {} switches in all, got {}", most, switches)});
}

}  // namespace topology_rules
}  // namespace twin
