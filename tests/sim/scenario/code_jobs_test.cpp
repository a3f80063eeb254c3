// [[job]] code: run time and load from a fitted scaling.
#include <gmock/gmock.h>

#include "sim/scenario/parts_catalog.h"
#include "tests/sim/scenario/scenario_files.h"

namespace twin {
namespace {

using namespace std::chrono_literals;
using testing::Contains;
using testing::ElementsAre;
using testing::StartsWith;

// Of a code that was measured on JUWELS Booster (4 A100 with 1.555 TB/s and 100 GB/s into the
// network): 20 s for each unit of work and 4 s for each doubling of the nodes.
constexpr const char* round_code = R"([codes.round]
name          = "a code of round figures"
measured_on   = "juwels-booster"
devices       = "gpus"
power_of_two  = true
least_nodes   = { value = 1, assumption = "round" }
most_nodes    = { value = 16, assumption = "round" }
fixed         = { value = "0 s", assumption = "round" }
work_time     = { value = "20 s", assumption = "round" }
doubling_time = { value = "4 s", assumption = "round" }
spread_time   = { value = "0 s", assumption = "round" }
memory_share  = { value = "100 %", assumption = "round" }
cpu_utilisation = { value = "25 %", assumption = "round" }
busy            = { value = "80 %", assumption = "round" }
tensor          = { value = "20 %", assumption = "round" }
memory          = { value = "60 %", assumption = "round" }
link            = { value = "10 %", assumption = "round" }
compute_bound   = { value = "50 %", assumption = "round" }
network_share   = { value = "50 %", assumption = "round" }
[[codes.round.sizes]]
name  = "large"
work  = { value = 1, assumption = "round" }
start = { value = "30 s", assumption = "round" }
[[codes.round.sizes]]
name       = "whole"
whole_work = { value = 4, assumption = "round" }
)";

class CodeJobs : public ScenarioFiles {
  protected:
    CodeJobs() { write("p.toml", round_code); }

    // The job's own keys from line 11 on.
    static std::string scenario(const std::string& nodes, const std::string& job,
                                const std::string& site = "\"juwels-booster\"") {
        return R"(title = "codes"
parts = "p.toml"
time = { start = "2024-01-01T00:00:00Z", horizon = "1 d" }
site = { part = )" +
               site + R"( }
scheduling = { policy = "fcfs" }
[[job]]
name = "a"
submit = "+0 s"
nodes = )" + nodes +
               "\n\n" + job + "\n";
    }
};

TEST_F(CodeJobs, OneNodeAndOneSolutionAreSingular) {
    const RunPlan built =
        plan(scenario("1", "code = { name = \"round\", size = \"large\", times = 1 }"));
    ASSERT_FALSE(built.remarks.empty());
    EXPECT_THAT(built.remarks.back(), StartsWith("job.0: round large on 1 node: 1 solution of "));
}

TEST_F(CodeJobs, StartAndSolutionsAreItsPhases) {
    const RunPlan built =
        plan(scenario("4", "code = { name = \"round\", size = \"large\", times = 10 }"));
    EXPECT_THAT(built.remarks, ElementsAre("job.0: round large on 4 nodes: 10 solutions of 28 s "
                                           "after a start of 30 s: 5.167 min"));
    const Job job = *built.jobs->next();
    ASSERT_TRUE(job.counted);
    EXPECT_EQ(job.counted->unit, "solutions");
    EXPECT_EQ(job.counted->planned, 10);
    EXPECT_EQ(job.counted->done_in(20s), 0);
    EXPECT_EQ(job.counted->done_in(170s), 5);
    EXPECT_EQ(job.counted->done_in(400s), 10);
    // 30 s, and 10 x (20 + 2 x 4) s.
    EXPECT_EQ(job.run_time, 310s);
    EXPECT_EQ(job.limit, 620s);  // it asks the network, which may slow it
    ASSERT_EQ(job.phases.size(), 2U);
    EXPECT_EQ(job.phases[0].duration, 30s);
    EXPECT_EQ(job.phases[0].gpu_activity, GpuActivity{});
    EXPECT_EQ(job.phases[1].duration, 280s);
    EXPECT_NEAR(job.phases[1].gpu_activity.busy, 0.8 * 20 / 28, 1e-12);
    EXPECT_NEAR(job.phases[1].compute_bound, 0.5 * 20 / 28, 1e-12);
    EXPECT_NEAR(job.phases[1].demand.network_bound, 8.0 / 28, 1e-12);
    // In that share of the time half of 4 x 200 Gb/s.
    EXPECT_NEAR(job.phases[1].demand.network.si(), 8.0 / 28 * 50e9, 1);
}

