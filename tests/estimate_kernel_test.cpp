// twin estimate kernel, on devices of round figures that a parts file brings along.
#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

#include "tests/child_twin.h"

namespace twin {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

// 1 Tflop/s and 1 TB/s; 100 W idle, 50 W context, 100 W busy, 400 W tensor, 80 W memory; at most
// 400 W. Copies at 800 GB/s, attention at 500 Gflop/s, nothing for the launch of more than 1 ns.
const std::string parts = R"([calibrations.round]
name       = "Round figures"
assumption = "round, so that times follow by hand"
launch     = "0.001 ns"
[[calibrations.round.curve]]
kernel    = "copy"
precision = "fp32"
points    = [["1 GB", "800 GB/s"]]
[[calibrations.round.curve]]
kernel    = "attention"
precision = "bf16"
points    = [["1 Gflop", "500 Gflop/s"]]
[calibrations.half]
name    = "Half of it"
from    = "round"
compute = { value = "50 %", assumption = "half" }
memory  = { value = "50 %", assumption = "half" }
[gpus.round]
name             = "A round GPU"
generation       = "hopper"
idle_power       = { value = "100 W", assumption = "round" }
max_power        = { value = "400 W", assumption = "round" }
context_power    = { value = "50 W", assumption = "round" }
busy_power       = { value = "100 W", assumption = "round" }
tensor_power     = { value = "400 W", assumption = "round" }
memory_power     = { value = "80 W", assumption = "round" }
link_power       = { value = "20 W", assumption = "round" }
clock_exponent   = { value = 2, assumption = "round" }
lowest_clock     = { value = "20 %", assumption = "round" }
bf16_dense       = { value = "1 Tflop/s", assumption = "round" }
memory           = { value = "80 GB", assumption = "round" }
memory_bandwidth = { value = "1 TB/s", assumption = "round" }
calibration      = "round"
[gpus.half]
name             = "Half a round GPU"
generation       = "hopper"
idle_power       = { value = "100 W", assumption = "round" }
max_power        = { value = "400 W", assumption = "round" }
context_power    = { value = "50 W", assumption = "round" }
busy_power       = { value = "100 W", assumption = "round" }
tensor_power     = { value = "400 W", assumption = "round" }
memory_power     = { value = "80 W", assumption = "round" }
link_power       = { value = "20 W", assumption = "round" }
clock_exponent   = { value = 2, assumption = "round" }
lowest_clock     = { value = "20 %", assumption = "round" }
bf16_dense       = { value = "0.5 Tflop/s", assumption = "round" }
memory           = { value = "80 GB", assumption = "round" }
memory_bandwidth = { value = "0.5 TB/s", assumption = "round" }
calibration      = "half"
[cpus.round]
name        = "A round CPU"
cores       = { value = 64, assumption = "round" }
idle_power  = { value = "100 W", assumption = "round" }
max_power   = { value = "300 W", assumption = "round" }
calibration = "round"
[nodes.modules]
name                 = "A module"
gpus                 = { value = 1, assumption = "round" }
gpu                  = "half"
cpus                 = { value = 1, assumption = "round" }
cpu                  = "round"
memory_power         = { value = "0 W", assumption = "round" }
nic_power            = { value = "0 W", assumption = "round" }
drive_power          = { value = "0 W", assumption = "round" }
converter_loss       = { value = "0 W", assumption = "round" }
converter_efficiency = { value = "100 %", assumption = "round" }
module_cap           = { value = "450 W", assumption = "round" }
)";

class EstimateKernel : public testing::Test {
  protected:
    EstimateKernel() { twin.write("round.parts.toml", parts); }

    Outcome run(ChildTwin::Arguments arguments) {
        arguments.insert(arguments.begin(), {"estimate", "kernel"});
        arguments.insert(arguments.end(), {"--parts", "round.parts.toml"});
        return twin.run(arguments);
    }
    nlohmann::json answer(ChildTwin::Arguments arguments) {
        arguments.push_back("--json");
        const Outcome outcome = run(arguments);
        EXPECT_EQ(outcome.status, 0) << outcome.err;
        return nlohmann::json::parse(outcome.out);
    }
    std::string refused(const ChildTwin::Arguments& arguments) {
        const Outcome outcome = run(arguments);
        EXPECT_EQ(outcome.status, 2);
        EXPECT_EQ(outcome.out, "");
        return outcome.err;
    }

    ChildTwin twin;
};

