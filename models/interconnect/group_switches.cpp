#include "models/interconnect/group_switches.h"

#include <algorithm>
#include <array>
#include <utility>

#include "models/interconnect/topologies.h"

namespace twin {
namespace {

// Of each switch its place in its group; -1: it is of none.
std::vector<int> add_switches(const Topology& topology, NetworkSwitches& network) {
    std::vector<int> places(static_cast<std::size_t>(topology.switches), -1);
    for (const VertexKind kind : {VertexKind::leaf, VertexKind::spine})
        for (std::size_t v = 0; v < places.size(); ++v) {
            const TopologyVertex& vertex = topology.graph[v];
            if (vertex.kind != kind || vertex.group < 0)
                continue;
            GroupSwitches& group = network.groups[static_cast<std::size_t>(vertex.group)];
            places[v] = static_cast<int>(group.switches.size());
            GroupSwitches::Switch added;
            added.leaf = kind == VertexKind::leaf;
            added.index = vertex.index;
            added.rail = vertex.rail;
            group.switches.push_back(std::move(added));
        }
    return places;
}

}  // namespace

int GroupSwitches::leaves() const {
    return static_cast<int>(std::count_if(switches.begin(), switches.end(),
                                          [](const Switch& each) { return each.leaf; }));
}

std::optional<NetworkSwitches> switches_of(const NetworkPart& part, NodeCount nodes) {
    if (nodes > node_slots(part))
        return std::nullopt;
    const Topology topology = build_topology(part, nodes);
    const TopologyGraph& graph = topology.graph;
    NetworkSwitches network;
    network.name = part.name;
    network.groups.resize(static_cast<std::size_t>(std::max(topology.groups, 1)));
    const std::vector<int> places = add_switches(topology, network);
    const auto [begin, end] = edges(graph);
    for (auto edge = begin; edge != end; ++edge) {
        const TopologyLink& link = graph[*edge];
        const std::array<Vertex, 2> ends = {source(*edge, graph), target(*edge, graph)};
        for (const auto& [here, there] :
             {std::pair(ends[0], ends[1]), std::pair(ends[1], ends[0])}) {
            if (!topology.is_switch(here) || places[here] < 0)
                continue;
            GroupSwitches& group = network.groups[static_cast<std::size_t>(graph[here].group)];
            auto& own = group.switches[static_cast<std::size_t>(places[here])];
            if (!topology.is_switch(there)) {
                own.nodes.push_back(graph[there].index);
                own.to_nodes = own.to_nodes + link.capacity();
            } else if (graph[there].group == graph[here].group) {
                own.inside = own.inside + link.capacity();
                if (places[here] < places[there])
                    group.links.push_back(
                        {places[here], places[there], link.cables, link.capacity()});
            } else {
                own.outside = own.outside + link.capacity();
                own.outside_cables += link.cables;
            }
        }
    }
    for (GroupSwitches& group : network.groups)
        for (GroupSwitches::Switch& each : group.switches)
            std::sort(each.nodes.begin(), each.nodes.end());
    return network;
}

}  // namespace twin
