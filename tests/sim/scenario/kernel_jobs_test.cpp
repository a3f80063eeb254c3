// [[job]] kernels: run time and load from the device's calibration.
#include <gmock/gmock.h>

#include "models/power/node_power.h"
#include "tests/sim/scenario/scenario_files.h"

namespace twin {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::IsEmpty;

// Beside the CPU partition: nodes of GPUs, each of which copies 100 GB/s behind a launch of 5 ms,
// half of what its memory could, and multiplies matrices at 3/8 of its peak.
std::string gpu_parts(int gpus = 1) {
    return round_parts() + R"([calibrations.gpu]
name = "a GPU of round figures"
assumption = "to be followed by hand"
launch = "5 ms"
[[calibrations.gpu.gemm]]
precision = "bf16"
peak = "100 Tflop/s"
memory_bandwidth = "1000 TB/s"
units = 1
grain = 64
tile_efficiency = ["37.5 %", "37.5 %", "37.5 %", "37.5 %", "37.5 %", "37.5 %", "37.5 %", "37.5 %"]
launch = "0 s"
wave = "0 s"
split_k = "0 s"
memory_efficiency = "100 %"
ramp_k = 0
overlap = 100
reread = "0 %"
saturation = "100 %"
quantisation = "100 %"
padding = "0 s"
padding_share = "0 %"
[[calibrations.gpu.curve]]
kernel = "copy"
precision = "fp64"
points = [["1 GB", "100 GB/s"]]
[[calibrations.gpu.curve]]
kernel = "all_reduce"
precision = "bf16"
devices = 2
points = [["1 GB", "50 GB/s"]]
[gpus.round]
name = "a GPU of round figures"
generation = "round"
idle_power = { value = "50 W", assumption = "round" }
max_power = { value = "1000 W", assumption = "round" }
context_power = { value = "50 W", assumption = "round" }
busy_power = { value = "100 W", assumption = "round" }
tensor_power = { value = "200 W", assumption = "round" }
memory_power = { value = "100 W", assumption = "round" }
link_power = { value = "50 W", assumption = "round" }
clock_exponent = { value = 2, assumption = "round" }
lowest_clock = { value = "50 %", assumption = "round" }
bf16_dense = { value = "100 Tflop/s", assumption = "round" }
memory = { value = "80 GB", assumption = "round" }
memory_bandwidth = { value = "160 GB/s", assumption = "round" }
link_bandwidth = { value = "100 GB/s", assumption = "round" }
calibration = "gpu"
[nodes.gpu]
name = "a node"
gpus = { value = )" +
           std::to_string(gpus) + R"(, assumption = "round" }
gpu = "round"
cpus = { value = 1, assumption = "round" }
cpu = "round"
memory_power = { value = "50 W", assumption = "round" }
nic_power = { value = "20 W", assumption = "round" }
drive_power = { value = "10 W", assumption = "round" }
converter_loss = { value = "0 W", assumption = "round" }
converter_efficiency = { value = "100 %", assumption = "round" }
[racks.gpu]
name = "a rack"
node = "gpu"
nodes = { value = 4, assumption = "round" }
switches = { value = 0, assumption = "round" }
rectifiers = { value = 0, assumption = "round" }
[sites.gpu]
name = "a partition of GPUs"
node_name = "gpu-{node}"
fixed_power = { value = "0 W", assumption = "round" }
[[sites.gpu.rows]]
part = "gpu"
count = { value = 1, assumption = "round" }
)";
}

class KernelJobs : public ScenarioFiles {
  protected:
    KernelJobs() { write("p.toml", gpu_parts()); }

    // The job's own keys from line 11 on.
    static std::string scenario(const std::string& site, const std::string& job,
                                const std::string& more_of_site = "") {
        return R"(title = "kernels"
parts = "p.toml"
time = { start = "2024-01-01T00:00:00Z", horizon = "1 d" }
site = { part = ")" +
               site + "\"" + more_of_site + R"( }
scheduling = { policy = "fcfs" }
[[job]]
name = "a"
submit = "+0 s"
nodes = 1

)" + job + "\n";
    }

