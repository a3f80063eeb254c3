// Networks of round figures for tests of flows: 1 GB/s everywhere, or a real machine.
#pragma once

#include <fmt/format.h>
#include <numeric>

#include "models/interconnect/network.h"
#include "sim/zoom/zoom.h"
#include "tests/models/interconnect/networks.h"

namespace twin::test {

inline constexpr auto gigabyte = DataSize::from_si(1e9);

// Of `gpus` in a mesh with 3 GB/s each.
inline NodePart node_of(int gpus) {
    NodePart node;
    node.gpus.value = gpus;
    node.gpu.link_bandwidth = Figure<Bandwidth>{};
    node.gpu.link_bandwidth->value = 3 * gigabyte_per_second;
    return node;
}

// A network without latencies.
inline NetworkPart instant(NetworkPart part) {
    part.switch_latency.value = part.cable_latency.value = part.global_cable_latency.value =
        Duration();
    return part;
}

// Links and NICs at their full rates, no starts, no steps.
inline CollectiveConstants ideal() {
    CollectiveConstants constants;
    for (NodeProtocols* protocols : {&constants.node.ring, &constants.node.peer})
        for (NodeProtocol& protocol : *protocols)
            protocol.part_fraction = std::numeric_limits<double>::infinity();
    return constants;
}

// What a zoom and its formula need of a network.
struct SmallWorld {
    NetworkPart part;
    NodePart node;
    Topology topology = full(part);
    FabricRates rates = fabric_rates(part, node);

    SmallWorld(NetworkPart network, int gpus) : part(std::move(network)), node(node_of(gpus)) {}

    ZoomFabric fabric(std::vector<NodeIndex> nodes, int gpus,
                      ZoomRouting routing = ZoomRouting::minimal) const {
        return ZoomFabric({topology, rates, std::move(nodes), gpus, routing,
                           [](NodeIndex index) { return fmt::format("node {}", index); }});
    }
};

inline std::vector<NodeIndex> nodes_from(NodeIndex first, int count) {
    std::vector<NodeIndex> nodes(static_cast<std::size_t>(count));
    std::iota(nodes.begin(), nodes.end(), first);
    return nodes;
}

}  // namespace twin::test
