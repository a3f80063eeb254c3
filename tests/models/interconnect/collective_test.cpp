#include "models/interconnect/collective.h"

#include <algorithm>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <limits>

namespace twin {
namespace {

using testing::ElementsAre;

constexpr auto byte = DataSize::from_si(1);
constexpr auto gigabyte = 1e9 * byte;
constexpr auto gigabyte_per_second = Bandwidth::from_si(1e9);
constexpr auto microsecond = 1e-6 * second;
constexpr double instant = std::numeric_limits<double>::infinity();

// One protocol: 10 us to start, 1 us a step in the node and 3 us between nodes (5 us in trees), all
// of the bandwidths, own parts for nothing.
CollectiveConstants plain() {
    CollectiveConstants constants{};
    constants.node.ring.fill({{}, 10 * microsecond, 1 * microsecond, 1, instant});
    constants.node.peer = constants.node.ring;
    constants.network.fill({3 * microsecond, 5 * microsecond, 1});
    constants.message_gap = 0.5 * microsecond;
    return constants;
}

// 4 GPUs a node with 300 GB/s of links in a switch, a NIC of 25 GB/s each; 2 nodes a leaf, 10
// groups with 40 GB/s from each to each other one. 1, 2 and 4 us to the leaf, the group and the
// others.
FabricRates fabric() {
    FabricRates rates;
    rates.node = {.gpus = 4,
                  .nics = 4,
                  .links = GpuLinks::nvswitch,
                  .gpu_bandwidth = 300 * gigabyte_per_second,
                  .nic_bandwidth = 25 * gigabyte_per_second};
    rates.nodes_per_leaf = 2;
    rates.leaf_latency = 1 * microsecond;
    rates.group_latency = 2 * microsecond;
    rates.global_latency = 4 * microsecond;
    rates.global_per_group = 360 * gigabyte_per_second;
    rates.global_per_group_pair = 40 * gigabyte_per_second;
    rates.groups = 10;
    return rates;
}

struct World {
    PlacementShape shape;
    FabricRates rates = fabric();
    CollectiveConstants constants = plain();

