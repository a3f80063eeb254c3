// Published training runs of language models against the training model.
#include <algorithm>
#include <array>
#include <fmt/format.h>

#include "validation/cases/cases.h"
#include "validation/cases/run_rows.h"

namespace twin {
namespace {

struct Explanation {
    std::string_view id, text;
};
// Of rows that are off by more than a quarter.
constexpr std::array explanations = {
    Explanation{"T172",
                "not by the device: a plain PyTorch program that trains this model on one H100 "
                "takes as long as estimated (measured_steps, gpt-800m), 1.6 times as fast as "
                "this run, and its host is not late; the same program on A100 is off by half as "
                "much (caraml_rate)"},
    Explanation{"T181",
                "not by the GPUs: with tokens dropped the same plan does 2.0 times the tokens, and "
                "another program on 8 H100 2.3 times those of these 16, though it computes forward "
                "twice (U057, U164 of unseen_runs); NVIDIA finds hosts late in such models "
                "(NVIDIA/Megatron-LM, docs/discussions/deepseek-v3-gb200-optimization at "
                "1d9edcf8). Two sequences of a micro batch need 93 GB of the 80; NVIDIA's next "
                "table has one, and as many tokens (U026)"},
};

struct Target {
    std::string_view source;  // how the field begins
    double limit;             // of the mean, in per cent; 0: none
    std::string_view beside;
};
constexpr std::string_view calculon =
    "Calculon with its shipped systems, run on the same rows: ../shared/facts/ai-workloads.md, 2";
constexpr std::array targets = {
    Target{"Megatron-LM SC21 Table 1", 5, "Calculon: 10.3 % in the mean, 17.9 % at most"},
    Target{
        "Korthikanti et al. 2022", 5,
        "Calculon, published, on the points that it was fitted to: 3.65 % in the mean, 8.87 % at "
        "most"},
    Target{"Megatron-Core README weak-scaling", 0, "Calculon: 57 % in the mean"},
    Target{"Megatron-LM README", 0, ""},
    Target{"Llama 3 Herd of Models", 0, ""},
    Target{"MegaScale", 0, ""},
    Target{"MLPerf Training v3.0", 0, ""},
    Target{"MLPerf Training v3.1", 0, ""},
    Target{"MLPerf Training v4.0", 0, ""},
    Target{"MLPerf Training v5.0 llama31_405b", 0, ""},
    Target{"MLPerf Training v5.0 llama2_70b_lora", 0, ""},
    Target{"JUPITER Benchmark Suite", 0,
           "three of the four are one program on 48, 96 and 192 nodes at 76, 94 and 68 tokens a "
           "second and GPU: no model of the machine alone can follow that"},
    Target{"CARAML", 0, ""},
    Target{"Apertus", 0, ""},
    Target{"NVIDIA Megatron-Bridge", 0, ""},
};

Row explained_row(const TrainingRun& run, const TrainingSystem& system) {
    Row row = run_row(run, system);
    const auto* const known =
        std::find_if(explanations.begin(), explanations.end(),
                     [&](const Explanation& one) { return one.id == run.id; });
    explain(row, known != explanations.end() ? known->text : std::string_view());
    return row;
}

Row power_row_of(const TrainingRun& run, const TrainingSystem& system) {
    const TrainingEstimate estimate = estimate_training(run.task, run.plan, setting_of(system));
    // T159 was measured behind the power supplies.
    const bool behind = run.id == "T159";
    const double share = behind ? system.node.converter_efficiency.value : 1;
    return {.quantity = fmt::format("{}, {}, {} GPUs, power of a node{}", run.id, run.model,
                                    run.gpus, behind ? " behind its power supplies" : ""),
            .unit = "W",
            .source = run.source,
            .measured = run.node_power->in(watt),
            .model = share * estimate.node_power.in(watt),
            .digits = 0,
            .error_in = ErrorIn::percent,
            .limit = {},
            .kind = Kind::prediction,
            .note = "mean of a whole run, evaluations included; the model's of one step"};
}

}  // namespace

std::vector<Row> training_runs(const CaseSetting& setting) {
    std::vector<Row> rows, powers, one_chunk;
    SkippedRuns skipped;
    for (const TrainingRun& run : read_training_runs(setting.shared / "facts/training.csv")) {
        std::string reason = run.skipped;
        const auto system = reason.empty() ? training_system(run) : nullptr;
        if (reason.empty() && !system)
            reason = "no part describes the machine";
        if (reason.empty() && run.node_power)
            powers.push_back(power_row_of(run, *system));
        // One run, measured before and behind the power supplies.
        if (reason.empty() && run.id == "T159")
            reason = "the run of another row, whose step is scored";
        if (reason.empty()) {
            rows.push_back(explained_row(run, *system));
            if (run.assumed_chunks && run.source.starts_with("Megatron-Core")) {
                TrainingRun one = run;
                one.plan.chunks = 1;
                one.assumed_chunks = false;
                one_chunk.push_back(explained_row(one, *system));
            }
        } else {
            skipped[reason].push_back(run.id);
        }
    }
    const std::vector<Row> runs = rows;
    for (const Target& target : targets)
        rows.push_back(run_mean_row(
            runs, fmt::format("{}, mean size of the error", target.source),
            target.limit > 0 ? std::optional(target.limit) : std::nullopt,
            target.beside.starts_with("Calculon:") ? fmt::format("{} ({})", target.beside, calculon)
                                                   : std::string(target.beside),
            [&](const Row& row) { return row.source.starts_with(target.source); }));
    rows.push_back(run_mean_row(runs, "Korthikanti et al. 2022, the rows that chose no constant", 5,
                                "", [](const Row& row) {
                                    return row.source.starts_with("Korthikanti") &&
                                           row.kind == Kind::prediction;
                                }));
    Row interleaved =
        run_mean_row(one_chunk, "Megatron-Core README weak-scaling, with one chunk", std::nullopt,
                     "in place of the interleaving assumed above", [](const Row&) { return true; });
    interleaved.kind = Kind::comparison;
    rows.push_back(interleaved);
    rows.push_back(run_mean_row(runs, "all rows, mean size of the error", 8, "",
                                [](const Row&) { return true; }));
    rows.push_back(run_mean_row(runs, "rows that chose no constant, mean size of the error", 8,
                                "equations and assumptions were chosen with all rows in sight",
                                [](const Row& row) { return row.kind == Kind::prediction; }));
    rows.insert(rows.end(), powers.begin(), powers.end());
    const std::vector<Row> without = skipped_rows(skipped);
    rows.insert(rows.end(), without.begin(), without.end());
    return rows;
}

}  // namespace twin
