#include "models/energy/energy_account.h"

#include <cmath>
#include <gtest/gtest.h>
#include <random>

#include "models/units/calendar.h"

namespace twin {
namespace {

using std::chrono::minutes;

constexpr EnergyPrice per_mwh = euro / megawatt_hour;
constexpr CarbonIntensity gram_per_kwh = gram_co2 / kilowatt_hour;
const CalendarTime noon = parse_calendar("2024-06-20T11:30Z").value();
const CalendarTime night = parse_calendar("2024-06-20T00:00Z").value();

BatteryPart battery() {
    BatteryPart part;
    part.capacity = 10 * megawatt_hour;
    part.round_trip = 0.81;
    part.charge_below = 40 * per_mwh;
    part.discharge_above = 120 * per_mwh;
    return part;
}

PhotovoltaicsPart roof() {
    return {.peak = 4 * megawatt, .latitude = 50.9, .longitude = 6.4, .yearly_hours = 950 * hour};
}

TEST(EnergyAccount, ASiteWithoutPartsDrawsItsDemand) {
    Tariff tariff;
    tariff.grid_fee = 10 * per_mwh;
    EnergyAccount account(tariff, std::nullopt, std::nullopt);
    const auto& stretch = account.add(night, 15 * minute, 12 * megawatt, 80 * per_mwh,
                                      300 * gram_per_kwh, 360 * gram_per_kwh);
    EXPECT_EQ(stretch.grid, 12 * megawatt);
    EXPECT_EQ(stretch.feed_in, Power{});
    // 3 MWh: x 90 EUR/MWh, x 300 kg/MWh, x 360 kg/MWh.
    EXPECT_NEAR(stretch.cost.in(euro), 270, 1e-9);
    EXPECT_NEAR(stretch.direct.in(kilogram_co2), 900, 1e-9);
    EXPECT_NEAR(stretch.life_cycle.in(kilogram_co2), 1080, 1e-9);
}

TEST(EnergyAccount, TheBatteryShiftsCostAndCarbonToTheHourOfCharging) {
    EnergyAccount account({}, battery(), std::nullopt);
    auto stretch = account.add(night, 15 * minute, 12 * megawatt, 20 * per_mwh, 100 * gram_per_kwh,
                               150 * gram_per_kwh);
    EXPECT_NEAR(stretch.grid.in(megawatt), 17, 1e-9);  // 5 MW into the battery
    EXPECT_NEAR(stretch.cost.in(euro), 4.25 * 20, 1e-9);
    EXPECT_NEAR(stretch.direct.in(kilogram_co2), 425, 1e-9);
    EXPECT_NEAR(account.stored().in(megawatt_hour), 5 + 1.25 * 0.9, 1e-9);
    stretch = account.add(night + minutes(15), 15 * minute, 12 * megawatt, 200 * per_mwh,
                          500 * gram_per_kwh, 600 * gram_per_kwh);
    EXPECT_NEAR(stretch.grid.in(megawatt), 7, 1e-9);
    EXPECT_NEAR(stretch.direct.in(kilogram_co2), 875, 1e-9);
}

TEST(EnergyAccount, GivesSurplusToTheGrid) {
    Tariff tariff;
    tariff.feed_in = 60 * per_mwh;
    EnergyAccount account(tariff, std::nullopt, roof());
    const auto& stretch = account.add(noon, 15 * minute, 0.5 * megawatt, 80 * per_mwh,
                                      300 * gram_per_kwh, 360 * gram_per_kwh);
    EXPECT_GT(stretch.photovoltaics, 1.5 * megawatt);
    EXPECT_EQ(stretch.grid, Power{});
    EXPECT_NEAR((stretch.feed_in - stretch.photovoltaics).in(megawatt), -0.5, 1e-9);
    EXPECT_NEAR(stretch.cost.in(euro), -60 * 0.25 * stretch.feed_in.in(megawatt), 1e-9);
    EXPECT_EQ(stretch.direct, CarbonMass{});  // no credit for what is fed in
}

TEST(EnergyAccount, ANewBillKeepsTheBattery) {
    Tariff tariff;
    tariff.contract = 16 * megawatt;
    EnergyAccount account(tariff, battery(), std::nullopt);
    account.add(night, 15 * minute, 12 * megawatt, 20 * per_mwh, {}, {});
    const Energy stored = account.stored();
    ASSERT_EQ(account.contract_violations().size(), 1u);  // 17 MW with charging
    account.restart_bill();
    EXPECT_EQ(account.bill().drawn, Energy{});
    EXPECT_TRUE(account.contract_violations().empty());
    account.add(night + minutes(15), 15 * minute, 12 * megawatt, 80 * per_mwh, {}, {});
    EXPECT_EQ(account.stored(), stored);
    EXPECT_NEAR(account.bill().drawn.in(megawatt_hour), 3, 1e-9);
    EXPECT_NEAR(account.bill().highest_quarter_hour.in(megawatt), 12, 1e-9);
}

TEST(EnergyAccount, WeighsAFixedPriceInTheBatterysRules) {
    Tariff tariff;
    tariff.fixed_price = 100 * per_mwh;
    EnergyAccount account(tariff, battery(), std::nullopt);
    const auto& stretch = account.add(night, 15 * minute, 12 * megawatt, 20 * per_mwh, {}, {});
    EXPECT_EQ(stretch.charge, Power{});
}

TEST(EnergyAccount, BalancesOverAnyCourse) {
    std::mt19937 random(7);
    std::uniform_real_distribution<double> share(0, 1);
    BatteryPart part = battery();
    part.peak_limit = 14 * megawatt;
    EnergyAccount account({}, part, roof());
    CalendarTime now = night;
    Energy drawn{}, fed_in{}, demand{}, sun{}, loss{};
    Money cost{};
    const Energy start = account.stored();
    for (int i = 0; i < 20 * 96; ++i, now += minutes(15)) {
        const Power load = 16 * share(random) * share(random) * megawatt;
        const auto& stretch =
            account.add(now, 15 * minute, load, (200 * share(random) - 20) * per_mwh,
                        300 * gram_per_kwh, 360 * gram_per_kwh);
        const Power in = stretch.grid + stretch.photovoltaics + stretch.discharge;
        const Power out = load + stretch.charge + stretch.feed_in;
        ASSERT_NEAR(in.in(megawatt), out.in(megawatt), 1e-12);
        ASSERT_TRUE(stretch.grid == Power{} || stretch.feed_in == Power{});
        ASSERT_GE(stretch.grid, Power{});
        drawn += stretch.grid * (15 * minute);
        fed_in += stretch.feed_in * (15 * minute);
        demand += load * (15 * minute);
        sun += stretch.photovoltaics * (15 * minute);
        loss += stretch.battery_loss;
        cost += stretch.cost;
    }
    EXPECT_GT(fed_in, Energy{});
    EXPECT_NEAR((drawn + sun - demand - fed_in - loss - (account.stored() - start)) / drawn, 0,
                1e-10);
    EXPECT_NEAR(account.bill().drawn / drawn, 1, 1e-12);
    EXPECT_NEAR(account.bill().total() / cost, 1, 1e-9);
}

}  // namespace
}  // namespace twin
