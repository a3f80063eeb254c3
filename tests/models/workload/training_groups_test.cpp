#include "models/workload/training_groups.h"

#include <gmock/gmock.h>

namespace twin {
namespace {

using testing::ElementsAre;

constexpr auto gigabyte_per_second = Bandwidth::from_si(1e9);

// Nodes of 8, two under a leaf; groups of the network joined by 100 GB/s.
FabricRates rates() {
    FabricRates rates;
    rates.node.gpus = rates.node.nics = 8;
    rates.nodes_per_leaf = 2;
    rates.groups = 3;
    rates.global_per_group = 200 * gigabyte_per_second;
    rates.global_per_group_pair = 100 * gigabyte_per_second;
    return rates;
}

TEST(TrainingGroups, KeepsNeighboursInTheNode) {
    const RankGroup group = rank_group({8, {4}}, rates(), 1, 8);
    EXPECT_EQ(group.shape.gpus_per_node, 8);
    EXPECT_THAT(group.shape.nodes_by_group, ElementsAre(1));
    EXPECT_FALSE(group.crosses_nodes());
    // 4 ranks, two GPUs apart.
    EXPECT_EQ(rank_group({8, {4}}, rates(), 2, 4).shape.gpus_per_node, 4);
}

TEST(TrainingGroups, StraddlesNodesThatItDoesNotDivide) {
    // 3 ranks on nodes of 4: the second group has a GPU of one node and two of the next.
    const RankGroup three = rank_group({4, {3}}, rates(), 1, 3);
    EXPECT_TRUE(three.crosses_nodes());
    EXPECT_EQ(three.shape.gpus_per_node, 1);
    // 6 on nodes of 8 lie by twos; in one node there is nothing to cross.
    EXPECT_EQ(rank_group({8, {3}}, rates(), 1, 6).shape.gpus_per_node, 2);
    EXPECT_FALSE(rank_group({4, {1}}, rates(), 1, 3).crosses_nodes());
}

TEST(TrainingGroups, TakesEveryNthGpuOfTheNodes) {
    // Tensor 2 and data 16: each data group has 4 GPUs on each of 4 nodes.
    const RankGroup data = rank_group({8, {4}}, rates(), 2, 16);
    EXPECT_EQ(data.shape.gpus_per_node, 4);
    EXPECT_THAT(data.shape.nodes_by_group, ElementsAre(4));
    // Tensor 8 on nodes of 4: two nodes, all of their GPUs.
    const RankGroup wide = rank_group({4, {8}}, rates(), 1, 8);
    EXPECT_EQ(wide.shape.gpus_per_node, 4);
    EXPECT_THAT(wide.shape.nodes_by_group, ElementsAre(2));
}

TEST(TrainingGroups, SharesLinksWithTheGroupsBeside) {
    // Data 8 over 8 nodes in three groups of the network; 8 such groups on the same nodes.
    const RankGroup data = rank_group({8, {3, 3, 2}}, rates(), 8, 8);
    EXPECT_THAT(data.shape.nodes_by_group, ElementsAre(3, 3, 2));
    EXPECT_DOUBLE_EQ(data.rates.global_per_group_pair.si(), 100e9 / 8);
    EXPECT_DOUBLE_EQ(data.rates.taper_inside_group, 1.0 / 8);
    // Every other node: those between send at the same time.
    const RankGroup sparse = rank_group({8, {4, 4}}, rates(), 16, 4);
    EXPECT_THAT(sparse.shape.nodes_by_group, ElementsAre(2, 2));
    EXPECT_DOUBLE_EQ(sparse.rates.global_per_group_pair.si(), 100e9 / 16);
    EXPECT_EQ(sparse.rates.nodes_per_leaf, 1);
}

TEST(TrainingGroups, CountsTheGroupThatLiesWidest) {
    // Blocks of 2 nodes: the first is in one group of the network, the second in two.
    EXPECT_THAT(rank_group({8, {3, 3}}, rates(), 8, 2).shape.nodes_by_group, ElementsAre(1, 1));
}

TEST(TrainingGroups, SendsToTheNextStageFromAllGpusOfANode) {
    const RankGroup next = neighbour_group({8, {4, 4}}, rates(), 16);
    EXPECT_EQ(next.shape.gpus_per_node, 8);
    EXPECT_THAT(next.shape.nodes_by_group, ElementsAre(1, 1));
    EXPECT_DOUBLE_EQ(next.rates.global_per_group_pair.si(), 50e9);  // two nodes of a stage
    // Stages in one node.
    EXPECT_THAT(neighbour_group({8, {1}}, rates(), 2).shape.nodes_by_group, ElementsAre(1));
}

}  // namespace
}  // namespace twin
