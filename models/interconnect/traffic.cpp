#include "models/interconnect/traffic.h"

#include <cassert>
#include <map>
#include <numeric>

namespace twin {
namespace {

struct Port {
    int leaf = 0;  // place among the leaves
    int rail = 0;
    auto operator<=>(const Port&) const = default;
};

// Nodes with the same leaves are alike.
class Pattern {
  public:
    explicit Pattern(const Topology& topology) {
        const auto& graph = topology.graph;
        std::vector<int> place(static_cast<std::size_t>(topology.switches), -1);
        for (Vertex v = 0; topology.is_switch(v); ++v)
            if (graph[v].kind == VertexKind::leaf) {
                place[v] = static_cast<int>(traffic_.leaves.size());
                traffic_.leaves.push_back(v);
            }
        traffic_.rates.resize(traffic_.leaves.size() * traffic_.leaves.size());
        traffic_.sent.resize(static_cast<std::size_t>(topology.nodes));
        traffic_.received = traffic_.sent;
        std::map<std::vector<Port>, int> known;
        for (NodeIndex node = 0; node < topology.nodes; ++node) {
            std::vector<Port> ports;
            for (const Link link :
                 boost::make_iterator_range(boost::out_edges(topology.node(node), graph))) {
                const Vertex leaf = boost::target(link, graph);
                ports.push_back({place[leaf], graph[leaf].rail});
            }
            const auto [kind, fresh] =
                known.try_emplace(std::move(ports), static_cast<int>(ports_.size()));
            if (fresh)
                ports_.push_back(kind->first);
            kinds_.push_back(kind->second);
        }
    }

    int kind(NodeIndex node) const { return kinds_[static_cast<std::size_t>(node)]; }
    std::size_t number_of_kinds() const { return ports_.size(); }

    void sends(NodeIndex node, Bandwidth rate) {
        traffic_.sent[static_cast<std::size_t>(node)] += rate;
    }
    void receives(NodeIndex node, Bandwidth rate) {
        traffic_.received[static_cast<std::size_t>(node)] += rate;
    }

    void add(int from, int to, Bandwidth rate) {
        const auto& sources = ports_[static_cast<std::size_t>(from)];
        const auto& targets = ports_[static_cast<std::size_t>(to)];
        assert(!sources.empty() && !targets.empty());
        int alike = 0;
        for (const Port& source : sources)
            for (const Port& target : targets)
                alike += source.rail == target.rail;
        for (const Port& source : sources)
            for (const Port& target : targets) {
                if (alike > 0 && source.rail != target.rail)
                    continue;
                const auto ways =
                    alike > 0 ? static_cast<std::size_t>(alike) : sources.size() * targets.size();
                const auto row = static_cast<std::size_t>(source.leaf) * traffic_.leaves.size();
                traffic_.rates[row + static_cast<std::size_t>(target.leaf)] +=
                    rate / static_cast<double>(ways);
            }
    }

    Traffic finish() { return std::move(traffic_); }

  private:
    Traffic traffic_;
    std::vector<std::vector<Port>> ports_;  // by kind
    std::vector<int> kinds_;                // by node
};

}  // namespace

Bandwidth Traffic::total() const {
    return std::accumulate(sent.begin(), sent.end(), Bandwidth());
}

Traffic all_to_all(const Topology& topology, const std::vector<NodeIndex>& nodes,
                   Bandwidth per_node) {
    Pattern pattern(topology);
    if (nodes.size() < 2)
        return pattern.finish();
    std::vector<double> of_kind(pattern.number_of_kinds(), 0);
    for (const NodeIndex node : nodes) {
        pattern.sends(node, per_node);
        pattern.receives(node, per_node);
        ++of_kind[static_cast<std::size_t>(pattern.kind(node))];
    }
    const double others = static_cast<double>(nodes.size()) - 1;
    for (std::size_t a = 0; a < of_kind.size(); ++a)
        for (std::size_t b = 0; b < of_kind.size(); ++b)
            if (const double pairs = of_kind[a] * (of_kind[b] - (a == b)); pairs > 0)
                pattern.add(static_cast<int>(a), static_cast<int>(b), pairs / others * per_node);
    return pattern.finish();
}

Traffic uniform_traffic(const Topology& topology, Bandwidth per_node) {
    return all_to_all(topology, connected_nodes(topology), per_node);
}

Traffic group_to_group(const Topology& topology,
                       const std::vector<std::pair<GroupIndex, GroupIndex>>& pairs,
                       Bandwidth per_node) {
    Pattern pattern(topology);
    std::vector<std::vector<NodeIndex>> nodes(static_cast<std::size_t>(topology.groups));
    for (NodeIndex node = 0; node < topology.nodes; ++node)
        nodes[static_cast<std::size_t>(topology.graph[topology.node(node)].group)].push_back(node);
    for (const auto& [sender, receiver] : pairs) {
        const auto& sources = nodes[static_cast<std::size_t>(sender)];
        const auto& targets = nodes[static_cast<std::size_t>(receiver)];
        assert(!targets.empty());
        std::map<int, double> source_kinds, target_kinds;
        for (const NodeIndex node : sources) {
            pattern.sends(node, per_node);
            ++source_kinds[pattern.kind(node)];
        }
        const double number = static_cast<double>(targets.size());
        for (const NodeIndex node : targets) {
            pattern.receives(node, static_cast<double>(sources.size()) / number * per_node);
            ++target_kinds[pattern.kind(node)];
        }
        for (const auto& [a, from] : source_kinds)
            for (const auto& [b, to] : target_kinds)
                pattern.add(a, b, from * to / number * per_node);
    }
    return pattern.finish();
}

Traffic permutation(const Topology& topology, const std::vector<NodeIndex>& to,
                    Bandwidth per_node) {
    assert(to.size() == static_cast<std::size_t>(topology.nodes));
    Pattern pattern(topology);
    for (NodeIndex node = 0; node < topology.nodes; ++node) {
        const NodeIndex target = to[static_cast<std::size_t>(node)];
        if (target == node)
            continue;
        pattern.sends(node, per_node);
        pattern.receives(target, per_node);
        pattern.add(pattern.kind(node), pattern.kind(target), per_node);
    }
    return pattern.finish();
}

}  // namespace twin
