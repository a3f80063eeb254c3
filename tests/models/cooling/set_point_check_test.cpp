#include "models/cooling/set_point_check.h"

#include <gtest/gtest.h>

#include "tests/models/cooling/small_plant.h"

namespace twin {
namespace {

TEST(SetPointCheck, SaysNothingWhereThePlantSuffices) {
    const WarmWaterPlant plant(small_part(), {5});
    const CoolingInputs inputs = mild_weather(1, 500 * kilowatt);
    EXPECT_TRUE(check_set_point(plant, inputs).holds);
    EXPECT_EQ(set_point_problem(plant, inputs), "");
}

// As OnAHotDayItRestsAboveItsSetPoint: 500 kW at 38 degC rest at 43.83 degC, 5.83 K above the air.
TEST(SetPointCheck, TellsWhatThePlantCannotDo) {
    const WarmWaterPlant plant(small_part(), {5});
    CoolingInputs inputs = mild_weather(1, 500 * kilowatt);
    inputs.dry_bulb = Temperature::celsius(38);
    inputs.wet_bulb = Temperature::celsius(22);
    const SetPointCheck check = check_set_point(plant, inputs);
    EXPECT_FALSE(check.holds);
    EXPECT_TRUE(check.within_limit);
    EXPECT_NEAR(check.supply.in_celsius(), 43.833, 1e-3);
    // 40.05 degC, at which it counts as held, needs air of 34.217 degC.
    ASSERT_TRUE(check.dry_bulb);
    EXPECT_NEAR(check.dry_bulb->in_celsius(), 34.217, 1e-3);
    EXPECT_NEAR(check.wet_bulb->in_celsius(), 18.217, 1e-3);
    EXPECT_GT(check.load_share, 0.1);
    EXPECT_LT(check.load_share, 0.9);
    const std::string text = set_point_problem(plant, inputs);
    EXPECT_TRUE(text.starts_with(
        "with 0.50 MW into the water and 38.0 degC outdoors (wet bulb 22.0 degC), the supply of "
        "the racks would settle at 43.8 degC instead of 40.0 degC, below the 45.0 degC at which "
        "racks throttle; the set point holds up to 0."))
        << text;
    EXPECT_TRUE(text.ends_with(
        " MW in this weather, and with this load up to 34.2 degC (wet bulb 18.2 degC)"))
        << text;
}

TEST(SetPointCheck, RacksThatOverloadTheirExchangersAreTooWarmInAnyWeather) {
    const WarmWaterPlant plant(small_part(), {1});
    // 10 kW/K x 0.8 x (return - 36): 200 kW need 25 K, with 20 K of rise the supply is 41 degC.
    const CoolingInputs inputs = mild_weather(1, 200 * kilowatt);
    EXPECT_EQ(set_point_problem(plant, inputs),
              "with 0.20 MW into the water and 20.0 degC outdoors (wet bulb 15.0 degC), the supply "
              "of the racks would settle at 41.0 degC instead of 40.0 degC, below the 45.0 degC at "
              "which racks throttle; the set point holds up to 0.16 MW in this weather, and with "
              "this load in no weather");
}

}  // namespace
}  // namespace twin
