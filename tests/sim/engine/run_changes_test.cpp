// Scenario events through the whole engine. 12 nodes in racks of 4; times in seconds.
#include <gtest/gtest.h>

#include "tests/sim/engine/small_run.h"

namespace twin {
namespace {

// Attempts that were lost, "job/attempt start-lost on nodes" in seconds.
std::string lost_attempts(const SmallRun& run) {
    return run.text(
        "SELECT printf('%d/%d %g-%g on %d', idx, attempt, start_ns / 1e9, lost_ns / 1e9, nodes) "
        "FROM lost_attempt ORDER BY idx, attempt");
}

// At 5 the rack of the first job fails. The job goes behind the one that waits for all nodes, which
// come back at 12 and with the second job at 30. Energy: 5 s and 20 s of 4 nodes at 300 W.
TEST(RunChanges, ALostJobGoesToTheEndOfTheQueue) {
    SmallRun run("fcfs");
    run.jobs = {job(0, 4, 20, 20), job(0, 4, 30, 30), job(1, 12, 10, 10)};
    run.plan.changes = {change(5, ChangeKind::lose, {{0, 4}}),
                        change(12, ChangeKind::restore, {{0, 4}})};
    run.simulate();
    EXPECT_EQ(run.schedule(), "40-60 0-30 30-40");
    EXPECT_EQ(run.of_jobs("requeues"), "1 0 0");
    EXPECT_EQ(lost_attempts(run), "0/1 0-5 on 4");
    // Of the first 5 s and 20 s on nodes, 35 s in the queue.
    EXPECT_EQ(run.text("SELECT run_s || '/' || lost_s || '/' || wait_s FROM job"),
              "25.0/5.0/35.0 30.0/0.0/0.0 10.0/0.0/29.0");
    // One failure in a minute.
    EXPECT_DOUBLE_EQ(run.number("SELECT value FROM kpi WHERE name = 'mtbf'"), 1 / 60.0);
    EXPECT_EQ(run.of_jobs("wait_cause"), "0 0 1");  // at its submission the first did not wait
    EXPECT_EQ(run.of_jobs("CAST(node_energy_j AS INTEGER)"), "30000 36000 36000");
    EXPECT_EQ(run.text("SELECT effect || ';' FROM event_log"),
              "4 nodes down, 1 job requeued; 4 nodes free again;");
    // Started twice, submitted and ended once.
    EXPECT_EQ(run.number("SELECT sum(submitted) FROM series_site"), 3);
    EXPECT_EQ(run.number("SELECT sum(started) FROM series_site"), 4);
    EXPECT_EQ(run.number("SELECT sum(ended) FROM series_site"), 3);
    // Available: 12 but from 5 to 12, 8. Waiting jobs: 1 from 1 to 5, 2 from 5 to 30, 1 to 40.
    EXPECT_EQ(run.number("SELECT available_node_s FROM run"), 12 * 60 - 4 * 7);
    EXPECT_DOUBLE_EQ(run.number("SELECT sum(waiting_jobs * length_s) FROM series"),
                     4 + 2 * 25 + 10);
    // The dark rack's 4 x 200 W for 7 s are missing: 3000 W x 60 s - 5600 J, and 400 W above idle
    // for (4 x 5 + 4 x 30 + 12 x 10 + 4 x 20) node seconds.
    EXPECT_EQ(run.number("SELECT it_energy_j FROM run"), 180'000 - 5'600 + 400 * 340);
}

TEST(RunChanges, ALostJobFailsWhereTheRuleSaysSo) {
    SmallRun run("fcfs");
    run.plan.scheduling.lost_jobs = LostJobs::fail;
    run.jobs = {job(0, 6, 20, 20), job(0, 6, 30, 30)};
    run.plan.changes = {change(5, ChangeKind::lose, {{0, 4}})};
    run.simulate();
    EXPECT_EQ(run.schedule(), "0-5 0-30");
    EXPECT_EQ(run.of_jobs("state"), "4 2");
    EXPECT_EQ(lost_attempts(run), "0/1 0-5 on 6");
    EXPECT_EQ(run.of_jobs("CAST(node_energy_j AS INTEGER)"), "9000 54000");
    EXPECT_EQ(run.text("SELECT effect FROM event_log"), "4 nodes down, 1 job failed");
}

// The first job runs on rack 1 until that is lost, from 7 on rack 3 in the place of the third job
// until that is lost too; the second job, lost with it, had started before it and goes first. Both
// want the four nodes that come back at 9.
TEST(RunChanges, EveryLostAttemptIsRecorded) {
    SmallRun run("fcfs");
    run.jobs = {job(0, 4, 20, 20), job(0, 4, 20, 20), job(0, 2, 7, 7)};
    run.horizon(40);
    run.plan.changes = {change(5, ChangeKind::lose, {{0, 4}}),
                        change(9, ChangeKind::lose, {{4, 8}}),
                        change(9, ChangeKind::restore, {{0, 4}})};
    run.simulate();
    EXPECT_EQ(run.schedule(), "29- 9-29 0-7");
    EXPECT_EQ(run.of_jobs("state"), "1 2 2");
    EXPECT_EQ(lost_attempts(run), "0/1 0-5 on 4 0/2 7-9 on 4 1/1 0-9 on 4");
    // At 7 the third job leaves 8 and 9 beside 10 and 11.
    EXPECT_EQ(run.text("SELECT node_ranges FROM lost_attempt ORDER BY idx, attempt"),
              "0-3 8-11 4-7");
}

// Nodes 0 to 3 are lost at 5 for good and drained from 6 to 10; the end of the drain brings back
// only what it took, nodes 4 to 7. A job of 12 nodes never runs; one of 8 starts at 10.
TEST(RunChanges, TheEndOfAnOutageLeavesWhatAnotherHolds) {
    SmallRun run("easy");
    run.jobs = {job(7, 8, 20, 20), job(8, 12, 20, 20)};
    Change drained = change(6, ChangeKind::drain, {{0, 8}});
    drained.event = 1;
    Change back = change(10, ChangeKind::restore, {{0, 8}});
    back.event = 1;
    back.ends = true;
    run.plan.changes = {change(5, ChangeKind::lose, {{0, 4}}), drained, back};
    run.simulate();
    EXPECT_EQ(run.schedule(), "10-30 -");
    EXPECT_EQ(run.text("SELECT effect FROM event_log WHERE kind = 'restore'"),
              "4 nodes free again");
}

// A restore brings back what it names, whoever took it; the rest of the outage goes on and ends.
TEST(RunChanges, ARestoreCutsAnOutageShort) {
    SmallRun run("easy");
    run.jobs = {job(6, 12, 20, 20)};
    Change back = change(20, ChangeKind::restore, {{0, 8}});
    back.ends = true;
    run.plan.changes = {change(5, ChangeKind::lose, {{0, 8}}),
                        change(10, ChangeKind::restore, {{2, 4}}), back};
    run.simulate();
    EXPECT_EQ(run.schedule(), "20-40");
    EXPECT_EQ(run.text("SELECT group_concat(effect, '; ') FROM event_log WHERE kind = 'restore'"),
              "4 nodes free again; 4 nodes free again");
}

// What ends at the instant of a failure has ended.
TEST(RunChanges, EndsComeBeforeFailures) {
    SmallRun run("easy");
    run.jobs = {job(0, 4, 10, 10), job(0, 4, 10, 20)};
    run.plan.changes = {change(10, ChangeKind::lose, {{0, 12}})};
    run.simulate();
    EXPECT_EQ(run.schedule(), "0-10 0-10");
    EXPECT_EQ(run.of_jobs("requeues"), "0 0");
}

// Batch: failures before submissions, so that the job of that instant waits at once.
TEST(RunChanges, BatchTakesFailuresBeforeSubmissions) {
    SmallRun run("easy");
    run.jobs = {job(10, 12, 5, 5)};
    run.plan.changes = {change(10, ChangeKind::lose, {{0, 4}}),
                        change(20, ChangeKind::restore, {{0, 4}})};
    run.simulate();
    EXPECT_EQ(run.schedule(), "20-25");
    EXPECT_EQ(run.of_jobs("requeues"), "0");
    EXPECT_EQ(run.of_jobs("wait_cause"), "1");
}

// Sequential: one event after the other, the scenario's last: what ends at 10 has ended, also
// before its limit; what starts at 10 is lost in the same instant, without energy.
TEST(RunChanges, SequentialTakesFailuresLast) {
    SmallRun run("easy_sequential");
    run.jobs = {job(0, 4, 10, 10), job(0, 4, 10, 20), job(10, 12, 5, 5)};
    run.plan.changes = {change(10, ChangeKind::lose, {{0, 4}}),
                        change(20, ChangeKind::restore, {{0, 4}})};
    run.simulate();
    EXPECT_EQ(run.schedule(), "0-10 0-10 20-25");
    EXPECT_EQ(run.of_jobs("requeues"), "0 0 1");
    EXPECT_EQ(run.number("SELECT node_energy_j FROM job_record WHERE idx = 2"), 12 * 300 * 5);
    EXPECT_EQ(run.number("SELECT busy_node_s FROM run"), 2 * 4 * 10 + 12 * 5);
}

TEST(RunChanges, ALostJobFailsInTheInstantOfItsStart) {
    SmallRun run("easy_sequential");
    run.plan.scheduling.lost_jobs = LostJobs::fail;
    run.jobs = {job(10, 12, 5, 5), job(11, 4, 5, 5)};
    run.plan.changes = {change(10, ChangeKind::lose, {{0, 4}})};
    run.simulate();
    EXPECT_EQ(run.schedule(), "10-10 11-16");
    EXPECT_EQ(run.of_jobs("state"), "4 2");
    EXPECT_EQ(run.of_jobs("wait_cause"), "0 0");
}

// A job in its second phase starts anew from its first.
TEST(RunChanges, ALostJobStartsWithItsFirstPhase) {
    SmallRun run("fcfs");
    run.jobs = {phased(0, 4, 30, {phase(10, 1), phase(20, 0)})};
    run.plan.changes = {change(15, ChangeKind::lose, {{0, 4}})};
    run.simulate();
    EXPECT_EQ(run.schedule(), "15-45");
    EXPECT_EQ(run.of_jobs("node_ranges"), "4-7");
    // 4 nodes: 2 x 10 s at 300 W, 5 s and 20 s at 100 W.
    EXPECT_EQ(run.number("SELECT node_energy_j FROM job_record"), 4 * (20 * 300 + 25 * 100));
}

// The job on the drained rack runs on; its nodes count as available until it ends.
TEST(RunChanges, ADrainedRackFinishesItsJob) {
    SmallRun run("fcfs");
    run.jobs = {job(0, 4, 10, 10), job(6, 12, 10, 10)};
    run.plan.changes = {change(5, ChangeKind::drain, {{0, 4}}),
                        change(20, ChangeKind::restore, {{0, 4}})};
    run.simulate();
    EXPECT_EQ(run.schedule(), "0-10 20-30");
    EXPECT_EQ(run.number("SELECT available_node_s FROM run"), 12 * 10 + 8 * 10 + 12 * 10);
    EXPECT_EQ(run.text("SELECT effect || ';' FROM event_log"),
              "0 free nodes drained at once; 4 nodes free again;");
    // It draws its idle power all the time.
    EXPECT_EQ(run.number("SELECT it_energy_j FROM run"), 3000 * 30 + 400 * (40 + 120));
}

// Nodes of a drained rack do not come back to the head: its reservation waits for the others.
TEST(RunChanges, TheProfileKnowsWhatDoesNotComeBack) {
    SmallRun run("easy");
    // Head: 8 nodes. Free 4. Rack 0 ends at 10, rack 1 at 20. With rack 0 drained the shadow is 20,
    // so the last job (until 18) may pass the head.
    run.jobs = {job(0, 4, 10, 10), job(0, 4, 20, 20), job(3, 8, 5, 5), job(4, 4, 14, 14)};
    run.plan.changes = {change(2, ChangeKind::drain, {{0, 4}})};
    run.simulate();
    EXPECT_EQ(run.schedule(), "0-10 0-20 20-25 4-18");
}

TEST(RunChanges, AnotherPolicyTakesOver) {
    SmallRun run("fcfs");
    run.jobs = {job(0, 8, 10, 10), job(0, 12, 10, 10), job(1, 4, 5, 5)};
    run.set(3, [](SchedulingPlan& plan) { plan.policy = find_scheduler("easy"); });
    run.simulate();
    EXPECT_EQ(run.schedule(), "0-10 10-20 3-8");
}

// Under easy the first job holds its nodes until 100, so the last two are too long (D) or would
// start at once (E). From 3 on it is known that it ends at 10: D (5 s) starts, E (20 s) does not.
TEST(RunChanges, APolicyThatKnowsRunTimesPlansAnew) {
    SmallRun run("easy");
    run.jobs = {job(0, 8, 10, 100), job(1, 12, 10, 10), job(2, 4, 5, 200), job(8, 4, 20, 20)};
    run.set(3, [](SchedulingPlan& plan) { plan.policy = find_scheduler("easy_perfect"); });
    run.simulate();
    EXPECT_EQ(run.schedule(), "0-10 10-20 3-8 20-40");
}

TEST(RunChanges, AnotherEventRuleTakesOver) {
    SmallRun run("easy");
    run.jobs = {job(0, 8, 10, 20), job(10, 12, 10, 10), job(10, 4, 5, 5)};
    run.set(5, [](SchedulingPlan& plan) { plan.policy = find_scheduler("easy_sequential"); });
    run.simulate();
    EXPECT_EQ(run.schedule(), "0-10 15-25 10-15");
}

// With two nodes of group 1 taken, by_group puts four nodes into group 2.
TEST(RunChanges, AnotherPlacementHoldsForLaterJobs) {
    SmallRun run("fcfs");
    run.jobs = {job(0, 2, 10, 10), job(4, 4, 2, 2), job(7, 4, 2, 2)};
    run.set(5, [](SchedulingPlan& plan) { plan.placement = find_placement("by_group"); });
    run.simulate();
    EXPECT_EQ(run.of_jobs("node_ranges"), "0-1 2-5 8-11");
}

// The partition shrinks under a running job, which runs on; the next waits until it grows.
TEST(RunChanges, ThePartitionChangesItsSize) {
    SmallRun run("fcfs");
    run.jobs = {job(0, 12, 10, 10), job(6, 8, 5, 5)};
    run.set(5, [](SchedulingPlan& plan) { plan.partition_nodes = 4; });
    run.set(20, [](SchedulingPlan& plan) { plan.partition_nodes = 10; });
    run.simulate();
    EXPECT_EQ(run.schedule(), "0-10 20-25");
    EXPECT_EQ(run.number("SELECT available_node_s FROM run"), 12 * 10 + 4 * 10 + 10 * 5);
}

TEST(RunChanges, AnotherRuleForLostJobs) {
    SmallRun run("fcfs");
    run.jobs = {job(0, 4, 10, 10), job(0, 4, 10, 10)};
    run.set(3, [](SchedulingPlan& plan) { plan.lost_jobs = LostJobs::fail; });
    run.plan.changes.insert(run.plan.changes.begin(), change(2, ChangeKind::lose, {{0, 1}}));
    run.plan.changes.push_back(change(4, ChangeKind::lose, {{4, 1}}));
    run.simulate();
    EXPECT_EQ(run.schedule(), "2-12 0-4");
    EXPECT_EQ(run.of_jobs("state"), "2 4");
}

}  // namespace
}  // namespace twin
