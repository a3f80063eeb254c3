#include "gui/run/grid_peak.h"

#include <gtest/gtest.h>

#include "tests/sim/results/tiny_run.h"

namespace twin {
namespace {

TEST(GridPeak, IsOfAQuarterHourOfTheCalendar) {
    // The run starts 300 s after a quarter: its first whole quarter is from 600 s to 1500 s.
    // 3, 3, 6 kW there: 4 kW; 9 kW stand in the quarter that is cut off at the start.
    const std::vector<GridDraw> draws = {{0, 300, 9000},    {300, 300, 9000},  {600, 300, 3000},
                                         {900, 300, 3000},  {1200, 300, 6000}, {1500, 300, 6000},
                                         {1800, 300, 1000}, {2100, 300, 1000}};
    const auto peak = highest_quarter(draws, 900 * 7 + 300);
    ASSERT_TRUE(peak);
    EXPECT_DOUBLE_EQ(peak->from_s, 600);
    EXPECT_NEAR(peak->mean_w, 4000, 1e-9);
}

TEST(GridPeak, SplitsIntervalsThatSpanQuarters) {
    // Of 600 s each: 0 to 900 s holds all of 2 kW and half of 5 kW: (1200 + 1500) / 900 = 3 kW,
    // 900 to 1800 s half of 5 kW and all of 2 kW: the same; the first is told.
    const std::vector<GridDraw> draws = {{0, 600, 2000}, {600, 600, 5000}, {1200, 600, 2000}};
    const auto peak = highest_quarter(draws, 0);
    ASSERT_TRUE(peak);
    EXPECT_DOUBLE_EQ(peak->from_s, 0);
    EXPECT_NEAR(peak->mean_w, 3000, 1e-9);
}

TEST(GridPeak, IsTheHighestIntervalWhereTheyAreLonger) {
    const TemporaryFile file("peak.sqlite");
    write_energy_run(file);  // hours of 2.5, 5.4, 3.35, 0 kW after the warm-up
    const auto peak = read_grid_peak(ResultStore(file));
    ASSERT_TRUE(peak);
    EXPECT_DOUBLE_EQ(peak->from_s, 7200);
    EXPECT_DOUBLE_EQ(peak->length_s, 3600);
    EXPECT_NEAR(peak->mean_w, 5400, 1e-6);
    EXPECT_FALSE(highest_quarter({}, 0));
}

}  // namespace
}  // namespace twin
