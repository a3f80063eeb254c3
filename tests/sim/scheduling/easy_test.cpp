#include "sim/scheduling/easy.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <random>

#include "tests/sim/scheduling/flat_driver.h"

namespace twin::testing {
namespace {

using ::testing::ElementsAre;

// In most cases: 10 nodes, job 0 holds 6 of them for 100 s, job 1 wants 8 and waits for it. So 4
// are free, the shadow is 100, and 2 are extra.

TEST(Easy, BackfillsWhatEndsBeforeTheShadow) {
    const auto starts = replay({{0, 6, 100, 100}, {1, 8, 10, 10}, {2, 4, 50, 50}}, 10, "easy");
    EXPECT_THAT(start_times(starts), ElementsAre(0, 100, 2));
    EXPECT_TRUE(starts[2].backfilled);
    EXPECT_FALSE(starts[1].backfilled);
}

TEST(Easy, BackfillsWhatEndsExactlyAtTheShadow) {
    EXPECT_THAT(start_times(replay({{0, 6, 100, 100}, {1, 8, 10, 10}, {2, 4, 98, 98}}, 10, "easy")),
                ElementsAre(0, 100, 2));
    EXPECT_THAT(start_times(replay({{0, 6, 100, 100}, {1, 8, 10, 10}, {2, 4, 99, 99}}, 10, "easy")),
                ElementsAre(0, 100, 110));
}

TEST(Easy, UsesExtraNodesPastTheShadow) {
    EXPECT_THAT(
        start_times(replay({{0, 6, 100, 100}, {1, 8, 10, 10}, {2, 2, 500, 500}}, 10, "easy")),
        ElementsAre(0, 100, 2));
    EXPECT_THAT(
        start_times(replay({{0, 6, 100, 100}, {1, 8, 10, 10}, {2, 3, 500, 500}}, 10, "easy")),
        ElementsAre(0, 100, 110));
}

TEST(Easy, SharesTheExtraNodes) {
    // 2 extra: jobs 2 and 4 take one each; job 3 (2 nodes) no longer gets them, nor does job 5.
    const auto starts = replay({{0, 6, 100, 100},
                                {1, 8, 10, 10},
                                {2, 1, 500, 500},
                                {2, 2, 500, 500},
                                {2, 1, 500, 500},
                                {2, 1, 500, 500}},
                               10, "easy");
    EXPECT_THAT(start_times(starts), ElementsAre(0, 100, 2, 110, 2, 110));
}

TEST(Easy, ShortJobsLeaveTheExtraNodes) {
    // Job 2 ends before the shadow, so both extra nodes are left for job 3.
    const auto starts =
        replay({{0, 6, 100, 100}, {1, 8, 10, 10}, {2, 2, 50, 50}, {2, 2, 500, 500}}, 10, "easy");
    EXPECT_THAT(start_times(starts), ElementsAre(0, 100, 2, 2));
}

TEST(Easy, JobsStartedInThePassCountForTheShadow) {
    // At 0 job 0 starts (ends at 100); job 1 waits for it. Job 2 may run until 100.
    const auto starts = replay({{0, 6, 100, 100}, {0, 8, 10, 10}, {0, 4, 100, 100}}, 10, "easy");
    EXPECT_THAT(start_times(starts), ElementsAre(0, 100, 0));
}

TEST(Easy, AnEarlyEndBringsTheHeadForward) {
    // Planned to end at 100, job 0 ends at 20: the head starts, although job 2 was backfilled.
    const auto starts = replay({{0, 6, 20, 100}, {1, 6, 10, 10}, {2, 4, 98, 98}}, 10, "easy");
    EXPECT_THAT(start_times(starts), ElementsAre(0, 20, 2));
}

TEST(Easy, TheHeadWaitsForABackfilledJobAfterAnEarlyEnd) {
    // The head would fit at 20, had job 2 not been backfilled until 100.
    const auto starts = replay({{0, 6, 20, 100}, {1, 8, 10, 10}, {2, 4, 98, 98}}, 10, "easy");
    EXPECT_THAT(start_times(starts), ElementsAre(0, 100, 2));
}

TEST(Easy, ReckonsWithTheKill) {
    const auto starts = replay({{0, 6, 1000, 100}, {1, 8, 10, 10}, {2, 4, 1000, 98}}, 10, "easy");
    EXPECT_THAT(start_times(starts), ElementsAre(0, 100, 2));
    EXPECT_EQ(starts[2].end, 100);
}

TEST(Easy, OnlyTheHeadHoldsAReservation) {
    // Job 3 takes the 2 nodes that the head leaves, and so delays job 2, which wants 9, to 503.
    const auto starts =
        replay({{0, 6, 100, 100}, {1, 8, 10, 10}, {2, 9, 10, 10}, {3, 2, 500, 500}}, 10, "easy");
    EXPECT_THAT(start_times(starts), ElementsAre(0, 100, 503, 3));
}

TEST(Easy, WhereTheHeadCanNeverStartAllThatFitsMay) {
    JobQueue queue;
    ReleaseProfile running;
    running.add({at_second(50), 9, 2});
    const auto head = queue.push_back({0, 8, std::chrono::seconds(10), {}});
    const auto next = queue.push_back({1, 3, std::chrono::hours(10), {}});
    std::vector<Start> starts;
    make_easy()->pass({at_second(0), 4, queue, running}, starts);
    ASSERT_EQ(starts.size(), 1u);
    EXPECT_EQ(starts[0].place, next);
    EXPECT_TRUE(starts[0].backfilled);
    EXPECT_LT(head, next);
}

TEST(EasyPerfect, PlansWithTheTrueRunTime) {
    const std::vector<FlatJob> jobs = {{0, 6, 100, 100}, {1, 8, 10, 10}, {2, 4, 50, 500}};
    EXPECT_THAT(start_times(replay(jobs, 10, "easy")), ElementsAre(0, 100, 110));
    EXPECT_THAT(start_times(replay(jobs, 10, "easy_perfect")), ElementsAre(0, 100, 2));
}

TEST(EasySequential, SubmissionsOfOneInstantPassOneByOne) {
    // Each of the first and third is submitted when it fits, so each gets its pass at 0.
    const std::vector<FlatJob> jobs = {{0, 6, 100, 100}, {0, 8, 10, 10}, {0, 4, 100, 100}};
    EXPECT_THAT(start_times(replay(jobs, 10, "easy_sequential")), ElementsAre(0, 100, 0));
}

TEST(EasySequential, SubmissionsComeBeforeCompletions) {
    // Job 0 ends early at 10, when job 2 arrives. Batch: its 6 nodes are back, the head starts and
    // job 2 waits. Sequential: job 2 comes first, is backfilled beside job 0 (it ends at 20), and
    // the head waits for it.
    const std::vector<FlatJob> jobs = {{0, 6, 10, 20}, {1, 8, 10, 10}, {10, 4, 10, 10}};
    EXPECT_THAT(start_times(replay(jobs, 10, "easy")), ElementsAre(0, 10, 20));
    EXPECT_THAT(start_times(replay(jobs, 10, "easy_sequential")), ElementsAre(0, 20, 10));
}

TEST(EasySequential, WhatIsExpectedToEndNowIsGone) {
    // Job 0 ends at 10 as planned: the job submitted at 10 fits, and its pass starts the head.
    const std::vector<FlatJob> jobs = {{0, 6, 10, 10}, {1, 8, 10, 10}, {10, 2, 100, 100}};
    EXPECT_THAT(start_times(replay(jobs, 10, "easy_sequential")), ElementsAre(0, 10, 10));
}

TEST(EasySequential, CompletionsPassOneByOne) {
    // At 10 both jobs of 3 nodes end early, which frees the head's 8 nodes only together. Batch:
    // it starts. Sequential: after the first one's end 7 are free, the shadow is still 20, and
    // job 3 is backfilled until then.
    const std::vector<FlatJob> jobs = {
        {0, 3, 10, 20}, {0, 3, 10, 20}, {1, 8, 10, 10}, {2, 5, 10, 10}};
    EXPECT_THAT(start_times(replay(jobs, 10, "easy")), ElementsAre(0, 0, 10, 20));
    EXPECT_THAT(start_times(replay(jobs, 10, "easy_sequential")), ElementsAre(0, 0, 20, 10));
}

// EASY from its definition: at every instant everything is reckoned anew from lists.
std::vector<std::int64_t> easy_from_scratch(const std::vector<FlatJob>& jobs, NodeCount pool) {
    std::vector<std::int64_t> start(jobs.size(), -1);
    const auto end_of = [&](std::size_t j) {
        return start[j] + std::min(jobs[j].run, jobs[j].limit);
    };
    for (std::int64_t t = 0;;) {
        std::vector<std::size_t> waiting, running;
        NodeCount free = pool;
        std::int64_t next = -1;
        const auto consider = [&](std::int64_t time) {
            if (time > t && (next < 0 || time < next))
                next = time;
        };
        for (std::size_t j = 0; j < jobs.size(); ++j) {
            if (jobs[j].submit <= t && start[j] < 0)
                waiting.push_back(j);
            if (start[j] >= 0 && end_of(j) > t) {
                running.push_back(j);
                free -= jobs[j].nodes;
            }
        }
        const auto begin = [&](std::size_t j) {
            start[j] = t;
            running.push_back(j);
            free -= jobs[j].nodes;
        };
        while (!waiting.empty() && jobs[waiting[0]].nodes <= free) {
            begin(waiting[0]);
            waiting.erase(waiting.begin());
        }
        if (!waiting.empty()) {
            std::int64_t shadow = -1;
            NodeCount extra = 0;
            for (const std::size_t candidate : running) {
                const std::int64_t at = start[candidate] + jobs[candidate].limit;
                NodeCount sum = free;
                for (const std::size_t r : running)
                    if (start[r] + jobs[r].limit <= at)
                        sum += jobs[r].nodes;
                if (sum >= jobs[waiting[0]].nodes && (shadow < 0 || at < shadow)) {
                    shadow = at;
                    extra = sum - jobs[waiting[0]].nodes;
                }
            }
            for (std::size_t i = 1; i < waiting.size(); ++i) {
                const FlatJob& job = jobs[waiting[i]];
                const bool in_time = t + job.limit <= shadow;
                if (job.nodes > free || !(in_time || job.nodes <= extra))
                    continue;
                begin(waiting[i]);
                if (!in_time)
                    extra -= job.nodes;
            }
        }
        for (std::size_t j = 0; j < jobs.size(); ++j) {
            consider(jobs[j].submit);
            if (start[j] >= 0)
                consider(end_of(j));
        }
        if (next < 0)
            return start;
        t = next;
    }
}

TEST(Easy, EqualsEasyFromScratch) {
    std::mt19937 random(42);
    const auto draw = [&](int n) { return static_cast<int>(random() % static_cast<unsigned>(n)); };
    for (int workload = 0; workload < 2000; ++workload) {
        const NodeCount pool = 1 + draw(20);
        const int span = 1 + draw(200);
        std::vector<FlatJob> jobs(static_cast<std::size_t>(1 + draw(60)));
        for (FlatJob& job : jobs) {
            const int run = 1 + draw(40);
            job = {draw(span), 1 + draw(pool), run, std::max(1, run + draw(30) - 5)};
        }
        std::stable_sort(jobs.begin(), jobs.end(),
                         [](const FlatJob& a, const FlatJob& b) { return a.submit < b.submit; });
        ASSERT_EQ(start_times(replay(jobs, pool, "easy")), easy_from_scratch(jobs, pool))
            << "workload " << workload;
    }
}

}  // namespace
}  // namespace twin::testing
