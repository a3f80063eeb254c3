#include "sim/scheduling/conservative.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <random>

#include "tests/sim/scheduling/flat_driver.h"

namespace twin::testing {
namespace {

using ::testing::ElementsAre;

TEST(Conservative, BackfillsWithoutDelayingAnyReservation) {
    // 10 nodes. Job 1 is reserved [100, 110), job 2 (9 nodes) [110, 120). Job 3 would delay job 2,
    // which EASY allows, and gets [120, 620).
    const std::vector<FlatJob> jobs = {
        {0, 6, 100, 100}, {1, 8, 10, 10}, {2, 9, 10, 10}, {3, 2, 500, 500}, {4, 4, 96, 96}};
    EXPECT_THAT(start_times(replay(jobs, 10, "easy")), ElementsAre(0, 100, 503, 3, 110));
    const auto starts = replay(jobs, 10, "conservative");
    EXPECT_THAT(start_times(starts), ElementsAre(0, 100, 110, 120, 4));
    EXPECT_TRUE(starts[4].backfilled);
    EXPECT_FALSE(starts[3].backfilled);
}

TEST(Conservative, AnEarlyEndMovesReservationsInQueueOrder) {
    // Job 0 ends at 20 instead of 100: job 1 moves from 100 to 20, job 2 from 110 to 30.
    const std::vector<FlatJob> jobs = {{0, 6, 20, 100}, {1, 8, 10, 10}, {2, 9, 10, 10}};
    EXPECT_THAT(start_times(replay(jobs, 10, "conservative")), ElementsAre(0, 20, 30));
}

// A cluster whose state the test writes by hand.
class ConservativeByHand : public ::testing::Test {
  protected:
    QueuePlace submit(NodeCount nodes, std::int64_t planned) {
        return queue_.push_back({next_job_++, nodes, std::chrono::seconds(planned), {}});
    }
    std::vector<QueuePlace> pass(std::int64_t now, NodeCount free) {
        std::vector<Start> starts;
        policy_.pass({at_second(now), free, queue_, running_}, starts);
        std::vector<QueuePlace> places;
        for (const Start& start : starts) {
            const WaitingJob& job = queue_.at(start.place);
            running_.add({expected_end(at_second(now), job.planned), job.job, job.nodes});
            places.push_back(start.place);
        }
        for (const QueuePlace place : places)
            queue_.remove(place);
        return places;
    }
    std::optional<SimTime> reserved(QueuePlace place) const {
        return policy_.reserved_start(place);
    }

