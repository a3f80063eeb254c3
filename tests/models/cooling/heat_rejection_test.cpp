#include "models/cooling/heat_rejection.h"

#include <algorithm>
#include <cmath>
#include <gtest/gtest.h>

#include "models/cooling/psychrometrics.h"
#include "tests/models/cooling/small_plant.h"

namespace twin {
namespace {

double celsius(double degrees) {
    return Temperature::celsius(degrees).si();
}

// One unit of 50 kW/K air, 150 kW/K; water of 50 kW/K.
HeatRejection::Point one_cooler(double inlet, double set_point, double air, double working = 1,
                                int units = 1) {
    return HeatRejection(small_part(), units, false, 50e3)
        .reject(50e3, celsius(inlet), celsius(set_point), working, celsius(air), celsius(10));
}

TEST(DryCooler, AtFullSpeedItsApproachIsThatOfAnExchanger) {
    // NTU 3 between equal streams: effectiveness 0.75 of 50 kW/K x 20 K; water leaves at 35 degC,
    // 5 K above the air.
    const auto point = one_cooler(50, 20, 30);
    EXPECT_NEAR(point.rejected, 750e3, 1e-6);
    EXPECT_EQ(point.fan_speed, 1);
    EXPECT_DOUBLE_EQ(point.fan_power, 10e3);
}

TEST(DryCooler, FansRunAsSlowlyAsTheSetPointAllows) {
    const auto point = one_cooler(50, 42, 30);
    EXPECT_NEAR(point.rejected, 50e3 * 8, 1e-6);
    // The speed found moves just that: conductance 150 / (0.7 v^-0.6 + 0.3) kW/K, air 50 v kW/K.
    const double v = point.fan_speed;
    const double air = 50e3 * v, conductance = 150e3 / (0.7 * std::pow(v, -0.6) + 0.3);
    EXPECT_NEAR(air * counterflow_effectiveness(conductance / air, v) * 20, 400e3, 1e-3);
    EXPECT_LT(v, 0.6);
    EXPECT_NEAR(point.fan_power, 10e3 * v * v * v, 1e-9);
}

TEST(DryCooler, FanSpeedRisesWithoutAStepToFullSpeed) {
    // Full speed cools to 35 degC.
    EXPECT_NEAR(one_cooler(50, 35 + 1e-6, 30).fan_speed, 1, 1e-5);
    double before = 0;
    for (double set_point = 50; set_point >= 34; set_point -= 0.01) {
        const double speed = one_cooler(50, set_point, 30).fan_speed;
        EXPECT_GE(speed, before);
        EXPECT_LT(speed - before, 0.01);
        before = speed;
    }
}

TEST(DryCooler, NeverWarmsTheWater) {
    EXPECT_EQ(one_cooler(30, 20, 30).rejected, 0);
    EXPECT_EQ(one_cooler(30, 20, 40).rejected, 0);
    EXPECT_EQ(one_cooler(30, 36, 10).rejected, 0);
    EXPECT_EQ(one_cooler(30, 20, 40).fan_power, 0);
}

TEST(DryCooler, WhatFailedNeitherCoolsNorDraws) {
    EXPECT_EQ(one_cooler(50, 20, 30, 0).rejected, 0);
    // Half of two is one, but all the water goes through it.
    EXPECT_NEAR(one_cooler(50, 20, 30, 0.5, 2).rejected, 750e3, 1e-6);
    EXPECT_DOUBLE_EQ(one_cooler(50, 20, 30, 0.5, 2).fan_power, 10e3);
}

TEST(DryCooler, AssistCoolsItsAirAndEvaporatesWater) {
    auto part = small_part();
    part.adiabatic_efficiency = {0.7};
    part.adiabatic_from = {Temperature::celsius(28)};
    const HeatRejection cooler(part, 1, true, 50e3);
    // 36 - 0.7 x (36 - 20); above its threshold it opens over a kelvin: 28.5 - 0.5 x 0.7 x 8.5
    EXPECT_NEAR(cooler.air_temperature(celsius(36), celsius(20)), celsius(24.8), 1e-9);
    EXPECT_NEAR(cooler.air_temperature(celsius(28.5), celsius(20)), celsius(25.525), 1e-9);
    EXPECT_NEAR(cooler.air_temperature(celsius(27.9), celsius(20)), celsius(27.9), 1e-9);
    const auto point = cooler.reject(50e3, celsius(50), celsius(20), 1, celsius(36), celsius(20));
    EXPECT_NEAR(point.rejected, 0.75 * 50e3 * (50 - 24.8), 1e-6);
    // The air gives 50 kW/K x 11.2 K to the water that it takes up: 560 kW / 2.44 MJ/kg.
    EXPECT_NEAR(point.evaporated, 560e3 / 2.44e6, 1e-9);
    // Off, the same cooler sees the dry bulb.
    EXPECT_EQ(HeatRejection(part, 1, false, 50e3).air_temperature(celsius(36), celsius(20)),
              celsius(36));
}

CoolingPlantPart tower_part() {
    auto part = small_part();
    part.rejection = {"towers"};
    part.evaporated_share = {0.8};
    return part;
}

TEST(Tower, CoolsTowardsTheWetBulbAsSaturatedAirTakesUpHeat) {
    const HeatRejection tower(tower_part(), 1, false, 50e3);
    const auto point = tower.reject(50e3, celsius(35), celsius(10), 1, celsius(33), celsius(25));
    // Both the air's stream and the conductance follow the slope of saturated air's enthalpy.
    const auto enthalpy = [](double degrees) {
        return saturated_enthalpy(Temperature::celsius(degrees));
    };
    const double slope = (enthalpy(35) - enthalpy(25)) / 10;
    const double at_25 = (enthalpy(25.1) - enthalpy(25)) / 0.1;
    const double air = 50e3 * slope / air_heat_capacity, conductance = 150e3 * slope / at_25;
    ASSERT_GT(air, 50e3);
    const double effectiveness = counterflow_effectiveness(conductance / 50e3, 50e3 / air);
    EXPECT_NEAR(point.rejected, effectiveness * 50e3 * 10, 1);
    EXPECT_NEAR(point.evaporated, 0.8 * point.rejected / 2.44e6, 1e-9);
    EXPECT_EQ(point.tower_pumps, 0);
}

TEST(Tower, AnExchangerBetweenAddsItsOwnDifference) {
    auto part = tower_part();
    part.intermediate_conductance = {ThermalConductance::from_si(150e3)};
    part.tower_pressure = {100e3 * pascal};
    part.tower_pump_efficiency = {0.5};
    const HeatRejection tower(part, 1, false, 50e3);
    const auto point = tower.reject(50e3, celsius(40), celsius(10), 1, celsius(33), celsius(25));
    // Equal streams, NTU 3: the exchanger moves 0.75 x 50 kW/K of the difference between the
    // primary's inlet and the tower's cold water, which warms by rejected / 50 kW/K.
    const double tower_cold = 40 - point.rejected / 37.5e3;
    const double tower_warm = tower_cold + point.rejected / 50e3;
    // The cell itself, with the slope between the wet bulb and the primary's inlet.
    const double slope = (saturated_enthalpy(Temperature::celsius(40)) -
                          saturated_enthalpy(Temperature::celsius(25))) /
                         15;
    const double at_25 = (saturated_enthalpy(Temperature::celsius(25.1)) -
                          saturated_enthalpy(Temperature::celsius(25))) /
                         0.1;
    const double air = 50e3 * slope / air_heat_capacity;
    EXPECT_NEAR(point.rejected,
                50e3 * (tower_warm - 25) *
                    counterflow_effectiveness(150e3 * slope / at_25 / 50e3, 50e3 / air),
                1);
    // 100 kPa x 50 kW/K / (4.146 MJ/m3/K) / 0.5 at full flow, an eighth of it at half.
    EXPECT_NEAR(point.tower_pumps, 1e5 * 50e3 / water_volumetric_heat / 0.5, 1e-6);
    EXPECT_NEAR(
        tower.reject(25e3, celsius(40), celsius(10), 1, celsius(33), celsius(25)).tower_pumps,
        point.tower_pumps / 8, 1e-6);
}

}  // namespace
}  // namespace twin
