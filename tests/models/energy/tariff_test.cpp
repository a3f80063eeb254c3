#include "models/energy/tariff.h"

#include <gtest/gtest.h>

#include "models/units/calendar.h"

namespace twin {
namespace {

using std::chrono::minutes;

constexpr EnergyPrice per_mwh = euro / megawatt_hour;
constexpr EnergyPrice cent_per_kwh = 10 * per_mwh;

Tariff tariff() {
    Tariff tariff;
    tariff.markup = 3 * per_mwh;
    tariff.grid_fee = 1 * cent_per_kwh;
    tariff.levies = 0.5 * cent_per_kwh;
    tariff.tax = 0.05 * cent_per_kwh;
    tariff.feed_in = 40 * per_mwh;
    tariff.demand_charge = DemandPrice::from_si(0.1);  // 100 EUR/kW/a
    return tariff;
}

const CalendarTime begin = parse_calendar("2024-05-01T00:00Z").value();

// Quarter-hours of these powers.
void meter(BillMeter& meter, std::initializer_list<double> megawatts,
           EnergyPrice market = 80 * per_mwh) {
    CalendarTime now = begin;
    for (const double power : megawatts) {
        meter.add(now, 15 * minute, power * megawatt * (15 * minute), {}, market);
        now += minutes(15);
    }
}

TEST(Tariff, AddsAllItemsByTheKwh) {
    // 80 + 3 market and markup, 10 grid, 5 levies, 0.5 tax.
    EXPECT_DOUBLE_EQ(price_of_energy(tariff(), 80 * per_mwh).in(per_mwh), 98.5);
    // Prices below zero are passed on: -50 + 3 + 15.5.
    EXPECT_DOUBLE_EQ(price_of_energy(tariff(), -50 * per_mwh).in(per_mwh), -31.5);
}

TEST(Tariff, TakesAFixedPriceInsteadOfTheMarketsAndItsMarkup) {
    Tariff fixed = tariff();
    fixed.fixed_price = 120 * per_mwh;
    EXPECT_DOUBLE_EQ(price_of_energy(fixed, 80 * per_mwh).in(per_mwh), 135.5);
}

TEST(BillMeter, SumsTheItems) {
    BillMeter meter(tariff());
    // 2 MWh at 80 EUR/MWh and 1 MWh at -20 EUR/MWh; 0.5 MWh fed in.
    const Money first = meter.add(begin, 15 * minute, 2 * megawatt_hour, {}, 80 * per_mwh);
    const Money second = meter.add(begin + minutes(15), 15 * minute, 1 * megawatt_hour,
                                   0.5 * megawatt_hour, -20 * per_mwh);
    EXPECT_DOUBLE_EQ(first.in(euro), 2 * 98.5);
    EXPECT_DOUBLE_EQ(second.in(euro), -1.5 - 20);  // -20 + 3 + 15.5, less 0.5 x 40
    const Bill bill = meter.bill();
    EXPECT_DOUBLE_EQ(bill.drawn.in(megawatt_hour), 3);
    EXPECT_DOUBLE_EQ(bill.energy.in(euro), 2 * 83 - 17);
    EXPECT_DOUBLE_EQ(bill.grid_fee.in(euro), 30);
    EXPECT_DOUBLE_EQ(bill.levies.in(euro), 15);
    EXPECT_DOUBLE_EQ(bill.tax.in(euro), 1.5);
    EXPECT_DOUBLE_EQ(bill.feed_in.in(euro), 20);
    EXPECT_DOUBLE_EQ(bill.highest_quarter_hour.in(megawatt), 8);  // 2 MWh in a quarter-hour
    EXPECT_NEAR((bill.total() - bill.demand - first - second).in(euro), 0, 1e-9);
}

TEST(BillMeter, ChargesTheShareOfTheYearForTheHighestQuarterHour) {
    BillMeter week(tariff());
    CalendarTime now = begin;
    for (int i = 0; i < 7 * 96; ++i, now += minutes(15))
        week.add(now, 15 * minute, (i == 100 ? 12. : 10.) * megawatt * (15 * minute), {},
                 80 * per_mwh);
    const Bill bill = week.bill();
    EXPECT_NEAR(bill.share_of_year, 7. / 365, 1e-12);
    EXPECT_NEAR(bill.highest_quarter_hour.in(megawatt), 12, 1e-12);
    // 12,000 kW x 100 EUR/kW/a x 7 / 365.
    EXPECT_NEAR(bill.demand.in(euro), 12000 * 100 * 7. / 365, 1e-6);
}

// 100 EUR/kW/a for 1 MW: 100,000 EUR a year; 730 d are two years.
TEST(BillMeter, ChargesEachYearForTheHighestQuarterHourOfAll) {
    Tariff only_demand;
    only_demand.demand_charge = DemandPrice::from_si(0.1);
    BillMeter two_years(only_demand);
    CalendarTime now = begin;
    for (int i = 0; i < 730 * 96; ++i, now += minutes(15))
        two_years.add(now, 15 * minute, (i == 100 ? 1. : 0.5) * megawatt * (15 * minute), {}, {});
    EXPECT_NEAR(two_years.bill().share_of_year, 2, 1e-9);
    EXPECT_NEAR(two_years.bill().demand.in(euro), 200'000, 1e-3);
}

// 10 min of 9 MW end a quarter-hour and the year 1969; 3 MW follow.
TEST(BillMeter, QuarterHoursBefore1970AreThoseOfTheCalendarToo) {
    BillMeter meter(tariff());
    meter.add(CalendarTime{} - minutes(10), 10 * minute, 9 * megawatt * (10 * minute), {}, {});
    meter.add(CalendarTime{}, 15 * minute, 3 * megawatt * (15 * minute), {}, {});
    EXPECT_NEAR(meter.bill().highest_quarter_hour.in(megawatt), 9, 1e-12);
}

TEST(BillMeter, AveragesOverTheQuarterHourOfTheCalendar) {
    BillMeter meter(tariff());
    // 5 min of 30 MW in a quarter-hour of 6 MW: (5 x 30 + 10 x 6) / 15 = 14 MW.
    meter.add(begin, 5 * minute, 30 * megawatt * (5 * minute), {}, {});
    meter.add(begin + minutes(5), 10 * minute, 6 * megawatt * (10 * minute), {}, {});
    meter.add(begin + minutes(15), 15 * minute, 6 * megawatt * (15 * minute), {}, {});
    EXPECT_NEAR(meter.bill().highest_quarter_hour.in(megawatt), 14, 1e-12);
}

TEST(BillMeter, CountsAPartOfAQuarterHourWithThePartsMean) {
    BillMeter meter(tariff());
    meter.add(begin + minutes(10), 5 * minute, 9 * megawatt * (5 * minute), {}, {});
    EXPECT_NEAR(meter.bill().highest_quarter_hour.in(megawatt), 9, 1e-12);
}

TEST(BillMeter, JoinsNeighbouringQuarterHoursAboveTheContract) {
    Tariff limited = tariff();
    limited.contract = 10 * megawatt;
    BillMeter above(limited);
    meter(above, {9, 10, 11, 13, 10, 12});
    const auto violations = above.violations();
    ASSERT_EQ(violations.size(), 2u);
    EXPECT_EQ(violations[0].from, begin + minutes(30));
    EXPECT_EQ(violations[0].until, begin + minutes(60));
    EXPECT_NEAR(violations[0].worst.in(megawatt), 13, 1e-9);
    EXPECT_EQ(violations[1].from, begin + minutes(75));
    EXPECT_EQ(violations[1].until, begin + minutes(90));  // still open
    EXPECT_NEAR(violations[1].worst.in(megawatt), 12, 1e-9);

    BillMeter unlimited(tariff());
    meter(unlimited, {9, 10, 11, 13, 10, 12});
    EXPECT_TRUE(unlimited.violations().empty());
}

}  // namespace
}  // namespace twin
