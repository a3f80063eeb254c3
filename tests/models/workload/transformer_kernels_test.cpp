#include "models/workload/transformer_kernels.h"

#include <gmock/gmock.h>

namespace twin {
namespace {

using testing::Contains;

// Two layers of width 8 with 4 heads of 2, 2 of them for keys and values; ffn 32, 100 words.
TransformerShape tiny() {
    TransformerShape shape;
    shape.layers = 2;
    shape.hidden = 8;
    shape.ffn = 32;
    shape.heads = 4;
    shape.kv_heads = 2;
    shape.head_size = 2;
    shape.vocabulary = 100;
    return shape;
}

// GPT of 800 million parameters of CARAML: llm_training/llm_benchmark_nvidia_amd.yaml at 0192b57.
TransformerShape caraml() {
    TransformerShape shape;
    shape.layers = 16;
    shape.hidden = 2048;
    shape.ffn = 8192;
    shape.heads = shape.kv_heads = 8;
    shape.head_size = 256;
    shape.vocabulary = 50304;
    return shape;
}

RepeatedKernel repeated(std::string_view text, double times) {
    return {std::get<Kernel>(read_kernel(text)), times};
}

double flops_of(const std::vector<RepeatedKernel>& kernels, KernelKind kind) {
    double sum = 0;
    for (const RepeatedKernel& one : kernels)
        if (one.kernel.kind == kind)
            sum += one.times * flops(one.kernel);
    return sum;
}

double traffic_of(const std::vector<RepeatedKernel>& kernels, KernelKind kind) {
    double sum = 0;
    for (const RepeatedKernel& one : kernels)
        if (one.kernel.kind == kind)
            sum += one.times * traffic(one.kernel).si();
    return sum;
}

TEST(TransformerKernels, CountsWeights) {
    // A layer: 8 x (8 + 4 + 4) for queries, keys and values, 8 x 8, twice 8 x 32; 100 x 8 words.
    EXPECT_DOUBLE_EQ(parameters(tiny()), 2 * (128 + 64 + 512) + 800);
    TransformerShape gated = tiny();
    gated.gated = true;
    EXPECT_DOUBLE_EQ(parameters(gated), 2 * (128 + 64 + 768) + 800);
    // 16 * 12 * 2048^2 + 50304 * 2048
    EXPECT_DOUBLE_EQ(parameters(caraml()), 805'306'368 + 103'022'592);
}

TEST(TransformerKernels, CountsTheArithmeticOfATokenAsPapersDo) {
    // 72 L h^2 (1 + s / 6h + V / 12Lh) of Narayanan et al. (SC21):
    // 72 * 16 * 2048^2 = 4,831,838,208, times 1 + 1/6 + 50304 / 393216.
    EXPECT_NEAR(model_flops_per_token(caraml(), 2048), 4'831'838'208 * (7.0 / 6 + 50304.0 / 393216),
                1);
    // CARAML counts the layers' forward pass once more, 96 for 72: 8.135 GFLOP a token.
    EXPECT_NEAR(96.0 * 16 * 2048 * 2048 * (7.0 / 6 + 50304 / (16.0 * 16 * 2048)), 8.135e9, 1e6);
}

TEST(TransformerKernels, EachProductHasOneForwardAndTwoBackward) {
    const auto kernels = micro_batch_kernels(tiny(), {.sequences = 3, .tokens = 5});
    // 15 tokens. Queries, keys and values: 8 -> 16.
    EXPECT_THAT(kernels, Contains(repeated("gemm bf16 15x16x8", 2)));
    EXPECT_THAT(kernels, Contains(repeated("gemm bf16 16x8x15", 2)));
    // Its gradient of X is 15x8x16.
    EXPECT_THAT(kernels, Contains(repeated("gemm bf16 15x8x16", 2)));
    // Behind attention 8 -> 8: forward and gradient of X are alike.
    EXPECT_THAT(kernels, Contains(repeated("gemm bf16 15x8x8", 4)));
    EXPECT_THAT(kernels, Contains(repeated("gemm bf16 8x8x15", 2)));
    // Feed-forward 8 -> 32 -> 8: forward of one is the gradient of X of the other.
    EXPECT_THAT(kernels, Contains(repeated("gemm bf16 15x32x8", 4)));
    EXPECT_THAT(kernels, Contains(repeated("gemm bf16 15x8x32", 4)));
    EXPECT_THAT(kernels, Contains(repeated("gemm bf16 32x8x15", 2)));
    EXPECT_THAT(kernels, Contains(repeated("gemm bf16 8x32x15", 2)));
    // The words, once.
    EXPECT_THAT(kernels, Contains(repeated("gemm bf16 15x100x8", 1)));
    EXPECT_THAT(kernels, Contains(repeated("gemm bf16 15x8x100", 1)));
    EXPECT_THAT(kernels, Contains(repeated("gemm bf16 100x8x15", 1)));
    // 3 sequences of 4 heads; forward and 2.5 of it backward, half of that for what is not seen.
    EXPECT_THAT(kernels, Contains(repeated("attention bf16 12x5x2", 2 * 3.5 / 2)));
    // All products together: 6 flop a weight and token.
    EXPECT_DOUBLE_EQ(flops_of(kernels, KernelKind::gemm), 6 * parameters(tiny()) * 15);
    EXPECT_THAT(micro_batch_kernels(tiny(), {.sequences = 3, .tokens = 5, .causal = false}),
                Contains(repeated("attention bf16 12x5x2", 2 * 3.5)));
}

TEST(TransformerKernels, AGatedFeedForwardPartHasTwoProductsAtItsEntry) {
    TransformerShape gated = tiny();
    gated.gated = true;
    const auto kernels = micro_batch_kernels(gated, {.sequences = 3, .tokens = 5});
    EXPECT_THAT(kernels, Contains(repeated("gemm bf16 15x64x8", 2)));
    EXPECT_THAT(kernels, Contains(repeated("gemm bf16 15x8x32", 2)));
    EXPECT_DOUBLE_EQ(flops_of(kernels, KernelKind::gemm), 6 * parameters(gated) * 15);
}

TEST(TransformerKernels, TensorParallelRanksShareTheProducts) {
    const MicroBatch whole{.sequences = 3, .tokens = 5};
    MicroBatch half = whole;
    half.tensor_parallel = 2;
    const auto all = micro_batch_kernels(tiny(), whole);
    const auto rank = micro_batch_kernels(tiny(), half);
    for (const KernelKind kind : {KernelKind::gemm, KernelKind::attention})
        EXPECT_DOUBLE_EQ(flops_of(rank, kind), flops_of(all, kind) / 2);
    // Columns at the entry, rows at the exit of each part.
    EXPECT_THAT(rank, Contains(repeated("gemm bf16 15x8x4", 2)));
    EXPECT_THAT(rank, Contains(repeated("attention bf16 6x5x2", 3.5)));
    // Norms and residual sums are on all ranks.
    EXPECT_GT(traffic_of(rank, KernelKind::copy), traffic_of(all, KernelKind::copy) / 2);
}

TEST(TransformerKernels, ElementsMoveAsOftenAsTheirKernelsReadAndWriteThem) {
    const auto kernels = micro_batch_kernels(tiny(), {.sequences = 3, .tokens = 5});
    // Bytes of a layer: 15 tokens of 2 bytes, of width 8: norms 2 (2 + 3), sums 4 * 3, positions
    // 2 * 2 of 8 + 4; of width 32 the activation 2 + 3. Two layers.
    const double layers = 2 * 30 * (8 * (10 + 12) + 12 * 4 + 32 * 5);
    // Embedding: 5 of width 8. Loss: 52 bytes a logit. Gradients: 6 bytes a weight.
    const double rest = 30 * 8 * 5 + 52 * 15 * 100 + 6 * parameters(tiny());
    EXPECT_DOUBLE_EQ(traffic_of(kernels, KernelKind::copy), layers + rest);
}

TEST(TransformerKernels, AnOptimiserReadsAndWritesItsShard) {
    // Norm and zero of all gradients: 8 bytes; of a shard 7 times 32 bits and once 16.
    EXPECT_DOUBLE_EQ(traffic_of(optimiser_kernels(tiny(), 1, 1), KernelKind::copy),
                     (8 + 30) * parameters(tiny()));
    EXPECT_DOUBLE_EQ(traffic_of(optimiser_kernels(tiny(), 1, 4), KernelKind::copy),
                     (8 + 30 / 4.0) * parameters(tiny()));
    // Of half of the weights where two ranks share them.
    EXPECT_DOUBLE_EQ(traffic_of(optimiser_kernels(tiny(), 2, 4), KernelKind::copy),
                     (8 + 30 / 4.0) * parameters(tiny()) / 2);
}

TEST(TransformerKernels, AttentionMayStandAsItsProducts) {
    const RepeatedKernel attention = repeated("attention bf16 12x50x20", 3.5);
    const auto products = attention_as_products(attention);
    EXPECT_THAT(products, testing::ElementsAre(repeated("gemm bf16 600x50x20", 3.5),
                                               repeated("gemm bf16 600x20x50", 3.5)));
    EXPECT_DOUBLE_EQ(flops_of(products, KernelKind::gemm), 3.5 * flops(attention.kernel));
}

TEST(TransformerKernels, EachKernelStandsOnce) {
    const auto kernels = micro_batch_kernels(caraml(), {.sequences = 4, .tokens = 2048});
    for (std::size_t i = 0; i < kernels.size(); ++i)
        for (std::size_t j = 0; j < i; ++j)
            EXPECT_FALSE(kernels[i].kernel == kernels[j].kernel) << kernel_text(kernels[i].kernel);
}

}  // namespace
}  // namespace twin
