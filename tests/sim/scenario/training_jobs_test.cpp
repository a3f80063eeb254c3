// [[job]] training: run time, load and cost of a placement from a model and a plan.
#include <fmt/format.h>
#include <gmock/gmock.h>

#include "models/power/node_power.h"
#include "sim/scenario/parts_catalog.h"
#include "sim/scenario/training_job.h"
#include "sim/scenario/training_place.h"
#include "tests/sim/scenario/scenario_files.h"

namespace twin {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::StartsWith;

class TrainingJobs : public ScenarioFiles {
  protected:
    // The job's own keys from line 10 on.
    static std::string scenario(int nodes, const std::string& job,
                                const std::string& site = "\"jupiter-booster\"") {
        return R"(title = "training"
time = { start = "2024-01-01T00:00:00Z" }
site = { part = )" +
               site + R"( }
scheduling = { policy = "fcfs" }
[[job]]
name = "a"
submit = "+0 s"
nodes = )" + std::to_string(nodes) +
               "\n\n" + job + "\n";
    }
    // Of the CARAML model: 16 layers, 8 heads, sequences of 2,048 tokens.
    static std::string small(const std::string& more, const std::string& model = "caraml-800m") {
        return scenario(4, "training = { model = \"" + model +
                               "\", sequence = 2048, global_batch = 512, " + more + " }");
    }
    Options small_mistakes(const std::string& more) const { return build_mistakes(small(more)); }
};

TEST_F(TrainingJobs, TokensAreWholeStepsAfterTheStart) {
    // A step has 512 x 2,048 = 1,048,576 tokens: 3.1 Mtoken need three.
    const RunPlan by_tokens = plan(small("tokens = \"3.1 Mtoken\", plan = { tensor = 2 }"));
    const Job job = *by_tokens.jobs->next();
    const RunPlan by_steps =
        plan(small("steps = 3, start_up = \"0 s\", plan = { tensor = 2, data = 8 }"));
    const Job same = *by_steps.jobs->next();
    ASSERT_EQ(job.phases.size(), 2U);
    ASSERT_EQ(same.phases.size(), 1U);
    EXPECT_EQ(job.phases[0].duration, 2min);
    EXPECT_EQ(job.phases[0].gpu_activity, GpuActivity{});
    EXPECT_EQ(job.phases[1], same.phases[0]);
    EXPECT_EQ(job.run_time, 2min + same.run_time);
    // Twice what it takes, as its placement may slow it.
    EXPECT_EQ(job.limit, 2 * job.run_time);

    // Each as long as the model of training says.
    const auto found = training_place(by_steps.site, *by_steps.parts);
    const TrainingPlace& place = std::get<TrainingPlace>(found);
    const PlacementShape shape = place.compact(16);
    EXPECT_THAT(shape.nodes_by_group, ElementsAre(4));
    TrainingTask task;
    task.model = by_steps.parts->models.at("caraml-800m").shape();
    task.sequence = 2048;
    task.global_batch = 512;
    ParallelPlan two;
    two.tensor = 2;
    two.data = 8;
    const TrainingEstimate estimate = estimate_training(task, two, place.setting(shape));
    EXPECT_NEAR(to_seconds(same.run_time), 3 * estimate.step.total().si(), 1e-8);
    // Four bytes for each of 3 x 1,048,576 tokens.
    EXPECT_NEAR(same.phases[0].demand.storage_read.si() * to_seconds(same.run_time), 12582912, 1);
    EXPECT_NEAR(same.phases[0].demand.network.si(), estimate.sent_per_node.si(), 1);
}

