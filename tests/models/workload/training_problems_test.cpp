#include "models/workload/training_problems.h"

#include <gmock/gmock.h>

#include "tests/models/workload/round_machine.h"

namespace twin {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

// GPT-3 175B, Brown et al. 2020: 96 layers of width 12,288 with 96 heads of 128.
TrainingTask gpt_175b() {
    TrainingTask task;
    task.model.layers = 96;
    task.model.hidden = 12'288;
    task.model.ffn = 49'152;
    task.model.heads = task.model.kv_heads = 96;
    task.model.head_size = 128;
    task.model.vocabulary = 51'200;
    task.sequence = 2048;
    task.global_batch = 1536;
    return task;
}

ParallelPlan plan(int tensor, int pipeline, int data) {
    ParallelPlan out;
    out.tensor = tensor;
    out.pipeline = pipeline;
    out.data = data;
    return out;
}

TEST(PlanProblems, FindsNoneInAPublishedPlan) {
    ParallelPlan published = plan(8, 16, 8);
    EXPECT_THAT(plan_problems(gpt_175b(), published), IsEmpty());
    published.chunks = 3;
    EXPECT_THAT(plan_problems(gpt_175b(), published), IsEmpty());
}

TEST(PlanProblems, SaysWhichNumbersTensorDoesNotDivide) {
    // Of 96 heads, 49,152, 51,200 and 2,048 tokens 5 divides the words alone; 4 and 8 divide all.
    EXPECT_THAT(plan_problems(gpt_175b(), plan(5, 1, 1)),
                ElementsAre("heads: expected a multiple of tensor 5, got 96 (tensor 4 or 8)",
                            "kv_heads: expected a multiple of tensor 5, got 96 (tensor 4 or 8)",
                            "ffn: expected a multiple of tensor 5, got 49152 (tensor 4 or 8)",
                            "sequence: expected a multiple of tensor 5 on each rank of context, "
                            "got 2048 tokens there (or no sequence parallelism)"));
    TrainingTask task = gpt_175b();
    task.model.vocabulary = 50'257;
    EXPECT_THAT(plan_problems(task, plan(8, 1, 1)),
                ElementsAre("vocabulary: expected a multiple of tensor 8, got 50257 (programs pad "
                            "it, here to 50264)"));
    task = gpt_175b();
    task.model.kv_heads = 4;
    EXPECT_THAT(plan_problems(task, plan(8, 1, 1)),
                ElementsAre("kv_heads: expected a multiple of tensor 8, got 4 (tensor 4)"));
}

TEST(PlanProblems, LetsTheEndsOfAPipelineHaveFewerLayers) {
    TrainingTask task = gpt_175b();
    task.model.layers = 126;
    EXPECT_THAT(plan_problems(task, plan(8, 16, 8)), IsEmpty());
    // 12 stages of 11 would be 132.
    EXPECT_THAT(plan_problems(task, plan(8, 12, 8)), IsEmpty());
    // 16 stages of 5 chunks of 2 would be 160: 34 are missing.
    ParallelPlan chunks = plan(8, 16, 8);
    chunks.chunks = 5;
    EXPECT_THAT(plan_problems(task, chunks),
                ElementsAre("layers: expected a multiple of 80 or up to 15 fewer for pipeline 16 "
                            "with 5 chunks, got 126 (80 and 145 to 160 are possible)"));
    chunks.chunks = 8;
    EXPECT_THAT(plan_problems(task, chunks),
                ElementsAre("layers: expected at least 128, one for each chunk of pipeline 16 with "
                            "8 chunks, got 126 (fewer stages or chunks)"));
}

TEST(PlanProblems, CountsBatches) {
    ParallelPlan odd = plan(8, 4, 7);
    odd.micro_batch = 2;
    EXPECT_THAT(plan_problems(gpt_175b(), odd),
                ElementsAre("global_batch: expected a multiple of 14 (data 7 x micro_batch 2), got "
                            "1536 (1526 or 1540)"));
    // 1,536 / 192 / 1 = 8 micro batches for 16 stages.
    ParallelPlan few = plan(8, 16, 192);
    EXPECT_THAT(plan_problems(gpt_175b(), few), IsEmpty());
    few.chunks = 2;
    EXPECT_THAT(plan_problems(gpt_175b(), few),
                ElementsAre("micro batches: expected a multiple of pipeline 16, as its chunks are "
                            "interleaved, got 8 (global_batch 1536 / data 192 / micro_batch 1; or "
                            "chunks 1)"));
    few = plan(8, 1, 8);
    few.chunks = 2;
    EXPECT_THAT(plan_problems(gpt_175b(), few),
                ElementsAre("chunks: expected 1 where pipeline is 1, got 2 (only stages take turns "
                            "with their chunks)"));
    few.chunks = 5;  // of which 96 layers are no multiple: that is not the matter
    EXPECT_THAT(plan_problems(gpt_175b(), few),
                ElementsAre("chunks: expected 1 where pipeline is 1, got 5 (only stages take turns "
                            "with their chunks)"));
}

TEST(PlanProblems, CutsTheSequenceTwiceForContext) {
    ParallelPlan context = plan(1, 1, 1);
    context.context = 3;
    EXPECT_THAT(plan_problems(gpt_175b(), context),
                ElementsAre("sequence: expected a multiple of 6, twice the 3 ranks of context, got "
                            "2048 (each rank takes an early and a late part of it)"));
    context.context = 64;
    context.tensor = 32;
    EXPECT_THAT(plan_problems(gpt_175b(), context), IsEmpty());
    context.context = 128;
    EXPECT_THAT(plan_problems(gpt_175b(), context),
                ElementsAre("sequence: expected a multiple of tensor 32 on each rank of context, "
                            "got 16 tokens there (or no sequence parallelism)"));
}

TEST(PlanProblems, LaysExpertsOverRanks) {
    ParallelPlan eight = plan(2, 1, 4);
    eight.expert = 8;
    EXPECT_THAT(plan_problems(gpt_175b(), eight),
                ElementsAre("expert: expected 1 for a model without experts, got 8"));
    TrainingTask task = gpt_175b();
    task.model.experts = 12;
    task.model.experts_per_token = 2;
    task.model.expert_ffn = 1024;
    eight.sequence_parallel = false;
    EXPECT_THAT(plan_problems(task, eight),
                ElementsAre("experts: expected a multiple of expert 8, got 12 (expert 6 or 12)",
                            "sequence_parallel: expected true for a model with experts under "
                            "tensor 2, got false (each rank sends its own tokens to the experts)"));
    eight.sequence_parallel = true;
    eight.expert = 3;
    EXPECT_THAT(plan_problems(task, eight),
                ElementsAre("expert: expected a divisor of 8 (tensor 2 x context 1 x data 4), got "
                            "3 (expert 2 or 4)"));
}

TEST(PlanProblems, TellsOnlyOfNumbersThatAreNone) {
    ParallelPlan none = plan(0, 1, -2);
    none.micro_batch = 2'000'000;
    EXPECT_THAT(
        plan_problems(gpt_175b(), none),
        ElementsAre("tensor: expected 1 to 1000000, got 0", "data: expected 1 to 1000000, got -2",
                    "micro_batch: expected 1 to 1000000, got 2000000"));
    TrainingTask empty;
    EXPECT_THAT(
        plan_problems(empty, plan(1'000'000, 1'000'000, 1)),
        ElementsAre("layers: expected at least 1, got 0", "hidden: expected at least 1, got 0",
                    "heads: expected at least 1, got 0", "kv_heads: expected at least 1, got 0",
                    "head_size: expected at least 1, got 0",
                    "vocabulary: expected at least 1, got 0", "ffn: expected at least 1, got 0",
                    "sequence: expected at least 1, got 0",
                    "global_batch: expected at least 1, got 0"));
    EXPECT_THAT(plan_problems(gpt_175b(), plan(1'000'000, 1'000'000, 1)),
                ElementsAre("plan: expected ranks, chunks and sequences of a micro batch that "
                            "multiply to at most 1e9, got 1e+12"));
    TrainingTask exact = gpt_175b();
    exact.precision = Precision::fp64;
    EXPECT_THAT(
        plan_problems(exact, plan(1, 1, 1)),
        ElementsAre("precision: expected fp32, tf32, bf16, fp8, fp8_block or fp4, got fp64"));
}

TEST(PlanProblems, BoundsTheRankOfFactorsByTheWidth) {
    TrainingTask task = gpt_175b();
    task.lora.rank = 12'288;
    EXPECT_THAT(plan_problems(task, plan(1, 1, 1)), IsEmpty());
    task.lora.rank = 100'000;
    EXPECT_THAT(plan_problems(task, plan(1, 1, 1)),
                ElementsAre("lora.rank: expected at most 12288, the model's hidden size, got "
                            "100000"));
}

TEST(TrainingTask, ItsStepsAreWhole) {
    TrainingTask task = gpt_175b();
    // 1,536 x 2,048 = 3,145,728 tokens.
    EXPECT_EQ(task.tokens_of_step(), 3'145'728);
    EXPECT_EQ(task.steps_for(TokenCount::from_si(1)), 1);
    EXPECT_EQ(task.steps_for(TokenCount::from_si(3'145'728)), 1);
    EXPECT_EQ(task.steps_for(TokenCount::from_si(3.145728 * 1e6)), 1);
    EXPECT_EQ(task.steps_for(TokenCount::from_si(3'145'729)), 2);
    EXPECT_EQ(task.steps_for(TokenCount::from_si(300e9)), 95'368);  // 95,367.4
}

TEST(ShapeProblems, ComparesNumbersOfAModel) {
    TransformerShape shape = gpt_175b().model;
    shape.kv_heads = 7;
    shape.experts_per_token = 2;
    EXPECT_THAT(shape_problems(shape),
                ElementsAre("heads: expected a multiple of the 7 kv_heads, got 96",
                            "experts_per_token: expected 0 for a model without experts, got 2"));
    shape.kv_heads = 8;
    shape.experts = 4;
    shape.experts_per_token = 5;
    shape.dense_layers = 97;
    EXPECT_THAT(shape_problems(shape),
                ElementsAre("expert_ffn: expected at least 1, got 0",
                            "experts_per_token: expected 1 to the 4 experts, got 5",
                            "dense_layers: expected 0 to the 96 layers, got 97"));
}

TEST(ShapeProblems, KeepsNumbersWithinTheirTypes) {
    TransformerShape shape = gpt_175b().model;
    shape.ffn = 2'000'000'000;
    shape.vocabulary = 100'000'001;
    shape.experts = 4;
    shape.experts_per_token = 2;
    shape.shared_experts = shape.expert_ffn = 1'000'000;
    EXPECT_THAT(shape_problems(shape),
                ElementsAre("ffn: expected at most 1000000, got 2000000000",
                            "vocabulary: expected at most 100000000, got 100000001",
                            "shared_experts: expected at most 100000000 elements of expert_ffn "
                            "together, got 1000000 x 1000000"));
}

TEST(TrainingProblems, NeedsProductsOf16BitsAndCopiesWhateverThePrecision) {
    RoundMachine machine(2, 2);
    machine.calibration.gemm.front().precision = Precision::fp8;
    machine.calibration.curves.erase(machine.calibration.curves.begin());
    TrainingTask task = gpt_175b();
    task.precision = Precision::fp8;
    EXPECT_THAT(
        training_problems(task, plan(2, 1, 2), machine.setting()),
        ElementsAre("calibration: expected a kernel that calibration round knows (gemm fp8, "
                    "attention bf16), got one without products of bf16, which all training has",
                    "calibration: expected a kernel that calibration round knows (gemm fp8, "
                    "attention bf16), got one without copies of fp32, which all training has"));
}

TEST(TrainingProblems, ComparesThePlanWithItsGpus) {
    const RoundMachine machine(2, 2);
    EXPECT_THAT(training_problems(gpt_175b(), plan(2, 1, 2), machine.setting()), IsEmpty());
    EXPECT_THAT(training_problems(gpt_175b(), plan(2, 1, 4), machine.setting()),
                ElementsAre("plan: expected tensor x context x pipeline x data to be the 4 GPUs, "
                            "got 2 x 1 x 1 x 4 = 8 (data 2)"));
    // What follows from the copies is not told: 1,536 is no multiple of 5.
    EXPECT_THAT(training_problems(gpt_175b(), plan(2, 1, 5), machine.setting()),
                ElementsAre("plan: expected tensor x context x pipeline x data to be the 4 GPUs, "
                            "got 2 x 1 x 1 x 5 = 10 (data 2)"));
    EXPECT_THAT(plan_problems(gpt_175b(), plan(2, 1, 5)).size(), 1U);
    // What does not is told behind it.
    EXPECT_THAT(training_problems(gpt_175b(), plan(1, 100, 1), machine.setting()),
                ElementsAre(testing::StartsWith("plan: expected tensor x context x pipeline x "),
                            "layers: expected at least 100, one for each chunk of pipeline 100, "
                            "got 96 (fewer stages or chunks)"));
    EXPECT_THAT(training_problems(gpt_175b(), plan(1, 3, 1), machine.setting()),
                ElementsAre("plan: expected tensor x context x pipeline x data to be the 4 GPUs, "
                            "got 1 x 1 x 3 x 1 = 3 (4 GPUs are no multiple of tensor x context x "
                            "pipeline = 3)"));
}

TEST(TrainingProblems, MissesWhatTheMachineDoesNotSay) {
    RoundMachine machine(2, 2);
    machine.node.gpu.memory.value = DataSize();
    machine.node.gpu.bf16_dense.value = FlopRate();
    machine.rates.node.gpu_bandwidth = machine.rates.node.nic_bandwidth = Bandwidth();
    TrainingTask task = gpt_175b();
    task.precision = Precision::fp8;
    TrainingSetting setting = machine.setting();
    setting.gpu_cap = Power();
    EXPECT_THAT(
        training_problems(task, plan(2, 1, 2), setting),
        ElementsAre("gpu_bandwidth: expected a bandwidth above 0, as a node has several ranks, got "
                    "0",
                    "nic_bandwidth: expected a bandwidth above 0, as there are several nodes, got "
                    "0",
                    "gpu: expected one whose memory is known, got gpu",
                    "gpu: expected one whose peak of bf16 is known, got gpu",
                    "precision: expected a kernel that calibration round knows (gemm bf16, copy, "
                    "attention bf16), got "
                    "fp8",
                    "gpu_cap: expected a power above 0 W, got 0 W"));
    machine.node.gpus.value = 0;
    EXPECT_THAT(training_problems(gpt_175b(), plan(2, 1, 2), machine.setting()),
                ElementsAre("node: expected one with GPUs, got node"));
}

}  // namespace
}  // namespace twin