TEST_F(CodeJobs, ADividedProblemIsSmallerOnEachNode) {
    const RunPlan built = plan(scenario("8", "code = { name = \"round\", size = \"whole\" }"));
    // 4 / 8 of 20 s and 3 x 4 s.
    EXPECT_EQ(built.jobs->next()->run_time, 22s);
}

// Four GPUs of 4 TB/s and as much network: 20 s x 1.555 / 4.
TEST_F(CodeJobs, OtherMemoryMakesItFaster) {
    const RunPlan built =
        plan(scenario("1", "code = { name = \"round\", size = \"whole\" }", "\"jupiter-booster\""));
    EXPECT_EQ(built.jobs->next()->run_time, 31100ms);
}

TEST_F(CodeJobs, ALimitEndsIt) {
    const RunPlan built = plan(scenario(
        "4", "code = { name = \"round\", size = \"large\", times = 10 }\nlimit = \"100 s\""));
    const Job job = *built.jobs->next();
    EXPECT_EQ(job.run_time, 100s);
    EXPECT_TRUE(job.killed_at_limit);
    EXPECT_EQ(job.phases.back().duration, 70s);
    // 70 of 280 s.
    EXPECT_THAT(built.remarks,
                testing::Contains("job.0: its limit of 100 s ends it after 25 % of its 10 "
                                  "solutions (all of it takes 5.167 min)"));
}

TEST_F(CodeJobs, BeyondTheMeasuredNodesIsARemark) {
    const RunPlan built = plan(scenario("32", "code = { name = \"round\", size = \"large\" }"));
    EXPECT_THAT(built.remarks,
                testing::Contains("job.0: round was measured on 1 to 16 nodes; on 32 its scaling "
                                  "is continued beyond them"));
}

TEST_F(CodeJobs, OtherDevicesAreARemark) {
    const std::string job = "code = { name = \"round\", size = \"large\" }";
    const std::string measured = "job.0: round was measured on NVIDIA A100 SXM4, 40 GB HBM2; its ";
    EXPECT_THAT(plan(scenario("4", job, "\"jupiter-booster\"")).remarks,
                Contains(measured + "time on NVIDIA Hopper of a GH200, 96 GB HBM3 follows from "
                                    "bandwidths and peak rates alone"));
    EXPECT_THAT(
        plan(scenario("4", job, "\"lumi-g\"")).remarks,
        Contains(measured + "time on AMD Instinct MI250X, 128 GB HBM2e follows from bandwidths and "
                            "peak rates alone, which say nothing of how well it is ported to GPUs "
                            "of AMD"));
}

TEST_F(CodeJobs, MistakesAreSentences) {
    EXPECT_THAT(
        mistakes(scenario("4", "code = { name = \"rond\", size = \"large\" }")),
        ElementsAre("s.toml:11:17: job.0.code.name: expected one of arbor, graph500, juqcs, "
                    "nekrs, picongpu, round, got 'rond'; did you mean 'round'?"));
    EXPECT_THAT(mistakes(scenario("4", "code = { name = \"round\", times = 0 }")),
                ElementsAre("s.toml:11:8: job.0.code.size: required: expected a text, got nothing",
                            "s.toml:11:34: job.0.code.times: expected an integer > 0, got 0"));
    EXPECT_THAT(build_mistakes(scenario("4", "code = { name = \"round\", size = \"lrge\" }")),
                ElementsAre("s.toml:11:33: job.0.code.size: expected a size of round (large, "
                            "whole), got 'lrge'; did you mean 'large'?"));
    EXPECT_THAT(build_mistakes(scenario("6", "code = { name = \"round\", size = \"large\" }")),
                ElementsAre("s.toml:9:9: job.0.nodes: expected a power of two for round, got 6 (4 "
                            "or 8)"));
    EXPECT_THAT(build_mistakes(scenario("4",
                                        "code = { name = \"round\", size = \"large\", times = "
                                        "1000000000000 }")),
                ElementsAre(testing::StartsWith("s.toml:11:50: job.0.code.times: expected a run of "
                                                "at most 100 years, got ")));
    EXPECT_THAT(build_mistakes(scenario("4", "code = { name = \"round\", size = \"large\" }",
                                        "\"flat-pool\", nodes = 8")),
                ElementsAre("s.toml:11:17: job.0.code.name: expected a code for the site's nodes, "
                            "which have no GPUs, got 'round' (it runs on GPUs)"));
}

