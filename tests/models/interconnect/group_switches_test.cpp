#include "models/interconnect/group_switches.h"

#include <gmock/gmock.h>

#include "tests/models/interconnect/networks.h"

namespace twin {
namespace {

using namespace test;
using ::testing::ElementsAre;

TEST(GroupSwitches, OfJupiter) {
    const auto network = switches_of(jupiter_network(), 5884);
    ASSERT_TRUE(network);
    ASSERT_EQ(network->groups.size(), 27U);
    const GroupSwitches& first = network->groups[0];
    EXPECT_EQ(first.leaves(), 15);
    EXPECT_EQ(first.spines(), 16);
    EXPECT_EQ(first.links.size(), 240U);  // each leaf with each spine
    const auto& leaf = first.switches[1];
    EXPECT_TRUE(leaf.leaf);
    EXPECT_EQ(leaf.nodes.size(), 16U);
    EXPECT_EQ(leaf.nodes.front(), 16);                              // leaves fill in their order
    EXPECT_DOUBLE_EQ(leaf.to_nodes.in(gigabyte_per_second), 1600);  // 16 x 4 x 25 GB/s
    EXPECT_DOUBLE_EQ(leaf.inside.in(gigabyte_per_second), 1600);    // 16 x 2 x 50 GB/s
    EXPECT_EQ(leaf.outside_cables, 0);
    const auto& spine = first.switches[15];
    EXPECT_FALSE(spine.leaf);
    EXPECT_EQ(spine.index, 0);
    EXPECT_TRUE(spine.nodes.empty());
    EXPECT_DOUBLE_EQ(spine.inside.in(gigabyte_per_second), 1500);  // 15 x 2 x 50 GB/s
    EXPECT_EQ(spine.outside_cables, 26);                           // one to each other group
    // 5,884 nodes: 24 groups of 240 and one of 124, seven leaves full and twelve on the eighth.
    std::size_t nodes = 0;
    for (const auto& each : network->groups[24].switches)
        nodes += each.nodes.size();
    EXPECT_EQ(nodes, 124U);
    EXPECT_EQ(network->groups[24].switches[7].nodes.size(), 12U);
}

TEST(GroupSwitches, WithoutSpinesLeavesAreJoined) {
    const auto network = switches_of(dragonfly(3, 4, 2, 4), 24);
    ASSERT_TRUE(network);
    const GroupSwitches& group = network->groups[1];
    EXPECT_EQ(group.spines(), 0);
    EXPECT_EQ(group.links.size(), 6U);  // 4 x 3 / 2
    for (const auto& link : group.links)
        EXPECT_LT(link.a, link.b);
    EXPECT_THAT(group.switches[0].nodes, ElementsAre(8, 9));  // behind the 8 of the first group
}

TEST(GroupSwitches, RailsShareTheirNodes) {
    NetworkPart part = two_tier(4, 2, 4);
    part.nics_per_node.value = 2;
    part.rail_optimised.value = true;
    const auto network = switches_of(part, 8);
    ASSERT_TRUE(network);
    const GroupSwitches& group = network->groups[0];
    EXPECT_EQ(group.switches[1].rail, 1);
    EXPECT_THAT(group.switches[0].nodes, ElementsAre(0, 1, 2, 3));
    EXPECT_EQ(group.switches[0].nodes, group.switches[1].nodes);
}

TEST(GroupSwitches, NeedSlotsForAllNodes) {
    EXPECT_FALSE(switches_of(jupiter_network(), 6001));
}

}  // namespace
}  // namespace twin
