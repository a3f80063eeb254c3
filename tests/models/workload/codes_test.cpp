#include "models/workload/codes.h"

#include <gtest/gtest.h>

namespace twin {
namespace {

// 10 s, and 100 s for each unit of work; 2 s a doubling, 50 ms a further node and surface.
CodePart code() {
    CodePart part;
    part.id = "round";
    part.devices = "gpus";
    part.fixed.value = 10.0 * second;
    part.work_time.value = 100.0 * second;
    part.doubling_time.value = 2.0 * second;
    part.spread_time.value = 0.05 * second;
    part.memory_share.value = 0.5;
    part.cpu_utilisation.value = 0.2;
    part.busy.value = 0.9;
    part.tensor.value = 0.3;
    part.memory.value = 0.6;
    part.link.value = 0.1;
    part.compute_bound.value = 0.5;
    part.network_share.value = 0.4;
    return part;
}

CodeSize growing(double work) {
    CodeSize size;
    size.name = "growing";
    size.work.value = work;
    return size;
}

CodeSize whole(double work) {
    CodeSize size;
    size.name = "whole";
    size.whole_work.value = work;
    size.start.value = 30.0 * second;
    return size;
}

// Four GPUs of 1 TB/s and 10 Tflop/s, one CPU of 20 cores.
NodePart node(double bandwidth = 1e12, double rate = 1e13) {
    NodePart part;
    part.gpus.value = 4;
    part.gpu.id = "gpu";
    part.gpu.memory_bandwidth.value = Bandwidth::from_si(bandwidth);
    part.gpu.fp64_tensor = Figure<FlopRate>{FlopRate::from_si(rate)};
    part.cpus.value = 1;
    part.cpu.cores.value = 20;
    return part;
}

constexpr auto injection = Bandwidth::from_si(1e11);

TEST(Codes, OneNodeOnlyComputes) {
    const CodeTime time = code_time(code(), growing(1), 1);
    EXPECT_DOUBLE_EQ(time.computing.si(), 110);
    EXPECT_DOUBLE_EQ(time.networking.si(), 0);
    EXPECT_DOUBLE_EQ(time.start.si(), 0);
}

// 8 nodes are 3 doublings, 6 s; the surface of 1/8 of the work is 1/4: 7 x 50 ms / 4.
TEST(Codes, TheWorkOfAGrowingProblemStaysThatOfAWholeOneIsDivided) {
    const CodeTime more = code_time(code(), growing(1), 8);
    EXPECT_DOUBLE_EQ(more.computing.si(), 110);
    EXPECT_DOUBLE_EQ(more.networking.si(), 6.35);
    const CodeTime divided = code_time(code(), whole(1), 8);
    EXPECT_DOUBLE_EQ(divided.computing.si(), 22.5);
    EXPECT_DOUBLE_EQ(divided.networking.si(), 6.0875);
    EXPECT_DOUBLE_EQ(divided.start.si(), 30);
    EXPECT_DOUBLE_EQ(divided.step().si(), 28.5875);
}

// Memory twice, arithmetic four times as fast: half of it takes 1/2, half 1/4. Half the network.
TEST(Codes, OtherDevicesComputeAndSendAtTheirOwnRates) {
    const NodePart measured = node(), here = node(2e12, 4e13);
    const CodeTime time =
        code_time(code(), growing(1), 2, {measured, injection}, {here, Bandwidth::from_si(5e10)});
    EXPECT_DOUBLE_EQ(time.computing.si(), 110 * 0.375);
    EXPECT_DOUBLE_EQ(time.networking.si(), 2 * 2.05);
    // Where a network is not known it is as that of the measurements.
    EXPECT_DOUBLE_EQ(
        code_time(code(), growing(1), 2, {measured, injection}, {here, {}}).networking.si(), 2.05);
}

TEST(Codes, OnCpusTheNumberOfCoresCounts) {
    CodePart on_cpus = code();
    on_cpus.devices = "cpus";
    NodePart here = node();
    here.cpus.value = 2;
    const NodePart measured = node();
    EXPECT_DOUBLE_EQ(
        code_time(on_cpus, growing(1), 1, {measured, injection}, {here, injection}).computing.si(),
        55);
}

TEST(Codes, TheShareOfTheNetworkIsItsPartOfTheTime) {
    CodePart part = code();
    part.spread_time.value = {};
    part.doubling_time.value = 110.0 * second;
    const NodePart here = node();
    const auto phases = code_phases(part, code_time(part, growing(1), 2), 10, {here, injection});
    ASSERT_EQ(phases.size(), 1U);
    // 10 times 110 s of computing and as long of waiting.
    EXPECT_EQ(phases[0].duration, std::chrono::seconds(2200));
    EXPECT_DOUBLE_EQ(phases[0].cpu_utilisation, 0.2);
    EXPECT_DOUBLE_EQ(phases[0].gpu_activity.busy, 0.45);
    EXPECT_DOUBLE_EQ(phases[0].gpu_activity.tensor, 0.15);
    EXPECT_DOUBLE_EQ(phases[0].gpu_activity.memory, 0.3);
    EXPECT_DOUBLE_EQ(phases[0].gpu_activity.link, 0.05);
    EXPECT_DOUBLE_EQ(phases[0].compute_bound, 0.25);
    EXPECT_DOUBLE_EQ(phases[0].demand.network_bound, 0.5);
    EXPECT_DOUBLE_EQ(phases[0].demand.network.si(), 0.5 * 0.4 * 1e11);
}

TEST(Codes, AStartIsAPhaseOfTheHosts) {
    const NodePart here = node();
    const CodeTime time = code_time(code(), whole(1), 8);
    const auto phases = code_phases(code(), time, 2, {here, injection});
    ASSERT_EQ(phases.size(), 2U);
    Phase start;
    start.duration = std::chrono::seconds(30);
    start.cpu_utilisation = 0.2;
    EXPECT_EQ(phases[0], start);
    EXPECT_EQ(phases[1].duration, to_sim(2 * time.step()));
}

TEST(Codes, WhatCannotRunIsSaid) {
    CodePart part = code();
    const NodePart known = node();
    const CodeMachine machine{known, injection};
    EXPECT_FALSE(code_problem(part, 3, machine, machine));
    part.power_of_two = true;
    EXPECT_FALSE(code_problem(part, 4, machine, machine));
    const auto odd = code_problem(part, 6, machine, machine);
    ASSERT_TRUE(odd);
    EXPECT_EQ(odd->key, "nodes");
    EXPECT_EQ(odd->expected, "a power of two for round");
    EXPECT_EQ(odd->got, "6");
    EXPECT_EQ(odd->hint, "4 or 8");

    NodePart hosts = node();
    hosts.gpus.value = 0;
    const auto no_gpus = code_problem(part, 4, machine, {hosts, injection});
    ASSERT_TRUE(no_gpus);
    EXPECT_EQ(no_gpus->key, "name");
    EXPECT_EQ(no_gpus->expected, "a code for the site's nodes, which have no GPUs");

    NodePart unknown = node();
    unknown.gpu.fp64_tensor.reset();
    const auto no_rate = code_problem(part, 4, machine, {unknown, injection});
    ASSERT_TRUE(no_rate);
    EXPECT_EQ(no_rate->expected,
              "a code whose time follows from the memory alone on gpu, whose FP64 rate is not "
              "known");
    part.memory_share.value = 1;
    EXPECT_FALSE(code_problem(part, 4, machine, {unknown, injection}));

    part.devices = "cpus";
    NodePart no_cpus = node();
    no_cpus.cpus.value = 0;
    const auto none = code_problem(part, 4, machine, {no_cpus, injection});
    ASSERT_TRUE(none);
    EXPECT_EQ(none->expected, "a code for the site's nodes, which have no CPUs");
}

}  // namespace
}  // namespace twin
