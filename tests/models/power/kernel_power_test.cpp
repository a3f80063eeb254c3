#include "models/power/kernel_power.h"

#include <algorithm>
#include <cmath>
#include <gtest/gtest.h>
#include <vector>

#include "models/power/node_power.h"

namespace twin {
namespace {

// 1 Tflop/s and 1 TB/s; 100 W idle, 50 W context; 100 W busy, 400 W tensor, 80 W memory, 20 W
// links.
GpuPart gpu() {
    GpuPart part;
    part.id = "g";
    part.idle_power = {100 * watt};
    part.max_power = {1000 * watt};
    part.context_power = {50 * watt};
    part.busy_power = {100 * watt};
    part.tensor_power = {400 * watt};
    part.memory_power = {80 * watt};
    part.link_power = {20 * watt};
    part.clock_exponent = {2};
    part.lowest_clock = {0.2};
    part.bf16_dense = {FlopRate::from_si(1e12)};
    part.memory_bandwidth = {Bandwidth::from_si(1e12)};
    part.link_bandwidth = Figure<Bandwidth>{Bandwidth::from_si(1e11)};
    return part;
}

// Kernels whose time the tests know: attention at 500 Gflop/s, copies at 800 GB/s, no launch.
Calibration calibration(FlopRate attention = FlopRate::from_si(5e11),
                        Duration launch = Duration()) {
    Calibration known;
    known.id = "c";
    known.launch = launch;
    known.curves = {
        {KernelKind::copy, Precision::fp32, 1, {{1, 8e11}}},
        {KernelKind::attention, Precision::bf16, 1, {{1, attention.si()}}},
        {KernelKind::peer_copy, Precision::fp32, 1, {{1, 5e10}}},
        {KernelKind::host_to_device, Precision::fp32, 1, {{1, 2e10}}},
        {KernelKind::all_reduce, Precision::bf16, 4, {{1, 4e10}}},
    };
    return known;
}

Kernel kernel(std::string_view text) {
    return std::get<Kernel>(read_kernel(text));
}

KernelRun run(const GpuPart& part, const Calibration& known, std::string_view text,
              std::optional<Power> cap = std::nullopt) {
    return std::get<KernelRun>(run_kernel(part, known, kernel(text), cap));
}

// 4 * 1 * 500 * 500 * 1000 = 1e9 flop; 4 * 500 * 1000 * 2 = 4 MB.
constexpr std::string_view attention = "attention bf16 1x500x1000";

TEST(KernelPower, ACopyIsTrafficOnly) {
    // 2 GB at 800 GB/s, 80 % of the bandwidth: 100 + 50 + 100 + 0.8 * 80 = 314 W.
    const KernelRun copy = run(gpu(), calibration(), "copy fp32 1 GB");
    EXPECT_DOUBLE_EQ(copy.time.si(), 2.5e-3);
    EXPECT_DOUBLE_EQ(copy.traffic_rate.si(), 8e11);
    EXPECT_DOUBLE_EQ(copy.memory_share, 0.8);
    EXPECT_EQ(copy.flop_rate, FlopRate());
    EXPECT_EQ(copy.activity, (GpuActivity{.busy = 1, .tensor = 0, .memory = 0.8, .link = 0}));
    EXPECT_DOUBLE_EQ(copy.power.in(watt), 314);
    EXPECT_DOUBLE_EQ(copy.energy.si(), 314 * 2.5e-3);
    EXPECT_EQ(copy.clock, 1);
    EXPECT_EQ(copy.bound, KernelBound::memory);
    EXPECT_FALSE(copy.at_limit);
}

TEST(KernelPower, FewRowsLeaveMostOfTheCoresWithoutWork) {
    // One row of 2 x 4 kB is one block on one unit of ten: 0.992 us of its own and 8 ns at 1 TB/s,
    // 0.8 % of the bandwidth: 100 + 50 + 0.1 * 100 + 0.008 * 80 = 160.64 W.
    Calibration known = calibration();
    known.rows = {{.kind = KernelKind::softmax,
                   .units = 10,
                   .start = 0.992e-6 * second,
                   .bandwidth = Bandwidth::from_si(1e12)}};
    const KernelRun one = run(gpu(), known, "softmax fp32 1x1000");
    EXPECT_DOUBLE_EQ(one.time.si(), 1e-6);
    EXPECT_DOUBLE_EQ(one.activity.busy, 0.1);
    EXPECT_NEAR(one.power.in(watt), 160.64, 1e-9);
    EXPECT_EQ(run(gpu(), known, "softmax fp32 10x1000").activity.busy, 1);
}

TEST(KernelPower, ArithmeticTakesCyclesOfTheClockThatItsLimitLeaves) {
    // 1e9 flop at 500 Gflop/s in 2 ms, half of the peak; 4 MB in it are 0.2 % of the bandwidth.
    const KernelRun free = run(gpu(), calibration(), attention);
    EXPECT_DOUBLE_EQ(free.time.si(), 2e-3);
    EXPECT_DOUBLE_EQ(free.peak_share, 0.5);
    EXPECT_DOUBLE_EQ(free.activity.tensor, 0.5);
    EXPECT_DOUBLE_EQ(free.power.in(watt), 150 + 100 + 0.5 * 400 + 0.002 * 80);
    EXPECT_EQ(free.clock, 1);
    EXPECT_EQ(free.bound, KernelBound::arithmetic);

    // Measured at a limit that holds the clock at 0.8: x = 0.5 / 0.8 of the cycles, and
    // 150 + 0.16 + 0.8^2 (100 + 0.625 * 400) = 374.16 W.
    GpuPart limited = gpu();
    limited.max_power = {374.16 * watt};
    const KernelRun held = run(limited, calibration(), attention);
    EXPECT_DOUBLE_EQ(held.time.si(), 2e-3);
    EXPECT_NEAR(held.clock, 0.8, 1e-12);
    EXPECT_NEAR(held.activity.tensor, 0.625, 1e-12);
    EXPECT_NEAR(held.power.in(watt), 374.16, 1e-9);
    EXPECT_TRUE(held.at_limit);
}

TEST(KernelPower, ACapStretchesWhatTheCoresBind) {
    // Half of the cores' 300 W: 150.16 + 150 W, clock sqrt(1/2); all of the time is the cores'.
    const KernelRun half = run(gpu(), calibration(), attention, 300.16 * watt);
    EXPECT_NEAR(half.power.in(watt), 300.16, 1e-9);
    EXPECT_NEAR(half.clock, 0.7071067811865476, 1e-12);
    EXPECT_NEAR(half.time.si(), 2e-3 * 1.4142135623730951, 1e-12);
    EXPECT_NEAR(half.peak_share, 0.5 / 1.4142135623730951, 1e-12);
    EXPECT_NEAR(half.energy.si(), half.power.si() * half.time.si(), 1e-12);
    // A copy waits for the memory: 264 W leave 50 of the 100 W of its cores, in the same time.
    const KernelRun copy = run(gpu(), calibration(), "copy fp32 1 GB", 264 * watt);
    EXPECT_DOUBLE_EQ(copy.time.si(), 2.5e-3);
    EXPECT_NEAR(copy.power.in(watt), 264, 1e-9);
    // A cap above the device's own limit changes nothing.
    EXPECT_EQ(run(gpu(), calibration(), attention, 5000 * watt).time,
              run(gpu(), calibration(), attention).time);
    // Below what the lowest clock draws it cannot be kept: 150.16 + 0.04 * 300 W.
    const KernelRun lowest = run(gpu(), calibration(), attention, 10 * watt);
    EXPECT_NEAR(lowest.power.in(watt), 162.16, 1e-9);
    EXPECT_NEAR(lowest.clock, 0.2, 1e-12);
    EXPECT_NEAR(lowest.time.si(), 1e-2, 1e-12);
}

TEST(KernelPower, AMeasuredRateAboveWhatTheLimitShouldAllowKeepsRateAndLimit) {
    // 95 % of the peak need a clock of 0.95; the paths would draw 150 + 0.9025 * 500 = 601 W then,
    // but it was measured on a device of 400 W, so that is what it draws.
    GpuPart limited = gpu();
    limited.max_power = {400 * watt};
    const Calibration fast = calibration(FlopRate::from_si(9.5e11));
    const KernelRun best = run(limited, fast, attention);
    EXPECT_DOUBLE_EQ(best.peak_share, 0.95);
    EXPECT_DOUBLE_EQ(best.clock, 0.95);
    EXPECT_DOUBLE_EQ(best.activity.tensor, 1);
    EXPECT_NEAR(best.power.in(watt), 400, 1e-9);
}

TEST(KernelPower, TheLaunchLeavesTheGpuIdle) {
    // 2 ms and 8 ms of launch: a fifth at work, 150 + 0.2 * 300.8 W with 4 MB in 2 ms.
    const Calibration slow = calibration(FlopRate::from_si(5e11), Duration::from_si(8e-3));
    const KernelRun rare = run(gpu(), slow, attention);
    EXPECT_DOUBLE_EQ(rare.time.si(), 1e-2);
    EXPECT_DOUBLE_EQ(rare.activity.busy, 0.2);
    EXPECT_DOUBLE_EQ(rare.activity.tensor, 0.1);
    EXPECT_NEAR(rare.power.in(watt), 150 + 20 + 0.1 * 400 + 0.0004 * 80, 1e-9);
    EXPECT_EQ(rare.bound, KernelBound::launch);
    // An empty kernel: the context alone.
    const KernelRun empty = run(gpu(), slow, "launch");
    EXPECT_DOUBLE_EQ(empty.time.si(), 8e-3);
    EXPECT_EQ(empty.activity, GpuActivity{.busy = 1e-9});
    EXPECT_NEAR(empty.power.in(watt), 150, 1e-6);
    EXPECT_EQ(empty.bound, KernelBound::launch);
}

TEST(KernelPower, TransfersRestTheCores) {
    // 50 GB/s: half of the links, 5 % of the memory; 150 + 10 + 4 W.
    const KernelRun peer = run(gpu(), calibration(), "peer_copy fp32 1 GB");
    EXPECT_EQ(peer.activity.busy, 0);
    EXPECT_DOUBLE_EQ(peer.activity.link, 0.5);
    EXPECT_DOUBLE_EQ(peer.power.in(watt), 164);
    EXPECT_EQ(peer.bound, KernelBound::transfer);
    // From the host: 20 GB/s into the memory, no link to a peer.
    EXPECT_DOUBLE_EQ(run(gpu(), calibration(), "host_to_device fp32 1 GB").power.in(watt),
                     150 + 0.02 * 80);
    // An all-reduce is a kernel; over 4 it sends 1.5 messages: 60 % of the links.
    const KernelRun all = run(gpu(), calibration(), "all_reduce bf16 1 GB 4");
    EXPECT_DOUBLE_EQ(all.activity.busy, 1);
    EXPECT_DOUBLE_EQ(all.activity.link, 0.6);
    EXPECT_DOUBLE_EQ(all.power.in(watt), 150 + 100 + 0.04 * 80 + 0.6 * 20);
    // Where the links are not known they draw nothing.
    GpuPart unknown = gpu();
    unknown.link_bandwidth.reset();
    EXPECT_DOUBLE_EQ(run(unknown, calibration(), "peer_copy fp32 1 GB").power.in(watt), 154);
}

GemmSurface surface(Precision precision, double peak) {
    GemmSurface made;
    made.precision = precision;
    made.peak = FlopRate::from_si(peak);
    made.memory_bandwidth = Bandwidth::from_si(1e12);
    made.units = 100;
    made.tile_efficiency.fill(0.8);
    made.launch = Duration::from_si(2e-6);
    made.wave = Duration::from_si(1e-6);
    made.memory_efficiency = 0.9;
    made.ramp_k = 100;
    return made;
}

TEST(KernelPower, APeakIsThatOfTheDeviceInTheRatioOfTheSurfaces) {
    // A surface that a limit holds down to 600 of the device's 1,000 Gflop/s, FP8 twice that.
    Calibration held;
    held.gemm = {surface(Precision::bf16, 6e11), surface(Precision::fp8, 1.2e12)};
    const KernelRun bf16 = run(gpu(), held, "gemm bf16 2048x2048x2048");
    EXPECT_DOUBLE_EQ(bf16.peak_share, bf16.flop_rate.si() / 1e12);
    const KernelRun fp8 = run(gpu(), held, "gemm fp8 2048x2048x2048");
    EXPECT_DOUBLE_EQ(fp8.peak_share, fp8.flop_rate.si() / 2e12);
    // Without BF16 beside it: what the part says, else what the surface does.
    held.gemm = {surface(Precision::fp64, 6e10), surface(Precision::fp32, 5e10)};
    GpuPart part = gpu();
    part.fp64_tensor = Figure<FlopRate>{FlopRate::from_si(8e10)};
    const KernelRun fp64 = run(part, held, "gemm fp64 1024x1024x1024");
    EXPECT_DOUBLE_EQ(fp64.peak_share, fp64.flop_rate.si() / 8e10);
    const KernelRun fp32 = run(part, held, "gemm fp32 1024x1024x1024");
    EXPECT_DOUBLE_EQ(fp32.peak_share, fp32.flop_rate.si() / 5e10);
}

TEST(KernelPower, WhatACalibrationDoesNotKnowIsToldAsItSays) {
    const auto error =
        std::get<UnitError>(run_kernel(gpu(), calibration(), kernel("gemm fp64 8x8x8")));
    EXPECT_EQ(error.expected,
              "a kernel that calibration c knows (copy, attention bf16, peer_copy, "
              "host_to_device, all_reduce over 4)");
    EXPECT_EQ(error.got, "'gemm fp64'");
}

// Two modules of such a GPU and a CPU of 50 to 150 W under 500 W.
NodePart two_modules() {
    NodePart node;
    node.gpus = {2};
    node.gpu = gpu();
    node.cpus = {2};
    node.cpu.idle_power = {50 * watt};
    node.cpu.max_power = {150 * watt};
    node.module_cap = Figure<Power>{500 * watt};
    return node;
}

TEST(KernelPower, AModuleCapLeavesTheGpuWhatItsCpuDoesNotTake) {
    const Kernel asked = kernel(attention);
    // 450 W beside an idle CPU bind nothing (450.16 W would), 350 W beside a busy one do.
    const NodePart node = two_modules();
    const auto beside_busy = std::get<KernelRun>(run_kernel(node, 1, calibration(), asked));
    EXPECT_NEAR(beside_busy.power.in(watt), 350, 1e-9);
    EXPECT_DOUBLE_EQ(beside_busy.time.si(), 2e-3);  // as measured under that limit
    const auto beside_idle = std::get<KernelRun>(run_kernel(node, 0, calibration(), asked));
    EXPECT_NEAR(beside_idle.power.in(watt), 450, 1e-9);
    // A cap of 350 W on the module leaves the GPU 300 W.
    const auto capped = std::get<KernelRun>(run_kernel(node, 0, calibration(), asked, 350 * watt));
    EXPECT_NEAR(capped.power.in(watt), 300, 1e-9);
    EXPECT_GT(capped.time.si(), 2e-3);
}

std::vector<std::string_view> some_kernels() {
    return {"gemm bf16 64x64x64",
            "gemm bf16 1x8192x8192",
            "gemm bf16 512x1024x4096",
            "gemm fp8 4096x4096x4096",
            "gemm bf16 8192x8192x8192",
            "copy fp32 64 kB",
            "copy fp32 1 GB",
            "attention bf16 32x2048x64",
            "all_reduce bf16 1 MB 4",
            "peer_copy fp32 10 MB",
            "launch"};
}

Calibration everything() {
    Calibration known = calibration(FlopRate::from_si(4e11), Duration::from_si(3e-6));
    known.gemm = {surface(Precision::bf16, 1e12), surface(Precision::fp8, 2e12)};
    return known;
}

// For shapes, devices and caps: a lower cap never gives less time or more watts, no clock is below
// the lowest, no draw is above the cap unless the lowest clock is reached.
TEST(KernelPower, ALowerCapIsNeverFasterNorHungrier) {
    for (const double exponent : {1.0, 2.0, 2.5, 3.0})
        for (const double own : {250.0, 400.0, 1000.0})
            for (const double lowest : {0.1, 0.6})
                for (const std::string_view text : some_kernels()) {
                    GpuPart part = gpu();
                    part.clock_exponent = {exponent};
                    part.max_power = {own * watt};
                    part.lowest_clock = {lowest};
                    KernelRun last = run(part, everything(), text);
                    const double least = run(part, everything(), text, 1 * watt).power.in(watt);
                    EXPECT_LE(last.clock, 1) << text;
                    for (double cap = own; cap > 20; cap -= 15) {
                        const KernelRun now = run(part, everything(), text, cap * watt);
                        EXPECT_GE(now.time, last.time) << text << " at " << cap;
                        EXPECT_LE(now.power, last.power) << text << " at " << cap;
                        EXPECT_LE(now.clock, last.clock) << text << " at " << cap;
                        EXPECT_GE(now.clock, lowest) << text << " at " << cap;
                        // What no cap can take away.
                        EXPECT_LE(now.power.in(watt), std::max(cap + 1e-9, least)) << text;
                        last = now;
                    }
                }
}

// What a job of such a kernel draws in a run is what the kernel itself says.
TEST(KernelPower, APhaseOfAKernelDrawsTheSame) {
    const NodePart node = two_modules();
    for (const std::string_view text : some_kernels()) {
        const auto own = std::get<KernelRun>(run_kernel(node, 0.3, everything(), kernel(text)));
        Phase phase;
        phase.cpu_utilisation = 0.3;
        phase.gpu_activity = own.activity;
        phase.compute_bound = own.compute_bound;
        for (const double cap : {500.0, 420.0, 300.0, 100.0}) {
            const auto capped =
                std::get<KernelRun>(run_kernel(node, 0.3, everything(), kernel(text), cap * watt));
            const NodeDraw draw = node_draw(node, phase, cap * watt);
            EXPECT_DOUBLE_EQ(capped.power.in(watt), draw.gpus.in(watt) / 2) << text << cap;
            EXPECT_DOUBLE_EQ(capped.time.si(), own.time.si() / draw.speed) << text << cap;
            // Where the rate itself needs no higher clock.
            if (own.clock > own.peak_share / own.activity.busy + 1e-9)
                EXPECT_NEAR(capped.clock, draw.clock, 1e-9) << text << cap;
            else
                EXPECT_GE(capped.clock, draw.clock) << text << cap;
        }
    }
}

// As in AMeasuredRateAboveWhatTheLimitShouldAllowKeepsRateAndLimit: 95 % of the peak need a clock
// of 0.95, where the paths leave 250 - 0.304 of 500 W at 400 W (3.8 GB/s of the memory's 1 TB/s).
TEST(KernelPower, TheClockOfAPhaseIsLowerWhereThePathsAreTooHungry) {
    NodePart node = two_modules();
    node.module_cap.reset();
    node.gpu.max_power = {400 * watt};
    const Calibration fast = calibration(FlopRate::from_si(9.5e11));
    const auto own = std::get<KernelRun>(run_kernel(node, 0, fast, kernel(attention)));
    Phase phase;
    phase.gpu_activity = own.activity;
    phase.compute_bound = own.compute_bound;
    EXPECT_DOUBLE_EQ(own.clock, 0.95);
    EXPECT_NEAR(node_draw(node, phase).clock, std::sqrt((250 - 0.304) / 500), 1e-9);
    const auto capped =
        std::get<KernelRun>(run_kernel(node, 0, fast, kernel(attention), 300 * watt));
    EXPECT_NEAR(capped.clock / own.clock,
                node_draw(node, phase, 300 * watt).clock / node_draw(node, phase).clock, 1e-12);
}

// A product that its launch hides is not without a context either.
TEST(KernelPower, AProductThatIsAllLaunchKeepsTheContext) {
    NodePart node = two_modules();
    Calibration known = everything();
    known.gemm[0].launch = 1 * second;
    known.gemm[0].wave = Duration();
    // 2 flop beside a second are less than the doubles resolve.
    known.gemm[0].peak = FlopRate::from_si(1e30);
    known.gemm[0].memory_bandwidth = Bandwidth::from_si(1e30);
    const auto own = std::get<KernelRun>(run_kernel(node, 0, known, kernel("gemm bf16 1x1x1")));
    Phase phase;
    phase.gpu_activity = own.activity;
    EXPECT_NEAR(own.power.in(watt), 150, 1e-6);
    EXPECT_NEAR(node_draw(node, phase).gpus.in(watt), 300, 1e-6);
}

TEST(KernelPower, ACpuDrawsAllItCanButForTheLaunch) {
    CpuPart cpu;
    cpu.idle_power = {50 * watt};
    cpu.max_power = {150 * watt};
    const Calibration slow = calibration(FlopRate::from_si(5e11), Duration::from_si(2e-3));
    // 2 ms of work beside 2 ms of launch.
    const auto half = std::get<KernelRun>(run_kernel(cpu, slow, kernel(attention)));
    EXPECT_DOUBLE_EQ(half.time.si(), 4e-3);
    EXPECT_DOUBLE_EQ(half.cpu_utilisation, 0.5);
    EXPECT_DOUBLE_EQ(half.power.in(watt), 100);
    EXPECT_DOUBLE_EQ(half.energy.si(), 0.4);
    EXPECT_EQ(half.peak_share, 0);  // no surface says what the peak is
    EXPECT_EQ(half.clock, 1);
    EXPECT_EQ(half.activity, GpuActivity{});
}

}  // namespace
}  // namespace twin
