#include "models/interconnect/routing.h"

#include <algorithm>
#include <cassert>
#include <limits>

#include "models/interconnect/group_splits.h"
#include "models/interconnect/switch_classes.h"

namespace twin {
namespace {

void find_fullest(const Topology& topology, LinkLoads& loads) {
    loads.highest = 0;
    loads.fullest = -1;
    for (const Link link : boost::make_iterator_range(boost::edges(topology.graph))) {
        const auto id = static_cast<std::size_t>(topology.graph[link].id);
        const double fill =
            std::max(loads.along[id], loads.against[id]) / topology.graph[link].capacity();
        if (fill > loads.highest * (1 + 1e-12)) {
            loads.highest = fill;
            loads.fullest = static_cast<int>(id);
        }
    }
}

// Rates from each leaf to each class and back, summed.
struct ClassRates {
    std::size_t classes = 0;
    std::vector<double> out, in, between;  // leaf x class, class x leaf (transposed), class x class

    ClassRates(const SwitchClasses& switches, const Traffic& traffic)
        : classes(static_cast<std::size_t>(switches.classes())) {
        const std::size_t leaves = traffic.leaves.size();
        out.assign(leaves * classes, 0);
        in.assign(leaves * classes, 0);
        between.assign(classes * classes, 0);
        for (std::size_t i = 0; i < leaves; ++i) {
            const auto from = static_cast<std::size_t>(switches.class_of(traffic.leaves[i]));
            for (std::size_t j = 0; j < leaves; ++j) {
                const double rate = traffic.rate(i, j).si();
                if (i == j || rate == 0)
                    continue;  // inside a leaf
                const auto to = static_cast<std::size_t>(switches.class_of(traffic.leaves[j]));
                out[i * classes + to] += rate;
                in[j * classes + from] += rate;
                between[from * classes + to] += rate;
            }
        }
    }
};

class Router {
  public:
    Router(const Topology& topology, const Traffic& traffic)
        : topology_(topology),
          traffic_(traffic),
          switches_(topology),
          rates_(switches_, traffic),
          leaf_place_(static_cast<std::size_t>(topology.switches), 0) {
        for (std::size_t i = 0; i < traffic.leaves.size(); ++i)
            leaf_place_[traffic.leaves[i]] = i;
        const std::size_t links = boost::num_edges(topology.graph);
        loads_.along.resize(links);
        loads_.against.resize(links);
    }

    LinkLoads minimal() {
        for (int a = 0; a < switches_.classes(); ++a) {
            if (!sends(a))
                continue;
            const PathTree tree(switches_, a);
            if (switches_.all_single()) {
                std::vector<PathStart> starts;
                for (int b = 0; b < switches_.classes(); ++b)
                    if (b != a && reached(tree, a, b))
                        starts.push_back({b, between(a, b)});
                add_total(tree.spread(starts), 1, false);
                continue;
            }
            for (int b = 0; b < switches_.classes(); ++b)
                if (between(a, b) > 0 && reached(tree, a, b))
                    add_minimal(tree, a, b, 1);
        }
        return finish(0);
    }

    LinkLoads through_groups(const Splits& splits) {
        std::vector<PathTree> trees;
        for (int a = 0; a < switches_.classes(); ++a)
            trees.emplace_back(switches_, a);
        double detoured = 0;
        for (int a = 0; a < switches_.classes(); ++a)
            for (int b = 0; b < switches_.classes(); ++b) {
                const PathTree& tree = trees[static_cast<std::size_t>(a)];
                if (between(a, b) == 0 || !reached(tree, a, b))
                    continue;
                const auto starts = detours(splits, a, b, tree, trees[static_cast<std::size_t>(b)]);
                double share = 0;
                for (const PathStart& start : starts)
                    share += start.amount;
                detoured += share * between(a, b);
                if (share < 1)
                    add_minimal(tree, a, b, 1 - share);
                if (share > 0) {
                    add_members(tree.spread(starts), a, b, 1, false);
                    add_members(trees[static_cast<std::size_t>(b)].spread(starts), b, a, 1, true);
                }
            }
        return finish(detoured);
    }

