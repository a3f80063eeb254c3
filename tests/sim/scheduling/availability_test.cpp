#include "sim/scheduling/availability.h"

#include <algorithm>
#include <gtest/gtest.h>
#include <random>
#include <vector>

namespace twin {
namespace {

using namespace std::chrono_literals;

SimTime at(std::int64_t seconds) {
    return SimTime(std::chrono::seconds(seconds));
}

TEST(Availability, FindsTheEarliestStretch) {
    Availability availability;
    availability.reset(at(0), 2);
    availability.release(at(10), 3);
    availability.release(at(30), 1);
    availability.change(at(15), at(20), -4);  // 2, 5 from 10, 1 from 15, 5 from 20, 6 from 30
    EXPECT_EQ(availability.lowest(), 1);
    EXPECT_EQ(availability.earliest(2, 15s, sim_never), at(0));
    EXPECT_EQ(availability.earliest(2, 16s, sim_never), at(20));
    EXPECT_EQ(availability.earliest(5, 5s, sim_never), at(10));
    EXPECT_EQ(availability.earliest(5, 6s, sim_never), at(20));
    EXPECT_EQ(availability.earliest(6, 1s, sim_never), at(30));
    EXPECT_EQ(availability.earliest(7, 1s, sim_never), sim_never);
    EXPECT_EQ(availability.earliest(6, 1s, at(25)), at(25));
    // Only the part before 15 must be free: a reservation of the same nodes follows there.
    EXPECT_EQ(availability.earliest(5, 8s, at(15)), at(10));
    availability.advance(at(12));
    EXPECT_EQ(availability.earliest(1, 1s, sim_never), at(12));
}

TEST(Availability, EqualsOneLevelPerSecond) {
    constexpr int horizon = 1200;
    std::mt19937 random(5);
    const auto draw = [&](int n) { return static_cast<int>(random() % static_cast<unsigned>(n)); };
    for (int round = 0; round < 20; ++round) {
        Availability availability;
        std::vector<int> levels(horizon, 10);
        availability.reset(at(0), 10);
        for (int time = 0; time < horizon - 10; time += draw(8)) {
            const int nodes = draw(4);
            availability.release(at(time), nodes);
            for (int s = time; s < horizon; ++s)
                levels[s] += nodes;
        }
        int now = 0;
        for (int step = 0; step < 400; ++step) {
            const int from = now + draw(horizon - now);
            const int until = from + draw(horizon - from + 1);
            const int nodes = draw(7) - 4;
            availability.change(at(from), until == horizon ? sim_never : at(until), nodes);
            for (int s = from; s < until; ++s)
                levels[s] += nodes;
            if (step % 20 == 0) {
                now += draw(30);
                availability.advance(at(now));
            }
            ASSERT_EQ(availability.lowest(), *std::min_element(levels.begin() + now, levels.end()));
            const int wanted = draw(400);
            const int duration = 1 + draw(60);
            const int before = now + draw(horizon - now);
            int expected = now;
            for (; expected < before; ++expected) {
                const int last = std::min(expected + duration, before);
                if (std::all_of(levels.begin() + expected, levels.begin() + last,
                                [&](int level) { return level >= wanted; }))
                    break;
            }
            ASSERT_EQ(availability.earliest(wanted, std::chrono::seconds(duration), at(before)),
                      at(expected));
        }
    }
}

}  // namespace
}  // namespace twin
