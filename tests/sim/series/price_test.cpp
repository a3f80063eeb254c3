#include "sim/series/price.h"

#include <chrono>
#include <gmock/gmock.h>

#include "tests/sim/arrivals/files.h"
#include "tests/sim/series/messages.h"

namespace twin {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

constexpr EnergyPrice per_mwh = euro / megawatt_hour;

PriceReading read(std::string_view text, const char* zone = nullptr, bool repair = false) {
    SeriesOptions options;
    if (zone)
        options.zone = Zone::parse(zone).value();
    options.repair = repair;
    return read_price(write_file(text, ".csv"), options);
}

std::vector<double> euros(const TimeSeries& series) {
    std::vector<double> values;
    for (const double si : series.values)
        values.push_back(EnergyPrice::from_si(si).in(per_mwh));
    return values;
}

auto near(std::initializer_list<double> values) {
    std::vector<testing::Matcher<double>> matchers;
    for (const double value : values)
        matchers.push_back(testing::DoubleNear(value, 1e-9));
    return testing::ElementsAreArray(matchers);
}

TEST(Price, ReadsHoursInUtcAndPricesBelowZero) {
    const auto reading = read(
        "# from the exchange\n"
        "time_utc,price (EUR/MWh),source\n"
        "2024-01-01T00:00Z,0.1,a\n"
        "\n"
        "2024-01-01 01:00,-12.5,b\r\n"
        "2024-01-01 02:00:00,80,c\n");
    EXPECT_THAT(texts(reading.faults), IsEmpty());
    EXPECT_THAT(texts(reading.repairs), IsEmpty());
    EXPECT_EQ(reading.price.first, instant("2024-01-01T00:00Z"));
    EXPECT_EQ(reading.price.step, std::chrono::hours(1));
    EXPECT_THAT(euros(reading.price), near({0.1, -12.5, 80}));
}

TEST(Price, StepsBeginOnQuarterHours) {
    const auto from = [](const std::string& minute) {
        return read("time_utc,price (EUR/MWh)\n2024-01-01T00:" + minute +
                    "Z,1\n2024-01-01T01:" + minute + "Z,2\n");
    };
    EXPECT_THAT(texts(from("05").faults),
                ElementsAre("2:1: time: expected steps that begin on a quarter-hour, got "
                            "2024-01-01T00:05:00Z"));
    EXPECT_THAT(from("05").price.values, IsEmpty());
    EXPECT_THAT(texts(from("45").faults), IsEmpty());
    EXPECT_THAT(euros(from("45").price), near({1, 2}));
}

TEST(Price, ReadsQuarterHoursInAZoneAndOtherUnits) {
    const auto reading = read(
        "Price [ct/kWh],Date\n"
        "8,2024-07-01 00:00\n"
        "9,2024-07-01 00:15\n"
        "10,2024-07-01 00:30\n",
        "Europe/Berlin");
    EXPECT_THAT(texts(reading.faults), IsEmpty());
    EXPECT_EQ(reading.price.first, instant("2024-06-30T22:00Z"));
    EXPECT_EQ(reading.price.step, std::chrono::minutes(15));
    EXPECT_THAT(euros(reading.price), near({80, 90, 100}));
}

TEST(Price, TakesTimesWithTheirOwnZoneAndGzip) {
    const auto path = write_gzip(
        "datetime,price (EUR/kWh)\n"
        "2024-07-01T00:00+02:00,0.08\n"
        "2024-07-01T01:00+02:00,0.09\n");
    const auto reading = read_price(path, {});
    EXPECT_THAT(texts(reading.faults), IsEmpty());
    EXPECT_EQ(reading.price.first, instant("2024-06-30T22:00Z"));
    EXPECT_THAT(euros(reading.price), near({80, 90}));
}

TEST(Price, WantsAUnitInTheHeader) {
    EXPECT_THAT(texts(read("time_utc,price\n2024-01-01 00:00,1\n").faults),
                ElementsAre("1:10: price: expected a unit (EUR/MWh, ct/kWh, EUR/kWh) in the "
                            "column's name, got 'price'"));
    EXPECT_THAT(texts(read("time_utc,price (EUR/kW)\n2024-01-01 00:00,1\n").faults),
                ElementsAre("1:10: price: expected a unit (EUR/MWh, ct/kWh, EUR/kWh) in the "
                            "column's name, got 'price (EUR/kW)'"));
}

TEST(Price, WantsItsColumns) {
    EXPECT_THAT(texts(read("when;cost\n1;2\n").faults),
                ElementsAre("1:0: expected a column 'time', got 'when;cost'",
                            "1:0: expected a column 'price', got 'when;cost'"));
    EXPECT_THAT(
        texts(read("time_utc,price (EUR/MWh),last price (EUR/MWh)\n").faults),
        ElementsAre("1:26: expected one column 'price', got 'last price (EUR/MWh)' beside 'price "
                    "(EUR/MWh)'"));
}

TEST(Price, WantsValues) {
    EXPECT_THAT(texts(read("").faults),
                ElementsAre("0:0: expected a line that names the columns, got an empty file"));
    EXPECT_THAT(texts(read("time_utc,price (EUR/MWh)\n").faults),
                ElementsAre("0:0: expected two values or more, got 0"));
    EXPECT_THAT(texts(read("time_utc,price (EUR/MWh)\n2024-01-01 00:00,5\n").faults),
                ElementsAre("0:0: expected two values or more, got 1"));
}

TEST(Price, ReportsAllFieldsThatAreNoNumbersOrTimes) {
    const auto reading = read(
        "time_utc,price (EUR/MWh)\n"
        "2024-01-01 00:00,1\n"
        "2024-01-01 01:00,n/a\n"
        "2024-01-01 02:00,nan\n"
        "2024-01-01 03:00,\n"
        "2024-01-01 04:00,1,5\n"
        "2024-01-32 05:00,1\n"
        "2024-01-01 06:00,1\n");
    EXPECT_THAT(texts(reading.faults),
                ElementsAre("3:18: price: expected a number, got 'n/a'",
                            "4:18: price: expected a number, got 'nan'",
                            "5:18: price: expected a number, got ''",
                            "6:0: expected 2 fields, as the header names, got 3",
                            "7:1: time: expected a time such as 2024-04-07 13:00, got "
                            "'2024-01-32 05:00'"));
    EXPECT_THAT(reading.price.values, IsEmpty());
}

TEST(Price, WantsAZone) {
    EXPECT_THAT(texts(read("time,price (EUR/MWh)\n2024-01-01 00:00,5\n").faults),
                ElementsAre("2:1: time: expected a time with its zone, or a zone for the file "
                            "(UTC, Europe/Berlin or an offset such as +01:00), got "
                            "'2024-01-01 00:00'"));
    EXPECT_THAT(texts(read("time_utc,price (EUR/MWh)\n2024-01-01 00:00,5\n", "+01:00").faults),
                ElementsAre("1:1: time: expected the zone UTC, as the column is named 'time_utc', "
                            "got '+01:00'"));
}

TEST(Price, ReportsGapsDoublesAndUnevenSteps) {
    const auto reading = read(
        "time_utc,price (EUR/MWh)\n"
        "2024-01-01 00:00,1\n"
        "2024-01-01 01:00,1\n"
        "2024-01-01 04:00,1\n"
        "2024-01-01 04:00,1\n"
        "2024-01-01 05:00,1\n"
        "2024-01-01 02:00,1\n"
        "2024-01-01 06:20,1\n"
        "2024-01-01 06:00,1\n"
        "2024-01-01 08:00,1\n"
        "2024-01-01 09:00,1\n");
    EXPECT_THAT(
        texts(reading.faults),
        ElementsAre("4:1: time: expected 2024-01-01T02:00:00Z, got 2024-01-01T04:00:00Z: 2 values "
                    "are missing",
                    "5:1: time: expected 2024-01-01T05:00:00Z, got 2024-01-01T04:00:00Z, which the "
                    "row before has too",
                    "7:1: time: expected 2024-01-01T06:00:00Z, got 2024-01-01T02:00:00Z, which is "
                    "earlier than the row before",
                    "8:1: time: expected steps of 60 min, got 2024-01-01T06:20:00Z after "
                    "2024-01-01T05:00:00Z",
                    "10:1: time: expected 2024-01-01T07:00:00Z, got 2024-01-01T08:00:00Z: 1 value "
                    "is missing"));
}

TEST(Price, WantsHoursOrQuarterHours) {
    EXPECT_THAT(texts(read("time_utc,price (EUR/MWh)\n2024-01-01 00:00,1\n2024-01-01 00:30,1\n"
                           "2024-01-01 01:00,1\n")
                          .faults),
                ElementsAre("3:1: time: expected steps of 60 min or 15 min, got 30 min"));
}

TEST(Price, StopsListingFaults) {
    std::string text = "time_utc,price (EUR/MWh)\n";
    for (int i = 0; i < 100; ++i)
        text += "2024-01-01 00:00,x\n";
    const auto reading = read(text);
    ASSERT_EQ(reading.faults.size(), 21u);
    EXPECT_EQ(reading.faults.back().message, "more mistakes follow; they are not listed");
}

// The file is read once for its fields and once more for its order of times.
TEST(Price, WhatIsNotListedIsSaidLast) {
    std::string text = "time_utc,price (EUR/MWh)\n";
    for (int hour = 0; hour < 24; ++hour)
        text += fmt::format("2024-01-01 {:02}:00,{}\n", hour, hour < 3 || hour == 23 ? "1" : "x");
    // 20 numbers are wrong; the fault of line 4 is the first and yet found last.
    text.replace(text.find("2024-01-01 02:00"), 16, "2024-01-01 01:00");
    const auto reading = read(text);
    ASSERT_EQ(reading.faults.size(), 21u);
    EXPECT_EQ(reading.faults.front().line, 5);
    EXPECT_EQ(reading.faults.back().message, "more mistakes follow; they are not listed");
    EXPECT_EQ(reading.faults.back().line, 4);
}

// 2124 for 2024: a hundred years of quarter-hours would be 3.5 million values.
TEST(Price, AWrongYearIsOneMistake) {
    std::string text = "time_utc,price (EUR/MWh)\n";
    for (int quarter = 0; quarter < 8; ++quarter)
        text += fmt::format("{}-01-01 {:02}:{:02},1\n", quarter == 5 ? 2124 : 2024, quarter / 4,
                            quarter % 4 * 15);
    for (const bool repair : {false, true})
        EXPECT_THAT(texts(read(text, nullptr, repair).faults),
                    ElementsAre("7:1: time: expected 2024-01-01T01:15:00Z, got "
                                "2124-01-01T01:15:00Z, which is later than the next row"));
}

// Nobody fills 176 years; what follows is judged by its own place.
TEST(Price, AGapOfYearsIsNotFilled) {
    const std::string text =
        "time_utc,price (EUR/MWh)\n"
        "2024-01-01 00:00,1\n"
        "2024-01-01 00:15,1\n"
        "2200-01-01 00:00,1\n"
        "2200-01-01 00:15,1\n"
        "2200-01-01 00:45,1\n";
    const auto begin = std::chrono::steady_clock::now();
    // 176 years have 64,283 days: 44 x 1,461 less 29 February 2100.
    EXPECT_THAT(texts(read(text).faults),
                ElementsAre("4:1: time: expected 2024-01-01T00:30:00Z, got 2200-01-01T00:00:00Z: "
                            "6171166 values are missing",
                            "6:1: time: expected 2200-01-01T00:30:00Z, got 2200-01-01T00:45:00Z: 1 "
                            "value is missing"));
    EXPECT_THAT(texts(read(text, nullptr, true).faults),
                ElementsAre("4:1: time: expected 2024-01-01T00:30:00Z, got 2200-01-01T00:00:00Z: "
                            "6171166 values are missing, more than the 366 days that are filled",
                            "6:1: time: expected 2200-01-01T00:30:00Z or the same time a week "
                            "before, from which it could be filled, got neither"));
    // Filling them takes seconds, reading six lines does not.
    EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::milliseconds(500));
}

