#include "models/site/site_plant.h"

#include <cmath>
#include <gtest/gtest.h>
#include <random>

#include "tests/models/cooling/small_plant.h"

namespace twin {
namespace {

SitePlant without_supply(std::shared_ptr<const CoolingModel> cooling) {
    return SitePlant(std::move(cooling), std::nullopt, {});
}

// A day of changing loads and weather, 5 minutes each; the same for every caller.
class RestlessDay {
  public:
    explicit RestlessDay(std::size_t groups) : groups_(groups) {}
    static constexpr int steps = 288;

    CoolingInputs next() {
        CoolingInputs inputs = mild_weather(groups_, 0 * watt);
        for (Power& heat : inputs.liquid_heat)
            heat = share_(random_) * 500 * kilowatt;
        inputs.air_heat = 20 * kilowatt;
        inputs.dry_bulb = Temperature::celsius(10 + 30 * share_(random_));
        inputs.wet_bulb = inputs.dry_bulb - 5 * kelvin;
        inputs.heat_demand = share_(random_) * 300 * kilowatt;
        inputs.rejection_share = share_(random_) < 0.1 ? 0.5 : 1;
        if (share_(random_) < 0.05)
            inputs.cdu_share[0] = 0.5;
        return inputs;
    }

  private:
    std::size_t groups_;
    std::mt19937 random_{1};
    std::uniform_real_distribution<double> share_{0, 1};
};

std::shared_ptr<const WarmWaterPlant> restless_plant() {
    auto part = small_part();
    part.secondary_pressure = {100e3 * pascal};
    part.primary_pressure = {200e3 * pascal};
    part.adiabatic_efficiency = {0.7};
    part.adiabatic_from = {Temperature::celsius(28)};
    part.adiabatic_assist = {true};
    PlantOverrides overrides;
    overrides.heat_reuse = HeatReusePlan{.heat_pump = true};
    return make_plant(part, {5, 5, 4}, overrides);
}

TEST(SitePlant, WithoutCoolingOrSupplyTheGridGivesWhatRacksTake) {
    SitePlant site = without_supply(nullptr);
    const PlantStep& step = site.advance(300 * second, 2 * megawatt, {});
    EXPECT_NEAR(step.it.in(joule), 600e6, 1e-3);
    EXPECT_DOUBLE_EQ(step.grid.in(joule), step.it.in(joule));
    EXPECT_EQ(step.cooling().in(joule), 0);
    EXPECT_EQ(step.losses().in(joule), 0);
    EXPECT_EQ(step.heat_residual, 0);
    EXPECT_EQ(step.length.in(second), 300);
    EXPECT_EQ(site.cooling(), nullptr);
}

TEST(SitePlant, StepsAddUp) {
    SitePlant site = without_supply(make_plant(small_part(), {5}));
    const auto weather = mild_weather(1, 500 * kilowatt);
    PlantStep both = site.advance(300 * second, 2 * megawatt, weather);
    both.heat_residual = 0.5;
    const PlantStep first = both;
    const PlantStep second_step = site.advance(60 * second, megawatt, weather);
    both += second_step;
    EXPECT_EQ(both.length.in(second), 360);
    EXPECT_NEAR(both.it.in(joule), 660e6, 1e-3);  // 2 MW x 300 s + 1 MW x 60 s
    EXPECT_DOUBLE_EQ(both.rejected.in(joule), (first.rejected + second_step.rejected).in(joule));
    EXPECT_GT(second_step.rejected, Energy());
    EXPECT_EQ(both.heat_residual, 0.5);
    EXPECT_NEAR((both.grid - both.it - both.cooling() - both.losses()) / both.grid, 0, 1e-12);
}

TEST(SitePlant, StartsAtRest) {
    const auto plant = make_plant(small_part(), {5});
    SitePlant site = without_supply(plant);
    const PlantStep& step = site.advance(3600 * second, megawatt, mild_weather(1, 500 * kilowatt));
    EXPECT_NEAR(step.stored.in(joule), 0, 100);  // of 1.8 GJ
    EXPECT_NEAR(step.liquid_heat.in(kilowatt_hour), 500, 1e-9);
    EXPECT_NEAR(step.rejected.in(kilowatt_hour), 500, 1e-4);
    EXPECT_NEAR(step.end.groups[0].supply.in_celsius(), 40, 1e-9);
    EXPECT_NEAR(step.grid.in(joule), (step.it + step.fans).in(joule), 1e-3);
}

TEST(SitePlant, ALoadStepFollowsTheLoopsTimeConstant) {
    // The flow is always full and the valve holds the supply at 40 degC, so
    //   C dT/dt = Q - m c (T - 40 degC):  T = 40 + Q/mc + (T0 - 40 - Q/mc) exp(-t mc / C)
    // with C = 2 MJ/K and mc = 10 kW/K: a time constant of 200 s. From 40 kW to 80 kW the return
    // goes from 44 to 48 degC.
    auto part = small_part();
    part.lowest_secondary_flow = {1};
    SitePlant site = without_supply(make_plant(part, {1}));
    site.advance(60 * second, 0 * watt, mild_weather(1, 40 * kilowatt));
    double before = 0;
    for (const double t : {50.0, 100.0, 200.0, 400.0, 1000.0}) {
        const auto& step =
            site.advance((t - before) * second, 0 * watt, mild_weather(1, 80 * kilowatt));
        before = t;
        EXPECT_NEAR(step.end.groups[0].return_.in_celsius(), 48 - 4 * std::exp(-t / 200), 1e-3)
            << t;
        EXPECT_NEAR(step.end.groups[0].supply.in_celsius(), 40, 1e-6) << t;
    }
}

TEST(SitePlant, RacksOfACduThatStoppedHeatInProportionToTime) {
    SitePlant site = without_supply(make_plant(small_part(), {1, 1}));
    CoolingInputs inputs = mild_weather(2, 100 * kilowatt);
    site.advance(60 * second, 0 * watt, inputs);
    inputs.cdu_share[1] = 0;
    // 100 kW into 2 MJ/K: 0.05 K/s from 50 degC
    const PlantStep& step = site.advance(120 * second, 0 * watt, inputs);
    EXPECT_NEAR(step.end.groups[1].supply.in_celsius(), 56, 1e-6);
    EXPECT_NEAR(step.end.groups[0].supply.in_celsius(), 40, 1e-3);
}

TEST(SitePlant, BalancesCloseOverARestlessDay) {
    const auto plant = restless_plant();
    SitePlant site = without_supply(plant);
    RestlessDay day(plant->groups());
    Energy in, out;
    for (int i = 0; i < RestlessDay::steps; ++i) {
        const PlantStep& step = site.advance(300 * second, 2 * megawatt, day.next());
        EXPECT_LT(step.heat_residual, 1e-9);
        EXPECT_LT(step.electricity_residual, 1e-9);
        in += step.liquid_heat + step.pump_heat;
        out += step.rejected + step.reused + step.stored;
        // The heat pump's electricity goes to the consumer.
        EXPECT_NEAR((step.delivered - step.reused - step.heat_pump).in(joule), 0, 1e-3);
    }
    EXPECT_GT(in.in(megawatt_hour), 10);
    EXPECT_NEAR(out / in, 1, 1e-9);
}

TEST(SitePlant, AdaptiveStepsAgreeWithFineFixedOnes) {
    const auto plant = restless_plant();
    SitePlant site = without_supply(plant);
    RestlessDay day(plant->groups());
    // The classical Runge-Kutta method in steps of 2 s.
    const std::size_t n = plant->states();
    std::vector<double> x(n), at(n), k1(n), k2(n), k3(n), k4(n);
    double fans = 0, fans_adaptive = 0, reused = 0, reused_adaptive = 0;
    for (int i = 0; i < RestlessDay::steps; ++i) {
        const CoolingInputs inputs = day.next();
        if (i == 0)
            plant->settle(inputs, x);
        constexpr double h = 2;
        for (int j = 0; j < 150; ++j) {
            const auto shifted = [&](const std::vector<double>& k, double by) {
                for (std::size_t s = 0; s < n; ++s)
                    at[s] = x[s] + by * k[s];
                return std::span<const double>(at);
            };
            const auto a = plant->derivatives(inputs, x, k1);
            const auto b = plant->derivatives(inputs, shifted(k1, h / 2), k2);
            const auto c = plant->derivatives(inputs, shifted(k2, h / 2), k3);
            const auto d = plant->derivatives(inputs, shifted(k3, h), k4);
            for (std::size_t s = 0; s < n; ++s)
                x[s] += h / 6 * (k1[s] + 2 * k2[s] + 2 * k3[s] + k4[s]);
            fans += h / 6 * (a.fans + 2 * b.fans + 2 * c.fans + d.fans).in(watt);
            reused += h / 6 * (a.reused + 2 * b.reused + 2 * c.reused + d.reused).in(watt);
        }
        const PlantStep& step = site.advance(300 * second, 0 * watt, inputs);
        fans_adaptive += step.fans.in(joule);
        reused_adaptive += step.reused.in(joule);
        EXPECT_NEAR(step.end.groups[0].return_.si(), x[0], 5e-3) << i;
        EXPECT_NEAR(step.end.primary_supply.si(), x[n - 2], 5e-3) << i;
    }
    EXPECT_NEAR(fans_adaptive / fans, 1, 1e-4);
    EXPECT_NEAR(reused_adaptive / reused, 1, 1e-4);
}

TEST(SitePlant, ALongStepIsTheSumOfShortOnes) {
    const auto plant = restless_plant();
    SitePlant whole = without_supply(plant), parts = without_supply(plant);
    RestlessDay day(plant->groups());
    const CoolingInputs first = day.next(), second_inputs = day.next();
    whole.advance(300 * second, 0 * watt, first);
    parts.advance(300 * second, 0 * watt, first);
    const Energy rejected = whole.advance(1800 * second, 0 * watt, second_inputs).rejected;
    Energy sum;
    for (int i = 0; i < 30; ++i)
        sum += parts.advance(60 * second, 0 * watt, second_inputs).rejected;
    EXPECT_NEAR(sum / rejected, 1, 1e-5);
}

TEST(SitePlant, WhatTheSupplyLosesComesFromTheGrid) {
    SupplyPart supply;
    supply.transformers = {2};
    supply.transformer_rating = {2 * megawatt};
    supply.transformer_no_load_loss = {2 * kilowatt};
    supply.transformer_load_loss = {20 * kilowatt};
    supply.distribution_loss = {0.01};
    SitePlant site(make_plant(small_part(), {5}), supply, {});
    const PlantStep& step = site.advance(300 * second, megawatt, mild_weather(1, 500 * kilowatt));
    EXPECT_LT(step.electricity_residual, 1e-9);
    EXPECT_GT(step.transformer_loss.in(joule), 0);
    EXPECT_GT(step.distribution_loss.in(joule), 0);
    EXPECT_NEAR(step.grid.in(joule), (step.it + step.cooling() + step.losses()).in(joule), 1);
}

}  // namespace
}  // namespace twin
