#include "models/cooling/heat_reuse.h"

#include <cmath>
#include <gtest/gtest.h>

namespace twin {
namespace {

constexpr auto stream = ThermalConductance::from_si(100e3);
constexpr auto lowest = Temperature::celsius(36);

HeatReusePlan pump() {
    HeatReusePlan plan;
    plan.heat_pump = true;
    return plan;  // 70 degC, 3 K, half of Carnot's
}

TEST(HeatReuse, CoefficientOfPerformance) {
    // Hot 73 degC = 346.15 K, cold 42 degC: 0.5 x 346.15 / 31
    EXPECT_NEAR(coefficient_of_performance(pump(), Temperature::celsius(45)), 5.58306, 1e-5);
    EXPECT_TRUE(std::isinf(coefficient_of_performance(pump(), Temperature::celsius(80))));
}

TEST(HeatReuse, APumpAddsItsElectricityToTheHeat) {
    const auto reuse = heat_reuse(pump(), 500 * kilowatt, Temperature::celsius(45), stream, lowest);
    EXPECT_NEAR(reuse.delivered.in(kilowatt), 500, 1e-9);
    EXPECT_NEAR(reuse.electricity.in(kilowatt), 500 / 5.58306, 1e-3);
    EXPECT_NEAR(reuse.taken.in(kilowatt), 500 - 500 / 5.58306, 1e-3);
}

TEST(HeatReuse, APumpTakesNoMoreThanTheStreamCarries) {
    // 100 kW/K x (45 - 36) K = 900 kW; delivered 900 / (1 - 1 / 5.58306)
    const auto reuse =
        heat_reuse(pump(), 5000 * kilowatt, Temperature::celsius(45), stream, lowest);
    EXPECT_NEAR(reuse.taken.in(kilowatt), 900, 1e-9);
    EXPECT_NEAR(reuse.delivered.in(kilowatt), 1096.38, 0.01);
}

TEST(HeatReuse, WithoutAPumpTheReturnMustBeWarmEnough) {
    const HeatReusePlan plan;  // 70 degC, return 50 degC, approach 3 K
    const auto at = [&](double degrees, double demand_kw) {
        return heat_reuse(plan, demand_kw * kilowatt, Temperature::celsius(degrees), stream,
                          lowest);
    };
    EXPECT_EQ(at(73, 500).delivered.in(kilowatt), 0);
    EXPECT_NEAR(at(73.4, 500).delivered.in(kilowatt), 200, 1e-6);  // fades in over a kelvin
    EXPECT_NEAR(at(75, 500).delivered.in(kilowatt), 500, 1e-9);
    EXPECT_EQ(at(75, 500).electricity.in(watt), 0);
    // 100 kW/K x (75 - 53) K
    EXPECT_NEAR(at(75, 9000).taken.in(kilowatt), 2200, 1e-9);
}

TEST(HeatReuse, NothingIsTakenBelowTheLowestTemperature) {
    EXPECT_EQ(
        heat_reuse(pump(), 500 * kilowatt, Temperature::celsius(35), stream, lowest).taken.in(watt),
        0);
}

}  // namespace
}  // namespace twin