const char* const march =
    "time,price (EUR/MWh)\n"
    "2024-03-31 00:00,1\n"
    "2024-03-31 01:00,2\n"
    "2024-03-31 02:00,2\n"
    "2024-03-31 03:00,3\n"
    "2024-03-31 04:00,4\n";

TEST(Price, RefusesTheHourThatTheClocksSkip) {
    EXPECT_THAT(texts(read(march, "Europe/Berlin").faults),
                ElementsAre("4:1: time: expected a time that clocks in Europe/Berlin show, got "
                            "'2024-03-31 02:00', which they skip when summer time begins"));
    // In a zone without summer time it is an hour as any other.
    EXPECT_THAT(texts(read(march, "+01:00").faults), IsEmpty());
}

TEST(Price, DropsTheHourThatTheClocksSkip) {
    const auto reading = read(march, "Europe/Berlin", true);
    EXPECT_THAT(texts(reading.faults), IsEmpty());
    EXPECT_THAT(texts(reading.repairs),
                ElementsAre("1 values of the hour that the clocks skip, dropped"));
    EXPECT_THAT(euros(reading.price), near({1, 2, 3, 4}));
}

TEST(Price, ReadsTheHourThatTheClocksShowTwice) {
    const auto reading = read(
        "time,price (EUR/MWh)\n"
        "2024-10-27 01:00,1\n"
        "2024-10-27 02:00,2\n"
        "2024-10-27 02:00,3\n"
        "2024-10-27 03:00,4\n",
        "Europe/Berlin");
    EXPECT_THAT(texts(reading.faults), IsEmpty());
    EXPECT_EQ(reading.price.first, instant("2024-10-26T23:00Z"));
    EXPECT_THAT(euros(reading.price), near({1, 2, 3, 4}));

    const auto quarters = read(
        "time,price (EUR/MWh)\n"
        "2024-10-27 02:30,1\n"
        "2024-10-27 02:45,2\n"
        "2024-10-27 02:00,3\n"
        "2024-10-27 02:15,4\n"
        "2024-10-27 02:30,5\n",
        "Europe/Berlin");
    EXPECT_THAT(texts(quarters.faults), IsEmpty());
    EXPECT_EQ(quarters.price.first, instant("2024-10-27T00:30Z"));
    EXPECT_THAT(euros(quarters.price), near({1, 2, 3, 4, 5}));
}

