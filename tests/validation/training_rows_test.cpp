#include "validation/training/training_rows.h"

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <gmock/gmock.h>
#include <set>

#include "validation/training/table_file.h"

namespace twin {
namespace {

const std::filesystem::path unseen = "validation/training/unseen_runs.csv";

TEST(TrainingRows, EachUnseenRunHasAnIdAndASource) {
    std::set<std::string> ids;
    for (const Fields& row : read_table(unseen)) {
        EXPECT_TRUE(ids.insert(row.at("id")).second) << row.at("id");
        EXPECT_NE(row.at("source_pointer"), "") << row.at("id");
    }
    EXPECT_EQ(ids.size(), 239U);
}

const TrainingRun& run_of(const std::vector<TrainingRun>& runs, std::string_view id) {
    return *std::find_if(runs.begin(), runs.end(),
                         [&](const TrainingRun& run) { return run.id == id; });
}

TEST(TrainingRows, ReadsPlansAndSteps) {
    const std::vector<TrainingRun> runs = read_training_runs(unseen);
    // 530 billion weights on 2,520 GPUs by tensor 8 and pipeline 35: 9 copies. 163 Tflop/s a GPU of
    // 96 B s L h^2 (1 + s / 6h + V / 16Lh), B 2,520, s 2,048, L 105, h 20,480, V 51,200.
    const TrainingRun& gpt = run_of(runs, "U003");
    EXPECT_EQ(gpt.plan.data, 9);
    EXPECT_EQ(gpt.plan.recompute, Recompute::full);
    EXPECT_NEAR(gpt.step->si(), 54.085, 1e-3);
    // 5,113 tokens a second on each of 16 GPUs; 1,024 sequences of 4,096.
    const TrainingRun& qwen = run_of(runs, "U026");
    EXPECT_NEAR(qwen.step->si(), 1024 * 4096 / (5113.0 * 16), 1e-9);
    EXPECT_EQ(qwen.task.model.experts, 128);
    EXPECT_FALSE(qwen.plan.fused_experts);
}

// One rule chose the rows of the H100's 16 bits: of each table of DGX Cloud's that pre-trains a
// dense model the one on 512 GPUs. Sources of other tables go on after a comma.
TEST(TrainingRows, FitsByTheRowsOn512GpusOfOneSource) {
    std::vector<std::string> by_rule, fits;
    for (const Fields& row : read_table(unseen))
        if (row.at("source") == "NVIDIA DGX Cloud benchmarking" && row.at("gpu") == "H100" &&
            row.at("precision") == "bf16" && row.at("n_gpus") == "512")
            by_rule.push_back(row.at("id"));
    for (const TrainingRun& run : read_training_runs(unseen))
        if (!fits_constants_of(run).empty()) {
            EXPECT_EQ(fits_constants_of(run), "h100-sxm") << run.id;
            EXPECT_FALSE(run.assumed_chunks) << run.id;
            fits.push_back(run.id);
        }
    EXPECT_EQ(fits, by_rule);
    EXPECT_THAT(fits, testing::ElementsAre("U079", "U092", "U116", "U137"));
}

// The root of the mean square over those four is least there: two points to either side it is more.
TEST(TrainingRows, TheRateOfProductsIsTheBestOfItsFit) {
    const std::vector<TrainingRun> runs = read_training_runs(unseen);
    const auto mean_error = [&](double change) {
        double sum = 0;
        for (const TrainingRun& run : runs) {
            if (fits_constants_of(run).empty())
                continue;
            const auto system = training_system(run);
            TrainingConstants constants = training_constants(*system->calibration);
            constants.products += change;
            TrainingSetting setting = setting_of(*system);
            setting.training_constants = &constants;
            const Duration step = TrainingEvaluator(run.task, setting).step(run.plan).total();
            sum += std::pow(step / *run.step - 1, 2);
        }
        return std::sqrt(sum / 4);
    };
    EXPECT_LT(mean_error(0), mean_error(-0.02));
    EXPECT_LT(mean_error(0), mean_error(0.02));
}

// Where tokens are dropped, sizes are known: steps are recorded on GB200, not on H100.
TEST(TrainingRows, KnowsWhatProgramsDo) {
    const std::vector<TrainingRun> runs = read_training_runs(unseen);
    for (const char* id : {"U052", "U057"}) {
        EXPECT_FALSE(run_of(runs, id).plan.tokens_once_a_node) << id;
        EXPECT_EQ(run_of(runs, id).plan.graphs, id == std::string_view("U052")) << id;
    }
    const TrainingRun& capped = run_of(runs, "U182");
    EXPECT_EQ(training_system(capped)->gpu_cap, 500 * watt);
    // FlashAttention-2 in place of cuDNN on H100; on A100 it is the device's.
    EXPECT_TRUE(training_system(capped)->training_constants);
    EXPECT_FALSE(training_system(run_of(runs, "U176"))->training_constants);
}

}  // namespace
}  // namespace twin
