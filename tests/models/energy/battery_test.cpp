#include "models/energy/battery.h"

#include <algorithm>
#include <cmath>
#include <gtest/gtest.h>
#include <random>

namespace twin {
namespace {

constexpr EnergyPrice per_mwh = euro / megawatt_hour;

// 10 MWh, 5 MW, 0.9 each way.
BatteryPart battery() {
    BatteryPart part;
    part.capacity = 10 * megawatt_hour;
    part.c_rate = 0.5;
    part.round_trip = 0.81;
    part.charge_below = 40 * per_mwh;
    part.discharge_above = 120 * per_mwh;
    return part;
}

TEST(Battery, ChargesWhereEnergyIsCheapAndDischargesWhereItIsDear) {
    const BatteryStep cheap =
        battery_step(battery(), 2 * megawatt_hour, 8 * megawatt, {}, 39 * per_mwh, 1 * hour);
    EXPECT_NEAR(cheap.charge.in(megawatt), 5, 1e-12);
    EXPECT_EQ(cheap.discharge, Power{});
    EXPECT_NEAR(cheap.stored.in(megawatt_hour), 2 + 5 * 0.9, 1e-12);
    EXPECT_NEAR(cheap.loss.in(megawatt_hour), 0.5, 1e-12);

    const BatteryStep dear =
        battery_step(battery(), 8 * megawatt_hour, 8 * megawatt, {}, 121 * per_mwh, 1 * hour);
    EXPECT_NEAR(dear.discharge.in(megawatt), 5, 1e-12);
    EXPECT_NEAR(dear.stored.in(megawatt_hour), 8 - 5 / 0.9, 1e-12);
    EXPECT_NEAR(dear.loss.in(megawatt_hour), 5 / 0.9 - 5, 1e-12);

    // At the two prices themselves, and between them, it rests.
    for (const double price : {40., 80., 120.}) {
        const BatteryStep rest =
            battery_step(battery(), 8 * megawatt_hour, 8 * megawatt, {}, price * per_mwh, 1 * hour);
        EXPECT_EQ(rest.charge, Power{});
        EXPECT_EQ(rest.discharge, Power{});
        EXPECT_EQ(rest.stored, 8 * megawatt_hour);
    }
}

TEST(Battery, ARoundTripGivesBackItsShare) {
    BatteryPart part = battery();
    // From empty: 5 MW for 2 h would store 9 MWh; out again 9 x 0.9 = 8.1 = 0.81 x 10.
    BatteryStep step = battery_step(part, {}, {}, {}, 0 * per_mwh, 2 * hour);
    const Energy in = step.charge * (2 * hour);
    Energy out{};
    Energy stored = step.stored;
    for (int i = 0; i < 3; ++i) {
        step = battery_step(part, stored, 9 * megawatt, {}, 200 * per_mwh, 1 * hour);
        out += step.discharge * (1 * hour);
        stored = step.stored;
    }
    EXPECT_NEAR(stored.in(megawatt_hour), 0, 1e-9);
    EXPECT_NEAR(in.in(megawatt_hour), 10, 1e-9);
    EXPECT_NEAR(out / in, 0.81, 1e-12);
}

TEST(Battery, StopsWhereItIsFullOrEmpty) {
    // Room for 0.9 MWh takes 1 MWh at the meter, over half an hour 2 MW.
    const BatteryStep full =
        battery_step(battery(), 9.1 * megawatt_hour, {}, {}, 0 * per_mwh, 30 * minute);
    EXPECT_NEAR(full.charge.in(megawatt), 2, 1e-9);
    EXPECT_NEAR(full.stored.in(megawatt_hour), 10, 1e-9);
    EXPECT_LE(full.stored, battery().capacity);
    // 1 MWh in store is 0.9 MWh at the meter.
    const BatteryStep empty =
        battery_step(battery(), 1 * megawatt_hour, 9 * megawatt, {}, 200 * per_mwh, 30 * minute);
    EXPECT_NEAR(empty.discharge.in(megawatt), 1.8, 1e-9);
    EXPECT_GE(empty.stored, Energy{});
}

TEST(Battery, NeverFeedsTheGridFromItsStore) {
    const BatteryStep step =
        battery_step(battery(), 8 * megawatt_hour, 2 * megawatt, {}, 200 * per_mwh, 1 * hour);
    EXPECT_NEAR(step.discharge.in(megawatt), 2, 1e-12);
}

TEST(Battery, KeepsTheDrawBelowItsPeakLimit) {
    BatteryPart part = battery();
    part.peak_limit = 10 * megawatt;
    // 2 MW too much, at a price that asks for nothing and at one that asks for charging.
    for (const double price : {80., 10.}) {
        const BatteryStep step =
            battery_step(part, 8 * megawatt_hour, 12 * megawatt, {}, price * per_mwh, 15 * minute);
        EXPECT_NEAR(step.discharge.in(megawatt), 2, 1e-12);
        EXPECT_EQ(step.charge, Power{});
    }
    // Charging stops at the limit.
    EXPECT_NEAR(
        battery_step(part, {}, 7 * megawatt, {}, 10 * per_mwh, 15 * minute).charge.in(megawatt), 3,
        1e-12);
}

TEST(Battery, TakesSurplusAtAnyPrice) {
    const BatteryStep step =
        battery_step(battery(), {}, {}, 3 * megawatt, 80 * per_mwh, 15 * minute);
    EXPECT_NEAR(step.charge.in(megawatt), 3, 1e-12);
    // Surplus and cheap energy from the grid together fill it with its full power.
    EXPECT_NEAR(
        battery_step(battery(), {}, {}, 3 * megawatt, 0 * per_mwh, 15 * minute).charge.in(megawatt),
        5, 1e-12);
}

// The invariants, over random batteries and courses of demand and price.
TEST(Battery, ConservesEnergyWithinItsLimits) {
    std::mt19937 random(20240501);
    std::uniform_real_distribution<double> share(0, 1);
    for (int round = 0; round < 50; ++round) {
        BatteryPart part = battery();
        part.capacity = (0.1 + 20 * share(random)) * megawatt_hour;
        part.c_rate = 0.1 + 3 * share(random);
        part.round_trip = round == 0 ? 1 : 0.5 + 0.5 * share(random);
        if (round % 3 == 0)
            part.peak_limit = 12 * megawatt;
        if (round % 5 == 0)
            part.charge_below = part.discharge_above = std::nullopt;
        const Power limit = part.capacity * part.c_rate / hour;
        const Energy start = share(random) * part.capacity;
        Energy stored = start, in{}, out{}, loss{};
        for (int i = 0; i < 2000; ++i) {
            const double net = 25 * share(random) - 5;
            const Power demand = std::max(net, 0.) * megawatt;
            const Power surplus = std::max(-net, 0.) * megawatt;
            const EnergyPrice market = (200 * share(random) - 20) * per_mwh;
            const Duration length = (0.01 + 15 * share(random)) * minute;
            const BatteryStep step = battery_step(part, stored, demand, surplus, market, length);
            ASSERT_GE(step.charge, Power{});
            ASSERT_GE(step.discharge, Power{});
            ASSERT_LE(step.charge, limit);
            ASSERT_LE(step.discharge, limit);
            ASSERT_TRUE(step.charge == Power{} || step.discharge == Power{});
            ASSERT_LE(step.discharge, demand);
            if (part.peak_limit && step.charge > surplus) {
                ASSERT_LE((demand + step.charge - surplus) / *part.peak_limit, 1 + 1e-12);
            }
            ASSERT_GE(step.stored, Energy{});
            ASSERT_LE(step.stored, part.capacity);
            ASSERT_GE(step.loss, Energy{});
            const Energy balance =
                (step.charge - step.discharge) * length - (step.stored - stored) - step.loss;
            ASSERT_NEAR(balance / part.capacity, 0, 1e-12);
            stored = step.stored;
            in += step.charge * length;
            out += step.discharge * length;
            loss += step.loss;
        }
        EXPECT_NEAR((in - out - loss - (stored - start)) / part.capacity, 0, 1e-9);
        // What came out is the round trip of what went in, the stored energy counted at its worth:
        // in the store in / sqrt, out of it x sqrt.
        const double one_way = std::sqrt(part.round_trip);
        EXPECT_NEAR((in * one_way - out / one_way - (stored - start)) / part.capacity, 0, 1e-9);
    }
}

}  // namespace
}  // namespace twin