const char* const october =
    "time,price (EUR/MWh)\n"
    "2024-10-27 01:00,1\n"
    "2024-10-27 02:00,2\n"
    "2024-10-27 03:00,5\n"
    "2024-10-27 04:00,6\n";

TEST(Price, MissesTheSecondHourOfOctober) {
    EXPECT_THAT(texts(read(october, "Europe/Berlin").faults),
                ElementsAre("4:1: time: expected 2024-10-27T01:00:00Z, got 2024-10-27T02:00:00Z: 1 "
                            "value is missing, of the hour that clocks show twice when summer time "
                            "ends"));
    const auto mended = read(october, "Europe/Berlin", true);
    EXPECT_THAT(texts(mended.faults), IsEmpty());
    EXPECT_THAT(
        texts(mended.repairs),
        ElementsAre("1 values of the hour that the clocks show twice, mean of their neighbours"));
    EXPECT_THAT(euros(mended.price), near({1, 2, 3.5, 5, 6}));
}

// Nine days of hours whose price is the hour's number, less one day.
std::string without_day(int missing) {
    std::string text = "time_utc,price (EUR/MWh)\n";
    for (int hour = 0; hour < 9 * 24; ++hour)
        if (hour / 24 != missing)
            text += fmt::format("2024-01-{:02} {:02}:00,{}\n", 1 + hour / 24, hour % 24, hour);
    return text;
}

