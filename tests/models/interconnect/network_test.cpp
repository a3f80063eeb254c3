#include "models/interconnect/network.h"

#include <cmath>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "models/interconnect/collective.h"
#include "tests/models/interconnect/networks.h"

namespace twin {
namespace {

using namespace test;
using ::testing::ElementsAre;

NodePart gh200_node() {
    NodePart node;
    node.gpus.value = 4;
    node.gpu.link_bandwidth = Figure<Bandwidth>{450 * gigabyte_per_second};
    return node;
}

TEST(NodeFabric, AMeshSharesTheLinksAndASwitchDoesNot) {
    NetworkPart part = jupiter_network();
    part.gpu_links.value = "mesh";
    const NodeFabric mesh = node_fabric(gh200_node(), part);
    EXPECT_NEAR(mesh.pair_bandwidth().in(gigabyte_per_second), 150, 1e-9);  // 450 / 3
    EXPECT_NEAR(mesh.injection().in(gigabit_per_second), 800, 1e-9);
    EXPECT_NEAR(mesh.nic_per_gpu().in(gigabyte_per_second), 25, 1e-9);
    part.gpu_links.value = "nvswitch";
    EXPECT_NEAR(node_fabric(gh200_node(), part).pair_bandwidth().in(gigabyte_per_second), 450,
                1e-9);
}

TEST(FabricRates, OfJupiter) {
    const FabricRates rates = fabric_rates(jupiter_network(), gh200_node());
    EXPECT_EQ(rates.nodes_per_leaf, 16);
    EXPECT_EQ(rates.groups, 27);
    EXPECT_NEAR(rates.taper_inside_group, 1, 1e-12);  // 32 x 400 / (64 x 200)
    EXPECT_NEAR(rates.global_per_group.in(terabit_per_second), 166.4, 1e-9);
    EXPECT_NEAR(rates.global_per_group_pair.in(terabit_per_second), 6.4, 1e-9);
    // Cables of 20 ns, global ones of 100 ns, switches of 200 ns.
    EXPECT_NEAR(rates.leaf_latency.si() * 1e9, 2 * 20 + 200, 1e-6);
    EXPECT_NEAR(rates.group_latency.si() * 1e9, 4 * 20 + 3 * 200, 1e-6);
    EXPECT_NEAR(rates.global_latency.si() * 1e9, 4 * 20 + 100 + 4 * 200, 1e-6);
}

TEST(FabricRates, OfATaperedTreeOfThreeTiers) {
    NetworkPart part = two_tier(4, 2, 4);  // leaves: 4 nodes under 2 cables
    part.topology = "three-tier";
    part.groups.value = 3;
    part.cores.value = 2;
    part.spine_core_cables.value = 1;
    const FabricRates rates = fabric_rates(part, gh200_node());
    EXPECT_NEAR(rates.taper_inside_group, 0.5, 1e-12);
    EXPECT_NEAR(rates.global_per_group.in(gigabyte_per_second), 2, 1e-9);
    EXPECT_NEAR(rates.global_per_group_pair.in(gigabyte_per_second), 2, 1e-9);
    EXPECT_NEAR(rates.global_latency.si() * 1e9, 4 * 20 + 2 * 100 + 5 * 200, 1e-6);
}

TEST(FabricRates, OneGroupHasNoGlobalLimit) {
    NetworkPart part = two_tier(8, 4, 4);
    part.nics_per_node.value = 4;
    part.rail_optimised.value = true;
    const FabricRates rates = fabric_rates(part, gh200_node());
    EXPECT_TRUE(std::isinf(rates.global_per_group_pair.si()));
    EXPECT_EQ(rates.nodes_per_leaf, 4);
    // Over a spine, not through a node: 2 + 2 cables, 3 switches.
    EXPECT_NEAR(rates.group_latency.si() * 1e9, 4 * 20 + 3 * 200, 1e-6);
}

TEST(FabricRates, MessagesOfATorusTakeUpAllLinksOnTheirWay) {
    // A ring of 64 nodes, n = 64 GB: from one switch 2 * (1 + ... + 31) + 32 = 1,024 hops to the
    // others. 64 nodes send 1 GB as often over 2 * 64 links of 1 GB/s: 512 s.
    NodePart node;
    node.gpus.value = 1;
    const FabricRates rates = fabric_rates(torus({64}), node);
    EXPECT_NEAR(rates.hops_between_leaves, 1024.0 / 63, 1e-12);
    const PlacementShape shape{.gpus_per_node = 1, .nodes_by_group = {64}};
    CollectiveConstants constants{};
    const CollectiveRequest request{Collective::all_to_all, DataSize::from_si(64e9)};
    EXPECT_NEAR(collective_cost(request, {shape, rates, constants}).leaf_uplinks.si(), 512, 1e-6);
    // {3, 2}: of six, (1 + 1) * 2 = 4 hops to five along the ring of three, over two links, and
    // 1 * 3 along the other dimension, over one. Were all three links as full as that one: 3 * 3.
    const FabricRates uneven = fabric_rates(torus({3, 2}), node);
    EXPECT_NEAR(uneven.hops_between_leaves, 9 / 5.0, 1e-12);
    EXPECT_NEAR(uneven.share_to_one_leaf, 1 / 3.0, 1e-12);
    EXPECT_NEAR(rates.share_to_one_leaf, 1 / 2.0, 1e-12);
    EXPECT_EQ(fabric_rates(two_tier(4, 2, 4), node).share_to_one_leaf, 1);
    EXPECT_EQ(fabric_rates(two_tier(4, 2, 4), node).hops_between_leaves, 1);
}

TEST(PlacementShape, CountsTheNodesOfEachGroup) {
    const Topology jupiter = build_topology(jupiter_network(), 5884);
    const PlacementShape shape = placement_shape(jupiter, {{230, 20}, {5800, 84}}, 4);
    EXPECT_THAT(shape.nodes_by_group, ElementsAre(10, 10, 84));
    EXPECT_EQ(shape.gpus(), 416);
}

}  // namespace
}  // namespace twin
