// Latent attention and multi-token prediction in all that training counts.
#include <gmock/gmock.h>

#include "models/workload/plan_search.h"
#include "models/workload/training.h"
#include "models/workload/training_kernels.h"
#include "models/workload/training_memory.h"
#include "models/workload/training_problems.h"
#include "models/workload/training_step.h"
#include "tests/models/workload/kernel_sums.h"
#include "tests/models/workload/plain_machine.h"

namespace twin {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

// Width 64 in 4 heads: queries from a latent of 32, keys and values from one of 16; heads of
// queries and keys have 16 elements without positions and 8 with, those of values 16. ffn 256, 320
// words.
TrainingTask task() {
    TrainingTask task;
    task.model.layers = 2;
    task.model.hidden = 64;
    task.model.ffn = 256;
    task.model.heads = 4;
    task.model.latent = {32, 16, 16, 8, 16};
    task.model.vocabulary = 320;
    task.sequence = 128;
    task.global_batch = 4;
    return task;
}
// To the latents 64 x 32 and 64 x (16 + 8), which tensor ranks all have; 32 x 4 x 24, 16 x 4 x (16
// + 16) and 64 x 64, which they divide.
constexpr double to_latents = 64 * 32 + 64 * 24;
constexpr double from_latents = 32 * 96 + 16 * 128;
constexpr double divided = from_latents + 64 * 64;
constexpr double ffn = 2 * 64 * 256;

TEST(LatentAttention, CountsWeightsAndArithmetic) {
    TransformerShape shape = task().model;
    EXPECT_DOUBLE_EQ(attention_weights(shape), to_latents + divided);
    EXPECT_DOUBLE_EQ(attention_weights(shape, 4), to_latents + divided / 4);
    EXPECT_DOUBLE_EQ(parameters(shape), 2 * (to_latents + divided + ffn) + 320 * 64);
    // 2 flops for each of 100 tokens seen and 4 x 24 elements of queries and 4 x 16 of the result.
    EXPECT_DOUBLE_EQ(
        model_flops_per_token(shape, 100),
        6 * (2 * (to_latents + divided + ffn) + 320 * 64) + 3 * 2 * 2 * 100 * (96 + 64));
    // Queries right from the layer's input: 64 x 96 for 64 x 32 and 32 x 96.
    shape.latent.query_rank = 0;
    EXPECT_DOUBLE_EQ(attention_weights(shape), 64 * 24 + 64 * 96 + 16 * 128 + 64 * 64);
    EXPECT_DOUBLE_EQ(attention_weights(shape, 2), 64 * 24 + (64 * 96 + 16 * 128 + 64 * 64) / 2);
}

TEST(LatentAttention, MultipliesEachWeightThreeTimes) {
    const PassKernels one = layer_kernels(task(), {}, LayerKind::dense);
    EXPECT_DOUBLE_EQ(flops_of(one.forward, KernelKind::gemm),
                     2 * 128 * (to_latents + divided + ffn));
    EXPECT_DOUBLE_EQ(flops_of(one.backward, KernelKind::gemm),
                     4 * 128 * (to_latents + divided + ffn));
    // Half of 4 x 128 x 128 scores, 2 flops for each of 24 elements of a query and 16 of a value.
    const double scores = 0.5 * 4 * 128 * 128 * 2 * (24 + 16);
    EXPECT_DOUBLE_EQ(flops_of(one.forward, KernelKind::attention), scores);
    // Scores again, gradients of queries and of keys: 3 x 24; of scores and of values: 2 x 16.
    EXPECT_DOUBLE_EQ(flops_of(one.backward, KernelKind::attention),
                     0.5 * 4 * 128 * 128 * 2 * (3 * 24 + 2 * 16));
    // Norms of 2 and sums of 3 times 64 elements twice a layer; norms of latents of 32 and 16;
    // queries, keys and values of 96 + 96 + 64 read and written; the activation reads and writes
    // 256: all in 2 bytes.
    EXPECT_DOUBLE_EQ(bytes_of(one.forward),
                     128 * 2.0 * (2 * 5 * 64 + 2 * (32 + 16) + 2 * (96 + 96 + 64) + 2 * 256));
}

TEST(LatentAttention, DividesWhatIsMadeFromLatents) {
    const double whole_flops =
        flops_of(layer_kernels(task(), {}, LayerKind::dense).forward, KernelKind::gemm);
    // Of latents each rank makes its part of the sequence.
    const PassKernels parts = layer_kernels(task(), {.tensor = 2}, LayerKind::dense);
    EXPECT_DOUBLE_EQ(flops_of(parts.forward, KernelKind::gemm), whole_flops / 2);
    // Or all of them.
    const ParallelPlan wide{.tensor = 2, .sequence_parallel = false};
    EXPECT_DOUBLE_EQ(
        flops_of(layer_kernels(task(), wide, LayerKind::dense).forward, KernelKind::gemm),
        2 * 128 * (to_latents + (divided + ffn) / 2));
    EXPECT_DOUBLE_EQ(layer_weights(task(), wide, LayerKind::dense).shared,
                     to_latents + (divided + ffn) / 2);
}

TEST(LatentAttention, ComputesAgainWhatIsMadeFromLatents) {
    const PassKernels fused = layer_kernels(task(), {.tensor = 2}, LayerKind::dense);
    EXPECT_DOUBLE_EQ(flops_of(fused.selective, KernelKind::gemm), 2 * 128 * from_latents / 2);
    EXPECT_DOUBLE_EQ(flops_of(fused.selective, KernelKind::attention), 0);
    EXPECT_DOUBLE_EQ(bytes_of(fused.selective), 128 * 2 * 2 * (96 + 96 + 64) / 2.0);
    // Not fused the scores as well, and what they weigh.
    const PassKernels plain =
        layer_kernels(task(), {.tensor = 2, .fused_attention = false}, LayerKind::dense);
    EXPECT_DOUBLE_EQ(flops_of(plain.selective, KernelKind::gemm),
                     128 * from_latents + 2 * 128 * 128 * 2 * (24 + 16.0));
    EXPECT_DOUBLE_EQ(
        flops_of(plain.backward, KernelKind::gemm) - flops_of(fused.backward, KernelKind::gemm),
        2 * 128 * 128 * 2 * (2 * 24 + 2 * 16.0));
    // Positions each by itself: 12 passes of 2 bytes over 8 elements of each of 4 heads of queries,
    // and of the keys' one.
    const PassKernels slow = layer_kernels(task(), {.fused_elements = false}, LayerKind::dense);
    const PassKernels fast = layer_kernels(task(), {}, LayerKind::dense);
    EXPECT_DOUBLE_EQ(bytes_of(slow.selective) - bytes_of(fast.selective), 12 * 2 * 128 * 8 * 5);
}

TEST(LatentAttention, HasFactorsBesideItsProducts) {
    TrainingTask lora = task();
    lora.lora = {.rank = 4, .feed_forward = false};
    // 4 (in + out) of five products.
    const double factors = 4 * ((64 + 32) + (64 + 24) + (32 + 96) + (16 + 128) + (64 + 64.0));
    EXPECT_DOUBLE_EQ(layer_weights(lora, {}, LayerKind::dense).shared, factors);
    EXPECT_DOUBLE_EQ(layer_weights(lora, {.tensor = 2}, LayerKind::dense).shared,
                     4 * ((64 + 32) + (64 + 24) + (32 + 48) + (16 + 64) + (32 + 64)));
    const PassKernels pass = layer_kernels(lora, {}, LayerKind::dense);
    EXPECT_DOUBLE_EQ(flops_of(pass.backward, KernelKind::gemm),
                     2 * 128 * (to_latents + divided + ffn) + 4 * 128 * factors);
}

TEST(LatentAttention, KeepsLatentsAndWhatIsMadeFromThem) {
    TrainingTask small = task();
    small.model.gated = true;
    small.sequence = 1;
    ParallelPlan plan{.sharding = Sharding::none};
    const auto kept = [&] { return layer_activations(small, plan, false).si(); };
    // 2 norms and products of 64, latents of 32 and 16 before their norms and behind: 2 bytes each.
    const double whole = 2 * (4 * 64 + 2 * (32 + 16));
    // Queries, keys and values, the result, two entries of the feed-forward part and its end.
    const double expanded = 2 * (96 + 96 + 64), others = 2 * (64 + 3 * 256);
    EXPECT_DOUBLE_EQ(kept(), whole + expanded + others);
    plan.recompute = Recompute::selective;
    EXPECT_DOUBLE_EQ(kept(), whole + others);
    plan.tensor = 2;
    plan.sequence_parallel = false;
    EXPECT_DOUBLE_EQ(kept(), whole + others / 2);
    plan.recompute = Recompute::none;
    plan.fused_attention = false;
    // Each of 4 heads has 5 bytes for the one token that it sees.
    EXPECT_DOUBLE_EQ(kept(), whole + (expanded + others + 20) / 2);
    // While it is made again it is there for one layer.
    plan = {.sharding = Sharding::none};
    const DataSize all = training_memory(small, plan).activations;
    plan.recompute = Recompute::selective;
    EXPECT_DOUBLE_EQ((all - training_memory(small, plan).activations).si(), expanded);
}

TEST(LatentAttention, SendsLatentsBetweenTensorRanks) {
    const plain::Machine machine({8, {1}});
    TrainingTask wide = plain::task();
    ParallelPlan plan{.tensor = 8, .sequence_parallel = false, .sharding = Sharding::none};
    plan.overlap_tensor = TensorOverlap::none;
    const auto exchanged = [&] {
        return estimate_training(wide, plan, machine.setting()).step.tensor.si();
    };
    wide.model.kv_heads = wide.model.head_size = 0;
    wide.model.latent = {256, 64, 96, 32, 128};
    // Of 4 all-reduces of 1,024 elements in each of 8 layers, and those of embedding and loss, the
    // gradients of attention's input are 256 + 64 + 32 wide.
    const double one = 2 * 7.0 / 8 * plain::activation / plain::links, narrow = 352.0 / 1024;
    EXPECT_NEAR(exchanged(), 32 * (8 * (3 + narrow) + 2) * one, 1e-9);
    // Of 10 halves three: the latents forward and again backward, and their gradients.
    plan.sequence_parallel = true;
    EXPECT_NEAR(exchanged(), 32 * (8 * (7 + 3 * narrow) / 2 + 2) * one, 1e-9);
    // They are gathered once more where what is made from them is computed again.
    plan.recompute = Recompute::selective;
    EXPECT_NEAR(exchanged(), 32 * (8 * (7 + 4 * narrow) / 2 + 2) * one, 1e-9);
    plan.recompute = Recompute::none;
    // Queries from the layer's input need all of it.
    wide.model.latent.query_rank = 0;
    EXPECT_NEAR(exchanged(), 32 * (8 * (7 + 3 * (1 + 96.0 / 1024)) / 2 + 2) * one, 1e-9);
}

TEST(LatentAttention, SendsKeysAndValuesAroundTheContext) {
    const plain::Machine machine({8, {1}});
    TrainingTask wide = plain::task();
    ParallelPlan plan{.context = 8, .sharding = Sharding::none};
    wide.model.kv_heads = wide.model.head_size = 0;
    wide.model.latent = {256, 64, 128, 32, 96};
    const StepParts latent = estimate_training(wide, plan, machine.setting()).step;
    // 8 heads of keys of 160 and values of 96, gathered forward and twice backward, 7/8 of them by
    // each link; beside attention of 128 elements in the mean, and backward (3 x 160 + 2 x 96) /
    // 256 of that.
    const double gathered = 7.0 / 8 * 1024 * 8 * (160 + 96) * 2 / plain::links;
    const double attention = 0.5 / 8 * 8 * 1024 * 1024 * 2 * (160 + 96.0) / plain::peak;
    EXPECT_NEAR(latent.context.si(), 32 * 8 * (3 * gathered - attention * 3.625), 1e-9);
    // What is made from latents again is a rank's own.
    plan.recompute = Recompute::selective;
    EXPECT_EQ(estimate_training(wide, plan, machine.setting()).step.context, latent.context);
}

TEST(LatentAttention, HasAllOfItsWidths) {
    TransformerShape shape = task().model;
    EXPECT_THAT(shape_problems(shape), IsEmpty());
    shape.kv_heads = 4;
    shape.head_size = 24;
    shape.latent.nope_head_size = 0;
    shape.latent.query_rank = -1;
    EXPECT_THAT(
        shape_problems(shape),
        ElementsAre("nope_head_size: expected at least 1 in a model with latent attention, got "
                    "none (which has kv_rank, nope_head_size, rope_head_size and value_head_size, "
                    "and query_rank where queries are made from a latent)",
                    "query_rank: expected at least 0, got -1",
                    "kv_heads: expected none in a model with latent attention, got 4 (all heads "
                    "have keys and values of their own)",
                    "head_size: expected none in a model with latent attention, got 24 "
                    "(nope_head_size, rope_head_size and value_head_size say it)"));
    shape = task().model;
    shape.latent.kv_rank = 2'000'000;
    shape.mtp_layers = -1;
    EXPECT_THAT(shape_problems(shape), ElementsAre("mtp_layers: expected at least 0, got -1",
                                                   "kv_rank: expected at most 1000000, got "
                                                   "2000000"));
}

TEST(LatentAttention, RanksDivideItsHeads) {
    EXPECT_THAT(plan_problems(task(), {.tensor = 8}),
                ElementsAre("heads: expected a multiple of tensor 8, got 4 (tensor 4)"));
    EXPECT_THAT(plan_problems(task(), {.tensor = 3}),
                testing::Contains("heads: expected a multiple of tensor 3, got 4 (tensor 2 or 4)"));
    EXPECT_THAT(plan_problems(task(), {.tensor = 4}), IsEmpty());
}

// Of fused attention selective recomputation saves nothing else, and a search does not try it.
TEST(LatentAttention, SearchesForPlansThatKeepLatentsAlone) {
    plain::Machine machine({1, {1}});
    TrainingTask wide = plain::task();
    wide.model.kv_heads = wide.model.head_size = 0;
    wide.model.latent = {256, 64, 96, 32, 128};
    wide.global_batch = 1;
    ParallelPlan plan;
    const DataSize all = training_memory(wide, plan).total();
    plan.recompute = Recompute::selective;
    machine.node.gpu.memory.value = training_memory(wide, plan).total();
    ASSERT_LT(machine.node.gpu.memory.value, all);
    const PlanSearch search = search_plans(wide, machine.setting(), {});
    ASSERT_FALSE(search.best.empty());
    EXPECT_EQ(search.best.front().plan.recompute, Recompute::selective);
}

// As task(), and one layer more that predicts a second token.
TrainingTask predicting() {
    TrainingTask more = task();
    more.model.mtp_layers = 1;
    return more;
}

TEST(MultiTokenPrediction, IsALayerAndWhatJoinsItsInputs) {
    // The product takes both: 2 x 64 x 64. Embedding and output are those of the model.
    const double layer = to_latents + divided + ffn, joining = 2 * 64 * 64;
    EXPECT_DOUBLE_EQ(mtp_parameters(predicting().model), layer + joining);
    EXPECT_DOUBLE_EQ(parameters(predicting().model), parameters(task().model) + layer + joining);
    EXPECT_DOUBLE_EQ(
        model_flops_per_token(predicting().model, 100) - model_flops_per_token(task().model, 100),
        6 * (layer + joining + 320 * 64) + 3 * 2 * 100 * (96 + 64));
    // Embedding's two passes over 64 elements, and two norms of as much; one product.
    const PassKernels pass = joining_kernels(task(), {.tensor = 2});
    EXPECT_DOUBLE_EQ(bytes_of(pass.forward), 128 / 2 * 64 * 2 * (2 + 2 * 2.0));
    EXPECT_DOUBLE_EQ(flops_of(pass.forward, KernelKind::gemm), 2 * 128 * joining / 2);
    EXPECT_DOUBLE_EQ(flops_of(pass.backward, KernelKind::gemm), 4 * 128 * joining / 2);
}

TEST(MultiTokenPrediction, StandsOnTheLastStage) {
    TrainingTask more = predicting();
    const std::vector<StageLayers> stages = layers_of_stages(more.model, {.pipeline = 3});
    EXPECT_EQ(stages[2].dense, 1);
    EXPECT_THAT(plan_problems(more, {.pipeline = 3}), IsEmpty());
    EXPECT_THAT(plan_problems(more, {.pipeline = 4}),
                ElementsAre("layers: expected at least 4, one for each chunk of pipeline 4, got 2 "
                            "+ 1 of multi-token prediction (fewer stages or chunks)"));
    // It has the output and the product, and a copy of the embedding unless that is the output.
    EXPECT_DOUBLE_EQ(end_weights(more, {.pipeline = 3}, false), 320 * 64);
    EXPECT_DOUBLE_EQ(end_weights(more, {.pipeline = 3}, true), 320 * 64 + 2 * 64 * 64);
    more.model.tied_embedding = false;
    EXPECT_DOUBLE_EQ(end_weights(more, {.tensor = 2, .pipeline = 3}, true),
                     (2 * 320 * 64 + 2 * 64 * 64) / 2);
}

TEST(MultiTokenPrediction, KeepsInputsAndLogitsOfEachPrediction) {
    TrainingTask longer = task();
    longer.model.layers = 3;
    const auto kept = [](const TrainingTask& task) {
        return training_memory(task, {.sharding = Sharding::none}).activations.si();
    };
    // Beside a layer: inputs of the last norm and product, of two norms and the joining product, of
    // 2 bytes; 4 bytes a logit.
    EXPECT_DOUBLE_EQ(kept(predicting()) - kept(longer),
                     128 * (2 * 2 * 64 + 4 * 320 + 2 * (2 + 2) * 64.0));
}

TEST(MultiTokenPrediction, TakesALayerItsProductAndALossMore) {
    const plain::Machine machine({1, {1}});
    TrainingTask more = plain::task();
    more.model.mtp_layers = 1;
    const auto compute = [&](const TrainingTask& task) {
        return estimate_training(task, {}, machine.setting()).step.compute.si();
    };
    // 32,768 tokens: 6 flops a weight of the layer, of 2 h^2 and of 64 words; attention as above.
    const double flops =
        32768 * (6 * (plain::layer_weight + 2 * 1024 * 1024 + 64 * 1024) + 7 * 1024.0 * 1024);
    EXPECT_NEAR(compute(more) - compute(plain::task()), flops / plain::peak,
                1e-9 * flops / plain::peak);
    // Both ends of a pipeline have the embedding: its gradients are added up, 2/2 of 4 bytes.
    const plain::Machine two({1, {2}});
    more.model.layers = 7;
    const ParallelPlan plan{.pipeline = 2, .sharding = Sharding::none};
    EXPECT_NEAR(estimate_training(more, plan, two.setting()).step.data.si(),
                4 * 64 * 1024 / plain::nic, 1e-12);
}

TEST(MultiTokenPrediction, LeavesTheFirstLayersDenseInTheirChunks) {
    // 62 layers, of which 3 dense ones: two in the first chunk of the first stage, one in that of
    // the second.
    TransformerShape model;
    model.layers = 61;
    model.mtp_layers = 1;
    model.experts = 256;
    model.dense_layers = 3;
    const std::vector<StageLayers> stages = layers_of_stages(model, {.pipeline = 8, .chunks = 4});
    EXPECT_EQ(stages[0].dense, 2);
    EXPECT_EQ(stages[0].experts, 5);
    EXPECT_EQ(stages[1].dense, 1);
    EXPECT_EQ(stages[1].experts, 7);
    EXPECT_EQ(stages[7].total(), 7);
}

}  // namespace
}  // namespace twin