// Four rings, one for each GPU of a node: each node hands on what it sends to the next one, and so
// does the last one of a group, each way. The bytes are the same wherever the nodes lie.
TEST_F(TrainingJobs, RingsSendFromGroupToGroupWhatANodeSends) {
    const Job job = *plan(small("steps = 3, plan = { tensor = 4, data = 4 }")).jobs->next();
    const PlacedWork& whole = job.placement->placed({4, {4}});
    const PlacedWork& halves = job.placement->placed({4, {1, 3}});
    EXPECT_NEAR(whole.time, 1, 1e-9);
    EXPECT_TRUE(whole.between.empty());
    EXPECT_DOUBLE_EQ(whole.network.si(), job.phases.back().demand.network.si());
    EXPECT_GE(halves.time, 1);
    EXPECT_EQ(halves.network, whole.network);
    ASSERT_EQ(halves.between.size(), 2U);
    for (const GroupTraffic& one : halves.between)
        EXPECT_NEAR(one.rate.si(), halves.network.si(), 1e-6 * halves.network.si());
}

TEST_F(TrainingJobs, TheModelSaysHowItWasTrained) {
    const RunPlan built =
        plan(scenario(256,
                      "training = { model = \"apertus-70b\", steps = 1, plan = { tensor = 4, "
                      "pipeline = 8, chunks = 5 } }"));
    EXPECT_THAT(built.remarks,
                testing::Contains(StartsWith("job.0: apertus-70b by tensor 4, pipeline 8, data 32, "
                                             "chunks 5: 1 step of ")));
}

TEST_F(TrainingJobs, WithoutAPlanTheFastestIsTaken) {
    const RunPlan found = plan(small("steps = 10"));
    const RunPlan word = plan(small("steps = 10, plan = \"auto\""));
    const RunPlan other = plan(small("steps = 10, plan = { tensor = 4 }"));
    const SimDuration fastest = found.jobs->next()->run_time;
    EXPECT_EQ(word.jobs->next()->run_time, fastest);
    EXPECT_LE(fastest, other.jobs->next()->run_time);
}

TEST_F(TrainingJobs, APlanMayBeWords) {
    const RunPlan table = plan(small("steps = 10, plan = { tensor = 2, recompute = \"full\" }"));
    const RunPlan words = plan(small("steps = 10, plan = \"tensor 2, recompute full\""));
    EXPECT_EQ(words.jobs->next()->run_time, table.jobs->next()->run_time);
    EXPECT_EQ(words.remarks, table.remarks);
    // What the words leave open is searched.
    const RunPlan open = plan(small("steps = 10, plan = \"auto, tensor 8\""));
    EXPECT_THAT(open.remarks, testing::Contains(StartsWith("job.0: caraml-800m by tensor 8, ")));

    const CheckedScenario checked = check(small("steps = 10, plan = \"auto, tensor 8\""));
    const auto settings = settings_of(checked, test_vocabulary());
    EXPECT_TRUE(std::any_of(settings.begin(), settings.end(), [](const ScenarioSetting& one) {
        return one.path == "job.0.training.plan" && one.value == "auto, tensor 8" &&
               one.origin == "s.toml:10";
    }));
}

TEST_F(TrainingJobs, EachWrongWordOfAPlanHasItsPlace) {
    const std::string known =
        "a word of a plan (tensor, context, pipeline, data, expert, chunks, micro_batch, sharding, "
        "recompute, overlap_tensor, sequence_parallel, fused_attention, fused_elements, "
        "fused_experts, tokens_once_a_node, overlap_data, overlap_pipeline, wide_gradients, "
        "graphs, auto)";
    // The text begins in column 56, behind its quote.
    EXPECT_THAT(mistakes(scenario(4,
                                  "training = { model = \"caraml-800m\", steps = 1, plan = \"tp 8, "
                                  "pipeline two\" }")),
                ElementsAre("s.toml:10:56: job.0.training.plan: expected " + known +
                                ", got 'tp 8'; did you mean 'tensor'?",
                            "s.toml:10:62: job.0.training.plan: expected pipeline and a whole "
                            "number of at least 1, got 'two'"));
    // An option has no columns, a text over several lines those of its beginning.
    EXPECT_THAT(sentences(check(small("steps = 1"), {"job.0.training.plan=tensor x"}).problems),
                ElementsAre("--set job.0.training.plan=tensor x: job.0.training.plan: expected "
                            "tensor and a whole number of at least 1, got 'x'"));
    EXPECT_THAT(mistakes(small("steps = 1, plan = \"\"\"\ntensor 2,\nchunks x\"\"\"")),
                ElementsAre("s.toml:10:92: job.0.training.plan: expected chunks and a whole number "
                            "of at least 1, got 'x'"));
}