    CollectiveCost best(Collective collective, DataSize size) const {
        return collective_cost({collective, size}, {shape, rates, constants});
    }
    std::optional<CollectiveCost> by(std::string_view algorithm, Collective collective,
                                     DataSize size) const {
        return collective_cost(algorithm, {collective, size}, {shape, rates, constants});
    }
    std::vector<std::string> problems(CollectiveRequest request = {}) const {
        return collective_problems(request, {shape, rates, constants});
    }
};

double us(Duration time) {
    return time.in(microsecond);
}

TEST(Collective, RingsOfOneNode) {
    // p = 4, n = 3 GB: all-reduce 2 * 3/4 * 3 GB / 300 GB/s = 15 ms and 10 + 2 * 3 * 1 us; gather
    // and scatter half of both, the start but once.
    const World world{.shape = {4, {1}}};
    const auto reduce = world.by("ring", Collective::all_reduce, 3 * gigabyte);
    ASSERT_TRUE(reduce);
    EXPECT_DOUBLE_EQ(us(reduce->latency), 16);
    EXPECT_DOUBLE_EQ(us(reduce->node_links), 15'000);
    EXPECT_EQ(reduce->total(), reduce->latency + reduce->node_links);
    EXPECT_EQ(reduce->bottleneck(), Level::node_links);
    EXPECT_DOUBLE_EQ(us(world.best(Collective::all_gather, 3 * gigabyte).total()), 7'513);
    EXPECT_DOUBLE_EQ(us(world.best(Collective::reduce_scatter, 3 * gigabyte).total()), 7'513);
    // A chain: all 3 GB over each link.
    EXPECT_DOUBLE_EQ(us(world.best(Collective::broadcast, 3 * gigabyte).total()), 10'013);
}

TEST(Collective, BusBandwidthOfALongRingIsThatOfItsLinks) {
    World world{.shape = {4, {1}}};
    const CollectiveRequest request{Collective::all_reduce, 300 * gigabyte};
    const Duration time = world.best(request.collective, request.size).total();
    EXPECT_NEAR(bus_bandwidth(request, 4, time).si() / 1e9, 300, 0.01);
}

TEST(Collective, APairOfAMeshHasItsOwnLinksOnly) {
    // 300 GB/s to three others: 100 GB/s to the one that takes part. All-gather: 1/2 * 3 GB.
    World world{.shape = {2, {1}}};
    world.rates.node.links = GpuLinks::mesh;
    EXPECT_DOUBLE_EQ(us(world.best(Collective::all_gather, 3 * gigabyte).node_links), 15'000);
    EXPECT_DOUBLE_EQ(us(world.best(Collective::point_to_point, 3 * gigabyte).node_links), 30'000);
    world.rates.node.links = GpuLinks::nvswitch;
    EXPECT_DOUBLE_EQ(us(world.best(Collective::all_gather, 3 * gigabyte).node_links), 5'000);
}

TEST(Collective, ARingThroughNodesPassesTheSlowestLevel) {
    // 2 nodes of 4 under one leaf: n = 4 GB, 2 * 7/8 * 4 GB = 7 GB each GPU: 7/300 s over links,
    // 7 / 4 / 25 = 70 ms over each of four NICs. Steps: 14, of them 2 between nodes at 3 + 1 us.
    const World world{.shape = {4, {2}}};
    const auto cost = world.by("ring", Collective::all_reduce, 4 * gigabyte);
    ASSERT_TRUE(cost);
    EXPECT_DOUBLE_EQ(us(cost->latency), 10 + 12 * 1 + 2 * 4);
    EXPECT_DOUBLE_EQ(us(cost->nics), 70'000);
    EXPECT_EQ(cost->node_links, Duration());
    EXPECT_EQ(cost->bottleneck(), Level::nics);
}

TEST(Collective, HierarchicalByNode) {
    // 2 nodes of 4, n = 4 GB. In the node 3/4 * 4 GB / 300 GB/s = 10 ms and 10 + 3 us, twice.
    // Between them 1 GB for each NIC: 2 * 1/2 * 1 GB / 25 GB/s = 40 ms and 10 + 2 * (3 + 1) us.
    const World world{.shape = {4, {2}}};
    const auto cost = world.by("hierarchical", Collective::all_reduce, 4 * gigabyte);
    ASSERT_TRUE(cost);
    EXPECT_DOUBLE_EQ(us(cost->latency), 2 * 13 + 18);
    EXPECT_DOUBLE_EQ(us(cost->node_links), 20'000);
    EXPECT_DOUBLE_EQ(us(cost->nics), 40'000);
    // A gather does each once: 10 ms, and 1/2 * 1 GB / 25 GB/s = 20 ms.
    const auto gather = world.by("hierarchical", Collective::all_gather, 4 * gigabyte);
    ASSERT_TRUE(gather);
    EXPECT_DOUBLE_EQ(us(gather->total()), 10'000 + 20'000 + 13 + 14);
}

TEST(Collective, HierarchicalByGroup) {
    // 2 groups of 2 nodes of 4, n = 8 GB. In the node 3/4 * 8 / 300 = 20 ms, twice. In the group a
    // lane of 2 GB: 1/2 * 2 / 25 = 40 ms, twice. Between groups 1 GB of each of the 8 GPUs of a
    // group, 2 * 1/2 * 1 GB: 40 ms by each NIC, but 8 GB over the pair's 40 GB/s: 200 ms.
    // Latency: 2 * (10 + 3), 2 * (10 + 1 * (3 + 1)), 10 + 2 * (3 + 4).
    const World world{.shape = {4, {2, 2}}};
    const auto cost = world.by("hierarchical by group", Collective::all_reduce, 8 * gigabyte);
    ASSERT_TRUE(cost);
    EXPECT_DOUBLE_EQ(us(cost->node_links), 40'000);
    EXPECT_DOUBLE_EQ(us(cost->nics), 80'000);
    EXPECT_DOUBLE_EQ(us(cost->global_links), 200'000);
    EXPECT_DOUBLE_EQ(us(cost->latency), 26 + 28 + 24);
    EXPECT_EQ(cost->bottleneck(), Level::global_links);
}

TEST(Collective, TreesTakeFewerStepsAndMoreBytes) {
    // 1,024 single GPUs in 5 groups of 200 and one of 24, 1 KB: a ring has 2,046 steps, a tree 2 *
    // 10 at 5 us and the path: 3 of its 10 steps between 6 groups at 4 us, 7 more to 512 leaves
    // (2 ^ 9) of which 6 in groups at 2 us, 1 under a leaf: 12 + 12 + 1 us.
    World world{.shape = {1, {200, 200, 200, 200, 200, 24}}};
    const auto small = world.best(Collective::all_reduce, 1000 * byte);
    EXPECT_EQ(small.algorithm, "tree");
    EXPECT_DOUBLE_EQ(us(small.latency), 10 + 2 * (50 + 25));
    EXPECT_EQ(small.bottleneck(), Level::latency);
    // 2 n by each NIC, where a ring takes 2 * 1023/1024 n: 2/1024 * 250 GB / 25 GB/s = 19.5 ms
    // less, more than its 2,046 steps of 7 us at most.
    world.rates.global_per_group_pair = 400 * gigabyte_per_second;
    const auto tree = world.by("tree", Collective::all_reduce, 250 * gigabyte);
    ASSERT_TRUE(tree);
    EXPECT_DOUBLE_EQ(us(tree->nics), 20e6);
    EXPECT_EQ(world.best(Collective::all_reduce, 250 * gigabyte).algorithm, "ring");
}

TEST(Collective, TreesCrossThePairsOfGroupsOnceEachWay) {
    // 6 single GPUs in 3 groups with 10 GB/s from each to each other one, 4 GB: half of each of two
    // trees up and half down is 4 GB each way, 400 ms; 8 GB by each NIC, 320 ms.
    World world{.shape = {1, {2, 2, 2}}};
    world.rates.global_per_group_pair = 10 * gigabyte_per_second;
    const auto links = [&] {
        return us(world.by("tree", Collective::all_reduce, 4 * gigabyte)->global_links);
    };
    EXPECT_DOUBLE_EQ(links(), 400'000);
    // 3 nodes of 4, a chain in each node: the same 4 GB.
    world.shape = {4, {1, 1, 1}};
    EXPECT_DOUBLE_EQ(links(), 400'000);
    // The same links to all other groups: 8 GB. To one other group only: 4 GB.
    world.rates.global_per_group = 10 * gigabyte_per_second;
    EXPECT_DOUBLE_EQ(links(), 800'000);
    world.shape = {4, {1, 1}};
    EXPECT_DOUBLE_EQ(links(), 400'000);
}

TEST(Collective, SwitchesOfTheNetworkTakeEachByteOnce) {
    // 4 nodes of 4 under two leaves, n = 4 GB: 20 ms in the node, and 1 GB through each NIC: 40 ms,
    // where rings take 2 * 3/4 GB: 60 ms. Latency 2 * 13, 10 + 3 + 2 us.
    World world{.shape = {4, {4}}};
    EXPECT_FALSE(world.by("in-network", Collective::all_reduce, 4 * gigabyte));
    world.rates.in_network_reduction = true;
    EXPECT_FALSE(world.by("in-network", Collective::all_reduce, 4 * gigabyte));
    world.constants.network_switches_add = true;
    const auto cost = world.by("in-network", Collective::all_reduce, 4 * gigabyte);
    ASSERT_TRUE(cost);
    EXPECT_DOUBLE_EQ(us(cost->node_links), 20'000);
    EXPECT_DOUBLE_EQ(us(cost->nics), 40'000);
    EXPECT_DOUBLE_EQ(us(cost->latency), 26 + 15);
    EXPECT_FALSE(world.by("in-network", Collective::all_gather, 4 * gigabyte));
}

TEST(Collective, SwitchesOfTheNodeAddForEnoughGpusAndFloats) {
    // 3 GB / (0.5 * 300 GB/s) and 20 us.
    World world{.shape = {4, {1}}};
    world.constants.node.switches = {4, 20 * microsecond, 0.5};
    const CollectiveRequest floats{Collective::all_reduce, 3 * gigabyte, true};
    const CollectiveSetting setting{world.shape, world.rates, world.constants};
    const auto cost = collective_cost("in-network", floats, setting);
    ASSERT_TRUE(cost);
    EXPECT_DOUBLE_EQ(us(cost->total()), 20'020);
    EXPECT_FALSE(collective_cost("in-network", {Collective::all_reduce, gigabyte, false}, setting));
    world.shape.gpus_per_node = 3;
    EXPECT_FALSE(collective_cost("in-network", floats, setting));
}

TEST(Collective, AllToAllInOneNodeAndBetweenNodes) {
    // One node of 4: 3/4 * 4 GB / 300 GB/s.
    World world{.shape = {4, {1}}};
    EXPECT_DOUBLE_EQ(us(world.best(Collective::all_to_all, 4 * gigabyte).total()), 10'010);
    // 2 nodes: half of 4 GB by each NIC: 80 ms. Latency 10 + 3 + 4 others * 0.5 + 1 us.
    world.shape.nodes_by_group = {2};
    const auto two = world.best(Collective::all_to_all, 4 * gigabyte);
    EXPECT_DOUBLE_EQ(us(two.nics), 80'000);
    EXPECT_DOUBLE_EQ(us(two.latency), 16);
    // 4 nodes under two leaves: 3/4 by each NIC, 120 ms; half of it leaves the leaf, by a quarter
    // of the bandwidth: 2 GB / 6.25 GB/s = 320 ms.
    world.shape.nodes_by_group = {4};
    EXPECT_DOUBLE_EQ(us(world.best(Collective::all_to_all, 4 * gigabyte).nics), 120'000);
    world.rates.taper_inside_group = 0.25;
    const auto tapered = world.best(Collective::all_to_all, 4 * gigabyte);
    EXPECT_DOUBLE_EQ(us(tapered.leaf_uplinks), 320'000);
    EXPECT_EQ(tapered.bottleneck(), Level::leaf_uplinks);
}

TEST(Collective, AJobHasAllUplinksOfLeavesThatItFillsInPart) {
    // One GPU on each of 4 nodes under two leaves of 8 GPUs: 2 send to 2 others n / 4 = 1 GB each,
    // 4 GB over 0.1 * 2 * 4 * 25 = 20 GB/s.
    World world{.shape = {1, {4}}};
    world.rates.taper_inside_group = 0.1;
    EXPECT_DOUBLE_EQ(us(world.best(Collective::all_to_all, 4 * gigabyte).leaf_uplinks), 200'000);
    // A node of 4 in each of two groups, half of its leaf: 4 * 4 / 8 * 4 GB = 8 GB over 20 GB/s.
    world.shape = {4, {1, 1}};
    EXPECT_DOUBLE_EQ(us(world.best(Collective::all_to_all, 4 * gigabyte).leaf_uplinks), 400'000);
}

TEST(Collective, AllToAllOverTwoGroupsIsLimitedByTheirLinks) {
    // 2 groups of 4 nodes of 4: 16 ranks each, each sends n / 32 to each of the 16 of the other:
    // 16 * 16 / 32 * 4 GB = 32 GB over 40 GB/s = 800 ms. NICs: 28/32 * 4 GB / 25 = 140 ms.
    World world{.shape = {4, {4, 4}}};
    const auto cost = world.best(Collective::all_to_all, 4 * gigabyte);
    EXPECT_EQ(cost.algorithm, "direct");
    EXPECT_DOUBLE_EQ(us(cost.global_links), 800'000);
    EXPECT_EQ(cost.nics, Duration());
    EXPECT_DOUBLE_EQ(us(cost.latency), 10 + 3 + 28 * 0.5 + 4);
    EXPECT_EQ(cost.bottleneck(), Level::global_links);
    // As many in four groups of 2 nodes: 8 * 8 / 32 * 4 GB = 8 GB a pair, 200 ms; with 60 GB/s out
    // of a group in all, 8 * 24 / 32 * 4 GB = 24 GB take 400 ms.
    world.shape.nodes_by_group = {2, 2, 2, 2};
    EXPECT_DOUBLE_EQ(us(world.best(Collective::all_to_all, 4 * gigabyte).global_links), 200'000);
    world.rates.global_per_group = 60 * gigabyte_per_second;
    EXPECT_DOUBLE_EQ(us(world.best(Collective::all_to_all, 4 * gigabyte).global_links), 400'000);
}

TEST(Collective, PointToPoint) {
    // 1 GB / 25 GB/s by each of 4 NICs; between groups four of them share 40 GB/s: 100 ms.
    World world{.shape = {4, {2}}};
    const auto near = world.best(Collective::point_to_point, gigabyte);
    EXPECT_DOUBLE_EQ(us(near.nics), 40'000);
    EXPECT_DOUBLE_EQ(us(near.latency), 10 + 3 + 1);
    world.shape.nodes_by_group = {1, 1};
    const auto far = world.best(Collective::point_to_point, gigabyte);
    EXPECT_DOUBLE_EQ(us(far.global_links), 100'000);
    EXPECT_DOUBLE_EQ(us(far.latency), 10 + 3 + 4);
}

TEST(Collective, ProtocolsFollowThePartsAndTheirTimes) {
    // Until 1 MB a part, the first protocol (0 us, 1 % of the links) where it is faster than the
    // others (100 us and all of them); not above, though it may be faster there.
    World world{.shape = {2, {1}}};
    const NodeProtocol fast{1e6 * byte, 100 * microsecond, {}, 1, instant};
    world.constants.node.ring = {NodeProtocol{{}, {}, {}, 0.01, instant}, fast, fast};
    // 300 KB: half of it over 3 GB/s is 50 us.
    EXPECT_DOUBLE_EQ(us(world.best(Collective::all_gather, 3e5 * byte).total()), 50);
    // 1.5 MB: 250 us, against 100 + 2.5.
    EXPECT_DOUBLE_EQ(us(world.best(Collective::all_gather, 1.5e6 * byte).total()), 102.5);
    // 2 MB with a first protocol of all bandwidth: 1 MB a part has to wait for the second.
    world.constants.node.ring[0].link_fraction = 1;
    EXPECT_DOUBLE_EQ(us(world.best(Collective::all_gather, 2e6 * byte).total()),
                     100 + 1e6 / 3e11 * 1e6);
}

TEST(Collective, OwnPartsCostTheirCopy) {
    // 4 GPUs, 4 GB: 1 GB at twice 300 GB/s beside the 10 ms over links.
    World world{.shape = {4, {1}}};
    for (NodeProtocol& protocol : world.constants.node.ring)
        protocol.part_fraction = 2;
    EXPECT_NEAR(us(world.best(Collective::all_gather, 4 * gigabyte).node_links), 10'000 + 1e6 / 600,
                1e-6);
}

TEST(Collective, AMessageCopiesNoOwnPart) {
    // 3 GB over 300 GB/s from one GPU to another, and nothing beside them.
    World world{.shape = {2, {1}}};
    for (NodeProtocol& protocol : world.constants.node.peer)
        protocol.part_fraction = 0.5;
    EXPECT_DOUBLE_EQ(us(world.best(Collective::point_to_point, 3 * gigabyte).node_links), 10'000);
}

constexpr Collective every[] = {Collective::all_reduce,     Collective::all_gather,
                                Collective::reduce_scatter, Collective::all_to_all,
                                Collective::broadcast,      Collective::point_to_point};

TEST(Collective, ShippedConstantsGiveTimesThatNeverFallWithTheSize) {
    World world;
    for (const PlacementShape& shape : {PlacementShape{4, {1}}, PlacementShape{4, {2}},
                                        PlacementShape{1, {16}}, PlacementShape{4, {100, 7, 60}}})
        for (const CollectiveConstants& constants : collective_constants())
            for (const Collective collective : every) {
                world.shape = shape;
                world.constants = constants;
                Duration last{};
                for (DataSize size = 1 * byte; size < 100 * gigabyte; size = 1.3 * size) {
                    const Duration time = world.best(collective, size).total();
                    EXPECT_GE(time, last) << constants.name << " " << size.si();
                    last = time;
                }
            }
}

TEST(Collective, OneRankCostsNothing) {
    const World world{.shape = {1, {1}}};
    for (const Collective collective : every) {
        if (collective == Collective::point_to_point)
            continue;
        const CollectiveCost cost = world.best(collective, gigabyte);
        EXPECT_EQ(cost.total(), Duration());
        EXPECT_EQ(cost.bottleneck(), Level::none);
    }
}

TEST(Collective, RingsThatEndAtTheNodeTakeTurns) {
    World world{.shape = {4, {2}}};
    world.constants.rings_span_nodes = false;
    EXPECT_FALSE(world.by("ring", Collective::all_reduce, gigabyte));
    EXPECT_FALSE(world.by("tree", Collective::all_reduce, gigabyte));
    EXPECT_EQ(world.best(Collective::all_reduce, gigabyte).algorithm, "hierarchical");
    EXPECT_FALSE(world.by("no such algorithm", Collective::all_reduce, gigabyte));
}

TEST(Collective, BadArgumentsAreSentences) {
    World world{.shape = {5, {4, 0, 3}}};
    world.rates.groups = 2;
    EXPECT_THAT(
        world.problems({Collective::all_reduce, -1 * byte}),
        ElementsAre("size: expected 0 bytes or more, got -1 bytes",
                    "gpus_per_node: expected 1 to 4, the GPUs of a node, got 5",
                    "nodes_by_group: expected at least 1 node in each group, got 0 in the group at "
                    "position 2",
                    "nodes_by_group: expected at most 2, the groups of the network, got 3"));
    world.shape = {4, {}};
    EXPECT_THAT(world.problems(),
                ElementsAre("nodes_by_group: expected at least one group with nodes, got none"));
    world.shape = {1, {1}};
    EXPECT_THAT(world.problems(), ElementsAre());
    EXPECT_THAT(world.problems({Collective::point_to_point, byte}),
                ElementsAre("point to point: expected two ranks or more, got 1"));
}

TEST(Collective, AFabricWithoutALevelThatTheRanksNeedIsNamed) {
    World world{.shape = {4, {1, 1}}};
    world.rates.node.gpu_bandwidth = {};
    world.rates.node.nic_bandwidth = {};
    world.rates.taper_inside_group = 0;
    world.rates.global_per_group_pair = {};
    EXPECT_THAT(
        world.problems(),
        ElementsAre(
            "gpu_bandwidth: expected a bandwidth above 0, as a node has several ranks, got 0",
            "nic_bandwidth: expected a bandwidth above 0, as there are several nodes, got 0",
            "taper_inside_group: expected above 0, as the nodes have several leaf switches, got 0",
            "global_per_group_pair, global_per_group: expected links between groups, as the ranks "
            "are in several, got none"));
    world.rates.nodes_per_leaf = 0;
    EXPECT_THAT(world.problems(), testing::Contains("nodes_per_leaf: expected 1 or more, got 0"));
    // Of one node, too: leaves are counted by it.
    world = {.shape = {4, {1}}};
    world.rates.nodes_per_leaf = 0;
    EXPECT_THAT(world.problems(), ElementsAre("nodes_per_leaf: expected 1 or more, got 0"));
    // One GPU needs no bandwidths.
    world = {.shape = {1, {1}}};
    world.rates.node.gpu_bandwidth = world.rates.node.nic_bandwidth = {};
    world.rates.taper_inside_group = 0;
    EXPECT_THAT(world.problems(), ElementsAre());
    // Two nodes under the only leaf switch need no uplinks.
    world = {.shape = {1, {2}}};
    world.rates.taper_inside_group = 0;
    EXPECT_THAT(world.problems(), ElementsAre());
    EXPECT_DOUBLE_EQ(us(world.best(Collective::all_reduce, 25 * gigabyte).nics), 1e6);
}

TEST(CollectiveConstants, NcclHasNoHierarchicalAlgorithms) {
    World world{.shape = {4, {2, 2}}};
    const auto has = [&](std::string_view library, std::string_view algorithm) {
        world.constants = *find_collective_constants(library);
        return world.by(algorithm, Collective::all_reduce, gigabyte).has_value();
    };
    EXPECT_TRUE(has("NVLink 4", "ring"));
    EXPECT_TRUE(has("NVLink 4", "tree"));
    EXPECT_FALSE(has("NVLink 4", "hierarchical"));
    EXPECT_FALSE(has("NVLink 4", "hierarchical by group"));
    EXPECT_TRUE(has("JUPITER", "hierarchical"));
    EXPECT_FALSE(has("JUPITER", "hierarchical by group"));
    EXPECT_TRUE(has("MPI", "hierarchical by group"));
    // Of the rest none counts, however fast.
    world.constants = plain();
    const std::string_view only_trees[] = {"tree"};
    world.constants.algorithms = only_trees;
    EXPECT_EQ(world.best(Collective::all_reduce, gigabyte).algorithm, "tree");
    for (const CollectiveConstants& constants : collective_constants())
        for (const std::string_view name : constants.algorithms)
            EXPECT_TRUE(std::any_of(collective_algorithms().begin(), collective_algorithms().end(),
                                    [&](const auto& row) { return row.name == name; }))
                << name;
}

TEST(CollectiveConstants, AreFoundByTheirNames) {
    for (const CollectiveConstants& constants : collective_constants())
        EXPECT_EQ(find_collective_constants(constants.name), &constants);
    EXPECT_EQ(find_collective_constants("NVLink 9"), nullptr);
    EXPECT_EQ(nccl_constants("hopper", GpuLinks::mesh), find_collective_constants("NVLink 4"));
    EXPECT_EQ(nccl_constants("hopper", GpuLinks::nvswitch), find_collective_constants("NVLink 4"));
    EXPECT_EQ(nccl_constants("hopper", GpuLinks::host_bridge), nullptr);
    EXPECT_EQ(nccl_constants("cdna2", GpuLinks::mesh), nullptr);
}

}  // namespace
}  // namespace twin
