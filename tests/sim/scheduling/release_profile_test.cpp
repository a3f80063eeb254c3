#include "sim/scheduling/release_profile.h"

#include <algorithm>
#include <gtest/gtest.h>
#include <map>
#include <random>

namespace twin {
namespace {

using namespace std::chrono_literals;

SimTime at(std::int64_t seconds) {
    return SimTime(std::chrono::seconds(seconds));
}

TEST(ReleaseProfile, CountsAllJobsThatEndTogether) {
    ReleaseProfile profile;
    profile.add({at(10), 0, 2});
    profile.add({at(20), 1, 3});
    profile.add({at(20), 2, 4});
    profile.add({at(30), 3, 5});
    EXPECT_EQ(profile.nodes(), 14);
    const auto two = profile.earliest(1, 3);
    EXPECT_EQ(two.shadow, at(10));
    EXPECT_EQ(two.extra, 0);
    const auto four = profile.earliest(1, 4);
    EXPECT_EQ(four.shadow, at(20));
    EXPECT_EQ(four.extra, 6);
    EXPECT_EQ(profile.earliest(1, 15).shadow, at(30));
    EXPECT_EQ(profile.earliest(1, 16).shadow, sim_never);
}

TEST(ReleaseProfile, CountsTheJustStarted) {
    ReleaseProfile profile;
    profile.add({at(20), 1, 3});
    const std::vector<ReleaseProfile::Entry> started = {
        {at(10), 2, 1}, {at(20), 3, 1}, {at(40), 4, 2}};
    EXPECT_EQ(profile.earliest(0, 1, started).shadow, at(10));
    EXPECT_EQ(profile.earliest(0, 2, started).extra, 3);
    EXPECT_EQ(profile.earliest(0, 6, started).shadow, at(40));
    EXPECT_EQ(profile.earliest(0, 8, started).shadow, sim_never);
}

TEST(ReleaseProfile, EqualsAnOrderedMap) {
    std::mt19937 random(11);
    ReleaseProfile profile;
    std::map<std::pair<SimTime, JobIndex>, NodeCount> naive;
    for (JobIndex step = 0; step < 6000; ++step) {
        const bool grow = step / 1500 % 2 == 0 ? random() % 10 < 8 : random() % 10 < 2;
        if (grow || naive.empty()) {
            const ReleaseProfile::Entry entry{at(random() % 2000), step,
                                              static_cast<NodeCount>(random() % 20)};
            profile.add(entry);
            naive[{entry.expected_end, entry.job}] = entry.nodes;
        } else {
            auto victim = naive.begin();
            std::advance(victim, random() % naive.size());
            profile.remove(victim->first.first, victim->first.second);
            naive.erase(victim);
        }
        std::vector<ReleaseProfile::Entry> started(random() % 3);
        for (auto& entry : started)
            entry = {at(random() % 2000), 0, static_cast<NodeCount>(random() % 50)};
        std::sort(started.begin(), started.end(),
                  [](const auto& a, const auto& b) { return a.expected_end < b.expected_end; });
        std::map<SimTime, NodeCount> sums;
        NodeCount total = 0;
        for (const auto& [key, nodes] : naive) {
            sums[key.first] += nodes;
            total += nodes;
        }
        ASSERT_EQ(profile.nodes(), total);
        ASSERT_EQ(profile.size(), naive.size());
        for (const auto& entry : started) {
            sums[entry.expected_end] += entry.nodes;
            total += entry.nodes;
        }
        const auto wanted = static_cast<NodeCount>(6 + random() % (total + 10u));
        ReleaseProfile::Reservation expected;
        NodeCount sum = 5;
        for (const auto& [end, nodes] : sums) {
            sum += nodes;
            if (sum >= wanted) {
                expected = {end, sum - wanted};
                break;
            }
        }
        const auto got = profile.earliest(5, wanted, started);
        ASSERT_EQ(got.shadow, expected.shadow);
        ASSERT_EQ(got.extra, expected.extra);
    }
    auto expected = naive.begin();
    profile.for_each([&](const ReleaseProfile::Entry& entry) {
        ASSERT_EQ(expected->first, std::pair(entry.expected_end, entry.job));
        ++expected;
    });
    EXPECT_EQ(expected, naive.end());
}

}  // namespace
}  // namespace twin
