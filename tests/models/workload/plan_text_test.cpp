#include "models/workload/plan_text.h"

#include <fmt/format.h>
#include <gmock/gmock.h>

namespace twin {
namespace {

std::string problems_of(std::string_view text) {
    const auto read = read_plan(text);
    std::string all;
    if (const auto* errors = std::get_if<std::vector<PlanError>>(&read))
        for (const auto& [at, error] : *errors)
            all += fmt::format("{}: expected {}, got {}{}\n", at, error.expected, error.got,
                               error.hint.empty() ? "" : "; " + error.hint);
    return all;
}

PlanWords words_of(std::string_view text) {
    EXPECT_EQ(problems_of(text), "");
    return std::get<PlanWords>(read_plan(text));
}

TEST(PlanText, ReadsNumbersAndChoices) {
    const PlanWords words = words_of("tensor 4,pipeline 8 , micro_batch 2, recompute selective");
    EXPECT_FALSE(words.automatic);
    const ParallelPlan plan = filled_plan(words.space, 4096);
    EXPECT_EQ(plan.tensor, 4);
    EXPECT_EQ(plan.pipeline, 8);
    EXPECT_EQ(plan.micro_batch, 2);
    EXPECT_EQ(plan.recompute, Recompute::selective);
    // 4,096 / 4 / 8.
    EXPECT_EQ(plan.data, 128);
    EXPECT_EQ(plan.sharding, Sharding::optimiser);
    EXPECT_EQ(plan_text(plan),
              "tensor 4, pipeline 8, data 128, micro_batch 2, recompute selective");
}

TEST(PlanText, LeavesOpenWhatIsSearched) {
    const PlanWords words = words_of("auto, tensor 8, sharding weights, overlap_tensor all");
    EXPECT_TRUE(words.automatic);
    EXPECT_EQ(words.space.tensor, 8);
    EXPECT_FALSE(words.space.pipeline);
    EXPECT_EQ(words.space.sharding, Sharding::weights);
    EXPECT_EQ(words.space.rest.overlap_tensor, TensorOverlap::all);
}

TEST(PlanText, WritesWhatItReads) {
    for (const char* text :
         {"data 1", "tensor 2, context 4, pipeline 8, data 16, expert 32, chunks 3, micro_batch 5",
          "data 2, sharding none, recompute full, overlap_tensor none, sequence_parallel off, "
          "fused_attention off, fused_elements off, fused_experts off, tokens_once_a_node off, "
          "overlap_data off, "
          "overlap_pipeline off, wide_gradients off"})
        EXPECT_EQ(plan_text(filled_plan(words_of(text).space, 1)), text);
}

TEST(PlanText, SaysAllThatIsWrongAndWhere) {
    EXPECT_EQ(problems_of("tensor four, tensor 4, data, recompute some, overlap_data yes, auto 1"),
              "0: expected tensor and a whole number of at least 1, got 'four'\n"
              "13: expected tensor once, got it again: 'tensor 4'\n"
              "23: expected data and a whole number of at least 1, got none\n"
              "29: expected recompute and one of none, selective, full, got 'some'\n"
              "45: expected overlap_data on or overlap_data off, got 'yes'\n"
              "63: expected auto alone, got 'auto 1'\n");
    EXPECT_EQ(problems_of("tensor 0"),
              "0: expected tensor and a whole number of at least 1, got '0'\n");
    EXPECT_EQ(problems_of("tensor 4,"),
              "9: expected a word of a plan, such as \"tensor 8\", got nothing\n");
    EXPECT_EQ(problems_of("recompute ful"),
              "0: expected recompute and one of none, selective, full, got 'ful'; did you mean "
              "'full'?\n");
}

TEST(PlanText, SaysWhatWasMeant) {
    const std::string expected =
        "expected a word of a plan (tensor, context, pipeline, data, expert, chunks, micro_batch, "
        "sharding, recompute, overlap_tensor, sequence_parallel, fused_attention, fused_elements, "
        "fused_experts, tokens_once_a_node, overlap_data, overlap_pipeline, wide_gradients, "
        "graphs, auto), got ";
    EXPECT_EQ(problems_of("tp 8"), "0: " + expected + "'tp 8'; did you mean 'tensor'?\n");
    EXPECT_EQ(problems_of("MBS 2"), "0: " + expected + "'MBS 2'; did you mean 'micro_batch'?\n");
    EXPECT_EQ(problems_of("auto, pipline 8"),
              "6: " + expected + "'pipline 8'; did you mean 'pipeline'?\n");
    EXPECT_EQ(problems_of("tensor=4"), "0: " + expected + "'tensor=4'; write \"tensor 4\"\n");
    EXPECT_EQ(problems_of("fastest"), "0: " + expected + "'fastest'\n");
}

TEST(PlanText, ListsAllItsWords) {
    std::string all;
    for (const PlanWord& word : plan_words()) {
        EXPECT_NE(word.summary, "") << word.name;
        all += fmt::format("{} {}\n", word.name, word.values);
    }
    EXPECT_EQ(all,
              "tensor N\ncontext N\npipeline N\ndata N\nexpert N\nchunks N\nmicro_batch N\n"
              "sharding none|optimiser|gradients|weights\nrecompute none|selective|full\n"
              "overlap_tensor none|backward|all\nsequence_parallel on|off\nfused_attention on|off\n"
              "fused_elements on|off\nfused_experts on|off\ntokens_once_a_node "
              "on|off\noverlap_data on|off\n"
              "overlap_pipeline on|off\nwide_gradients on|off\ngraphs on|off\nauto \n");
    EXPECT_EQ(plan_word_summary("micro_batch"), "sequences at once");
}

}  // namespace
}  // namespace twin