    Job job(const std::string& site, const std::string& keys) const {
        const RunPlan built = plan(scenario(site, keys));
        return *built.jobs->next();
    }
    Options job_mistakes(const std::string& site, const std::string& keys) const {
        return build_mistakes(scenario(site, keys));
    }
};

// 1 GB copied are 2 GB of traffic: 20 ms behind a launch of 5 ms.
TEST_F(KernelJobs, OnNodesWithoutGpusTheCpusRunThem) {
    const Job got = job("round",
                        "kernels = [{ run = \"copy fp64 1 GB\", times = 1000 }, { run = "
                        "\"launch\", times = 200 }]");
    EXPECT_EQ(got.run_time, 26s);  // 1,000 x 25 ms + 200 x 5 ms
    EXPECT_EQ(got.limit, 26s);
    EXPECT_FALSE(got.killed_at_limit);
    // All cores work but for the launch: 20 of 25 ms, then never.
    ASSERT_EQ(got.phases.size(), 2U);
    EXPECT_EQ(got.phases[0].duration, 25s);
    EXPECT_NEAR(got.phases[0].cpu_utilisation, 0.8, 1e-12);
    EXPECT_EQ(got.phases[0].gpu_activity, GpuActivity{});
    Phase launches;
    launches.duration = 1s;
    EXPECT_EQ(got.phases[1], launches);
    // Two CPUs of 100 + 0.8 x 200 W beside 80 W of the node.
    const RunPlan built = plan(scenario("round", "run_time = \"1 s\""));
    const NodePart& node = built.site.racks[0].part->node;
    EXPECT_NEAR(node_draw(node, got.phases[0]).input().si(), 600, 1e-9);
    EXPECT_NEAR(node_draw(node, got.phases[1]).input().si(), 280, 1e-9);
}

// 80 % of the 25 ms beside the launch; 2 GB in 25 ms are 80 of 160 GB/s.
TEST_F(KernelJobs, OnNodesWithGpusTheirActivityFollows) {
    const Job got = job("gpu", "kernels = [{ run = \"copy fp64 1 GB\", times = 1000 }]");
    EXPECT_EQ(got.run_time, 25s);
    ASSERT_EQ(got.phases.size(), 1U);
    EXPECT_EQ(got.phases[0].cpu_utilisation, 0);
    EXPECT_EQ(got.phases[0].gpu_utilisation, 0);
    EXPECT_EQ(got.phases[0].compute_bound, 0);
    const GpuActivity& activity = got.phases[0].gpu_activity;
    EXPECT_NEAR(activity.busy, 0.8, 1e-12);
    EXPECT_NEAR(activity.memory, 0.5, 1e-12);
    EXPECT_EQ(activity.tensor, 0);
    EXPECT_EQ(activity.link, 0);
    // 50 + 50 + 0.8 x 100 + 0.5 x 100 W, and the node's other 100 + 80 W.
    const RunPlan built = plan(scenario("gpu", "run_time = \"1 s\""));
    const NodeDraw draw = node_draw(built.site.racks[0].part->node, got.phases[0]);
    EXPECT_NEAR(draw.input().si(), 410, 1e-9);
}

// 2 x 2,048^3 flop are whole tiles of each size, on one unit at 37.5 Tflop/s: 458.13 us, all of it
// at the pace of the clock; the tensor cores are 37.5 % busy.
TEST_F(KernelJobs, ProductsOfMatricesStretchWithTheClock) {
    const Job got =
        job("gpu", "kernels = [{ run = \"gemm bf16 2048x2048x2048\", times = 100000 }]");
    EXPECT_NEAR(to_seconds(got.run_time), 1e5 * 2.0 * 2048 * 2048 * 2048 / 37.5e12, 1e-6);
    EXPECT_NEAR(got.phases[0].gpu_activity.tensor, 0.375, 1e-9);
    EXPECT_NEAR(got.phases[0].gpu_activity.busy, 1, 1e-9);
    EXPECT_NEAR(got.phases[0].compute_bound, 1, 1e-9);
}

