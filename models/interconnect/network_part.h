// The struct that the files of models/parts/networks fill: one network of one machine. A field that
// its topology does not have stays 0 (models/interconnect/topologies.h lists which have which).
#pragma once

#include <string>
#include <vector>

#include "models/hardware/figure.h"
#include "models/hardware/parts.h"
#include "models/units/quantity.h"

namespace twin {

struct NetworkPart {
    std::string id, name;
    std::string topology;  // a row of topologies(): "dragonfly-plus"

    SwitchPart network_switch;        // all switches are alike
    Figure<int> nics_per_node;        // ports of a node into this network
    Figure<Bandwidth> nic_bandwidth;  // of one port, one direction
    Figure<int> nics_per_port;        // that split cables join to one switch port; absent: 1

    Figure<int> groups;          // of a dragonfly, or islands of a three-tier tree
    Figure<int> service_groups;  // the last of them: no compute nodes; absent: 0
    Figure<int> storage_group;  // of the service groups, from 1: file systems hang there; absent: 0
    Figure<int> leaves_per_group;   // of a two-tier tree: all leaves
    Figure<int> spines_per_group;   // of a two-tier tree: all spines
    Figure<int> cores;              // switches above the spines
    Figure<int> nodes_per_leaf;     // slots; under each set of leaves where rail_optimised
    Figure<int> nodes_per_group;    // slots; absent: those of its leaves
    Figure<int> leaf_spine_cables;  // between each leaf and each spine of a group
    Figure<int> spine_core_cables;  // between each spine and each core that it reaches
    Figure<int> leaf_cables;        // of a dragonfly, between each two switches of a group
    Figure<int> global_cables;      // between each pair of groups, all together
    Figure<bool> rail_optimised;    // NIC i of a node goes to leaf i of its set; absent: all to one
    Figure<std::vector<int>> extents;  // of a torus, switches in each dimension
    Figure<int> torus_cables;          // between neighbours
    Figure<int> tree_levels;           // of a fat tree of the switch's full ports: 2 or 3

    Figure<Duration> switch_latency;        // port to port
    Figure<Duration> cable_latency;         // node to leaf, and inside a group
    Figure<Duration> global_cable_latency;  // between groups, and to the cores
    // Inside the node; absent: it has no GPUs. Bandwidths of the links are those of GpuPart.
    Figure<std::string> gpu_links;    // mesh, nvswitch or host-bridge
    Figure<Duration> gpu_latency;     // between two GPUs of a node
    Figure<Bandwidth> cpu_bandwidth;  // between a GPU and its CPU, one direction

    Figure<bool> in_network_reduction;  // the switches can add (SHARP); absent: not
};

}  // namespace twin
