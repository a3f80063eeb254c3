#include "sim/series/weather.h"

#include <array>
#include <gmock/gmock.h>

#include "models/units/temperature.h"
#include "tests/sim/arrivals/files.h"
#include "tests/sim/series/messages.h"

namespace twin {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

WeatherReading read(std::string_view text, const char* from = "2023-12-31T22:30Z",
                    const char* until = "2024-12-31T23:00Z") {
    return read_weather(write_file(text, ".csv"), {}, instant(from), instant(until));
}

double celsius(double si) {
    return Temperature::from_si(si).in_celsius();
}

TEST(Weather, ReadsACalendarSeries) {
    const auto reading = read(
        "time_utc,dry bulb (degC),wet bulb (degC)\n"
        "2024-01-01 00:00,2,1\n"
        "2024-01-01 01:00,-3,-4\n");
    EXPECT_THAT(texts(reading.faults), IsEmpty());
    EXPECT_EQ(reading.dry_bulb.first, instant("2024-01-01T00:00Z"));
    EXPECT_NEAR(celsius(reading.dry_bulb.values[1]), -3, 1e-9);
    EXPECT_NEAR(celsius(reading.wet_bulb.values[1]), -4, 1e-9);
}

TEST(Weather, RefusesWhatNoAirIsLike) {
    EXPECT_THAT(texts(read("time_utc,tdry_C,p_hPa,rh_pct,twet_C\n"
                           "2024-01-01 00:00,60,500,100,-60\n"
                           "2024-01-01 01:00,60.1,499,-1,-61\n"
                           "2024-01-01 02:00,290,101300,101,15\n")
                          .faults),
                ElementsAre("3:18: dry bulb: expected -60 to 60 degC, got 60.1 C",
                            "3:30: wet bulb: expected -60 to 60 degC, got -61 C",
                            "3:27: relative humidity: expected 0 to 100 %, got -1 pct",
                            "3:23: pressure: expected 500 to 1100 hPa, got 499 hPa",
                            "4:18: dry bulb: expected -60 to 60 degC, got 290 C",
                            "4:29: relative humidity: expected 0 to 100 %, got 101 pct",
                            "4:22: pressure: expected 500 to 1100 hPa, got 101300 hPa"));
}

// A tenth of a kelvin is rounding; a row that has another fault is judged by that alone.
TEST(Weather, NoAirIsWetterThanSaturated) {
    EXPECT_THAT(texts(read("time_utc,tdry_C,twet_C\n"
                           "2024-01-01 00:00,10,10.1\n"
                           "2024-01-01 01:00,10,10.2\n"
                           "2024-01-01 02:00,n/a,12\n"
                           "2024-01-01 03:00,-3,-2\n")
                          .faults),
                ElementsAre("3:0: wet bulb: expected at most the dry bulb of 10 degC, got 10.2 "
                            "degC",
                            "4:18: dry bulb: expected a number, got 'n/a'",
                            "5:0: wet bulb: expected at most the dry bulb of -3 degC, got -2 "
                            "degC"));
}

// The dry bulb is the day of the month, the wet bulb a hundredth of the hour less.
std::string year(std::string_view extra = "", int skip = -1) {
    constexpr std::array days = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    std::string text = "month,day,hour_MEZ,tdry_C,twet_C\n";
    int row = 0;
    for (int month = 1; month <= 12; ++month)
        for (int day = 1; day <= days[month - 1]; ++day)
            for (int hour = 1; hour <= 24; ++hour)
                if (row++ != skip)
                    text +=
                        fmt::format("{},{},{},{},{}\n", month, day, hour, day, day - 0.01 * hour);
    return text + std::string(extra);
}

TEST(Weather, LaysAReferenceYearOnALeapYear) {
    const auto reading = read(year());
    EXPECT_THAT(texts(reading.faults), IsEmpty());
    // 22:00 UTC is 23:00 UTC+1, the hour that ends at 24.
    EXPECT_EQ(reading.dry_bulb.first, instant("2023-12-31T22:00Z"));
    EXPECT_EQ(reading.dry_bulb.end(), instant("2024-12-31T23:00Z"));
    EXPECT_NEAR(celsius(reading.dry_bulb.values[0]), 31, 1e-9);
    EXPECT_NEAR(celsius(reading.wet_bulb.values[0]), 31 - 0.24, 1e-9);
    const auto at = [&](const char* time) {
        return std::pair{std::lround(celsius(reading.dry_bulb.at(instant(time)))),
                         celsius(reading.wet_bulb.at(instant(time)))};
    };
    // The year begins at 23:00 UTC with hour 1.
    EXPECT_EQ(at("2023-12-31T23:00Z").first, 1);
    EXPECT_NEAR(at("2023-12-31T23:00Z").second, 0.99, 1e-9);
    EXPECT_EQ(at("2024-02-28T12:00Z").first, 28);
    EXPECT_EQ(at("2024-02-29T12:00Z").first, 28);  // repeated
    EXPECT_NEAR(at("2024-02-29T12:00Z").second, 28 - 0.14, 1e-9);
    EXPECT_EQ(at("2024-03-01T12:00Z").first, 1);
}

TEST(Weather, LaysAReferenceYearOverTwoYears) {
    const auto reading = read(year(), "2022-07-01T00:00Z", "2024-07-01T00:00Z");
    EXPECT_THAT(texts(reading.faults), IsEmpty());
    EXPECT_TRUE(
        reading.wet_bulb.covers(instant("2022-07-01T00:00Z"), instant("2024-07-01T00:00Z")));
    EXPECT_EQ(reading.wet_bulb.at(instant("2022-08-05T07:00Z")),
              reading.wet_bulb.at(instant("2023-08-05T07:00Z")));
}

TEST(Weather, WantsEachHourOfTheYearInOrder) {
    EXPECT_THAT(texts(read(year("", 100)).faults),
                ElementsAre("102:0: expected hour 101 of the year without 29 February, got month "
                            "1, day 5, hour 6"));
}

TEST(Weather, WantsAWholeYearAndNo29February) {
    EXPECT_THAT(texts(read("month,day,hour_MEZ,tdry_C,twet_C\n1,1,1,5,4\n").faults),
                ElementsAre("0:0: expected 8760 hours of a reference year, got 1"));
    EXPECT_THAT(texts(read("month,day,hour_MEZ,tdry_C,twet_C\n2,29,0,5,4\n").faults),
                ElementsAre("2:3: day: expected a whole number from 1 to 28, got '29'",
                            "2:6: hour_MEZ: expected a whole number from 1 to 24, got '0'"));
}

}  // namespace
}  // namespace twin
