// Networks for tests, with round numbers: 1 GB/s everywhere unless a real machine is meant.
#pragma once

#include "models/interconnect/topologies.h"

namespace twin::test {

inline constexpr auto gigabyte_per_second = Bandwidth::from_si(1e9);
inline constexpr auto gigabit_per_second = Bandwidth::from_si(1e9 / 8);
inline constexpr auto terabit_per_second = Bandwidth::from_si(1e12 / 8);

inline NetworkPart network(const char* topology, int ports) {
    NetworkPart part;
    part.topology = topology;
    part.network_switch.ports.value = ports;
    part.network_switch.port_bandwidth.value = gigabyte_per_second;
    part.nics_per_node.value = 1;
    part.nic_bandwidth.value = gigabyte_per_second;
    part.switch_latency.value = 200e-9 * second;
    part.cable_latency.value = 20e-9 * second;
    part.global_cable_latency.value = 100e-9 * second;
    return part;
}

// 27 groups of 15 leaves and 16 spines, 16 nodes of 4 NDR200 NICs a leaf.
inline NetworkPart jupiter_network() {
    NetworkPart part = network("dragonfly-plus", 64);
    part.network_switch.port_bandwidth.value = 400 * gigabit_per_second;
    part.nics_per_node.value = 4;
    part.nic_bandwidth.value = 200 * gigabit_per_second;
    part.nics_per_port.value = 2;
    part.groups.value = 27;
    part.service_groups.value = 2;
    part.leaves_per_group.value = 15;
    part.spines_per_group.value = 16;
    part.nodes_per_leaf.value = 16;
    part.leaf_spine_cables.value = 2;
    part.global_cables.value = 16;
    return part;
}

// Leaves of as many nodes as they have cables up: full bandwidth inside a group.
inline NetworkPart dragonfly_plus(int groups, int leaves, int spines, int global_cables) {
    NetworkPart part = network("dragonfly-plus", 64);
    part.groups.value = groups;
    part.leaves_per_group.value = leaves;
    part.spines_per_group.value = spines;
    part.nodes_per_leaf.value = spines;
    part.leaf_spine_cables.value = 1;
    part.global_cables.value = global_cables;
    return part;
}

// All switches of a group joined by one cable each.
inline NetworkPart dragonfly(int groups, int leaves, int nodes_per_leaf, int global_cables) {
    NetworkPart part = network("dragonfly", 64);
    part.groups.value = groups;
    part.leaves_per_group.value = leaves;
    part.nodes_per_leaf.value = nodes_per_leaf;
    part.leaf_cables.value = 1;
    part.global_cables.value = global_cables;
    return part;
}

inline NetworkPart two_tier(int leaves, int spines, int nodes_per_leaf) {
    NetworkPart part = network("two-tier", 64);
    part.leaves_per_group.value = leaves;
    part.spines_per_group.value = spines;
    part.nodes_per_leaf.value = nodes_per_leaf;
    part.leaf_spine_cables.value = 1;
    return part;
}

inline NetworkPart fat_tree(int ports, int levels) {
    NetworkPart part = network("fat-tree", ports);
    part.tree_levels.value = levels;
    return part;
}

inline NetworkPart torus(std::vector<int> extents) {
    NetworkPart part = network("torus", 64);
    part.extents.value = std::move(extents);
    part.nodes_per_leaf.value = 1;
    part.torus_cables.value = 1;
    return part;
}

inline Topology full(const NetworkPart& part) {
    return build_topology(part, node_slots(part));
}

// The switch of that kind, group and index.
inline Vertex find_switch(const Topology& topology, VertexKind kind, GroupIndex group, int index) {
    for (Vertex v = 0; topology.is_switch(v); ++v)
        if (topology.graph[v].kind == kind && topology.graph[v].group == group &&
            topology.graph[v].index == index)
            return v;
    return TopologyGraph::null_vertex();
}

}  // namespace twin::test
