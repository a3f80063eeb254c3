// Power and energy through the whole engine, by hand and by balance.
#include <gtest/gtest.h>
#include <random>

#include "tests/sim/engine/small_run.h"

namespace twin {
namespace {

// Two nodes: 10 s at half load (200 W each), 5 s at full load (300 W). Site 3000 W idle, and
// 2 x 200 W, then 2 x 400 W above it.
TEST(RunPower, PhasesChangeThePowerInMidRun) {
    SmallRun run("fcfs");
    run.jobs = {phased(0, 2, 20, {phase(10, 0.5), phase(5, 1)})};
    run.simulate();
    EXPECT_EQ(run.schedule(), "0-15");
    EXPECT_EQ(run.number("SELECT node_energy_j FROM job_record"), 2 * (10 * 200 + 5 * 300));
    EXPECT_EQ(run.text("SELECT it_power_w FROM series_site"), "3400.0 3800.0");
    EXPECT_EQ(run.text("SELECT it_power_peak_w FROM series_site"), "3400.0 3800.0");
    EXPECT_EQ(run.number("SELECT it_energy_j FROM run"), 34'000 + 19'000);
    EXPECT_EQ(run.number("SELECT it_power_peak_w FROM run"), 3800);
}

TEST(RunPower, TheWarmUpIsOutsideTheTotals) {
    SmallRun run("fcfs");
    run.plan.warm_up = seconds(15);
    run.horizon(30);
    run.jobs = {job(0, 12, 10, 10), job(14, 1, 6, 6)};
    run.simulate();
    EXPECT_EQ(run.number("SELECT it_energy_j FROM run"), 3000 * 15 + 400 * 5);
    EXPECT_EQ(run.number("SELECT busy_node_s FROM run"), 5);
    EXPECT_EQ(run.number("SELECT available_node_s FROM run"), 12 * 15);
    EXPECT_EQ(run.number("SELECT it_power_peak_w FROM run"), 3400);
}

// Random jobs of one to three phases, racks that fail and come back. Every joule of the site is a
// job's, an idle node's, a rack's own or fixed; every node second a job's.
void balance(const char* policy, LostJobs lost_jobs) {
    SmallRun run(policy);
    run.plan.scheduling.lost_jobs = lost_jobs;
    std::mt19937_64 random(4);
    const auto below = [&](int n) { return static_cast<int>(random() % std::uint64_t(n)); };
    double at = 0;
    for (int i = 0; i < 2'000; ++i) {
        at += below(3) * 3.25 + below(2) * 0.000'001;
        std::vector<Phase> phases;
        for (int k = 0; k <= below(3); ++k)
            phases.push_back(phase(1 + below(20), below(1'000) / 999.0));
        Job next = phased(at, 1 + below(12), 0, phases);
        next.limit = next.run_time + seconds(below(2) * below(30));
        run.jobs.push_back(next);
    }
    double dark_node_s = 0;
    const auto last = static_cast<std::int64_t>(at);
    for (std::int64_t t = 50; t + 10 < last; t += 70) {
        const NodeRanges rack{{4 * below(3), 4}};
        run.plan.changes.push_back(change(t, ChangeKind::lose, rack));
        run.plan.changes.push_back(change(t + 10, ChangeKind::restore, rack));
        dark_node_s += 40;
    }
    const auto& store = run.simulate();
    const double length = to_seconds(store.run().end);
    EXPECT_EQ(store.run().status, RunStatus::finished);
    EXPECT_EQ(run.number("SELECT count(*) FROM job_record WHERE state IN (2, 4)"), 2'000);
    EXPECT_EQ(run.number("SELECT count(*) FROM job_record WHERE state = 4") > 0,
              lost_jobs == LostJobs::fail);

    const double energy = run.number("SELECT it_energy_j FROM run");
    const double busy = run.number("SELECT busy_node_s FROM run");
    const double jobs = run.number("SELECT sum(node_energy_j) FROM job_record");
    const double idle = 200 * (12 * length - dark_node_s - busy);
    // What a node draws costs twice as much at the rack's input.
    EXPECT_NEAR((2 * jobs + idle + (300 + 3 * 100) * length) / energy, 1, 1e-12);

    EXPECT_NEAR(run.number("SELECT sum(it_power_w * length_s) FROM series") / energy, 1, 1e-12);
    EXPECT_NEAR(run.number("SELECT sum(busy_nodes * length_s) FROM series") / busy, 1, 1e-12);
    EXPECT_EQ(run.number("SELECT sum(submitted) FROM series_site"), 2'000);
    EXPECT_EQ(run.number("SELECT sum(ended) FROM series_site"), 2'000);
    EXPECT_EQ(run.number("SELECT sum(started) FROM series_site"),
              2'000 + run.number("SELECT sum(requeues) FROM job_record"));
    // What jobs held, they held in attempts that were lost or in the one that ended.
    EXPECT_NEAR((run.number("SELECT total(nodes * (end_ns - start_ns)) / 1e9 FROM job_record "
                            "WHERE state <> 4") +
                 run.number("SELECT total(nodes * (lost_ns - start_ns)) / 1e9 FROM lost_attempt")) /
                    busy,
                1, 1e-12);
    EXPECT_EQ(run.number("SELECT count(*) FROM lost_attempt"),
              run.number("SELECT sum(requeues) + sum(state = 4) FROM job_record"));
    if (lost_jobs == LostJobs::fail) {
        // Nothing ran twice: node seconds by the jobs' own starts and ends.
        EXPECT_NEAR(
            run.number("SELECT sum(nodes * (end_ns - start_ns)) / 1e9 FROM job_record") / busy, 1,
            1e-12);
    }
}

TEST(RunPower, BalancesUnderEasy) {
    balance("easy", LostJobs::requeue);
}

TEST(RunPower, BalancesUnderEasyWithFailedJobs) {
    balance("easy", LostJobs::fail);
}

TEST(RunPower, BalancesUnderTheSequentialRule) {
    balance("easy_sequential", LostJobs::requeue);
}

TEST(RunPower, BalancesUnderConservative) {
    balance("conservative", LostJobs::fail);
}

}  // namespace
}  // namespace twin
