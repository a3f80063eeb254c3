// How runs end: at the horizon, with the last job, on demand. 12 nodes; times in seconds.
#include <gtest/gtest.h>

#include "tests/sim/engine/small_run.h"

namespace twin {
namespace {

TEST(RunEnd, AtTheHorizonJobsAreKeptAsTheyAre) {
    SmallRun run("fcfs");
    run.horizon(25);
    run.jobs = {job(0, 4, 50, 50), job(1, 12, 10, 10), job(2, 4, 10, 10)};
    const auto& store = run.simulate();
    EXPECT_EQ(run.schedule(), "0- - -");
    EXPECT_EQ(run.of_jobs("state"), "1 0 0");
    EXPECT_EQ(run.of_jobs("wait_cause"), "0 1 2");
    EXPECT_EQ(run.of_jobs("CAST(node_energy_j AS INTEGER)"), "30000 0 0");  // 4 x 300 W x 25 s
    EXPECT_EQ(store.run().status, RunStatus::finished);
    EXPECT_EQ(store.run().end, at_second(25));
    EXPECT_EQ(run.text("SELECT length_s FROM series"), "10.0 10.0 5.0");
}

// The second job starts no more, the third was never there, the failure did not happen. The end of
// the first belongs to the last interval: none follows.
void end_at_horizon(const char* policy) {
    SmallRun run(policy);
    run.horizon(10);
    run.jobs = {job(0, 12, 10, 10), job(5, 12, 5, 5), job(10, 1, 1, 1)};
    run.plan.changes = {change(10, ChangeKind::lose, {{0, 12}})};
    run.simulate();
    EXPECT_EQ(run.schedule(), "0-10 -");
    EXPECT_EQ(run.of_jobs("state"), "2 0");
    EXPECT_EQ(run.number("SELECT count(*) FROM event_log"), 0);
    EXPECT_EQ(run.text("SELECT ended FROM series_site"), "1");
    EXPECT_EQ(run.number("SELECT it_energy_j FROM run"), 10 * 7800);
}

TEST(RunEnd, AtTheHorizonWhatHasRunItsTimeIsCompleted) {
    end_at_horizon("easy");
}

TEST(RunEnd, AtTheHorizonTheSequentialRuleIsTheSame) {
    end_at_horizon("easy_sequential");
}

TEST(RunEnd, AtTheHorizonAPhaseMayEnd) {
    SmallRun run("fcfs");
    run.horizon(10);
    run.jobs = {phased(0, 1, 20, {phase(10, 1), phase(10, 0)})};
    run.simulate();
    EXPECT_EQ(run.schedule(), "0-");
    EXPECT_EQ(run.number("SELECT node_energy_j FROM job_record"), 3000);
}

TEST(RunEnd, WithoutAHorizonWithTheLastJob) {
    SmallRun run("fcfs");
    run.jobs = {job(0, 1, 5, 5), job(3, 1, 17, 17)};
    run.plan.changes = {change(100, ChangeKind::drain, {{0, 1}})};
    const auto& store = run.simulate();
    EXPECT_EQ(store.run().end, at_second(20));
    EXPECT_EQ(store.run().status, RunStatus::finished);
    EXPECT_EQ(run.text("SELECT ended FROM series_site"), "1 1");
    EXPECT_EQ(run.number("SELECT count(*) FROM event_log"), 0);
}

TEST(RunEnd, WithoutJobsAtOnce) {
    SmallRun run("fcfs");
    run.plan.changes = {change(100, ChangeKind::drain, {{0, 1}})};
    const auto& store = run.simulate();
    EXPECT_EQ(store.run().end, sim_start);
    EXPECT_EQ(store.run().status, RunStatus::finished);
    EXPECT_EQ(run.number("SELECT count(*) FROM series_site"), 0);
}

// The nodes never come back: the run ends with its last event, the job waits.
TEST(RunEnd, AJobThatCannotStartWaitsAtTheEnd) {
    SmallRun run("fcfs");
    run.jobs = {job(1, 12, 10, 10), job(12, 1, 10, 10)};
    run.plan.changes = {change(5, ChangeKind::lose, {{0, 4}})};
    const auto& store = run.simulate();
    EXPECT_EQ(run.schedule(), "- -");
    EXPECT_EQ(run.of_jobs("requeues"), "1 0");
    EXPECT_EQ(store.run().status, RunStatus::finished);
    EXPECT_EQ(store.run().end, at_second(12));
}

TEST(RunEnd, StopsOnDemandBetweenInstants) {
    SmallRun run("fcfs");
    run.horizon(100);
    run.jobs = {job(0, 12, 10, 10), job(2, 12, 10, 10), job(4, 1, 1, 1)};
    int asked = 0;
    run.options.stop = [&] { return ++asked == 3; };  // at 4
    const auto& store = run.simulate();
    EXPECT_EQ(store.run().status, RunStatus::interrupted);
    EXPECT_EQ(store.run().end, at_second(2));
    EXPECT_EQ(run.schedule(), "0- -");
    EXPECT_EQ(run.number("SELECT node_energy_j FROM job_record WHERE idx = 0"), 12 * 300 * 2);
    EXPECT_EQ(run.number("SELECT it_energy_j FROM run"), 7800 * 2);
}

TEST(RunEnd, TellsItsProgressAtTheEnd) {
    SmallRun run("fcfs");
    run.horizon(10);
    run.jobs = {job(0, 12, 5, 5), job(2, 12, 10, 10)};
    std::vector<Progress> reports;
    run.options.progress = [&](const Progress& progress) { reports.push_back(progress); };
    run.simulate();
    ASSERT_FALSE(reports.empty());
    EXPECT_TRUE(reports.back().last);
    EXPECT_EQ(reports.back().share, 1);
    EXPECT_EQ(reports.back().submitted, 2);
    EXPECT_EQ(reports.back().ended, 1);
    EXPECT_EQ(reports.back().events, 4);  // two submissions, one end, the horizon
}

}  // namespace
}  // namespace twin
