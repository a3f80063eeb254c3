#include "models/interconnect/switch_classes.h"

#include <algorithm>
#include <map>

namespace twin {

SwitchClasses::SwitchClasses(const Topology& topology) {
    const auto& graph = topology.graph;
    const auto switches = static_cast<std::size_t>(topology.switches);
    std::vector<std::vector<std::pair<Vertex, int>>> cables(switches);
    bool leaves_joined = topology.detours == Detours::switches;
    by_id_.resize(boost::num_edges(graph));
    sources_.resize(by_id_.size());
    for (const Link link : boost::make_iterator_range(boost::edges(graph))) {
        const Vertex s = boost::source(link, graph), t = boost::target(link, graph);
        by_id_[static_cast<std::size_t>(graph[link].id)] = link;
        sources_[static_cast<std::size_t>(graph[link].id)] = s;
        if (!topology.is_switch(s) || !topology.is_switch(t))
            continue;
        cables[s].emplace_back(t, graph[link].cables);
        cables[t].emplace_back(s, graph[link].cables);
        leaves_joined = leaves_joined ||
                        (graph[s].kind == VertexKind::leaf && graph[t].kind == VertexKind::leaf);
    }

    class_of_.assign(switches, -1);
    std::map<std::vector<std::pair<Vertex, int>>, int> known;
    for (Vertex v = 0; v < switches; ++v) {
        if (graph[v].kind != VertexKind::leaf)
            continue;
        std::sort(cables[v].begin(), cables[v].end());
        int c = classes_;
        if (!leaves_joined)
            c = known.try_emplace(cables[v], classes_).first->second;
        if (c == classes_) {
            ++classes_;
            members_.emplace_back();
        }
        class_of_[v] = c;
        members_[static_cast<std::size_t>(c)].push_back(v);
        all_single_ = all_single_ && members_[static_cast<std::size_t>(c)].size() == 1;
    }
    detours_.resize(static_cast<std::size_t>(topology.groups));
    for (Vertex v = 0; v < switches; ++v) {
        if (graph[v].kind == VertexKind::leaf) {
            if (leaves_joined)
                detours_[static_cast<std::size_t>(graph[v].group)].push_back(class_of_[v]);
            continue;
        }
        class_of_[v] = vertices();
        if (graph[v].group >= 0)
            detours_[static_cast<std::size_t>(graph[v].group)].push_back(class_of_[v]);
        members_.push_back({v});
    }

    neighbours_.resize(members_.size());
    std::map<std::pair<int, int>, int> edges;
    for (const Link link : by_id_) {
        const Vertex s = boost::source(link, graph), t = boost::target(link, graph);
        if (!topology.is_switch(s) || !topology.is_switch(t))
            continue;
        const int a = class_of_[s], b = class_of_[t];
        const auto [edge, fresh] =
            edges.try_emplace(std::minmax(a, b), static_cast<int>(links_.size()));
        if (fresh) {
            links_.emplace_back();
            neighbours_[static_cast<std::size_t>(a)].push_back(
                {b, edge->second, graph[link].cables});
            neighbours_[static_cast<std::size_t>(b)].push_back(
                {a, edge->second, graph[link].cables});
        }
        links_[static_cast<std::size_t>(edge->second)].push_back({graph[link].id, s, t, a});
    }
}

PathTree::PathTree(const SwitchClasses& switches, int root)
    : root_(root),
      distance_(static_cast<std::size_t>(switches.vertices()), -1),
      ways_(static_cast<std::size_t>(switches.vertices())),
      neighbours_of_root_(switches.neighbours(root)) {
    // Paths to one member of each class.
    std::vector<double> paths(distance_.size(), 0);
    std::vector<int> queue{root};
    distance_[static_cast<std::size_t>(root)] = 0;
    paths[static_cast<std::size_t>(root)] = 1;
    for (std::size_t head = 0; head < queue.size(); ++head) {
        const int from = queue[head];
        const auto f = static_cast<std::size_t>(from);
        // On the way any member will do; the root is one of them.
        const double members =
            from == root ? 1.0 : static_cast<double>(switches.members(from).size());
        for (const auto& next : switches.neighbours(from)) {
            const auto t = static_cast<std::size_t>(next.to);
            if (distance_[t] < 0) {
                distance_[t] = distance_[f] + 1;
                queue.push_back(next.to);
            }
            if (distance_[t] != distance_[f] + 1)
                continue;
            const double more = paths[f] * members * next.cables;
            paths[t] += more;
            ways_[t].push_back({from, next.edge, more});
        }
    }
    for (std::size_t v = 0; v < ways_.size(); ++v)
        for (Way& way : ways_[v])
            way.share /= paths[v];
}

std::vector<PathStep> PathTree::spread(const std::vector<PathStart>& starts) const {
    std::vector<double> amount(distance_.size(), 0);
    std::vector<std::vector<int>> at_distance;
    const auto put = [&](int v, double more) {
        const auto d = static_cast<std::size_t>(distance(v));
        if (at_distance.size() <= d)
            at_distance.resize(d + 1);
        if (amount[static_cast<std::size_t>(v)] == 0)
            at_distance[d].push_back(v);
        amount[static_cast<std::size_t>(v)] += more;
    };
    for (const PathStart& start : starts)
        if (start.amount > 0)
            put(start.at, start.amount);
    std::vector<PathStep> steps;
    for (std::size_t d = at_distance.size(); d-- > 1;)
        for (std::size_t i = 0; i < at_distance[d].size(); ++i) {
            const int v = at_distance[d][i];
            for (const Way& way : ways_[static_cast<std::size_t>(v)]) {
                const double share = amount[static_cast<std::size_t>(v)] * way.share;
                steps.push_back({way.from, v, way.edge, share});
                put(way.from, share);
            }
        }
    return steps;
}

std::vector<PathStep> PathTree::spread_back() const {
    double paths = 0;
    for (const auto& next : neighbours_of_root_)
        paths += static_cast<double>(next.cables) * next.cables;
    std::vector<PathStep> steps;
    for (const auto& next : neighbours_of_root_) {
        const double share = next.cables * static_cast<double>(next.cables) / paths;
        steps.push_back({root_, next.to, next.edge, share});
        steps.push_back({next.to, root_, next.edge, share});
    }
    return steps;
}

}  // namespace twin
