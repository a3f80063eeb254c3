#include "sim/scheduling/fcfs.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/sim/scheduling/flat_driver.h"

namespace twin::testing {
namespace {

using ::testing::ElementsAre;

TEST(Fcfs, NothingPassesTheHead) {
    // Job 1 needs all 4 nodes and waits for job 0; job 2 would fit beside job 0 but stands behind.
    const auto starts = replay({{0, 3, 10, 10}, {1, 4, 5, 5}, {2, 1, 1, 1}}, 4, "fcfs");
    EXPECT_THAT(start_times(starts), ElementsAre(0, 10, 15));
    EXPECT_FALSE(starts[2].backfilled);
}

TEST(Fcfs, StartsAllThatFitFromTheHead) {
    const auto starts = replay({{0, 1, 9, 9}, {0, 2, 9, 9}, {0, 2, 1, 1}, {0, 1, 1, 1}}, 4, "fcfs");
    EXPECT_THAT(start_times(starts), ElementsAre(0, 0, 9, 9));
}

TEST(Fcfs, KillsAtTheLimitAndUsesEarlyEnds) {
    // Job 0 would run 100 s but is killed after 10; job 1 ends 15 s before its limit.
    const auto starts = replay({{0, 2, 100, 10}, {0, 2, 5, 20}, {0, 2, 1, 1}}, 2, "fcfs");
    EXPECT_THAT(start_times(starts), ElementsAre(0, 10, 15));
    EXPECT_EQ(starts[0].end, 10);
}

TEST(Fcfs, StartsAtTheInstantOfAnEnd) {
    const auto starts = replay({{0, 2, 10, 10}, {10, 2, 1, 1}}, 2, "fcfs");
    EXPECT_THAT(start_times(starts), ElementsAre(0, 10));
}

}  // namespace
}  // namespace twin::testing
