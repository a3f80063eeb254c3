#include "models/interconnect/group_splits.h"

#include <algorithm>

namespace twin {
namespace {

// A way costs the sum over its global links of fill^steepness: a convex problem, so that the loads
// are those of one equilibrium whatever the order of the steps. With 64 a direct link gets
// 2^(1/64), 1.1 %, fuller than the two of a detour.
double link_cost(double fill) {
    double cost = fill;
    for (int i = 0; i < 6; ++i)
        cost *= cost;
    return cost;
}

// Moves traffic of one pair of groups after the other from its dearest way to its cheapest.
class AdaptiveBalance {
  public:
    explicit AdaptiveBalance(const GroupPairs& pairs)
        : pairs_(pairs), splits_(static_cast<int>(pairs.groups)), load_(pairs.demand) {}

    Splits run() {
        start();
        constexpr int most_sweeps = 500;
        for (int sweep = 0; sweep < most_sweeps; ++sweep) {
            bool moved = false;
            for (std::size_t a = 0; a < pairs_.groups; ++a)
                for (std::size_t b = 0; b < pairs_.groups; ++b)
                    if (demand(a, b) > 0 && improve(a, b))
                        moved = true;
            if (!moved)
                break;
        }
        return splits_;
    }

  private:
    double demand(std::size_t a, std::size_t b) const {
        return pairs_.demand[a * pairs_.groups + b];
    }
    double cost_of_link(std::size_t a, std::size_t b, double change = 0) const {
        const std::size_t link = a * pairs_.groups + b;
        return link_cost((load_[link] + change) / pairs_.capacity[link]);
    }
    // Of the way through `third`; through b: the direct one.
    double cost(std::size_t a, std::size_t third, std::size_t b, double change = 0) const {
        return third == b ? cost_of_link(a, b, change)
                          : cost_of_link(a, third, change) + cost_of_link(third, b, change);
    }
    double& share(std::size_t a, std::size_t third, std::size_t b) {
        return third == b ? splits_.direct(a, b) : splits_.through(a, b, third);
    }
    void put(std::size_t a, std::size_t third, std::size_t b, double change) {
        share(a, third, b) += change;
        load_[a * pairs_.groups + third] += change * demand(a, b);
        if (third != b)
            load_[third * pairs_.groups + b] += change * demand(a, b);
    }
    template <class Visit>
    void for_ways(std::size_t a, std::size_t b, Visit visit) {
        if (pairs_.joined(a, b))
            visit(b);
        for (std::size_t third = 0; third < pairs_.groups; ++third)
            if (pairs_.way(a, third, b))
                visit(third);
    }

    // The best mix of direct ways and detours alike; detours where there is no direct way.
    void start() {
        const Splits all = valiant_splits(pairs_);
        double best = -1, chosen = 0;
        for (int tenth = 0; tenth <= 10; ++tenth) {
            mix(all, tenth / 10.0);
            double highest = 0;
            for (std::size_t i = 0; i < load_.size(); ++i)
                if (pairs_.capacity[i] > 0)
                    highest = std::max(highest, load_[i] / pairs_.capacity[i]);
            if (best < 0 || highest < best) {
                best = highest;
                chosen = tenth / 10.0;
            }
        }
        mix(all, chosen);
    }

    void mix(const Splits& all, double detoured) {
        splits_ = Splits(static_cast<int>(pairs_.groups));
        load_ = pairs_.demand;
        for (std::size_t a = 0; a < pairs_.groups; ++a)
            for (std::size_t b = 0; b < pairs_.groups; ++b) {
                if (demand(a, b) == 0 || all.direct(a, b) > 0)
                    continue;  // no detours: shortest paths of any length take it
                const double part = pairs_.joined(a, b) ? detoured : 1;
                put(a, b, b, -part);
                for (std::size_t third = 0; third < pairs_.groups; ++third)
                    if (all.through(a, b, third) > 0)
                        put(a, third, b, part * all.through(a, b, third));
            }
    }

    // Returns whether it moved any.
    bool improve(std::size_t a, std::size_t b) {
        constexpr auto none = static_cast<std::size_t>(-1);
        constexpr double close = 1 + 64 * 1e-4;  // costs of fills that differ by 1e-4
        std::size_t dearest = none, cheapest = none;
        double highest = 0, lowest = 0;
        for_ways(a, b, [&](std::size_t third) {
            const double c = cost(a, third, b);
            if (cheapest == none || c < lowest) {
                cheapest = third;
                lowest = c;
            }
            if (share(a, third, b) > 0 && (dearest == none || c > highest)) {
                dearest = third;
                highest = c;
            }
        });
        if (dearest == none || dearest == cheapest || !(highest > lowest * close))
            return false;
        // The change that makes both cost the same, or all that there is.
        double low = 0, high = share(a, dearest, b);
        const auto still_dearer = [&](double change) {
            return cost(a, dearest, b, -change * demand(a, b)) >
                   cost(a, cheapest, b, change * demand(a, b));
        };
        if (!still_dearer(high))
            for (int i = 0; i < 25; ++i) {
                const double middle = (low + high) / 2;
                (still_dearer(middle) ? low : high) = middle;
            }
        else
            low = high;
        put(a, dearest, b, -low);
        put(a, cheapest, b, low);
        return true;
    }

    const GroupPairs& pairs_;
    Splits splits_;
    std::vector<double> load_;
};

}  // namespace

GroupPairs group_pairs(const Topology& topology, const Traffic& traffic) {
    GroupPairs pairs;
    pairs.groups = static_cast<std::size_t>(topology.groups);
    pairs.demand.assign(pairs.groups * pairs.groups, 0);
    pairs.capacity = pairs.demand;
    const auto group = [&](Vertex v) { return static_cast<std::size_t>(topology.graph[v].group); };
    for (const Link link : boost::make_iterator_range(boost::edges(topology.graph))) {
        if (topology.graph[link].kind != CableKind::global)
            continue;
        const std::size_t a = group(boost::source(link, topology.graph));
        const std::size_t b = group(boost::target(link, topology.graph));
        pairs.capacity[a * pairs.groups + b] += topology.graph[link].capacity().si();
        pairs.capacity[b * pairs.groups + a] += topology.graph[link].capacity().si();
    }
    for (std::size_t i = 0; i < traffic.leaves.size(); ++i)
        for (std::size_t j = 0; j < traffic.leaves.size(); ++j) {
            const std::size_t a = group(traffic.leaves[i]), b = group(traffic.leaves[j]);
            if (a != b)
                pairs.demand[a * pairs.groups + b] += traffic.rate(i, j).si();
        }
    return pairs;
}

Splits valiant_splits(const GroupPairs& pairs) {
    Splits splits(static_cast<int>(pairs.groups));
    for (std::size_t a = 0; a < pairs.groups; ++a)
        for (std::size_t b = 0; b < pairs.groups; ++b) {
            int ways = 0;
            for (std::size_t third = 0; third < pairs.groups; ++third)
                ways += a != b && pairs.way(a, third, b);
            if (ways == 0)
                continue;
            splits.direct(a, b) = 0;
            for (std::size_t third = 0; third < pairs.groups; ++third)
                if (pairs.way(a, third, b))
                    splits.through(a, b, third) = 1.0 / ways;
        }
    return splits;
}

Splits adaptive_splits(const GroupPairs& pairs) {
    return AdaptiveBalance(pairs).run();
}

}  // namespace twin
