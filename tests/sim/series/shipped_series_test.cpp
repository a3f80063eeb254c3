// The series of scenarios/data against the figures of their sources (scenarios/data/SOURCES.md).
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <gmock/gmock.h>
#include <numeric>
#include <regex>
#include <set>

#include "models/units/quantity.h"
#include "models/units/temperature.h"
#include "sim/digest/sha256.h"
#include "sim/series/carbon.h"
#include "sim/series/law.h"
#include "sim/series/price.h"
#include "sim/series/weather.h"
#include "tests/sim/series/messages.h"

namespace twin {
namespace {

using testing::IsEmpty;

constexpr EnergyPrice per_mwh = euro / megawatt_hour;
constexpr CarbonIntensity gram_per_kwh = gram_co2 / kilowatt_hour;

double mean(const std::vector<double>& values) {
    return std::accumulate(values.begin(), values.end(), 0.) / static_cast<double>(values.size());
}

// Of a year in Germany, 23:00 UTC to 23:00 UTC, in EUR/MWh.
std::vector<double> prices_of(int year) {
    const PriceReading reading = read_price("scenarios/data/price-de-lu-2023-2024.csv.gz", {});
    EXPECT_THAT(texts(reading.faults), IsEmpty());
    EXPECT_EQ(reading.price.values.size(), 8760u + 8784u);
    std::vector<double> prices;
    for (CalendarTime now = instant(fmt::format("{}-12-31T23:00Z", year - 1));
         now < instant(fmt::format("{}-12-31T23:00Z", year)); now += std::chrono::hours(1))
        prices.push_back(EnergyPrice::from_si(reading.price.at(now)).in(per_mwh));
    return prices;
}

std::string bytes_of(const std::filesystem::path& file) {
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

// Each section of SOURCES.md is named by its file and ends with "- size 5,473 bytes; sha256 ...".
TEST(ShippedSeries, EveryFileIsTheOneOfItsSource) {
    const std::filesystem::path folder = "scenarios/data";
    const std::regex last_line("- size ([0-9,]+) bytes; sha256 ([0-9a-f]{64})");
    std::ifstream sources(folder / "SOURCES.md");
    std::string line, name;
    std::set<std::string> described;
    while (std::getline(sources, line)) {
        std::smatch said;
        if (line.starts_with("## "))
            name = line.substr(3);
        if (!std::regex_match(line, said, last_line))
            continue;
        described.insert(name);
        const std::string bytes = bytes_of(folder / name);
        std::string size = said[1];
        std::erase(size, ',');
        EXPECT_EQ(std::to_string(bytes.size()), size) << name;
        Sha256 sha256;
        sha256.add(bytes);
        EXPECT_EQ(sha256.finish(), said[2]) << name;
    }
    std::set<std::string> shipped;
    for (const auto& entry : std::filesystem::directory_iterator(folder))
        if (entry.path().filename() != "SOURCES.md")
            shipped.insert(entry.path().filename());
    EXPECT_EQ(described, shipped);
}

TEST(ShippedSeries, PricesOf2024) {
    std::vector<double> prices = prices_of(2024);
    ASSERT_EQ(prices.size(), 8784u);
    EXPECT_NEAR(mean(prices), 78.395, 0.001);
    EXPECT_EQ(std::ranges::count_if(prices, [](double price) { return price < 0; }), 462);
    EXPECT_DOUBLE_EQ(*std::ranges::min_element(prices), -135.45);
    EXPECT_DOUBLE_EQ(*std::ranges::max_element(prices), 936.28);
    // The source's own hours: without 31 January (days 30 to 31 of the year), filled from the week
    // before with five hours below zero, and without the second hour of 27 October (hour 7,202).
    prices.erase(prices.begin() + 7202);
    prices.erase(prices.begin() + 30 * 24, prices.begin() + 31 * 24);
    EXPECT_NEAR(mean(prices), 78.52, 0.005);
    EXPECT_EQ(std::ranges::count_if(prices, [](double price) { return price < 0; }), 457);
}

TEST(ShippedSeries, PricesOf2023) {
    const std::vector<double> prices = prices_of(2023);
    ASSERT_EQ(prices.size(), 8760u);
    EXPECT_NEAR(mean(prices), 95.175, 0.001);
    // 301 of the source; the hour between 0.015 and -0.24 EUR/MWh is one more.
    EXPECT_EQ(std::ranges::count_if(prices, [](double price) { return price < 0; }), 302);
}

TEST(ShippedSeries, CarbonOf2023And2024) {
    struct {
        int year;
        double direct, life_cycle;
    } const expected[] = {{2023, 307.66, 366.97}, {2024, 273.93, 332.07}};
    for (const auto& [year, direct, life_cycle] : expected) {
        const CarbonReading reading =
            read_carbon(fmt::format("scenarios/data/carbon-de-{}.csv", year), {},
                        instant(fmt::format("{}-01-01T00:00Z", year)),
                        instant(fmt::format("{}-01-01T00:00Z", year + 1)));
        EXPECT_THAT(texts(reading.faults), IsEmpty());
        const auto in_grams = [](double si) {
            return CarbonIntensity::from_si(si).in(gram_per_kwh);
        };
        // Laid on its own year, each hour weighs as in the source.
        EXPECT_NEAR(in_grams(mean(reading.direct.values)), direct, 0.01) << year;
        EXPECT_NEAR(in_grams(mean(reading.life_cycle.values)), life_cycle, 0.01) << year;
    }
}

TEST(ShippedSeries, WeatherOfAachen) {
    struct {
        const char* file;
        double mean, highest, above_28, above_32;
    } const expected[] = {{"mean", 11.48, 33.5, 59, 5}, {"warm-summer", -1, 36.5, 215, 48}};
    for (const auto& [file, mean_dry, highest, above_28, above_32] : expected) {
        const WeatherReading reading =
            read_weather(fmt::format("scenarios/data/weather-aachen-try2015-{}.csv.gz", file), {},
                         instant("2022-12-31T23:00Z"), instant("2023-12-31T23:00Z"));
        EXPECT_THAT(texts(reading.faults), IsEmpty());
        const auto& values = reading.dry_bulb.values;
        ASSERT_EQ(values.size(), 8760u);
        const auto above = [&](double limit) {
            return std::ranges::count_if(
                values, [&](double si) { return si > Temperature::celsius(limit + 1e-6).si(); });
        };
        if (mean_dry > 0) {
            EXPECT_NEAR(Temperature::from_si(mean(values)).in_celsius(), mean_dry, 0.005);
            EXPECT_NEAR(Temperature::from_si(*std::ranges::max_element(reading.wet_bulb.values))
                            .in_celsius(),
                        22.15, 1e-6);
        }
        EXPECT_NEAR(Temperature::from_si(*std::ranges::max_element(values)).in_celsius(), highest,
                    1e-6);
        EXPECT_EQ(above(28), above_28);
        EXPECT_EQ(above(32), above_32);
    }
}

TEST(ShippedSeries, EnEfG) {
    const LawReading reading = read_law("scenarios/data/enefg-2024.csv");
    EXPECT_THAT(texts(reading.faults), IsEmpty());
    EXPECT_EQ(reading.rows.size(), 8u);
    std::vector<std::string> jupiter;
    using namespace std::chrono_literals;
    for (const auto& [row, from] : requirements_for(reading.rows, 2025y / 9 / 5))
        jupiter.push_back(fmt::format("{} {} {} from {}-{}", row.kpi, row.at_most ? "<=" : ">=",
                                      row.threshold, int(from.year()), unsigned(from.month())));
    EXPECT_THAT(jupiter, testing::ElementsAre("ref >= 50 from 2025-9",
                                              "ref >= 100 from "
                                              "2027-1",
                                              "pue_enefg <= 1.5 from 2027-7",
                                              "pue_enefg <= 1.3 from 2030-7"));
    // The Act begins at 300 kW of connected load.
    EXPECT_EQ(requirements_for(reading.rows, 2025y / 9 / 5, 300.0 * kilowatt).size(), 4u);
    EXPECT_THAT(requirements_for(reading.rows, 2025y / 9 / 5, 299.0 * kilowatt), IsEmpty());
    std::vector<double> reuse;
    for (const auto& [row, from] : requirements_for(reading.rows, 2028y / 7 / 1))
        if (row.kpi == "erf")
            reuse.push_back(row.threshold);
    EXPECT_THAT(reuse, testing::ElementsAre(20));
}

}  // namespace
}  // namespace twin
