#include "gui/run/start_prediction.h"

#include <gtest/gtest.h>

#include "tests/gui/made_jobs.h"
#include "tests/sim/results/tiny_run.h"

namespace twin {
namespace {

constexpr double never = JobStore::never;
constexpr double minute = 60;

// A pool of ten nodes. Two jobs of 60 min have ended, after 15 and 45 min: shares of 0.25 and 0.75,
// 0.5 on average. At 60 min two run:
//   2: 6 nodes since 50 min, limit 100 min. 0.1 of it is over; those that ran more ran 0.5: likely
//      until 50 + 50 = 100 min, at most until 150 min.
//   3: 4 nodes since 0, limit 120 min. 0.5 of it is over; the one that ran more ran 0.75: likely
//      until 90 min, at most until 120 min.
// and four wait: 4 for 8 nodes and 60 min, 5 for 2 and 60 min, 6 for 2 and 20 min, 7 for 11.
class Starts : public testing::Test {
  protected:
    Starts() {
        const auto job = [](double submit, double start, double end, std::int32_t nodes) {
            const double at_end = end == never ? never : end * minute;
            const double at_start = start == never ? never : start * minute;
            return MadeJob{submit * minute, at_start, at_end, {{0, nodes}}};
        };
        // What the recorded run did with those that wait is known to look_back() alone.
        jobs_ = made_jobs({job(0, 0, 15, 1), job(0, 0, 45, 1), job(0, 50, 115, 6), job(0, 0, 85, 4),
                           job(51, 110, 140, 8), job(52, 85, 100, 2), job(53, 150, 160, 2),
                           job(54, never, never, 11)});
        int row = 0;
        for (const double limit : {60, 60, 100, 120, 60, 60, 20, 60})
            jobs_.limit_s[std::size_t(row++)] = float(limit * minute);
    }
    static void expect_start(const StartPrediction& all, JobRow row, double likely, double latest) {
        const StartEstimate* const estimate = all.of(row);
        ASSERT_NE(estimate, nullptr) << row;
        EXPECT_DOUBLE_EQ(estimate->likely_s, likely * minute) << row;
        EXPECT_DOUBLE_EQ(estimate->latest_s, latest * minute) << row;
    }
    JobStore jobs_;
    NodeRanges nodes_ = {{0, 10}};
};

// Latest: 4 nodes are free from 120, ten from 150 min. Job 4 takes 8 of them then; beside it 2 are
// left, so that job 5 fits in at 120 min, and job 6 beside it from 120 to 140 min.
// Likely: 4 free from 90, ten from 100 min; jobs run half their limits. Job 4 from 100 to 130 min,
// job 5 from 90 to 120 min, job 6 beside it from 90 to 100 min.
TEST_F(Starts, FillsHolesThatDelayNobody) {
    const StartPrediction all = predict_starts(jobs_, 60 * minute, nodes_, Passing::holes);
    EXPECT_EQ(all.ended, 2);
    EXPECT_DOUBLE_EQ(all.mean_share, 0.5);
    EXPECT_EQ(all.estimates.size(), 3U);
    EXPECT_EQ(all.too_large, 1);
    expect_start(all, 4, 100, 150);
    expect_start(all, 5, 90, 120);
    expect_start(all, 6, 90, 120);
    EXPECT_EQ(all.of(7), nullptr);
    EXPECT_EQ(all.of(2), nullptr);  // it runs
}

// Nobody passes job 4: job 5 starts with it, job 6 when job 5 or 4 ends.
TEST_F(Starts, KeepsTheOrderUnderFcfs) {
    const StartPrediction all = predict_starts(jobs_, 60 * minute, nodes_, Passing::nobody);
    expect_start(all, 4, 100, 150);
    expect_start(all, 5, 100, 150);
    expect_start(all, 6, 130, 210);
}

// EASY comes to the same. Likely: at 90 min job 4 would fit at 150 min by the wall time of job 2,
// and leave 2 nodes over; job 5 would have ended by then, as would job 6, which ends at 100 min, as
// job 2 does: then 8 nodes are free. Latest: at 120 min job 5 would not have ended by 150 min, but
// takes the 2 nodes left over; job 6 would have.
TEST_F(Starts, FillsWhatTheFirstLeavesUnderEasy) {
    const StartPrediction all = predict_starts(jobs_, 60 * minute, nodes_, Passing::not_first);
    EXPECT_EQ(all.estimates.size(), 3U);
    EXPECT_EQ(all.too_large, 1);
    expect_start(all, 4, 100, 150);
    expect_start(all, 5, 90, 120);
    expect_start(all, 6, 90, 120);
}

// Four nodes, two of them busy until 100 min. Job 1 takes 3 from 100 to 200 min and leaves one
// over. EASY starts job 3 on it at once, for 250 min, so that job 2, for all four, waits until
// then; conservative backfilling keeps 200 to 300 min for job 2, and job 3 comes behind it.
TEST(StartsUnderPolicies, DelayTheSecondOrNot) {
    const auto waiting = [](double submit, std::int32_t nodes) {
        return MadeJob{submit, never, never, {{0, nodes}}};
    };
    JobStore jobs =
        made_jobs({{0, 0, 100 * minute, {{0, 2}}}, waiting(1, 3), waiting(2, 4), waiting(3, 1)});
    jobs.limit_s = {float(100 * minute), float(100 * minute), float(100 * minute),
                    float(250 * minute)};
    const auto latest = [&](Passing passing) {
        std::vector<double> starts;
        for (const StartEstimate& estimate :
             predict_starts(jobs, minute, {{0, 4}}, passing).estimates)
            starts.push_back(estimate.latest_s / minute);
        return starts;
    };
    EXPECT_EQ(latest(Passing::holes), (std::vector<double>{100, 200, 300}));
    EXPECT_EQ(latest(Passing::not_first), (std::vector<double>{100, 251, 1}));
    EXPECT_EQ(latest(Passing::nobody), (std::vector<double>{100, 200, 300}));
}

// Without a job that has ended the wall times are all that is known.
TEST_F(Starts, AreTheLatestWhereNothingHasEnded) {
    jobs_.end_s[0] = jobs_.end_s[1] = 300 * minute;
    nodes_ = {{0, 12}};
    const StartPrediction all = predict_starts(jobs_, 60 * minute, nodes_, Passing::holes);
    EXPECT_EQ(all.ended, 0);
    for (const StartEstimate& estimate : all.estimates)
        EXPECT_EQ(estimate.likely_s, estimate.latest_s);
}

// Job 1 was lost at 30 min and put back behind job 2, which came at 10 min. The only nodes are
// busy until 100 min; 60 min later the second of them may start.
TEST(StartsOfLost, StandBehindThoseThatCameBefore) {
    JobStore jobs = made_jobs({{0, 0, 100 * minute, {{0, 4}}},
                               {minute, 200 * minute, 260 * minute, {{0, 4}}},
                               {10 * minute, 100 * minute, 160 * minute, {{0, 4}}}});
    jobs.requeues[1] = 1;
    jobs.lost = {{1, 2 * minute, 30 * minute}};
    const StartPrediction all = predict_starts(jobs, 40 * minute, {{0, 4}}, Passing::holes);
    ASSERT_EQ(all.estimates.size(), 2U);
    EXPECT_DOUBLE_EQ(all.of(2)->latest_s, 100 * minute);
    EXPECT_DOUBLE_EQ(all.of(1)->latest_s, 160 * minute);
}

// Of four nodes job 0 runs on two until 100 min, job 1 on two until 200 min. Nodes 0 and 1 are
// drained: job 0 runs on, but what it leaves takes no job. Job 2, for two, waits for job 1; job 3
// asks for more than are in service.
TEST(StartsOnDrained, DoNotTakeWhatTheirJobsLeave) {
    JobStore jobs = made_jobs({{0, 0, 100 * minute, {{0, 2}}},
                               {0, 0, 200 * minute, {{2, 2}}},
                               {minute, never, never, {{0, 2}}},
                               {minute, never, never, {{0, 3}}}});
    jobs.limit_s[2] = jobs.limit_s[3] = float(60 * minute);
    for (const Passing passing : {Passing::nobody, Passing::not_first, Passing::holes}) {
        const StartPrediction all = predict_starts(jobs, 2 * minute, {{2, 2}}, passing);
        ASSERT_EQ(all.estimates.size(), 1U);
        EXPECT_DOUBLE_EQ(all.of(2)->latest_s, 200 * minute);
        EXPECT_EQ(all.too_large, 1);
    }
}

// Of the tiny site's twelve nodes those of rack 3 are lost at 100 s and come back at 200 s; the
// partition is of ten nodes, and of six between 150 and 300 s.
TEST(InService, IsKnownByWhatHasHappened) {
    RunFacts facts;
    facts.summary.nodes = 12;
    facts.settings = {{"scheduling.partition_nodes", "10", "default"}};
    facts.events = {{at_second(100), "lose", "rack 3", "4 nodes down, 0 jobs requeued"},
                    {at_second(150), "set", "scheduling.partition_nodes = 6", ""},
                    {at_second(200), "restore", "rack 3", "4 nodes free again"},
                    {at_second(300), "set", "scheduling.partition_nodes as before", ""}};
    facts.outages = Outages(facts.events, tiny_site());
    EXPECT_EQ(in_service(facts, 99), (NodeRanges{{0, 10}}));
    EXPECT_EQ(in_service(facts, 100), (NodeRanges{{0, 8}}));
    EXPECT_EQ(in_service(facts, 150), (NodeRanges{{0, 6}}));
    EXPECT_EQ(in_service(facts, 250), (NodeRanges{{0, 6}}));
    EXPECT_EQ(in_service(facts, 300), (NodeRanges{{0, 10}}));
}

// The only job waits at 1 min, starts as likely at 10 min, is lost at 20 min and starts anew at 90
// min: of that the estimate knew nothing.
TEST(StartsOfLost, AreComparedWithTheNextStart) {
    JobStore jobs =
        made_jobs({{0, 0, 10 * minute, {{0, 4}}}, {0, 90 * minute, 150 * minute, {{0, 4}}}});
    jobs.requeues[1] = 1;
    jobs.lost = {{1, 10 * minute, 20 * minute}};
    const StartPrediction all = predict_starts(jobs, minute, {{0, 4}}, Passing::not_first);
    ASSERT_EQ(all.estimates.size(), 1U);
    EXPECT_DOUBLE_EQ(all.estimates[0].likely_s, 10 * minute);
    const Hindsight seen = look_back(jobs, all);
    EXPECT_EQ(seen.within, 1);
    EXPECT_EQ(seen.late, 0);
    EXPECT_EQ(next_start(jobs, 1, 15 * minute), 90 * minute);
    EXPECT_EQ(next_start(jobs, 1, 90 * minute), never);
}

// Job 4 started at 110 of 100 to 150, job 5 at 85 before 90, job 6 at 150 after 120 min: off by 10,
// 5 and 60 min.
TEST_F(Starts, AreComparedWithWhatHappened) {
    const Hindsight seen =
        look_back(jobs_, predict_starts(jobs_, 60 * minute, nodes_, Passing::holes));
    EXPECT_EQ(seen.started, 3);
    EXPECT_EQ(seen.within, 1);
    EXPECT_EQ(seen.early, 1);
    EXPECT_EQ(seen.late, 1);
    EXPECT_DOUBLE_EQ(seen.median_miss_s, 10 * minute);
}

TEST(StartsOfMany, HaveAnEnd) {
    std::vector<MadeJob> made(StartPrediction::most_jobs + 5, {0, never, never, {{0, 1}}});
    JobStore jobs = made_jobs(made);
    for (float& limit : jobs.limit_s)
        limit = 60;
    const StartPrediction all = predict_starts(jobs, 10, {{0, 1}}, Passing::holes);
    EXPECT_EQ(all.estimates.size(), StartPrediction::most_jobs);
    EXPECT_EQ(all.too_far, 5);
    // One behind the other, a minute each.
    EXPECT_DOUBLE_EQ(all.estimates.back().latest_s, 10 + 60.0 * (StartPrediction::most_jobs - 1));
}

}  // namespace
}  // namespace twin