// A model of the user's own beside the scenario, or in a folder from there.
TEST_F(TrainingJobs, AModelMayBeAFile) {
    const auto figure = [](const std::string& key, const std::string& value) {
        return key + " = { value = " + value + ", assumption = \"tiny\" }\n";
    };
    const std::string tiny = "name = \"A tiny model\"\n" + figure("layers", "2") +
                             figure("hidden", "1024") + figure("ffn", "4096") +
                             figure("heads", "8") + figure("kv_heads", "8") +
                             figure("head_size", "128") + figure("vocabulary", "8192") +
                             figure("gated", "false") + figure("tied_embedding", "true");
    std::filesystem::create_directory("own");
    write("own/tiny.toml", tiny);
    const RunPlan run = plan(small("steps = 10, plan = \"data 16\"", "own/tiny.toml"));
    EXPECT_THAT(run.remarks, testing::Contains(StartsWith("job.0: own/tiny.toml by data 16: ")));
    EXPECT_THAT(run.inputs, ElementsAre("own/tiny.toml"));
    // Named from the folder of the file that names it.
    write("own/base.toml", small("steps = 10, plan = \"data 16\"", "tiny.toml"));
    EXPECT_EQ(plan("base = \"own/base.toml\"\n").remarks, run.remarks);

    EXPECT_THAT(mistakes(small("steps = 1", "none.toml")),
                ElementsAre("s.toml:10:22: job.0.training.model: cannot read none.toml: No such "
                            "file or directory"));
    write("bad.toml", "layers = 3\n" + tiny.substr(tiny.find("hidden")));
    EXPECT_THAT(mistakes(small("steps = 1", "bad.toml")),
                ElementsAre("bad.toml:1:1: name: required: expected a text, got nothing",
                            "bad.toml:1:10: layers: expected a figure { value = ..., source = "
                            "\"...\" }, got 3"));
    write("syntax.toml", "layers = = 3\n");
    EXPECT_THAT(mistakes(small("steps = 1", "syntax.toml")),
                ElementsAre(StartsWith("syntax.toml:1:10: ")));
}

TEST_F(TrainingJobs, FactorsAreNoWiderThanTheModel) {
    EXPECT_THAT(small_mistakes("steps = 1, lora = { rank = 100000 }"),
                ElementsAre("s.toml:10:101: job.0.training.lora.rank: expected at most 2048, the "
                            "model's hidden size, got 100000"));
}

// What is asked for and what whole steps see; of fp8 both peaks.
TEST_F(TrainingJobs, SaysWhatItTrains) {
    const RunPlan run =
        plan(small("tokens = \"3.1 Mtoken\", precision = \"fp8\", plan = \"tensor 2\""));
    ASSERT_EQ(run.remarks.size(), 1U);
    EXPECT_THAT(
        run.remarks[0],
        testing::AllOf(StartsWith("job.0: caraml-800m by tensor 2, data 8: 3 steps of "),
                       testing::HasSubstr(", 3.146 Mtoken trained of 3.1 Mtoken asked for, "),
                       testing::ContainsRegex("[0-9]+ % of its bf16 peak, [0-9]+ % of its "
                                              "fp8 peak\\)")));
}

TEST_F(TrainingJobs, FactorsAreTrainedFasterThanAllWeights) {
    const SimDuration all = plan(small("steps = 10, plan = {}")).jobs->next()->run_time;
    const SimDuration factors =
        plan(small("steps = 10, plan = {}, lora = { rank = 16 }")).jobs->next()->run_time;
    // The backward pass leaves out one of two products of each weight: at least 2/3 remain.
    EXPECT_LT(factors, all);
    EXPECT_GT(to_seconds(factors), 0.6 * to_seconds(all));
}

