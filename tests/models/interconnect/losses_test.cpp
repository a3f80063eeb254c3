#include "models/interconnect/losses.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/models/interconnect/networks.h"

namespace twin {
namespace {

using namespace test;
using ::testing::ElementsAre;

// Of uniform traffic over the links of a pair of groups in the full network: 240 x 240 / 5999 x
// 0.8 = 7.681 Tb/s over 6.4; times what a node injects.
constexpr double whole = 6.4 * 5999 / (240 * 240 * 0.8) * 100;  // 83.3 GB/s

int link_between(const Topology& topology, Vertex a, Vertex b) {
    const auto [link, found] = boost::edge(a, b, topology.graph);
    return found ? topology.graph[link].id : -1;
}

LossReport of_jupiter(const Topology& jupiter, const Loss& loss) {
    const LossReport report = loss_report(jupiter, {loss}, Routing::minimal);
    EXPECT_NEAR(report.uniform_before.in(gigabyte_per_second), whole, 1e-6);
    return report;
}

TEST(Losses, ATrayBetweenTwoGroupsOfJupiter) {
    const Topology jupiter = full(jupiter_network());
    const LossReport report = of_jupiter(jupiter, LostTray{0, 1});
    EXPECT_EQ(report.nodes_cut_off, 0);
    // Through 25 third groups: each link of the two carries 1 + 1/25 of a pair's traffic.
    EXPECT_NEAR(report.uniform_after.in(gigabyte_per_second), whole / 1.04, 1e-6);
    const Topology rest = without(jupiter, {LostTray{0, 1}});
    EXPECT_EQ(count_cables(rest, CableKind::global), 5600);
    EXPECT_EQ(diameter(rest), 4);
}

// 16 cables between each two groups, none inside a group, and no cores.
TEST(Losses, ATrayHasTheCablesThatJoinItsEnds) {
    const Topology jupiter = full(jupiter_network());
    EXPECT_EQ(cables_of(jupiter, {0, 1}), 16);
    EXPECT_EQ(cables_of(jupiter, {1, 0}), 16);
    EXPECT_EQ(cables_of(jupiter, {3, 3}), 0);
    EXPECT_EQ(cables_of(jupiter, {0, -1}), 0);
}

TEST(Losses, ASpineOfJupiter) {
    const Topology jupiter = full(jupiter_network());
    const LossReport report =
        of_jupiter(jupiter, LostSwitch{find_switch(jupiter, VertexKind::spine, 0, 7)});
    EXPECT_EQ(report.nodes_cut_off, 0);
    // 15 of 16 cables to each other group are left.
    EXPECT_NEAR(report.uniform_after.in(gigabyte_per_second), whole * 15 / 16, 1e-6);
}

TEST(Losses, ALeafOfJupiterCutsItsNodesOff) {
    const Topology jupiter = full(jupiter_network());
    const LossReport report =
        of_jupiter(jupiter, LostSwitch{find_switch(jupiter, VertexKind::leaf, 3, 2)});
    EXPECT_EQ(report.nodes_cut_off, 16);
    EXPECT_EQ(report.nodes_slowed, 0);
    // Pairs without that group: 240 x 240 / 5983 of 0.8 Tb/s.
    EXPECT_NEAR(report.uniform_after.in(gigabyte_per_second), whole * 5983 / 5999, 1e-6);
}

TEST(Losses, AGlobalCableOfJupiter) {
    const Topology jupiter = full(jupiter_network());
    const int link = link_between(jupiter, find_switch(jupiter, VertexKind::spine, 0, 0),
                                  find_switch(jupiter, VertexKind::spine, 1, 0));
    ASSERT_GE(link, 0);
    const LossReport report = of_jupiter(jupiter, LostCables{link, 1});
    EXPECT_NEAR(report.uniform_after.in(gigabyte_per_second), whole * 15 / 16, 1e-6);
    EXPECT_EQ(report.nodes_cut_off, 0);
}

TEST(Losses, AdaptiveRoutingGoesAroundALostCable) {
    const Topology jupiter = full(jupiter_network());
    const int link = link_between(jupiter, find_switch(jupiter, VertexKind::spine, 0, 0),
                                  find_switch(jupiter, VertexKind::spine, 1, 0));
    const LossReport report = loss_report(jupiter, {LostCables{link, {}}}, Routing::adaptive);
    // Of 26 x 16 cables of a group one is lost: the rest carries all but 1/416.
    EXPECT_NEAR(report.uniform_after / report.uniform_before, 0.996, 1e-3);
}

TEST(Losses, OneOfTwoCablesHalvesALink) {
    const Topology jupiter = full(jupiter_network());
    const Vertex leaf = find_switch(jupiter, VertexKind::leaf, 0, 0);
    const Vertex spine = find_switch(jupiter, VertexKind::spine, 0, 0);
    const Topology rest = without(jupiter, {LostCables{link_between(jupiter, leaf, spine), 1}});
    EXPECT_EQ(cables_at(rest, leaf, CableKind::group), 31);
    EXPECT_EQ(cables_at(rest, spine, CableKind::group), 29);
    const Topology less = without(jupiter, {LostCables{link_between(jupiter, leaf, spine), 5}});
    EXPECT_EQ(cables_at(less, leaf, CableKind::group), 30);
    EXPECT_EQ(link_between(less, leaf, spine), -1);
}

TEST(Losses, AGroupWithoutTraysIsCutOff) {
    const Topology topology = full(dragonfly_plus(3, 2, 2, 2));  // 4 nodes a group
    const LossReport report =
        loss_report(topology, {LostTray{0, 1}, LostTray{0, 2}}, Routing::adaptive);
    EXPECT_EQ(report.nodes_cut_off, 4);
    const Topology rest = without(topology, {LostTray{0, 1}, LostTray{0, 2}});
    EXPECT_THAT(connected_nodes(rest), ElementsAre(4, 5, 6, 7, 8, 9, 10, 11));
    EXPECT_EQ(diameter(rest), -1);
}

TEST(Losses, TheTrayOfAnIslandToTheCores) {
    NetworkPart part = two_tier(2, 2, 2);
    part.topology = "three-tier";
    part.groups.value = 3;
    part.cores.value = 2;
    part.spine_core_cables.value = 1;
    const Topology topology = full(part);
    EXPECT_EQ(loss_report(topology, {LostTray{1, -1}}, Routing::minimal).nodes_cut_off, 4);
    // Each of its two spines has a cable to the core of its plane; islands have none to each other.
    EXPECT_EQ(cables_of(topology, {1, -1}), 2);
    EXPECT_EQ(cables_of(topology, {0, 1}), 0);
}

TEST(Losses, RailsSlowNodesWhereALeafWouldCutThemOff) {
    NetworkPart part = two_tier(8, 4, 4);
    part.nics_per_node.value = 4;
    part.rail_optimised.value = true;
    const Topology topology = full(part);
    const LossReport report = loss_report(topology, {LostSwitch{0}}, Routing::minimal);
    EXPECT_EQ(report.nodes_cut_off, 0);
    EXPECT_EQ(report.nodes_slowed, 4);
    // 4 NICs before, 3 of those nodes after: they set the pace.
    EXPECT_NEAR(report.uniform_before.in(gigabyte_per_second), 4, 1e-9);
    EXPECT_NEAR(report.uniform_after.in(gigabyte_per_second), 3, 1e-9);
}

TEST(Losses, TrafficWithoutAPathIsTold) {
    const Topology topology = full(dragonfly_plus(3, 2, 2, 2));
    const Traffic traffic = group_to_group(topology, {{0, 1}}, gigabyte_per_second);
    const Topology rest = without(topology, {LostTray{0, 1}, LostTray{0, 2}});
    EXPECT_NEAR(route(rest, traffic, Routing::adaptive).unreachable.in(gigabyte_per_second), 4,
                1e-9);
    EXPECT_NEAR(route(rest, traffic, Routing::minimal).unreachable.in(gigabyte_per_second), 4,
                1e-9);
}

TEST(Losses, ATorusInPieces) {
    const Topology apart = without(full(torus({2})), {LostCables{0, {}}});
    for (const auto& row : routings()) {
        const Traffic traffic = permutation(apart, {1, 0}, gigabyte_per_second);
        const LinkLoads loads = route(apart, traffic, row.routing);
        EXPECT_NEAR(loads.unreachable.in(gigabyte_per_second), 2, 1e-9) << row.name;
    }
    EXPECT_EQ(uniform_throughput(apart, Routing::adaptive), Bandwidth());
}

}  // namespace
}  // namespace twin
