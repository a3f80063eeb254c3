// Published training runs of language models against the training model.
#include <algorithm>
#include <array>
#include <cmath>
#include <fmt/format.h>
#include <map>

#include "models/workload/plan_text.h"
#include "validation/cases/cases.h"
#include "validation/training/training_rows.h"

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
                "not by the layers' kernels: three of its layers on one H100 take as long as "
                "estimated (measured_steps, qwen-30b-3-layers), and the host's 26 us for a launch "
                "do not fill the time; uneven experts and hosts that wait for each layer's counts "
                "of tokens are not modelled (NVIDIA's presets for newer GPUs put this model into "
                "CUDA graphs: NVIDIA-NeMo/Megatron-Bridge, scripts/performance/configs/qwen3 at "
                "0fa501a)"},
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

double step_of(const TrainingRun& run, const ParallelPlan& plan, const TrainingSystem& system) {
    return TrainingEvaluator(run.task, setting_of(system)).step(plan).total().si();
}

// The part of the error beyond which a row needs an explanation, in per cent.
constexpr double largest_unexplained = 25;

Row row_of(const TrainingRun& run, const TrainingSystem& system) {
    Row row{.quantity = fmt::format("{}, {}, {} GPUs, {}", run.id, run.model, run.gpus,
                                    plan_text(run.plan)),
            .unit = "s",
            .source = run.source,
            .measured = run.step->si(),
            .model = step_of(run, run.plan, system),
            .digits = 3,
            .error_in = ErrorIn::percent,
            .limit = {},
            .kind = fits_constants_of(run).empty() ? Kind::prediction : Kind::fit,
            .note = run.convention};
    if (!run.open.empty())
        row.note += fmt::format("; not stated, so: {}", run.open);
    if (const int nodes = system.shape.nodes(); nodes > system.network_nodes)
        row.note +=
            fmt::format("; on {} nodes, and the network part has {}: continued without contention",
                        nodes, system.network_nodes);
    if (run.assumed_chunks) {
        ParallelPlan one = run.plan;
        one.chunks = 1;
        row.note += fmt::format("; with one chunk {:+.1f} %",
                                100 * (step_of(run, one, system) / run.step->si() - 1));
    }
    const auto* const explained =
        std::find_if(explanations.begin(), explanations.end(),
                     [&](const Explanation& one) { return one.id == run.id; });
    if (explained != explanations.end())
        row.note += fmt::format("; {}", explained->text);
    else if (std::abs(*error_of(row)) > largest_unexplained)
        row.limit = largest_unexplained;
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

template <class Counts>
Row mean_row(const std::vector<Row>& rows, std::string quantity, std::optional<double> limit,
             std::string_view note, Counts counts) {
    double sum = 0, most = 0;
    int count = 0, fits = 0;
    for (const Row& row : rows)
        if (counts(row)) {
            const double size = std::abs(*error_of(row));
            sum += size;
            most = std::max(most, size);
            fits += row.kind == Kind::fit;
            ++count;
        }
    Row mean{.quantity = std::move(quantity),
             .unit = "%",
             .source = fmt::format("{} rows above, {} of them fits", count, fits),
             .measured = 0,
             .model = count > 0 ? std::optional(sum / count) : std::nullopt,
             .digits = 1,
             .error_in = ErrorIn::units,
             .limit = limit,
             .kind = fits > 0 ? Kind::fit : Kind::prediction,
             .note = fmt::format("the largest {:.1f} %", most)};
    if (!note.empty())
        mean.note += fmt::format("; {}", note);
    return mean;
}

}  // namespace

std::vector<Row> training_runs(const CaseSetting& setting) {
    std::vector<Row> rows, powers, one_chunk;
    std::map<std::string, std::vector<std::string>> skipped;  // by the reason
    for (const TrainingRun& run : read_training_runs(setting.shared)) {
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
            rows.push_back(row_of(run, *system));
            if (run.assumed_chunks && run.source.starts_with("Megatron-Core")) {
                TrainingRun one = run;
                one.plan.chunks = 1;
                one.assumed_chunks = false;
                one_chunk.push_back(row_of(one, *system));
            }
        } else {
            skipped[reason].push_back(run.id);
        }
    }
    const std::vector<Row> runs = rows;
    for (const Target& target : targets)
        rows.push_back(mean_row(
            runs, fmt::format("{}, mean size of the error", target.source),
            target.limit > 0 ? std::optional(target.limit) : std::nullopt,
            target.beside.starts_with("Calculon:") ? fmt::format("{} ({})", target.beside, calculon)
                                                   : std::string(target.beside),
            [&](const Row& row) { return row.source.starts_with(target.source); }));
    rows.push_back(mean_row(runs, "Korthikanti et al. 2022, the rows that chose no constant", 5, "",
                            [](const Row& row) {
                                return row.source.starts_with("Korthikanti") &&
                                       row.kind == Kind::prediction;
                            }));
    Row interleaved =
        mean_row(one_chunk, "Megatron-Core README weak-scaling, with one chunk", std::nullopt,
                 "in place of the interleaving assumed above", [](const Row&) { return true; });
    interleaved.kind = Kind::comparison;
    rows.push_back(interleaved);
    rows.push_back(
        mean_row(runs, "all rows, mean size of the error", 8, "", [](const Row&) { return true; }));
    rows.push_back(mean_row(runs, "rows that chose no constant, mean size of the error", 8,
                            "equations and assumptions were chosen with all rows in sight",
                            [](const Row& row) { return row.kind == Kind::prediction; }));
    rows.insert(rows.end(), powers.begin(), powers.end());
    for (const auto& [reason, ids] : skipped)
        rows.push_back({.quantity = fmt::format("rows without an estimate: {}", reason),
                        .unit = "rows",
                        .source = fmt::format("{}", fmt::join(ids, ", ")),
                        .measured = {},
                        .model = double(ids.size()),
                        .digits = 0,
                        .error_in = ErrorIn::units,
                        .limit = {},
                        .kind = Kind::comparison});
    return rows;
}

}  // namespace twin
