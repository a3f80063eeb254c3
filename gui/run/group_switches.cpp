#include "gui/run/group_switches.h"

#include <algorithm>

#include "models/interconnect/topologies.h"
#include "sim/scenario/parts_catalog.h"

namespace twin {

int GroupSwitches::leaves() const {
    return int(std::count_if(switches.begin(), switches.end(),
                             [](const Switch& each) { return each.leaf; }));
}

NetworkSwitches switches_of(const NetworkPart& part, NodeCount nodes) {
    const Topology topology = build_topology(part, nodes);
    const TopologyGraph& graph = topology.graph;
    NetworkSwitches network;
    network.name = part.name;
    network.groups.resize(std::size_t(std::max(topology.groups, 1)));
    std::vector<int> place(std::size_t(topology.switches), -1);  // in its group; -1: in none
    for (const VertexKind kind : {VertexKind::leaf, VertexKind::spine})
        for (Vertex v = 0; v < Vertex(topology.switches); ++v) {
            const TopologyVertex& vertex = graph[v];
            if (vertex.kind != kind || vertex.group < 0)
                continue;
            GroupSwitches& group = network.groups[std::size_t(vertex.group)];
            place[v] = int(group.switches.size());
            GroupSwitches::Switch added;
            added.leaf = kind == VertexKind::leaf;
            added.index = vertex.index;
            added.rail = vertex.rail;
            group.switches.push_back(std::move(added));
        }
    const auto [begin, end] = edges(graph);
    for (auto edge = begin; edge != end; ++edge) {
        const TopologyLink& link = graph[*edge];
        const double capacity = link.capacity().si();
        for (const auto& [here, there] : {std::pair(source(*edge, graph), target(*edge, graph)),
                                          std::pair(target(*edge, graph), source(*edge, graph))}) {
            if (!topology.is_switch(here) || place[here] < 0)
                continue;
            GroupSwitches& group = network.groups[std::size_t(graph[here].group)];
            GroupSwitches::Switch& own = group.switches[std::size_t(place[here])];
            if (!topology.is_switch(there)) {
                own.nodes.push_back(graph[there].index);
                own.to_nodes_b_s += capacity;
            } else if (graph[there].group == graph[here].group) {
                own.inside_b_s += capacity;
                if (here < there)
                    group.links.push_back({place[here], place[there], link.cables, capacity});
            } else {
                own.outside_b_s += capacity;
                own.outside_cables += link.cables;
            }
        }
    }
    for (GroupSwitches& group : network.groups)
        for (GroupSwitches::Switch& each : group.switches)
            std::sort(each.nodes.begin(), each.nodes.end());
    return network;
}

SharedSwitches shipped_switches(const std::string& site_id, NodeCount nodes) {
    const PartsCatalog& parts = shipped_parts();
    const auto site = parts.sites.find(site_id);
    if (site == parts.sites.end())
        return nullptr;
    const auto part = parts.networks.find(site->second.network);
    if (part == parts.networks.end() || nodes < 1 || nodes > node_slots(part->second))
        return nullptr;
    return std::make_shared<const NetworkSwitches>(switches_of(part->second, nodes));
}

}  // namespace twin
