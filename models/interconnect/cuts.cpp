#include "models/interconnect/cuts.h"

#include <boost/graph/push_relabel_max_flow.hpp>
#include <cassert>
#include <cmath>
#include <utility>

namespace twin {
namespace {

// What Boost's maximum flow wants: each edge with a reverse one that has no capacity of its own.
class FlowGraph {
  public:
    explicit FlowGraph(int vertices) : graph_(static_cast<std::size_t>(vertices)) {}

    void add(std::size_t from, std::size_t to, long long capacity) {
        const auto forward = boost::add_edge(from, to, graph_).first;
        const auto backward = boost::add_edge(to, from, graph_).first;
        boost::put(boost::edge_capacity, graph_, forward, capacity);
        boost::put(boost::edge_capacity, graph_, backward, 0);
        boost::put(boost::edge_reverse, graph_, forward, backward);
        boost::put(boost::edge_reverse, graph_, backward, forward);
    }
    void add_both_ways(std::size_t a, std::size_t b, long long capacity) {
        add(a, b, capacity);
        add(b, a, capacity);
    }
    long long flow(std::size_t from, std::size_t to) {
        return boost::push_relabel_max_flow(graph_, from, to);
    }

  private:
    using Traits = boost::adjacency_list_traits<boost::vecS, boost::vecS, boost::directedS>;
    using EdgeProperty = boost::property<
        boost::edge_capacity_t, long long,
        boost::property<boost::edge_residual_capacity_t, long long,
                        boost::property<boost::edge_reverse_t, Traits::edge_descriptor>>>;
    boost::adjacency_list<boost::vecS, boost::vecS, boost::directedS, boost::no_property,
                          EdgeProperty>
        graph_;
};

template <class Visit>
void for_switch_links(const Topology& topology, Visit visit) {
    for (const Link link : boost::make_iterator_range(boost::edges(topology.graph))) {
        const Vertex s = boost::source(link, topology.graph);
        const Vertex t = boost::target(link, topology.graph);
        if (topology.is_switch(s) && topology.is_switch(t))
            visit(s, t, topology.graph[link]);
    }
}

std::vector<int> hops_from(const Topology& topology, Vertex from) {
    std::vector<int> hops(static_cast<std::size_t>(topology.switches), -1);
    std::vector<Vertex> queue{from};
    hops[from] = 0;
    for (std::size_t head = 0; head < queue.size(); ++head)
        for (const Link link :
             boost::make_iterator_range(boost::out_edges(queue[head], topology.graph))) {
            const Vertex next = boost::target(link, topology.graph);
            if (topology.is_switch(next) && hops[next] < 0) {
                hops[next] = hops[queue[head]] + 1;
                queue.push_back(next);
            }
        }
    return hops;
}

}  // namespace

Bandwidth minimum_cut(const Topology& topology, const std::vector<Vertex>& a,
                      const std::vector<Vertex>& b) {
    assert(!a.empty() && !b.empty());
    FlowGraph flow(topology.switches + 2);
    const auto source = static_cast<std::size_t>(topology.switches), target = source + 1;
    long long all = 1;
    for_switch_links(topology, [&](Vertex s, Vertex t, const TopologyLink& link) {
        const long long capacity = std::llround(link.capacity().si());
        all += capacity;
        flow.add_both_ways(s, t, capacity);
    });
    for (const Vertex v : a)
        flow.add(source, v, all);
    for (const Vertex v : b)
        flow.add(v, target, all);
    return Bandwidth::from_si(static_cast<double>(flow.flow(source, target)));
}

int disjoint_shortest_paths(const Topology& topology, Vertex a, Vertex b) {
    const auto from = hops_from(topology, a), to = hops_from(topology, b);
    if (from[b] < 0)
        return 0;
    FlowGraph flow(topology.switches);
    for_switch_links(topology, [&](Vertex s, Vertex t, const TopologyLink& link) {
        if (from[s] > from[t])
            std::swap(s, t);
        if (from[s] >= 0 && from[s] + 1 + to[t] == from[b])
            flow.add(s, t, link.cables);
    });
    return static_cast<int>(flow.flow(a, b));
}

int disjoint_paths(const Topology& topology, Vertex a, Vertex b) {
    FlowGraph flow(topology.switches);
    for_switch_links(topology, [&](Vertex s, Vertex t, const TopologyLink& link) {
        flow.add_both_ways(s, t, link.cables);
    });
    return static_cast<int>(flow.flow(a, b));
}

}  // namespace twin
