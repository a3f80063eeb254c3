#include "sim/results/kpis.h"

#include <cmath>
#include <gtest/gtest.h>
#include <map>
#include <set>

#include "models/units/unit_table.h"
#include "sim/results/result_store.h"
#include "tests/sim/results/tiny_run.h"

namespace twin {
namespace {

TEST(Kpis, OfSevenJobsWorkedOutByHand) {
    const TemporaryFile file("kpis.sqlite");
    write_tiny_run(file);
    auto kpi = kpis_of(file);
    const auto expect = [&](const std::string& name, double value) {
        ASSERT_TRUE(kpi.count(name) && kpi[name]) << name;
        EXPECT_NEAR(*kpi[name], value, 1e-9 * value) << name;
    };
    expect("utilisation", 50);  // 24 of 48 node-hours
    // 8 x 3600 + 12 x 1800 + 1 x 5 + 2 x 20000 + 12 x 1000 + 1 x 600 = 103005 of 172800 node-s
    expect("offered_load", 100 * 103005.0 / 172800);
    expect("stranded_nodes", 13.0 / 3);  // 4, 0 and 9 idle in the three hours with waiting jobs
    expect("jobs_submitted", 6);         // all but job 0, which came in the warm-up
    expect("jobs_started", 5);           // 1, 2, 3, 4, 6
    expect("jobs_ended", 4);             // 1, 2, 3, 6
    expect("jobs_completed", 2);
    expect("jobs_killed_at_limit", 1);
    expect("jobs_failed", 1);
    expect("jobs_running_at_end", 1);
    expect("jobs_waiting_at_end", 1);
    expect("jobs_backfilled", 1);
    expect("requeues", 1);
    expect("throughput_jobs", 18);  // 3 in 4 hours
    // 8 x 1 h + 12 x 0.5 h + 1 x 5 s in 4 hours, 2 of which a cap took
    expect("throughput_node_hours", 6 * (14 + 3.0 / 3600));
    expect("makespan", 10000);
    // Waits 0, 3600, 4400, 3405, and 1400 less the 200 of an attempt that was lost: ranks
    // ceil(2.5) = 3 and ceil(4.75) = 5.
    expect("wait_mean", 12605.0 / 5);
    expect("wait_p50", 3405);
    expect("wait_p95", 4400);
    expect("wait_max", 4400);
    expect("wait_p50_1_16", 3405);
    // Jobs 1, 2, 3: 1, 5400 / 1800 = 3, 4405 / max(5, 10) = 440.5
    expect("bounded_slowdown_mean", 444.5 / 3);
    expect("bounded_slowdown_p95", 440.5);
    expect("turnaround_mean", (3600 + 5400 + 4405) / 3.0);
    expect("it_power_mean", 0.003);  // 12 kWh in 4 h
    expect("it_power_p99", 0.005);   // rank ceil(3.96) = 4 of 2, 2, 3, 5 kW
    expect("it_power_peak", 0.006);
    expect("load_factor", 50);
    expect("it_energy", 0.012);
    expect("energy_per_node_hour", 0.5);
    EXPECT_FALSE(kpi["wait_mean_17_128"]);  // there is no such job
}

// See record_tiny_plant and record_tiny_energy; the window has 12 kWh of IT, 13.8 of the site and
// 11.25 from the grid.
TEST(Kpis, OfPlantAndEnergyWorkedOutByHand) {
    const TemporaryFile file("energy-kpis.sqlite");
    write_energy_run(file);
    auto kpi = kpis_of(file);
    const auto expect = [&](const std::string& name, double value) {
        ASSERT_TRUE(kpi.count(name) && kpi[name]) << name;
        EXPECT_NEAR(*kpi[name], value, 1e-9 * std::abs(value)) << name;
    };
    expect("site_power_mean", 0.00345);  // 13.8 kWh in 4 h
    expect("site_power_p99", 0.00575);   // 1.15 x 5 kW, rank 4 of 4
    expect("site_power_peak", 0.00575);
    expect("site_energy", 0.0138);
    expect("grid_energy", 0.01125);           // 2.5 + 5.4 + 3.35 + 0
    expect("photovoltaics_energy", 0.00285);  // 0.35 + 2.5
    expect("battery_charged", 0.0002);
    expect("battery_discharged", 0.0001);
    expect("battery_loss", 0.00003);  // a tenth of both
    expect("fed_in_energy", 0.0002);
    expect("contract_headroom", 0.002);  // 8 - 6 kW, of the bill's quarter-hour
    expect("stranded_power", 0.0026);    // 8 - 5.4 kW, of the intervals
    expect("cooling_energy", 0.0006);    // 0.05 x 12 kWh
    expect("converter_loss", 0.0006);    // 0.05 x 12 kWh
    expect("rack_loss", 0.0006);         // 0.05 x 12 kWh
    expect("supply_loss", 0.0006);       // 0.05 x 12 kWh
    expect("pue", 1.15);                 // 13.8 / 12
    expect("pue_enefg", 1.1);            // without 0.05 x 12 of the heat pump
    expect("itue", 1.25);                // 1 / 0.8
    expect("tue", 1.4375);               // 1.15 x 1.25
    expect("erf", 20);                   // 0.23 x 12 / 13.8
    expect("ere", 0.92);                 // (13.8 - 2.76) / 12
    // Half of 11.25, and 2.85 - 0.2 of photovoltaics, of 11.25 + 2.65.
    expect("ref", 100 * 8.275 / 13.9);
    expect("water", 0.006);
    expect("wue", 0.5);
    // 2.5 x 300 + 5.4 x 100 + 3.35 x 400 = 2630 g; 100 g/kWh more over the life cycle.
    expect("cue", 2.63 / 12);
    expect("cue_life_cycle", 3.755 / 12);
    expect("supply_temperature_mean", 38.5);  // 37, 38, 39, 40
    expect("supply_temperature_max", 40);
    expect("throttled_group_hours", 0.5);
    expect("heat_offered", 0.00267);  // 0.89 x 3 kW
    expect("heat_offered_a", 0.00267 * 8.76);
    expect("heat_temperature", 40 + (1 * 2 + 2 * 5 + 3 * 3 + 4 * 2) / 12.0);
    expect("heat_reused", 0.00276);
    expect("heat_delivered", 0.00336);  // 0.28 x 12 kWh
    expect("heat_pump_energy", 0.0006);
    expect("electricity_cost", 1.795);  // 0.41 + 0.675 + 0.225 + 0.225 - 0.01 + 0.27
    expect("energy_cost", 0.41);
    expect("demand_charge", 0.27);
    expect("grid_fee", 0.675);
    expect("levies", 0.225);
    expect("tax", 0.225);
    expect("full_load_hours", 11.25 / 6 / 4 * 8760);
    expect("price_paid", 1.795 / 0.01125);
    expect("price_market", 50);  // (100 - 20 + 80 + 40) / 4
    expect("price_ratio", 1.795 / 0.01125 / 50);
    expect("price_timing", 0.41 / 0.01125 / 50);
    expect("carbon_direct", 0.00263);
    expect("carbon_life_cycle", 0.003755);
    expect("carbon_market", 11.25 * 50e-6);
    expect("carbon_embodied", 8.76 * 4 / 8760);
    expect("carbon_direct_per_kwh", 2630 / 11.25);
    expect("carbon_life_cycle_per_kwh", 3755 / 11.25);
    expect("gpu_hours", 48);  // 24 node-hours, 2 GPUs a node
    // 8 x 1 h + 12 x 0.5 h + 1 x 5 s less 2, and 2 x 8,595 s of the job that still runs.
    expect("goodput", 2 * (14 + (5 - 2 + 2 * 8595) / 3600.0));
    EXPECT_EQ(kpi["gpu_hours_cut"], 0);
    expect("gpu_hours_lost", 2 * (200 + 600) / 3600.0);  // job 6: put back, then failed
    expect("gpu_hours_slowed", 2 * 2 / 3600.0);          // 1 node of 2 GPUs, 2 s
    expect("mtbf", 4);                                   // one loss of nodes in 4 h
    expect("energy_per_gpu_hour", 13.8 / 48);
    expect("cost_per_gpu_hour", 1.795 / 48);
    expect("carbon_per_gpu_hour", 3.755 / 48);
    expect("energy_delay", 2 * 5 / 3600.0 / 3);  // of three jobs one has an energy
}

// A planner who lowers a cap must not read that fewer full-load hours are worse, nor that a cap is
// better or worse for what it leaves unused of the contract.
TEST(Kpis, JudgeOnlyWhatIsPlainlyBetter) {
    for (const auto* name : {"full_load_hours", "stranded_power", "contract_headroom",
                             "load_factor", "heat_pump_energy", "supply_temperature_max",
                             "battery_charged", "battery_discharged", "fed_in_energy"})
        EXPECT_EQ(find_kpi(name)->better, Better::neither) << name;
    EXPECT_EQ(find_kpi("utilisation")->better, Better::higher);
    EXPECT_EQ(find_kpi("battery_loss")->better, Better::lower);
}

TEST(Kpis, AreNullWithoutPlantAndEnergy) {
    const TemporaryFile file("no-plant.sqlite");
    write_tiny_run(file);
    const std::set<std::string> known = {"gpu_hours",     "goodput",          "gpu_hours_lost",
                                         "gpu_hours_cut", "gpu_hours_slowed", "mtbf",
                                         "energy_delay",  "interruptions"};
    const std::set<std::string> topics = {"site power", "efficiency", "heat",
                                          "money",      "carbon",     "work"};
    for (const Kpi& kpi : ResultStore(file).kpis()) {
        if (topics.count(kpi.topic)) {
            EXPECT_EQ(kpi.value.has_value(), known.count(kpi.name) == 1) << kpi.name;
        }
    }
}

// The window is from 3600 to 18000 s. Of attempts those are lost in it that end in it, whole: 2
// nodes x (3700 - 3100) s and, of a job that has not ended, 3 nodes x 400 s; the one that ended at
// 3599 is not. One job was put back and completed: 1 node x 5000 s. A node has 2 GPUs.
TEST(Kpis, CountLostAttemptsOfJobsThatWerePutBack) {
    const TemporaryFile file("lost.sqlite");
    const Site site = tiny_site();
    {
        Recorder recorder(file, tiny_info(), site);
        recorder.lost_attempt({0, 1, at_second(0), at_second(3599), 2});
        recorder.lost_attempt({0, 2, at_second(3100), at_second(3700), 2});
        recorder.lost_attempt({1, 1, at_second(17000), at_second(17400), 3});
        JobRecord again = job_of(0, 0, 4000, 9000, 1);
        again.requeues = 2;
        recorder.job(again);
        JobRecord waiting = job_of(1, 16000, 0, 0, 3);
        waiting.start = waiting.end = sim_never;
        waiting.state = JobState::waiting;
        waiting.requeues = 1;
        recorder.job(waiting);
        recorder.finish(RunStatus::finished, tiny_totals());
    }
    auto kpi = kpis_of(file);
    EXPECT_DOUBLE_EQ(kpi["gpu_hours_lost"].value_or(0), 2 * (2 * 600 + 3 * 400) / 3600.0);
    EXPECT_DOUBLE_EQ(kpi["goodput"].value_or(0), 2 * 5000 / 3600.0);
    const ResultStore store(file);
    Rows jobs = store.query("SELECT lost_s FROM job ORDER BY idx");
    ASSERT_TRUE(jobs.next());
    EXPECT_EQ(jobs.real(0), 3599 + 600);
    ASSERT_TRUE(jobs.next());
    EXPECT_EQ(jobs.real(0), 400);
}

// Submitted at 3600 and started at once, lost at 7600, back on nodes at 7700 until 8700: 100 s in
// the queue, 5000 s on nodes.
TEST(Kpis, WaitsOfInterruptedJobsAreTheirTimeInTheQueue) {
    const TemporaryFile file("requeued.sqlite");
    const Site site = tiny_site();
    {
        Recorder recorder(file, tiny_info(), site);
        recorder.lost_attempt({0, 1, at_second(3600), at_second(7600), 2});
        JobRecord again = job_of(0, 3600, 7700, 8700, 2);
        again.requeues = 1;
        again.node_energy = 10 * kilowatt_hour;
        recorder.job(again);
        recorder.finish(RunStatus::finished, tiny_totals());
    }
    auto kpi = kpis_of(file);
    EXPECT_EQ(kpi["wait_mean"], 100);
    EXPECT_EQ(kpi["wait_max_1_16"], 100);
    EXPECT_DOUBLE_EQ(kpi["bounded_slowdown_mean"].value_or(0), 5100 / 5000.0);
    EXPECT_EQ(kpi["turnaround_mean"], 5100);
    EXPECT_DOUBLE_EQ(kpi["goodput"].value_or(0), 2 * 2 * 1000 / 3600.0);
    EXPECT_DOUBLE_EQ(kpi["energy_delay"].value_or(0), 10 * 5000 / 3600.0);
    const ResultStore store(file);
    Rows job = store.query(
        "SELECT printf('%d %g %g %g %g %g %g %.2f', attempts, first_start_s, start_s, wait_s, "
        "run_s, lost_s, kept_s, bounded_slowdown) FROM job");
    ASSERT_TRUE(job.next());
    EXPECT_EQ(job.text(0), "2 3600 7700 100 5000 4000 1000 1.02");
    Rows energy = store.query("SELECT attempts, run_s, lost_s, node_kwh FROM job_energy");
    ASSERT_TRUE(energy.next());
    EXPECT_EQ(energy.integer(0), 2);
    EXPECT_EQ(energy.real(1), 5000);
    EXPECT_EQ(energy.real(2), 4000);
    EXPECT_EQ(energy.real(3), 10);
}

// Of a job that failed the last attempt is a lost one: 50 s before the first, 100 s before that.
TEST(Kpis, WaitsOfJobsThatFailedLeaveOutTheirLostAttempts) {
    const TemporaryFile file("failed-wait.sqlite");
    const Site site = tiny_site();
    {
        Recorder recorder(file, tiny_info(), site);
        recorder.lost_attempt({0, 1, at_second(3650), at_second(4000), 2});
        recorder.lost_attempt({0, 2, at_second(4100), at_second(5000), 2});
        JobRecord failed = job_of(0, 3600, 4100, 5000, 2);
        failed.state = JobState::failed;
        recorder.job(failed);
        recorder.finish(RunStatus::finished, tiny_totals());
    }
    auto kpi = kpis_of(file);
    EXPECT_EQ(kpi["wait_mean"], 150);
    EXPECT_EQ(kpi["goodput"], 0);
    const ResultStore store(file);
    Rows job = store.query("SELECT attempts, wait_s, run_s, lost_s FROM job");
    ASSERT_TRUE(job.next());
    EXPECT_EQ(job.integer(0), 2);
    EXPECT_EQ(job.real(1), 150);
    EXPECT_EQ(job.real(2), 1250);
    EXPECT_EQ(job.real(3), 1250);
}

// While a run goes on a job that was put back has no row yet; what it lost counts.
TEST(Kpis, CountLostAttemptsBeforeAnyJobHasEnded) {
    const TemporaryFile file("lost-early.sqlite");
    const Site site = tiny_site();
    {
        Recorder recorder(file, tiny_info(), site);
        recorder.lost_attempt({0, 1, at_second(3600), at_second(4500), 2});
        recorder.finish(RunStatus::interrupted, tiny_totals());
    }
    EXPECT_EQ(kpis_of(file)["gpu_hours_lost"], 1);  // 2 nodes x 2 GPUs x 0.25 h
}

// Two failures in the 4 h of the window: a loss and a trip. The first loss is in the warm-up, the
// third takes nodes that are down already, drains and losses of cooling are no failures of nodes.
TEST(Kpis, MtbfIsTheWindowOverItsFailures) {
    const TemporaryFile file("mtbf.sqlite");
    const Site site = tiny_site();
    {
        Recorder recorder(file, tiny_info(), site);
        recorder.event({at_second(3599), "lose", "rack 1", "4 nodes down, 0 jobs requeued"});
        recorder.event({at_second(3600), "lose", "rack 2", "4 nodes down, 1 job requeued"});
        recorder.event({at_second(4000), "lose", "rack 2", "0 nodes down, 0 jobs requeued"});
        recorder.event({at_second(4000), "restore", "rack 2", "4 nodes free again"});
        recorder.event({at_second(5000), "drain", "rack 2", "4 free nodes drained at once"});
        recorder.event({at_second(6000), "lose_cooling", "group 2", "out of service"});
        recorder.event({at_second(7000), "trip", "group 2", "12 nodes down, 0 jobs requeued"});
        recorder.event({at_second(8000), "trip over", "group 2", "12 nodes free again"});
        recorder.finish(RunStatus::finished, tiny_totals());
    }
    EXPECT_EQ(kpis_of(file)["mtbf"], 2);
}

// Where the watts of GPUs are not known nothing slows their clocks: not 0, but no answer.
TEST(Kpis, HaveNoSlowedHoursWithoutPower) {
    const TemporaryFile file("no-power.sqlite");
    Site site = tiny_site();
    site.has_power = false;
    {
        Recorder recorder(file, tiny_info(), site);
        record_tiny_run(recorder);
        recorder.finish(RunStatus::finished, tiny_totals());
    }
    auto kpi = kpis_of(file);
    EXPECT_FALSE(kpi["gpu_hours_slowed"]);
    EXPECT_FALSE(kpi["energy_delay"]);
    EXPECT_EQ(kpi["gpu_hours"], 48);
    EXPECT_EQ(kpi["mtbf"], 4);
}

// Five hours at 1 kW from the grid, 300 g/kWh direct, no price: what is not known is not 0.
TEST(Kpis, HaveNoCostWithoutAPrice) {
    const TemporaryFile file("no-price.sqlite");
    const Site site = tiny_site();
    {
        Recorder recorder(file, tiny_info(), site);
        record_tiny_run(recorder);
        for (int k = 0; k < 5; ++k) {
            EnergySample sample;
            sample.grid = 1 * kilowatt;
            sample.carbon_direct = 300 * gram_co2 / kilowatt_hour;
            sample.direct = 300 * gram_co2;
            recorder.energy(k, sample);
        }
        recorder.unshared({1 * kilowatt_hour, {}, 300 * gram_co2, {}});
        recorder.facts({});
        recorder.finish(RunStatus::finished, tiny_totals());
    }
    auto kpi = kpis_of(file);
    for (const Kpi& each : ResultStore(file).kpis()) {
        if (each.topic == "money") {
            EXPECT_FALSE(each.value) << each.name;
        }
    }
    for (const auto* name : {"cost_per_gpu_hour", "carbon_life_cycle", "carbon_life_cycle_per_kwh",
                             "carbon_per_gpu_hour", "cue_life_cycle"})
        EXPECT_FALSE(kpi[name]) << name;
    EXPECT_DOUBLE_EQ(kpi["grid_energy"].value_or(0), 0.004);
    EXPECT_DOUBLE_EQ(kpi["carbon_direct"].value_or(0), 0.0012);
    const ResultStore store(file);
    EXPECT_TRUE(store.bill().empty());
    Rows jobs = store.query(
        "SELECT count(*), count(grid_kwh), count(cost_eur), count(carbon_direct_kg), "
        "count(carbon_life_cycle_kg) FROM job_energy");
    ASSERT_TRUE(jobs.next());
    EXPECT_EQ(jobs.integer(0), 8);  // seven jobs and no job
    EXPECT_EQ(jobs.integer(1), 8);
    EXPECT_EQ(jobs.integer(2), 0);
    EXPECT_EQ(jobs.integer(3), 8);
    EXPECT_EQ(jobs.integer(4), 0);
    Rows hour = store.query("SELECT cost_eur, price_eur_mwh, carbon_direct_kg FROM energy_hourly");
    ASSERT_TRUE(hour.next());
    EXPECT_TRUE(hour.is_null(0));
    EXPECT_TRUE(hour.is_null(1));
    EXPECT_DOUBLE_EQ(hour.real(2), 0.3);
}

// Without the supply's losses a PUE would flatter.
TEST(Kpis, HaveNoPueWithoutBothCoolingAndSupply) {
    for (const bool cooled : {true, false}) {
        const TemporaryFile file("half.sqlite");
        const Site site = tiny_site();
        {
            Recorder recorder(file, tiny_info(), site);
            record_tiny_run(recorder);
            for (int k = 0; k < 5; ++k) {
                PlantSample plant;
                plant.site = 2 * kilowatt;
                if (cooled)
                    plant.readings.emplace();
                else
                    plant.transformer_loss = 10 * watt;
                recorder.plant(k, plant, {});
            }
            recorder.finish(RunStatus::finished, tiny_totals());
        }
        auto kpi = kpis_of(file);
        for (const auto* name : {"pue", "pue_enefg", "tue", "erf", "ere", "energy_per_gpu_hour"})
            EXPECT_FALSE(kpi[name]) << name;
        EXPECT_EQ(kpi["site_power_mean"], 0.002);
        EXPECT_EQ(kpi["water"].has_value(), cooled);
        EXPECT_EQ(kpi["cooling_energy"].has_value(), cooled);
        const ResultStore store(file);
        Rows series = store.query("SELECT count(*), count(pue) FROM cooling_series");
        ASSERT_TRUE(series.next());
        EXPECT_EQ(series.integer(0), cooled ? 5 : 0);
        EXPECT_EQ(series.integer(1), 0);
    }
}

TEST(Kpis, OfARunThatDiedComeFromTheSeries) {
    const TemporaryFile file("died-kpis.sqlite");
    {
        const Site site = tiny_site();
        Recorder recorder(file, tiny_info(), site);
        record_tiny_run(recorder);
        record_tiny_plant(recorder);
    }
    auto kpi = kpis_of(file);
    EXPECT_NEAR(kpi["pue"].value_or(0), 1.15, 1e-12);
    const ResultStore store(file);
    Rows series = store.query("SELECT min(pue), max(pue) FROM cooling_series");
    ASSERT_TRUE(series.next());
    EXPECT_NEAR(series.real(0), 1.15, 1e-12);
    EXPECT_NEAR(series.real(1), 1.15, 1e-12);
    EXPECT_FALSE(kpi["grid_energy"]);
    EXPECT_FALSE(kpi["electricity_cost"]);
}

TEST(Kpis, PercentilesAreNearestRankInEachSizeClass) {
    const TemporaryFile file("classes.sqlite");
    const Site site = flat_site(4000);
    RunInfo info = tiny_info();
    info.warm_up = {};
    {
        Recorder recorder(file, info, site);
        JobIndex index = 0;
        // 20 jobs on 16 nodes wait 1 ... 20 s, 21 jobs on 17 nodes wait 101 ... 121 s.
        for (int i = 1; i <= 20; ++i, ++index)
            recorder.job(job_of(index, 0, i, i + 10, 16));
        for (int i = 1; i <= 21; ++i, ++index)
            recorder.job(job_of(index, 0, 100 + i, 200 + i, 17));
        const NodeCount sizes[] = {128, 129, 512, 513, 2048, 2049, 4000};
        for (const NodeCount nodes : sizes)
            recorder.job(job_of(index++, 0, nodes, nodes + 1, nodes));
        recorder.finish(RunStatus::finished, {at_second(10000), {}, {}, 1, 2, 0});
    }
    auto kpi = kpis_of(file);
    EXPECT_EQ(kpi["wait_p50_1_16"], 10);     // rank 10
    EXPECT_EQ(kpi["wait_p95_1_16"], 19);     // rank 19
    EXPECT_EQ(kpi["wait_p50_17_128"], 111);  // 22 jobs, rank 11
    EXPECT_EQ(kpi["wait_p95_17_128"], 121);  // rank ceil(20.9) = 21
    EXPECT_EQ(kpi["wait_max_17_128"], 128);
    EXPECT_EQ(kpi["wait_mean_129_512"], (129 + 512) / 2.0);
    EXPECT_EQ(kpi["wait_mean_513_2048"], (513 + 2048) / 2.0);
    EXPECT_EQ(kpi["wait_mean_over_2048"], (2049 + 4000) / 2.0);
    EXPECT_EQ(kpi["wait_p50"], 104);  // 48 jobs, rank 24: the fourth of the second class
}

TEST(Kpis, HaveNoPowerWhereTheSiteHasNone) {
    const TemporaryFile file("flat.sqlite");
    const Site site = flat_site(10);
    {
        Recorder recorder(file, tiny_info(), site);
        recorder.finish(RunStatus::finished, {at_second(7200), {}, {}, 0, 0, 0});
    }
    auto kpi = kpis_of(file);
    for (const auto* name :
         {"it_power_mean", "it_power_p99", "it_power_peak", "load_factor", "it_energy",
          "energy_per_node_hour", "utilisation", "wait_mean", "stranded_nodes", "makespan",
          "gpu_hours_lost", "gpu_hours_slowed", "mtbf"})
        EXPECT_FALSE(kpi[name]) << name;
    EXPECT_EQ(kpi["jobs_submitted"], 0);
}

TEST(Kpis, AreMeaninglessBeforeTheWarmUpIsOver) {
    const TemporaryFile file("early.sqlite");
    const Site site = tiny_site();
    {
        Recorder recorder(file, tiny_info(), site);
        recorder.finish(RunStatus::interrupted, {at_second(60), {}, {}, 0, 0, 0});
    }
    auto kpi = kpis_of(file);
    EXPECT_FALSE(kpi["throughput_jobs"]);
    EXPECT_FALSE(kpi["it_power_mean"]);
}

TEST(KpiTable, NamesAreUniqueAndRowsComplete) {
    std::set<std::string_view> names, topics;
    std::string_view last_topic;
    for (const KpiRow& row : kpi_table()) {
        EXPECT_TRUE(names.insert(row.name).second) << row.name;
        EXPECT_EQ(find_kpi(row.name), &row);
        if (row.topic != last_topic) {
            EXPECT_TRUE(topics.insert(row.topic).second) << row.topic << " stands in two places";
        }
        last_topic = row.topic;
        EXPECT_FALSE(row.title.empty() || row.formula.empty() || row.sql.empty()) << row.name;
        const std::set<std::string_view> counted = {"",         "jobs",  "nodes",     "jobs/d",
                                                    "node-h/d", "L/kWh", "kgCO2/kWh", "GWh/a",
                                                    "GPU-h",    "kWh h", "group-h",   "h/a"};
        EXPECT_TRUE(counted.count(row.unit) || find_unit(row.unit)) << row.unit;
    }
    EXPECT_EQ(find_kpi("none"), nullptr);
}

TEST(KpiTable, SqlRunsOnTheFileAlone) {
    const TemporaryFile file("sql.sqlite");
    write_energy_run(file);
    const ResultStore store(file);
    const auto kpis = store.kpis();
    for (std::size_t i = 0; i < kpis.size(); ++i) {
        Rows row = store.query(std::string(kpi_table()[i].sql));
        const bool has_value = row.next() && !row.is_null(0);
        ASSERT_EQ(has_value, kpis[i].value.has_value()) << kpis[i].name;
        if (has_value) {
            EXPECT_EQ(row.real(0), *kpis[i].value) << kpis[i].name;
        }
    }
}

}  // namespace
}  // namespace twin
