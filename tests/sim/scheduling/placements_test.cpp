#include "sim/scheduling/placements.h"

#include <gtest/gtest.h>

namespace twin {
namespace {

// Four groups of ten nodes, of which 4, 10, 7 and 7 are free.
FreeNodes four_groups() {
    const NodeRanges groups = {{0, 10}, {10, 10}, {20, 10}, {30, 10}};
    FreeNodes free(40, groups);
    free.insert({0, 4});
    free.insert({10, 10});
    free.insert({23, 7});
    free.insert({30, 7});
    return free;
}

NodeRanges place(std::string_view placement, FreeNodes& free, NodeCount nodes) {
    return find_placement(placement)->place(free, nodes);
}

TEST(Placements, LowestFirst) {
    FreeNodes free = four_groups();
    EXPECT_EQ(place("lowest_first", free, 6), (NodeRanges{{0, 4}, {10, 2}}));
    EXPECT_EQ(place("lowest_first", free, 20), (NodeRanges{{12, 8}, {23, 12}}));
}

TEST(Placements, ByGroupTakesTheTightestGroupThatFits) {
    FreeNodes free = four_groups();
    EXPECT_EQ(place("by_group", free, 7), (NodeRanges{{23, 7}}));  // the lower of two that fit
    EXPECT_EQ(place("by_group", free, 5), (NodeRanges{{30, 5}}));
    EXPECT_EQ(place("by_group", free, 2), (NodeRanges{{35, 2}}));
    EXPECT_EQ(place("by_group", free, 3), (NodeRanges{{0, 3}}));
}

TEST(Placements, ByGroupFillsTheFullestThenTheTightest) {
    FreeNodes free = four_groups();
    // 10 of group 1, then 4 of the tightest that holds the rest: group 0.
    EXPECT_EQ(place("by_group", free, 14), (NodeRanges{{0, 4}, {10, 10}}));
    // Groups 2 and 3 are left, equally full, and touch.
    EXPECT_EQ(place("by_group", free, 13), (NodeRanges{{23, 13}}));
    EXPECT_EQ(free.count(), 1);
}

TEST(Placements, AreFoundByName) {
    EXPECT_EQ(placements().size(), 2u);
    EXPECT_EQ(find_placement("nowhere"), nullptr);
}

}  // namespace
}  // namespace twin
