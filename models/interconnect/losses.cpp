#include "models/interconnect/losses.h"

#include <algorithm>

namespace twin {
namespace {

template <class... Cases>
struct Overloaded : Cases... {
    using Cases::operator()...;
};
template <class... Cases>
Overloaded(Cases...) -> Overloaded<Cases...>;

int nics_of(const Topology& topology, NodeIndex node) {
    return cables_at(topology, topology.node(node), CableKind::node);
}

}  // namespace

bool lies_in(const LostTray& tray, const Topology& topology, const Link& link) {
    const auto& graph = topology.graph;
    const GroupIndex a = graph[boost::source(link, graph)].group;
    const GroupIndex b = graph[boost::target(link, graph)].group;
    const CableKind kind = graph[link].kind;
    return (kind == CableKind::global || kind == CableKind::core) &&
           ((a == tray.a && b == tray.b) || (a == tray.b && b == tray.a));
}

int cables_of(const Topology& topology, const LostTray& tray) {
    int cables = 0;
    for (const Link link : boost::make_iterator_range(boost::edges(topology.graph)))
        if (lies_in(tray, topology, link))
            cables += topology.graph[link].cables;
    return cables;
}

Topology without(const Topology& topology, const std::vector<Loss>& losses) {
    const auto& graph = topology.graph;
    std::vector<Link> links;
    std::vector<int> left;
    for (const Link link : boost::make_iterator_range(boost::edges(graph))) {
        links.push_back(link);
        left.push_back(graph[link].cables);
    }
    const auto lose_where = [&](auto lost) {
        for (std::size_t i = 0; i < links.size(); ++i)
            if (lost(links[i]))
                left[i] = 0;
    };
    for (const Loss& loss : losses)
        std::visit(
            Overloaded{
                [&](const LostCables& lost) {
                    int& cables = left[static_cast<std::size_t>(lost.link)];
                    cables = lost.cables ? std::max(0, cables - *lost.cables) : 0;
                },
                [&](const LostSwitch& lost) {
                    lose_where([&](const Link& link) {
                        return boost::source(link, graph) == lost.vertex ||
                               boost::target(link, graph) == lost.vertex;
                    });
                },
                [&](const LostTray& lost) {
                    lose_where([&](const Link& link) { return lies_in(lost, topology, link); });
                },
            },
            loss);

    Topology rest = topology;
    rest.graph.clear();
    for (const Vertex v : boost::make_iterator_range(boost::vertices(graph)))
        boost::add_vertex(graph[v], rest.graph);
    int id = 0;
    for (std::size_t i = 0; i < links.size(); ++i) {
        if (left[i] == 0)
            continue;
        TopologyLink link = graph[links[i]];
        link.cables = left[i];
        link.id = id++;
        boost::add_edge(boost::source(links[i], graph), boost::target(links[i], graph), link,
                        rest.graph);
    }
    return rest;
}

Bandwidth uniform_throughput(const Topology& topology, Routing routing) {
    Bandwidth injection;
    for (NodeIndex node = 0; node < topology.nodes; ++node) {
        Bandwidth sum;
        for (const Link link :
             boost::make_iterator_range(boost::out_edges(topology.node(node), topology.graph)))
            sum += topology.graph[link].capacity();
        injection = std::max(injection, sum);
    }
    const Traffic traffic = uniform_traffic(topology, injection);
    if (!(traffic.total() > Bandwidth()))
        return Bandwidth();
    return injection * std::min(1.0, route(topology, traffic, routing).throughput());
}

LossReport nodes_lost(const Topology& topology, const std::vector<Loss>& losses) {
    const Topology rest = without(topology, losses);
    const auto connected = connected_nodes(rest);
    LossReport report;
    report.nodes_cut_off = topology.nodes - static_cast<NodeCount>(connected.size());
    for (const NodeIndex node : connected)
        report.nodes_slowed += nics_of(rest, node) < nics_of(topology, node);
    return report;
}

LossReport loss_report(const Topology& topology, const std::vector<Loss>& losses, Routing routing) {
    LossReport report = nodes_lost(topology, losses);
    report.uniform_before = uniform_throughput(topology, routing);
    report.uniform_after = uniform_throughput(without(topology, losses), routing);
    return report;
}

}  // namespace twin