    // Through every switch alike.
    LinkLoads through_switches() {
        assert(switches_.all_single());
        double detoured = 0;
        for (int a = 0; a < switches_.classes(); ++a) {
            const PathTree tree(switches_, a);
            double out = 0, in = 0;
            for (int b = 0; b < switches_.classes(); ++b)
                if (b != a && reached(tree, a, b)) {
                    out += between(a, b);
                    in += between(b, a);
                }
            std::vector<PathStart> starts;
            for (int v = 0; v < switches_.vertices(); ++v)
                if (tree.distance(v) >= 0)
                    starts.push_back({v, 1});
            for (PathStart& start : starts)
                start.amount /= static_cast<double>(starts.size());
            const auto steps = tree.spread(starts);
            add_total(steps, out, false);
            add_total(steps, in, true);
            detoured += out;
        }
        return finish(detoured);
    }

  private:
    double between(int a, int b) const {
        return rates_
            .between[static_cast<std::size_t>(a) * rates_.classes + static_cast<std::size_t>(b)];
    }
    bool sends(int a) const {
        for (int b = 0; b < switches_.classes(); ++b)
            if (between(a, b) > 0)
                return true;
        return false;
    }
    // Counts what cannot be sent.
    bool reached(const PathTree& tree, int a, int b) {
        if (tree.distance(b) >= 0 && (a != b || tree.returns()))
            return true;
        loads_.unreachable += Bandwidth::from_si(between(a, b));
        return false;
    }

    std::size_t group_of(int switch_class) const {
        return static_cast<std::size_t>(
            topology_.graph[switches_.members(switch_class).front()].group);
    }

    // The switches in third groups that lie on the shortest ways, with their shares.
    std::vector<PathStart> detours(const Splits& splits, int a, int b, const PathTree& from,
                                   const PathTree& to) const {
        std::vector<PathStart> starts;
        const std::size_t group_a = group_of(a), group_b = group_of(b);
        if (group_a == group_b)
            return starts;
        for (std::size_t third = 0; third < splits.groups(); ++third) {
            const double share = splits.through(group_a, group_b, third);
            if (share <= 0)
                continue;
            int shortest = std::numeric_limits<int>::max();
            std::vector<int> nearest;
            for (const int v : switches_.detours_in_group(third)) {
                if (from.distance(v) < 0 || to.distance(v) < 0)
                    continue;
                const int length = from.distance(v) + to.distance(v);
                if (length < shortest)
                    nearest.clear();
                shortest = std::min(shortest, length);
                if (length == shortest)
                    nearest.push_back(v);
            }
            for (const int v : nearest)
                starts.push_back({v, share / static_cast<double>(nearest.size())});
        }
        return starts;
    }

    // What a leaf sends to a class.
    double out(Vertex leaf, int b) const {
        return rates_.out[leaf_place_[leaf] * rates_.classes + static_cast<std::size_t>(b)];
    }
    double in(Vertex leaf, int a) const {
        return rates_.in[leaf_place_[leaf] * rates_.classes + static_cast<std::size_t>(a)];
    }

    void add(int link, Vertex from, double rate) {
        const Link edge = switches_.link(link);
        auto& direction =
            boost::source(edge, topology_.graph) == from ? loads_.along : loads_.against;
        direction[static_cast<std::size_t>(link)] += Bandwidth::from_si(rate);
    }
    // A step that starts at `step.from`; over all members of a class alike.
    void add_step(const PathStep& step, double rate, bool reversed) {
        const auto& links = switches_.links(step.edge);
        for (const MemberLink& member : links)
            add(member.link, reversed == (step.from == member.from_class) ? member.to : member.from,
                rate / static_cast<double>(links.size()));
    }
    void add_total(const std::vector<PathStep>& steps, double total, bool reversed) {
        for (const PathStep& step : steps)
            add_step(step, total * step.share, reversed);
    }

    // Steps away from class `root`, of what it sends to `other` (reversed: gets from it). At the
    // root each leaf has its own part.
    void add_members(const std::vector<PathStep>& steps, int root, int other, double factor,
                     bool reversed) {
        const double total = factor * (reversed ? between(other, root) : between(root, other));
        for (const PathStep& step : steps) {
            if (step.from != root) {
                add_step(step, total * step.share, reversed);
                continue;
            }
            for (const MemberLink& member : switches_.links(step.edge)) {
                const bool leaf_first = member.from_class == root;
                const Vertex leaf = leaf_first ? member.from : member.to;
                const Vertex far = leaf_first ? member.to : member.from;
                const double rate = factor * (reversed ? in(leaf, other) : out(leaf, other));
                add(member.link, reversed ? far : leaf, rate * step.share);
            }
        }
    }

