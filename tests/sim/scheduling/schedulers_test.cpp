#include "sim/scheduling/schedulers.h"

#include <gtest/gtest.h>

namespace twin {
namespace {

TEST(Schedulers, AreFoundByName) {
    for (const auto& row : schedulers()) {
        EXPECT_EQ(find_scheduler(row.name), &row);
        EXPECT_NE(row.make(), nullptr);
    }
    EXPECT_EQ(find_scheduler("lottery"), nullptr);
}

TEST(Schedulers, SayHowEventsReachThem) {
    EXPECT_EQ(find_scheduler("easy")->event_rule, EventRule::batch);
    EXPECT_EQ(find_scheduler("easy_sequential")->event_rule, EventRule::sequential);
    EXPECT_TRUE(find_scheduler("easy_perfect")->knows_run_time);
    EXPECT_FALSE(find_scheduler("easy")->knows_run_time);
}

TEST(ExpectedEnd, StopsAtTheEndOfTheClock) {
    const SimTime now(std::chrono::seconds(5));
    EXPECT_EQ(expected_end(now, std::chrono::seconds(2)), SimTime(std::chrono::seconds(7)));
    EXPECT_EQ(expected_end(now, SimDuration::max()), sim_never);
}

}  // namespace
}  // namespace twin
