#include "sim/engine/facility.h"

#include <cmath>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <random>

#include "tests/sim/engine/small_run.h"

namespace twin {
namespace {

using testing::ElementsAre;

std::vector<double> watts(const std::vector<PlaceSample>& places) {
    std::vector<double> values;
    for (const PlaceSample& place : places)
        values.push_back(place.it_power.in(watt));
    return values;
}

std::vector<double> busy(const std::vector<PlaceSample>& places) {
    std::vector<double> values;
    for (const PlaceSample& place : places)
        values.push_back(place.busy_nodes);
    return values;
}

TEST(Facility, AnIdleSiteDrawsItsIdlePower) {
    const Site site = small_site();
    Facility facility(site, {}, sim_start);
    const auto interval = facility.close_interval(at_second(10));
    EXPECT_EQ(interval.site.it_power.in(watt), 3000);
    EXPECT_EQ(interval.site.it_power_peak.in(watt), 3000);
    EXPECT_THAT(watts(interval.racks), ElementsAre(900, 900, 900));
    EXPECT_THAT(watts(interval.groups), ElementsAre(1800, 900));
    EXPECT_THAT(busy(interval.racks), ElementsAre(0, 0, 0));
}

// Nodes 2 to 5 at half load, 200 W each above idle, from 2 s to 7 s: 4 x 200 W x 5 s = 4000 J.
TEST(Facility, MeansAreExactIntegrals) {
    const Site site = small_site();
    Facility facility(site, {}, sim_start);
    const JobLoad half = facility.load_of(phase(1, 0.5));
    facility.occupy(at_second(2), {{2, 4}}, half);
    facility.vacate(at_second(7), {{2, 4}}, half);
    const auto first = facility.close_interval(at_second(10));
    EXPECT_EQ(first.site.it_power.in(watt), 3400);
    EXPECT_EQ(first.site.it_power_peak.in(watt), 3800);
    EXPECT_EQ(first.site.busy_nodes, 2);
    EXPECT_THAT(watts(first.racks), ElementsAre(1100, 1100, 900));
    EXPECT_THAT(watts(first.groups), ElementsAre(2200, 900));
    EXPECT_THAT(busy(first.racks), ElementsAre(1, 1, 0));
    EXPECT_THAT(busy(first.groups), ElementsAre(2, 0));
    const auto next = facility.close_interval(at_second(20));
    EXPECT_EQ(next.site.it_power.in(watt), 3000);
    EXPECT_EQ(next.site.it_power_peak.in(watt), 3000);
    EXPECT_THAT(busy(next.groups), ElementsAre(0, 0));
}

TEST(Facility, OnlyWhatLastsIsAPeak) {
    const Site site = small_site();
    Facility facility(site, {}, sim_start);
    const JobLoad full = facility.load_of(phase(1, 1));
    facility.occupy(at_second(5), {{0, 12}}, full);
    facility.vacate(at_second(5), {{0, 12}}, full);
    EXPECT_EQ(facility.close_interval(at_second(10)).site.it_power_peak.in(watt), 3000);
    EXPECT_EQ(facility.window_totals(at_second(10)).it_power_peak.in(watt), 3000);
}

TEST(Facility, APeakThatGoesOnCountsInBothIntervals) {
    const Site site = small_site();
    Facility facility(site, {}, sim_start);
    const JobLoad full = facility.load_of(phase(1, 1));
    facility.occupy(at_second(9), {{0, 1}}, full);
    EXPECT_EQ(facility.close_interval(at_second(10)).site.it_power_peak.in(watt), 3400);
    facility.vacate(at_second(11), {{0, 1}}, full);
    EXPECT_EQ(facility.close_interval(at_second(20)).site.it_power_peak.in(watt), 3400);
    EXPECT_EQ(facility.close_interval(at_second(30)).site.it_power_peak.in(watt), 3000);
}

// The window starts at 7 s, inside an interval. All nodes at full load (4800 W above idle) from 5 s
// to 9 s: in it 13 s x 3000 W + 2 s x 4800 W = 48,600 J and 12 x 2 s of busy nodes.
TEST(Facility, TotalsHoldInsideTheWindow) {
    const Site site = small_site();
    Facility facility(site, {}, at_second(7));
    const JobLoad full = facility.load_of(phase(1, 1));
    facility.set_available(sim_start, 12);
    facility.occupy(at_second(5), {{0, 12}}, full);
    facility.vacate(at_second(9), {{0, 12}}, full);
    facility.close_interval(at_second(10));
    facility.close_interval(at_second(20));
    const auto totals = facility.window_totals(at_second(20));
    EXPECT_EQ(totals.it_energy.in(joule), 48'600);
    EXPECT_EQ(totals.it_power_peak.in(watt), 7800);
    EXPECT_EQ(totals.busy_node_seconds, 24);
    EXPECT_EQ(totals.available_node_seconds, 12 * 13);
}

TEST(Facility, APeakBeforeTheWindowIsNotInIt) {
    const Site site = small_site();
    Facility facility(site, {}, at_second(5));
    const JobLoad full = facility.load_of(phase(1, 1));
    facility.occupy(at_second(2), {{0, 12}}, full);
    facility.vacate(at_second(5), {{0, 12}}, full);
    EXPECT_EQ(facility.window_totals(at_second(8)).it_power_peak.in(watt), 3000);
}

TEST(Facility, KnowsEveryKindOfRack) {
    const Site site = small_site(plain_rack());
    Facility facility(site, {}, sim_start);
    const JobLoad full = facility.load_of(phase(1, 1));
    EXPECT_EQ(full[0].input, 300'000'000);
    EXPECT_EQ(full[1].input, 150'000'000);
    // Node 7 of the second rack, 8 and 9 of the third.
    facility.occupy(sim_start, {{7, 3}}, full);
    const auto interval = facility.close_interval(at_second(10));
    EXPECT_THAT(watts(interval.racks), ElementsAre(900, 1300, 4 * 50 + 2 * 100));
    EXPECT_EQ(interval.site.it_power.in(watt), 900 + 1300 + 400 + 300);
    // At their plugs 300 W of the one, 150 W of each of the others.
    EXPECT_EQ(facility.draw_of({{7, 3}}, full).nodes, 600'000'000);
}

TEST(Facility, AFlatPoolHasNodesAndNoPower) {
    const Site site = flat_site(100);
    Facility facility(site, {}, sim_start);
    const JobLoad load = facility.load_of(phase(1, 1));
    facility.occupy(at_second(5), {{10, 20}}, load);
    const auto interval = facility.close_interval(at_second(10));
    EXPECT_EQ(interval.site.it_power.in(watt), 0);
    EXPECT_EQ(interval.site.busy_nodes, 10);
    EXPECT_EQ(facility.draw_of({{10, 20}}, load).nodes, 0);
    EXPECT_EQ(facility.limits(at_second(10), 100).size(), 1U);
}

TEST(Facility, DarkNodesDrawNothing) {
    const Site site = small_site();
    Facility facility(site, {}, sim_start);
    facility.switch_off(at_second(0), {2, 4});
    EXPECT_THAT(watts(facility.close_interval(at_second(10)).racks), ElementsAre(500, 500, 900));
    facility.switch_on(at_second(10), {2, 1});
    EXPECT_THAT(watts(facility.close_interval(at_second(20)).racks), ElementsAre(700, 500, 900));
}

TEST(Facility, AJobDrawsWhatItsNodesDrawAtTheirPlugs) {
    const Site site = small_site();
    const Facility facility(site, {}, sim_start);
    EXPECT_EQ(facility.draw_of({{2, 4}}, facility.load_of(phase(1, 0.5))).nodes, 4 * 200'000'000);
    EXPECT_EQ(facility.draw_of({{0, 1}, {9, 2}}, facility.load_of(phase(1, 0))).nodes,
              3 * 100'000'000);
    EXPECT_EQ(facility.draw_of({{2, 4}}, facility.load_of(phase(1, 0.5))).gpus, 0);
}

TEST(Facility, CountsTheGroupsOfAJob) {
    const Site site = small_site();
    const Facility facility(site, {}, sim_start);
    EXPECT_EQ(facility.groups_of({{0, 2}, {6, 1}}), 1);
    EXPECT_EQ(facility.groups_of({{6, 3}}), 2);
    EXPECT_EQ(facility.groups_of({{11, 1}}), 1);
}

TEST(Facility, CountsWithAnIntervalOrInTheOneBefore) {
    const Site site = small_site();
    Facility facility(site, {}, sim_start);
    facility.count_submitted();
    facility.count_started();
    SiteSample sample = facility.close_interval(at_second(10)).site;
    EXPECT_EQ(sample.submitted, 1);
    EXPECT_EQ(sample.started, 1);
    EXPECT_EQ(sample.ended, 0);
    facility.count_ended();
    facility.add_counts(sample);
    EXPECT_EQ(sample.submitted, 1);
    EXPECT_EQ(sample.ended, 1);
    EXPECT_EQ(facility.close_interval(at_second(20)).site.ended, 0);
}

class FacilityLimits : public testing::Test {
  protected:
    static LimitRecord row(const std::vector<LimitRecord>& rows, const std::string& name) {
        for (const LimitRecord& record : rows)
            if (record.name == name)
                return record;
        ADD_FAILURE() << "no row " << name;
        return {};
    }
};

// Limit 4000 W, 1000 W above idle: five nodes at half load reach it. At it from 8 s to 12 s, of
// which 2 s are in the window from 10 s, and above it (three nodes at full load) from 20 s to 26 s.
TEST_F(FacilityLimits, TimeAtTheSitesLimit) {
    Site site = small_site();
    site.it_power_limit.emplace();
    site.it_power_limit->value = 4000 * watt;
    Facility facility(site, {}, at_second(10));
    const JobLoad half = facility.load_of(phase(1, 0.5)), full = facility.load_of(phase(1, 1));
    facility.occupy(at_second(8), {{0, 5}}, half);
    facility.vacate(at_second(12), {{0, 5}}, half);
    facility.occupy(at_second(20), {{0, 3}}, full);
    facility.vacate(at_second(26), {{0, 3}}, full);
    const auto limit = row(facility.limits(at_second(30), 12), "it_power");
    EXPECT_EQ(limit.limit, 4000);
    EXPECT_EQ(limit.at_limit, seconds(2 + 6));
    EXPECT_EQ(limit.first_reached, at_second(10));  // of the window, which begins there
    facility.window_totals(at_second(30));
    EXPECT_EQ(row(facility.limits(at_second(30), 12), "it_power").peak, 4200);
}

TEST_F(FacilityLimits, ALimitReachedAtTheWindowsStartAndHeldToTheEnd) {
    Site site = small_site();
    site.it_power_limit.emplace();
    site.it_power_limit->value = 4000 * watt;
    Facility facility(site, {}, at_second(10));
    facility.occupy(at_second(10), {{0, 3}}, facility.load_of(phase(1, 1)));
    const auto limit = row(facility.limits(at_second(30), 12), "it_power");
    EXPECT_EQ(limit.at_limit, seconds(20));
    EXPECT_EQ(limit.first_reached, at_second(10));
}

// In one instant a job's next phase comes before another job's end: the sum is not a state.
TEST_F(FacilityLimits, WhatLastsNoTimeReachesNoLimit) {
    Site site = small_site();
    site.it_power_limit.emplace();
    site.it_power_limit->value = 4000 * watt;
    Facility facility(site, {}, sim_start);
    const JobLoad full = facility.load_of(phase(1, 1));
    facility.occupy(at_second(0), {{0, 2}}, full);
    facility.occupy(at_second(5), {{2, 1}}, full);
    facility.vacate(at_second(5), {{0, 2}}, full);
    const auto limit = row(facility.limits(at_second(30), 12), "it_power");
    EXPECT_EQ(limit.at_limit, seconds(0));
    EXPECT_EQ(limit.first_reached, sim_never);
}

TEST_F(FacilityLimits, NodesAreAtTheirLimitWhileAJobWaits) {
    const Site site = small_site();
    Facility facility(site, {}, sim_start);
    facility.set_waiting(at_second(3), 2, 10);
    facility.set_waiting(at_second(5), 1, 4);
    facility.set_waiting(at_second(9), 0, 0);
    const auto interval = facility.close_interval(at_second(10));
    EXPECT_EQ(interval.site.waiting_jobs, (2 * 2 + 4 * 1) / 10.0);
    EXPECT_EQ(interval.site.waiting_nodes, (2 * 10 + 4 * 4) / 10.0);
    const auto limit = row(facility.limits(at_second(10), 12), "nodes");
    EXPECT_EQ(limit.at_limit, seconds(6));
    EXPECT_EQ(limit.first_reached, at_second(3));
}

// Nearest rank of 200 means: number 198. Three high ones are numbers 198 to 200, two are not.
TEST_F(FacilityLimits, P99IsByNearestRankOverIntervalsOfTheWindow) {
    for (const int high : {2, 3}) {
        const Site site = small_site();
        Facility facility(site, {}, at_second(10));
        const JobLoad full = facility.load_of(phase(1, 1));
        // The interval before the window does not count.
        facility.occupy(at_second(0), {{0, 12}}, full);
        facility.vacate(at_second(10), {{0, 12}}, full);
        facility.close_interval(at_second(10));
        for (int i = 1; i <= 200; ++i) {
            if (i <= high)
                facility.occupy(at_second(10 * i), {{0, 6}}, full);
            facility.close_interval(at_second(10 * i + 10));
            if (i <= high)
                facility.vacate(at_second(10 * i + 10), {{0, 6}}, full);
        }
        const auto nodes = row(facility.limits(at_second(2010), 12), "nodes");
        EXPECT_EQ(nodes.p99, high == 2 ? 0 : 6);
        EXPECT_EQ(nodes.peak, 6);
        EXPECT_EQ(nodes.limit, 12);
    }
}

// Racks of 2500 W and one of 500 W. Two nodes at full load each: 900 + 800 = 1700 W, share 0.68,
// and 200 + 200 = 400 W, share 0.8. The row tells of the rack that comes nearest.
TEST_F(FacilityLimits, TheHottestRackIsTheOneNearestToItsOwnLimit) {
    RackPart last = plain_rack();
    last.power_limit.emplace();
    last.power_limit->value = 500 * watt;
    Site site = small_site(last);
    RackPart first = small_rack();
    first.power_limit.emplace();
    first.power_limit->value = 2500 * watt;
    const auto part = std::make_shared<const RackPart>(first);
    site.racks[0].part = site.racks[1].part = part;
    Facility facility(site, {}, sim_start);
    const JobLoad full = facility.load_of(phase(1, 1));
    facility.occupy(sim_start, {{0, 2}, {8, 2}}, full);
    facility.close_interval(at_second(10));
    auto limit = row(facility.limits(at_second(10), 12), "rack_power");
    EXPECT_EQ(limit.where, "rack 3");
    EXPECT_EQ(limit.limit, 500);
    EXPECT_EQ(limit.peak, 400);
    EXPECT_DOUBLE_EQ(limit.p99, 400);
    EXPECT_EQ(limit.at_limit, seconds(0));
    EXPECT_EQ(limit.first_reached, sim_never);
    // All four nodes of the first rack: 900 + 1600 = 2500 W. From 12 s to 15 s, and with the second
    // rack from 14 s to 16 s: some rack is at its limit for 4 s.
    facility.occupy(at_second(12), {{2, 2}}, full);
    facility.occupy(at_second(14), {{4, 4}}, full);
    facility.vacate(at_second(15), {{2, 2}}, full);
    facility.vacate(at_second(16), {{4, 4}}, full);
    limit = row(facility.limits(at_second(20), 12), "rack_power");
    EXPECT_EQ(limit.at_limit, seconds(4));
    EXPECT_EQ(limit.first_reached, at_second(12));
    EXPECT_EQ(limit.peak, 2500);
    EXPECT_EQ(limit.where, "rack 1");
}

// Against a list of what every node draws: energy to the last bit, in microwatts x nanoseconds, and
// the interval means of racks, groups and site against each other.
TEST(Facility, AgreesWithTheSumOverNodes) {
    __extension__ typedef __int128 Wide;
    const Site site = small_site(plain_rack());
    Facility facility(site, {}, sim_start);
    std::mt19937_64 random(2);
    const auto below = [&](int n) { return static_cast<int>(random() % std::uint64_t(n)); };
    struct Node {
        bool busy = false, dark = false;
        JobLoad load;
    };
    std::vector<Node> nodes(12);
    const auto power = [&] {
        std::int64_t sum = (300 + 2 * 100) * 1'000'000LL;
        for (int i = 0; i < 12; ++i) {
            const Node& node = nodes[static_cast<std::size_t>(i)];
            if (!node.dark)
                sum += (i < 8 ? 200 : 50) * 1'000'000LL;
            if (node.busy)
                sum += i < 8 ? 2 * (node.load[0].input - 100'000'000)
                             : node.load[1].input - 50'000'000;
        }
        return sum;
    };
    std::int64_t now = 0, closed = 0;
    Wide energy = 0;
    double of_intervals = 0;
    for (int step = 0; step < 20'000; ++step) {
        const std::int64_t later = now + below(3) * (1 + below(1'000'000'000));
        while (later - closed >= 10'000'000'000) {
            closed += 10'000'000'000;
            const auto interval = facility.close_interval(SimTime(SimDuration(closed)));
            double racks = 300, groups = 300;
            for (const double each : watts(interval.racks))
                racks += each;
            for (const double each : watts(interval.groups))
                groups += each;
            ASSERT_NEAR(racks, interval.site.it_power.in(watt), 1e-9);
            ASSERT_NEAR(groups, interval.site.it_power.in(watt), 1e-9);
            of_intervals += interval.site.it_power.in(watt)*10;
        }
        energy += static_cast<Wide>(power()) * (later - now);
        now = later;
        const int first = below(12), count = 1 + below(12 - first);
        const NodeRanges where{{first, count}};
        const auto all = [&](auto what) {
            for (int i = first; i < first + count; ++i)
                if (!what(nodes[static_cast<std::size_t>(i)]))
                    return false;
            return true;
        };
        const SimTime at{SimDuration(now)};
        if (all([](const Node& n) { return !n.busy && !n.dark; })) {
            if (below(4) == 0) {
                facility.switch_off(at, where.front());
                all([](Node& n) { return n.dark = true; });
            } else {
                const JobLoad load = facility.load_of(phase(1, below(1000) / 999.0));
                facility.occupy(at, where, load);
                all([&](Node& n) { return n.load = load, n.busy = true; });
            }
        } else if (all([&](const Node& n) {
                       return n.busy && n.load == nodes[static_cast<std::size_t>(first)].load;
                   })) {
            facility.vacate(at, where, nodes[static_cast<std::size_t>(first)].load);
            all([](Node& n) { return !(n.busy = false); });
        } else if (all([](const Node& n) { return n.dark; })) {
            facility.switch_on(at, where.front());
            all([](Node& n) { return !(n.dark = false); });
        }
    }
    const auto totals = facility.window_totals(SimTime(SimDuration(now)));
    EXPECT_EQ(totals.it_energy.in(joule), static_cast<double>(energy) / 1e15);
    const auto rest = facility.close_interval(SimTime(SimDuration(now)));
    of_intervals += rest.site.it_power.in(watt) * static_cast<double>(now - closed) / 1e9;
    EXPECT_NEAR(of_intervals / totals.it_energy.in(joule), 1, 1e-12);
}

}  // namespace
}  // namespace twin