TEST(Price, FillsADayFromTheWeekBefore) {
    const auto reading = read(without_day(7), nullptr, true);
    EXPECT_THAT(texts(reading.faults), IsEmpty());
    EXPECT_THAT(texts(reading.repairs), ElementsAre("24 values filled from the week before"));
    ASSERT_EQ(reading.price.values.size(), 9u * 24);
    EXPECT_NEAR(euros(reading.price)[7 * 24 + 5], 5, 1e-9);
    EXPECT_NEAR(euros(reading.price)[8 * 24], 8 * 24, 1e-9);
}

TEST(Price, CannotFillWhatNoWeekBeforeKnows) {
    const auto reading = read(without_day(3), nullptr, true);
    EXPECT_THAT(texts(reading.faults),
                ElementsAre("74:1: time: expected 2024-01-04T00:00:00Z or the same time a week "
                            "before, from which it could be filled, got neither"));
}

TEST(Price, RepairsNoDoublesAndNoSteppingBack) {
    EXPECT_THAT(texts(read("time_utc,price (EUR/MWh)\n2024-01-01 00:00,1\n2024-01-01 01:00,1\n"
                           "2024-01-01 01:00,1\n2024-01-01 02:00,1\n",
                           nullptr, true)
                          .faults),
                ElementsAre(HasSubstr("which the row before has too")));
}

TEST(Price, AMissingFileIsAnErrorOfTheWorld) {
    EXPECT_THROW(read_price("/nowhere/price.csv", {}), std::runtime_error);
}

}  // namespace
}  // namespace twin