TEST_F(TrainingJobs, SpreadOverGroupsItTakesLonger) {
    const RunPlan built =
        plan(scenario(128,
                      "training = { model = \"llama-3-70b\", steps = 1, sequence = 8192, "
                      "global_batch = 512, plan = { tensor = 4, pipeline = 8, chunks = 5 } }"));
    const Job job = *built.jobs->next();
    ASSERT_TRUE(job.placement);
    EXPECT_DOUBLE_EQ(job.placement->placed({4, {128}}).time, 1);
    const double spread = job.placement->placed({4, {64, 64}}).time;
    EXPECT_GE(spread, 1);
    EXPECT_DOUBLE_EQ(job.placement->placed({4, {64, 64}}).time, spread);
    EXPECT_GT(job.placement->placed({4, std::vector<NodeCount>(16, 8)}).time, 1);
}

// Of jobs that have estimated nothing else yet.
TEST_F(TrainingJobs, TheOrderOfItsGroupsDoesNotMatter) {
    const auto slowdown = [&](const std::vector<NodeCount>& groups) {
        const RunPlan built =
            plan(scenario(128,
                          "training = { model = \"llama-3-70b\", steps = 1, sequence = 8192, "
                          "global_batch = 512, plan = { tensor = 4, pipeline = 8, chunks = 5 } }"));
        return built.jobs->next()->placement->placed({4, groups}).time;
    };
    EXPECT_DOUBLE_EQ(slowdown({8, 20, 100}), slowdown({100, 20, 8}));
}

TEST_F(TrainingJobs, WhatNoPlanMendsIsToldWithoutOne) {
    // Whatever divides the work, nothing is trained in fp64.
    EXPECT_THAT(small_mistakes("steps = 1, precision = \"fp64\""),
                ElementsAre("s.toml:10:97: job.0.training.precision: expected fp32, tf32, bf16, "
                            "fp8, fp8_block or fp4, got fp64"));
}

TEST_F(TrainingJobs, ALimitEndsIt) {
    const RunPlan built = plan(small("steps = 1000000, plan = {}") + "limit = \"1 h\"\n");
    const Job job = *built.jobs->next();
    EXPECT_EQ(job.run_time, 1h);
    EXPECT_TRUE(job.killed_at_limit);
    EXPECT_EQ(job.phases.back().duration, 58min);
    ASSERT_TRUE(job.counted);
    EXPECT_EQ(job.counted->unit, "steps");
    EXPECT_EQ(job.counted->planned, 1e6);
    EXPECT_EQ(job.counted->tokens, 2048 * 512);
    EXPECT_EQ(job.counted->before, 2min);
    const double percent = 100 * 58 * 60 / to_seconds(job.counted->length);
    EXPECT_THAT(built.remarks,
                testing::Contains(StartsWith(fmt::format(
                    "job.0: its limit of 1 h ends it after {:.3g} % of its 1000000 steps and "
                    "nothing is kept of them without checkpoints (all of it takes ",
                    percent))));
}

// 10 min of work and 10 s of writing: at 60 min five are written, after 50 min of work, and 9 min
// 10 s more are done; 2 min of both before the first step.
TEST_F(TrainingJobs, ALimitLeavesWhatItsCheckpointsKept) {
    const RunPlan built = plan(small("steps = 1000000, plan = {}") +
                               "limit = \"1 h\"\ncheckpoints = { size = \"10 GB\", write = \"1 "
                               "GB/s\", interval = \"10 min\" }\n");
    const Job job = *built.jobs->next();
    ASSERT_TRUE(job.checkpoints && job.counted);
    const double length = to_seconds(job.counted->length);
    EXPECT_THAT(built.remarks,
                testing::Contains(StartsWith(fmt::format(
                    "job.0: its limit of 1 h ends it after {:.3g} % of its 1000000 steps, of which "
                    "its checkpoints keep {:.3g} % (all of it takes ",
                    100 * (57 * 60 + 10) / length, 100 * 48 * 60 / length))));
    EXPECT_THAT(built.remarks,
                testing::Contains("job.0: a checkpoint of 10 GB after every 10 min of work, "
                                  "written in 10 s while work stands still: 1.7 % longer"));
}

