#include "models/workload/training_kernels.h"

#include <gtest/gtest.h>

#include "tests/models/workload/kernel_sums.h"

namespace twin {
namespace {

// Width 64 in 4 heads of 16, 2 of them for keys and values; ffn 256, 320 words.
TrainingTask task() {
    TrainingTask task;
    task.model.layers = 2;
    task.model.hidden = 64;
    task.model.ffn = 256;
    task.model.heads = 4;
    task.model.kv_heads = 2;
    task.model.head_size = 16;
    task.model.vocabulary = 320;
    task.sequence = 128;
    task.global_batch = 4;
    return task;
}
// 64 x (64 + 2 x 32) for queries, keys and values, 64 x 64, twice 64 x 256.
constexpr double layer_of_64 = 64 * (64 + 2 * 32) + 64 * 64 + 2 * 64 * 256;

TEST(TrainingKernels, MultipliesEachWeightThreeTimesATokenHasIt) {
    const PassKernels pass = layer_kernels(task(), {.micro_batch = 2}, LayerKind::dense);
    // 256 tokens; two flops a weight forward, four backward.
    EXPECT_DOUBLE_EQ(flops_of(pass.forward, KernelKind::gemm), 2 * 256 * layer_of_64);
    EXPECT_DOUBLE_EQ(flops_of(pass.backward, KernelKind::gemm), 4 * 256 * layer_of_64);
    // 4 flops for each of 2 x 4 x 128 x 128 scores and 16 elements, half of them seen.
    const double scores = 0.5 * 4 * 2 * 4 * 128 * 128 * 16;
    EXPECT_DOUBLE_EQ(flops_of(pass.forward, KernelKind::attention), scores);
    EXPECT_DOUBLE_EQ(flops_of(pass.selective, KernelKind::attention), scores);
    EXPECT_DOUBLE_EQ(flops_of(pass.backward, KernelKind::attention), 2.5 * scores);
}

TEST(TrainingKernels, DividesWorkOverTensorAndContextRanks) {
    const PassKernels whole = layer_kernels(task(), {}, LayerKind::dense);
    const PassKernels split = layer_kernels(task(), {.tensor = 2, .context = 2}, LayerKind::dense);
    for (const KernelKind kind : {KernelKind::gemm, KernelKind::attention}) {
        EXPECT_DOUBLE_EQ(flops_of(split.forward, kind), flops_of(whole.forward, kind) / 4);
        EXPECT_DOUBLE_EQ(flops_of(split.backward, kind), flops_of(whole.backward, kind) / 4);
    }
    // Joints are whole on each tensor rank without sequence parallelism: 2 norms of 2 and 2 sums of
    // 3 times 64 tokens x 64 elements of 2 bytes, half of which sequence parallelism saves.
    const PassKernels wide = layer_kernels(
        task(), {.tensor = 2, .context = 2, .sequence_parallel = false}, LayerKind::dense);
    EXPECT_DOUBLE_EQ(bytes_of(wide.forward) - bytes_of(split.forward), 10 * 64 * 64 * 2 / 2);
}

TEST(TrainingKernels, SendsScoresThroughMemoryWhereAttentionIsNotFused) {
    const PassKernels fused = layer_kernels(task(), {.fused_elements = false}, LayerKind::dense);
    const PassKernels plain = layer_kernels(
        task(), {.fused_attention = false, .fused_elements = false}, LayerKind::dense);
    // All 4 x 128 x 128 scores: softmax reads and writes them, dropout too, with a mask of a byte.
    EXPECT_DOUBLE_EQ(bytes_of(plain.selective), 4 * 128 * 128 * (4 + 5.0));
    EXPECT_DOUBLE_EQ(bytes_of(fused.selective), 0);
    EXPECT_DOUBLE_EQ(flops_of(plain.selective, KernelKind::gemm), 4.0 * 4 * 128 * 128 * 16);
}

TEST(TrainingKernels, LooksBackNoFartherThanItsWindow) {
    TrainingTask narrow = task();
    narrow.model.window = 32;
    // Of 128 x 128 scores 32 a token, less those before the first: (128 x 32 - 32 x 32 / 2).
    const PassKernels pass = layer_kernels(narrow, {}, LayerKind::dense);
    EXPECT_DOUBLE_EQ(flops_of(pass.forward, KernelKind::attention),
                     4.0 * 4 * 16 * (128 * 32 - 32 * 32 / 2.0));
}

TEST(TrainingKernels, SendsTokensToTheirExperts) {
    TrainingTask mixed = task();
    mixed.model.experts = 8;
    mixed.model.experts_per_token = 2;
    mixed.model.expert_ffn = 32;
    const PassKernels pass = layer_kernels(mixed, {.data = 4, .expert = 4}, LayerKind::experts);
    // 128 tokens, each to 2 experts, 64 elements of 2 bytes.
    EXPECT_DOUBLE_EQ(pass.experts_sent.si(), 128 * 2 * 64 * 2);
    // Attention's products, the router of 64 x 8, and 256 rows through 2 x 64 x 32, in two experts.
    const double attention = 64 * (64 + 2 * 32) + 64 * 64;
    EXPECT_DOUBLE_EQ(flops_of(pass.forward, KernelKind::gemm),
                     2 * 128 * (attention + 64 * 8) + 2 * 256 * 2 * 64 * 32.0);
    const RankWeights weights = layer_weights(mixed, {.data = 4, .expert = 4}, LayerKind::experts);
    EXPECT_DOUBLE_EQ(weights.shared, attention + 64 * 8);
    EXPECT_DOUBLE_EQ(weights.experts, 2 * 2 * 64 * 32);
}

// Two experts on a rank: of a kernel for both, two. Forward two products and backward four, and in
// 8 bits as many casts of inputs and of gradients as there are linears.
TEST(TrainingKernels, LaunchesAKernelForEachExpertThatIsNotFused) {
    TrainingTask mixed = task();
    mixed.model.experts = 8;
    mixed.model.experts_per_token = 2;
    mixed.model.expert_ffn = 32;
    ParallelPlan plan{.data = 4, .expert = 4};
    const PassKernels together = layer_kernels(mixed, plan, LayerKind::experts);
    mixed.precision = Precision::fp8;
    const PassKernels narrow = layer_kernels(mixed, plan, LayerKind::experts);
    plan.fused_experts = false;
    const PassKernels narrow_each = layer_kernels(mixed, plan, LayerKind::experts);
    mixed.precision = Precision::bf16;
    const PassKernels each = layer_kernels(mixed, plan, LayerKind::experts);
    EXPECT_DOUBLE_EQ(each.forward.launches - together.forward.launches, 2);
    EXPECT_DOUBLE_EQ(each.backward.launches - together.backward.launches, 4);
    EXPECT_DOUBLE_EQ(narrow_each.forward.launches - narrow.forward.launches, 2 + 2);
    EXPECT_DOUBLE_EQ(narrow_each.backward.launches - narrow.backward.launches, 4 + 2);
    // The work is the same.
    EXPECT_DOUBLE_EQ(flops_of(each.forward, KernelKind::gemm),
                     flops_of(together.forward, KernelKind::gemm));
}

// Two choices of four ranks meet 4 (1 - 9/16) = 1.75 of them.
TEST(TrainingKernels, SortsATokenOnceForEachRankThatItMeets) {
    TrainingTask mixed = task();
    mixed.model.experts = 8;
    mixed.model.experts_per_token = 2;
    mixed.model.expert_ffn = 32;
    ParallelPlan plan{.data = 4, .expert = 4};
    const PassKernels once = layer_kernels(mixed, plan, LayerKind::experts);
    plan.tokens_once_a_node = false;
    const PassKernels each = layer_kernels(mixed, plan, LayerKind::experts);
    EXPECT_DOUBLE_EQ(places_met(4, 2), 1.75);
    // 256 rows of 64 elements of 2 bytes: read and written before they leave, after they arrive,
    // and the same on their way back; or 1.75 for 2 read and 2 written, and back.
    const double rows = 256 * 64 * 2;
    EXPECT_DOUBLE_EQ(bytes_of(each.forward) - bytes_of(once.forward), (8 - 2 * (1 + 0.875)) * rows);
    EXPECT_DOUBLE_EQ(bytes_of(each.backward) - bytes_of(once.backward),
                     (8 - 2 * (1 + 0.875)) * rows);
    EXPECT_DOUBLE_EQ(each.forward.launches - once.forward.launches, 2);
}

TEST(TrainingKernels, LeavesFrozenWeightsAsTheyAre) {
    TrainingTask lora = task();
    lora.lora.rank = 4;
    const PassKernels pass = layer_kernels(lora, {}, LayerKind::dense);
    // Beside the layer, which has no gradients of its weights, factors of 4 x (64 + 128), 4 x (64 +
    // 64) and twice 4 x (64 + 256), which have.
    const double factors = 4 * (64 + 128 + 64 + 64 + 2 * (64 + 256));
    EXPECT_DOUBLE_EQ(layer_weights(lora, {}, LayerKind::dense).shared, factors);
    EXPECT_DOUBLE_EQ(held_layer_weights(lora, {}, LayerKind::dense).shared, layer_of_64);
    EXPECT_DOUBLE_EQ(flops_of(pass.forward, KernelKind::gemm), 2 * 128 * (layer_of_64 + factors));
    EXPECT_DOUBLE_EQ(flops_of(pass.backward, KernelKind::gemm),
                     2 * 128 * layer_of_64 + 4 * 128 * factors);
    lora.lora.feed_forward = false;
    const double of_attention = 4 * (64 + 128 + 64 + 64);
    EXPECT_DOUBLE_EQ(layer_weights(lora, {}, LayerKind::dense).shared, of_attention);
    EXPECT_DOUBLE_EQ(flops_of(layer_kernels(lora, {}, LayerKind::dense).forward, KernelKind::gemm),
                     2 * 128 * (layer_of_64 + of_attention));
}

TEST(TrainingKernels, MakesTheLossInOnePassOrIn32Bits) {
    // 128 tokens of 320 words: read twice and written once in 16 bits; else 6 bytes to widen and
    // 32 for maximum, sum, difference, exponential, quotient and factor, then 6 and 8 backward.
    const double logits = 128 * 320, joints = 128 * 64 * 2;
    const PassKernels fused = loss_kernels(task(), {});
    EXPECT_DOUBLE_EQ(bytes_of(fused.forward), 6 * logits + 2 * joints);
    const PassKernels plain = loss_kernels(task(), {.fused_elements = false});
    EXPECT_DOUBLE_EQ(bytes_of(plain.forward), 38 * logits + 2 * joints);
    // The gradient of the weights is added up in 32 bits: 6 bytes beside those of the product.
    EXPECT_DOUBLE_EQ(bytes_of(plain.backward), 14 * logits + 5 * joints + 6 * 64 * 320);
}

TEST(TrainingKernels, UpdatesAShareOfTheWeights) {
    EXPECT_DOUBLE_EQ(bytes_of(adam_kernels(1000, 4)), 8 * 1000 + 30 * 250);
}

}  // namespace
}  // namespace twin
