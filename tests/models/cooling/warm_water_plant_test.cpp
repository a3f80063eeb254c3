#include "models/cooling/warm_water_plant.h"

#include <cmath>
#include <gtest/gtest.h>

#include "tests/models/cooling/small_plant.h"

namespace twin {
namespace {

struct AtRest {
    AtRest(const WarmWaterPlant& plant, const CoolingInputs& inputs)
        : x(plant.states()), dxdt(plant.states()) {
        plant.settle(inputs, x);
        fluxes = plant.derivatives(inputs, x, dxdt);
        plant.read(inputs, x, readings);
    }
    std::vector<double> x, dxdt;
    CoolingFluxes fluxes;
    CoolingReadings readings;
};

double imbalance(const CoolingFluxes& flux) {
    return (flux.liquid_heat + flux.pump_heat - flux.rejected - flux.reused - flux.stored).in(watt);
}

TEST(WarmWaterPlant, HoldsItsSetPointsAtRest) {
    const WarmWaterPlant plant(small_part(), {2, 3});
    const CoolingInputs inputs = mild_weather(2, 200 * kilowatt);
    const AtRest rest(plant, inputs);
    for (const double rate : rest.dxdt)
        EXPECT_NEAR(rate, 0, 1e-12);
    // Group 1: two racks at 100 kW in 10 kW/K each; group 2: three at 66.7 kW, so that the flow
    // falls to two thirds and the rise stays 10 K.
    for (const auto& group : rest.readings.groups) {
        EXPECT_NEAR(group.supply.in_celsius(), 40, 1e-9);
        EXPECT_NEAR(group.return_.in_celsius(), 50, 1e-9);
        EXPECT_NEAR(group.flow.si(), water_flow(20e3).si(), 1e-12);
        EXPECT_GT(group.valve, 0.05);
        EXPECT_LT(group.valve, 1);
    }
    EXPECT_GT(rest.readings.groups[0].valve, rest.readings.groups[1].valve);
    EXPECT_NEAR(rest.readings.primary_supply.in_celsius(), 36, 1e-9);
    EXPECT_NEAR(rest.fluxes.rejected.in(kilowatt), 400, 1e-6);
    // The primary's rise times its stream is the heat.
    const double stream = rest.readings.primary_flow.si() * water_volumetric_heat;
    EXPECT_NEAR(stream * (rest.readings.primary_return - rest.readings.primary_supply).in(kelvin),
                400e3, 1e-3);
}

TEST(WarmWaterPlant, TheValveGivesTheExchangerWhatItNeeds) {
    const WarmWaterPlant plant(small_part(), {1});
    const AtRest rest(plant, mild_weather(1, 100 * kilowatt));
    // Water from 50 to 40 degC against a supply of 36 degC: effectiveness 10 / 14.
    const double valve = rest.readings.groups[0].valve;
    const double conductance = 40e3 / (0.4 + 0.4 * std::pow(valve, -water_film_exponent) + 0.2);
    const double moved =
        valve * 10e3 * counterflow_effectiveness(conductance / (valve * 10e3), valve) * 14;
    EXPECT_NEAR(moved, 100e3, 10);
}

TEST(WarmWaterPlant, HeatThatIsNeitherRejectedNorReusedIsStored) {
    const WarmWaterPlant plant(small_part(), {2, 3});
    const CoolingInputs inputs = mild_weather(2, 150 * kilowatt);
    std::vector<double> dxdt(plant.states());
    // Any state, however far from rest.
    const std::vector<double> x = {Temperature::celsius(61).si(), Temperature::celsius(33).si(),
                                   Temperature::celsius(41).si(), Temperature::celsius(38).si()};
    const CoolingFluxes flux = plant.derivatives(inputs, x, dxdt);
    EXPECT_NEAR(imbalance(flux), 0, 1e-6);
    EXPECT_NE(flux.stored.in(watt), 0);
    // 2 MJ/K a rack, 1 MJ/K a rack for each side of the primary loop
    EXPECT_NEAR(flux.stored.in(watt), 4e6 * dxdt[0] + 6e6 * dxdt[1] + 5e6 * dxdt[2] + 5e6 * dxdt[3],
                1e-6);
    const std::vector<double> later = {x[0] + 1, x[1] + 2, x[2] - 1, x[3] + 3};
    EXPECT_NEAR(plant.stored_between(x, later).in(joule), 4e6 + 12e6 - 5e6 + 15e6, 1e-3);
}

TEST(WarmWaterPlant, PumpsFollowTheAffinityLaws) {
    auto part = small_part();
    part.secondary_pressure = {100e3 * pascal};
    part.primary_pressure = {200e3 * pascal};
    const WarmWaterPlant plant(part, {1});
    const double full = 1e5 * 10e3 / water_volumetric_heat;  // hydraulic, W
    const AtRest busy(plant, mild_weather(1, 100 * kilowatt));
    EXPECT_NEAR(busy.fluxes.cdu_pumps.in(watt), full / 0.5, 1e-9);
    const AtRest half(plant, mild_weather(1, 50 * kilowatt));
    EXPECT_NEAR(half.fluxes.cdu_pumps.in(watt), full / 0.5 / 8, 1e-9);
    // No slower than half speed.
    const AtRest idle(plant, mild_weather(1, 10 * kilowatt));
    EXPECT_NEAR(idle.fluxes.cdu_pumps.in(watt), full / 0.5 / 8, 1e-9);
    // The primary's pump at the flow that the valve lets through; what is not lost in the motors
    // warms the water.
    const double open = busy.readings.groups[0].valve;
    EXPECT_NEAR(busy.fluxes.primary_pumps.in(watt), 2 * full / 0.5 * open * open * open, 1e-6);
    EXPECT_NEAR(busy.fluxes.pump_heat.in(watt), full + 2 * full * open * open * open, 1e-6);
    EXPECT_NEAR(imbalance(busy.fluxes), 0, 1e-6);
}

TEST(WarmWaterPlant, PumpsMayHoldAPressure) {
    auto part = small_part();
    part.secondary_pressure = {100e3 * pascal};
    part.secondary_held_pressure = {0.4};
    const double full = 1e5 * 10e3 / water_volumetric_heat / 0.5;
    // Half the flow at 0.4 + 0.6 / 4 of the pressure
    const AtRest half(WarmWaterPlant(part, {1}), mild_weather(1, 50 * kilowatt));
    EXPECT_NEAR(half.fluxes.cdu_pumps.in(watt), full * 0.5 * 0.55, 1e-9);
}

TEST(WarmWaterPlant, GrowsWithItsRacks) {
    // 9 racks of 100 kW need two coolers of 500 kW; 10 as well; 11 need three.
    const auto units = [](std::vector<int> racks) {
        return WarmWaterPlant(small_part(), racks).size().rejection_units;
    };
    EXPECT_EQ(units({5, 4}), 2);
    EXPECT_EQ(units({5, 5}), 2);
    EXPECT_EQ(units({5, 6}), 3);
    EXPECT_EQ(units({1}), 1);
    PlantOverrides overrides;
    overrides.rejection_units = 7;
    const WarmWaterPlant plant(small_part(), {5, 4}, overrides);
    EXPECT_EQ(plant.size().rejection_units, 7);
    EXPECT_NEAR(plant.size().cdus, 9, 1e-12);
    // A CDU for three racks: a group of two has two thirds of one.
    auto part = small_part();
    part.racks_per_cdu = {3};
    EXPECT_NEAR(WarmWaterPlant(part, {2, 3}).size().cdus, 5.0 / 3, 1e-12);
}

TEST(WarmWaterPlant, SupplySetPointCanBeChanged) {
    PlantOverrides overrides;
    overrides.supply_set_point = Temperature::celsius(32);
    const AtRest rest(WarmWaterPlant(small_part(), {1}, overrides),
                      mild_weather(1, 100 * kilowatt));
    EXPECT_NEAR(rest.readings.groups[0].supply.in_celsius(), 32, 1e-9);
    EXPECT_NEAR(rest.readings.primary_supply.in_celsius(), 28, 1e-9);
}

TEST(WarmWaterPlant, OnAHotDayItRestsAboveItsSetPoint) {
    const WarmWaterPlant plant(small_part(), {5});
    CoolingInputs inputs = mild_weather(1, 500 * kilowatt);
    inputs.dry_bulb = Temperature::celsius(38);
    const AtRest rest(plant, inputs);
    // All valves open: 50 kW/K through one cooler with effectiveness 0.75. It rejects 500 kW at
    // 500 / (0.75 x 50) = 13.33 K above the air, so the return is 51.33, the supply 41.33; the
    // racks' exchanger with effectiveness 0.8 adds 500 / (0.8 x 50) = 12.5 K.
    EXPECT_NEAR(rest.readings.primary_return.in_celsius(), 38 + 13.3333, 1e-3);
    EXPECT_NEAR(rest.readings.primary_supply.in_celsius(), 41.3333, 1e-3);
    EXPECT_NEAR(rest.readings.groups[0].return_.in_celsius(), 53.8333, 1e-3);
    EXPECT_NEAR(rest.readings.groups[0].supply.in_celsius(), 43.8333, 1e-3);
    EXPECT_EQ(rest.readings.groups[0].valve, 1);
    EXPECT_EQ(rest.readings.fan_speed, 1);
    for (const double rate : rest.dxdt)
        EXPECT_NEAR(rate, 0, 1e-9);
    inputs.dry_bulb = Temperature::celsius(39.2);
    EXPECT_GT(AtRest(plant, inputs).readings.groups[0].supply, plant.supply_limit());
}

TEST(WarmWaterPlant, ACduWithoutPumpsLetsItsRacksHeat) {
    const WarmWaterPlant plant(small_part(), {1, 1});
    CoolingInputs inputs = mild_weather(2, 100 * kilowatt);
    AtRest rest(plant, inputs);
    inputs.cdu_share[1] = 0;
    const CoolingFluxes flux = plant.derivatives(inputs, rest.x, rest.dxdt);
    // 100 kW into 2 MJ/K; the neighbour notices nothing.
    EXPECT_DOUBLE_EQ(rest.dxdt[1], 0.05);
    EXPECT_NEAR(rest.dxdt[0], 0, 1e-12);
    EXPECT_NEAR(imbalance(flux), 0, 1e-6);
    plant.read(inputs, rest.x, rest.readings);
    EXPECT_EQ(rest.readings.groups[1].flow.si(), 0);
    EXPECT_EQ(rest.readings.groups[1].supply, rest.readings.groups[1].return_);
    // It has no state of rest and starts at its set point.
    plant.settle(inputs, rest.x);
    EXPECT_NEAR(rest.x[1], Temperature::celsius(40).si(), 1e-9);
}

TEST(WarmWaterPlant, HalfACduMovesHalfTheWater) {
    const WarmWaterPlant plant(small_part(), {1});
    CoolingInputs inputs = mild_weather(1, 100 * kilowatt);
    inputs.cdu_share[0] = 0.5;
    const AtRest rest(plant, inputs);
    // 5 kW/K: 20 K of rise; the set point holds as long as 20 / (20 + 4) is below what 20 kW/K
    // between two streams of 5 kW/K does, 0.8: it is not, so the supply rises until
    // 100 kW / (0.8 x 5 kW/K) = 25 K lie between return and primary supply.
    EXPECT_NEAR(rest.readings.groups[0].return_.in_celsius(), 61, 1e-6);
    EXPECT_NEAR(rest.readings.groups[0].supply.in_celsius(), 41, 1e-6);
}

TEST(WarmWaterPlant, WithoutAnyCoolerItEndsAtTheHottestStateItKnows) {
    const WarmWaterPlant plant(small_part(), {1});
    CoolingInputs inputs = mild_weather(1, 100 * kilowatt);
    inputs.rejection_share = 0;
    const AtRest rest(plant, inputs);
    EXPECT_NEAR(rest.readings.primary_supply.in_celsius(), 95, 1e-9);
    EXPECT_NEAR(rest.fluxes.stored.in(kilowatt), 100, 1e-6);
}

TEST(WarmWaterPlant, ColdMachinesNeedNoCooling) {
    const AtRest rest(WarmWaterPlant(small_part(), {1}), mild_weather(1, 0 * watt));
    EXPECT_EQ(rest.fluxes.fans.in(watt), 0);
    EXPECT_EQ(rest.fluxes.rejected.in(watt), 0);
    for (const double rate : rest.dxdt)
        EXPECT_NEAR(rate, 0, 1e-12);
}

TEST(WarmWaterPlant, AirHandlingGoesFromFreeCoolingToTheChiller) {
    const WarmWaterPlant plant(small_part(), {1});
    CoolingInputs inputs = mild_weather(1, 100 * kilowatt);
    inputs.air_heat = 40 * kilowatt;
    const auto electricity = [&](double degrees) {
        inputs.dry_bulb = Temperature::celsius(degrees);
        return AtRest(plant, inputs).fluxes.air_handling.in(kilowatt);
    };
    EXPECT_NEAR(electricity(5), 40 * 0.05, 1e-9);
    EXPECT_NEAR(electricity(15), 40 * (0.05 + 0.5 / 4), 1e-9);
    EXPECT_NEAR(electricity(30), 40 * (0.05 + 1.0 / 4), 1e-9);
}

TEST(WarmWaterPlant, AConsumerTakesHeatFromTheReturn) {
    PlantOverrides overrides;
    overrides.heat_reuse = HeatReusePlan{.heat_pump = true};
    const WarmWaterPlant plant(small_part(), {5}, overrides);
    CoolingInputs inputs = mild_weather(1, 500 * kilowatt);
    inputs.heat_demand = 100 * kilowatt;
    const AtRest rest(plant, inputs);
    EXPECT_NEAR(rest.fluxes.delivered.in(kilowatt), 100, 1e-9);
    EXPECT_NEAR((rest.fluxes.reused + rest.fluxes.heat_pump).in(kilowatt), 100, 1e-9);
    EXPECT_NEAR((rest.fluxes.rejected + rest.fluxes.reused).in(kilowatt), 500, 1e-6);
    const double cop =
        coefficient_of_performance(*overrides.heat_reuse, rest.readings.primary_return);
    EXPECT_NEAR(rest.fluxes.heat_pump.in(kilowatt), 100 / cop, 1e-9);
    // Without the setting nobody takes anything.
    EXPECT_EQ(AtRest(WarmWaterPlant(small_part(), {5}), inputs).fluxes.reused.in(watt), 0);
}

}  // namespace
}  // namespace twin
