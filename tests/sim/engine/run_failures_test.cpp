// Checkpoints and random failures through the whole engine. 12 nodes in racks of 4; times in
// seconds.
#include <cmath>
#include <fmt/format.h>
#include <gtest/gtest.h>
#include <stdexcept>

#include "models/units/counted.h"
#include "models/workload/checkpoints.h"
#include "tests/sim/engine/small_run.h"

namespace twin {
namespace {

// A checkpoint every 30 s of work takes 5 s; after a loss 7 s pass before work goes on.
Checkpoints every_30(bool blocking = true) {
    Checkpoints checkpoints;
    checkpoints.size = DataSize::from_si(1e9);
    checkpoints.interval = seconds(30);
    checkpoints.write = seconds(5);
    checkpoints.blocking = blocking;
    checkpoints.restart = seconds(7);
    return checkpoints;
}

Job with_checkpoints(Job job, const Checkpoints& checkpoints = every_30()) {
    job.run_time += checkpoint_overhead(job.run_time, checkpoints);
    job.checkpoints = checkpoints;
    return job;
}

// "useful/redone/restarting/writing, checkpoints" of each job with checkpoints.
std::string work(const SmallRun& run) {
    return run.text(
        "SELECT printf('%g/%g/%g/%g,%d', useful_s, redone_s, restarting_s, writing_s, checkpoints)"
        " FROM job_work");
}

// "cause redone/restarting/writing" of each lost attempt.
std::string interruptions(const SmallRun& run) {
    return run.text(
        "SELECT printf('%s %g/%g/%g', cause, redone_ns / 1e9, restarting_ns / 1e9, "
        "writing_ns / 1e9) FROM interruption ORDER BY idx, attempt");
}

// After 30, 60 and 90 s of work, none at the end: 100 + 15. A GPU at work draws 300 W, one that
// waits for the file system 100 W.
TEST(RunCheckpoints, BlockingOnesStretchTheRunTime) {
    SmallRun run("fcfs", gpu_site());
    run.jobs = {with_checkpoints(gpu_job(0, 1, 100, 200)), with_checkpoints(gpu_job(0, 1, 30, 200)),
                with_checkpoints(gpu_job(0, 1, 100, 200), every_30(false))};
    run.simulate();
    EXPECT_EQ(run.schedule(), "0-115 0-30 0-100");
    EXPECT_EQ(work(run), "100/0/0/15,3 30/0/0/0,0 100/0/0/0,3");
    EXPECT_EQ(run.of_jobs("CAST(node_energy_j AS INTEGER)"), "31500 9000 30000");
    // 3 jobs of one node: 100 + 30 + 100 s of the 115 + 30 + 100.
    EXPECT_NEAR(run.number("SELECT value FROM kpi WHERE name = 'effective_time'"),
                100 * 230 / 245.0, 1e-9);
    EXPECT_NEAR(run.number("SELECT value FROM kpi WHERE name = 'checkpoint_overhead'"),
                100 * 15 / 245.0, 1e-9);
    EXPECT_NEAR(run.number("SELECT value FROM kpi WHERE name = 'goodput'"), 230 / 3600.0, 1e-12);
}

// 30 s of work, 5 s of writing, 15 s of work that is lost. The second attempt restarts until 57,
// works until 87, writes, works until 122, writes and does the last 10 s from 127 on.
TEST(RunCheckpoints, ALostJobGoesOnFromItsLastOne) {
    SmallRun run("fcfs", gpu_site());
    run.jobs = {with_checkpoints(gpu_job(0, 4, 100, 200))};
    run.plan.changes = {change(50, ChangeKind::lose, {{2, 1}})};
    run.simulate();
    EXPECT_EQ(run.schedule(), "50-137");
    EXPECT_EQ(run.text("SELECT wait_s || ' ' || run_s || ' ' || bounded_slowdown FROM job"),
              "0.0 137.0 1.0");
    EXPECT_EQ(interruptions(run), "lose 15/0/5");
    EXPECT_EQ(work(run), "100/15/7/15,3");
    const auto kpi = [&](const std::string& name) {
        return run.number("SELECT value FROM kpi WHERE name = '" + name + "'");
    };
    EXPECT_NEAR(kpi("effective_time"), 100 * 100 / 137.0, 1e-9);
    EXPECT_NEAR(kpi("restart_overhead"), 100 * 7 / 137.0, 1e-9);
    EXPECT_NEAR(kpi("goodput"), 4 * 100 / 3600.0, 1e-12);
    EXPECT_NEAR(kpi("gpu_hours_lost"), 4 * 15 / 3600.0, 1e-12);
    EXPECT_EQ(kpi("interruptions"), 1);
    EXPECT_NEAR(kpi("job_mtbf"), 137 / 3600.0, 1e-12);
    EXPECT_NEAR(kpi("checkpoint_interval"), std::sqrt(2 * 5 * 137.0), 1e-9);
}

// At 32 the first checkpoint is not whole: all is lost. The second attempt restarts from 32 and is
// lost at 35; the third, from 35 to 42, begins at the beginning and ends after 115 s.
TEST(RunCheckpoints, OneThatIsNotWholeSavesNothing) {
    SmallRun run("fcfs");
    run.jobs = {with_checkpoints(job(0, 4, 100, 200))};
    run.plan.changes = {change(32, ChangeKind::lose, {{0, 1}}),
                        change(35, ChangeKind::lose, {{1, 1}})};
    run.simulate();
    EXPECT_EQ(interruptions(run), "lose 32/0/0 lose 0/3/0");
    EXPECT_EQ(run.schedule(), "35-157");
    EXPECT_EQ(work(run), "100/32/10/15,3");
}

// Begun at 30, written at 35: lost at 34 all is lost, lost at 36 the work from 30 on.
TEST(RunCheckpoints, AsynchronousOnesSaveWhereTheyBegan) {
    SmallRun run("fcfs");
    run.jobs = {with_checkpoints(job(0, 4, 100, 200), every_30(false)),
                with_checkpoints(job(0, 4, 100, 200), every_30(false))};
    run.plan.changes = {change(34, ChangeKind::lose, {{0, 1}}),
                        change(36, ChangeKind::lose, {{4, 1}})};
    run.simulate();
    EXPECT_EQ(interruptions(run), "lose 34/0/0 lose 6/0/0");
    // Both at once on other nodes: 34 + 7 + 100, 36 + 7 + 70.
    EXPECT_EQ(run.schedule(), "34-141 36-113");
    EXPECT_EQ(work(run), "100/34/7/0,3 100/6/7/0,3");
}

// Phases of 20 s: the checkpoint at 25 s lies in the second; lost at 40, after 10 s of work since.
// It goes on with the 15 s that are left of the second phase: 47 + 25 (one more checkpoint) + 5 +
// 10 s.
TEST(RunCheckpoints, GoOnInTheMiddleOfAPhase) {
    SmallRun run("fcfs");
    Checkpoints checkpoints = every_30();
    checkpoints.interval = seconds(25);
    run.jobs = {with_checkpoints(phased(0, 4, 200, {phase(20, 1), phase(20, 0.5), phase(20, 1)}),
                                 checkpoints)};
    run.plan.changes = {change(40, ChangeKind::lose, {{0, 1}})};
    run.simulate();
    EXPECT_EQ(interruptions(run), "lose 10/0/5");
    EXPECT_EQ(run.schedule(), "40-87");
    // Node seconds above idle: 20 and 5 full, 5 + 10 + 5 half (the CPUs go on while it is written);
    // again 7 + 15 half (it restarts into the second phase), 10 full, 5 and 10 full.
    EXPECT_EQ(run.of_jobs("CAST(node_energy_j AS INTEGER)"),
              std::to_string(4 * (87 * 100 + 200 * (20 + 25) + 100 * (5 + 5 + 10 + 7 + 15))));
}

TEST(RunCheckpoints, StopAtTheLimit) {
    SmallRun run("fcfs");
    run.jobs = {with_checkpoints(job(0, 4, 100, 32)), with_checkpoints(job(0, 4, 100, 60))};
    run.simulate();
    EXPECT_EQ(run.schedule(), "0-32 0-60");
    EXPECT_EQ(run.of_jobs("state"), "3 3");
}

// The first is stopped while it writes its first checkpoint: nothing is kept. The second has one
// and has worked for 25 s since.
TEST(RunCheckpoints, KeepWhatIsWrittenAtTheLimit) {
    SmallRun run("fcfs", gpu_site());
    run.jobs = {with_checkpoints(gpu_job(0, 4, 100, 32)), with_checkpoints(gpu_job(0, 4, 100, 60))};
    run.simulate();
    EXPECT_EQ(work(run), "0/0/0/0,0 30/0/0/5,1");
    EXPECT_EQ(run.text("SELECT cut_s FROM job_work"), "32.0 25.0");
    EXPECT_NEAR(run.number("SELECT value FROM kpi WHERE name = 'goodput'"), 4 * 30 / 3600.0, 1e-12);
    EXPECT_NEAR(run.number("SELECT value FROM kpi WHERE name = 'gpu_hours_cut'"),
                4 * (32 + 25) / 3600.0, 1e-12);
}

// At 50 s: 30 s of work, 5 s of writing and 15 s of work; 50 s of work without checkpoints. Nothing
// of it is lost yet.
TEST(RunCheckpoints, WhatRunsAtTheHorizonHasDoneItsWork) {
    SmallRun run("fcfs", gpu_site());
    run.jobs = {with_checkpoints(gpu_job(0, 4, 100, 200)), gpu_job(0, 4, 100, 200)};
    run.horizon(50);
    run.simulate();
    EXPECT_EQ(work(run), "45/0/0/5,1");
    EXPECT_NEAR(run.number("SELECT value FROM kpi WHERE name = 'goodput'"), 4 * 95 / 3600.0, 1e-12);
    EXPECT_EQ(run.text("SELECT run_s || ' ' || kept_s FROM job"), "50.0 45.0 50.0 50.0");
}

// 45 steps of 2 s after a start of 10 s.
std::shared_ptr<const CountedWork> steps(bool each_counts = false) {
    CountedWork counted;
    counted.unit = "steps";
    counted.planned = 45;
    counted.tokens = 4;
    counted.before = seconds(10);
    counted.length = seconds(90);
    counted.each_counts = each_counts;
    return std::make_shared<const CountedWork>(counted);
}

std::string progress(const SmallRun& run) {
    return run.text("SELECT printf('%g %g of %g;', done, kept, planned) FROM job_progress");
}

Job counted(Job job, bool each_counts = false) {
    job.counted = steps(each_counts);
    return job;
}

// Of a job without checkpoints the plan holds no more phases than its limit allows: 60 of 100 s.
Job cut_at_60(bool each_counts) {
    Job job = counted(phased(0, 2, 60, {gpu_phase(10), gpu_phase(50)}), each_counts);
    job.killed_at_limit = true;
    return job;
}

// At 60 s of the first 55 are work, 45 of them steps of 2 s, and 30 s are kept, 20 of them steps.
// Of the second and third 50 s are steps: of a training nothing is kept, of a code each solution.
TEST(RunProgress, ALimitKeepsWhatIsOfUse) {
    SmallRun run("fcfs", gpu_site());
    run.jobs = {counted(with_checkpoints(phased(0, 4, 60, {gpu_phase(10), gpu_phase(90)}))),
                cut_at_60(false), cut_at_60(true), counted(phased(0, 1, 100, {gpu_phase(100)}))};
    run.simulate();
    EXPECT_EQ(run.of_jobs("state"), "3 3 3 2");
    EXPECT_EQ(progress(run), "22.5 10 of 45; 25 0 of 45; 25 25 of 45; 45 45 of 45;");
    EXPECT_EQ(run.of_jobs("unkept_ns / 1000000000"), "25 60 0 0");
    EXPECT_NEAR(run.number("SELECT value FROM kpi WHERE name = 'goodput'"),
                (4 * 30 + 2 * 60 + 100) / 3600.0, 1e-12);
}

// Lost at 50, at 45 s of work, with 30 s in a checkpoint: 10 steps. Nodes stay away until the
// horizon, at which the second has done 60 s of 100.
TEST(RunProgress, OfALostAttemptWhatItsCheckpointKept) {
    SmallRun run("fcfs", gpu_site());
    run.jobs = {counted(with_checkpoints(gpu_job(0, 11, 100, 200))),
                counted(gpu_job(0, 1, 100, 200)), counted(gpu_job(0, 12, 100, 200))};
    run.plan.changes = {change(50, ChangeKind::lose, {{0, 4}})};
    run.horizon(60);
    run.simulate();
    EXPECT_EQ(run.of_jobs("state"), "0 1 0");
    EXPECT_EQ(progress(run), "10 10 of 45; 25 25 of 45; 0 0 of 45;");
    EXPECT_EQ(run.text("SELECT attempts || ' ' || run_s FROM job WHERE idx = 0"), "1 50.0");
    EXPECT_NEAR(run.number("SELECT value FROM kpi WHERE name = 'goodput'"), (11 * 30 + 60) / 3600.0,
                1e-12);
}

// 20 s busy, 60 s half busy: (20 + 30) / 80. Of a plain utilisation the same, 20 of 80 s idle.
TEST(RunProgress, UtilisationIsTheMeanOverThePhases) {
    SmallRun run("fcfs", gpu_site());
    const auto busy = [](std::int64_t lasts, double share) {
        Phase phase = gpu_phase(lasts, 0);
        phase.gpu_activity.busy = share;
        phase.cpu_utilisation = share;
        return phase;
    };
    Phase plain = gpu_phase(60, 0);
    plain.gpu_utilisation = 0.6;
    run.jobs = {phased(0, 1, 80, {busy(20, 1), busy(60, 0.5)}),
                phased(0, 1, 80, {gpu_phase(20, 0), plain})};
    run.simulate();
    EXPECT_EQ(run.of_jobs("gpu_utilisation"), "0.625 0.45");
    EXPECT_EQ(run.of_jobs("cpu_utilisation"), "0.625 0.0");
}

// The first job ends at 115: so the third, which ends at 114, may go before the second. With 100 s
// it could not.
TEST(RunCheckpoints, CountInTheExpectedEnd) {
    SmallRun run("easy_perfect");
    run.jobs = {with_checkpoints(job(0, 8, 100, 200)), job(1, 12, 10, 10), job(2, 4, 112, 112)};
    run.simulate();
    EXPECT_EQ(run.schedule(), "0-115 115-125 2-114");
}

// Lost at 50 with 70 s of work, 10 s of writing and 7 s of restart ahead: until 137. The third job
// would end at 136 + 1.
TEST(RunCheckpoints, CountInTheExpectedEndOfTheNextAttempt) {
    SmallRun run("easy_perfect");
    run.jobs = {with_checkpoints(job(0, 8, 100, 200)), job(51, 11, 10, 10), job(52, 3, 85, 85)};
    run.plan.changes = {change(50, ChangeKind::lose, {{0, 1}})};
    run.simulate();
    EXPECT_EQ(run.schedule(), "50-137 137-147 52-137");
}

// The phases of the first end at 100, in the second of them, too: what takes 75 s from 25 on may go
// before the job that waits for all nodes, what takes 77 s from 24 on may not.
TEST(RunCheckpoints, AllLaterPhasesCountInTheExpectedEnd) {
    SmallRun run("easy_perfect");
    run.jobs = {phased(0, 8, 300, {phase(20, 1), phase(30, 0.5), phase(50, 1)}), job(1, 12, 10, 10),
                job(2, 4, 20, 20), job(24, 4, 77, 77), job(25, 4, 75, 75)};
    run.simulate();
    EXPECT_EQ(run.schedule(), "0-100 100-110 2-22 110-187 25-100");
}

// To the head of the queue, before the job that has waited since 1.
TEST(RunCheckpoints, ALostJobMayGoToTheHeadOfTheQueue) {
    SmallRun run("fcfs");
    run.plan.scheduling.lost_jobs = LostJobs::requeue_first;
    run.jobs = {job(0, 6, 20, 20), job(0, 6, 30, 30), job(1, 11, 10, 10)};
    run.plan.changes = {change(5, ChangeKind::lose, {{0, 1}})};
    run.simulate();
    // Five nodes are free at 5: it waits for the second job and goes before the third.
    EXPECT_EQ(run.schedule(), "30-50 0-30 50-60");
}

FailureCause cause(FailingPart part, Duration mtbf, Duration repair = {}) {
    return {"x", part, mtbf, {repair, repair}};
}

FailurePlan plan_of(const FailureCause& cause, int nodes_per_leaf = 0) {
    FailurePlan plan;
    plan.by_gpu = false;
    plan.causes = {cause};
    plan.nodes_per_leaf = nodes_per_leaf;
    return plan;
}

// The first failure by its process: a twelfth of [0, 1) is a node. The same again in the run.
TEST(RunFailures, ANodeIsOutForItsRepair) {
    SmallRun run("fcfs");
    const FailureCause node = cause(FailingPart::node, 100 * second, 10 * second);
    const auto first = *FailureProcess(node, 5).next();
    const auto hit = static_cast<int>(first.where * 12);
    run.plan.seed = 5;
    run.plan.failures = plan_of(node);
    run.jobs = {job(0, 12, 1000, 1000)};
    run.horizon(static_cast<std::int64_t>(to_seconds(first.at)) + 11);
    run.simulate();
    EXPECT_EQ(run.text("SELECT kind || ' ' || what || ' ' || effect || ';' FROM event_log LIMIT 2"),
              fmt::format("lose node n{0} 1 node down, 1 job requeued: x; "
                          "restore node n{0} 1 node free again;",
                          hit));
    const auto times = run.numbers("SELECT at_ns FROM event_log LIMIT 2");
    EXPECT_EQ(times[0], static_cast<double>(first.at.time_since_epoch().count()));
    EXPECT_EQ(times[1], times[0] + 1e10);
    // It takes all nodes: the next attempt begins with the repair, unless a second failure follows.
    EXPECT_EQ(run.number("SELECT lost_ns FROM lost_attempt"), times[0]);
    EXPECT_EQ(run.text("SELECT cause FROM interruption"), "x");
}

// A job of 1000 s whose nodes fail every 10 s never ends: the sixth failure of at most five is
// told.
TEST(RunFailures, ARunThatCannotEndIsASentence) {
    SmallRun run("fcfs");
    const FailureCause program = cause(FailingPart::program, 10 * second);
    FailureProcess process(program, 1);
    double days = 0;
    for (int i = 0; i < 6; ++i)
        days = to_seconds(process.next()->at - sim_start) / 86400;
    run.plan.failures = plan_of(program);
    run.plan.failures->most = 5;
    run.plan.seed = 1;
    run.jobs = {job(0, 12, 1000, 1000)};
    try {
        run.simulate();
        FAIL() << "it ended";
    } catch (const std::runtime_error& error) {
        EXPECT_EQ(error.what(),
                  fmt::format("the run met 5 failures within {:.4g} days and has no end in sight: "
                              "expected a time.horizon, or checkpoints of the jobs that failures "
                              "interrupt again and again",
                              days));
    }
}

TEST(RunFailures, AProgramTakesNoNode) {
    SmallRun run("fcfs");
    const FailureCause program = cause(FailingPart::program, 40 * second);
    FailureProcess process(program, 1);
    const auto first = *process.next();
    const auto second_one = *process.next();
    run.plan.failures = plan_of(program);
    run.plan.seed = 1;
    run.jobs = {job(0, 12, 1000, 1000)};
    run.horizon(static_cast<std::int64_t>(std::ceil(to_seconds(second_one.at))) - 1);
    run.simulate();
    EXPECT_EQ(run.text("SELECT kind || ' ' || effect FROM event_log"),
              "interrupt a job of 12 nodes requeued: x");
    EXPECT_EQ(run.number("SELECT start_ns FROM job_record"),
              static_cast<double>(first.at.time_since_epoch().count()));
    EXPECT_EQ(run.number("SELECT available_node_s FROM run"),
              12 * run.number("SELECT end_ns / 1e9 FROM run"));
    // No node went down: nothing of the system has failed.
    EXPECT_EQ(run.text("SELECT value IS NULL FROM kpi WHERE name = 'mtbf'"), "1");
}

TEST(RunFailures, NothingHappensToProgramsOfAnIdleMachine) {
    SmallRun run("fcfs");
    run.plan.failures = plan_of(cause(FailingPart::program, 1 * second));
    run.jobs = {job(99, 1, 1, 1)};
    run.horizon(99);
    run.simulate();
    EXPECT_EQ(run.number("SELECT count(*) FROM event_log"), 0);
}

// Leaf switches of three nodes: of group 1 (8 nodes) nodes 0-2, 3-5 and 6-7, of group 2 nodes 8-10
// and 11.
TEST(RunFailures, ALeafSwitchTakesTheNodesBehindIt) {
    SmallRun run("fcfs");
    const FailureCause leaf = cause(FailingPart::leaf_switch, 50 * second, 1000 * second);
    const auto first = *FailureProcess(leaf, 1).next();
    const auto hit = static_cast<int>(first.where * 12);
    const int lost = hit == 11 ? 1 : hit == 6 || hit == 7 ? 2 : 3;
    run.plan.failures = plan_of(leaf, 3);
    run.plan.seed = 1;
    for (int i = 0; i < 12; ++i)
        run.jobs.push_back(job(0, 1, 1000, 1000));
    run.horizon(static_cast<std::int64_t>(to_seconds(first.at)) + 1);
    run.simulate();
    EXPECT_EQ(run.text("SELECT effect FROM event_log LIMIT 1"),
              fmt::format("{} down, {} requeued: x", twin::counted(lost, "node"),
                          twin::counted(lost, "job")));
}

// A run ends though failures would go on for ever, and waits for a repair that its last job needs.
TEST(RunFailures, TheRunEndsWithItsLastJob) {
    SmallRun run("fcfs");
    run.plan.failures = plan_of(cause(FailingPart::node, 300 * second, 50 * second));
    run.jobs = {with_checkpoints(job(0, 12, 2000, 10'000))};
    run.simulate();
    EXPECT_EQ(run.of_jobs("state"), "2");
    EXPECT_GT(run.of_jobs("requeues"), "0");
}

// Jobs with and without checkpoints, blocking and not, under failures of nodes and programs. What
// `told` makes of the run, of which it gets the work of each job in seconds.
std::string random_run(
    const std::function<std::string(SmallRun&, const std::vector<double>&)>& told) {
    SmallRun run("easy", gpu_site());
    run.plan.failures = plan_of(cause(FailingPart::node, 400 * second, 60 * second));
    run.plan.failures->causes.push_back({"y", FailingPart::program, 300 * second, {}});
    run.jobs = random_jobs(3, 60, 8, 200);
    std::vector<double> work;
    for (Job& job : run.jobs) {
        work.push_back(to_seconds(job.run_time));
        Checkpoints checkpoints = every_30(job.nodes % 2 == 0);
        checkpoints.interval = seconds(20 + job.nodes * 7);
        job.killed_at_limit = false;
        job.limit = job.run_time * 2 + seconds(100);
        if (job.nodes % 5 != 0)
            job = with_checkpoints(job, checkpoints);
    }
    run.simulate();
    return told(run, work);
}

TEST(RunFailures, AreTheSameTwice) {
    const auto everything = [](SmallRun& run, const std::vector<double>&) {
        return run.everything();
    };
    const std::string once = in_another_process([&] { return random_run(everything); });
    EXPECT_EQ(once, in_another_process([&] { return random_run(everything); }));
    EXPECT_NE(once.find("job_checkpoint"), std::string::npos);
}

// Of a job that has completed the useful time is its work, whatever failed.
TEST(RunFailures, LeaveTheWorkAsItIs) {
    random_run([](SmallRun& run, const std::vector<double>& work) {
        const auto jobs = run.numbers("SELECT idx FROM job_work WHERE state = 2");
        const auto useful = run.numbers("SELECT useful_s FROM job_work WHERE state = 2");
        EXPECT_GT(jobs.size(), 30u);
        for (std::size_t i = 0; i < jobs.size(); ++i)
            EXPECT_NEAR(useful[i], work[static_cast<std::size_t>(jobs[i])], 1e-6) << jobs[i];
        EXPECT_GT(run.number("SELECT count(*) FROM interruption WHERE cause = 'x'"), 3);
        EXPECT_GT(run.number("SELECT count(*) FROM interruption WHERE cause = 'y'"), 3);
        EXPECT_GT(run.number("SELECT sum(interruptions > 1) FROM job_work"), 0);
        return std::string();
    });
}

}  // namespace
}  // namespace twin