    JobQueue queue_;
    ReleaseProfile running_;
    Conservative policy_;
    JobIndex next_job_ = 0;
};

TEST_F(ConservativeByHand, LostNodesMakeANewPlanInQueueOrder) {
    const auto a = submit(6, 100);
    const auto b = submit(8, 10);
    const auto c = submit(3, 200);
    EXPECT_THAT(pass(0, 10), ElementsAre(a));
    EXPECT_EQ(reserved(b), at_second(100));
    EXPECT_EQ(reserved(c), at_second(110));
    // 3 of the 4 free nodes fail: b (8 nodes) finds no place any more, c moves up behind a.
    EXPECT_THAT(pass(50, 1), ElementsAre());
    EXPECT_EQ(reserved(b), std::nullopt);
    EXPECT_EQ(reserved(c), at_second(100));
    // They come back. b finds a place behind c, [100, 300); c moves to 60, and b follows.
    EXPECT_THAT(pass(60, 4), ElementsAre(c));
    EXPECT_EQ(reserved(b), at_second(260));
}

TEST_F(ConservativeByHand, LostNodesThatThePlanDoesNotNeedChangeNothing) {
    const auto a = submit(6, 100);
    const auto b = submit(8, 10);
    EXPECT_THAT(pass(0, 10), ElementsAre(a));
    EXPECT_THAT(pass(50, 2), ElementsAre());
    EXPECT_EQ(reserved(b), at_second(100));
}

TEST_F(ConservativeByHand, ACancelledJobLeavesItsReservation) {
    const auto a = submit(6, 100);
    const auto b = submit(8, 10);
    const auto c = submit(5, 20);
    EXPECT_THAT(pass(0, 10), ElementsAre(a));
    EXPECT_EQ(reserved(c), at_second(110));
    queue_.remove(b);
    EXPECT_THAT(pass(1, 4), ElementsAre());
    EXPECT_EQ(reserved(c), at_second(100));
}

TEST_F(ConservativeByHand, AMissedStartMakesANewPlan) {
    const auto a = submit(6, 100);
    const auto b = submit(8, 10);
    EXPECT_THAT(pass(0, 10), ElementsAre(a));
    running_.remove(at_second(100), 0);
    EXPECT_THAT(pass(130, 10), ElementsAre(b));
}

TEST_F(ConservativeByHand, AJobPastItsExpectedEndHoldsItsNodes) {
    const auto a = submit(6, 100);
    const auto b = submit(8, 10);
    EXPECT_THAT(pass(0, 10), ElementsAre(a));
    EXPECT_THAT(pass(100, 4), ElementsAre());
    running_.remove(at_second(100), 0);
    EXPECT_THAT(pass(101, 10), ElementsAre(b));
}

TEST_F(ConservativeByHand, TakesOverAQueueInMidRun) {
    running_.add({at_second(40), 100, 7});
    const auto a = submit(4, 10);
    const auto b = submit(3, 60);
    const auto c = submit(3, 40);
    EXPECT_THAT(pass(0, 3), ElementsAre(b));
    EXPECT_EQ(reserved(a), at_second(40));
    EXPECT_EQ(reserved(c), at_second(40));
}

std::vector<FlatJob> random_jobs(std::mt19937& random, NodeCount pool) {
    const auto draw = [&](int n) { return static_cast<int>(random() % static_cast<unsigned>(n)); };
    const int span = 1 + draw(150);
    std::vector<FlatJob> jobs(static_cast<std::size_t>(1 + draw(40)));
    for (FlatJob& job : jobs) {
        const int run = 1 + draw(30);
        job = {draw(span), 1 + draw(pool), run, std::max(1, run + draw(3) * draw(20) - 3)};
    }
    std::stable_sort(jobs.begin(), jobs.end(),
                     [](const FlatJob& a, const FlatJob& b) { return a.submit < b.submit; });
    return jobs;
}

TEST(Conservative, NothingStartsLaterThanFirstReserved) {
    std::mt19937 random(9);
    const SchedulerRow& row = *find_scheduler("conservative");
    for (int workload = 0; workload < 300; ++workload) {
        const NodeCount pool = 1 + static_cast<NodeCount>(random() % 20);
        const auto jobs = random_jobs(random, pool);
        std::vector<std::optional<SimTime>> latest(jobs.size());
        Conservative policy;
        FlatDriver driver(jobs, pool, row, policy, [&](FlatDriver& state) {
            ASSERT_GE(state.free(), 0);
            for (std::size_t j = 0; j < jobs.size(); ++j) {
                if (state.place_of(j) < 0 || state.starts()[j].start >= 0)
                    continue;
                const auto start = policy.reserved_start(state.place_of(j));
                ASSERT_TRUE(start);
                ASSERT_LE(*start, latest[j].value_or(sim_never));
                latest[j] = start;
            }
        });
        const auto& starts = driver.run();
        for (std::size_t j = 0; j < jobs.size(); ++j) {
            ASSERT_GE(starts[j].start, jobs[j].submit);
            ASSERT_LE(at_second(starts[j].start), latest[j].value_or(sim_never));
        }
    }
}

// The definition, with one number of free nodes for every second to come.
std::vector<std::int64_t> conservative_from_scratch(const std::vector<FlatJob>& jobs,
                                                    NodeCount pool) {
    constexpr std::int64_t horizon = 4000;
    constexpr std::int64_t none = -1;
    std::vector<std::int64_t> start(jobs.size(), none);  // reserved, or past
    std::vector<NodeCount> level(horizon);
    for (std::int64_t t = 0; t < horizon / 2; ++t) {
        const auto end_of = [&](std::size_t j) {
            return start[j] + std::min(jobs[j].run, jobs[j].limit);
        };
        const auto occupy = [&](std::size_t j, NodeCount nodes) {
            const bool ended = start[j] < t && end_of(j) <= t;
            for (std::int64_t s = start[j]; s < start[j] + jobs[j].limit && !ended; ++s)
                level[s] -= nodes;
        };
        std::fill(level.begin(), level.end(), pool);
        bool ended_early = false;
        for (std::size_t j = 0; j < jobs.size(); ++j) {
            if (start[j] == none)
                continue;
            occupy(j, jobs[j].nodes);
            ended_early |= start[j] < t && end_of(j) == t && jobs[j].run < jobs[j].limit;
        }
        const auto earliest = [&](std::size_t j) {
            std::int64_t enough = 0;
            std::int64_t s = t;
            for (; enough < jobs[j].limit; ++s)
                enough = level[s] >= jobs[j].nodes ? enough + 1 : 0;
            return s - jobs[j].limit;
        };
        for (bool moved = ended_early; moved;) {
            moved = false;
            for (std::size_t j = 0; j < jobs.size(); ++j) {
                if (start[j] < t)
                    continue;
                const std::int64_t old = start[j];
                occupy(j, -jobs[j].nodes);
                start[j] = earliest(j);
                occupy(j, jobs[j].nodes);
                moved |= start[j] < old;
            }
        }
        for (std::size_t j = 0; j < jobs.size(); ++j) {
            if (jobs[j].submit != t)
                continue;
            start[j] = earliest(j);
            occupy(j, jobs[j].nodes);
        }
    }
    return start;
}

TEST(Conservative, EqualsConservativeFromScratch) {
    std::mt19937 random(21);
    for (int workload = 0; workload < 100; ++workload) {
        const NodeCount pool = 1 + static_cast<NodeCount>(random() % 20);
        const auto jobs = random_jobs(random, pool);
        ASSERT_EQ(start_times(replay(jobs, pool, "conservative")),
                  conservative_from_scratch(jobs, pool))
            << "workload " << workload;
    }
}

}  // namespace
}  // namespace twin::testing