// 1 GB at 50 GB/s behind the launch: 25 ms, in which 1 GB crosses the links (2 x 1/2 of it).
TEST_F(KernelJobs, AnAllReduceUsesTheLinks) {
    write("p.toml", gpu_parts(2));
    const Job got = job("gpu", "kernels = [{ run = \"all_reduce bf16 1 GB 2\" }]");
    EXPECT_EQ(got.run_time, 25ms);
    EXPECT_NEAR(got.phases[0].gpu_activity.link, 0.4, 1e-12);  // 40 of 100 GB/s
}

TEST_F(KernelJobs, ALimitEndsThem) {
    const Job got = job("round",
                        "kernels = [{ run = \"copy fp64 1 GB\", times = 1000 }, { run = "
                        "\"launch\", times = 200 }]\nlimit = \"10 s\"");
    EXPECT_EQ(got.run_time, 10s);
    EXPECT_EQ(got.limit, 10s);
    EXPECT_TRUE(got.killed_at_limit);
    ASSERT_EQ(got.phases.size(), 1U);
    EXPECT_EQ(got.phases[0].duration, 10s);
    EXPECT_EQ(job("round", "kernels = [{ run = \"launch\" }]\nlimit = \"10 s\"").limit, 10s);
}

TEST_F(KernelJobs, NothingElseSaysWhatTheyDo) {
    EXPECT_THAT(job_mistakes("round", R"(kernels = [{ run = "launch" }]
run_time = "1 h"
cpu_utilisation = "10 %"
phases = [{ for = "1 s" }])"),
                ElementsAre("s.toml:11:11: job.0.kernels: expected no activity, utilisation or "
                            "compute_bound beside kernels, got both (the kernels say what the "
                            "devices do)",
                            "s.toml:12:12: job.0.run_time: expected no such key beside kernels, "
                            "got one (it follows from the kernels and the device's calibration)",
                            "s.toml:14:10: job.0.phases: expected no such key beside kernels, got "
                            "one (it follows from the kernels and the device's calibration)"));
    EXPECT_THAT(job_mistakes("round", "kernels = []"),
                ElementsAre("s.toml:11:11: job.0.kernels: expected at least one kernel, got an "
                            "empty list"));
}

TEST_F(KernelJobs, MistakesInAKernelAreSentences) {
    const auto wrong = [&](const std::string& keys) { return mistakes(scenario("round", keys)); };
    EXPECT_THAT(wrong("kernels = [{ run = \"gemm bf16 8192x8192\" }]"),
                ElementsAre("s.toml:11:20: job.0.kernels.0.run: expected a kernel such as \"gemm "
                            "bf16 8192x8192x8192\", got 'gemm bf16 8192x8192'"));
    EXPECT_THAT(wrong("kernels = [{ run = \"launch\", times = 0 }]"),
                ElementsAre("s.toml:11:38: job.0.kernels.0.times: expected an integer > 0, got 0"));
    EXPECT_THAT(wrong("kernels = [{ times = 2 }, { run = 7 }]"),
                ElementsAre("s.toml:11:12: job.0.kernels.0.run: required: expected a kernel such "
                            "as \"gemm bf16 8192x8192x8192\" or \"copy fp32 1 GB\", got nothing",
                            "s.toml:11:35: job.0.kernels.1.run: expected a kernel such as \"gemm "
                            "bf16 8192x8192x8192\" or \"copy fp32 1 GB\", got 7"));
    EXPECT_THAT(wrong("limit = \"1 h\""),
                ElementsAre("s.toml:6:1: job.0.run_time: required without kernels, code, training: "
                            "expected a duration (s, ms, us, ns, min, h, d), got nothing"));
}

TEST_F(KernelJobs, TheDeviceMustKnowTheKernel) {
    EXPECT_THAT(job_mistakes("round",
                             "kernels = [{ run = \"launch\" }, { run = \"gemm fp64 "
                             "64x64x64\" }]"),
                ElementsAre("s.toml:11:40: job.0.kernels.1.run: expected a kernel that calibration "
                            "round knows (copy), got 'gemm fp64'"));
}