// 10 more racks of 48 nodes: 6,364, of which the network's 25 groups of 240 hold 6,000.
TEST_F(TrainingJobs, AsManyNodesAsTheNetworkHolds) {
    const std::string site =
        "\"jupiter-booster\", racks = { add = 10, part = \"bullsequana-xh3000-gh200\" }";
    EXPECT_THAT(
        build_mistakes(scenario(6200, "training = { model = \"llama-3-70b\", steps = 1 }", site)),
        ElementsAre("s.toml:10:12: job.0.training: expected a job on at most the 6000 slots of the "
                    "site's network, got 6200 nodes"));
}

TEST_F(TrainingJobs, AModelOrAKeyThatIsNoneIsASentence) {
    const Options unknown = mistakes(small("steps = 1", "caraml-80m"));
    ASSERT_EQ(unknown.size(), 1U);
    EXPECT_THAT(unknown[0], StartsWith("s.toml:10:22: job.0.training.model: expected one of "
                                       "apertus-70b, apertus-8b, "));
    EXPECT_THAT(unknown[0], testing::EndsWith("got 'caraml-80m'; did you mean 'caraml-800m'?"));
    EXPECT_THAT(mistakes(scenario(4, "training = { model = \"caraml-800m\", tokens = \"3 GB\" }")),
                ElementsAre("s.toml:10:46: job.0.training.tokens: expected a number of tokens "
                            "(token, ktoken, Mtoken, Gtoken, Ttoken), got '3 GB' (GB is a unit of "
                            "data size)"));
    EXPECT_THAT(mistakes(scenario(4, "training = { model = \"caraml-800m\" }")),
                ElementsAre("s.toml:10:12: job.0.training.tokens: required without steps: "
                            "expected a number of tokens (token, ktoken, Mtoken, Gtoken, Ttoken), "
                            "got nothing"));
    EXPECT_THAT(
        mistakes(scenario(4, "training = { model = \"caraml-800m\", steps = 1, plan = 4 }")),
        ElementsAre("s.toml:10:55: job.0.training.plan: expected a plan (words such as "
                    "\"tensor 4, pipeline 8\", \"auto\", or a table), got 4"));
    EXPECT_THAT(mistakes(scenario(4,
                                  "training = { model = \"caraml-800m\", steps = 1, plan = { "
                                  "tensr = 2, recompute = \"some\" } }")),
                ElementsAre("s.toml:10:80: job.0.training.plan.recompute: expected one of none, "
                            "selective, full, got 'some'",
                            "s.toml:10:57: job.0.training.plan.tensr: unknown key; did you mean "
                            "'tensor'?"));
    EXPECT_THAT(mistakes(scenario(4, "limit = \"1 h\"")),
                ElementsAre("s.toml:5:1: job.0.run_time: required without kernels, code, training: "
                            "expected a duration (s, ms, us, ns, min, h, d), got nothing"));
}

