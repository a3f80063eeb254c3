// Power caps beside everything else that happens to a run. As in run_cap_test.cpp the idle site
// draws 1500 W, a busy GPU 200 W more per unit of its clock. Times in seconds.
#include <gtest/gtest.h>
#include <random>

#include "sim/engine/facility.h"
#include "tests/sim/engine/small_run.h"

namespace twin {
namespace {

Job idle_job(double submit, NodeCount nodes, std::int64_t run_time) {
    return phased(submit, nodes, run_time, {gpu_phase(run_time, 0)});
}

struct CappedPolicy : SmallRun {
    CappedPolicy(const char* policy, double watts, CapPolicy cap, Site site = gpu_site())
        : SmallRun(policy, std::move(site)) {
        plan.power.cap = watts * watt;
        plan.power.policy = cap;
    }
};

// 600 W above idle: three GPUs. At 1 the third job may pass the second, which waits for nodes; the
// fourth may not for its power, and the fifth, without power, stays behind the fourth. At 9 the
// one node that the second will leave over at 10 goes to the fourth, and after it to the fifth.
TEST(RunCapCombined, EasyBackfillsWhatThePowerAllows) {
    CappedPolicy run("easy", 2100, CapPolicy::delay_starts);
    run.jobs = {gpu_job(0, 2, 10, 10), idle_job(0, 11, 5), gpu_job(1, 1, 8, 8), gpu_job(1, 1, 5, 5),
                idle_job(1, 1, 5)};
    run.simulate();
    EXPECT_EQ(run.schedule(), "0-10 10-15 1-9 9-14 14-19");
    EXPECT_EQ(run.of_jobs("wait_cause"), "0 1 0 3 2");
    EXPECT_EQ(run.of_jobs("backfilled"), "0 0 1 1 0");
    EXPECT_EQ(run.number("SELECT it_power_peak_w FROM run"), 2100);
}

// The third job has no power at 1, while the second holds a reservation. At 10 both start: a
// refusal must not cost a job its place in the policy's plan.
TEST(RunCapCombined, APlanForgetsNoJobThatWasRefused) {
    CappedPolicy run("conservative", 2100, CapPolicy::delay_starts);
    run.jobs = {gpu_job(0, 3, 10, 10), idle_job(0, 11, 5), gpu_job(1, 1, 8, 8)};
    run.simulate();
    EXPECT_EQ(run.schedule(), "0-10 10-15 10-18");
}

// The third job arrives while the second waits for power; it does not fit, so this policy does not
// even look. The cap goes on holding the second back: from 1 to 10.
TEST(RunCapCombined, WhatWaitsForPowerGoesOnWaiting) {
    CappedPolicy run("easy_sequential", 2100, CapPolicy::delay_starts);
    run.jobs = {gpu_job(0, 2, 10, 10), gpu_job(1, 2, 10, 10), idle_job(3, 12, 5)};
    run.simulate();
    EXPECT_EQ(run.schedule(), "0-10 10-20 20-25");
    EXPECT_EQ(run.text("SELECT at_limit_ns FROM limit_record WHERE name = 'power_cap'"),
              "9000000000");
}

// At 5 the first rack is lost: 400 W less. The second job takes its turn, and the first, queued
// again behind it, fits beside it: 1100 W idle, 5 GPUs of 200 W more.
TEST(RunCapCombined, ALostRackLeavesItsPowerToOthers) {
    CappedPolicy run("fcfs", 2100, CapPolicy::delay_starts);
    run.jobs = {gpu_job(0, 3, 20, 20), gpu_job(1, 2, 10, 10)};
    run.plan.changes = {change(5, ChangeKind::lose, {{0, 4}})};
    run.simulate();
    EXPECT_EQ(run.schedule(), "5-25 5-15");
    EXPECT_EQ(run.of_jobs("requeues"), "1 0");
    EXPECT_EQ(run.of_jobs("wait_cause"), "0 3");
    EXPECT_EQ(run.number("SELECT it_power_peak_w FROM run"), 2100);
    EXPECT_EQ(run.number("SELECT count(*) FROM violation_record"), 0);
}

// The last rack's GPUs draw 500 W at full load and their lowest clock is a quarter: 200 W. After
// step k of 16 the caps are 300 - 6.25 k and 500 - 18.75 k W, the clocks 1 - k/32 and 1 - 3k/64. Of
// 12 nodes 8 x 200 and 4 x 400 W above idle become 3200 - 125 k: 8 steps for a cap of 3700 W. The
// job goes as its slowest nodes: 0.625, 24 s for 15.
TEST(RunCapCombined, TwoKindsOfRacks) {
    RackPart other = gpu_rack();
    other.id = "others";
    other.node.gpu.max_power.value = 500 * watt;
    other.node.gpu.tensor_power.value = 400 * watt;
    other.node.gpu.lowest_clock.value = 0.25;
    CappedPolicy run("fcfs", 3700, CapPolicy::lower_gpu_cap, gpu_site(other));
    run.plan.interval = seconds(24);
    run.jobs = {gpu_job(0, 12, 15, 100)};
    run.simulate();
    EXPECT_EQ(run.schedule(), "0-24");
    EXPECT_EQ(run.text("SELECT it_power_w FROM series_site"), "3700.0");
    EXPECT_EQ(run.text("SELECT gpu_cap_w FROM series_power"), "250.0");  // of the first kind
    EXPECT_EQ(run.number("SELECT gpu_energy_j FROM job_record"), 24 * (8 * 250 + 4 * 350));
}

// After racks were lost, drained and restored, also while out of service already, and jobs lost
// with them: the idle site draws 1500 W again, and three GPUs fit, no fourth.
TEST(RunCapCombined, NoClaimIsLeftBehind) {
    CappedPolicy run("easy", 2100, CapPolicy::delay_starts);
    run.jobs = random_jobs(17, 400, 3, 30);
    run.jobs.push_back(gpu_job(50'000, 3, 10, 10));
    run.jobs.push_back(gpu_job(50'000, 1, 10, 10));
    for (int t = 100; t < 15'000; t += 90) {
        const NodeRanges nodes{{t / 90 % 10, 3}};
        run.plan.changes.push_back(
            change(t, t % 4 == 0 ? ChangeKind::drain : ChangeKind::lose, nodes));
        run.plan.changes.push_back(change(t + 40, ChangeKind::lose, {{4, 4}}));
        run.plan.changes.push_back(change(t + 60, ChangeKind::restore, {{0, 12}}));
    }
    run.simulate();
    EXPECT_GT(run.number("SELECT sum(requeues) FROM job_record"), 20);
    EXPECT_EQ(run.text("SELECT (start_ns - submit_ns) / 1000000000 FROM job_record "
                       "WHERE submit_ns = 50000000000000 ORDER BY idx"),
              "0 10");
}

// Losses are rounded to a microwatt for each rack. Where a step up fits the cap only by what it
// should draw, and not by what it then draws, the search must end, and end below the cap.
TEST(RunCapCombined, RoundingDoesNotSendTheCapUpAndDown) {
    RackPart part = gpu_rack();
    part.rectifiers.value = 1;
    part.rectifier.rating.value = 10 * kilowatt;
    part.rectifier.efficiency.value = {{1, 0.9}};
    const Site site = gpu_site(part);
    SmallRun run("fcfs", site);
    for (Rack& rack : run.plan.site.racks)
        rack.part = site.racks.back().part;
    const Facility facility(run.plan.site, {}, sim_start);
    // A load of all nodes and a step of 6.25 W that are such a case.
    Microwatts cap = 0;
    Phase load;
    for (int i = 500; cap == 0 && i < 1'000; ++i) {
        load = gpu_phase(10, i / 1'000.0);
        const auto node = [&](int step) {
            return facility.node_load(0, load, (300 - 6.25 * step) * watt).input;
        };
        const auto it = [&](int step) {
            return 300'000'000 + 3 * facility.rack_power(0, 4 * node(step)).input;
        };
        for (int step = 1; cap == 0 && step < 15; ++step)
            if (static_cast<double>(it(step + 1)) +
                    static_cast<double>(12 * (node(step) - node(step + 1))) / 0.9 <=
                static_cast<double>(it(step) - 1))
                cap = it(step) - 1;
    }
    ASSERT_GT(cap, 0);
    run.plan.power.cap = to_power(static_cast<double>(cap));
    run.plan.power.policy = CapPolicy::lower_gpu_cap;
    run.jobs = {phased(0, 12, 100, {load})};
    run.simulate();
    EXPECT_EQ(run.of_jobs("state"), "2");
    EXPECT_LE(run.number("SELECT it_power_peak_w FROM run"), static_cast<double>(cap) / 1e6);
    EXPECT_EQ(run.number("SELECT count(*) FROM violation_record"), 0);
}

// Three GPUs fit while there is no cap, two while an event sets 1900 W from 5 to 15: the second
// job, ready at 6, waits for the first, the third for the end of the event.
TEST(RunCapCombined, ACapThatEnds) {
    SmallRun run("fcfs", gpu_site());
    PowerPlan low;
    low.cap = 1900 * watt;
    run.jobs = {gpu_job(0, 2, 10, 10), gpu_job(6, 2, 10, 10), gpu_job(11, 2, 10, 10)};
    run.plan.changes = {power_change(5, low), power_change(15, {})};
    run.simulate();
    EXPECT_EQ(run.schedule(), "0-10 10-20 15-25");
    EXPECT_EQ(run.of_jobs("wait_cause"), "0 3 3");
    EXPECT_EQ(run.number("SELECT count(*) FROM violation_record"), 0);
}

// 2700 W. From 5 to 20 10 % less, 2430 W: 8 steps, 2400 W at three quarters of the clock. From 10
// to 15 10 % less than these, 2160 W: 15 steps, 0.53125 of the clock. Work of 40: 5, then 3.75,
// 2.65625 and 3.75 in 5 s each, the other 24.84375 at full speed.
TEST(RunCapCombined, ShedsOverlap) {
    SmallRun run("fcfs", gpu_site());
    run.plan.power.policy = CapPolicy::lower_gpu_cap;
    run.plan.interval = seconds(5);
    run.jobs = {gpu_job(0, 6, 40, 100)};
    const auto shed = [](std::int64_t at, std::size_t event, bool ends) {
        Change change;
        change.at = at_second(at);
        change.kind = ChangeKind::shed;
        change.what = "10 %";
        change.event = event;
        change.ends = ends;
        change.share = ends ? 0 : 0.1;
        return change;
    };
    run.plan.changes = {shed(5, 0, false), shed(10, 1, false), shed(15, 1, true),
                        shed(20, 0, true)};
    run.simulate();
    EXPECT_EQ(run.text("SELECT end_ns FROM job_record"), "44843750000");
    EXPECT_EQ(run.text("SELECT it_power_w FROM series_site WHERE interval < 5"),
              "2700.0 2400.0 2137.5 2400.0 2700.0");
    EXPECT_EQ(run.text("SELECT effect || ';' FROM event_log"),
              "IT power 2.7 kW, at most 2.43 kW from now on; "
              "IT power 2.4 kW, at most 2.16 kW from now on; "
              "IT power 2.138 kW, at most 2.43 kW from now on; "
              "IT power 2.4 kW, no longer capped;");
    EXPECT_EQ(run.number("SELECT count(*) FROM violation_record"), 0);
}

// Racks of GPUs behind rectifiers, best at half load, and a last one of CPUs whose rectifiers lose
// as much as they give.
Site bent_site() {
    RackPart gpus = gpu_rack();
    gpus.rectifiers.value = 2;
    gpus.rectifier.rating.value = 1000 * watt;
    gpus.rectifier.efficiency.value = {{0.1, 0.7}, {0.5, 0.96}, {1, 0.9}};
    Site site = gpu_site(small_rack());
    const auto part = std::make_shared<const RackPart>(gpus);
    site.racks[0].part = site.racks[1].part = part;
    return site;
}

// A cap to the microwatt for all nodes at full load: the rectifiers' losses are those of that load,
// not what a watt costs where they lose most.
TEST(RunCapCombined, AJobStartsWhereItFitsExactly) {
    const Site site = bent_site();
    const Facility facility(site, {}, sim_start);
    Phase full = gpu_phase(10);
    full.cpu_utilisation = 1;
    Microwatts cap = to_microwatts(site.fixed_power.value);
    for (const std::size_t kind : {0, 0, 1})
        cap +=
            facility.rack_power(kind, 4 * facility.node_load(kind, full, std::nullopt).input).input;
    const auto start = [&](Microwatts at_most) {
        return in_another_process([&] {
            CappedPolicy run("fcfs", 0, CapPolicy::delay_starts, site);
            run.plan.power.cap = to_power(static_cast<double>(at_most));
            run.jobs = {phased(0, 12, 10, {full})};
            run.horizon(20);
            run.simulate();
            return run.schedule();
        });
    };
    EXPECT_EQ(start(cap), "0-10");
    EXPECT_EQ(start(cap - 1), "-");
}

// Jobs of any load, and a rack that is lost for good: never above the cap, and never far from it.
void never_above(const char* policy, CapPolicy cap, ConversionPlan::Sharing sharing) {
    CappedPolicy run(policy, 3600, cap, bent_site());
    run.plan.conversion.rectifier_sharing = sharing;
    run.jobs = random_jobs(21, 1'000, 3, 60);
    for (Job& job : run.jobs)  // several at once
        job.submit = sim_start + (job.submit - sim_start) / 5;
    run.plan.changes = {change(4'000, ChangeKind::lose, {{1, 2}}),
                        change(6'000, ChangeKind::drain, {{8, 1}})};
    run.simulate();
    EXPECT_EQ(run.number("SELECT count(*) FROM job_record WHERE state IN (2, 3)"), 1'000);
    // It binds.
    EXPECT_GT(run.number("SELECT at_limit_ns FROM limit_record WHERE name = 'power_cap'"), 3'000e9);
    EXPECT_LE(run.number("SELECT max(it_power_peak_w) FROM series_site"), 3600);
    EXPECT_LE(run.number("SELECT it_power_peak_w FROM run"), 3600);
    EXPECT_GT(run.number("SELECT it_power_peak_w FROM run"), 3400);
    EXPECT_EQ(run.number("SELECT count(*) FROM violation_record"), 0);
    EXPECT_EQ(run.number("SELECT sum(slowed_ns) FROM job_record") > 0,
              cap == CapPolicy::lower_gpu_cap);
}

TEST(RunCapCombined, DelayedStartsNeverExceedTheCap) {
    never_above("easy", CapPolicy::delay_starts, ConversionPlan::Sharing::equal);
}

TEST(RunCapCombined, DelayedStartsNeverExceedTheCapWithStagedRectifiers) {
    never_above("conservative", CapPolicy::delay_starts, ConversionPlan::Sharing::staged);
}

TEST(RunCapCombined, DelayedStartsNeverExceedTheCapUnderTheSequentialRule) {
    never_above("easy_sequential", CapPolicy::delay_starts, ConversionPlan::Sharing::equal);
}

TEST(RunCapCombined, LoweredGpusNeverExceedTheCap) {
    never_above("easy", CapPolicy::lower_gpu_cap, ConversionPlan::Sharing::equal);
}

TEST(RunCapCombined, LoweredGpusNeverExceedTheCapWithStagedRectifiers) {
    never_above("conservative", CapPolicy::lower_gpu_cap, ConversionPlan::Sharing::staged);
}

// 900 W above idle for 6 GPUs: three quarters of the clock, 20 s for 15. A policy that knows run
// times goes on knowing that when a node is drained at 2: the third job may run until 20 without
// delaying the second.
TEST(RunCapCombined, APolicyThatKnowsRunTimesForgetsNoSlowdown) {
    CappedPolicy run("easy_perfect", 2400, CapPolicy::lower_gpu_cap);
    run.jobs = {gpu_job(0, 6, 15, 100), idle_job(3, 11, 5), idle_job(4, 5, 16)};
    run.plan.changes = {change(2, ChangeKind::drain, {{11, 1}})};
    run.simulate();
    EXPECT_EQ(run.schedule(), "0-20 20-25 4-20");
}

// The cap on the site and its policy change all the time, racks fail and come back. Energy is that
// of jobs and idle nodes, and who was slowed has done all its work.
void energy_and_work(const char* policy) {
    CappedPolicy run(policy, 2500, CapPolicy::lower_gpu_cap);
    run.jobs = random_jobs(13, 1'000, 12, 60);
    std::mt19937_64 random(8);
    const auto below = [&](int n) { return static_cast<int>(random() % std::uint64_t(n)); };
    double dark_node_s = 0;
    for (int t = 100; t < 50'000; t += 170) {
        if (below(4) == 0) {
            const NodeRanges rack{{4 * below(3), 4}};
            run.plan.changes.push_back(change(t, ChangeKind::lose, rack));
            run.plan.changes.push_back(change(t + 50, ChangeKind::restore, rack));
            dark_node_s += 4 * 50;
            continue;
        }
        PowerPlan plan = run.plan.power;
        plan.cap = (2200 + below(1'500)) * watt;
        if (below(3) == 0)
            plan.gpu_cap = (210 + below(90)) * watt;
        if (below(3) == 0)
            plan.policy = CapPolicy::delay_starts;
        run.plan.changes.push_back(power_change(t, plan));
    }
    const auto& store = run.simulate();
    EXPECT_EQ(run.number("SELECT count(*) FROM job_record WHERE state IN (2, 3)"), 1'000);
    EXPECT_GT(run.number("SELECT count(*) FROM job_record WHERE slowed_ns > 0 AND state = 2"), 200);
    EXPECT_GT(run.number("SELECT sum(requeues) FROM job_record"), 20);
    // Nobody runs longer than his limit; who completes has worked for his run time.
    EXPECT_LE(run.number("SELECT max(end_ns - start_ns - limit_ns) FROM job_record"), 0);
    EXPECT_LE(run.number("SELECT max(abs(end_ns - start_ns - run_ns - slowed_ns)) FROM job_record "
                         "WHERE state = 2 AND requeues = 0"),
              1'000);  // a nanosecond for each change of speed

    const double length = to_seconds(store.run().end);
    const double busy = run.number("SELECT busy_node_s FROM run");
    const double jobs = run.number("SELECT sum(node_energy_j) FROM job_record");
    const double idle = 100 * (12 * length - dark_node_s - busy);
    const double energy = run.number("SELECT it_energy_j FROM run");
    EXPECT_NEAR((jobs + idle + 300 * length) / energy, 1, 1e-12);
    EXPECT_EQ(jobs, run.number("SELECT sum(gpu_energy_j) FROM job_record"));
    EXPECT_NEAR(run.number("SELECT sum(it_power_w * length_s) FROM series") / energy, 1, 1e-12);
}

TEST(RunCapCombined, EnergyAndWorkAreKeptUnderEasy) {
    energy_and_work("easy");
}

TEST(RunCapCombined, EnergyAndWorkAreKeptUnderTheSequentialRule) {
    energy_and_work("easy_sequential");
}

// Slowed jobs run past the end that this policy took for certain.
TEST(RunCapCombined, EnergyAndWorkAreKeptWherePoliciesKnowTheRunTime) {
    energy_and_work("easy_perfect");
}

TEST(RunCapCombined, EnergyAndWorkAreKeptUnderConservative) {
    energy_and_work("conservative");
}

}  // namespace
}  // namespace twin
