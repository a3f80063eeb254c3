#include "models/power/gpu_power.h"

#include <cmath>
#include <gtest/gtest.h>

namespace twin {
namespace {

// 100 W idle, 50 W context; 100 W busy, 400 W tensor, 80 W memory, 20 W links; 700 W at most.
GpuPart gpu() {
    GpuPart part;
    part.idle_power = {100 * watt};
    part.max_power = {700 * watt};
    part.context_power = {50 * watt};
    part.busy_power = {100 * watt};
    part.tensor_power = {400 * watt};
    part.memory_power = {80 * watt};
    part.link_power = {20 * watt};
    part.clock_exponent = {2};
    part.lowest_clock = {0.2};
    return part;
}

TEST(GpuPower, AnActivityAddsItsPaths) {
    // 100 + 50 + 0.8 * 100 + 0.4 * 400 + 0.5 * 80 + 0.25 * 20, at work in 80 % of the time
    const GpuLoad load =
        load_of_activity(gpu(), {.busy = 0.8, .tensor = 0.4, .memory = 0.5, .link = 0.25});
    EXPECT_DOUBLE_EQ(load.at(1).in(watt), 435);
    EXPECT_DOUBLE_EQ(load.working, 0.8);
    EXPECT_DOUBLE_EQ(load.base.in(watt), 150);
    EXPECT_DOUBLE_EQ(load.cores.in(watt), 300);
    // Half of the cores' power: 435 - 0.8 * 150
    EXPECT_DOUBLE_EQ(load.at(0.5).in(watt), 315);
}

TEST(GpuPower, WithoutWorkAContextStays) {
    EXPECT_DOUBLE_EQ(load_of_activity(gpu(), {}).at(1).in(watt), 150);
}

TEST(GpuPower, AUtilisationIsAStraightLineWithoutContext) {
    // 100 + 0.5 * 600; of what is above idle 5/6 is the cores': (100 + 400) / 600
    const GpuLoad load = load_of_utilisation(gpu(), 0.5);
    EXPECT_DOUBLE_EQ(load.at(1).in(watt), 400);
    EXPECT_DOUBLE_EQ(load.cores.in(watt), 250);
    EXPECT_DOUBLE_EQ(load.rest.in(watt), 50);
}

TEST(GpuPower, APhaseIsReadByItsActivityFirst) {
    Phase phase;
    phase.gpu_utilisation = 0.5;
    EXPECT_DOUBLE_EQ(load_of(gpu(), phase).at(1).in(watt), 400);
    phase.gpu_activity.busy = 1;
    EXPECT_DOUBLE_EQ(load_of(gpu(), phase).at(1).in(watt), 250);
}

TEST(GpuPower, ALimitBindsWhileTheGpuWorks) {
    // At work 150 + 500 + 80 W; 480 W leave the cores 250 of 500 W, a clock of sqrt(1/2).
    const GpuLoad load = load_of_activity(gpu(), {.busy = 1, .tensor = 1, .memory = 1});
    EXPECT_DOUBLE_EQ(cores_share_under(gpu(), load, 480 * watt), 0.5);
    EXPECT_DOUBLE_EQ(clock_of(gpu(), 0.5), std::sqrt(0.5));
    EXPECT_EQ(cores_share_under(gpu(), load, 730 * watt), 1);
    EXPECT_EQ(clock_of(gpu(), 1), 1);
    // The same paths in half of the time: at work they still draw 730 W.
    const GpuLoad half = load_of_activity(gpu(), {.busy = 0.5, .tensor = 0.5, .memory = 0.5});
    EXPECT_DOUBLE_EQ(cores_share_under(gpu(), half, 480 * watt), 0.5);
}

TEST(GpuPower, TheLowestClockIsKept) {
    const GpuLoad load = load_of_activity(gpu(), {.busy = 1, .tensor = 1});
    // 0.2^2 of the cores' power, and the limit is passed: 150 + 0.04 * 500
    EXPECT_DOUBLE_EQ(cores_share_under(gpu(), load, 160 * watt), 0.04);
    EXPECT_DOUBLE_EQ(lowest_cores_share(gpu()), 0.04);
    EXPECT_DOUBLE_EQ(load.at(0.04).in(watt), 170);
    EXPECT_DOUBLE_EQ(clock_of(gpu(), 0.04), 0.2);
}

}  // namespace
}  // namespace twin