TEST_F(TrainingJobs, APlanThatCannotBeIsASentence) {
    // 16 GPUs.
    EXPECT_THAT(small_mistakes("steps = 1, plan = { tensor = 4, data = 3 }"),
                ElementsAre("s.toml:10:92: job.0.training.plan: expected tensor x context x "
                            "pipeline x data to be the 16 GPUs, got 4 x 1 x 1 x 3 = 12 (data 4)"));
    EXPECT_THAT(small_mistakes("steps = 1, plan = { tensor = 16 }"),
                ElementsAre("s.toml:10:92: job.0.training.plan: heads: expected a multiple of "
                            "tensor 16, got 8 (tensor 8)",
                            "s.toml:10:92: job.0.training.plan: kv_heads: expected a multiple of "
                            "tensor 16, got 8 (tensor 8)"));
    EXPECT_THAT(
        build_mistakes(scenario(4,
                                "training = { model = \"caraml-800m\", steps = 1, sequence = "
                                "2048, global_batch = 500, plan = { micro_batch = 4 } }")),
        ElementsAre("s.toml:10:80: job.0.training.global_batch: expected a multiple of 64 (data 16 "
                    "x micro_batch 4), got 500 (448 or 512)"));
    EXPECT_THAT(small_mistakes("steps = 1, tokens = \"1 Mtoken\""),
                ElementsAre("s.toml:10:82: job.0.training.steps: expected no such key beside "
                            "tokens, got both (steps = tokens / (sequence x global_batch))"));
}

TEST_F(TrainingJobs, AModelThatDoesNotFitSaysWhatWould) {
    const Options given =
        build_mistakes(scenario(8,
                                "training = { model = \"llama-3-70b\", steps = 1, sequence = 8192, "
                                "global_batch = 64, plan = { tensor = 2 } }"));
    ASSERT_EQ(given.size(), 1U);
    EXPECT_THAT(given[0], StartsWith("s.toml:10:91: job.0.training.plan: does not fit: "));
    EXPECT_THAT(given[0], testing::HasSubstr(" of 96 GB; "));
    EXPECT_THAT(given[0], testing::HasSubstr("; no single change of the plan on as many GPUs is "
                                             "enough; on as many GPUs tensor 8, "));
    const Options found =
        build_mistakes(scenario(1,
                                "training = { model = \"llama-3-70b\", steps = 1, sequence = 8192, "
                                "global_batch = 64 }"));
    ASSERT_EQ(found.size(), 1U);
    EXPECT_THAT(found[0],
                StartsWith("s.toml:10:12: job.0.training.plan: expected one that fits into the 96 "
                           "GB of each of 4 GPUs, got none: the smallest, "));
    // 70.55 G weights of 18 bytes are 13.2 times 96 GB: four nodes of four, if those.
    EXPECT_THAT(found[0], testing::HasSubstr("; the fewest GPUs on which it fits are "));
}

TEST_F(TrainingJobs, TheSiteMustBeOneThatCanTrain) {
    const std::string job = "training = { model = \"caraml-800m\", steps = 1 }";
    EXPECT_THAT(build_mistakes(scenario(4, job, "\"flat-pool\", nodes = 8")),
                ElementsAre("s.toml:10:12: job.0.training: expected a site with GPUs, got nodes "
                            "flat-pool, which have none"));
    EXPECT_THAT(build_mistakes(scenario(4, job, "\"frontier\"")),
                ElementsAre(StartsWith("s.toml:10:12: job.0.training: expected a site ")));
}

TEST_F(TrainingJobs, NothingElseSaysWhatItDoes) {
    EXPECT_THAT(
        build_mistakes(small("steps = 1, plan = {}") + "run_time = \"1 h\"\nactivity = \"hpl\"\n"),
        ElementsAre("s.toml:10:12: job.0.training: expected no activity, utilisation or "
                    "compute_bound beside training, got both (the model and its plan say what the "
                    "devices do)",
                    "s.toml:11:12: job.0.run_time: expected no such key beside training, got one "
                    "(it follows from the model, its plan and the machine)"));
}

// 16 layers with rank 4 beside products of 2,048 and 3 x 2,048, 2,048 and 2,048, 2,048 and 8,192,
// 8,192 and 2,048: 4 x (8,192 + 4,096 + 10,240 + 10,240) each.
TEST(TrainedParameters, OfFactorsAreThoseOfTheFactors) {
    TrainingTask task;
    task.model = shipped_parts().models.at("caraml-800m").shape();
    EXPECT_DOUBLE_EQ(trained_parameters(task), parameters(task.model));
    task.lora.rank = 4;
    EXPECT_DOUBLE_EQ(trained_parameters(task), 16 * 4 * 32768);
}

