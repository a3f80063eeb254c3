#include "models/workload/training_memory.h"

#include <algorithm>
#include <gmock/gmock.h>

#include "models/workload/training_problems.h"

namespace twin {
namespace {

constexpr double gigabyte = 1e9;
// huggingface/transformers: 1343 MiB; 32 buffers of 4 MiB for each kind of ranks.
constexpr double context = 1343.0 * 1024 * 1024, buffers = 32 * 4.0 * 1024 * 1024;

// Korthikanti et al., arXiv 2205.05198, Table 3: sequences of 2,048 tokens, 51,200 words.
TrainingTask gpt(int layers, int hidden, int heads, int batch) {
    TrainingTask task;
    task.model.layers = layers;
    task.model.hidden = hidden;
    task.model.ffn = 4 * hidden;
    task.model.heads = task.model.kv_heads = heads;
    task.model.head_size = hidden / heads;
    task.model.vocabulary = 51'200;
    task.sequence = 2048;
    task.global_batch = batch;
    return task;
}
TrainingTask gpt_175b() {
    return gpt(96, 12'288, 96, 64);
}
TrainingTask gpt_530b() {
    return gpt(105, 20'480, 128, 280);
}

ParallelPlan plan(int tensor, int pipeline, int data, int chunks = 1, int micro_batch = 1) {
    ParallelPlan out;
    out.tensor = tensor;
    out.pipeline = pipeline;
    out.data = data;
    out.chunks = chunks;
    out.micro_batch = micro_batch;
    out.sharding = Sharding::none;
    out.fused_attention = false;
    return out;
}

// One layer over s b h, the unit of the paper's Table 2.
double layer(const TrainingTask& task, const ParallelPlan& plan) {
    return layer_activations(task, plan, false).si() /
           (double(task.sequence) * plan.micro_batch * task.model.hidden);
}

TEST(TrainingMemory, KeepsOfALayerWhatThePaperCounts) {
    // 5 a s / h = 5 x 96 x 2,048 / 12,288 = 80 for 175B; the paper's Section 4 says so.
    const TrainingTask task = gpt_175b();
    EXPECT_DOUBLE_EQ(layer(task, plan(1, 1, 1)), 34 + 80);
    ParallelPlan tensor = plan(8, 1, 1);
    tensor.sequence_parallel = false;
    EXPECT_DOUBLE_EQ(layer(task, tensor), 10 + 24.0 / 8 + 80.0 / 8);
    EXPECT_DOUBLE_EQ(layer(task, plan(8, 1, 1)), (34 + 80) / 8.0);
    tensor.recompute = Recompute::selective;
    EXPECT_DOUBLE_EQ(layer(task, tensor), 10 + 24.0 / 8);
    ParallelPlan both = plan(8, 1, 1);
    both.recompute = Recompute::selective;
    EXPECT_DOUBLE_EQ(layer(task, both), 34.0 / 8);
    ParallelPlan full = plan(8, 1, 1);
    full.recompute = Recompute::full;
    full.sequence_parallel = false;
    EXPECT_DOUBLE_EQ(layer(task, full), 2);
}

TEST(TrainingMemory, SavesByRecomputingAttentionWhatThePaperSays) {
    // "selective activation recomputation saves 70 % and 65 % of 175B and 530B": 80 / 114 and
    // 5 x 128 x 2,048 / 20,480 = 64, 64 / 98.
    for (const auto& [task, saved] : {std::pair{gpt_175b(), 80.0 / 114}, {gpt_530b(), 64.0 / 98}}) {
        ParallelPlan selective = plan(8, 1, 1);
        selective.recompute = Recompute::selective;
        EXPECT_DOUBLE_EQ(1 - layer(task, selective) / layer(task, plan(8, 1, 1)), saved);
    }
}

TEST(TrainingMemory, FusedAttentionKeepsNoScores) {
    ParallelPlan fused = plan(8, 1, 1);
    fused.fused_attention = true;
    EXPECT_DOUBLE_EQ(layer(gpt_175b(), fused), 34.0 / 8);
    // Nothing is left that selective recomputation could save.
    fused.recompute = Recompute::selective;
    EXPECT_DOUBLE_EQ(layer(gpt_175b(), fused), 34.0 / 8);
}

TEST(TrainingMemory, CountsGroupedKeysGatesAndPartsOfTheSequence) {
    // Llama 3 70B: 2 norms and 2 products of 2 bytes, no dropout: 8. Queries 2, keys and values of
    // an eighth 0.5, the result of attention 2; f = 3.5 h: both entries 14, the product's input 7.
    TrainingTask task = gpt(80, 8192, 64, 64);
    task.model.kv_heads = 8;
    task.model.ffn = 28'672;
    task.model.gated = true;
    ParallelPlan one = plan(1, 1, 1);
    one.fused_attention = true;
    EXPECT_DOUBLE_EQ(layer(task, one), 8 + 2 + 0.5 + 2 + 14 + 7);
    one.context = 4;
    EXPECT_DOUBLE_EQ(layer(task, one), 33.5 / 4);
    // Scores: 5 x 64 heads x 2,048 tokens seen / 8,192 = 80, of a quarter of the queries; a window
    // of 512 tokens leaves a quarter.
    one.fused_attention = false;
    EXPECT_DOUBLE_EQ(layer(task, one), (33.5 + 80) / 4);
    task.model.window = 512;
    EXPECT_DOUBLE_EQ(layer(task, one), (33.5 + 20) / 4);
}

TEST(TrainingMemory, KeepsNarrowInputsOfNarrowProducts) {
    // As above in 8 bits: norms 4, products 2; queries 2, keys and values 0.5, the result of
    // attention 2 and once more in 8 bits 1; entries 14, the product's input 3.5.
    TrainingTask task = gpt(80, 8192, 64, 64);
    task.model.kv_heads = 8;
    task.model.ffn = 28'672;
    task.model.gated = true;
    task.precision = Precision::fp8;
    ParallelPlan one = plan(1, 1, 1);
    one.fused_attention = true;
    EXPECT_DOUBLE_EQ(layer(task, one), 6 + 2.5 + 3 + 14 + 3.5);
}

TEST(TrainingMemory, KeepsOfExpertsWhatTokensMeet) {
    // Width 8, heads of all 8, experts of width 4, gated, 2 for a token and one shared. Whole: 2
    // norms, 2 products: 8 x 8. Queries, keys, values, result: 4 x 2 x 8. Shared: (2 x 2 + 2) x 4.
    // Each of 2: input and result 2 x 2 x 8, inside (2 x 2 + 2) x 4.
    TrainingTask task = gpt(2, 8, 4, 1);
    task.model.gated = true;
    task.model.experts = 16;
    task.model.experts_per_token = 2;
    task.model.shared_experts = 1;
    task.model.expert_ffn = 4;
    task.sequence = 1;
    ParallelPlan one = plan(1, 1, 1);
    one.fused_attention = true;
    EXPECT_DOUBLE_EQ(layer_activations(task, one, true).si(), 64 + 64 + 24 + 2 * (32 + 24));
    EXPECT_DOUBLE_EQ(layer_activations(task, one, false).si(), 64 + 64 + 6 * 32);
}

TEST(TrainingMemory, HoldsMostOnTheFirstStageOfAPipeline) {
    // 175B on 64 GPUs: 96 / 8 layers of 12 h^2 / 8 weights and 51,200 h / 8 of the embedding:
    // 2,717,908,992 + 78,643,200 weights of 2, 4 and 12 bytes. 8 stages keep 8 micro batches of 12
    // layers of 34 / 8 s b h, and 8 masks of the embedding's dropout.
    const TrainingTask task = gpt_175b();
    ParallelPlan eight = plan(8, 8, 1);
    eight.recompute = Recompute::selective;
    const TrainingMemory memory = training_memory(task, eight);
    const double weights = 12 * 12.0 * 12'288 * 12'288 / 8 + 51'200.0 * 12'288 / 8;
    EXPECT_DOUBLE_EQ(memory.weights.si(), 2 * weights);
    EXPECT_DOUBLE_EQ(memory.gradients.si(), 4 * weights);
    EXPECT_DOUBLE_EQ(memory.optimiser.si(), 12 * weights);
    const double unit = 2048.0 * 12'288, scores = 5.0 * 96 * 2048 / 8 * 2048;
    EXPECT_DOUBLE_EQ(memory.activations.si(), (96 * 34.0 / 8 + 8 / 8.0) * unit + scores);
    EXPECT_DOUBLE_EQ(memory.other.si(), context + 2 * buffers);
    EXPECT_EQ(memory.total(), stage_memory(task, eight, 0).total());
    // The last stage keeps one micro batch, and 4 s b h (1 + V / h) / 8 before the loss.
    EXPECT_DOUBLE_EQ(stage_memory(task, eight, 7).activations.si(),
                     (12 * 34.0 / 8 + 4.0 / 8 * (1 + 51'200.0 / 12'288)) * unit + scores);
}

TEST(TrainingMemory, KeepsMoreUnderInterleavedStages) {
    // The paper's factor 1 + (p - 1) / (p m) of 3 chunks of 35 stages: 1 + 34 / 105.
    const TrainingTask task = gpt_530b();
    ParallelPlan chunks = plan(8, 35, 1, 3), whole = plan(8, 35, 1);
    chunks.recompute = whole.recompute = Recompute::selective;
    const double unit = 2048.0 * 20'480, scores = 5.0 * 128 * 2048 / 8 * 2048;
    const double mask = 35 / 8.0 * unit;
    EXPECT_DOUBLE_EQ((training_memory(task, chunks).activations.si() - scores - mask) /
                         (training_memory(task, whole).activations.si() - scores - mask),
                     1 + 34.0 / 105);
}

TEST(TrainingMemory, KeepsNoMoreMicroBatchesThanThereAre) {
    TrainingTask task = gpt_175b();
    task.global_batch = 2;
    ParallelPlan eight = plan(8, 8, 1);
    eight.fused_attention = true;
    EXPECT_DOUBLE_EQ(training_memory(task, eight).activations.si(),
                     (2 * 12 * 34.0 / 8 + 2 / 8.0) * 2048 * 12'288);
}

TEST(TrainingMemory, DividesStatesOverTheCopies) {
    // docs.nvidia.com/megatron-core, dist_optimizer: 6 + 12 / d, and 4 + 16 / d with gradients of
    // 16 bits. Two layers of width 8 and 10 words: 2 x 12 x 64 + 80 = 1,616 weights, 4 copies.
    TrainingTask task = gpt(2, 8, 4, 4);
    task.model.vocabulary = 10;
    ParallelPlan four = plan(1, 1, 4);
    four.sharding = Sharding::optimiser;
    const auto states = [&] {
        const TrainingMemory memory = training_memory(task, four);
        return (memory.weights + memory.gradients + memory.optimiser).si();
    };
    EXPECT_DOUBLE_EQ(states(), 1616 * (6 + 12.0 / 4));
    four.wide_gradients = false;
    EXPECT_DOUBLE_EQ(states(), 1616 * (4 + 16.0 / 4));
    four.wide_gradients = true;
    // With the gradients of one layer (768 weights of 2 bytes) until they are summed.
    four.sharding = Sharding::gradients;
    EXPECT_DOUBLE_EQ(states(), 1616 * (2 + 16.0 / 4) + 2 * 768);
    // With the weights of that layer and of the next.
    four.sharding = Sharding::weights;
    EXPECT_DOUBLE_EQ(states(), 1616 * 18.0 / 4 + 2 * 768 + 2 * 2 * 768);
    // Ranks of context parallelism are copies, too.
    four.data = four.context = 2;
    EXPECT_DOUBLE_EQ(states(), 1616 * 18.0 / 4 + 2 * 768 + 2 * 2 * 768);
}

TEST(TrainingMemory, LaysExpertsOverTheirRanks) {
    // One layer of width 8: attention 4 x 64, router 8 x 16, 16 experts of 3 x 8 x 4 = 96; 10 words
    // of 8. Over 4 of 8 ranks: 4 experts each, of which 2 ranks hold the same.
    TrainingTask task = gpt(1, 8, 4, 8);
    task.model.vocabulary = 10;
    task.model.gated = true;
    task.model.ffn = 0;
    task.model.experts = 16;
    task.model.experts_per_token = 2;
    task.model.expert_ffn = 4;
    ParallelPlan eight = plan(1, 1, 8);
    eight.expert = 4;
    eight.sharding = Sharding::optimiser;
    const TrainingMemory memory = training_memory(task, eight);
    const double shared = 256 + 128 + 80, experts = 4 * 96;
    EXPECT_DOUBLE_EQ(memory.weights.si(), 2 * (shared + experts));
    EXPECT_DOUBLE_EQ(memory.optimiser.si(), 12 * (shared / 8 + experts / 2));
    EXPECT_DOUBLE_EQ(memory.other.si(), context + 2 * buffers);
}

TEST(TrainingMemory, PutsDenseLayersFirst) {
    // 4 layers over 2 stages of 2 chunks: layers 0 and 2 on the first stage; 1 dense.
    TrainingTask task = gpt(4, 8, 4, 2);
    task.model.vocabulary = 10;
    task.model.experts = 16;
    task.model.experts_per_token = 1;
    task.model.expert_ffn = 4;
    task.model.dense_layers = 1;
    const ParallelPlan two = plan(1, 2, 1, 2);
    // Attention 256 each; dense 2 x 8 x 32; router 128 and 16 experts of 64; the embedding 80.
    EXPECT_DOUBLE_EQ(stage_memory(task, two, 0).weights.si(),
                     2 * (2 * 256 + 512 + 128 + 1024 + 80));
    EXPECT_DOUBLE_EQ(stage_memory(task, two, 1).weights.si(), 2 * (2 * (256 + 128 + 1024) + 80));
    task.model.dense_layers = 3;
    EXPECT_DOUBLE_EQ(stage_memory(task, two, 0).weights.si(), 2 * (2 * (256 + 512) + 80));
}

TEST(TrainingMemory, TrainsFactorsBesideFrozenWeights) {
    // A layer of width 8, ffn 32: 768 weights of 2 bytes and nothing else; 10 words of 8. Factors
    // of rank 2: queries, keys and values 2 (8 + 24), projection 2 (8 + 8), feed-forward twice 2 (8
    // + 32).
    TrainingTask task = gpt(1, 8, 4, 1);
    task.model.vocabulary = 10;
    task.lora.rank = 2;
    const TrainingMemory memory = training_memory(task, plan(1, 1, 1));
    const double factors = 64 + 32 + 160;
    EXPECT_DOUBLE_EQ(memory.weights.si(), 2 * (768 + 80 + factors));
    EXPECT_DOUBLE_EQ(memory.gradients.si(), 4 * factors);
    EXPECT_DOUBLE_EQ(memory.optimiser.si(), 12 * factors);
    // Over four copies a quarter of all, and twice the layer's 768 for a while.
    ParallelPlan apart = plan(1, 1, 4);
    apart.sharding = Sharding::weights;
    EXPECT_DOUBLE_EQ(training_memory(task, apart).weights.si(),
                     2 * ((768 + 80 + factors) / 4 + 2 * 768));
}

TEST(TrainingMemory, SaysWhatWouldFit) {
    // 22B on 8 GPUs (Korthikanti et al., Table 3): 48 layers of 12 h^2 and the embedding: 22.06 G
    // weights, an eighth of them of 18 bytes is 49.6 GB. 48 layers of (34 + 5 x 64 x 2,048 / 6,144)
    // / 8 s b h of 4 sequences are 42.5 GB, and there are context, buffers, loss and a mask.
    const TrainingTask task = gpt(48, 6144, 64, 4);
    const ParallelPlan eight = plan(8, 1, 1, 1, 4);
    const double weights = (48 * 12.0 * 6144 * 6144 + 51'200.0 * 6144) / 8;
    const double unit = 4.0 * 2048 * 6144;
    const double other = context + buffers;
    const double loss = 4 / 8.0 * (1 + 51'200.0 / 6144) * unit;
    const double scores = 5.0 * 64 * 2048 / 6144;
    const double total = 18 * weights + 48 * (34 + scores) / 8 * unit + unit / 8 + loss + other;
    EXPECT_NEAR(training_memory(task, eight).total().si(), total, 1);
    EXPECT_NEAR(total / gigabyte, 93.89, 0.005);
    EXPECT_EQ(fit_problem(task, eight, DataSize::from_si(100e9)), "");
    // Without scores 48 x 13.33 units of 50.3 MB less; half of what the sequences keep; without
    // scores but for one layer; two bytes of each layer's 8 parts, and one layer whole.
    EXPECT_EQ(
        fit_problem(task, eight, DataSize::from_si(80e9)),
        "does not fit: 93.89 GB of 80 GB; fused attention gives 61.68 GB, micro_batch 2 gives "
        "72.53 GB, recompute selective gives 62.35 GB, recompute full gives 52.9 GB");
    // The factors of the plan still multiply to its GPUs.
    EXPECT_THAT(fit_problem(task, eight, DataSize::from_si(40e9)),
                "does not fit: 93.89 GB of 40 GB; no single change of the plan on as many GPUs is "
                "enough");
    for (const FittingChange& change : changes_that_fit(task, eight, DataSize::from_si(80e9)))
        EXPECT_EQ(change.plan.gpus(), 8);
    // Numbers are changed by as much as is needed, not only by two: 22.06 G weights of 18 bytes are
    // 397 GB, a quarter of them 99 GB; an eighth is 49.6 GB beside 10.6 GB of one sequence.
    TrainingTask many = task;
    many.global_batch = 64;
    const ParallelPlan copies = plan(1, 1, 64);
    EXPECT_TRUE(plan_problems(many, copies).empty());
    const auto fitting = changes_that_fit(many, copies, DataSize::from_si(80e9));
    const auto tensor = std::find_if(fitting.begin(), fitting.end(), [](const FittingChange& one) {
        return one.change.starts_with("tensor ");
    });
    ASSERT_NE(tensor, fitting.end());
    EXPECT_EQ(tensor->change, "tensor 8");
    EXPECT_EQ(tensor->plan.data, 8);
    EXPECT_LE(tensor->total, DataSize::from_si(80e9));
}

}  // namespace
}  // namespace twin
