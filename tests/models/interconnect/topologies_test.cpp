#include "models/interconnect/topologies.h"

#include <algorithm>
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <tuple>

#include "tests/models/interconnect/networks.h"

namespace twin {
namespace {

using namespace test;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

std::vector<std::string> problems(const NetworkPart& part) {
    std::vector<std::string> sentences;
    for (const auto& problem : topology_problems(part))
        sentences.push_back(problem.field + ": " + problem.message);
    return sentences;
}

TEST(DragonflyPlus, CountsOfJupiter) {
    const NetworkPart part = jupiter_network();
    ASSERT_THAT(problems(part), IsEmpty());
    EXPECT_EQ(node_slots(part), 6000);  // 25 groups x 15 leaves x 16 nodes
    const Topology jupiter = build_topology(part, 5884);
    EXPECT_EQ(jupiter.switches, 837);  // 27 x (15 + 16)
    EXPECT_EQ(count(jupiter, VertexKind::leaf), 405);
    EXPECT_EQ(count(jupiter, VertexKind::spine), 432);
    EXPECT_EQ(count_cables(jupiter, CableKind::global), 5616);  // 27 x 26 / 2 pairs x 16
    EXPECT_EQ(count_cables(jupiter, CableKind::group), 12960);  // 27 x 15 x 16 x 2
    EXPECT_EQ(count_cables(jupiter, CableKind::node), 23536);   // 5,884 x 4
    EXPECT_EQ(connected_nodes(jupiter).size(), 5884u);
}

TEST(DragonflyPlus, EverySwitchOfJupiterHasTheDegreeOfItsKind) {
    const Topology jupiter = full(jupiter_network());
    for (Vertex v = 0; jupiter.is_switch(v); ++v) {
        const bool leaf = jupiter.graph[v].kind == VertexKind::leaf;
        const bool service = jupiter.graph[v].group >= 25;
        ASSERT_EQ(cables_at(jupiter, v, CableKind::group), leaf ? 32 : 30);  // 16 x 2, 15 x 2
        ASSERT_EQ(cables_at(jupiter, v, CableKind::global), leaf ? 0 : 26);  // one to each group
        ASSERT_EQ(cables_at(jupiter, v, CableKind::node), leaf && !service ? 64 : 0);
    }
}

TEST(DragonflyPlus, GroupsOfJupiterAreTaperedTo87Percent) {
    const Topology jupiter = full(jupiter_network());
    Bandwidth out;
    for (GroupIndex other = 1; other < 27; ++other) {
        EXPECT_NEAR(group_pair_bandwidth(jupiter, 0, other).in(terabit_per_second), 6.4, 1e-9);
        out += group_pair_bandwidth(jupiter, 0, other);
    }
    EXPECT_NEAR(out.in(terabit_per_second), 166.4, 1e-9);  // 26 x 16 x 400 Gb/s
    // 240 nodes x 4 x 200 Gb/s = 192 Tb/s
    EXPECT_NEAR(out / (240 * 4 * 200 * gigabit_per_second), 0.8667, 1e-4);
}

TEST(DragonflyPlus, NodesFillGroupsAndLeavesInTheirOrder) {
    // Racks 121 to 123 hold 48 + 48 + 28 nodes: the last group is 7 leaves of 16 and one of 12.
    const Topology jupiter = build_topology(jupiter_network(), 5884);
    EXPECT_EQ(jupiter.graph[jupiter.node(239)].group, 0);
    EXPECT_EQ(jupiter.graph[jupiter.node(240)].group, 1);
    EXPECT_EQ(jupiter.graph[jupiter.node(5883)].group, 24);
    const auto nics = [&](int leaf) {
        return cables_at(jupiter, find_switch(jupiter, VertexKind::leaf, 24, leaf),
                         CableKind::node);
    };
    EXPECT_EQ(nics(6), 64);
    EXPECT_EQ(nics(7), 48);
    EXPECT_EQ(nics(8), 0);
}

TEST(DragonflyPlus, GlobalCablesAreSpreadOverTheSpines) {
    // 3 other groups x 3 cables over 4 spines: 9 = 3 + 2 + 2 + 2.
    const Topology topology = full(dragonfly_plus(4, 2, 4, 3));
    for (GroupIndex group = 0; group < 4; ++group) {
        std::vector<int> cables;
        for (int spine = 0; spine < 4; ++spine)
            cables.push_back(cables_at(topology,
                                       find_switch(topology, VertexKind::spine, group, spine),
                                       CableKind::global));
        EXPECT_THAT(cables, ElementsAre(3, 2, 2, 2));
        for (GroupIndex other = 0; other < 4; ++other)
            EXPECT_NEAR(group_pair_bandwidth(topology, group, other).in(gigabyte_per_second),
                        other == group ? 0 : 3, 1e-9);
    }
}

TEST(DragonflyPlus, CablesBetweenTheSameSpinesAreOneLink) {
    // 4 cables over 2 spines: two links of 2 cables for each of 3 pairs.
    const Topology topology = full(dragonfly_plus(3, 2, 2, 4));
    int links = 0;
    for (const Link link : boost::make_iterator_range(boost::edges(topology.graph)))
        if (topology.graph[link].kind == CableKind::global) {
            ++links;
            EXPECT_EQ(topology.graph[link].cables, 2);
            EXPECT_NEAR(topology.graph[link].capacity().in(gigabyte_per_second), 2, 1e-9);
        }
    EXPECT_EQ(links, 6);
}

// 3 groups of 4 switches of 2 nodes, 4 cables between groups.
TEST(Dragonfly, CountsAndDegrees) {
    const NetworkPart part = dragonfly(3, 4, 2, 4);
    ASSERT_THAT(problems(part), IsEmpty());
    EXPECT_EQ(node_slots(part), 24);
    const Topology topology = full(part);
    EXPECT_EQ(topology.switches, 12);
    EXPECT_EQ(count(topology, VertexKind::leaf), 12);
    EXPECT_EQ(count_cables(topology, CableKind::group), 18);   // 3 x 4 x 3 / 2
    EXPECT_EQ(count_cables(topology, CableKind::global), 12);  // 3 pairs x 4
    for (Vertex v = 0; topology.is_switch(v); ++v) {
        EXPECT_EQ(cables_at(topology, v, CableKind::node), 2);
        EXPECT_EQ(cables_at(topology, v, CableKind::group), 3);
        EXPECT_EQ(cables_at(topology, v, CableKind::global), 2);  // 4 cables x 2 groups / 4
    }
    EXPECT_EQ(diameter(topology), 2);                     // each switch reaches each group
    EXPECT_EQ(diameter(full(dragonfly(3, 4, 2, 1))), 3);  // local, global, local
    // 1 group against 2, 4 cables to each; of one group 2 switches against 2.
    EXPECT_NEAR(bisection(part).in(gigabyte_per_second), 8, 1e-12);
    EXPECT_NEAR(bisection(dragonfly(1, 4, 2, 4)).in(gigabyte_per_second), 4, 1e-12);
}

TEST(Dragonfly, MistakesAreSentences) {
    NetworkPart part = dragonfly(3, 32, 16, 400);
    part.service_groups.value = 3;
    // 800 cables over 32 switches are 25 each.
    EXPECT_THAT(problems(part),
                ElementsAre("global_cables: expected at most the 64 ports of a switch, got 72 at a "
                            "switch (16 to nodes + 31 to the 31 others of its group + 25 to 2 "
                            "other groups)",
                            "service_groups: expected fewer than the 3 groups, got 3"));
    part = dragonfly(3, 4, 2, 4);
    part.rail_optimised.value = true;
    part.spines_per_group.value = 2;
    EXPECT_THAT(problems(part),
                ElementsAre("spines_per_group: a dragonfly network has none of these"));
    part.spines_per_group.value = 0;
    EXPECT_THAT(problems(part), ElementsAre("rail_optimised: a dragonfly has no rails"));
}

TEST(Topologies, Diameters) {
    EXPECT_EQ(diameter(full(jupiter_network())), 3);  // leaf spine spine leaf
    EXPECT_EQ(diameter(full(two_tier(4, 2, 2))), 2);  // leaf spine leaf
    EXPECT_EQ(diameter(full(fat_tree(4, 3))), 4);     // leaf spine core spine leaf
    EXPECT_EQ(diameter(full(torus({4, 4, 4}))), 6);   // half of each extent
    EXPECT_EQ(diameter(full(torus({5, 5}))), 4);
    EXPECT_EQ(diameter(build_topology(two_tier(4, 2, 2), 2)), 0);  // one leaf has all nodes
}

TEST(FatTree, CountsFollowFromThePorts) {
    const Topology three = full(fat_tree(8, 3));
    EXPECT_EQ(three.nodes, 128);    // 8^3 / 4
    EXPECT_EQ(three.switches, 80);  // 5 x 8^2 / 4
    EXPECT_EQ(count(three, VertexKind::core), 16);
    EXPECT_EQ(three.groups, 8);
    const Topology two = full(fat_tree(8, 2));
    EXPECT_EQ(two.nodes, 32);     // 8^2 / 2
    EXPECT_EQ(two.switches, 12);  // 8 + 4
    for (Vertex v = 0; three.is_switch(v); ++v)
        ASSERT_EQ(boost::out_degree(v, three.graph), 8u);
}

TEST(FatTree, SplitCablesDoubleTheNodes) {
    NetworkPart part = fat_tree(8, 2);
    part.nic_bandwidth.value = 0.5 * gigabyte_per_second;
    part.nics_per_port.value = 2;
    part.nics_per_node.value = 4;
    ASSERT_THAT(problems(part), IsEmpty());
    EXPECT_EQ(node_slots(part), 16);  // 8 leaves of 4 ports, 8 NICs, 2 nodes
}

TEST(ThreeTier, SpinesShareTheCores) {
    NetworkPart part = two_tier(2, 4, 4);
    part.topology = "three-tier";
    part.groups.value = 3;
    part.spine_core_cables.value = 1;
    part.cores.value = 8;  // two for each spine
    ASSERT_THAT(problems(part), IsEmpty());
    const Topology more = full(part);
    for (int core = 0; core < 8; ++core)
        EXPECT_EQ(cables_at(more, find_switch(more, VertexKind::core, -1, core), CableKind::core),
                  3);
    part.cores.value = 2;  // one for two spines
    ASSERT_THAT(problems(part), IsEmpty());
    const Topology fewer = full(part);
    EXPECT_EQ(cables_at(fewer, find_switch(fewer, VertexKind::core, -1, 0), CableKind::core), 6);
    EXPECT_EQ(diameter(fewer), 4);
}

TEST(Rails, EachNicGoesToALeafOfItsOwn) {
    NetworkPart part = two_tier(8, 4, 4);
    part.nics_per_node.value = 4;
    part.rail_optimised.value = true;
    ASSERT_THAT(problems(part), IsEmpty());
    EXPECT_EQ(node_slots(part), 8);  // 2 sets of 4 leaves, 4 nodes each
    const Topology rails = full(part);
    EXPECT_EQ(boost::out_degree(rails.node(5), rails.graph), 4u);
    std::vector<std::pair<int, int>> leaves;  // index, rail
    for (const Link link : boost::make_iterator_range(boost::out_edges(rails.node(5), rails.graph)))
        leaves.emplace_back(rails.graph[boost::target(link, rails.graph)].index,
                            rails.graph[boost::target(link, rails.graph)].rail);
    EXPECT_THAT(leaves,
                ElementsAre(std::pair(4, 0), std::pair(5, 1), std::pair(6, 2), std::pair(7, 3)));
}

TEST(Torus, LinksOfTheGrid) {
    EXPECT_EQ(count_cables(full(torus({4, 4, 4})), CableKind::global), 192);  // 3 a switch
    // 2 x 3: 3 links along the dimension of two, 2 rings of 3 along the other.
    EXPECT_EQ(count_cables(full(torus({2, 3})), CableKind::global), 9);
    EXPECT_EQ(count_cables(full(torus({1, 5})), CableKind::global), 5);
}

TEST(Topologies, AreBuiltTheSameTwice) {
    const auto links = [](const Topology& topology) {
        std::vector<std::tuple<Vertex, Vertex, int, int>> list;
        for (const Link link : boost::make_iterator_range(boost::edges(topology.graph)))
            list.emplace_back(boost::source(link, topology.graph),
                              boost::target(link, topology.graph), topology.graph[link].cables,
                              topology.graph[link].id);
        return list;
    };
    const auto once = links(full(jupiter_network()));
    EXPECT_EQ(once, links(full(jupiter_network())));
    for (std::size_t i = 0; i < once.size(); ++i)
        ASSERT_EQ(std::get<3>(once[i]), static_cast<int>(i));
}

TEST(Topologies, EveryRowIsNamedAndSaysWhatItIs) {
    EXPECT_THAT(topology_names(), ElementsAre("dragonfly-plus", "dragonfly", "two-tier",
                                              "three-tier", "fat-tree", "torus"));
    for (const auto& row : topologies())
        EXPECT_FALSE(row.summary.empty());
}

TEST(TopologyProblems, UnknownTopology) {
    EXPECT_THAT(
        problems(network("hypercube", 64)),
        ElementsAre("topology: expected one of dragonfly-plus, dragonfly, two-tier, three-tier, "
                    "fat-tree, torus, got 'hypercube'"));
}

TEST(TopologyProblems, CountsOutOfBoundsAreAllTold) {
    NetworkPart part = jupiter_network();
    part.nics_per_node.value = 0;
    part.groups.value = -1;
    part.global_cables.value = 0;
    part.nic_bandwidth.value = Bandwidth();
    EXPECT_THAT(
        problems(part),
        ElementsAre("nics_per_node: expected 1 to 64 (ports of a node into the network), got 0",
                    "nic_bandwidth: expected a bandwidth above 0, got 0 MB/s",
                    "groups: expected 1 to 256 (groups of switches), got -1",
                    "global_cables: expected 1 to 4096 (cables between each two groups), got 0"));
}

TEST(TopologyProblems, MorePortsThanTheSwitchHas) {
    NetworkPart part = jupiter_network();
    part.global_cables.value = 21;  // 21 x 26 / 16 = 34.1: one spine needs 35 of its 34 free ports
    part.nodes_per_leaf.value = 17;
    EXPECT_THAT(
        problems(part),
        ElementsAre("nodes_per_leaf: expected at most the 64 ports of a switch, got 66 at a leaf "
                    "(34 to nodes + 16 x 2 to spines)",
                    "global_cables: expected at most the 64 ports of a switch, got 65 at a spine "
                    "(30 to leaves + 35 to 26 other groups)"));
    part = jupiter_network();
    part.global_cables.value = 20;  // 520 / 16 = 32.5, so 33 at most
    EXPECT_THAT(problems(part), IsEmpty());
}

TEST(TopologyProblems, MoreCablesUpThanTheNodesFill) {
    NetworkPart part = jupiter_network();
    part.nodes_per_leaf.value = 8;  // 32 x 200 Gb/s under 32 x 400 Gb/s
    EXPECT_THAT(problems(part),
                ElementsAre("leaf_spine_cables: expected a taper of at most 1, got 2: 1.6 TB/s up "
                            "from a leaf whose nodes fill 800 GB/s"));
}

TEST(TopologyProblems, FieldsOfOtherTopologies) {
    NetworkPart part = two_tier(4, 2, 2);
    part.cores.value = 4;
    part.extents.value = {2, 2};
    EXPECT_THAT(problems(part), ElementsAre("cores: a two-tier network has none of these",
                                            "extents: a two-tier network has none of these"));
}

TEST(TopologyProblems, OfEachTopology) {
    NetworkPart part = jupiter_network();
    part.service_groups.value = 27;
    part.nodes_per_group.value = 241;
    EXPECT_THAT(problems(part),
                ElementsAre("nodes_per_group: expected at most the 240 slots of 15 leaves, got 241",
                            "service_groups: expected fewer than the 27 groups, got 27"));

    part = two_tier(2, 4, 4);
    part.topology = "three-tier";
    part.groups.value = 3;
    part.spine_core_cables.value = 1;
    part.cores.value = 6;
    EXPECT_THAT(problems(part), ElementsAre("cores: expected a multiple or a divisor of the 4 "
                                            "spines of a group, got 6"));
    part.cores.value = 4;
    part.spine_core_cables.value = 3;
    EXPECT_THAT(problems(part),
                ElementsAre("spine_core_cables: expected a taper of at most 1, got 1.5: 3 cables "
                            "up from a spine, 2 down"));

    EXPECT_THAT(problems(fat_tree(7, 2)),
                ElementsAre("network_switch: expected an even number of ports above 0, got 7"));
    part = fat_tree(8, 2);
    part.nics_per_node.value = 3;
    EXPECT_THAT(problems(part), ElementsAre("nics_per_node: expected a divisor of the 4 NICs that "
                                            "a leaf can take, got 3"));
    part = fat_tree(8, 2);
    part.nics_per_port.value = 2;
    EXPECT_THAT(problems(part), ElementsAre("nic_bandwidth: expected at most the 1 GB/s of a "
                                            "switch's port, got 2 GB/s"));
    EXPECT_THAT(problems(fat_tree(256, 3)), ElementsAre("network_switch: expected at most 8192 "
                                                        "switches in all, got 81920"));

    EXPECT_THAT(problems(torus({4, 0})), ElementsAre("extents: expected 1 to 6 extents of 1 to "
                                                     "1024 switches, got [4, 0]"));
    part = torus({4, 4, 2});
    part.torus_cables.value = 13;
    EXPECT_THAT(problems(part), ElementsAre("torus_cables: expected at most the 64 ports of a "
                                            "switch, got 66 at a leaf (1 to nodes + 65 to 5 "
                                            "neighbours)"));
    part = two_tier(6, 2, 2);
    part.nics_per_node.value = 4;
    part.rail_optimised.value = true;
    EXPECT_THAT(problems(part),
                ElementsAre("leaves_per_group: expected a multiple of the 4 rails, got 6"));
}

}  // namespace
}  // namespace twin