TEST_F(EstimateKernel, SaysTimeRatesWattsAndJoules) {
    // 2 GB at 800 GB/s: 2.5 ms. 100 + 50 + 100 + 0.8 * 80 = 314 W, 0.785 J.
    const Outcome outcome = run({"copy fp32 1 GB", "--gpu", "round", "--times", "1000"});
    EXPECT_EQ(outcome.status, 0) << outcome.err;
    EXPECT_THAT(outcome.out,
                StartsWith("copy fp32 1 GB on A round GPU\n"
                           "\n"
                           "time                      2.5 ms\n"
                           "memory traffic          800 GB/s  80.0 % of the bandwidth\n"
                           "power                      314 W\n"
                           "clock                    100.0 %  of the full one\n"
                           "energy                   0.785 J\n"
                           "bound by        memory\n"
                           "1000 times: 2.5 s, 785 J\n"));
    EXPECT_THAT(outcome.out,
                HasSubstr("- Times are those of calibration round (Round figures), assumed: round, "
                          "so that times follow by hand.\n"));
}

TEST_F(EstimateKernel, ShowsWhatCapsWouldChange) {
    // 1 Gflop at half of the peak in 2 ms. Without a limit 150.16 + 300 W; at 400 W the clock c0
    // has 0.16 + 150 + c0^2 100 + c0 200 = 400: c0 = 0.8704. At a cap of 50 %, 200 W, the cores
    // have 49.84 of their 249.84 W: 0.4466 of that clock.
    const auto json = answer({"attention bf16 1x500x1000", "--gpu", "round"});
    const auto& kernel = json.at("kernels").at(0);
    EXPECT_NEAR(kernel.at("time_s").get<double>(), 2e-3, 1e-9);
    EXPECT_NEAR(kernel.at("power_w").get<double>(), 400, 1e-6);
    EXPECT_NEAR(kernel.at("clock").get<double>(), 0.8704, 1e-4);
    EXPECT_NEAR(kernel.at("share_of_peak").get<double>(), 0.5, 1e-9);
    EXPECT_EQ(kernel.at("bound"), "arithmetic");
    EXPECT_EQ(kernel.at("at_limit"), true);
    ASSERT_EQ(kernel.at("caps").size(), 6u);
    const auto& half = kernel.at("caps").at(5);
    EXPECT_NEAR(half.at("cap_w").get<double>(), 200, 1e-9);
    EXPECT_NEAR(half.at("power_w").get<double>(), 200, 1e-6);
    EXPECT_NEAR(half.at("time_s").get<double>(), 2e-3 / 0.4466, 1e-6);
    EXPECT_NEAR(half.at("energy_j").get<double>(), 0.4 / 0.4466, 1e-4);
    // The same as a cap that is asked for.
    const auto capped = answer({"attention bf16 1x500x1000", "--gpu", "round", "--cap", "200 W"});
    EXPECT_EQ(capped.at("kernels").at(0).at("time_s"), half.at("time_s"));
    EXPECT_EQ(capped.at("cap_w"), 200);
}

TEST_F(EstimateKernel, AModulesCapIsThatOfGpuAndCpu) {
    // Beside an idle CPU of 100 W the GPU has 350 W of the module's 450 W.
    const auto json = answer({"attention bf16 1x500x1000", "--gpu", "half"});
    const auto& kernel = json.at("kernels").at(0);
    EXPECT_EQ(json.at("cap_on"), "the module");
    EXPECT_NEAR(kernel.at("power_w").get<double>(), 350, 1e-6);
    EXPECT_NEAR(kernel.at("time_s").get<double>(), 4e-3, 1e-9);
    EXPECT_NEAR(kernel.at("caps").at(0).at("cap_w").get<double>(), 450, 1e-9);
    const Outcome text = run({"copy fp32 1 GB", "--gpu", "half"});
    EXPECT_THAT(
        text.out,
        AllOf(HasSubstr("- Times are those of calibration half (Half of it), which was not "
                        "measured but derived: that of round; "),
              HasSubstr("- The GPU sits in a module of nodes/modules with a cap of 450 W on "
                        "GPU and CPU together; the CPU idles beside it, and the power is "
                        "that of the GPU alone.\n")));
}

TEST_F(EstimateKernel, RunsSeveralOneAfterTheOther) {
    const auto json =
        answer({"copy fp32 1 GB", "attention bf16 1x500x1000", "--gpu", "round", "--times", "10"});
    // 10 times 2.5 ms at 314 W and 2 ms at 400 W.
    EXPECT_NEAR(json.at("time_s").get<double>(), 0.045, 1e-8);
    EXPECT_NEAR(json.at("energy_j").get<double>(), 15.85, 1e-5);
    EXPECT_THAT(run({"copy fp32 1 GB", "copy fp32 2 GB", "--gpu", "round"}).out,
                HasSubstr("all together: 7.5 ms, 314 W, 2.355 J\n"));
}

