#include <gmock/gmock.h>
#include <map>

#include "models/workload/training_problems.h"
#include "sim/scenario/parts_catalog.h"
#include "tests/sim/scenario/scenario_files.h"

namespace twin {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

// Weights that the models' makers print, in G; the catalogue has no norms and biases. CARAML's 800
// M are those of the layers, beside which are 50,304 x 2,048 of the embedding. DeepSeek's are
// without multi-token prediction. Kimi K2's maker prints 1 T, of which a token meets 32 G; 1.026 T
// is said of its files.
TEST(ModelParts, HaveAsManyWeightsAsPublished) {
    const std::map<std::string, double> published = {
        {"apertus-70b", 70},     {"apertus-8b", 8},          {"caraml-13b", 13},
        {"caraml-175b", 175},    {"caraml-800m", 0.903},     {"deepseek-v3", 671},
        {"deepseek-v2", 236},    {"deepseek-v2-lite", 15.7}, {"kimi-k2", 1026},
        {"gpt-3-175b", 175},     {"llama-2-70b", 69},        {"llama-3-405b", 405},
        {"llama-3-70b", 70.6},   {"llama-3-8b", 8.03},       {"megatron-1t", 1008},
        {"megatron-22b", 22},    {"megatron-530b", 530},     {"mixtral-8x7b", 46.7},
        {"qwen3-30b-a3b", 30.5}, {"qwen3-235b-a22b", 235},
    };
    for (const auto& [id, model] : shipped_parts().models) {
        ASSERT_TRUE(published.contains(id)) << id;
        const TransformerShape shape = model.shape();
        const double weights = parameters(shape) - mtp_parameters(shape);
        EXPECT_NEAR(weights / 1e9 / published.at(id), 1, 0.015) << id;
        EXPECT_THAT(shape_problems(model.shape()), IsEmpty()) << id;
    }
}

TEST(ModelParts, ShowTheirFiguresWithSources) {
    for (const PartFigure& figure : shipped_part_figures())
        if (figure.kind == "models" && figure.id == "llama-3-405b" && figure.field == "tokens") {
            EXPECT_EQ(figure.value, "15.6 Ttoken");
            EXPECT_THAT(figure.evidence, testing::StartsWith("Llama 3 Herd of Models"));
            return;
        }
    FAIL() << "no tokens of llama-3-405b";
}

TEST(ModelParts, ReadWhatTrainingNeeds) {
    const ModelPart& model = shipped_parts().models.at("deepseek-v3");
    const TransformerShape shape = model.shape();
    EXPECT_EQ(shape.experts, 256);
    EXPECT_EQ(shape.experts_per_token, 8);
    EXPECT_EQ(shape.shared_experts, 1);
    EXPECT_EQ(shape.expert_ffn, 2048);
    EXPECT_EQ(shape.dense_layers, 3);
    EXPECT_TRUE(shape.gated);
    EXPECT_FALSE(shape.tied_embedding);
    EXPECT_EQ(model.global_batch->value, 8192);
}

std::string figure(const std::string& key, const std::string& value) {
    return key + " = { value = " + value + ", assumption = \"tiny\" }\n";
}
// Of a model of 4 heads, with what its attention has; this begins in line 9.
std::vector<std::string> mistakes(const std::string& attention) {
    Problems problems;
    read_parts({{"models", "x",
                 "name = \"x\"\n" + figure("layers", "2") + figure("hidden", "64") +
                     figure("ffn", "256") + figure("heads", "4") + figure("vocabulary", "320") +
                     figure("gated", "false") + figure("tied_embedding", "true") + attention}},
               problems);
    return sentences(problems);
}

TEST(ModelParts, HaveHeadsOfOneKindOrTheOther) {
    const std::string latent = figure("kv_rank", "16") + figure("nope_head_size", "16") +
                               figure("rope_head_size", "8") + figure("value_head_size", "16");
    EXPECT_THAT(mistakes(figure("kv_heads", "2") + figure("head_size", "16")), IsEmpty());
    EXPECT_THAT(mistakes(latent), IsEmpty());
    EXPECT_THAT(mistakes(latent + figure("query_rank", "32")), IsEmpty());

    const std::string where = "models/parts/models/x.toml:";
    const std::string other = "got nothing (or kv_rank and the other widths of latent attention)";
    EXPECT_THAT(
        mistakes(""),
        ElementsAre(
            where + "1:1: kv_heads: required: expected an integer with its source, " + other,
            where +
                "1:1: head_size: required: expected an integer with its "
                "source, " +
                other));
    const std::string widths =
        "got none (which has kv_rank, nope_head_size, rope_head_size and value_head_size, and "
        "query_rank where queries are made from a latent)";
    const std::string least = "expected at least 1 in a model with latent attention, " + widths;
    EXPECT_THAT(mistakes(figure("query_rank", "32") + figure("kv_rank", "16") +
                         figure("value_head_size", "16")),
                ElementsAre(where + "1:1: nope_head_size: " + least,
                            where + "1:1: rope_head_size: " + least));
    EXPECT_THAT(mistakes(latent + figure("kv_heads", "4") + figure("head_size", "24")),
                ElementsAre(where + "13:12: kv_heads: expected none in a model with latent "
                                    "attention, got 4 (all heads have keys and values of their "
                                    "own)",
                            where + "14:13: head_size: expected none in a model with latent "
                                    "attention, got 24 (nope_head_size, rope_head_size and "
                                    "value_head_size say it)"));
    // A number that is none is told once.
    EXPECT_THAT(mistakes(figure("kv_rank", "0")),
                ElementsAre(where + "9:21: kv_rank.value: expected an integer > 0, got 0"));
    EXPECT_THAT(mistakes(latent + figure("mtp_layers", "-1")),
                ElementsAre(where + "13:24: mtp_layers.value: expected an integer >= 0, got -1"));
}

// deepseek-ai/DeepSeek-V3, README_WEIGHTS.md: 671 G in all, of which a token meets 36.6 to 36.7 G,
// and 11.5 G that predict one more, of which it meets 2.4 G with 0.9 G of the embedding and as much
// of the output; arXiv 2405.04434: 236 and 21 G of V2, 15.7 and 2.4 G of V2-Lite.
TEST(ModelParts, LatentModelsHaveTheirWeights) {
    const auto shape_of = [](const char* id) { return shipped_parts().models.at(id).shape(); };
    // Of sequences without length 6 flops a weight that a token meets.
    const auto met = [](TransformerShape shape) { return model_flops_per_token(shape, 0) / 6; };
    const TransformerShape v3 = shape_of("deepseek-v3");
    TransformerShape main = v3;
    main.mtp_layers = 0;
    // Attention: 7,168 x 1,536 + 1,536 x 128 x 192 + 7,168 x 576 + 512 x 128 x 256 + 16,384 x
    // 7,168.
    EXPECT_DOUBLE_EQ(attention_weights(v3), 187'105'280);
    // 61 times that; 3 times 3 x 7,168 x 18,432; 58 times 257 x 3 x 7,168 x 2,048 and a router of
    // 7,168 x 256; twice 129,280 x 7,168.
    EXPECT_DOUBLE_EQ(parameters(main), 11'413'422'080 + 1'189'085'184 +
                                           58 * (257 * 44'040'192.0 + 1'835'008) + 2 * 926'679'040);
    EXPECT_NEAR(parameters(main), 671e9, 0.5e9);
    // 9 experts for 257, and the output's words.
    EXPECT_DOUBLE_EQ(met(main), 11'413'422'080 + 1'189'085'184 +
                                    58 * (9 * 44'040'192.0 + 1'835'008) + 926'679'040);
    EXPECT_NEAR(met(main), 36.6e9, 0.05e9);
    // A layer more; 11.5 G are those without the product of 14,336 x 7,168.
    EXPECT_DOUBLE_EQ(mtp_parameters(v3),
                     187'105'280 + 257 * 44'040'192.0 + 1'835'008 + 102'760'448);
    EXPECT_NEAR(mtp_parameters(v3) - 102'760'448, 11.5e9, 0.05e9);
    EXPECT_NEAR(met(v3) - met(main) - 102'760'448 + 926'679'040, 2.4e9, 0.05e9);

    // NVIDIA counts half of attention, as it is causal: the mean of 4,096 tokens and none. With
    // multi-token prediction 338 TFLOP/s at 1,297 tokens/s (Megatron-Bridge 25.09, H100), without
    // 782 at 3,139 (25.11, GB200).
    const auto causal = [](const TransformerShape& shape) {
        return (model_flops_per_token(shape, 4096) + model_flops_per_token(shape, 0)) / 2;
    };
    EXPECT_NEAR(causal(v3) / (338e12 / 1297), 1, 0.002);
    EXPECT_NEAR(causal(main) / (782e12 / 3139), 1, 0.006);

    EXPECT_NEAR(met(shape_of("deepseek-v2")), 21e9, 0.5e9);
    EXPECT_NEAR(met(shape_of("deepseek-v2-lite")), 2.4e9, 0.1e9);
    EXPECT_NEAR(met(shape_of("kimi-k2")), 32e9, 0.5e9);
}

}  // namespace
}  // namespace twin
