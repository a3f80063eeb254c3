// Published training runs that were gathered before the model was asked about any of them.
#include <algorithm>
#include <array>
#include <cmath>
#include <fmt/format.h>

#include "validation/cases/cases.h"
#include "validation/cases/run_rows.h"

namespace twin {
namespace {

// What the project asks of all published runs on NVIDIA's GPUs with a stated plan, in per cent.
constexpr double asked_of_all = 8;
constexpr std::string_view unseen_file = "validation/training/unseen_runs.csv";

struct UnseenExplanation {
    std::string_view source, gpu, model;  // how the fields begin
    std::string_view text;
};
// Of rows that are off by more than a quarter, what was checked; the first that fits.
constexpr std::string_view late_host =
    "not by the GPUs: with tokens dropped the same plan does 1.9 to 2.0 times the tokens (U055, "
    "U057), and another program on 8 H100 2.4 times those of 16, though it computes forward twice "
    "(U164); NVIDIA finds hosts late in such models (NVIDIA/Megatron-LM, "
    "docs/discussions/deepseek-v3-gb200-optimization at 1d9edcf8)";
constexpr std::string_view early_program =
    "not by the machine: later releases train this model 2.1 times as fast on as many H100 and 3.3 "
    "times on as many GB200 (T183 and T187 of ../shared/facts/training.csv), another program 1.4 "
    "times on H100 (U165)";
constexpr std::string_view triton_attention =
    "Triton's attention of 2023: by the difference to the same model's row of 2,048 tokens it "
    "reaches 173 Tflop/s on H100 and 96 on A100; FlashAttention-2, taken in its place, 318 at "
    "16,384 tokens (validation/measurements/steps-h200-attention.csv)";
constexpr std::array unseen_explanations = {
    UnseenExplanation{"NVIDIA Megatron-Bridge", "DGX-B200", "Qwen3 30B", late_host},
    UnseenExplanation{"NVIDIA Megatron-Bridge", "DGX-H100", "Qwen3 30B", late_host},
    UnseenExplanation{"NVIDIA Megatron-Bridge performance summary 25.11", "DGX-B200", "Qwen3 235B",
                      "half of it not by the GPUs: with tokens dropped the same plan does 1.26 "
                      "times the tokens (U056)"},
    UnseenExplanation{
        "NVIDIA Megatron-Bridge performance summary", "DGX-H100", "GPT-OSS",
        "not by the machine: another program does 1.27 and 1.35 times the tokens of "
        "U023 and U040 on as many H100 (7,626 a second and GPU; NVIDIA-NeMo/Automodel, "
        "docs/performance-summary.md at 01926a5c)"},
    UnseenExplanation{"NVIDIA DGX Cloud benchmarking, experts", "", "DeepSeek-V3", early_program},
    UnseenExplanation{"NVIDIA NeMo AutoModel", "", "Llama 3 70B LoRA",
                      "not by the machine: another program takes a third of the time for the same "
                      "plan (U158)"},
    UnseenExplanation{"Megatron-MoE ModelZoo", "", "Qwen3 235B",
                      "its 9.6 ms a layer and micro batch are those of U025 and U038, a model of a "
                      "third of its work on other GPUs with as many experts on each, so they are "
                      "the host's"},
    UnseenExplanation{"MosaicML llm-foundry on H100", "", "MPT 1B", triton_attention},
    UnseenExplanation{"MosaicML llm-foundry on H100", "", "MPT 3B", triton_attention},
    UnseenExplanation{"MosaicML llm-foundry on A100", "", "MPT 1B", triton_attention},
};

std::string_view explanation_of_unseen(const TrainingRun& run, const Row& row) {
    if (std::abs(*error_of(row)) <= largest_unexplained)
        return {};
    for (const UnseenExplanation& one : unseen_explanations)
        if (run.source.starts_with(one.source) && run.gpu.starts_with(one.gpu) &&
            run.model.starts_with(one.model))
            return one.text;
    return {};
}

bool has_experts(const TrainingRun& run) {
    return run.task.model.experts > 0;
}

}  // namespace

std::vector<Row> unseen_runs(const CaseSetting& setting) {
    std::vector<Row> rows, dense, mixed;
    std::vector<std::string> sources;  // in the order of the file
    SkippedRuns skipped;
    for (const TrainingRun& run : read_training_runs(setting.repository / unseen_file)) {
        std::string reason = run.skipped;
        const auto system = reason.empty() ? training_system(run) : nullptr;
        if (reason.empty() && !system)
            reason = "no part describes the machine";
        if (reason.empty()) {
            const auto problems = training_problems(run.task, run.plan, setting_of(*system));
            if (!problems.empty())
                reason = problems.front();
        }
        if (!reason.empty()) {
            skipped[reason].push_back(run.id);
            continue;
        }
        Row row = run_row(run, *system);
        explain(row, explanation_of_unseen(run, row));
        (has_experts(run) ? mixed : dense).push_back(row);
        rows.push_back(std::move(row));
        if (std::find(sources.begin(), sources.end(), run.source) == sources.end())
            sources.push_back(run.source);
    }
    const std::vector<Row> runs = rows;
    for (const std::string& source : sources)
        rows.push_back(run_mean_row(runs, fmt::format("{}, mean size of the error", source), {}, "",
                                    [&](const Row& row) { return row.source == source; }));
    const auto all = [](const Row&) { return true; };
    rows.push_back(
        run_mean_row(dense, "models without experts, mean size of the error", {}, "", all));
    rows.push_back(run_mean_row(mixed, "models with experts, mean size of the error", {}, "", all));
    rows.push_back(run_mean_row(
        runs, "all rows, mean size of the error", asked_of_all,
        "missed by models with many small experts, whose hosts are late, and by programs of which "
        "little is known; 14.0 % before the programs' attention, experts and recorded launches "
        "were "
        "set by their sources, 11.3 % before one constant was chosen by four of these rows "
        "(validation/training/UNSEEN_RUNS.md)",
        all));
    rows.push_back(run_mean_row(runs, "rows that chose no constant, mean size of the error",
                                asked_of_all, "20 of them stand in the tables of the fits",
                                [](const Row& row) { return row.kind == Kind::prediction; }));
    const std::vector<Row> without = skipped_rows(skipped);
    rows.insert(rows.end(), without.begin(), without.end());
    return rows;
}

}  // namespace twin
