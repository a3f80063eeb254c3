#include "models/interconnect/topology.h"

#include <algorithm>
#include <boost/graph/connected_components.hpp>

namespace twin {
namespace {

auto links_of(const Topology& topology) {
    return boost::make_iterator_range(boost::edges(topology.graph));
}

}  // namespace

int cables_at(const Topology& topology, Vertex v, CableKind kind) {
    int cables = 0;
    for (const Link link : boost::make_iterator_range(boost::out_edges(v, topology.graph)))
        if (topology.graph[link].kind == kind)
            cables += topology.graph[link].cables;
    return cables;
}

int count(const Topology& topology, VertexKind kind) {
    int found = 0;
    for (const Vertex v : boost::make_iterator_range(boost::vertices(topology.graph)))
        found += topology.graph[v].kind == kind;
    return found;
}

int count_cables(const Topology& topology, CableKind kind) {
    int cables = 0;
    for (const Link link : links_of(topology))
        if (topology.graph[link].kind == kind)
            cables += topology.graph[link].cables;
    return cables;
}

Bandwidth group_pair_bandwidth(const Topology& topology, GroupIndex a, GroupIndex b) {
    Bandwidth sum;
    for (const Link link : links_of(topology)) {
        if (topology.graph[link].kind != CableKind::global)
            continue;
        const GroupIndex s = topology.graph[boost::source(link, topology.graph)].group;
        const GroupIndex t = topology.graph[boost::target(link, topology.graph)].group;
        if ((s == a && t == b) || (s == b && t == a))
            sum += topology.graph[link].capacity();
    }
    return sum;
}

std::vector<Bandwidth> group_pair_bandwidths(const Topology& topology, int groups) {
    const auto count = static_cast<std::size_t>(groups);
    std::vector<Bandwidth> pairs(count * count);
    for (const Link link : links_of(topology)) {
        if (topology.graph[link].kind != CableKind::global)
            continue;
        const auto s =
            static_cast<std::size_t>(topology.graph[boost::source(link, topology.graph)].group);
        const auto t =
            static_cast<std::size_t>(topology.graph[boost::target(link, topology.graph)].group);
        if (s == t || s >= count || t >= count)
            continue;
        pairs[s * count + t] += topology.graph[link].capacity();
        pairs[t * count + s] += topology.graph[link].capacity();
    }
    return pairs;
}

int diameter(const Topology& topology) {
    // Distances among switches only: nodes do not pass messages on.
    std::vector<std::vector<Vertex>> neighbours(static_cast<std::size_t>(topology.switches));
    std::vector<char> has_nodes(neighbours.size(), 0);
    for (const Link link : links_of(topology)) {
        const Vertex s = boost::source(link, topology.graph);
        const Vertex t = boost::target(link, topology.graph);
        if (topology.is_switch(s) && topology.is_switch(t)) {
            neighbours[s].push_back(t);
            neighbours[t].push_back(s);
        } else {
            has_nodes[topology.is_switch(s) ? s : t] = 1;
        }
    }
    int longest = 0;
    std::vector<int> distance(neighbours.size());
    std::vector<Vertex> queue;
    for (Vertex from = 0; from < neighbours.size(); ++from) {
        if (!has_nodes[from])
            continue;
        std::fill(distance.begin(), distance.end(), -1);
        queue.assign(1, from);
        distance[from] = 0;
        for (std::size_t head = 0; head < queue.size(); ++head)
            for (const Vertex next : neighbours[queue[head]])
                if (distance[next] < 0) {
                    distance[next] = distance[queue[head]] + 1;
                    queue.push_back(next);
                }
        for (Vertex to = 0; to < neighbours.size(); ++to) {
            if (has_nodes[to] && distance[to] < 0)
                return -1;
            if (has_nodes[to])
                longest = std::max(longest, distance[to]);
        }
    }
    return longest;
}

std::vector<NodeIndex> connected_nodes(const Topology& topology) {
    std::vector<int> part(boost::num_vertices(topology.graph));
    const int parts = boost::connected_components(
        topology.graph, boost::make_iterator_property_map(
                            part.begin(), boost::get(boost::vertex_index, topology.graph)));
    std::vector<int> size(static_cast<std::size_t>(parts), 0);
    for (NodeIndex node = 0; node < topology.nodes; ++node)
        ++size[static_cast<std::size_t>(part[topology.node(node)])];
    // Of equal ones the first is that with the lowest node.
    int largest = -1;
    for (NodeIndex node = 0; node < topology.nodes; ++node) {
        const int mine = part[topology.node(node)];
        if (largest < 0 ||
            size[static_cast<std::size_t>(mine)] > size[static_cast<std::size_t>(largest)])
            largest = mine;
    }
    std::vector<NodeIndex> nodes;
    for (NodeIndex node = 0; node < topology.nodes; ++node)
        if (part[topology.node(node)] == largest)
            nodes.push_back(node);
    return nodes;
}

}  // namespace twin
