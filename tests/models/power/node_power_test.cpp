#include "models/power/node_power.h"

#include <gtest/gtest.h>

namespace twin {
namespace {

// Two modules of one GPU (100 to 700 W) and one CPU (50 to 150 W); 60 W of fixed load.
NodePart two_modules() {
    NodePart node;
    node.gpus = {2};
    node.gpu.idle_power = {100 * watt};
    node.gpu.max_power = {700 * watt};
    node.cpus = {2};
    node.cpu.idle_power = {50 * watt};
    node.cpu.max_power = {150 * watt};
    node.memory_power = {10 * watt};
    node.nic_power = {20 * watt};
    node.drive_power = {30 * watt};
    return node;
}

RackPart small_rack() {
    RackPart rack;
    rack.node = two_modules();
    rack.nodes = {4};
    rack.switches = {2};
    rack.network_switch.power = {100 * watt};
    rack.rectifiers = {3};
    rack.rectifier_loss = {20 * watt};
    rack.rectifier_efficiency = {0.8};
    return rack;
}

TEST(NodePower, AddsItsParts) {
    const auto node = two_modules();
    // idle: 2*100 + 2*50 + 60; busy: 2*700 + 2*150 + 60; half: the mean of both
    EXPECT_DOUBLE_EQ(node_power(node, 0, 0).in(watt), 360);
    EXPECT_DOUBLE_EQ(node_power(node, 1, 1).in(watt), 1760);
    EXPECT_DOUBLE_EQ(node_power(node, 0.5, 0.5).in(watt), 1060);
    // CPU alone: 2*150 + 2*100 + 60
    EXPECT_DOUBLE_EQ(node_power(node, 1, 0).in(watt), 560);
}

TEST(NodePower, ConverterAddsItsLosses) {
    auto node = two_modules();
    node.converter_loss = {40 * watt};
    node.converter_efficiency = {0.8};
    // (360 + 40) / 0.8
    EXPECT_DOUBLE_EQ(node_power(node, 0, 0).in(watt), 500);
}

TEST(NodePower, ModuleCapHoldsGpuAndCpuTogether) {
    auto node = two_modules();
    node.module_cap = {{600 * watt}};
    // busy: min(600, 850) each; the fixed load is outside the cap
    EXPECT_DOUBLE_EQ(node_power(node, 1, 1).in(watt), 2 * 600 + 60);
    // 0.5: 400 + 100 = 500 each, below the cap
    EXPECT_DOUBLE_EQ(node_power(node, 0.5, 0.5).in(watt), 2 * 500 + 60);
    // GPU 600 * 0.75 + 100 = 550, CPU idle 50: exactly at the cap
    EXPECT_DOUBLE_EQ(node_power(node, 0, 0.75).in(watt), 2 * 600 + 60);
    EXPECT_DOUBLE_EQ(node_power(node, 1, 0.75).in(watt), 2 * 600 + 60);
}

TEST(NodePower, ModuleCapTakesEachGpuWithItsShareOfTheCpus) {
    auto node = two_modules();
    node.gpus = {4};
    node.module_cap = {{600 * watt}};
    // per module: GPU 400 + half a CPU 0.5 * 100 = 450, below the cap; with 700 + 75 above it
    EXPECT_DOUBLE_EQ(node_power(node, 0.5, 0.5).in(watt), 4 * 450 + 60);
    EXPECT_DOUBLE_EQ(node_power(node, 1, 1).in(watt), 4 * 600 + 60);
}

TEST(NodePower, Gh200NodeOfJupiter) {
    NodePart node;
    node.gpus = {4};
    node.gpu.idle_power = {95.75 * watt};
    node.gpu.max_power = {700 * watt};
    node.cpus = {4};
    node.cpu.idle_power = {79.6 * watt};
    node.cpu.max_power = {105.1 * watt};
    node.nic_power = {100 * watt};
    node.module_cap = {{680 * watt}};
    node.converter_loss = {13 * watt};
    node.converter_efficiency = {0.98};
    // idle: (4 * (95.75 + 79.6) + 113) / 0.98 = 814.4 / 0.98
    EXPECT_DOUBLE_EQ(node_power(node, 0, 0).in(watt), 814.4 / 0.98);
    // busy: (4 * 680 + 113) / 0.98
    EXPECT_DOUBLE_EQ(node_power(node, 1, 1).in(watt), 2833 / 0.98);
    // the cap binds from 680 = 95.75 + u * 604.25 + 79.6 on: u = 504.65 / 604.25 = 0.83517
    EXPECT_LT(node_power(node, 0, 0.835).in(watt), 2833 / 0.98);
    EXPECT_DOUBLE_EQ(node_power(node, 0, 0.836).in(watt), 2833 / 0.98);
}

TEST(NodePower, WithoutGpusIgnoresThem) {
    auto node = two_modules();
    node.gpus = {0};
    node.module_cap = {{600 * watt}};
    EXPECT_DOUBLE_EQ(node_power(node, 1, 1).in(watt), 2 * 150 + 60);
}

TEST(NodePower, RisesWithEitherUtilisation) {
    auto node = two_modules();
    node.module_cap = {{680 * watt}};
    for (int cpu = 0; cpu < 10; ++cpu) {
        for (int gpu = 0; gpu < 10; ++gpu) {
            const auto here = node_power(node, cpu / 10.0, gpu / 10.0);
            EXPECT_GE(node_power(node, (cpu + 1) / 10.0, gpu / 10.0), here);
            EXPECT_GE(node_power(node, cpu / 10.0, (gpu + 1) / 10.0), here);
        }
    }
}

TEST(RackPower, RectifiersShareTheLoad) {
    // (1000 + 2*100 + 3*20) / 0.8
    EXPECT_DOUBLE_EQ(rack_power(small_rack(), 1000 * watt).in(watt), 1575);
    // each of 3 rectifiers takes a third: 3 * ((1200 / 3 + 20) / 0.8)
    EXPECT_DOUBLE_EQ(rack_power(small_rack(), 1000 * watt).in(watt), 3 * ((1200.0 / 3 + 20) / 0.8));
}

TEST(RackPower, IsLinearWithItsGain) {
    const auto rack = small_rack();
    const auto empty = rack_power(rack, Power());
    EXPECT_DOUBLE_EQ(empty.in(watt), (200 + 60) / 0.8);
    EXPECT_DOUBLE_EQ(rack_power_gain(rack), 1.25);
    for (const double load : {1.0, 360.0, 7040.0, 1e5})
        EXPECT_DOUBLE_EQ(rack_power(rack, load * watt).in(watt),
                         (empty + rack_power_gain(rack) * load * watt).in(watt));
}

}  // namespace
}  // namespace twin
