// Who runs when, through the whole engine. 12 nodes; times in seconds.
#include <gtest/gtest.h>

#include "tests/sim/engine/small_run.h"

namespace twin {
namespace {

// 8 nodes until 10; the next wants all 12 and waits for them; the third would fit beside the first.
std::vector<Job> three_jobs() {
    return {job(0, 8, 10, 10), job(0, 12, 10, 10), job(1, 4, 5, 5)};
}

TEST(RunSchedule, FcfsLetsNothingPass) {
    SmallRun run("fcfs");
    run.jobs = three_jobs();
    run.simulate();
    EXPECT_EQ(run.schedule(), "0-10 10-20 20-25");
    EXPECT_EQ(run.of_jobs("wait_cause"), "0 1 2");  // none, nodes, order
    EXPECT_EQ(run.of_jobs("backfilled"), "0 0 0");
    EXPECT_EQ(run.of_jobs("node_ranges"), "0-7 0-11 0-3");
    EXPECT_EQ(run.of_jobs("groups"), "1 2 1");
    EXPECT_EQ(run.of_jobs("state"), "2 2 2");
}

TEST(RunSchedule, EasyBackfills) {
    SmallRun run("easy");
    run.jobs = three_jobs();
    run.simulate();
    EXPECT_EQ(run.schedule(), "0-10 10-20 1-6");
    EXPECT_EQ(run.of_jobs("wait_cause"), "0 1 0");
    EXPECT_EQ(run.of_jobs("backfilled"), "0 0 1");
    EXPECT_EQ(run.of_jobs("node_ranges"), "0-7 0-11 8-11");
}

TEST(RunSchedule, AJobIsKilledAtItsLimit) {
    SmallRun run("easy");
    Job killed = job(0, 12, 10, 10);
    killed.killed_at_limit = true;
    run.jobs = {killed, job(3, 1, 4, 4)};
    run.simulate();
    EXPECT_EQ(run.schedule(), "0-10 10-14");
    EXPECT_EQ(run.of_jobs("state"), "3 2");
}

// At 10 a job of 8 nodes ends before its limit, one for all 12 and a short one of 4 arrive.
// Batch: first the end, so that the one for all starts and the short one waits for it.
TEST(RunSchedule, BatchTakesEndsBeforeSubmissions) {
    SmallRun run("easy");
    run.jobs = {job(0, 8, 10, 20), job(10, 12, 10, 10), job(10, 4, 5, 5)};
    run.simulate();
    EXPECT_EQ(run.schedule(), "0-10 10-20 20-25");
    EXPECT_EQ(run.of_jobs("wait_cause"), "0 0 1");
}

// Sequential: first the submissions; the short one fits beside the 8 nodes and ends before the
// shadow at 20, so that the one for all finds 8 nodes free when the first ends.
TEST(RunSchedule, SequentialTakesSubmissionsBeforeUnexpectedEnds) {
    SmallRun run("easy_sequential");
    run.jobs = {job(0, 8, 10, 20), job(10, 12, 10, 10), job(10, 4, 5, 5)};
    run.simulate();
    EXPECT_EQ(run.schedule(), "0-10 15-25 10-15");
    EXPECT_EQ(run.of_jobs("backfilled"), "0 0 1");
}

// An end that was expected gives its nodes back before the submissions.
TEST(RunSchedule, SequentialTakesExpectedEndsFirst) {
    SmallRun run("easy_sequential");
    run.jobs = {job(0, 8, 10, 10), job(10, 12, 10, 10), job(10, 4, 5, 5)};
    run.simulate();
    EXPECT_EQ(run.schedule(), "0-10 10-20 20-25");
    EXPECT_EQ(run.number("SELECT sum(ended) FROM series_site"), 3);
}

// Only the end of the last phase is an expected end.
TEST(RunSchedule, SequentialHoldsTheNodesBetweenPhases) {
    SmallRun run("easy_sequential");
    run.jobs = {phased(0, 8, 15, {phase(10, 1), phase(5, 0)}), job(10, 12, 10, 10),
                job(10, 4, 5, 5)};
    run.simulate();
    EXPECT_EQ(run.schedule(), "0-15 15-25 10-15");
}

TEST(RunSchedule, EqualSubmitsKeepTheirOrder) {
    SmallRun run("fcfs");
    run.jobs = {job(5, 12, 1, 1), job(5, 12, 2, 2), job(0, 12, 3, 3), job(5, 12, 3, 3)};
    run.simulate();
    EXPECT_EQ(run.schedule(), "0-3 5-6 6-8 8-11");
}

TEST(RunSchedule, FractionsOfASecondAreKept) {
    SmallRun run("fcfs");
    run.jobs = {job(0.25, 12, 1, 1), job(0.75, 12, 1, 1), job(1.125, 1, 1, 1)};
    run.simulate();
    EXPECT_EQ(run.schedule(), "0.25-1.25 1.25-2.25 2.25-3.25");
}

// After a year three nanoseconds are one date of SimGrid's (see clock_test.cpp): the job that comes
// second is read when the first has come, and a third ends behind both.
TEST(RunSchedule, NanosecondsOfOneDateKeepTheirOrder) {
    constexpr std::int64_t a_year = 31'536'000'000'000'000;
    SmallRun run("fcfs");
    run.plan.interval = std::chrono::hours(24 * 365);
    Job long_one = job(0, 12, 1, 1);
    long_one.run_time = long_one.limit = long_one.phases[0].duration = SimDuration(a_year + 2);
    Job earlier = job(0, 1, 1, 1), later = job(0, 1, 1, 1);
    earlier.submit = SimTime(SimDuration(a_year));
    later.submit = SimTime(SimDuration(a_year + 1));
    run.jobs = {long_one, earlier, later};
    run.simulate();
    EXPECT_EQ(run.of_jobs("wait_cause"), "0 1 1");
    EXPECT_EQ(run.of_jobs("start_ns - submit_ns"), "0 2 1");
}

}  // namespace
}  // namespace twin
