#include "sim/zoom/zoom.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "models/interconnect/losses.h"
#include "tests/sim/zoom/small_fabric.h"

namespace twin {
namespace {

using namespace test;

// Of 12 GB, with constants that cost nothing.
ZoomResult flows(const char* algorithm, Collective collective, ZoomFabric& fabric,
                 const CollectiveConstants& constants) {
    const CollectiveRequest request{.collective = collective, .size = 12 * gigabyte};
    const ZoomRequest asked{request, algorithm};
    EXPECT_TRUE(flows_of(asked, constants, fabric));
    return zoom(asked, constants, fabric);
}

const LinkLoad* load_of(const ZoomResult& result, const std::string& name) {
    for (const LinkLoad& load : result.loads)
        if (load.link.name == name)
            return &load;
    return nullptr;
}

double total_of(const ZoomResult& result) {
    return result.cost.total().si();
}

// 4 GPUs with 1 GB/s to each other one; all-gather: 3/4 of 12 GB over 3 GB/s, all links alike.
TEST(Zoom, RingsOfANodeUseAllItsLinks) {
    const SmallWorld world(instant(two_tier(2, 2, 2)), 4);
    ZoomFabric fabric = world.fabric({0}, 4);
    const ZoomResult result = flows("ring", Collective::all_gather, fabric, ideal());
    EXPECT_NEAR(total_of(result), 9.0 / 3, 1e-9);
    EXPECT_EQ(result.loads.size(), 12u);  // each of 4 to each of 3
    for (const LinkLoad& load : result.loads)
        EXPECT_NEAR(load.busy, 1, 1e-9) << load.link.name;
    EXPECT_EQ(result.cost.bottleneck(), Level::node_links);
}

// 4 nodes of 1 GPU: 2 x 3/4 x 12 GB over 1 GB/s; the steps of 0.1 s and the start of 1 s beside.
TEST(Zoom, ARingBetweenNodesHasTheStepsOfItsProtocol) {
    const SmallWorld world(instant(two_tier(2, 2, 2)), 1);
    ZoomFabric fabric = world.fabric(nodes_from(0, 4), 1);
    CollectiveConstants constants = ideal();
    for (NodeProtocol& protocol : constants.node.ring)
        protocol.start = 1 * second;
    for (NetworkProtocol& protocol : constants.network)
        protocol.ring_step = 0.1 * second;
    constants.nic_fraction = 0.5;
    const ZoomResult result = flows("ring", Collective::all_reduce, fabric, constants);
    EXPECT_NEAR(result.cost.latency.si(), 1 + 6 * 0.1, 1e-9);
    EXPECT_NEAR(total_of(result), 1.6 + 18 / 0.5, 1e-6);
    ASSERT_EQ(result.stages.size(), 1u);
    EXPECT_EQ(result.stages[0].flows, 4);
    EXPECT_EQ(result.stages[0].steps, 6);
}

// 2 groups of 2 leaves of 2 nodes, 1 cable between the groups; all-to-all of 8: each node sends
// 12/8 GB to each other one; 16 flows cross each way over 1 GB/s.
TEST(Zoom, AllToAllIsHeldBackBetweenTheGroups) {
    const SmallWorld world(instant(dragonfly_plus(2, 2, 2, 1)), 1);
    ZoomFabric fabric = world.fabric(nodes_from(0, 8), 1);
    const ZoomResult result = flows("direct", Collective::all_to_all, fabric, ideal());
    EXPECT_NEAR(total_of(result), 16 * 1.5, 1e-6);
    EXPECT_EQ(result.cost.bottleneck(), Level::global_links);
    const LinkLoad& first = result.loads.front();
    EXPECT_EQ(first.link.name, "1 cable from group 1 to group 2");
    EXPECT_EQ(first.flows, 16);
    EXPECT_NEAR(first.bytes.si(), 24e9, 1);
    EXPECT_NEAR(first.busy, 1, 1e-9);
    // A NIC sends 7 messages of 1.5 GB in the same time.
    EXPECT_NEAR(load_of(result, "NIC 0 of node 3, out")->busy, 7 * 1.5 / 24, 1e-9);
}

// 8 GPUs of 3 GB/s at a switch. A ring of them: 7/8 of 12 GB twice; the switch that adds: 12 GB
// once.
TEST(Zoom, ANodeWithASwitchHasLinksOfGpusOnly) {
    SmallWorld world(instant(two_tier(2, 2, 2)), 8);
    world.rates.node.links = GpuLinks::nvswitch;
    ZoomFabric fabric = world.fabric({0}, 8);
    const ZoomResult result = flows("ring", Collective::all_reduce, fabric, ideal());
    EXPECT_NEAR(total_of(result), 2 * 7.0 / 8 * 12 / 3, 1e-6);
    EXPECT_EQ(result.loads.size(), 16u);  // out and in
}

TEST(Zoom, SwitchesThatAddTakeEachByteOnce) {
    SmallWorld world(instant(two_tier(2, 2, 2)), 8);
    world.rates.node.links = GpuLinks::nvswitch;
    ZoomFabric fabric = world.fabric({0}, 8);
    CollectiveConstants constants = ideal();
    constants.node.switches = SwitchReduction{2, 1 * second, 0.5};
    const ZoomResult result = flows("in-network", Collective::all_reduce, fabric, constants);
    EXPECT_NEAR(total_of(result), 1 + 12 / (3 * 0.5), 1e-6);
}

// Trees of 4 nodes, all-reduce: in each tree an inner node sends its half up and down to two
// others, in the other one it is a leaf: 2 x 12 GB at the busiest NIC.
TEST(Zoom, TreesSendAllBytesTwice) {
    const SmallWorld world(instant(two_tier(2, 2, 2)), 1);
    ZoomFabric fabric = world.fabric(nodes_from(0, 4), 1);
    const ZoomResult result = flows("tree", Collective::all_reduce, fabric, ideal());
    EXPECT_NEAR(total_of(result), 24, 1e-6);
    EXPECT_EQ(result.cost.bottleneck(), Level::nics);
}

// 3 groups, a message of the first to the last one.
TEST(Zoom, DetoursPassAThirdGroup) {
    const SmallWorld world(instant(dragonfly_plus(3, 2, 2, 2)), 1);
    ZoomFabric valiant = world.fabric({0, 8}, 1, ZoomRouting::valiant);
    const ZoomResult result = flows("direct", Collective::point_to_point, valiant, ideal());
    EXPECT_TRUE(load_of(result, "2 cables from group 1 to group 2"));
    EXPECT_TRUE(load_of(result, "2 cables from group 2 to group 3"));
    EXPECT_FALSE(load_of(result, "2 cables from group 1 to group 3"));
}

// All-to-all of 4 nodes of group 1 and 4 of group 3, one cable between groups: of the 16 flows of
// 1.5 GB each way 8 go through group 2, so that no cable has more than 12 GB.
TEST(Zoom, AdaptiveRoutingFillsDirectWaysAndDetours) {
    const SmallWorld world(instant(dragonfly_plus(3, 2, 2, 1)), 1);
    std::vector<NodeIndex> nodes = nodes_from(0, 4);
    for (const NodeIndex node : nodes_from(8, 4))
        nodes.push_back(node);
    ZoomFabric fabric = world.fabric(nodes, 1, ZoomRouting::adaptive);
    const ZoomResult result = flows("direct", Collective::all_to_all, fabric, ideal());
    EXPECT_NEAR(total_of(result), 12, 1e-6);
    for (const char* name : {"1 cable from group 1 to group 3", "1 cable from group 1 to group 2",
                             "1 cable from group 3 to group 2"}) {
        ASSERT_TRUE(load_of(result, name)) << name;
        EXPECT_EQ(load_of(result, name)->flows, 8) << name;
    }
}

// The tray between groups 1 and 2 is lost: all goes through group 3.
TEST(Zoom, WhatIsLostIsGoneAround) {
    const NetworkPart part = instant(dragonfly_plus(3, 2, 2, 2));
    SmallWorld world(part, 1);
    world.topology = without(world.topology, {LostTray{0, 1}});
    ZoomFabric fabric = world.fabric({0, 4}, 1);
    const ZoomResult result = flows("direct", Collective::point_to_point, fabric, ideal());
    EXPECT_NEAR(total_of(result), 12, 1e-6);
    EXPECT_TRUE(load_of(result, "2 cables from group 1 to group 3"));
    EXPECT_TRUE(load_of(result, "2 cables from group 3 to group 2"));
}

// 2 leaves of 2 nodes under 2 spines: the two flows to a node of the other leaf pass the same
// cables from its spine on, those to the other node the other spine.
TEST(Zoom, SinglePathsMeetOnCables) {
    const SmallWorld world(instant(two_tier(2, 2, 2)), 1);
    ZoomFabric fabric = world.fabric(nodes_from(0, 4), 1, ZoomRouting::single_path);
    const ZoomResult result = flows("direct", Collective::all_to_all, fabric, ideal());
    // Each NIC has 3 messages of 3 GB and takes 9 s; a cable has two of them, the spines one each.
    EXPECT_NEAR(total_of(result), 9, 1e-6);
    const LinkLoad* down = load_of(result, "cable 1 from spine 1 of group 1 to leaf 2 of group 1");
    ASSERT_TRUE(down);
    EXPECT_EQ(down->flows, 2);
    EXPECT_NEAR(down->busy, 6.0 / 9, 1e-9);
}

// The formulas' assumptions hold: nodes fill leaves, one group or two halves. 4 GPUs a node.
TEST(Zoom, AgreesWithTheFormulasWhereTheyHold) {
    const SmallWorld world(dragonfly_plus(4, 4, 4, 4), 4);
    CollectiveConstants constants = ideal();
    for (NodeProtocol& protocol : constants.node.ring)
        protocol.step = 1e-6 * second;
    for (NetworkProtocol& protocol : constants.network)
        protocol.ring_step = protocol.tree_step = 4e-6 * second;
    constants.rings_span_nodes = false;
    ZoomFabric fabric = world.fabric(nodes_from(0, 32), 4);
    const PlacementShape shape{.gpus_per_node = 4, .nodes_by_group = {16, 16}};
    const CollectiveRequest request{.collective = Collective::all_reduce, .size = 1 * gigabyte};
    const auto formula = collective_cost("hierarchical", request, {shape, world.rates, constants});
    ASSERT_TRUE(formula);
    const ZoomResult result = zoom({request, "hierarchical"}, constants, fabric);
    EXPECT_NEAR(result.cost.total() / formula->total(), 1, 0.01);
}

}  // namespace
}  // namespace twin