TEST_F(KernelJobs, TheSiteHasDevicesOfOneKindWithACalibration) {
    const std::string launch = "kernels = [{ run = \"launch\" }]";
    EXPECT_THAT(build_mistakes(scenario("gpu", launch, ", racks = { add = 1, part = \"round\" }")),
                ElementsAre("s.toml:11:11: job.0.kernels: expected a site with devices of one "
                            "kind, got GPUs round, CPUs round (give a run time and a load "
                            "instead)"));
    EXPECT_THAT(build_mistakes(scenario("flat-pool", launch, ", nodes = 4")),
                ElementsAre("s.toml:11:11: job.0.kernels: expected a site with devices of one "
                            "kind, got nodes without any (give a run time and a load instead)"));
    std::string without = gpu_parts();
    without.erase(without.find("calibration = \"round\"\n"), 22);
    write("p.toml", without);
    EXPECT_THAT(
        job_mistakes("round", launch),
        ElementsAre("s.toml:11:11: job.0.kernels: expected a site whose devices have a "
                    "calibration, got CPUs round, which have none (give a run time and a load "
                    "instead)"));
}

TEST_F(KernelJobs, AKernelStaysWithinANode) {
    const std::string keys =
        "kernels = [{ run = \"all_reduce bf16 1 GB 2\" }, { run = \"peer_copy fp32 1 GB\" }]";
    EXPECT_THAT(job_mistakes("gpu", keys),
                ElementsAre("s.toml:11:20: job.0.kernels.0.run: expected at most the one device of "
                            "a node, got 2 (a kernel stays within a node)",
                            "s.toml:11:56: job.0.kernels.1.run: expected at most the one device of "
                            "a node, got 2 (a kernel stays within a node)"));
    EXPECT_THAT(job_mistakes("round", "kernels = [{ run = \"all_reduce bf16 1 GB 4\" }]"),
                ElementsAre("s.toml:11:20: job.0.kernels.0.run: expected at most the 2 devices of "
                            "a node, got 4 (a kernel stays within a node)"));
}

// The same GPU in a node that leaves it less.
TEST_F(KernelJobs, TheSiteHasNodesOfOneKind) {
    const std::string all = gpu_parts();
    const auto from = all.find("[nodes.gpu]"), to = all.find("[sites.gpu]");
    std::string other = all.substr(from, to - from);
    other.replace(other.find("[nodes.gpu]"), 11,
                  "[nodes.less]\nmodule_cap = { value = \"500 W\", assumption = \"round\" }");
    other.replace(other.find("[racks.gpu]"), 11, "[racks.less]");
    other.replace(other.find("node = \"gpu\""), 12, "node = \"less\"");
    write("p.toml", all + other);
    EXPECT_THAT(build_mistakes(scenario("gpu", "kernels = [{ run = \"launch\" }]",
                                        ", racks = { add = 1, part = \"less\" }")),
                ElementsAre("s.toml:11:11: job.0.kernels: expected a site with nodes of one kind, "
                            "got gpu, less (give a run time and a load instead)"));
}

TEST_F(KernelJobs, TooManyEntriesAreToldOnce) {
    std::string list = "{ run = \"launch\" }";
    for (int i = 0; i < 100000; ++i)
        list += ", { run = \"launch\" }";
    EXPECT_THAT(job_mistakes("round", "kernels = [" + list + "]"),
                ElementsAre("s.toml:11:11: job.0.kernels: expected at most 100000 entries, got "
                            "100001 (say them by their times)"));
}

TEST_F(KernelJobs, TheyEndWithinTheBoundsOfATime) {
    // 25 ms a copy: 2^62 of them are more than a hundred years.
    EXPECT_THAT(job_mistakes("round",
                             "kernels = [{ run = \"copy fp64 1 GB\", times = "
                             "4611686018427387904 }]"),
                ElementsAre(testing::StartsWith("s.toml:11:11: job.0.kernels: expected kernels "
                                                "that take at most 100 years, got ")));
}

}  // namespace
}  // namespace twin
