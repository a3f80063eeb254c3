#include <gmock/gmock.h>
#include <map>

#include "models/workload/training_problems.h"
#include "sim/scenario/parts_catalog.h"

namespace twin {
namespace {

using testing::IsEmpty;

// Weights that the models' makers print, in G; the catalogue has no norms and biases. CARAML's 800
// M are those of the layers, beside which are 50,304 x 2,048 of the embedding.
TEST(ModelParts, HaveAsManyWeightsAsPublished) {
    const std::map<std::string, double> published = {
        {"apertus-70b", 70},     {"apertus-8b", 8},        {"caraml-13b", 13},
        {"caraml-175b", 175},    {"caraml-800m", 0.903},   {"deepseek-v3", 671},
        {"gpt-3-175b", 175},     {"llama-2-70b", 69},      {"llama-3-405b", 405},
        {"llama-3-70b", 70.6},   {"llama-3-8b", 8.03},     {"megatron-1t", 1008},
        {"megatron-22b", 22},    {"megatron-530b", 530},   {"mixtral-8x7b", 46.7},
        {"qwen3-30b-a3b", 30.5}, {"qwen3-235b-a22b", 235},
    };
    for (const auto& [id, model] : shipped_parts().models) {
        ASSERT_TRUE(published.contains(id)) << id;
        EXPECT_NEAR(parameters(model.shape()) / 1e9 / published.at(id), 1, 0.015) << id;
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

}  // namespace
}  // namespace twin
