#include "sim/scheduling/free_nodes.h"

#include <algorithm>
#include <gtest/gtest.h>
#include <random>

namespace twin {
namespace {

NodeRanges groups_of(NodeCount nodes, NodeCount size) {
    NodeRanges groups;
    for (NodeIndex first = 0; first < nodes; first += size)
        groups.push_back({first, std::min(size, nodes - first)});
    return groups;
}

TEST(FreeNodes, TakesTheLowestMerged) {
    FreeNodes free(200, groups_of(200, 200));
    EXPECT_EQ(free.count(), 0);
    free.insert({3, 2});
    free.insert({60, 10});
    free.insert({150, 5});
    NodeRanges taken;
    free.take_lowest(9, taken);
    EXPECT_EQ(taken, (NodeRanges{{3, 2}, {60, 7}}));
    free.take_lowest(5, taken);  // goes on where the last range ended
    EXPECT_EQ(taken, (NodeRanges{{3, 2}, {60, 10}, {150, 2}}));
    EXPECT_EQ(free.count(), 3);
    EXPECT_FALSE(free.contains(151));
    EXPECT_TRUE(free.contains(152));
}

TEST(FreeNodes, KnowsGroupsThatCrossWords) {
    FreeNodes free(150, groups_of(150, 50));
    free.insert({0, 150});
    free.erase({45, 20});  // 5 of group 0, 15 of group 1
    EXPECT_EQ(free.count_in_group(0), 45);
    EXPECT_EQ(free.count_in_group(1), 35);
    EXPECT_EQ(free.count_in_group(2), 50);
    EXPECT_EQ(free.tightest_group(30), 1);
    EXPECT_EQ(free.tightest_group(36), 0);
    EXPECT_EQ(free.tightest_group(51), std::nullopt);
    EXPECT_EQ(free.fullest_group(), 2);
    NodeRanges taken;
    free.take_lowest_in_group(1, 35, taken);
    EXPECT_EQ(taken, (NodeRanges{{65, 35}}));
    free.insert({45, 5});
    EXPECT_EQ(free.fullest_group(), 0);  // the lowest of equals
    EXPECT_EQ(free.tightest_group(50), 0);
}

TEST(FreeNodes, NoNodeIsInNoGroup) {
    FreeNodes free(10, groups_of(10, 5));
    EXPECT_EQ(free.fullest_group(), std::nullopt);
    EXPECT_EQ(free.tightest_group(1), std::nullopt);
}

struct Shape {
    NodeCount nodes;
    NodeCount group;
};

class FreeNodesRandom : public ::testing::TestWithParam<Shape> {};

TEST_P(FreeNodesRandom, EqualsAVectorOfBools) {
    const auto [nodes, size] = GetParam();
    std::mt19937 random(3);
    const auto draw = [&](NodeCount n) {
        return static_cast<NodeCount>(random() % static_cast<unsigned>(n));
    };
    const NodeRanges groups = groups_of(nodes, size);
    FreeNodes free(nodes, groups);
    std::vector<bool> naive(static_cast<std::size_t>(nodes), false);
    const auto count = [&](NodeRange range) {
        return static_cast<NodeCount>(
            std::count(naive.begin() + range.first, naive.begin() + range.end(), true));
    };
    for (int step = 0; step < 1500; ++step) {
        // A random stretch, cut where its state changes.
        const NodeIndex first = draw(nodes);
        NodeRange range{first, 0};
        const NodeCount longest = 1 + draw(std::min<NodeCount>(nodes - first, 300));
        while (range.count < longest && naive[range.end()] == naive[first])
            ++range.count;
        if (naive[first])
            free.erase(range);
        else
            free.insert(range);
        const bool state = !naive[first];
        std::fill(naive.begin() + range.first, naive.begin() + range.end(), state);

        NodeRange within{0, nodes};
        const auto group = static_cast<std::size_t>(draw(static_cast<NodeCount>(groups.size())));
        const bool grouped = step % 2 == 0;
        if (grouped)
            within = groups[group];
        const NodeCount wanted = draw(std::min(count(within), 100) + 1);
        NodeRanges taken;
        if (grouped)
            free.take_lowest_in_group(static_cast<GroupIndex>(group), wanted, taken);
        else
            free.take_lowest(wanted, taken);
        NodeRanges expected;
        NodeCount left = wanted;
        for (NodeIndex node = within.first; left > 0; ++node) {
            if (!naive[node])
                continue;
            naive[node] = false;
            --left;
            if (!expected.empty() && expected.back().end() == node)
                ++expected.back().count;
            else
                expected.push_back({node, 1});
        }
        ASSERT_EQ(taken, expected);

        ASSERT_EQ(free.count(), count({0, nodes}));
        const NodeCount asked = 1 + draw(size);
        std::optional<std::size_t> tightest;
        std::size_t fullest = 0;
        for (std::size_t g = 0; g < groups.size(); ++g) {
            const NodeCount n = count(groups[g]);
            ASSERT_EQ(free.count_in_group(static_cast<GroupIndex>(g)), n);
            if (n >= asked && (!tightest || n < count(groups[*tightest])))
                tightest = g;
            if (n > count(groups[fullest]))
                fullest = g;
        }
        ASSERT_EQ(free.tightest_group(asked), tightest);
        ASSERT_EQ(free.fullest_group(),
                  free.count() > 0 ? std::optional<GroupIndex>(fullest) : std::nullopt);
        const NodeIndex probe = draw(nodes);
        ASSERT_EQ(free.contains(probe), naive[probe]);
    }
}

INSTANTIATE_TEST_SUITE_P(Shapes, FreeNodesRandom,
                         ::testing::Values(Shape{1, 1}, Shape{64, 64}, Shape{65, 7},
                                           Shape{5884, 240}, Shape{700, 1}, Shape{9000, 9000}));

}  // namespace
}  // namespace twin
