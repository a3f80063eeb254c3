// The files from which scenarios/data was made; skipped where they are not present.
#include <filesystem>
#include <gmock/gmock.h>

#include "sim/series/carbon.h"
#include "sim/series/price.h"
#include "sim/series/weather.h"
#include "tests/sim/series/messages.h"

namespace twin {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::StartsWith;

const std::filesystem::path energy = TWIN_SHARED_DIR "/energy";

class SharedOriginals : public testing::Test {
  protected:
    void SetUp() override {
        if (!std::filesystem::exists(energy / "SOURCES.md"))
            GTEST_SKIP() << "no " << energy;
    }
};

PriceReading read_prices(int year, bool repair) {
    SeriesOptions options;
    options.zone = Zone::parse("Europe/Berlin");
    options.repair = repair;
    return read_price(energy / fmt::format("sustaincluster_DE-LU_electricity_prices_{}.csv", year),
                      options);
}

constexpr const char* one_dropped = "1 values of the hour that the clocks skip, dropped";
constexpr const char* one_averaged =
    "1 values of the hour that the clocks show twice, mean of their neighbours";

TEST_F(SharedOriginals, PricesNeedTheRepairsThatTheirSourceNames) {
    const PriceReading y2023 = read_prices(2023, true);
    EXPECT_THAT(texts(y2023.faults), IsEmpty());
    EXPECT_THAT(texts(y2023.repairs), ElementsAre(one_dropped, one_averaged));
    EXPECT_EQ(y2023.price.values.size(), 8760u);
    const PriceReading y2024 = read_prices(2024, true);
    EXPECT_THAT(texts(y2024.faults), IsEmpty());
    EXPECT_THAT(texts(y2024.repairs),
                testing::UnorderedElementsAre("24 values filled from the week before", one_dropped,
                                              one_averaged));
    EXPECT_EQ(y2024.price.values.size(), 8784u);
    EXPECT_EQ(y2024.price.first, y2023.price.end());

    // The shipped file is these two.
    const PriceReading shipped = read_price("scenarios/data/price-de-lu-2023-2024.csv.gz", {});
    std::vector<double> both = y2023.price.values;
    both.insert(both.end(), y2024.price.values.begin(), y2024.price.values.end());
    EXPECT_EQ(shipped.price.first, y2023.price.first);
    EXPECT_THAT(shipped.price.values, testing::Pointwise(testing::DoubleNear(1e-20), both));
}

TEST_F(SharedOriginals, WithoutRepairThePricesAreRefusedWithTheirLines) {
    EXPECT_THAT(texts(read_prices(2023, false).faults),
                ElementsAre(AllOf(StartsWith("2020:1: "), HasSubstr("'2023-03-26 02:00:00'")),
                            AllOf(StartsWith("7229:1: "), HasSubstr("1 value is missing"))));
    EXPECT_THAT(texts(read_prices(2024, false).faults),
                ElementsAre(AllOf(StartsWith("722:1: "), HasSubstr("24 values are missing")),
                            AllOf(StartsWith("2140:1: "), HasSubstr("'2024-03-31 02:00:00'")),
                            AllOf(StartsWith("7181:1: "), HasSubstr("1 value is missing"))));
}

TEST_F(SharedOriginals, CarbonAndWeatherAreComplete) {
    for (const auto& [year, hours] : {std::pair{2023, 8760u}, {2024, 8784u}}) {
        const CarbonReading carbon =
            read_carbon(energy / fmt::format("sustaincluster_DE-LU_{}_hourly.csv", year), {},
                        CalendarTime{}, CalendarTime{std::chrono::hours(1)});
        EXPECT_THAT(texts(carbon.faults), IsEmpty());
        EXPECT_EQ(carbon.direct.values.size(), hours);
    }
    for (const char* kind : {"mean", "warm_summer"}) {
        const WeatherReading weather =
            read_weather(energy / fmt::format("aachen_try2015_{}_hourly.csv", kind), {},
                         instant("2024-01-01T00:00Z"), instant("2025-01-01T00:00Z"));
        EXPECT_THAT(texts(weather.faults), IsEmpty());
        EXPECT_EQ(weather.wet_bulb.values.size(), 8784u);
    }
}

}  // namespace
}  // namespace twin
