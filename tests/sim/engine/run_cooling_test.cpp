// Cooling through the whole engine: a plant whose temperatures can be worked out by hand, and the
// shipped one.
#include <cmath>
#include <gtest/gtest.h>
#include <random>

#include "models/cooling/warm_water_plant.h"
#include "sim/scenario/parts_catalog.h"
#include "tests/sim/engine/small_run.h"

namespace twin {
namespace {

// Each group's water is one mass that loses 100 W/K to the air outdoors, less where a part of the
// plant is lost. It follows its load within a second or two: at rest it is load / 100 W/K warmer
// than the air. Pumps take 30 W; a tenth of the heat in the rooms is the electricity of its
// handling.
class PuddlePlant final : public CoolingModel {
  public:
    explicit PuddlePlant(Temperature limit) : limit_(limit) {}

    std::size_t groups() const override { return 2; }
    std::size_t states() const override { return 2; }
    void settle(const CoolingInputs& inputs, std::span<double> x) const override {
        for (std::size_t i = 0; i < groups(); ++i)
            x[i] = inputs.dry_bulb.si() + inputs.liquid_heat[i].si() / conductance(inputs, i);
    }
    CoolingFluxes derivatives(const CoolingInputs& inputs, std::span<const double> x,
                              std::span<double> dxdt) const override {
        CoolingFluxes fluxes;
        fluxes.cdu_pumps = 30 * watt;
        fluxes.air_handling = 0.1 * inputs.air_heat;
        for (std::size_t i = 0; i < groups(); ++i) {
            const double lost = conductance(inputs, i) * (x[i] - inputs.dry_bulb.si());
            dxdt[i] = (inputs.liquid_heat[i].si() - lost) / capacity;
            fluxes.liquid_heat += inputs.liquid_heat[i];
            fluxes.rejected += lost * watt;
            fluxes.stored += capacity * dxdt[i] * watt;
        }
        return fluxes;
    }
    void read(const CoolingInputs&, std::span<const double> x,
              CoolingReadings& out) const override {
        out.groups.resize(groups());
        for (std::size_t i = 0; i < groups(); ++i)
            out.groups[i].supply = Temperature::from_si(x[i]);
    }
    Energy stored_between(std::span<const double> from, std::span<const double> to) const override {
        return capacity * (to[0] - from[0] + to[1] - from[1]) * joule;
    }
    Temperature supply_limit() const override { return limit_; }
    Temperature trip_limit() const override { return Temperature::celsius(70); }

