#include "models/units/quantity.h"

#include <gtest/gtest.h>

#include "models/units/sim_time.h"

namespace twin {
namespace {

TEST(Quantity, PowerTimesTimeIsEnergy) {
    // 680 W for 2 h = 1.36 kWh
    const Energy energy = 680 * watt * (2 * hour);
    EXPECT_DOUBLE_EQ(energy.in(kilowatt_hour), 1.36);
}

TEST(Quantity, EnergyOverTimeIsPower) {
    // 1 MWh in a day = 1e6 / 24 W
    const Power mean = megawatt_hour / day;
    EXPECT_DOUBLE_EQ(mean.in(watt), 1e6 / 24);
}

TEST(Quantity, RatioOfEqualDimensionsIsANumber) {
    const double ratio = (1 * megawatt) / (250 * kilowatt);
    EXPECT_DOUBLE_EQ(ratio, 4);
}

TEST(SimTime, KeepsWholeNanosecondsOverAYear) {
    const SimTime year = sim_start + std::chrono::hours(24 * 365);
    EXPECT_EQ((year + SimDuration(1) - year).count(), 1);
    EXPECT_EQ(to_sim(0.1 * second).count(), 100'000'000);
    EXPECT_DOUBLE_EQ(to_seconds(year), 31'536'000);
}

}  // namespace
}  // namespace twin
