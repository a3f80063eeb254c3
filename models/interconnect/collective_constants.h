// What a collective costs beside bytes over bandwidth: starts, steps and the fractions of the raw
// bandwidths that are reached. Every figure is a fit or has a source; COLLECTIVES.md names the
// rows.
#pragma once

#include <array>
#include <optional>
#include <span>
#include <string_view>

#include "models/interconnect/node_fabric.h"
#include "models/units/quantity.h"

namespace twin {

// One of NCCL's ways to hand data over, between the GPUs of a node. `part` is what one rank of n
// holds of the data: size / n.
struct NodeProtocol {
    DataSize from{};           // parts of this size and above are never sent by an earlier one
    Duration start{};          // once
    Duration step{};           // each step from one GPU to the next
    double link_fraction = 1;  // of the links' bandwidth, for what crosses them
    // Of the same, for one part: a ring copies its own, an all-to-all sends one to each peer.
    // Above 1 where that is faster than the links.
    double part_fraction = 1;
};
// By size: low latency (LL), low latency of 128 bytes (LL128), and Simple.
using NodeProtocols = std::array<NodeProtocol, 3>;

// All-reduce by the switches of the node (NVLS): each GPU's data crosses its links once.
struct SwitchReduction {
    int least_gpus = 2;
    Duration start{};
    double link_fraction = 1;
};

// One generation of links between GPUs.
struct NodeConstants {
    std::string_view name;
    NodeProtocols ring;  // all-reduce, all-gather, reduce-scatter, broadcast
    NodeProtocols peer;  // all-to-all, point to point
    std::optional<SwitchReduction> switches;
};

// The same protocols between nodes, beside wire and switches.
struct NetworkProtocol {
    Duration ring_step{};
    Duration tree_step{};
    double fraction = 1;  // of what Simple reaches
};

// A library on a system.
struct CollectiveConstants {
    std::string_view name;
    std::string_view summary;  // what it stands for, and what its constants come from
    // A sentence for all who take it, where no collective of it was measured; else empty.
    std::string_view remark{};
    NodeConstants node;
    double link_share = 1;  // on the link fractions of `node`
    std::array<NetworkProtocol, 3> network;
    double nic_fraction = 1;  // of a NIC's port, reached by Simple
    Duration message_gap{};   // of a NIC and rank between two messages to different peers
    // Names in collective_algorithms(), of those that the library has; none: all. Those that it has
    // do each collective on any placement.
    std::span<const std::string_view> algorithms{};
    // Rings and trees over all GPUs, which pass data through the nodes and on at once. Without
    // them the levels take turns: first inside the nodes, then between them, then inside.
    bool rings_span_nodes = true;
    // The library lets the switches of the network add where they can.
    bool network_switches_add = false;

    bool has(std::string_view algorithm) const;
};

// NCCL on a generation of NVLink, on JUPITER, and MPI: the table.
std::span<const CollectiveConstants> collective_constants();
// nullptr if there is none of that name.
const CollectiveConstants* find_collective_constants(std::string_view name);
// NCCL's on GPUs of a generation (GpuPart::generation) that NVLink joins, from tables of nodes with
// nothing but NCCL on them; nullptr if none was measured, as where PCIe joins them. JUPITER has a
// row of its own beside that of its links, "NVLink 4": COLLECTIVES.md says when which is meant.
const CollectiveConstants* nccl_constants(std::string_view gpu_generation, GpuLinks links);

}  // namespace twin
