// Power caps through the whole engine. A GPU draws 100 W idle and 200 W more per unit of its clock,
// from half the clock on: 300 W at full speed, 200 W at half. 12 nodes of one such GPU: the idle
// site draws 1200 W and 300 W fixed. Times in seconds.
#include <gtest/gtest.h>

#include "tests/sim/engine/small_run.h"

namespace twin {
namespace {

struct CappedRun : SmallRun {
    CappedRun(double watts, CapPolicy policy) : SmallRun("fcfs", gpu_site()) {
        plan.power.cap = watts * watt;
        plan.power.policy = policy;
    }
};

// Two nodes at full load lift the site to 1900 W, four to 2300 W, which is above the cap.
TEST(RunCap, AJobWaitsUntilItsPowerFits) {
    CappedRun run(2100, CapPolicy::delay_starts);
    run.jobs = {gpu_job(0, 2, 10, 10), gpu_job(0, 2, 10, 10), gpu_job(1, 1, 5, 5)};
    run.simulate();
    EXPECT_EQ(run.schedule(), "0-10 10-20 10-15");
    EXPECT_EQ(run.of_jobs("wait_cause"), "0 3 2");  // power; then the order of the queue
    EXPECT_EQ(run.number("SELECT it_power_peak_w FROM run"), 2100);
    EXPECT_EQ(run.number("SELECT count(*) FROM violation_record"), 0);
    EXPECT_EQ(run.number("SELECT at_limit_ns FROM limit_record WHERE name = 'power_cap'"), 10e9);
}

// The first job draws little now, but its second phase is known.
TEST(RunCap, LaterPhasesCount) {
    CappedRun run(2100, CapPolicy::delay_starts);
    run.jobs = {phased(0, 3, 20, {gpu_phase(10, 0), gpu_phase(10)}), gpu_job(0, 1, 10, 10)};
    run.simulate();
    EXPECT_EQ(run.schedule(), "0-20 20-30");
    EXPECT_EQ(run.number("SELECT it_power_peak_w FROM run"), 2100);
}

// 6 nodes would draw 1200 W above idle. 900 W are left: 250 W a GPU, three quarters of the clock.
TEST(RunCap, GpusSlowDownUntilTheSiteFits) {
    CappedRun run(2400, CapPolicy::lower_gpu_cap);
    run.jobs = {gpu_job(0, 6, 15, 100)};
    run.simulate();
    EXPECT_EQ(run.schedule(), "0-20");
    EXPECT_EQ(run.number("SELECT it_power_peak_w FROM run"), 2400);
    EXPECT_EQ(run.text("SELECT gpu_cap_w FROM series_power"), "250.0 250.0");
    EXPECT_EQ(run.number("SELECT slowed_ns FROM job_record"), 5e9);
    EXPECT_EQ(run.number("SELECT node_energy_j FROM job_record"), 6 * 250 * 20);
    EXPECT_EQ(run.number("SELECT at_limit_ns FROM limit_record WHERE name = 'power_cap'"), 20e9);
}

// Alone at full speed for 5 s; then both at the floor, half the clock: 6 x 100 W above idle. From 5
// on the first needs 20 s for its last 10, the second ends at 45; alone it may run at 300 W again:
// from 25 on its last 10 s of work take 10.
TEST(RunCap, TheCapOfGpusFollowsTheLoad) {
    CappedRun run(2100, CapPolicy::lower_gpu_cap);
    run.jobs = {gpu_job(0, 3, 15, 100), gpu_job(5, 3, 20, 100)};
    run.simulate();
    EXPECT_EQ(run.schedule(), "0-25 5-35");
    EXPECT_EQ(run.number("SELECT count(*) FROM violation_record"), 0);
}

// At the floor 600 W above idle are 6 nodes; a seventh must wait.
TEST(RunCap, BelowTheFloorStartsWait) {
    CappedRun run(2100, CapPolicy::lower_gpu_cap);
    run.jobs = {gpu_job(0, 6, 10, 100), gpu_job(1, 1, 10, 100)};
    run.simulate();
    EXPECT_EQ(run.schedule(), "0-20 20-30");
    EXPECT_EQ(run.of_jobs("wait_cause"), "0 3");
}

TEST(RunCap, ASlowedJobIsStoppedAtItsLimit) {
    CappedRun run(2100, CapPolicy::lower_gpu_cap);
    run.jobs = {gpu_job(0, 6, 10, 12)};
    run.simulate();
    EXPECT_EQ(run.schedule(), "0-12");
    EXPECT_EQ(run.of_jobs("state"), "3");
}

// From 5 on half the clock: the last 5 s of work take 10.
TEST(RunCap, AnEventLowersTheCapOnGpus) {
    SmallRun run("fcfs", gpu_site());
    run.jobs = {gpu_job(0, 2, 10, 100)};
    PowerPlan low;
    low.gpu_cap = 200 * watt;
    run.plan.changes = {power_change(5, low)};
    run.simulate();
    EXPECT_EQ(run.schedule(), "0-15");
    EXPECT_EQ(run.number("SELECT slowed_ns FROM job_record"), 5e9);
    EXPECT_EQ(run.number("SELECT node_energy_j FROM job_record"), 2 * (5 * 300 + 10 * 200));
    EXPECT_EQ(run.text("SELECT effect FROM event_log"), "IT power 1.7 kW with 1 job running");
}

// The scenario's log of jobs is not touched where the GPUs' cap does not bind.
TEST(RunCap, ACapThatDoesNotBindChangesNothing) {
    SmallRun run("fcfs", gpu_site());
    run.plan.power.gpu_cap = 300 * watt;
    run.jobs = {gpu_job(0, 2, 10, 10)};
    run.simulate();
    EXPECT_EQ(run.schedule(), "0-10");
    EXPECT_EQ(run.number("SELECT slowed_ns FROM job_record"), 0);
}

// delay_starts stops nobody: 2700 W from 5 to 10 under a cap of 2000 W.
TEST(RunCap, AnExcessIsReportedWithItsCause) {
    CappedRun run(5000, CapPolicy::delay_starts);
    run.jobs = {gpu_job(0, 6, 10, 10), gpu_job(6, 6, 10, 10)};
    PowerPlan low = run.plan.power;
    low.cap = 2000 * watt;
    run.plan.changes = {power_change(5, low)};
    run.horizon(30);
    run.simulate();
    EXPECT_EQ(run.schedule(), "0-10 -");
    EXPECT_EQ(run.text("SELECT printf('%g-%g %g %g %s: %s', from_ns / 1e9, until_ns / 1e9, value, "
                       "worst, name, cause) FROM violation_record"),
              "5-10 2000 2700 power.cap: the setting of the cap changed; delay_starts stops no job "
              "that runs");
}

// The idle site draws 1500 W: no policy can keep 1000 W.
TEST(RunCap, AFloorThatIsTooHighIsReported) {
    CappedRun run(1000, CapPolicy::lower_gpu_cap);
    run.jobs = {gpu_job(0, 1, 10, 10)};
    run.horizon(10);
    run.simulate();
    EXPECT_EQ(run.schedule(), "-");
    EXPECT_EQ(run.text("SELECT printf('%g-%g %s', from_ns / 1e9, until_ns / 1e9, cause) FROM "
                       "violation_record"),
              "0-10 the load of idle nodes and switches, and all GPUs are at their floor");
}

// At 5 the site draws 2700 W; shedding 20 % leaves 2160 W, 660 W above idle: 210 W a GPU, but the
// ladder between 300 W and 200 W has steps of 6.25 W: 206.25 W, a clock of 0.53125. In the 8 s
// until 13 the job does 4.25 s of its last 5 s, the rest at full speed.
TEST(RunCap, ShedsAShareOfThePower) {
    SmallRun run("fcfs", gpu_site());
    run.plan.power.policy = CapPolicy::lower_gpu_cap;
    run.jobs = {gpu_job(0, 6, 10, 100)};
    Change shed;
    shed.at = at_second(5);
    shed.kind = ChangeKind::shed;
    shed.what = "20 %";
    shed.share = 0.2;
    Change over = shed;
    over.at = at_second(13);
    over.ends = true;
    run.plan.changes = {shed, over};
    run.simulate();
    EXPECT_EQ(run.schedule(), "0-13.75");
    EXPECT_EQ(run.text("SELECT effect || ';' FROM event_log"),
              "IT power 2.7 kW, at most 2.16 kW from now on; "
              "IT power 2.138 kW, no longer capped;");
}

// Until 5 two jobs draw 1200 W above idle; that one of them ends just then does not matter, under
// whatever rule of events.
TEST(RunCap, AShedStartsFromThePowerThatHeld) {
    const auto effect = [](const char* policy) {
        return in_another_process([policy] {
            SmallRun run(policy, gpu_site());
            run.jobs = {gpu_job(0, 3, 5, 5), gpu_job(0, 3, 10, 10)};
            Change shed;
            shed.at = at_second(5);
            shed.kind = ChangeKind::shed;
            shed.what = "20 %";
            shed.share = 0.2;
            run.plan.changes = {shed};
            run.simulate();
            return run.text("SELECT effect FROM event_log");
        });
    };
    const char* const expected = "IT power 2.7 kW, at most 2.16 kW from now on";
    EXPECT_EQ(effect("easy"), expected);
    EXPECT_EQ(effect("easy_sequential"), expected);
}

// 1200 W above idle are more than the cap leaves even to an otherwise idle site: such a job waits
// for its power, but in nobody's way.
TEST(RunCap, AJobThatNeverFitsBlocksNobody) {
    CappedRun run(1800, CapPolicy::delay_starts);
    run.jobs = {gpu_job(0, 6, 10, 10), gpu_job(0, 1, 10, 10), gpu_job(1, 1, 10, 10)};
    run.horizon(30);
    run.simulate();
    EXPECT_EQ(run.schedule(), "- 0-10 10-20");
    EXPECT_EQ(run.of_jobs("wait_cause"), "3 0 3");
    EXPECT_EQ(run.text("SELECT waiting_jobs FROM series_site"), "1.9 1.0 1.0");
    EXPECT_EQ(run.text("SELECT name || ' ' || value FROM count_record WHERE source = 'power.cap'"),
              "waiting: above the cap even alone 1");
    EXPECT_EQ(run.number("SELECT at_limit_ns FROM limit_record WHERE name = 'power_cap'"), 30e9);
}

// Without a horizon it is over when nothing is left that could start it.
TEST(RunCap, AJobThatNeverFitsEndsNoRun) {
    CappedRun run(1800, CapPolicy::delay_starts);
    run.jobs = {gpu_job(0, 6, 10, 10), gpu_job(0, 1, 10, 10)};
    run.simulate();
    EXPECT_EQ(run.schedule(), "- 0-10");
    EXPECT_EQ(run.number("SELECT end_ns FROM run"), 10e9);
}

// Until 20 neither the first nor the last job fits. Then the cap leaves 1200 W, and they come back
// to their places in the queue.
TEST(RunCap, AHigherCapBringsJobsBackToTheirPlaces) {
    CappedRun run(1800, CapPolicy::delay_starts);
    run.jobs = {gpu_job(0, 6, 10, 10), gpu_job(0, 1, 10, 10), gpu_job(12, 2, 10, 10)};
    PowerPlan higher = run.plan.power;
    higher.cap = 2700 * watt;
    run.plan.changes = {power_change(20, higher)};
    run.simulate();
    EXPECT_EQ(run.schedule(), "20-30 0-10 30-40");
    EXPECT_EQ(run.number("SELECT count(*) FROM count_record WHERE source = 'power.cap'"), 0);
}

// Shares of the cap: 1900 of 2100 W in the warm-up, then 1700 of 2100 W, 2700 of 3000 W in half of
// an interval, and 3900 W when no cap is left.
TEST(RunCap, TheLimitIsAboutTheTimeUnderACap) {
    CappedRun run(2100, CapPolicy::delay_starts);
    run.plan.interval = seconds(20);
    run.plan.warm_up = seconds(20);
    run.jobs = {gpu_job(0, 2, 20, 20), gpu_job(20, 1, 20, 20), gpu_job(40, 6, 10, 10),
                gpu_job(50, 12, 30, 30)};
    PowerPlan higher = run.plan.power;
    higher.cap = 3000 * watt;
    run.plan.changes = {power_change(40, higher), power_change(50, {})};
    run.simulate();
    EXPECT_EQ(run.schedule(), "0-20 20-40 40-50 50-80");
    EXPECT_EQ(run.text("SELECT printf('%g %g %g %g', value, p99, peak, at_limit_ns) FROM "
                       "limit_record WHERE name = 'power_cap'"),
              "3000 2700 2700 0");
}

// 948 W are left above idle: 158 W a GPU. Between 300 W and 200 W the cap goes down by 6.25 W a
// step, to 256.25 W, a clock of 0.78125: 19.2 s for 15.
TEST(RunCap, ACapOnGpusAboveTheirOwnCapsNothing) {
    CappedRun run(2448, CapPolicy::lower_gpu_cap);
    run.plan.power.gpu_cap = 400 * watt;
    run.horizon(40);
    run.jobs = {gpu_job(0, 6, 15, 100)};
    run.simulate();
    EXPECT_EQ(run.schedule(), "0-19.2");
    EXPECT_EQ(run.text("SELECT gpu_cap_w FROM series_power WHERE interval IN (0, 3)"),
              "256.25 300.0");
}

// The first rack comes back at 20 with its 400 W while a job of 300 W above idle runs: 1800 W.
TEST(RunCap, NodesThatComeBackMayExceedTheCap) {
    CappedRun run(1700, CapPolicy::delay_starts);
    run.jobs = {gpu_job(5, 2, 30, 30)};
    run.plan.changes = {change(0, ChangeKind::lose, {{0, 4}}),
                        change(20, ChangeKind::restore, {{0, 4}})};
    run.simulate();
    EXPECT_EQ(run.schedule(), "5-35");
    EXPECT_EQ(run.text("SELECT printf('%g-%g %g %s', from_ns / 1e9, until_ns / 1e9, worst, cause) "
                       "FROM violation_record"),
              "20-35 1900 nodes came back into service; delay_starts stops no job that runs");
}

}  // namespace
}  // namespace twin
