#include "models/workload/llm_activity.h"

#include <gtest/gtest.h>

namespace twin {
namespace {

// 1,000 Tflop/s, 2 TB/s of memory, links of 100 GB/s.
GpuPart gpu() {
    GpuPart part;
    part.bf16_dense = {FlopRate::from_si(1e15)};
    part.memory_bandwidth = {Bandwidth::from_si(2e12)};
    part.link_bandwidth = {{Bandwidth::from_si(1e11)}};
    return part;
}

// 10^10 parameters in 10 layers, 1,000 wide, keys and values 100 wide.
LanguageModel model(Precision precision = Precision::bf16) {
    return {1e10, 10, 1000, 100, precision};
}

TEST(LlmActivity, EachStepDownInPrecisionDoublesThePeak) {
    EXPECT_DOUBLE_EQ(peak_rate(gpu(), Precision::bf16).si(), 1e15);
    EXPECT_DOUBLE_EQ(peak_rate(gpu(), Precision::fp8).si(), 2e15);
    EXPECT_DOUBLE_EQ(peak_rate(gpu(), Precision::fp4).si(), 4e15);
}

TEST(LlmActivity, TrainingTakesItsTensorShareFromTheRate) {
    const GpuActivity typical{0.9, 0.3, 0.2, 0.1};
    const GpuActivity bf16 =
        training_activity(gpu(), typical, FlopRate::from_si(4e14), Precision::bf16);
    EXPECT_EQ(bf16, (GpuActivity{0.9, 0.4, 0.2, 0.1}));
    const GpuActivity fp8 =
        training_activity(gpu(), typical, FlopRate::from_si(4e14), Precision::fp8);
    EXPECT_EQ(fp8, (GpuActivity{0.9, 0.2, 0.2, 0.1}));
    // Above what can be done while kernels run.
    EXPECT_EQ(training_activity(gpu(), typical, FlopRate::from_si(2e15), Precision::bf16).tensor,
              0.9);
}

TEST(LlmActivity, ServingOnOneGpuIsAlwaysBusy) {
    // 50 steps/s of 10 requests. Flops 2 * 10^10 * 500 = 10^13 of 10^15. Memory: 50 steps of
    // 2 * 10^10 bytes = 10^12, and of keys and values 2 * (10 * 50 tokens) * 10 * 100 * 2 bytes =
    // 2 * 10^6, so 10^8 a second: 1.0001 of 2 TB/s.
    const GpuActivity activity = serving_activity(
        gpu(), model(), {.gpus = 1, .batch = 10, .tokens_per_second = 500, .answer_tokens = 100});
    EXPECT_DOUBLE_EQ(activity.tensor, 0.01);
    EXPECT_DOUBLE_EQ(activity.memory, 1.0001e12 / 2e12);
    EXPECT_EQ(activity.link, 0);
    EXPECT_EQ(activity.busy, 1);
}

TEST(LlmActivity, PromptsAddFlopsAndHeldTokens) {
    // Three prompt tokens for each answered one: four times the flops; 350 tokens held, not 50.
    const GpuActivity activity = serving_activity(gpu(), model(),
                                                  {.gpus = 1,
                                                   .batch = 10,
                                                   .tokens_per_second = 500,
                                                   .prompt_tokens = 300,
                                                   .answer_tokens = 100});
    EXPECT_DOUBLE_EQ(activity.tensor, 0.04);
    EXPECT_DOUBLE_EQ(activity.memory, (1e12 + 7e8) / 2e12);
}

TEST(LlmActivity, SplitWeightsWaitForTheirCollectives) {
    // Two GPUs: half the flops and bytes each. 20 collectives in each of 50 steps: 1,000 a second,
    // each waits 20 us: 2 %. Links: 20 * 2 * 1/2 * 500 tokens * 1,000 * 2 bytes = 2 * 10^7 of
    // 10^11 bytes/s.
    const GpuActivity activity = serving_activity(
        gpu(), model(), {.gpus = 2, .batch = 10, .tokens_per_second = 500, .answer_tokens = 100});
    EXPECT_DOUBLE_EQ(activity.tensor, 0.005);
    EXPECT_DOUBLE_EQ(activity.memory, 1.0001e12 / 4e12);
    EXPECT_DOUBLE_EQ(activity.link, 2e-4);
    EXPECT_DOUBLE_EQ(activity.busy, 1 - 0.02 - 2e-4);
}

TEST(LlmActivity, LowerPrecisionReadsLess) {
    const GpuActivity fp4 =
        serving_activity(gpu(), model(Precision::fp4),
                         {.gpus = 1, .batch = 10, .tokens_per_second = 500, .answer_tokens = 100});
    EXPECT_DOUBLE_EQ(fp4.tensor, 0.0025);
    // 0.5 bytes and 1/16 of a scale's byte instead of 2 bytes a parameter.
    EXPECT_DOUBLE_EQ(fp4.memory, (0.28125e12 + 1e8) / 2e12);
}

TEST(LlmActivity, SharesStayBelowOneAndBusyIsTheLongest) {
    // A rate that the GPU cannot have: everything is full.
    const GpuActivity activity = serving_activity(
        gpu(), model(), {.gpus = 8, .batch = 1, .tokens_per_second = 1e6, .answer_tokens = 100});
    EXPECT_EQ(activity.memory, 1);
    EXPECT_EQ(activity.tensor, 1);
    EXPECT_EQ(activity.busy, 1);
}

}  // namespace
}  // namespace twin