TEST_F(EstimateKernel, ACpuHasNoCaps) {
    const auto json = answer({"copy fp32 1 GB", "--cpu", "round"});
    const auto& kernel = json.at("kernels").at(0);
    EXPECT_NEAR(kernel.at("power_w").get<double>(), 300, 1e-6);
    EXPECT_EQ(kernel.at("caps").size(), 0u);
    EXPECT_THAT(
        run({"copy fp32 1 GB", "--cpu", "round"}).out,
        AllOf(Not(HasSubstr("clock")),
              HasSubstr("- All cores work and the CPU draws its full power while the kernel "
                        "runs, whatever the kernel.\n")));
    EXPECT_EQ(refused({"copy fp32 1 GB", "--cpu", "round", "--cap", "200 W"}),
              "--cap: expected no such option beside --cpu, got '200 W' (the model of CPUs has no "
              "cap)\n");
}

TEST_F(EstimateKernel, TellsAllMistakesAtOnce) {
    EXPECT_EQ(
        refused({"copy fp32", "gemm bf16 8x8", "--gpu", "round", "--cap", "3 m", "--times", "0.5"}),
        "KERNEL: expected a kernel such as \"copy fp32 1 GB\", got 'copy fp32'\n"
        "KERNEL: expected a kernel such as \"gemm bf16 8192x8192x8192\", got 'gemm bf16 8x8'\n"
        "--cap: expected a power (W, mW, kW, MW, GW), got '3 m'\n"
        "--times: expected a whole number of at least 1, got '0.5'\n");
    EXPECT_EQ(refused({"copy fp32 1 GB", "--gpu", "round", "--cap", "0 W"}),
              "--cap: expected a power above 0 W, got '0 W'\n");
    EXPECT_EQ(refused({"copy fp32 1 GB"}),
              "--gpu: expected the id of a GPU, or of a CPU with --cpu, got nothing (see twin list "
              "parts)\n");
    EXPECT_EQ(refused({"copy fp32 1 GB", "--gpu", "round", "--cpu", "round"}),
              "--cpu: expected no such option beside --gpu, got 'round'\n");
}

TEST_F(EstimateKernel, ADeviceNeedsACalibrationThatKnowsTheKernel) {
    EXPECT_THAT(refused({"copy fp32 1 GB", "--gpu", "rond"}),
                AllOf(StartsWith("--gpu: expected a GPU with a calibration ("),
                      HasSubstr("), got 'rond'; did you mean 'round'?\n")));
    EXPECT_THAT(refused({"copy fp32 1 GB", "--cpu", "xeon-8358"}),
                HasSubstr("), got 'xeon-8358' (no calibration is known of it)\n"));
    EXPECT_EQ(refused({"gemm bf16 8x8x8", "--gpu", "round"}),
              "KERNEL: expected a kernel that calibration round knows (copy, attention bf16), got "
              "'gemm bf16'\n");
}

TEST_F(EstimateKernel, AFileOfPartsMustBeThere) {
    const Outcome outcome =
        twin.run({"estimate", "kernel", "launch", "--gpu", "round", "--parts", "none.toml"});
    EXPECT_EQ(outcome.status, 1);
    EXPECT_EQ(outcome.err, "twin: cannot read none.toml: No such file or directory\n");
}

TEST_F(EstimateKernel, AFileOfPartsHasNoBase) {
    twin.write("on-top.toml", "base = \"round.parts.toml\"\n");
    const Outcome outcome =
        twin.run({"estimate", "kernel", "launch", "--gpu", "round", "--parts", "on-top.toml"});
    EXPECT_EQ(outcome.status, 2);
    EXPECT_THAT(outcome.err, AllOf(StartsWith("on-top.toml:1:1: base: expected a kind of parts ("),
                                   HasSubstr("), got 'base'")));
}

TEST_F(EstimateKernel, ItsWordsAreListed) {
    EXPECT_THAT(twin.run({"list", "kernels"}).out,
                HasSubstr("gemm             C[m,n] = A[m,k] B[k,n]\n"));
    EXPECT_THAT(twin.run({"list", "precisions"}).out,
                HasSubstr("tf32             32 bits in memory, 19 in tensor cores\n"));
}

}  // namespace
}  // namespace twin
