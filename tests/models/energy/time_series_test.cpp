#include "models/energy/time_series.h"

#include <gtest/gtest.h>

#include "models/units/calendar.h"

namespace twin {
namespace {

using std::chrono::hours;
using std::chrono::minutes;

// Three hours: 10, 20, 60.
TimeSeries three_hours() {
    return {parse_calendar("2024-01-01T00:00Z").value(), hours(1), {10, 20, 60}};
}

TEST(TimeSeries, HoldsEachValueOverItsStep) {
    const TimeSeries series = three_hours();
    EXPECT_EQ(series.end(), series.first + hours(3));
    EXPECT_EQ(series.at(series.first), 10);
    EXPECT_EQ(series.at(series.first + minutes(59)), 10);
    EXPECT_EQ(series.at(series.first + hours(1)), 20);
    EXPECT_EQ(series.at(series.end()), 60);
}

TEST(TimeSeries, CoversItsStepsAndNoMore) {
    const TimeSeries series = three_hours();
    EXPECT_TRUE(series.covers(series.first, series.end()));
    EXPECT_FALSE(series.covers(series.first - minutes(1), series.end()));
    EXPECT_FALSE(series.covers(series.first, series.end() + minutes(1)));
    EXPECT_FALSE(TimeSeries{}.covers({}, {}));
}

TEST(TimeSeries, TheNextStepIsLaterThanNow) {
    const TimeSeries series = three_hours();
    EXPECT_EQ(series.next_step(series.first), series.first + hours(1));
    EXPECT_EQ(series.next_step(series.first + minutes(59)), series.first + hours(1));
    EXPECT_EQ(series.next_step(series.first + hours(1)), series.first + hours(2));
}

TEST(TimeSeries, InterpolatesBetweenTheMiddlesOfTheSteps) {
    const TimeSeries series = three_hours();
    EXPECT_EQ(series.interpolated(series.first), 10);                // before the first middle
    EXPECT_EQ(series.interpolated(series.first + minutes(30)), 10);  // the middle
    EXPECT_EQ(series.interpolated(series.first + minutes(60)), 15);  // half way to 20
    EXPECT_EQ(series.interpolated(series.first + minutes(75)), 17.5);
    EXPECT_EQ(series.interpolated(series.first + minutes(105)), 30);  // a quarter of 20 to 60
    EXPECT_EQ(series.interpolated(series.end()), 60);
}

TEST(TimeSeries, WeighsByTimeInTheMean) {
    const TimeSeries series = three_hours();
    EXPECT_EQ(series.mean(series.first, series.end()), 30);
    // 30 min of 10, 60 min of 20 and 30 min of 60: (5 + 20 + 30) / 2.
    EXPECT_DOUBLE_EQ(series.mean(series.first + minutes(30), series.first + minutes(150)), 27.5);
    EXPECT_EQ(series.mean(series.first + minutes(10), series.first + minutes(20)), 10);
}

}  // namespace
}  // namespace twin
