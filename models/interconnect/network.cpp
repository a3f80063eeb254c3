#include "models/interconnect/network.h"

#include <algorithm>
#include <boost/graph/dijkstra_shortest_paths.hpp>
#include <cassert>
#include <limits>

#include "models/interconnect/topologies.h"
#include "models/interconnect/torus.h"

namespace twin {
namespace {

// From leaf to leaf, the switches at both ends included.
std::vector<double> latencies_from(const Topology& topology, Vertex leaf) {
    const auto& graph = topology.graph;
    std::vector<double> weight(boost::num_edges(graph));
    for (const Link link : boost::make_iterator_range(boost::edges(graph))) {
        // Each switch counts half to the link that enters and half to the one that leaves. Nodes
        // do not pass messages on.
        const double switches = (graph[boost::source(link, graph)].latency.si() +
                                 graph[boost::target(link, graph)].latency.si()) /
                                2;
        weight[static_cast<std::size_t>(graph[link].id)] =
            graph[link].kind == CableKind::node ? 1e9 : graph[link].latency.si() + switches;
    }
    std::vector<double> distance(boost::num_vertices(graph));
    boost::dijkstra_shortest_paths(
        graph, leaf,
        boost::weight_map(
            boost::make_iterator_property_map(weight.begin(), boost::get(&TopologyLink::id, graph)))
            .distance_map(boost::make_iterator_property_map(
                distance.begin(), boost::get(boost::vertex_index, graph))));
    for (double& d : distance)
        d += graph[leaf].latency.si();
    return distance;
}

GpuLinks links_named(const std::string& name) {
    return name == "nvswitch"      ? GpuLinks::nvswitch
           : name == "host-bridge" ? GpuLinks::host_bridge
                                   : GpuLinks::mesh;
}

}  // namespace

NodeFabric node_fabric(const NodePart& node, const NetworkPart& network) {
    NodeFabric fabric;
    fabric.gpus = std::max(1, node.gpus.value);
    fabric.nics = network.nics_per_node;
    fabric.links = links_named(network.gpu_links.value);
    if (node.gpu.link_bandwidth)
        fabric.gpu_bandwidth = node.gpu.link_bandwidth->value;
    fabric.gpu_latency = network.gpu_latency;
    fabric.cpu_bandwidth = network.cpu_bandwidth;
    fabric.nic_bandwidth = network.nic_bandwidth;
    return fabric;
}

FabricRates fabric_rates(const NetworkPart& network, const NodePart& node) {
    const Topology topology = build_topology(network, node_slots(network));
    const auto& graph = topology.graph;
    FabricRates rates;
    rates.node = node_fabric(node, network);
    rates.groups = topology.groups;
    rates.in_network_reduction = network.in_network_reduction;

    const Link cable = *boost::out_edges(topology.node(0), graph).first;
    const Vertex leaf = boost::target(cable, graph);
    Bandwidth up, down;
    rates.nodes_per_leaf = 0;
    for (const Link link : boost::make_iterator_range(boost::out_edges(leaf, graph))) {
        const bool to_node = graph[link].kind == CableKind::node;
        rates.nodes_per_leaf += to_node;
        (to_node ? down : up) += graph[link].capacity();
    }
    rates.taper_inside_group = up / down;
    if (topology.detours == Detours::switches) {
        rates.hops_between_leaves = torus_fullest_hops(network);
        rates.share_to_one_leaf = torus_share_to_neighbour(network);
    }

    for (const Link link : boost::make_iterator_range(boost::edges(graph))) {
        if (graph[link].kind != CableKind::global && graph[link].kind != CableKind::core)
            continue;
        const bool starts = graph[boost::source(link, graph)].group == 0;
        const bool ends = graph[boost::target(link, graph)].group == 0;
        if (starts != ends)
            rates.global_per_group += graph[link].capacity();
    }
    if (topology.groups > 1) {
        const Bandwidth pair = group_pair_bandwidth(topology, 0, 1);
        rates.global_per_group_pair = pair > Bandwidth() ? pair : rates.global_per_group;
    } else {
        rates.global_per_group = rates.global_per_group_pair =
            Bandwidth::from_si(std::numeric_limits<double>::infinity());
    }

    const auto latency = latencies_from(topology, leaf);
    const auto mean = [&](auto counts) {
        double sum = 0;
        int number = 0;
        for (Vertex v = 0; topology.is_switch(v); ++v)
            if (v != leaf && graph[v].kind == VertexKind::leaf && counts(graph[v].group)) {
                sum += latency[v];
                ++number;
            }
        return Duration::from_si(number > 0 ? sum / number : 0) + 2 * graph[cable].latency;
    };
    rates.leaf_latency = graph[leaf].latency + 2 * graph[cable].latency;
    rates.group_latency = mean([](GroupIndex group) { return group == 0; });
    rates.global_latency = mean([](GroupIndex group) { return group != 0; });
    return rates;
}

PlacementShape placement_shape(const Topology& topology, const NodeRanges& nodes,
                               int gpus_per_node) {
    std::vector<NodeCount> by_group(static_cast<std::size_t>(topology.groups), 0);
    for (const NodeRange& range : nodes) {
        assert(range.first >= 0 && range.end() <= topology.nodes);
        for (NodeIndex node = range.first; node < range.end(); ++node)
            ++by_group[static_cast<std::size_t>(topology.graph[topology.node(node)].group)];
    }
    std::erase(by_group, 0);
    return {.gpus_per_node = gpus_per_node, .nodes_by_group = std::move(by_group)};
}

}  // namespace twin
