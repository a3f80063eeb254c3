#include "models/site/node_ranges.h"

#include <gtest/gtest.h>

namespace twin {
namespace {

TEST(NodeRanges, WithoutOthersAreWhatIsLeft) {
    const NodeRanges nodes = {{0, 10}, {20, 10}};
    EXPECT_EQ(without(nodes, NodeRanges{}), nodes);
    // 2 to 3, 8 to 21 and 29 on are gone.
    const NodeRanges left = without(nodes, NodeRanges{{2, 2}, {8, 14}, {29, 5}});
    EXPECT_EQ(left, (NodeRanges{{0, 2}, {4, 4}, {22, 7}}));
    EXPECT_EQ(count_of(left), 13);
    EXPECT_EQ(without(nodes, NodeRanges{{0, 30}}), NodeRanges{});
}

}  // namespace
}  // namespace twin
