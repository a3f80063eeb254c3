#include "sim/series/carbon.h"

#include <gmock/gmock.h>

#include "models/units/quantity.h"
#include "tests/sim/arrivals/files.h"
#include "tests/sim/series/messages.h"

namespace twin {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

constexpr CarbonIntensity gram_per_kwh = gram_co2 / kilowatt_hour;

CarbonReading read(std::string_view text, const char* from = "2024-02-28T23:30Z",
                   const char* until = "2024-03-01T01:00Z") {
    return read_carbon(write_file(text, ".csv"), {}, instant(from), instant(until));
}

double grams(double si) {
    return CarbonIntensity::from_si(si).in(gram_per_kwh);
}

TEST(Carbon, ReadsTheExportOfElectricityMaps) {
    const auto reading = read(
        "Datetime (UTC),Zone Id,Carbon Intensity gCO₂eq/kWh (direct),Carbon Intensity gCO₂eq/kWh "
        "(LCA),Data Source\n"
        "2024-01-01 00:00:00,DE,133.1,177.74,entsoe.eu\n"
        "2024-01-01 01:00:00,DE,134.17,179.08,entsoe.eu\n");
    EXPECT_THAT(texts(reading.faults), IsEmpty());
    EXPECT_EQ(reading.direct.first, instant("2024-01-01T00:00Z"));
    EXPECT_NEAR(grams(reading.direct.values[1]), 134.17, 1e-9);
    EXPECT_NEAR(grams(reading.life_cycle.values[0]), 177.74, 1e-9);
}

TEST(Carbon, RefusesIntensitiesBelowZero) {
    EXPECT_THAT(texts(read("time_utc,direct (g/kWh),life-cycle (g/kWh)\n"
                           "2024-01-01 00:00,0,40\n"
                           "2024-01-01 01:00,-5,40\n")
                          .faults),
                ElementsAre("3:18: direct: expected 0 g/kWh or more, got -5 g/kWh"));
}

TEST(Carbon, WantsBothMethods) {
    EXPECT_THAT(texts(read("time_utc,direct (g/kWh)\n2024-01-01 00:00,0\n").faults),
                ElementsAre("1:0: expected a column 'life_cycle', got 'time_utc,direct (g/kWh)'"));
}

// month x 1000 + hour, life-cycle 1 more; `skip` leaves out a row, `extra` stands at the end.
std::string table(int skip = -1, std::string_view extra = "") {
    std::string text = "month,hour_utc,direct (g/kWh),life_cycle (g/kWh)\n";
    for (int row = 0; row < 288; ++row) {
        const int value = (row / 24 + 1) * 1000 + row % 24;
        if (row != skip)
            text += fmt::format("{},{},{},{}\n", row / 24 + 1, row % 24, value, value + 1);
    }
    return text + std::string(extra);
}

TEST(Carbon, LaysMeansOnTheRun) {
    const auto reading = read(table());
    EXPECT_THAT(texts(reading.faults), IsEmpty());
    // 23:00 to 01:00 two days later, over 29 February.
    EXPECT_EQ(reading.direct.first, instant("2024-02-28T23:00Z"));
    ASSERT_EQ(reading.direct.values.size(), 26u);
    EXPECT_NEAR(grams(reading.direct.values[0]), 2023, 1e-9);
    EXPECT_NEAR(grams(reading.direct.values[1]), 2000, 1e-9);
    EXPECT_NEAR(grams(reading.direct.values[24]), 2023, 1e-9);
    EXPECT_NEAR(grams(reading.direct.values[25]), 3000, 1e-9);
    EXPECT_NEAR(grams(reading.life_cycle.values[25]), 3001, 1e-9);
}

TEST(Carbon, WantsEveryMonthAndHourOnce) {
    EXPECT_THAT(texts(read(table(25)).faults),
                ElementsAre("0:0: expected every month and hour, got none for month 2 and hour 1"));
    EXPECT_THAT(
        texts(read(table(-1, "2,1,5,6\n13,24,5,6\n")).faults),
        ElementsAre("290:0: expected each month and hour once, got month 2 and hour 1 again",
                    "291:1: month: expected a whole number from 1 to 12, got '13'",
                    "291:4: hour_utc: expected a whole number from 0 to 23, got '24'"));
}

}  // namespace
}  // namespace twin
