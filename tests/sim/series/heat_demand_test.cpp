#include "sim/series/heat_demand.h"

#include <gmock/gmock.h>

#include "tests/sim/series/messages.h"

namespace twin {
namespace {

TEST(HeatDemand, LaysTheMeanPowerOfEachMonth) {
    MonthlyHeat demand{};
    demand[0] = 744 * megawatt_hour;      // 31 d: 1 MW
    demand[1] = 2 * 696 * megawatt_hour;  // 29 d in 2024: 2 MW
    const TimeSeries series =
        lay_heat_demand(demand, instant("2024-01-31T22:30Z"), instant("2024-03-01T01:00Z"));
    EXPECT_EQ(series.first, instant("2024-01-31T22:00Z"));
    ASSERT_EQ(series.values.size(), 2u + 29 * 24 + 1);
    EXPECT_NEAR(series.values[1], 1e6, 1e-6);
    EXPECT_NEAR(series.values[2], 2e6, 1e-6);
    EXPECT_EQ(series.values.back(), 0);
}

}  // namespace
}  // namespace twin
