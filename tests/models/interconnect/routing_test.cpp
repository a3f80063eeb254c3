#include "models/interconnect/routing.h"

#include <cmath>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <numeric>

#include "models/interconnect/losses.h"
#include "tests/models/interconnect/networks.h"

namespace twin {
namespace {

using namespace test;
using ::testing::ElementsAre;

// How much fuller adaptive routing leaves a direct way than the two links of a detour.
const double direct_bonus = std::pow(2, 1.0 / 64);

constexpr auto nics = 800 * gigabit_per_second;  // of a node of JUPITER

// From switch a to switch b, over all their links.
double load(const Topology& topology, const LinkLoads& loads, Vertex a, Vertex b) {
    Bandwidth sum;
    for (const Link link : boost::make_iterator_range(boost::out_edges(a, topology.graph))) {
        if (boost::target(link, topology.graph) != b)
            continue;
        // Which way a link was built decides which is along it.
        const auto id = static_cast<std::size_t>(topology.graph[link].id);
        for (const Link built : boost::make_iterator_range(boost::edges(topology.graph)))
            if (topology.graph[built].id == topology.graph[link].id)
                sum +=
                    boost::source(built, topology.graph) == a ? loads.along[id] : loads.against[id];
    }
    return sum.in(gigabyte_per_second);
}

std::vector<NodeIndex> shifted(NodeCount nodes, int by) {
    std::vector<NodeIndex> to(static_cast<std::size_t>(nodes));
    for (NodeIndex i = 0; i < nodes; ++i)
        to[static_cast<std::size_t>(i)] = (i + by) % nodes;
    return to;
}

TEST(Traffic, SumsOverLeaves) {
    // 3 leaves of 2, 2 and 1 nodes.
    const Topology topology = build_topology(two_tier(3, 2, 2), 5);
    const Traffic traffic = uniform_traffic(topology, 4 * gigabyte_per_second);
    // 1 GB/s for each ordered pair of nodes.
    std::vector<double> rates;
    for (const Bandwidth rate : traffic.rates)
        rates.push_back(rate.in(gigabyte_per_second));
    EXPECT_THAT(rates, ElementsAre(2, 4, 2, 4, 2, 2, 2, 2, 0));
    EXPECT_NEAR(traffic.total().in(gigabyte_per_second), 20, 1e-12);
}

TEST(Traffic, RailsStayApart) {
    NetworkPart part = two_tier(8, 4, 4);
    part.nics_per_node.value = 4;
    part.rail_optimised.value = true;
    const Topology topology = full(part);
    const Traffic traffic = permutation(topology, {4, 1, 2, 3, 4, 5, 6, 7}, gigabyte_per_second);
    for (std::size_t i = 0; i < 8; ++i)
        for (std::size_t j = 0; j < 8; ++j)
            EXPECT_EQ(traffic.rate(i, j).in(gigabyte_per_second), i < 4 && j == i + 4 ? 0.25 : 0);
}

TEST(MinimalRouting, UniformTrafficOfJupiterFillsTheGlobalLinksFirst) {
    const Topology jupiter = full(jupiter_network());
    const LinkLoads loads = route(jupiter, uniform_traffic(jupiter, nics), Routing::minimal);
    // Each pair of groups: 240 x 240 / 5999 x 0.8 Tb/s = 7.681 on 6.4 Tb/s.
    EXPECT_NEAR(loads.throughput(), 6.4 * 5999 / (240 * 240 * 0.8), 1e-9);  // 0.833
    EXPECT_EQ(loads.detoured, 0);
    EXPECT_EQ(loads.unreachable, Bandwidth());
    // One of its 16 links.
    const Vertex a = find_switch(jupiter, VertexKind::spine, 3, 5);
    const Vertex b = find_switch(jupiter, VertexKind::spine, 9, 5);
    EXPECT_NEAR(load(jupiter, loads, a, b), 7681.3 / 8 / 16, 0.01);  // GB/s
    // A leaf sends 16 x 0.8 Tb/s x 5984 / 5999 over 32 cables to 16 spines.
    EXPECT_NEAR(load(jupiter, loads, find_switch(jupiter, VertexKind::leaf, 3, 0), a),
                12.8e3 / 8 * 5984 / 5999 / 16, 1e-6);
}

TEST(Routing, UniformTrafficOfJupiterByDetours) {
    const Topology jupiter = full(jupiter_network());
    const Traffic traffic = uniform_traffic(jupiter, nics);
    // Through 25 third groups: on a link to a compute group 23/25 of a pair's traffic as the first
    // leg and as much as the second.
    EXPECT_NEAR(route(jupiter, traffic, Routing::valiant).throughput(),
                6.4 * 5999 / (240 * 240 * 0.8) / (46.0 / 25), 1e-9);  // 0.453
    // Of each pair y goes through each of the two service groups, whose links carry that of 24
    // pairs: 1 - 2 y = 24 y x bonus.
    const LinkLoads adaptive = route(jupiter, traffic, Routing::adaptive);
    EXPECT_NEAR(adaptive.throughput(),
                6.4 * 5999 / (240 * 240 * 0.8) * (1 + 1 / (12 * direct_bonus)), 1e-4);  // 0.902
    // 5760 / 5999 of all traffic leave their group.
    EXPECT_NEAR(adaptive.detoured, 2 / (2 + 24 * direct_bonus) * 5760 / 5999, 1e-4);
}

TEST(Routing, OneGroupToAnotherOne) {
    const Topology jupiter = full(jupiter_network());
    const Traffic traffic = group_to_group(jupiter, {{0, 1}}, nics);  // 192 Tb/s
    // 16 cables of 400 Gb/s; 25 third groups with as many; both.
    EXPECT_NEAR(route(jupiter, traffic, Routing::minimal).throughput(), 6.4 / 192, 1e-9);
    EXPECT_NEAR(route(jupiter, traffic, Routing::valiant).throughput(), 25 * 6.4 / 192, 1e-9);
    const LinkLoads adaptive = route(jupiter, traffic, Routing::adaptive);
    EXPECT_NEAR(adaptive.throughput(), (1 + 25 / direct_bonus) * 6.4 / 192, 2e-4);  // 0.858
    EXPECT_NEAR(adaptive.detoured, 25 / (25 + direct_bonus), 1e-4);
}

// 3 groups of 2 switches of 2 nodes with 1 GB/s each, 2 cables between groups: one group sends
// 4 GB/s to another.
TEST(Routing, ADragonflyGoesThroughTheThirdGroup) {
    const Topology topology = full(dragonfly(3, 2, 2, 2));
    const Traffic traffic = group_to_group(topology, {{0, 1}}, 1 * gigabyte_per_second);
    EXPECT_NEAR(route(topology, traffic, Routing::minimal).throughput(), 2.0 / 4, 1e-9);
    EXPECT_NEAR(route(topology, traffic, Routing::valiant).throughput(), 2.0 / 4, 1e-9);
    EXPECT_NEAR(route(topology, traffic, Routing::adaptive).throughput(),
                (1 + 1 / direct_bonus) * 2.0 / 4, 1e-3);
}

TEST(Routing, EveryGroupToTheNext) {
    NetworkPart part = jupiter_network();
    part.service_groups.value = 0;
    const Topology topology = full(part);
    const Traffic traffic = permutation(topology, shifted(topology.nodes, 240), nics);
    EXPECT_NEAR(route(topology, traffic, Routing::minimal).throughput(), 6.4 / 192, 1e-9);
    // Links carry 1/25 of their group's traffic and 1/25 of another's.
    EXPECT_NEAR(route(topology, traffic, Routing::valiant).throughput(), 6.4 / (2 * 192 / 25.0),
                1e-9);
    // The direct link carries y, each other link two parts z of detours: y = 2 z x bonus,
    // y + 25 z = 1.
    const LinkLoads adaptive = route(topology, traffic, Routing::adaptive);
    EXPECT_NEAR(adaptive.throughput(), 6.4 / 192 * (1 + 12.5 / direct_bonus), 1e-3);  // 0.446
    EXPECT_NEAR(adaptive.detoured, 25 / (25 + 2 * direct_bonus), 1e-4);
}

TEST(Routing, WhatLeavesSendGoesUpAndWhatTheyGetComesDown) {
    const Topology jupiter = build_topology(jupiter_network(), 5884);
    std::vector<NodeIndex> to(5884);
    for (std::size_t i = 0; i < to.size(); ++i)
        to[i] = static_cast<NodeIndex>(i * i * 7 % 5884);  // uneven on purpose
    const Traffic traffic = permutation(jupiter, to, nics);
    for (const auto& row : routings()) {
        const LinkLoads loads = route(jupiter, traffic, row.routing);
        std::vector<double> up(boost::num_vertices(jupiter.graph), 0), down = up;
        for (const Link link : boost::make_iterator_range(boost::edges(jupiter.graph))) {
            const auto id = static_cast<std::size_t>(jupiter.graph[link].id);
            if (jupiter.graph[link].kind == CableKind::node)
                continue;
            const Vertex s = boost::source(link, jupiter.graph);
            const Vertex t = boost::target(link, jupiter.graph);
            up[s] += loads.along[id].si();
            down[t] += loads.along[id].si();
            up[t] += loads.against[id].si();
            down[s] += loads.against[id].si();
        }
        for (std::size_t i = 0; i < traffic.leaves.size(); ++i) {
            double out = 0, in = 0;
            for (std::size_t j = 0; j < traffic.leaves.size(); ++j)
                if (j != i) {
                    out += traffic.rate(i, j).si();
                    in += traffic.rate(j, i).si();
                }
            ASSERT_NEAR(up[traffic.leaves[i]], out, 1) << row.name;  // of 1e12
            ASSERT_NEAR(down[traffic.leaves[i]], in, 1) << row.name;
        }
        // Spines keep nothing.
        for (Vertex v = 0; jupiter.is_switch(v); ++v)
            if (jupiter.graph[v].kind == VertexKind::spine) {
                ASSERT_NEAR(up[v], down[v], 1) << row.name;
            }
    }
}

TEST(MinimalRouting, LeavesOfOneClassCarryTheirOwnTraffic) {
    // 3 leaves of 2 nodes under 2 spines: nodes 0 and 1 to leaf 1, node 4 to leaf 0.
    const Topology topology = full(two_tier(3, 2, 2));
    const Traffic traffic = permutation(topology, {2, 3, 2, 3, 0, 5}, gigabyte_per_second);
    const LinkLoads loads = route(topology, traffic, Routing::minimal);
    const Vertex spine = find_switch(topology, VertexKind::spine, 0, 1);
    const auto at = [&](int leaf) { return find_switch(topology, VertexKind::leaf, 0, leaf); };
    EXPECT_EQ(load(topology, loads, at(0), spine), 1);
    EXPECT_EQ(load(topology, loads, spine, at(0)), 0.5);
    EXPECT_EQ(load(topology, loads, at(1), spine), 0);
    EXPECT_EQ(load(topology, loads, spine, at(1)), 1);
    EXPECT_EQ(load(topology, loads, at(2), spine), 0.5);
    EXPECT_EQ(load(topology, loads, spine, at(2)), 0);
}

TEST(MinimalRouting, TaperOfATreeLimitsUniformTraffic) {
    // 4 leaves of 4 nodes under 2 cables: 4 x 12 / 15 = 3.2 leave a leaf.
    const Topology tapered = full(two_tier(4, 2, 4));
    EXPECT_NEAR(route(tapered, uniform_traffic(tapered, gigabyte_per_second), Routing::minimal)
                    .throughput(),
                2 / 3.2, 1e-9);
}

TEST(MinimalRouting, AFullFatTreeCarriesAnyPermutation) {
    const Topology tree = full(fat_tree(4, 3));
    for (const int by : {1, 2, 5, 8}) {
        const Traffic traffic = permutation(tree, shifted(16, by), gigabyte_per_second);
        for (const auto& row : routings())
            EXPECT_NEAR(route(tree, traffic, row.routing).throughput(), 1, 1e-9) << by;
    }
}

TEST(Routing, Rings) {
    // 5 switches of one node that sends 1/4 to each other: 1 + 1 + 2 + 2 hops on 2 links a switch.
    const Topology ring = full(torus({5}));
    const Traffic uniform = uniform_traffic(ring, gigabyte_per_second);
    EXPECT_NEAR(route(ring, uniform, Routing::minimal).highest, 1, 1e-9);  // the NICs
    const LinkLoads loads = route(ring, uniform, Routing::minimal);
    EXPECT_NEAR(load(ring, loads, 0, 1), 0.75, 1e-9);
    EXPECT_NEAR(load(ring, loads, 1, 0), 0.75, 1e-9);
    // Opposite switches of a ring of 4 have two ways: (1 + 1 + 2) / 3 on 2 links.
    const Topology even = full(torus({4}));
    EXPECT_NEAR(
        load(even, route(even, uniform_traffic(even, gigabyte_per_second), Routing::minimal), 0, 1),
        2.0 / 3, 1e-9);
    // To the next but one: 2 on each link of one direction. By any switch, itself included: twice
    // 6 / 5 hops on 2 links.
    const Traffic two_on = permutation(ring, shifted(5, 2), gigabyte_per_second);
    EXPECT_NEAR(route(ring, two_on, Routing::minimal).highest, 2, 1e-9);
    EXPECT_NEAR(route(ring, two_on, Routing::valiant).highest, 1.2, 1e-9);
    EXPECT_NEAR(route(ring, two_on, Routing::adaptive).highest, 1.2, 1e-5);
    EXPECT_NEAR(route(ring, uniform, Routing::adaptive).highest, 1, 1e-9);
}

// Shortest paths from a switch, counted switch by switch: hops and numbers of paths.
struct Counted {
    std::vector<int> hops;
    std::vector<double> paths;
};
Counted count_paths(const Topology& topology, Vertex from) {
    const auto switches = static_cast<std::size_t>(topology.switches);
    Counted counted{std::vector<int>(switches, -1), std::vector<double>(switches, 0)};
    counted.hops[from] = 0;
    counted.paths[from] = 1;
    std::vector<Vertex> queue{from};
    for (std::size_t head = 0; head < queue.size(); ++head) {
        const Vertex u = queue[head];
        for (const Link link : boost::make_iterator_range(boost::out_edges(u, topology.graph))) {
            const Vertex v = boost::target(link, topology.graph);
            if (!topology.is_switch(v))
                continue;
            if (counted.hops[v] < 0) {
                counted.hops[v] = counted.hops[u] + 1;
                queue.push_back(v);
            }
            if (counted.hops[v] == counted.hops[u] + 1)
                counted.paths[v] += counted.paths[u] * topology.graph[link].cables;
        }
    }
    return counted;
}

// A link on a way from a to b carries paths(a, u) x cables x paths(v, b) / paths(a, b) of their
// traffic: pair by pair, without classes.
TEST(MinimalRouting, IsWhatPathsOfEachPairOfLeavesSumTo) {
    NetworkPart three = two_tier(4, 4, 8);
    three.topology = "three-tier";
    three.groups.value = 3;
    three.cores.value = 8;
    three.spine_core_cables.value = 1;
    const Topology dragonfly = full(dragonfly_plus(5, 3, 4, 6));
    const Topology networks[] = {
        dragonfly,
        // Unlike leaves, a spine short of a global cable, two groups that need a third one.
        without(dragonfly, {LostSwitch{find_switch(dragonfly, VertexKind::spine, 2, 1)},
                            LostSwitch{find_switch(dragonfly, VertexKind::leaf, 0, 0)},
                            LostTray{3, 4}, LostCables{2, {}}, LostCables{40, {}}}),
        full(three),
        full(torus({4, 3})),
    };
    for (const Topology& topology : networks) {
        const auto connected = connected_nodes(topology);
        std::vector<NodeIndex> to(static_cast<std::size_t>(topology.nodes));
        std::iota(to.begin(), to.end(), 0);
        for (std::size_t i = 0; i < connected.size(); ++i)
            to[static_cast<std::size_t>(connected[i])] = connected[i * i * 3 % connected.size()];
        const Traffic traffic = permutation(topology, to, gigabyte_per_second);
        const LinkLoads loads = route(topology, traffic, Routing::minimal);
        EXPECT_EQ(loads.unreachable, Bandwidth());

        std::vector<double> along(loads.along.size(), 0), against = along;
        for (std::size_t i = 0; i < traffic.leaves.size(); ++i) {
            const Counted a = count_paths(topology, traffic.leaves[i]);
            for (std::size_t j = 0; j < traffic.leaves.size(); ++j) {
                if (i == j || traffic.rate(i, j) == Bandwidth())
                    continue;
                const Counted b = count_paths(topology, traffic.leaves[j]);
                const Vertex end = traffic.leaves[j];
                for (const Link link : boost::make_iterator_range(boost::edges(topology.graph))) {
                    const Vertex s = boost::source(link, topology.graph);
                    const Vertex t = boost::target(link, topology.graph);
                    if (!topology.is_switch(s) || !topology.is_switch(t))
                        continue;
                    const auto id = static_cast<std::size_t>(topology.graph[link].id);
                    const auto share = [&](Vertex u, Vertex v) {
                        if (a.hops[u] < 0 || a.hops[u] + 1 + b.hops[v] != a.hops[end])
                            return 0.0;
                        return a.paths[u] * topology.graph[link].cables * b.paths[v] / a.paths[end];
                    };
                    along[id] += traffic.rate(i, j).si() * share(s, t);
                    against[id] += traffic.rate(i, j).si() * share(t, s);
                }
            }
        }
        for (const Link link : boost::make_iterator_range(boost::edges(topology.graph))) {
            const auto id = static_cast<std::size_t>(topology.graph[link].id);
            if (topology.graph[link].kind == CableKind::node)
                continue;
            ASSERT_NEAR(loads.along[id].si(), along[id], 1) << id;  // of 1e9
            ASSERT_NEAR(loads.against[id].si(), against[id], 1) << id;
        }
    }
}

TEST(Routing, SilenceFillsNothing) {
    const Topology topology = build_topology(two_tier(3, 2, 2), 1);
    const LinkLoads loads = route(topology, uniform_traffic(topology, nics), Routing::adaptive);
    EXPECT_TRUE(std::isinf(loads.throughput()));
    EXPECT_EQ(loads.fullest, -1);
}

TEST(Routing, IsTheSameTwice) {
    const Topology jupiter = build_topology(jupiter_network(), 5884);
    const Traffic traffic = uniform_traffic(jupiter, nics);
    for (const auto& row : routings()) {
        const LinkLoads once = route(jupiter, traffic, row.routing);
        const LinkLoads again = route(jupiter, traffic, row.routing);
        EXPECT_EQ(once.along, again.along);
        EXPECT_EQ(once.fullest, again.fullest);
    }
}

}  // namespace
}  // namespace twin
