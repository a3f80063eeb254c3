// What a run costs and emits, through the whole engine. Energy only: without cooling and supply the
// grid gives what the racks take, 1500 W and 200 W for each node at full load.
#include <gtest/gtest.h>

#include "tests/sim/engine/small_run.h"

namespace twin {
namespace {

constexpr auto eur_per_mwh = euro / megawatt_hour;
constexpr auto eur_per_kwh = euro / kilowatt_hour;
constexpr auto g_per_kwh = gram_co2 / kilowatt_hour;

constexpr CalendarTime ten_pm{std::chrono::seconds(1'699'999'200)};  // 2023-11-14T22:00:00Z

template <class Unit>
TimeSeries series(CalendarTime first, std::chrono::minutes step, Unit unit,
                  const std::vector<double>& values) {
    TimeSeries series{first, step, {}};
    for (const double value : values)
        series.values.push_back((value * unit).si());
    return series;
}

// 0.2 EUR/kWh and 0.035 EUR/kWh of fees, levies, tax; 100 EUR a year for each kW.
Tariff fixed_tariff() {
    Tariff tariff;
    tariff.fixed_price = 0.2 * eur_per_kwh;
    tariff.grid_fee = 0.02 * eur_per_kwh;
    tariff.levies = 0.01 * eur_per_kwh;
    tariff.tax = 0.005 * eur_per_kwh;
    tariff.demand_charge = 100 * euro / kilowatt;
    return tariff;
}

struct PaidRun : SmallRun {
    explicit PaidRun(const char* policy = "fcfs") : SmallRun(policy, gpu_site()) {
        plan.start = ten_pm;
        plan.interval = seconds(900);
        plan.energy.emplace();
        plan.energy->tariff = fixed_tariff();
    }
    // Prices of quarter-hours and carbon of half hours that differ, for two days from 22:00 on.
    void restless_market() {
        std::vector<double> prices, direct, life_cycle;
        for (int i = 0; i < 192; ++i)
            prices.push_back(i * 37 % 101 - 20);
        for (int i = 0; i < 96; ++i) {
            direct.push_back(200 + i * 53 % 211);
            life_cycle.push_back(60 + direct.back());
        }
        using std::chrono::minutes;
        plan.energy->tariff.fixed_price.reset();
        plan.energy->price = series(ten_pm, minutes(15), eur_per_mwh, prices);
        plan.energy->carbon_direct = series(ten_pm, minutes(30), g_per_kwh, direct);
        plan.energy->carbon_life_cycle = series(ten_pm, minutes(30), g_per_kwh, life_cycle);
    }
    std::string bill() const {
        return text(
            "SELECT printf('%s: %.6g %s, %.6g EUR; ', item, quantity, unit, amount_eur) || "
            "ifnull(note, '') FROM bill_line");
    }
};

// Half an hour at 2.5 kW, half an hour at 1.5 kW: 2 kWh, of which the job bears 1.25 kWh. Of the
// year's 250 EUR for the highest quarter-hour 1 h / 8760 h = 0.0114 % are due.
TEST(RunAccount, AFixedPrice) {
    PaidRun run;
    run.horizon(3600);
    run.jobs = {gpu_job(0, 5, 1800, 1800)};
    run.simulate();
    EXPECT_EQ(run.bill(),
              "energy at the fixed price: 0.002 MWh, 0.4 EUR;  grid fee: 0.002 MWh, 0.04 EUR;  "
              "levies: 0.002 MWh, 0.02 EUR;  electricity tax: 0.002 MWh, 0.01 EUR;  "
              "demand charge: 2.5 kW, 0.0285388 EUR; "
              "0.0114 % of a year's charge on the highest quarter-hour");
    EXPECT_NEAR(run.number("SELECT grid_energy_j FROM job_record"), 1.25 * 3.6e6, 1e-6);
    EXPECT_NEAR(run.number("SELECT cost_eur FROM job_record"), 1.25 * 0.235, 1e-12);
    EXPECT_NEAR(run.number("SELECT grid_energy_j FROM unshared"), 0.75 * 3.6e6, 1e-6);
    EXPECT_NEAR(run.number("SELECT cost_eur FROM unshared"), 0.75 * 0.235, 1e-12);
    EXPECT_EQ(run.text("SELECT printf('%.6g', cost_eur) FROM series_energy"),
              "0.146875 0.146875 0.088125 0.088125");
    EXPECT_EQ(run.number("SELECT count(carbon_direct_g) FROM series_energy"), 0);
}

// Half an hour at 2.5 kW, half an hour at 1.5 kW, 400 g/kWh; nobody says what it costs.
TEST(RunAccount, AnUnknownPriceIsNoPriceOfZero) {
    PaidRun run;
    run.plan.energy->tariff = {};
    run.plan.energy->carbon_direct = series(ten_pm, std::chrono::minutes(60), g_per_kwh, {400});
    run.horizon(3600);
    run.jobs = {gpu_job(0, 5, 1800, 1800)};
    run.simulate();
    EXPECT_EQ(run.number("SELECT count(*) FROM bill_line"), 0);
    EXPECT_EQ(run.number("SELECT count(*) FROM series_energy"), 4);
    EXPECT_EQ(run.number("SELECT count(price_eur_mwh) + count(cost_eur) "
                         "+ count(carbon_life_cycle_g) FROM series_energy"),
              0);
    EXPECT_NEAR(run.number("SELECT sum(carbon_direct_g) FROM series_energy"), 800, 1e-9);
    EXPECT_EQ(run.number("SELECT count(cost_eur) FROM job_energy"), 0);
    EXPECT_NEAR(run.number("SELECT sum(carbon_direct_kg) FROM job_energy"), 0.8, 1e-12);
}

// From 22:40 to 23:20. 2.5 kW until 23:05, then 1.5 kW; in MJ and EUR/MWh:
//   22:40  0.75 at 100    22:45  2.25 at 200    23:00  0.75 (and alone 0.9) at -50
//   23:15  0.45 at 300    together 577.5 EUR MJ/MWh = 0.160417 EUR, the job's 487.5
// and 5.1 MJ with 10 EUR/MWh of the supplier's. Carbon: 3 MJ in the hour of 400 and 500 g/kWh,
// 2.1 MJ in that of 200 and 300 g/kWh; the job's 0.75 MJ of these.
TEST(RunAccount, PricesAndCarbonChangeWithinAnInterval) {
    PaidRun run;
    run.plan.start = ten_pm + std::chrono::minutes(40);
    run.plan.interval = seconds(2400);
    run.horizon(2400);
    EnergyPlan& energy = *run.plan.energy;
    energy.tariff = {};
    energy.tariff.markup = 10 * eur_per_mwh;
    using std::chrono::minutes;
    energy.price = series(ten_pm, minutes(15), eur_per_mwh, {900, 900, 100, 200, -50, 300});
    energy.carbon_direct = series(ten_pm, minutes(60), g_per_kwh, {400, 200});
    energy.carbon_life_cycle = series(ten_pm, minutes(60), g_per_kwh, {500, 300});
    run.jobs = {gpu_job(0, 5, 1500, 1500)};
    run.simulate();
    EXPECT_NEAR(run.number("SELECT cost_eur FROM job_record"), (487.5 + 37.5) / 3600, 1e-12);
    EXPECT_NEAR(run.number("SELECT cost_eur FROM unshared"), (90 + 13.5) / 3600, 1e-12);
    EXPECT_NEAR(run.number("SELECT cost_eur FROM series_energy"), (577.5 + 51) / 3600, 1e-12);
    // 300 s at 100, 900 s at 200, 900 s at -50, 300 s at 300.
    EXPECT_NEAR(run.number("SELECT price_eur_mwh FROM series_energy"), 106.25, 1e-9);
    EXPECT_NEAR(run.number("SELECT carbon_direct_g_kwh FROM series_energy"), 300, 1e-9);
    EXPECT_NEAR(run.number("SELECT carbon_direct_g FROM series_energy"),
                (3 * 400 + 2.1 * 200) / 3.6, 1e-9);
    EXPECT_NEAR(run.number("SELECT carbon_direct_g FROM job_record"), (3 * 400 + 0.75 * 200) / 3.6,
                1e-9);
    EXPECT_NEAR(run.number("SELECT carbon_life_cycle_g FROM series_energy"),
                (3 * 500 + 2.1 * 300) / 3.6, 1e-9);
    EXPECT_NEAR(run.number("SELECT carbon_life_cycle_g FROM unshared"), 1.35 * 300 / 3.6, 1e-9);
    // Quarter-hours: 2.5 kW; 2.5; (0.75 + 0.9) MJ / 900 s; 1.5.
    EXPECT_EQ(run.text("SELECT printf('%.6g %.6g', quantity, amount_eur) FROM bill_line "
                       "WHERE item LIKE 'energy%'"),
              "0.00141667 0.174583");
    EXPECT_EQ(run.text("SELECT quantity FROM bill_line WHERE item = 'demand charge'"), "2.5");
}

// 1900 W in all. At their plugs two nodes at full load draw 600 W and four idle ones 400 W.
TEST(RunAccount, SharesAreInProportionToNodeEnergy) {
    PaidRun run;
    run.jobs = {gpu_job(0, 2, 900, 900), phased(0, 4, 900, {gpu_phase(900, 0)})};
    run.simulate();
    EXPECT_EQ(run.text("SELECT printf('%.9g %.9g', grid_energy_j, cost_eur) FROM job_record"),
              "1026000 0.066975 684000 0.04465");  // 0.6 and 0.4 of 1.71 MJ, 0.235 EUR/kWh
    EXPECT_EQ(run.number("SELECT grid_energy_j FROM unshared"), 0);
}

// 2.5 kW from 22:15 until 22:35: 2.5 kW in the second quarter-hour, 1.83 kW in the third.
TEST(RunAccount, OneQuarterHourAboveTheContract) {
    PaidRun run;
    run.horizon(3600);
    run.plan.energy->tariff.contract = 2 * kilowatt;
    run.jobs = {gpu_job(900, 5, 1200, 1200)};
    run.simulate();
    EXPECT_EQ(run.text("SELECT printf('%g-%g %g', from_ns / 1e9, until_ns / 1e9, worst) FROM "
                       "violation_record"),
              "900-1800 2500");
    EXPECT_EQ(run.text("SELECT printf('%g %g', at_limit_ns / 1e9, first_reached_ns / 1e9) FROM "
                       "limit_record WHERE name = 'grid_contract'"),
              "900 900");
}

// From 22:13:20 on 2.5 kW for 400 s, then 1.5 kW. 22:15 begins at 100 s: its quarter-hour has
// (300 s x 2.5 kW + 600 s x 1.5 kW) / 900 s = 1.83 kW, the one before, metered for 100 s, 2.5 kW.
TEST(RunAccount, AQuarterHourThatIsMeteredInPart) {
    PaidRun run;
    run.plan.start = ten_pm + std::chrono::seconds(800);
    run.horizon(1000);
    run.plan.energy->tariff.contract = 2 * kilowatt;
    run.jobs = {gpu_job(0, 5, 400, 400)};
    run.simulate();
    EXPECT_EQ(run.text("SELECT printf('%g-%g %g %g %s %s', from_ns / 1e9, until_ns / 1e9, value, "
                       "worst, name, cause) FROM violation_record"),
              "0-100 2000 2500 energy.contract "
              "the site drew more in a quarter-hour than its contract allows");
    // The interval means: 900 s with (400 x 2.5 + 500 x 1.5) / 900 kW, then 1.5 kW.
    EXPECT_EQ(run.text("SELECT printf('%g %g %.6g %g %g %s', value, peak, p99, at_limit_ns / 1e9, "
                       "first_reached_ns / 1e9, unit) FROM limit_record "
                       "WHERE name = 'grid_contract'"),
              "2000 2500 1944.44 100 0 W");
}

// Warm-up until 22:20, five minutes into a quarter-hour. The bill begins there: 2.5 kW for 300 s
// and 1.5 kW for the other 300 s of this quarter-hour, 1.5 kW for 900 s: 2.55 MJ. What is shared
// is all of the run: 1500 s of 2.5 kW, 1200 s of 1.5 kW.
TEST(RunAccount, TheBillIsThatOfTheWindow) {
    PaidRun run;
    run.plan.interval = seconds(600);
    run.plan.warm_up = seconds(1200);
    run.horizon(2700);
    run.jobs = {gpu_job(0, 5, 1500, 1500)};
    run.simulate();
    EXPECT_EQ(run.text("SELECT printf('%.9g', 3600 * quantity) FROM bill_line WHERE item LIKE "
                       "'energy%'"),
              "2.55");
    EXPECT_NEAR(run.number("SELECT quantity FROM bill_line WHERE item = 'demand charge'"), 2,
                1e-12);
    EXPECT_NEAR(run.number("SELECT grid_energy_j FROM job_record"), 3.75e6, 1e-6);
    EXPECT_NEAR(run.number("SELECT grid_energy_j FROM unshared"), 1.8e6, 1e-6);
}

// At 300 s by 100 EUR/MWh dearer, at 750 s no more: 450 s of 1.5 kW cost 100 EUR/MWh x 0.675 MJ
// more.
TEST(RunAccount, APriceSpikeEnds) {
    PaidRun run;
    run.plan.interval = seconds(450);
    run.horizon(900);
    run.plan.energy->tariff = {};
    run.plan.energy->price = series(ten_pm, std::chrono::minutes(60), eur_per_mwh, {50});
    Change spike;
    spike.at = at_second(300);
    spike.kind = ChangeKind::price_spike;
    spike.what = "market";
    spike.dearer = 100 * eur_per_mwh;
    Change over = spike;
    over.at = at_second(750);
    over.ends = true;
    over.dearer = {};
    run.plan.changes = {spike, over};
    run.simulate();
    EXPECT_EQ(run.text("SELECT printf('%.6g', price_eur_mwh) FROM series_energy"),
              "83.3333 116.667");
    EXPECT_NEAR(run.number("SELECT sum(cost_eur) FROM series_energy"),
                (1.35 * 50 + 0.675 * 100) / 3600, 1e-12);
    EXPECT_EQ(run.text("SELECT kind || ': ' || effect || ';' FROM event_log"),
              "price_spike: 100 EUR/MWh above the market's price; "
              "price_spike: the market's price again;");
}

// The job ends at 250 s, in the second quarter-hour: so does the run, and all is told up to there.
TEST(RunAccount, WithoutAHorizonItEndsWithItsLastJob) {
    PaidRun run;
    run.plan.start = ten_pm + std::chrono::seconds(800);
    run.jobs = {gpu_job(100, 5, 150, 150)};
    run.simulate();
    EXPECT_EQ(run.number("SELECT end_ns FROM run"), 250e9);
    EXPECT_EQ(run.number("SELECT count(*) FROM series_energy"), 1);
    EXPECT_NEAR(run.number("SELECT grid_energy_j FROM unshared"), 150'000, 1e-6);
    EXPECT_NEAR(run.number("SELECT grid_energy_j FROM job_record"), 375'000, 1e-6);
    EXPECT_NEAR(run.number("SELECT grid_w FROM series_energy"), 2100, 1e-9);
    EXPECT_NEAR(run.number("SELECT quantity FROM bill_line WHERE item = 'demand charge'"), 2.5,
                1e-12);
}

// Stopped in the middle: all is told up to the last instant, jobs that run bear their share.
TEST(RunAccount, AnInterruptedRunIsWholeUpToItsEnd) {
    PaidRun run("easy");
    run.plan.start = ten_pm + std::chrono::seconds(50);
    run.restless_market();
    run.horizon(80'000);
    run.jobs = random_jobs(6, 300, 12, 150);
    run.options.stop = [instants = 0]() mutable { return ++instants > 400; };
    run.simulate();
    EXPECT_EQ(run.text("SELECT status FROM run"), "interrupted");
    EXPECT_GT(run.number("SELECT end_ns FROM run"), 5'000e9);
    EXPECT_LT(run.number("SELECT end_ns FROM run"), 40'000e9);
    EXPECT_GT(run.number("SELECT count(*) FROM job_record WHERE state = 1"), 0);
    EXPECT_NEAR((run.number("SELECT sum(grid_energy_j) FROM job_record") +
                 run.number("SELECT grid_energy_j FROM unshared")) /
                    run.number("SELECT sum(it_power_w * length_s) FROM series"),
                1, 1e-12);
}

// The KPI window has not begun: what was drawn is told, but nothing of it belongs in a bill or in a
// table of limits.
TEST(RunAccount, ARunThatIsStoppedInItsWarmUpHasNoBill) {
    PaidRun run;
    run.plan.warm_up = seconds(3600);
    run.plan.site.it_power_limit.emplace().value = 2000 * watt;
    run.plan.energy->tariff.contract = 2000 * watt;
    run.horizon(7200);
    run.jobs = {gpu_job(0, 5, 1500, 1500)};
    run.options.stop = [instants = 0]() mutable { return ++instants > 3; };
    run.simulate();
    EXPECT_EQ(run.text("SELECT status FROM run"), "interrupted");
    EXPECT_GT(run.number("SELECT sum(drawn) FROM (SELECT grid_w * length_s AS drawn FROM "
                         "series_energy JOIN series USING (interval))"),
              1e6);
    EXPECT_EQ(run.number("SELECT count(*) FROM bill_line"), 0);
    EXPECT_EQ(run.number("SELECT count(*) FROM limit_record"), 0);
}

// 8 nodes are left for good: the second job never starts, and after 10 nothing can happen.
TEST(RunAccount, WithoutAHorizonItDoesNotWaitForEver) {
    PaidRun run;
    run.jobs = {gpu_job(0, 1, 10, 10), gpu_job(5, 12, 10, 10)};
    run.plan.changes = {change(4, ChangeKind::drain, {{0, 4}})};
    run.simulate();
    EXPECT_EQ(run.schedule(), "0-10 -");
    EXPECT_EQ(run.number("SELECT end_ns FROM run"), 10e9);
    EXPECT_EQ(run.number("SELECT count(*) FROM series_energy"), 1);
}

// Before 1970 the calendar counts backwards; its quarter-hours do not.
TEST(RunAccount, QuarterHoursOfAnyYear) {
    PaidRun run;
    run.plan.start = CalendarTime(std::chrono::seconds(-800));
    run.plan.energy->tariff.fixed_price.reset();
    run.plan.energy->price = series(CalendarTime(std::chrono::seconds(-900)),
                                    std::chrono::minutes(15), eur_per_mwh, {100, 300});
    run.plan.interval = seconds(1600);
    run.horizon(1600);
    run.simulate();
    EXPECT_NEAR(run.number("SELECT price_eur_mwh FROM series_energy"), 200, 1e-9);
}

// Instants between the jobs' events must not let a policy decide anew.
void decides_nothing(const char* policy) {
    const auto schedule = [policy](bool with_energy) {
        return in_another_process([policy, with_energy] {
            PaidRun run(policy);
            run.plan.start = ten_pm + std::chrono::seconds(123);
            run.plan.interval = seconds(420);
            run.restless_market();
            if (!with_energy)
                run.plan.energy.reset();
            run.jobs = random_jobs(7, 300, 12, 120);
            for (int t = 700; t < 30'000; t += 2'900) {
                const NodeRanges rack{{4 * (t / 100 % 3), 4}};
                run.plan.changes.push_back(change(t, ChangeKind::lose, rack));
                run.plan.changes.push_back(change(t + 300, ChangeKind::restore, rack));
            }
            run.simulate();
            return run.schedule() + run.of_jobs("wait_cause") + run.of_jobs("backfilled") +
                   run.of_jobs("node_ranges") + run.of_jobs("node_energy_j");
        });
    };
    const std::string with = schedule(true);
    EXPECT_GT(with.size(), 5'000U);
    EXPECT_EQ(with, schedule(false));
}

TEST(RunAccount, DecidesNothingUnderTheBatchRule) {
    decides_nothing("easy");
}

TEST(RunAccount, DecidesNothingUnderTheSequentialRule) {
    decides_nothing("easy_sequential");
}

TEST(RunAccount, DecidesNothingUnderConservative) {
    decides_nothing("conservative");
}

// Whatever the lengths of intervals, the start and the end: jobs' shares and what is nobody's add
// up to what the site drew, paid and emitted.
void shares_add_up(const char* policy, int start, int interval, int warm_up) {
    PaidRun run(policy);
    run.plan.start = ten_pm + std::chrono::seconds(start);
    run.plan.interval = seconds(interval);
    run.plan.warm_up = seconds(warm_up);
    run.horizon(50'000);
    run.restless_market();
    run.plan.energy->tariff.demand_charge = {};
    run.jobs = random_jobs(5, 500, 12, 150);
    run.jobs.push_back(gpu_job(40'000, 12, 86'400, 86'400));
    for (int t = 1'000; t < 40'000; t += 3'100) {
        const NodeRanges rack{{4 * (t / 100 % 3), 4}};
        run.plan.changes.push_back(change(t, ChangeKind::lose, rack));
        run.plan.changes.push_back(change(t + 500, ChangeKind::restore, rack));
    }
    run.simulate();
    // There are jobs of every fate.
    EXPECT_GT(run.number("SELECT sum(requeues) FROM job_record"), 3);
    EXPECT_GT(run.number("SELECT count(*) FROM job_record WHERE state = 3"), 40);
    EXPECT_EQ(run.number("SELECT count(*) FROM job_record WHERE state = 1"), 1);
    EXPECT_GT(run.number("SELECT grid_energy_j FROM unshared"), 0);
    const std::pair<const char*, const char*> sums[] = {
        {"grid_energy_j", "grid_w * length_s"},
        {"cost_eur", "cost_eur"},
        {"carbon_direct_g", "carbon_direct_g"},
        {"carbon_life_cycle_g", "carbon_life_cycle_g"},
    };
    for (const auto& [shared, total] : sums) {
        const std::string name = shared;
        const double site = run.number(std::string("SELECT sum(") + total +
                                       ") FROM series_energy JOIN series USING (interval)");
        const double jobs = run.number("SELECT sum(" + name + ") FROM job_record");
        const double nobody = run.number("SELECT " + name + " FROM unshared");
        EXPECT_GT(jobs / site, 0.5) << name;
        EXPECT_NEAR((jobs + nobody) / site, 1, 1e-12) << name;
    }
    EXPECT_NEAR(run.number("SELECT sum(grid_energy_j) FROM (SELECT grid_energy_j FROM job_record "
                           "UNION ALL SELECT grid_energy_j FROM unshared)") /
                    run.number("SELECT sum(it_power_w * length_s) FROM series"),
                1, 1e-12);
    if (warm_up == 0) {
        EXPECT_NEAR(run.number("SELECT sum(amount_eur) FROM bill_line") /
                        run.number("SELECT sum(cost_eur) FROM series_energy"),
                    1, 1e-12);
    }
}

TEST(RunAccount, SharesAddUpInQuarterHours) {
    shares_add_up("easy", 0, 900, 0);
}

TEST(RunAccount, SharesAddUpInIntervalsThatCutQuarterHours) {
    shares_add_up("easy", 123, 420, 0);
}

TEST(RunAccount, SharesAddUpInIntervalsOfAnHour) {
    shares_add_up("easy_sequential", 0, 3600, 4'321);
}

TEST(RunAccount, SharesAddUpFromAnyStart) {
    shares_add_up("conservative", 777, 1800, 1'001);
}

// Jobs of up to 3 kW, 2 kW of photovoltaics at most, a battery of 3 kWh that loses a tenth and
// takes what they give too much, and buys and sells by price. From 08:00 on a June day in Aachen.
TEST(RunAccount, BatteryAndPhotovoltaicsBalance) {
    PaidRun run("easy");
    run.restless_market();
    const CalendarTime morning{std::chrono::seconds(1'718'524'800)};  // 2024-06-16T08:00:00Z
    run.plan.start = morning + std::chrono::seconds(333);
    for (TimeSeries* series : {&run.plan.energy->price, &run.plan.energy->carbon_direct,
                               &run.plan.energy->carbon_life_cycle})
        series->first = morning;
    run.plan.energy->photovoltaics = PhotovoltaicsPart{
        .peak = 5 * kilowatt, .latitude = 50.8, .longitude = 6.1, .yearly_hours = 1'000 * hour};
    BatteryPart battery;
    battery.capacity = 3 * kilowatt_hour;
    battery.round_trip = 0.9;
    battery.charge_below = 0 * eur_per_mwh;
    battery.discharge_above = 60 * eur_per_mwh;
    run.plan.energy->battery = battery;
    run.plan.interval = seconds(420);
    run.horizon(86'400);
    run.jobs = random_jobs(3, 200, 8, 200);
    run.simulate();
    EXPECT_EQ(run.number("SELECT count(*) FROM series_energy"), 206);  // 86,400 s / 420 s
    EXPECT_LT(run.number("SELECT max(abs(grid_w + photovoltaics_w - battery_w - site_w - feed_in_w)"
                         ") FROM series_energy JOIN series_plant USING (interval)"),
              1e-9 * 3'000);
    // All of it happens: sun and night, charging and discharging, feeding in and drawing.
    EXPECT_EQ(run.number("SELECT min(photovoltaics_w) FROM series_energy"), 0);
    EXPECT_GT(run.number("SELECT max(photovoltaics_w) FROM series_energy"), 1'500);
    EXPECT_GT(run.number("SELECT max(battery_w) FROM series_energy"), 100);
    EXPECT_LT(run.number("SELECT min(battery_w) FROM series_energy"), -100);
    EXPECT_GT(run.number("SELECT max(feed_in_w) FROM series_energy"), 100);
    EXPECT_GT(run.number("SELECT max(grid_w) FROM series_energy"), 1'500);
    EXPECT_GT(run.number("SELECT max(battery_loss_w) FROM series_energy"), 5);
    // What it holds is what went in and was not lost.
    EXPECT_NEAR(run.number("SELECT sum((battery_w - battery_loss_w) * length_s) FROM series_energy "
                           "JOIN series USING "
                           "(interval)") +
                    0.5 * 3 * 3.6e6,
                run.number("SELECT stored_j FROM series_energy ORDER BY interval DESC LIMIT 1"),
                1e-3);
    // Jobs bear what the grid gave, not what the sun did.
    EXPECT_NEAR((run.number("SELECT sum(grid_energy_j) FROM job_record") +
                 run.number("SELECT grid_energy_j FROM unshared")) /
                    run.number("SELECT sum(grid_w * length_s) FROM series_energy JOIN series USING "
                               "(interval)"),
                1, 1e-12);
}

SupplyPart small_supply() {
    SupplyPart supply;
    supply.id = "small";
    supply.transformers.value = 1;
    supply.transformer_rating.value = 10 * kilowatt;
    supply.transformer_no_load_loss.value = 100 * watt;
    supply.transformer_load_loss.value = 100 * watt;
    supply.ups_share.value = 0.5;
    supply.ups_rating.value = 5 * kilowatt;
    supply.ups_efficiency.value = {{1, 0.8}};
    supply.distribution_loss.value = 0.04;
    return supply;
}

// 2500 W and 100 W in cables; half of it through the UPS, which takes 1625 W for 1300 W; the
// transformer carries 2925 W: 100 W and (0.2925)^2 x 100 W = 8.555625 W.
TEST(RunAccount, LossesOfTheSupply) {
    PaidRun run;
    run.plan.site.supply = small_supply();
    run.jobs = {gpu_job(0, 5, 900, 900)};
    run.simulate();
    EXPECT_EQ(run.text("SELECT printf('%.9g %.9g %.9g %.9g %.9g', distribution_loss_w, ups_loss_w, "
                       "transformer_loss_w, central_rectifier_loss_w, site_w) FROM series_plant"),
              "100 325 108.555625 0 3033.55562");
    EXPECT_NEAR(run.number("SELECT grid_energy_j FROM job_record"), 900 * 3033.555625, 1e-6);
}

TEST(RunAccount, TheGridGivesWhatRacksAndLossesTake) {
    PaidRun run("easy");
    run.plan.site.supply = small_supply();
    run.plan.start = ten_pm + std::chrono::seconds(77);
    run.plan.interval = seconds(420);
    run.jobs = random_jobs(9, 500, 12, 150);
    run.simulate();
    EXPECT_LT(run.number("SELECT max(abs(site_w / (it_power_w + transformer_loss_w + ups_loss_w + "
                         "distribution_loss_w + central_rectifier_loss_w) - 1)) "
                         "FROM series_plant JOIN series_site USING (interval)"),
              1e-9);
    EXPECT_LT(run.number("SELECT max(electricity_residual) FROM series_plant"), 1e-9);
    EXPECT_LT(run.number("SELECT max(abs(grid_w - site_w)) FROM series_plant "
                         "JOIN series_energy USING (interval)"),
              1e-9);
}

}  // namespace
}  // namespace twin