    void add_minimal(const PathTree& tree, int a, int b, double factor) {
        if (switches_.members(a).size() > 1 || switches_.members(b).size() > 1 || a == b) {
            const auto steps = a == b ? tree.spread_back() : tree.spread({{b, 1}});
            // Steps into b go to its leaves by what each gets.
            std::vector<PathStep> first, last;
            for (const PathStep& step : steps)
                (step.to == b ? last : first).push_back(step);
            add_members(first, a, b, factor, false);
            for (const PathStep& step : last)
                for (const MemberLink& member : switches_.links(step.edge)) {
                    const bool leaf_first = member.from_class == b;
                    const Vertex leaf = leaf_first ? member.from : member.to;
                    add(member.link, leaf_first ? member.to : member.from,
                        factor * in(leaf, a) * step.share);
                }
            return;
        }
        add_total(tree.spread({{b, 1}}), factor * between(a, b), false);
    }

    LinkLoads finish(double detoured) {
        const Bandwidth total = traffic_.total();
        loads_.detoured = total > Bandwidth() ? detoured / total.si() : 0;
        const auto& graph = topology_.graph;
        for (NodeIndex node = 0; node < topology_.nodes; ++node) {
            const Vertex v = topology_.node(node);
            double cables = 0;
            for (const Link link : boost::make_iterator_range(boost::out_edges(v, graph)))
                cables += graph[link].cables;
            for (const Link link : boost::make_iterator_range(boost::out_edges(v, graph))) {
                const double share = graph[link].cables / cables;
                const auto id = static_cast<std::size_t>(graph[link].id);
                const auto place = static_cast<std::size_t>(node);
                const bool from_node = switches_.source_of(graph[link].id) == v;
                (from_node ? loads_.along : loads_.against)[id] += share * traffic_.sent[place];
                (from_node ? loads_.against : loads_.along)[id] += share * traffic_.received[place];
            }
        }
        find_fullest(topology_, loads_);
        return std::move(loads_);
    }

  private:
    const Topology& topology_;
    const Traffic& traffic_;
    SwitchClasses switches_;
    ClassRates rates_;
    std::vector<std::size_t> leaf_place_;  // by vertex
    LinkLoads loads_;
};

LinkLoads mixed(const Topology& topology, const LinkLoads& one, const LinkLoads& other,
                double share) {
    LinkLoads sum = one;
    for (std::size_t id = 0; id < sum.along.size(); ++id) {
        sum.along[id] = (1 - share) * one.along[id] + share * other.along[id];
        sum.against[id] = (1 - share) * one.against[id] + share * other.against[id];
    }
    sum.detoured = (1 - share) * one.detoured + share * other.detoured;
    find_fullest(topology, sum);
    return sum;
}

// The fullest link is convex in the share.
LinkLoads best_mix(const Topology& topology, const LinkLoads& one, const LinkLoads& other) {
    double low = 0, high = 1;
    while (high - low > 1e-6) {
        const double a = low + (high - low) / 3, b = high - (high - low) / 3;
        if (mixed(topology, one, other, a).highest <= mixed(topology, one, other, b).highest)
            high = b;
        else
            low = a;
    }
    return low == 0 ? one : mixed(topology, one, other, (low + high) / 2);
}

}  // namespace

double LinkLoads::throughput() const {
    return highest > 0 ? 1 / highest : std::numeric_limits<double>::infinity();
}

const std::vector<RoutingRow>& routings() {
    static const std::vector<RoutingRow> rows = {
        {"minimal", Routing::minimal, "over all shortest paths alike"},
        {"valiant", Routing::valiant, "through a third group, all of them alike"},
        {"adaptive", Routing::adaptive, "shortest paths and third groups, by load (as UGAL)"},
    };
    return rows;
}

LinkLoads route(const Topology& topology, const Traffic& traffic, Routing routing) {
    if (routing == Routing::minimal || topology.detours == Detours::none)
        return Router(topology, traffic).minimal();
    if (topology.detours == Detours::groups) {
        const GroupPairs pairs = group_pairs(topology, traffic);
        return Router(topology, traffic)
            .through_groups(routing == Routing::valiant ? valiant_splits(pairs)
                                                        : adaptive_splits(pairs));
    }
    LinkLoads valiant = Router(topology, traffic).through_switches();
    if (routing == Routing::valiant)
        return valiant;
    return best_mix(topology, Router(topology, traffic).minimal(), valiant);
}

}  // namespace twin
