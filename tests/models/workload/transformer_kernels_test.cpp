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
    // Frozen: two products of 2 flops a weight, attention as before, 12 L h s.
    EXPECT_NEAR(model_flops_per_token(caraml(), 2048, true),
                4.0 * (805'306'368 + 103'022'592) + 12.0 * 16 * 2048 * 2048, 1);
    // CARAML counts the layers' forward pass once more, 96 for 72: 8.135 GFLOP a token.
    EXPECT_NEAR(96.0 * 16 * 2048 * 2048 * (7.0 / 6 + 50304 / (16.0 * 16 * 2048)), 8.135e9, 1e6);
}

TEST(TransformerKernels, CountsExpertsOnceForWeightsAndAsATokenMeetsThem) {
    TransformerShape mixed = tiny();
    mixed.tied_embedding = false;
    mixed.experts = 6;
    mixed.experts_per_token = 2;
    mixed.shared_experts = 1;
    mixed.expert_ffn = 4;
    mixed.dense_layers = 1;
    // One layer as before; one with attention, a router of 8 x 6 and 6 + 1 experts of 2 x 8 x 4;
    // 100 x 8 words twice.
    EXPECT_DOUBLE_EQ(parameters(mixed), 704 + 128 + 64 + 48 + 7 * 64 + 2 * 800);
    // A token meets 2 + 1 of them, and the output's words; 4 flops for each of 5 tokens, 4 heads of
    // 2, in two layers.
    EXPECT_DOUBLE_EQ(model_flops_per_token(mixed, 5),
                     3 * (2 * (704 + 128 + 64 + 48 + 3 * 64 + 800) + 2 * 4 * 5 * 4 * 2));
}

TEST(TransformerKernels, AttentionMayStandAsItsProducts) {
    const RepeatedKernel attention = repeated("attention bf16 12x50x20", 3.5);
    const auto products = attention_as_products(attention);
    EXPECT_THAT(products, testing::ElementsAre(repeated("gemm bf16 600x50x20", 3.5),
                                               repeated("gemm bf16 600x20x50", 3.5)));
    EXPECT_DOUBLE_EQ(flops_of(products, KernelKind::gemm), 3.5 * flops(attention.kernel));
}

}  // namespace
}  // namespace twin