// A GPU of 100 W with a context, 100 W while busy, 200 W of arithmetic, limited to 300 W.
NodePart one_gpu() {
    NodePart node;
    node.gpus.value = 1;
    node.gpu.idle_power.value = 60.0 * watt;
    node.gpu.context_power.value = 40.0 * watt;
    node.gpu.busy_power.value = 100.0 * watt;
    node.gpu.tensor_power.value = 200.0 * watt;
    node.gpu.max_power.value = 300.0 * watt;
    node.gpu.clock_exponent.value = 2;
    node.gpu.lowest_clock.value = 0.1;
    return node;
}

Phase phase(SimDuration lasts, double busy, double tensor, double compute_bound) {
    Phase out;
    out.duration = lasts;
    out.gpu_activity = {busy, tensor, 0, 0};
    out.compute_bound = compute_bound;
    return out;
}

// 100 + 100 + 100 W for 3 s and 100 + 50 W for 1 s: 262.5 W.
TEST(MergedPhases, SayTheMeanAndDrawIt) {
    const Phase all = merged({phase(3s, 1, 0.5, 0.8), phase(1s, 0.5, 0, 0)});
    EXPECT_EQ(all.duration, 4s);
    EXPECT_NEAR(all.gpu_activity.busy, 0.875, 1e-12);
    EXPECT_NEAR(all.gpu_busy(), 0.875, 1e-12);
    EXPECT_NEAR(all.gpu_activity.tensor, 0.375, 1e-12);
    EXPECT_NEAR(all.compute_bound, 0.6, 1e-12);
    EXPECT_NEAR(node_draw(one_gpu(), all).input().si(), 262.5, 1e-9);
}

// The first asks for 400 W and gets 300, the second draws 200: 250 W in the mean, where the means
// of the paths would draw 300 W.
TEST(MergedPhases, AtTheLimitTheEnergyIsThatOfThePhases) {
    const Phase all = merged({phase(1s, 1, 1, 0.8), phase(1s, 1, 0, 0)});
    EXPECT_NEAR(node_draw(one_gpu(), all).input().si(), 250, 1e-9);
    EXPECT_NEAR(all.gpu_activity.busy, 1, 1e-9);
}

// A run slows the job as the estimate says that the cap slows a step, and its nodes draw as much;
// with a pipeline, where a bubble waits for the computation.
TEST_F(TrainingJobs, ACapSlowsARunAsItSlowsTheEstimate) {
    const RunPlan built = plan(scenario(
        16,
        "training = { model = \"llama-3-8b\", steps = 1, sequence = 8192, start_up = \"0 s\", "
        "global_batch = 64, plan = { tensor = 4, pipeline = 4 } }"));
    const Job job = *built.jobs->next();
    const auto found = training_place(built.site, *built.parts);
    const TrainingPlace& place = std::get<TrainingPlace>(found);
    const PlacementShape shape = place.compact(64);
    TrainingTask task;
    task.model = built.parts->models.at("llama-3-8b").shape();
    task.sequence = 8192;
    task.global_batch = 64;
    ParallelPlan division;
    division.tensor = 4;
    division.pipeline = 4;
    division.data = 4;
    const TrainingEstimate full = estimate_training(task, division, place.setting(shape));
    ASSERT_GT(full.step.bubble / full.step.total(), 0.05);
    for (const double watts : {600.0, 450.0, 300.0}) {
        TrainingSetting setting = place.setting(shape);
        setting.gpu_cap = watts * watt;
        const TrainingEstimate capped = estimate_training(task, division, setting);
        const NodeDraw draw = node_draw(place.node(), job.phases.back(), watts * watt);
        EXPECT_NEAR(draw.speed, full.step.total() / capped.step.total(), 1e-6) << watts;
        EXPECT_NEAR(draw.input() / capped.node_power, 1, 1e-6) << watts;
    }
}

}  // namespace
}  // namespace twin
