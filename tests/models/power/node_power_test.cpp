#include "models/power/node_power.h"

#include <cmath>
#include <gtest/gtest.h>

namespace twin {
namespace {

// Two modules of one GPU (100 to 700 W) and one CPU (50 to 150 W); 60 W of fixed load.
NodePart two_modules() {
    NodePart node;
    node.gpus = {2};
    node.gpu.idle_power = {100 * watt};
    node.gpu.max_power = {700 * watt};
    node.gpu.clock_exponent = {2};
    node.gpu.lowest_clock = {0.2};
    node.cpus = {2};
    node.cpu.idle_power = {50 * watt};
    node.cpu.max_power = {150 * watt};
    node.memory_power = {10 * watt};
    node.nic_power = {20 * watt};
    node.drive_power = {30 * watt};
    return node;
}

// The same with paths: 50 W context, 100 W busy, 400 W tensor, 80 W memory, 20 W links.
NodePart with_paths() {
    NodePart node = two_modules();
    node.gpu.context_power = {50 * watt};
    node.gpu.busy_power = {100 * watt};
    node.gpu.tensor_power = {400 * watt};
    node.gpu.memory_power = {80 * watt};
    node.gpu.link_power = {20 * watt};
    return node;
}

Phase utilised(double cpu, double gpu, double compute_bound = 0) {
    Phase phase;
    phase.cpu_utilisation = cpu;
    phase.gpu_utilisation = gpu;
    phase.compute_bound = compute_bound;
    return phase;
}

Phase active(GpuActivity activity, double compute_bound = 0) {
    Phase phase;
    phase.gpu_activity = activity;
    phase.compute_bound = compute_bound;
    return phase;
}

double input(const NodePart& node, double cpu, double gpu) {
    return node_draw(node, utilised(cpu, gpu)).input().in(watt);
}

TEST(NodePower, AddsItsParts) {
    const auto node = two_modules();
    // idle: 2*100 + 2*50 + 60; busy: 2*700 + 2*150 + 60; half: the mean of both
    EXPECT_DOUBLE_EQ(input(node, 0, 0), 360);
    EXPECT_DOUBLE_EQ(input(node, 1, 1), 1760);
    EXPECT_DOUBLE_EQ(input(node, 0.5, 0.5), 1060);
    // CPU alone: 2*150 + 2*100 + 60
    EXPECT_DOUBLE_EQ(input(node, 1, 0), 560);
    EXPECT_DOUBLE_EQ(idle_draw(node).input().in(watt), 360);
}

TEST(NodePower, TellsItsPartsApart) {
    const NodeDraw draw = node_draw(two_modules(), utilised(0.5, 0.25));
    EXPECT_DOUBLE_EQ(draw.gpus.in(watt), 2 * 250);  // 100 + 0.25 * 600
    EXPECT_DOUBLE_EQ(draw.cpus.in(watt), 2 * 100);
    EXPECT_DOUBLE_EQ(draw.memory.in(watt), 10);
    EXPECT_DOUBLE_EQ(draw.nics.in(watt), 20);
    EXPECT_DOUBLE_EQ(draw.drives.in(watt), 30);
    EXPECT_DOUBLE_EQ(draw.fans.in(watt), 0);
    EXPECT_DOUBLE_EQ(draw.converter_loss.in(watt), 0);
    EXPECT_EQ(draw.clock, 1);
    EXPECT_EQ(draw.speed, 1);
}

TEST(NodePower, ConverterAddsItsLosses) {
    auto node = two_modules();
    node.converter_loss = {40 * watt};
    node.converter_efficiency = {0.8};
    // (360 + 40) / 0.8 = 500
    EXPECT_DOUBLE_EQ(input(node, 0, 0), 500);
    EXPECT_DOUBLE_EQ(idle_draw(node).converter_loss.in(watt), 140);
}

TEST(NodePower, FansFollowTheCubeOfTheHeat) {
    auto node = two_modules();
    node.fan_power = {1000 * watt};
    // devices at most 1,700 W; at half: 2*400 + 2*100 = 1,000, speed 1000/1700
    EXPECT_NEAR(node_draw(node, utilised(0.5, 0.5)).fans.in(watt),
                1000 * std::pow(1000.0 / 1700, 3), 1e-9);
    EXPECT_DOUBLE_EQ(node_draw(node, utilised(1, 1)).fans.in(watt), 1000);
    // idle: 300 / 1700 is below the lowest speed of 0.3: 1000 * 0.027
    EXPECT_NEAR(idle_draw(node).fans.in(watt), 27, 1e-9);
}

TEST(NodePower, ActivityAddsThePathsAndTheContext) {
    // 100 + 50 + 1*100 + 0.5*400 + 0.25*80 + 0.1*20 = 472 W each
    const NodeDraw draw = node_draw(with_paths(), active({1, 0.5, 0.25, 0.1}));
    EXPECT_DOUBLE_EQ(draw.gpus.in(watt), 2 * 472);
    EXPECT_EQ(draw.clock, 1);
    // busy half of the time only: 100 + 50 + 0.5*100
    EXPECT_DOUBLE_EQ(node_draw(with_paths(), active({0.5, 0, 0, 0})).gpus.in(watt), 2 * 200);
    // without any activity no context is there
    EXPECT_DOUBLE_EQ(idle_draw(with_paths()).gpus.in(watt), 2 * 100);
}

TEST(NodePower, TheDevicesOwnLimitHolds) {
    // All paths: 150 + 500 + 100 = 750 W of 700: cores 450 of 500, clock sqrt(0.9).
    const NodeDraw draw = node_draw(with_paths(), active({1, 1, 1, 1}));
    EXPECT_DOUBLE_EQ(draw.gpus.in(watt), 2 * 700);
    EXPECT_NEAR(draw.clock, std::sqrt(0.9), 1e-12);
    EXPECT_EQ(draw.speed, 1);
}

TEST(NodePower, ALimitBindsWhileTheGpuWorksAndNotWhileItWaits) {
    // Half of the time at work, then with all paths as above: 0.5 * (700 - 150) + 150 = 425 W.
    // A limit on the mean (0.5 * 600 + 150 = 450 W) would not have bound.
    const NodeDraw draw = node_draw(with_paths(), active({0.5, 0.5, 0.5, 0.5}));
    EXPECT_NEAR(draw.gpus.in(watt), 2 * 425, 1e-9);
    EXPECT_NEAR(draw.clock, std::sqrt(0.9), 1e-12);
}

TEST(NodePower, ModuleCapHoldsGpuAndCpuTogether) {
    auto node = two_modules();
    node.module_cap = {{600 * watt}};
    // busy: min(600, 850) each; the fixed load is outside the cap
    EXPECT_DOUBLE_EQ(input(node, 1, 1), 2 * 600 + 60);
    // 0.5: 400 + 100 = 500 each, below the cap
    EXPECT_DOUBLE_EQ(input(node, 0.5, 0.5), 2 * 500 + 60);
    // GPU 600 * 0.75 + 100 = 550, CPU idle 50: exactly at the cap
    EXPECT_DOUBLE_EQ(input(node, 0, 0.75), 2 * 600 + 60);
    EXPECT_DOUBLE_EQ(input(node, 1, 0.75), 2 * 600 + 60);
}

TEST(NodePower, ModuleCapTakesEachGpuWithItsShareOfTheCpus) {
    auto node = two_modules();
    node.gpus = {4};
    node.module_cap = {{600 * watt}};
    // per module: GPU 400 + half a CPU 0.5 * 100 = 450, below the cap; with 700 + 75 above it
    EXPECT_DOUBLE_EQ(input(node, 0.5, 0.5), 4 * 450 + 60);
    EXPECT_DOUBLE_EQ(input(node, 1, 1), 4 * 600 + 60);
}

// 95.75 to 700 W beside a Grace of 79.6 to 105.1 W, 680 W together.
NodePart gh200() {
    NodePart node;
    node.gpus = {4};
    node.gpu.idle_power = {95.75 * watt};
    node.gpu.max_power = {700 * watt};
    node.gpu.clock_exponent = {2};
    node.gpu.lowest_clock = {0.2};
    node.cpus = {4};
    node.cpu.idle_power = {79.6 * watt};
    node.cpu.max_power = {105.1 * watt};
    node.nic_power = {100 * watt};
    node.module_cap = {{680 * watt}};
    node.converter_loss = {13 * watt};
    node.converter_efficiency = {0.98};
    return node;
}

TEST(NodePower, Gh200NodeOfJupiter) {
    const NodePart node = gh200();
    // idle: (4 * (95.75 + 79.6) + 113) / 0.98 = 814.4 / 0.98
    EXPECT_DOUBLE_EQ(input(node, 0, 0), 814.4 / 0.98);
    // busy: (4 * 680 + 113) / 0.98
    EXPECT_DOUBLE_EQ(input(node, 1, 1), 2833 / 0.98);
    // the cap binds from 680 = 95.75 + u * 604.25 + 79.6 on: u = 504.65 / 604.25 = 0.83517
    EXPECT_LT(input(node, 0, 0.835), 2833 / 0.98);
    EXPECT_DOUBLE_EQ(input(node, 0, 0.836), 2833 / 0.98);
}

TEST(NodePower, ABusyGraceLeavesLessToItsGpu) {
    // Grace at 105.1 W leaves 574.9 W, idle 600.4 W: the GPU's clock differs.
    const NodeDraw busy = node_draw(gh200(), utilised(1, 1));
    const NodeDraw idle = node_draw(gh200(), utilised(0, 1));
    EXPECT_NEAR(busy.gpus.in(watt), 4 * 574.9, 1e-9);
    EXPECT_NEAR(idle.gpus.in(watt), 4 * 600.4, 1e-9);
    EXPECT_NEAR(busy.clock, std::sqrt((574.9 - 95.75) / 604.25), 1e-12);
    EXPECT_LT(busy.clock, idle.clock);
}

TEST(NodePower, WithoutGpusIgnoresThem) {
    auto node = two_modules();
    node.gpus = {0};
    node.module_cap = {{600 * watt}};
    EXPECT_DOUBLE_EQ(input(node, 1, 1), 2 * 150 + 60);
}

TEST(NodePower, RisesWithEitherUtilisation) {
    auto node = two_modules();
    node.module_cap = {{680 * watt}};
    for (int cpu = 0; cpu < 10; ++cpu) {
        for (int gpu = 0; gpu < 10; ++gpu) {
            const auto here = input(node, cpu / 10.0, gpu / 10.0);
            EXPECT_GE(input(node, (cpu + 1) / 10.0, gpu / 10.0), here);
            EXPECT_GE(input(node, cpu / 10.0, (gpu + 1) / 10.0), here);
        }
    }
}

// 150 W with a context, 100 W busy, 400 W of arithmetic: 650, 250 and 250 W. Under a cap of 450 W
// cores keep 300 of 500 W, which at an exponent of 1 is a clock of 0.6.
NodePart linear_gpu() {
    NodePart node = with_paths();
    node.gpus = {1};
    node.cpus = {0};
    node.gpu.clock_exponent = {1};
    node.memory_power = node.nic_power = node.drive_power = {};
    return node;
}

Phase step_of(Pace last) {
    Phase products = active({1, 1, 0, 0}, 1), bubble = active({1, 0, 0, 0}, 1), last_one = bubble;
    products.duration = std::chrono::seconds(3);
    bubble.duration = last_one.duration = std::chrono::seconds(1);
    products.pace = Pace::computes;
    bubble.pace = Pace::waits;
    last_one.pace = last;
    Phase phase;
    phase.duration = std::chrono::hours(1);
    phase.step =
        std::make_shared<const std::vector<Phase>>(std::vector<Phase>{products, bubble, last_one});
    return phase;
}

// 3 s at 650 W and 2 s at 250 W.
TEST(Steps, DrawTheMeanOfTheirStretches) {
    const NodeDraw draw = node_draw(linear_gpu(), step_of(Pace::own));
    EXPECT_DOUBLE_EQ(draw.input().in(watt), (3 * 650 + 2 * 250) / 5.0);
    EXPECT_EQ(draw.speed, 1);
}

// Products take 5 s at 450 W. Who waits for them draws less than the cap and yet takes 5/3 s; what
// goes its own pace takes its second.
TEST(Steps, ACapSlowsTheirStretchesOneByOne) {
    const NodeDraw draw = node_draw(linear_gpu(), step_of(Pace::own), 450 * watt);
    EXPECT_NEAR(draw.speed, 5 / (5 + 5 / 3.0 + 1), 1e-12);
    EXPECT_NEAR(draw.input().in(watt), (5 * 450 + 5 / 3.0 * 250 + 250) / (5 + 5 / 3.0 + 1), 1e-9);
    const NodeDraw waits = node_draw(linear_gpu(), step_of(Pace::waits), 450 * watt);
    EXPECT_NEAR(waits.speed, 0.6, 1e-12);
}

// Under 550 W cores keep 400 of 500 W: products take 3.75 s, so that the wait for the host has
// 0.75 s less. Under 450 W they take 2 s more than without a cap, and nothing is left of it.
TEST(Steps, WhatGivesWayShrinksByWhatOthersGrow) {
    const Phase step = step_of(Pace::gives_way);
    EXPECT_EQ(node_draw(linear_gpu(), step).speed, 1);
    const NodeDraw some = node_draw(linear_gpu(), step, 550 * watt);
    EXPECT_NEAR(some.speed, 5 / (3.75 + 1.25 + 0.25), 1e-12);
    EXPECT_NEAR(some.input().in(watt), (3.75 * 550 + (1.25 + 0.25) * 250) / 5.25, 1e-9);
    EXPECT_NEAR(node_draw(linear_gpu(), step, 450 * watt).speed, 5 / (5 + 5 / 3.0), 1e-12);
}

// At a fifth of the clock: 15 s, and 5 s for each that waits for them.
TEST(Steps, ThrottlingSlowsThemAsACapDoes) {
    EXPECT_NEAR(throttled_draw(linear_gpu(), step_of(Pace::waits)).speed, 0.2, 1e-12);
}

TEST(GpuCap, SlowsWhatIsBoundByTheCores) {
    // 150 + 100 + 200 = 450 W, of them 300 W by the cores. A cap of 225 W leaves them 75 W = a
    // quarter, so half the clock: k = 1 takes twice the time, k = 0.5 takes 0.5 * 2 + 0.5 = 1.5.
    const GpuActivity activity{1, 0.5, 0, 0};
    for (const auto& [bound, speed] : {std::pair(1.0, 0.5), std::pair(0.5, 1 / 1.5)}) {
        const NodeDraw draw = node_draw(with_paths(), active(activity, bound), 225 * watt);
        EXPECT_DOUBLE_EQ(draw.gpus.in(watt), 2 * 225);
        EXPECT_NEAR(draw.clock, 0.5, 1e-12);
        EXPECT_NEAR(draw.speed, speed, 1e-12);
    }
}

TEST(GpuCap, DoesNotSlowWhatIsBoundByMemory) {
    // 150 + 100 + 80 = 330 W; a cap of 255 W leaves the cores 25 of 100 W.
    const NodeDraw draw = node_draw(with_paths(), active({1, 0, 1, 0}, 0), 255 * watt);
    EXPECT_DOUBLE_EQ(draw.gpus.in(watt), 2 * 255);
    EXPECT_NEAR(draw.clock, 0.5, 1e-12);
    EXPECT_EQ(draw.speed, 1);
}

TEST(GpuCap, SpeedIsRelativeToThatUnderThePartsOwnCap) {
    // All paths: the own limit of 700 W leaves the cores 450 of 500 W, a cap of 362.5 W leaves
    // 112.5 W, a quarter of that: half the clock that the own limit allows.
    const NodeDraw draw = node_draw(with_paths(), active({1, 1, 1, 1}, 1), 362.5 * watt);
    EXPECT_NEAR(draw.clock, 0.5 * std::sqrt(0.9), 1e-12);
    EXPECT_NEAR(draw.speed, 0.5, 1e-12);
}

TEST(GpuCap, CannotGoBelowTheLowestClock) {
    // cores 300 W * 0.2^2 = 12 W: 150 + 12 W whatever the cap says; a fifth of the speed.
    for (const double cap : {162.0, 100.0, 10.0}) {
        const NodeDraw draw = node_draw(with_paths(), active({1, 0.5, 0, 0}, 1), cap * watt);
        EXPECT_NEAR(draw.gpus.in(watt), 2 * 162, 1e-9) << cap;
        EXPECT_NEAR(draw.clock, 0.2, 1e-12);
        EXPECT_NEAR(draw.speed, 0.2, 1e-12);
    }
}

TEST(GpuCap, IsOnTheModuleWhereThereIsAModuleCap) {
    auto node = two_modules();
    node.module_cap = {{600 * watt}};
    // 450 W for GPU and CPU (busy: 150 W): the GPU has 300 W
    const NodeDraw draw = node_draw(node, utilised(1, 1), 450 * watt);
    EXPECT_DOUBLE_EQ((draw.gpus + draw.cpus).in(watt), 2 * 450);
    EXPECT_DOUBLE_EQ(draw.gpus.in(watt), 2 * 300);
}

TEST(GpuCap, AboveThePartsOwnChangesNothing) {
    auto node = with_paths();
    const Phase phase = active({1, 1, 1, 1}, 0.7);
    for (const bool module : {false, true}) {
        if (module)
            node.module_cap = {{600 * watt}};
        const NodeDraw own = node_draw(node, phase);
        const NodeDraw capped = node_draw(node, phase, default_gpu_cap(node));
        EXPECT_EQ(capped.input(), own.input());
        EXPECT_EQ(capped.speed, 1);
        EXPECT_EQ(node_draw(node, phase, 5000 * watt).input(), own.input());
    }
}

TEST(GpuCap, ALowerOneNeverRaisesPowerOrSpeed) {
    auto node = with_paths();
    node.module_cap = {{600 * watt}};
    node.fan_power = {100 * watt};
    for (const Phase& phase : {utilised(0.4, 0.9, 0.6), active({1, 0.8, 0.4, 0.2}, 0.6),
                               active({0.3, 0.2, 0.1, 0}, 1)}) {
        NodeDraw above = node_draw(node, phase);
        for (double cap = 700; cap > 0; cap -= 7) {
            const NodeDraw here = node_draw(node, phase, cap * watt);
            EXPECT_LE(here.input(), above.input()) << cap;
            EXPECT_LE(here.speed, above.speed) << cap;
            EXPECT_LE(here.clock, above.clock) << cap;
            above = here;
        }
        EXPECT_LT(above.speed, 1);
    }
}

TEST(GpuCap, LeavesTheShareOfMemoryAndLinksOfAPlainUtilisation) {
    // Paths 100 + 400 : 80 + 20, so 5/6 of 600 W falls: at clock 0.5 500 * 0.25 = 125 W.
    const NodeDraw draw = node_draw(with_paths(), utilised(0, 1, 1), (100 + 100 + 125) * watt);
    EXPECT_NEAR(draw.clock, 0.5, 1e-12);
    EXPECT_NEAR(draw.speed, 0.5, 1e-12);
    EXPECT_NEAR(draw.gpus.in(watt), 2 * 325, 1e-9);
}

TEST(GpuCap, RunsFromTheLowestClocksDrawToThePartsOwnCap) {
    auto node = with_paths();
    EXPECT_DOUBLE_EQ(default_gpu_cap(node).in(watt), 700);
    // 100 + 100 + 500 * 0.2^2
    EXPECT_NEAR(lowest_gpu_cap(node).in(watt), 220, 1e-9);
    EXPECT_NEAR(node_draw(node, utilised(0, 1), 100 * watt).gpus.in(watt), 2 * 220, 1e-9);
    node.module_cap = {{600 * watt}};
    EXPECT_DOUBLE_EQ(default_gpu_cap(node).in(watt), 600);
    EXPECT_NEAR(lowest_gpu_cap(node).in(watt), 220 + 150, 1e-9);
}

}  // namespace
}  // namespace twin