TEST_F(CodeJobs, NothingElseSaysWhatItDoes) {
    EXPECT_THAT(
        build_mistakes(scenario("4", R"(code = { name = "round", size = "large" }
run_time = "1 h"
gpu_utilisation = "10 %"
kernels = [{ run = "launch" }])")),
        testing::Contains("s.toml:11:8: job.0.code: expected no such key beside kernels, got both "
                          "(each says all that a job does)"));
    EXPECT_THAT(build_mistakes(scenario("4", R"(code = { name = "round", size = "large" }
run_time = "1 h"
gpu_utilisation = "10 %")")),
                ElementsAre("s.toml:11:8: job.0.code: expected no activity, utilisation or "
                            "compute_bound beside code, got both (the code says what the devices "
                            "do)",
                            "s.toml:12:12: job.0.run_time: expected no such key beside code, got "
                            "one (it follows from the code's fitted scaling)"));
}

TEST_F(CodeJobs, MistakesInAPartAreSentences) {
    const auto with = [&](const std::string& from, const std::string& to) {
        std::string text = round_code;
        text.replace(text.find(from), from.size(), to);
        write("p.toml", text);
        return mistakes(scenario("4", "run_time = \"1 h\""));
    };
    EXPECT_THAT(
        with("\"juwels-booster\"", "\"juwels\""),
        ElementsAre(testing::StartsWith("p.toml:3:17: codes.round.measured_on: expected the "
                                        "id of a part, got 'juwels'")));
    EXPECT_THAT(with("\"juwels-booster\"", "\"frontier\""),
                ElementsAre("p.toml:3:17: codes.round.measured_on: expected a site whose network "
                            "is known, got 'frontier'"));
    EXPECT_THAT(with("value = 16", "value = 0"),
                ElementsAre("p.toml:7:27: codes.round.most_nodes.value: expected an integer > 0, "
                            "got 0",
                            "p.toml:7:17: codes.round.most_nodes: expected at least the 1 of "
                            "least_nodes, got 0"));
    EXPECT_THAT(with("value = \"20 s\"", "value = \"0 s\""),
                ElementsAre("p.toml:9:17: codes.round.work_time: expected more than 0 s where "
                            "fixed is 0 s"));
    EXPECT_THAT(with("whole_work = { value = 4, assumption = \"round\" }", ""),
                ElementsAre("p.toml:1:1: codes.round.sizes.1.work: expected either work or "
                            "whole_work above 0"));
    EXPECT_THAT(with("\"whole\"", "\"large\""),
                ElementsAre("p.toml:25:14: codes.round.sizes.1.name: expected a name of its own, "
                            "got 'large'"));
}

// By hand from the figures of models/parts/codes/nekrs.toml: 7.993 + 244.8 + 6 x 0.08249 +
// 63 x 0.04131 s on 64 nodes of JUWELS Booster, where 255.3 s were measured.
TEST(ShippedCodes, LargeNekRsOnJuwels) {
    const CodePart& code = shipped_parts().codes.at("nekrs");
    EXPECT_NEAR(code_time(code, *code.find_size("large"), 64).step().si(), 255.89, 0.01);
}

}  // namespace
}  // namespace twin
