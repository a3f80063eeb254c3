#include "models/interconnect/topologies.h"

#include <algorithm>
#include <cassert>
#include <fmt/format.h>

#include "models/interconnect/dragonfly.h"
#include "models/interconnect/dragonfly_plus.h"
#include "models/interconnect/fat_tree.h"
#include "models/interconnect/torus.h"
#include "models/units/unit_text.h"

namespace twin {
namespace {

// Counts that only some topologies have. Bounds catch slips of the pen; what the switches' ports
// allow is checked for each topology.
const TopologyParameter groups{"groups", &NetworkPart::groups, 1, 256, "groups of switches"};
const TopologyParameter service_groups{"service_groups", &NetworkPart::service_groups, 0, 255,
                                       "last groups, without compute nodes"};
const TopologyParameter leaves{"leaves_per_group", &NetworkPart::leaves_per_group, 1, 1024,
                               "leaf switches in a group"};
const TopologyParameter spines{"spines_per_group", &NetworkPart::spines_per_group, 1, 1024,
                               "spine switches in a group"};
const TopologyParameter cores{"cores", &NetworkPart::cores, 1, 4096, "switches above the spines"};
const TopologyParameter leaf_nodes{"nodes_per_leaf", &NetworkPart::nodes_per_leaf, 1, 1024,
                                   "nodes under a leaf"};
const TopologyParameter group_nodes{"nodes_per_group", &NetworkPart::nodes_per_group, 0, 65536,
                                    "nodes in a group; 0: as many as its leaves hold"};
const TopologyParameter leaf_spine{"leaf_spine_cables", &NetworkPart::leaf_spine_cables, 1, 1024,
                                   "cables from each leaf to each spine"};
const TopologyParameter spine_core{"spine_core_cables", &NetworkPart::spine_core_cables, 1, 1024,
                                   "cables from a spine to each of its cores"};
const TopologyParameter leaf_cables{"leaf_cables", &NetworkPart::leaf_cables, 1, 1024,
                                    "cables between each two switches of a group"};
const TopologyParameter global{"global_cables", &NetworkPart::global_cables, 1, 4096,
                               "cables between each two groups"};
const TopologyParameter torus_cables{"torus_cables", &NetworkPart::torus_cables, 1, 1024,
                                     "cables between neighbours"};
const TopologyParameter tree_levels{"tree_levels", &NetworkPart::tree_levels, 2, 3,
                                    "levels of switches"};

// Which every topology has.
const std::vector<TopologyParameter> common = {
    {"nics_per_node", &NetworkPart::nics_per_node, 1, 64, "ports of a node into the network"},
    {"nics_per_port", &NetworkPart::nics_per_port, 0, 8, "NICs that a split cable joins; 0: one"},
};

// Which some topology has: what a part gives beyond those of its own is a mistake.
const std::vector<TopologyParameter> special = {
    groups,      service_groups, leaves,     spines, cores,        leaf_nodes,
    group_nodes, leaf_spine,     spine_core, global, torus_cables, tree_levels,
};

const TopologyRow* find_row(const std::string& name) {
    const auto& rows = topologies();
    const auto row = std::find_if(rows.begin(), rows.end(),
                                  [&](const TopologyRow& r) { return r.name == name; });
    return row == rows.end() ? nullptr : &*row;
}

const TopologyRow& row_of(const NetworkPart& part) {
    const TopologyRow* row = find_row(part.topology);
    assert(row);
    return *row;
}

void check_bounds(const NetworkPart& part, const TopologyParameter& parameter,
                  std::vector<TopologyProblem>& problems) {
    const int value = part.*parameter.field;
    if (value < parameter.least || value > parameter.most)
        problems.push_back({std::string(parameter.name),
                            fmt::format("expected {} to {} ({}), got {}", parameter.least,
                                        parameter.most, parameter.meaning, value)});
}

void check_positive(const char* field, Bandwidth value, std::vector<TopologyProblem>& problems) {
    if (!(value > Bandwidth()))
        problems.push_back({field, fmt::format("expected a bandwidth above 0, got {}",
                                               format_quantity(value.si(), Dimension::bandwidth))});
}

void check_nics(const NetworkPart& part, std::vector<TopologyProblem>& problems) {
    const Bandwidth port = part.network_switch.port_bandwidth;
    const Bandwidth joined = std::max(1, part.nics_per_port.value) * part.nic_bandwidth.value;
    if (joined > port * (1 + 1e-9))
        problems.push_back(
            {"nic_bandwidth", fmt::format("expected at most the {} of a switch's port, got {}",
                                          format_quantity(port.si(), Dimension::bandwidth),
                                          format_quantity(joined.si(), Dimension::bandwidth))});
}

}  // namespace

const std::vector<TopologyRow>& topologies() {
    static const std::vector<TopologyRow> rows = {
        {"dragonfly-plus",
         "groups of leaves and spines, all groups joined with each other",
         {groups, service_groups, leaves, spines, leaf_nodes, group_nodes, leaf_spine, global},
         check_dragonfly_plus,
         dragonfly_plus_slots,
         dragonfly_plus_bisection,
         build_dragonfly_plus},
        {"dragonfly",
         "groups of switches with nodes, all joined in a group, all groups with each other",
         {groups, service_groups, leaves, leaf_nodes, group_nodes, leaf_cables, global},
         check_dragonfly,
         dragonfly_slots,
         dragonfly_bisection,
         build_dragonfly},
        {"two-tier",
         "leaves under spines, with any taper",
         {leaves, spines, leaf_nodes, group_nodes, leaf_spine},
         check_two_tier,
         two_tier_slots,
         two_tier_bisection,
         build_two_tier},
        {"three-tier",
         "islands of leaves and spines under cores, with any taper",
         {groups, leaves, spines, cores, leaf_nodes, group_nodes, leaf_spine, spine_core},
         check_three_tier,
         three_tier_slots,
         three_tier_bisection,
         build_three_tier},
        {"fat-tree",
         "the full tree of two or three levels that the switch's ports make",
         {tree_levels},
         check_fat_tree,
         fat_tree_slots,
         fat_tree_bisection,
         build_fat_tree},
        {"torus",
         "switches with nodes on a grid of any dimensions whose ends are joined",
         {leaf_nodes, torus_cables},
         check_torus,
         torus_slots,
         torus_bisection,
         build_torus},
    };
    return rows;
}

std::vector<std::string> topology_names() {
    std::vector<std::string> names;
    for (const auto& row : topologies())
        names.emplace_back(row.name);
    return names;
}

bool is_topology(const std::string& name) {
    return find_row(name) != nullptr;
}

std::vector<TopologyProblem> topology_problems(const NetworkPart& part) {
    std::vector<TopologyProblem> problems;
    const TopologyRow* row = find_row(part.topology);
    if (!row)
        return {{"topology", fmt::format("expected one of {}, got '{}'",
                                         fmt::join(topology_names(), ", "), part.topology)}};
    for (const auto& parameter : common)
        check_bounds(part, parameter, problems);
    check_positive("nic_bandwidth", part.nic_bandwidth, problems);
    check_positive("network_switch", part.network_switch.port_bandwidth, problems);
    for (const auto& parameter : special) {
        const bool own = std::any_of(row->parameters.begin(), row->parameters.end(),
                                     [&](const auto& p) { return p.field == parameter.field; });
        if (own)
            check_bounds(part, parameter, problems);
        else if (part.*parameter.field != 0)
            problems.push_back({std::string(parameter.name),
                                fmt::format("a {} network has none of these", row->name)});
    }
    if (!part.extents.value.empty() && row->build != build_torus)
        problems.push_back({"extents", fmt::format("a {} network has none of these", row->name)});
    if (problems.empty()) {
        check_nics(part, problems);
        row->check(part, problems);
    }
    return problems;
}

NodeCount node_slots(const NetworkPart& part) {
    return row_of(part).slots(part);
}

Bandwidth bisection(const NetworkPart& part) {
    assert(topology_problems(part).empty());
    return row_of(part).bisection(part);
}

Topology build_topology(const NetworkPart& part, NodeCount nodes) {
    assert(topology_problems(part).empty());
    assert(nodes >= 1 && nodes <= node_slots(part));
    return row_of(part).build(part, nodes);
}

}  // namespace twin