  private:
    static constexpr double capacity = 20;  // J/K
    static double conductance(const CoolingInputs& inputs, std::size_t group) {
        return 100 * inputs.cdu_share[group] * inputs.rejection_share;
    }
    Temperature limit_;
};

TimeSeries constant(CalendarTime first, Temperature value) {
    return {first - std::chrono::hours(24), std::chrono::hours(72), {value.si()}};
}

// At 20 degC outdoors and a limit of 40 degC. The two racks of the first group draw 800 W idle,
// 28 degC; 2400 W at full load, 44 degC; 1600 W at the lowest clock, 36 degC. They stay at that
// until 35 degC.
struct CooledRun : SmallRun {
    explicit CooledRun(const char* policy = "fcfs", double outdoors = 20)
        : SmallRun(policy, gpu_site()) {
        CoolingPlan& cooling = plan.cooling.emplace();
        cooling.model = std::make_shared<PuddlePlant>(Temperature::celsius(40));
        cooling.dry_bulb = constant(plan.start, Temperature::celsius(outdoors));
        cooling.wet_bulb = constant(plan.start, Temperature::celsius(outdoors - 5));
        cooling.release = 5.0 * kelvin;
    }
    std::string violations() const {
        return text(
            "SELECT printf('%g-%g %g %.4g %s, %s: %s;', from_ns / 1e9, until_ns / 1e9, "
            "value, worst, name, unit, cause) FROM violation_record");
    }
};

Change lose_cooling(std::int64_t at, double cdu, double rejection) {
    Change change;
    change.at = at_second(at);
    change.kind = ChangeKind::lose_cooling;
    change.what = "cooling";
    change.cdu_share = {cdu, 1};
    change.rejection_share = rejection;
    change.ends = cdu == 1 && rejection == 1;
    return change;
}

Change warmer(std::int64_t at, double kelvins) {
    Change change;
    change.at = at_second(at);
    change.kind = ChangeKind::heat_wave;
    change.what = "outdoors";
    change.warmer = kelvins * kelvin;
    change.ends = kelvins == 0;
    return change;
}

// Idle racks draw 1200 W; a quarter of it and the fixed 300 W go into the rooms.
TEST(RunCooling, HeatIsSplitBetweenWaterAndAir) {
    CooledRun run;
    run.plan.cooling->liquid_share = 0.75;
    run.horizon(20);
    run.simulate();
    EXPECT_EQ(run.text("SELECT printf('%.9g %.9g %.9g %.9g', liquid_heat_w, air_heat_w, "
                       "air_handling_w, site_w) FROM series_plant LIMIT 1"),
              "900 600 60 1590");
    // The warmest group: 600 W.
    EXPECT_NEAR(run.number("SELECT supply_c FROM series_plant"), 26, 1e-6);
    EXPECT_EQ(run.number("SELECT dry_bulb_c FROM series_plant"), 20);
    EXPECT_EQ(run.number("SELECT count(*) FROM violation_record"), 0);
}

// It starts settled: 44 degC are seen at the end of the first interval. Of the 100 s of work 90 are
// left, which take 180 at half the clock; at 20 the water is below its limit again, but not so far
// that throttling, and with it the excess, ends.
TEST(RunCooling, WarmWaterSlowsTheJobsOfItsGroup) {
    CooledRun run;
    run.jobs = {gpu_job(0, 8, 100, 1000), gpu_job(0, 4, 100, 1000)};
    run.simulate();
    EXPECT_EQ(run.schedule(), "0-190 0-100");
    EXPECT_EQ(run.of_jobs("slowed_ns"), "90000000000 0");
    EXPECT_EQ(run.of_jobs("node_energy_j"),
              "312000.0 120000.0");  // 8 x (10 x 300 + 180 x 200) J, 4 x 100 x 300 J
    EXPECT_EQ(run.violations(),
              "10-190 40 44 cooling supply limit, degC: the plant cannot hold its set point at "
              "this load; outdoors 20.0 degC; the racks concerned run their GPUs at the lowest "
              "clock;");
    EXPECT_EQ(run.text("SELECT printf('%g %.4g %.4g %g %g %s', value, p99, peak, at_limit_ns / "
                       "1e9, first_reached_ns / 1e9, unit) FROM limit_record "
                       "WHERE name = 'rack_water'"),
              "40 44 44 180 10 degC");
    EXPECT_EQ(run.number("SELECT sum(throttled_groups * length_s) FROM series_power JOIN series "
                         "USING (interval)"),
              180);
    EXPECT_NEAR(run.number("SELECT supply_c FROM series_plant WHERE interval = 5"), 36, 1e-3);
}

// After 190 the racks are idle; 28 degC are seen at 200.
TEST(RunCooling, ThrottlingEndsBelowTheLimit) {
    CooledRun run;
    run.horizon(300);
    run.jobs = {gpu_job(0, 8, 100, 1000), gpu_job(200, 2, 50, 50)};
    run.simulate();
    EXPECT_EQ(run.schedule(), "0-190 200-250");
    EXPECT_EQ(run.text("SELECT printf('%g-%g', from_ns / 1e9, until_ns / 1e9) FROM "
                       "violation_record"),
              "10-200");
    EXPECT_EQ(run.number("SELECT sum(throttled_groups * length_s) FROM series_power JOIN series "
                         "USING (interval)"),
              190);
}

// From 10 on the first group's CDU does a fifth of its work: 1600 W at the lowest clock are 100
// degC at 20, above 70: its 8 nodes go dark and the job waits. At 50 the CDU is back, which the
// next look at the water, at 60, sees.
TEST(RunCooling, HotRacksSwitchThemselvesOff) {
    CooledRun run;
    run.horizon(400);
    run.jobs = {gpu_job(0, 8, 100, 1000), gpu_job(0, 4, 20, 20)};
    run.plan.changes = {lose_cooling(10, 0.2, 1), lose_cooling(50, 1, 1)};
    run.simulate();
    EXPECT_EQ(run.text("SELECT printf('%g %s %s: %s;', at_ns / 1e9, kind, what, effect) "
                       "FROM event_log WHERE kind LIKE 'trip%'"),
              "20 trip group 1: 8 nodes down, 1 job requeued; 60 trip over group 1: 8 nodes free "
              "again;");
    EXPECT_EQ(run.of_jobs("requeues"), "1 0");
    EXPECT_EQ(run.text("SELECT start_ns / 1000000000 FROM job_record WHERE idx = 0"), "60");
}

// 10 degC at the start, 20 degC after an hour, 30 degC after two, straight lines in between.
TEST(RunCooling, OutdoorsIsThatOfTheIntervalsEnd) {
    CooledRun run;
    using std::chrono::minutes;
    run.plan.interval = seconds(1800);
    run.plan.cooling->dry_bulb = run.plan.cooling->wet_bulb = {
        run.plan.start - minutes(30), minutes(60), {283.15, 293.15, 303.15}};
    run.horizon(3600);
    run.simulate();
    EXPECT_EQ(run.text("SELECT printf('%.9g %.9g;', dry_bulb_c, wet_bulb_c) FROM series_plant"),
              "15 15; 20 20;");
}

// The same for a policy that looks at one event at a time. The requeued job starts when the trip is
// over at 60, though nothing else happens then: at 70 10 of its 100 s of work are done, the others
// take 180 at half the clock.
TEST(RunCooling, TripsAreEventsForTheSequentialRule) {
    CooledRun run("easy_sequential");
    run.horizon(400);
    run.jobs = {gpu_job(0, 8, 100, 1000), gpu_job(0, 4, 300, 300)};
    run.plan.changes = {lose_cooling(10, 0.2, 1), lose_cooling(50, 1, 1)};
    run.simulate();
    EXPECT_EQ(run.schedule(), "60-250 0-300");
    EXPECT_EQ(run.of_jobs("requeues"), "1 0");
}

// The group trips at 20. Then one of its racks is lost, too, and the other drained. The restore of
// both at 30 switches none on: they come back with the CDU, at 60, and all in service.
TEST(RunCooling, ARestoreLeavesHotRacksOff) {
    CooledRun run;
    run.horizon(400);
    run.jobs = {gpu_job(0, 8, 100, 1000)};
    run.plan.changes = {lose_cooling(10, 0.2, 1), change(22, ChangeKind::lose, {{0, 4}}),
                        change(25, ChangeKind::drain, {{4, 4}}),
                        change(30, ChangeKind::restore, {{0, 8}}), lose_cooling(50, 1, 1)};
    for (std::size_t i = 0; i < run.plan.changes.size(); ++i)
        run.plan.changes[i].event = i;
    run.simulate();
    EXPECT_EQ(run.text("SELECT printf('%g %s: %s;', at_ns / 1e9, kind, effect) FROM event_log "
                       "WHERE kind IN ('lose', 'restore') OR kind LIKE 'trip%'"),
              "20 trip: 8 nodes down, 1 job requeued; 22 lose: 0 nodes down, 0 jobs requeued; "
              "30 restore: 0 nodes free again; 60 trip over: 8 nodes free again;");
    // Only the third rack and the site draw power from 20 to 60.
    EXPECT_EQ(run.text("SELECT it_power_w FROM series_site WHERE interval IN (3, 4, 5)"),
              "700.0 700.0 700.0");
    EXPECT_EQ(run.text("SELECT start_ns / 1000000000 FROM job_record"), "60");
}

// Each rack has a switch of 40 W. The 880 W of the first group's idle racks warm the 20 J/K of its
// water by 440 K from 10 on, until that is seen at 20 and the nodes go dark for the rest of the
// hour. Then the water stands: 80 W of its switches go into the room, beside the 300 W that are
// always there, and into the water go only the 440 W of the other group.
TEST(RunCooling, StandingWaterOfDarkRacksGetsNoWarmer) {
    CooledRun run;
    RackPart rack = gpu_rack();
    rack.switches.value = 1;
    rack.network_switch.power.value = 40 * watt;
    run.plan.site = gpu_site(rack);
    for (Rack& each : run.plan.site.racks)
        each.part = run.plan.site.racks.back().part;
    run.horizon(3600);
    run.plan.changes = {lose_cooling(10, 0, 1)};
    run.simulate();
    EXPECT_EQ(run.text("SELECT at_ns / 1000000000 FROM event_log WHERE kind = 'trip'"), "20");
    EXPECT_EQ(run.text("SELECT printf('%.9g %.9g %.9g', it_power_w, liquid_heat_w, air_heat_w) "
                       "FROM series_plant JOIN series_site USING (interval) WHERE interval = 100"),
              "820 440 380");
    const double trip = run.number("SELECT supply_c FROM series_plant WHERE interval = 1");
    EXPECT_GT(trip, 70);
    EXPECT_NEAR(run.number("SELECT max(supply_c) FROM series_plant"), trip, 1e-6);
    EXPECT_NEAR(run.number("SELECT supply_c FROM series_plant WHERE interval = 359"), trip, 1e-6);
}

// 36 degC at the lowest clock are below 40 - 1 degC: half a clock for every second 10 s. In 20 s 15
// are done: 10 + 6 x 15 = 100 at 130. One excess: no rack runs freely for a quarter-hour.
TEST(RunCooling, ASmallReleaseSwitchesToAndFro) {
    CooledRun run;
    run.plan.cooling->release = 1.0 * kelvin;
    run.jobs = {gpu_job(0, 8, 100, 1000)};
    run.simulate();
    EXPECT_EQ(run.schedule(), "0-130");
    EXPECT_EQ(run.text("SELECT printf('%g-%g', from_ns / 1e9, until_ns / 1e9) FROM "
                       "violation_record"),
              "10-130");
}

// Four nodes of the first group: 1600 W, 36 degC. With half of a part 52 degC, seen at 30; at the
// lowest clock 1200 W, 44 degC; whole again 32 degC, seen at 70. The 100 s of work: 30, then 20 in
// 40 s, then 50.
const char* const half_lost_schedule = "0-120";
const char* const half_lost_violation =
    "30-70 40 52 cooling supply limit, degC: a part of the cooling plant is out of service; "
    "outdoors 20.0 degC; the racks concerned run their GPUs at the lowest clock;";

TEST(RunCooling, ALostCduComesBack) {
    CooledRun run;
    run.jobs = {gpu_job(0, 4, 100, 1000)};
    run.plan.changes = {lose_cooling(20, 0.5, 1), lose_cooling(60, 1, 1)};
    run.simulate();
    EXPECT_EQ(run.schedule(), half_lost_schedule);
    EXPECT_EQ(run.violations(), half_lost_violation);
    EXPECT_EQ(run.text("SELECT kind || ' ' || effect || ';' FROM event_log"),
              "lose_cooling out of service; lose_cooling back in service;");
}

TEST(RunCooling, LostDryCoolersComeBack) {
    CooledRun run("easy_sequential");
    run.jobs = {gpu_job(0, 4, 100, 1000)};
    run.plan.changes = {lose_cooling(20, 1, 0.5), lose_cooling(60, 1, 1)};
    run.simulate();
    EXPECT_EQ(run.schedule(), half_lost_schedule);
    EXPECT_EQ(run.violations(), half_lost_violation);
}

// 36 degC and 12 K more; at the lowest clock 32 degC and 12 K.
TEST(RunCooling, AHeatWaveEnds) {
    CooledRun run;
    run.jobs = {gpu_job(0, 4, 100, 1000)};
    run.plan.changes = {warmer(20, 12), warmer(60, 0)};
    run.simulate();
    EXPECT_EQ(run.schedule(), "0-120");
    EXPECT_EQ(run.violations(),
              "30-70 40 48 cooling supply limit, degC: the plant cannot hold its set point at "
              "this load; outdoors 32.0 degC; the racks concerned run their GPUs at the lowest "
              "clock;");
    EXPECT_EQ(run.text("SELECT dry_bulb_c FROM series_plant WHERE interval IN (1, 2, 5, 6)"),
              "20.0 32.0 32.0 20.0");
    // Warmer air that holds no more water is not as much warmer by the wet bulb.
    EXPECT_GT(run.number("SELECT wet_bulb_c FROM series_plant WHERE interval = 2"), 15.5);
    EXPECT_LT(run.number("SELECT wet_bulb_c FROM series_plant WHERE interval = 2"), 26.5);
    EXPECT_EQ(run.number("SELECT wet_bulb_c FROM series_plant WHERE interval = 6"), 15);
    EXPECT_EQ(run.text("SELECT effect || ';' FROM event_log"),
              "outdoors 12 K warmer than the weather file; outdoors as the weather file says;");
}

// As above, lost at 1203 and back at 2003 with no other event near: the water is looked at every
// 10 s of the calendar, whatever the interval is. Of 4000 s of work 1210 are done at 1210, 1610 at
// 2010.
TEST(RunCooling, WarmWaterIsSeenAtOnceWhateverTheInterval) {
    const auto seen = [](int interval) {
        return in_another_process([interval] {
            CooledRun run;
            run.plan.interval = seconds(interval);
            run.jobs = {gpu_job(0, 4, 4000, 10'000)};
            run.plan.changes = {lose_cooling(1203, 0.5, 1), lose_cooling(2003, 1, 1)};
            run.simulate();
            return run.schedule() + "; " + run.violations();
        });
    };
    const char* const expected =
        "0-4400; 1210-2010 40 52 cooling supply limit, degC: a part of the cooling plant is out of "
        "service; outdoors 20.0 degC; the racks concerned run their GPUs at the lowest clock;";
    EXPECT_EQ(seen(60), expected);
    EXPECT_EQ(seen(3600), expected);
}

// 12 K of a heat wave from 1203 to 2003: as above, but 48 degC.
TEST(RunCooling, AHeatWaveIsSeenAtOnceWhateverTheInterval) {
    CooledRun run;
    run.plan.interval = seconds(3600);
    run.jobs = {gpu_job(0, 4, 4000, 10'000)};
    run.plan.changes = {warmer(1203, 12), warmer(2003, 0)};
    run.simulate();
    EXPECT_EQ(run.schedule(), "0-4400");
    EXPECT_EQ(run.text("SELECT printf('%g-%g %.4g', from_ns / 1e9, until_ns / 1e9, worst) FROM "
                       "violation_record"),
              "1210-2010 48");
}

// A job in the second group fails at 100 while the first one throttles: nobody is slowed for it.
TEST(RunCooling, ARackThatFailsLeavesThrottling) {
    CooledRun run;
    run.jobs = {gpu_job(0, 8, 100, 1000), gpu_job(0, 4, 400, 1000)};
    run.plan.changes = {change(100, ChangeKind::lose, {{0, 4}}),
                        change(300, ChangeKind::restore, {{0, 4}})};
    run.simulate();
    // The first is requeued and needs 8 nodes. At 110 the water of its group is at 24 degC, but
    // after 300 at 44 degC again, seen at 310: 10 s and 180 s more.
    EXPECT_EQ(run.schedule(), "300-490 0-400");
    EXPECT_EQ(run.of_jobs("requeues"), "1 0");
    // 90 s of the first attempt for 45 of work, and 90 s of the second.
    EXPECT_EQ(run.of_jobs("slowed_ns"), "135000000000 0");
}

// At 24 degC outdoors, with both groups at full load under a cap of 2900 W: 1400 W above idle for
// 12 GPUs of 200 W. 14 of the 16 steps down to half the clock leave 0.5625 of it, 1350 W; the first
// group draws 1700 W, 41 degC. From 10 on its GPUs run at the lowest clock, 800 W above idle, which
// leaves 600 W to the other 4: three quarters of the clock. 100 s of work: 5.625 are done at 10;
// the others take 188.75 s at half, 125.833 s at three quarters of the clock.
TEST(RunCooling, ACapFollowsThrottledRacks) {
    CooledRun run("fcfs", 24);
    run.plan.power.cap = 2900 * watt;
    run.plan.power.policy = CapPolicy::lower_gpu_cap;
    run.jobs = {gpu_job(0, 8, 100, 1000), gpu_job(0, 4, 100, 1000)};
    run.simulate();
    EXPECT_EQ(run.schedule(), "0-198.75 0-135.833");
    EXPECT_EQ(run.text("SELECT it_power_w FROM series_site WHERE interval IN (0, 1, 12)"),
              "2850.0 2900.0 2900.0");
    EXPECT_EQ(run.number("SELECT count(*) FROM violation_record WHERE name = 'power.cap'"), 0);
}

// The first CDU is lost as a whole for ten minutes in the second hour, then it gets hot.
struct PlantRun : SmallRun {
    PlantRun() : SmallRun("easy", site()) {
        const std::vector<int> racks{5, 5, 2};
        CoolingPlan& cooling = plan.cooling.emplace();
        PlantOverrides overrides;
        overrides.heat_reuse = HeatReusePlan{.heat_pump = true};
        cooling.model =
            make_plant(shipped_parts().plants.at("jupiter-dry-coolers"), racks, overrides);
        cooling.liquid_share = 0.97;
        std::mt19937_64 random(11);
        const auto below = [&](int n) { return static_cast<int>(random() % std::uint64_t(n)); };
        using std::chrono::hours;
        cooling.dry_bulb = cooling.wet_bulb =
            cooling.heat_demand = {plan.start - hours(1), hours(1), {}};
        for (int i = 0; i < 24; ++i) {
            const double dry = 5 + below(20);
            cooling.dry_bulb.values.push_back(Temperature::celsius(dry).si());
            cooling.wet_bulb.values.push_back(Temperature::celsius(dry - 1 - below(7)).si());
            cooling.heat_demand.values.push_back(below(400) * 1e3);
        }
        plan.energy.emplace();
        plan.energy->tariff.grid_fee = EnergyPrice::from_si(5 / 3.6e9);
        plan.energy->tariff.demand_charge = DemandPrice::from_si(0.1);
        plan.energy->tariff.fixed_price = 0.2 * euro / kilowatt_hour;
        plan.interval = seconds(420);
        horizon(20 * 3600);
        jobs = random_jobs(2, 300, 400, 500);
        for (Job& job : jobs)
            for (Phase& phase : job.phases)
                phase.gpu_activity.memory = phase.gpu_activity.tensor / 2;
        Change lost;
        lost.at = at_second(4'000);
        lost.kind = ChangeKind::lose_cooling;
        lost.what = "CDU of group 1";
        lost.cdu_share = {0, 1, 1};
        Change back = lost;
        back.at = at_second(4'600);
        back.cdu_share = {1, 1, 1};
        back.ends = true;
        plan.changes = {lost, back, warmer(20'000, 8), warmer(40'000, 0)};
    }

  private:
    static Site site() {
        SiteDescription description = shipped_parts().sites.at("jupiter-booster");
        description.rows.resize(1);
        description.rows[0].count = {12};
        return build_site(description);
    }
};

TEST(RunCooling, TheShippedPlantBalancesInEveryInterval) {
    PlantRun run;
    run.simulate();
    EXPECT_EQ(run.number("SELECT count(*) FROM series_plant"), 172);  // 72,000 s / 420 s
    EXPECT_GT(run.number("SELECT count(*) FROM job_record WHERE state IN (2, 3)"), 100);
    EXPECT_LT(run.number("SELECT max(electricity_residual) FROM series_plant"), 1e-9);
    EXPECT_LT(run.number("SELECT max(heat_residual) FROM series_plant"), 1e-9);
    EXPECT_LT(run.number("SELECT max(abs(site_w / (it_power_w + cdu_pumps_w + primary_pumps_w + "
                         "cooling_fans_w + air_handling_w + heat_pump_w + transformer_loss_w + "
                         "ups_loss_w + distribution_loss_w + central_rectifier_loss_w) - 1)) "
                         "FROM series_plant JOIN series_site USING (interval)"),
              1e-9);
    EXPECT_LT(run.number("SELECT max(abs((rejected_w + reused_w + stored_w) / "
                         "(liquid_heat_w + pump_heat_w) - 1)) FROM series_plant"),
              1e-9);
    // What racks and site draw is what water and rooms take.
    EXPECT_LT(run.number("SELECT max(abs((liquid_heat_w + air_heat_w) / it_power_w - 1)) "
                         "FROM series_plant JOIN series_site USING (interval)"),
              1e-12);
    // The lost CDU let its racks get too warm, the others not.
    EXPECT_GT(run.number("SELECT max(throttled_groups) FROM series_power"), 0);
    EXPECT_LE(run.number("SELECT max(throttled_groups) FROM series_power"), 1);
    EXPECT_EQ(run.text("SELECT printf('%d %d', from_ns / 1e12, cause LIKE 'a part of the cooling "
                       "plant is out of service; outdoors %') FROM violation_record"),
              "4 1");  // once, from the 4,000 s on
    EXPECT_GT(run.number("SELECT sum(reused_w) FROM series_plant"), 0);
    EXPECT_GT(run.number("SELECT sum(heat_pump_w) FROM series_plant"), 0);
    EXPECT_NEAR((run.number("SELECT sum(grid_energy_j) FROM job_record") +
                 run.number("SELECT grid_energy_j FROM unshared")) /
                    run.number("SELECT sum(site_w * length_s) FROM series_plant JOIN series USING "
                               "(interval)"),
                1, 1e-12);
}

TEST(RunCooling, TwoRunsAreAlikeToTheLastDigit) {
    const auto tables = [] {
        PlantRun run;
        run.simulate();
        return run.everything();
    };
    const std::string first = in_another_process(tables);
    EXPECT_GT(first.size(), 100'000U);
    EXPECT_TRUE(first == in_another_process(tables));
}

}  // namespace
}  // namespace twin
