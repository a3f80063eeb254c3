// Power of GPUs and servers that train language models, from the measured rate of work.
#include <array>
#include <fmt/format.h>

#include "models/workload/llm_activity.h"
#include "validation/cases/caraml.h"
#include "validation/cases/cases.h"
#include "validation/cases/llm_power.h"

namespace twin {
namespace {

// Every other batch, of the runs on four devices.
bool chosen_by(const CaramlRow& row) {
    return row.devices == 4 && (row.batch == 16 || row.batch == 64 || row.batch == 256);
}

Phase training_phase(const GpuPart& gpu, FlopRate achieved, Precision precision) {
    const ActivityPart* training = shipped_parts().find_activity("llm-training", gpu.generation);
    Phase phase = phase_of(*training);
    phase.gpu_activity = training_activity(gpu, phase.gpu_activity, achieved, precision);
    return phase;
}

std::vector<Row> caraml_rows() {
    std::vector<Row> watts, tokens;
    for (const CaramlRow& row : caraml_runs) {
        const NodePart node = caraml_node(row);
        const FlopRate rate = FlopRate::from_si(row.tflops * 1e12);
        const Power power =
            node_draw(node, training_phase(node.gpu, rate, Precision::bf16)).gpus / node.gpus;
        const std::string name =
            fmt::format("CARAML, {} of {}, batch {}", row.devices, row.device, row.batch);
        const Kind kind = chosen_by(row) ? Kind::fit : Kind::prediction;
        const std::string source =
            "FZJ-JSC/CARAML, commit 2181fc3, LLM_tflops_nvidia.pdf (labels of the figure)";
        watts.push_back({.quantity = name + ", each GPU",
                         .unit = "W",
                         .source = source,
                         .measured = row.watts,
                         .model = power.in(watt),
                         .digits = 0,
                         .error_in = ErrorIn::percent,
                         .limit = {},
                         .kind = kind,
                         .note = row.batch == 16 && row.device == "a100-40gb"
                                     ? "measured above the device's own limit of 400 W"
                                     : "the limit is on the mean, below"});
        const double tokens_per_second = row.tflops * 1e12 / caraml_flops_per_token;
        tokens.push_back({.quantity = name + ", each token",
                          .unit = "mJ",
                          .source = source + " and its README: 8.135 GFLOP a token",
                          .measured = row.watts / tokens_per_second * 1e3,
                          .model = power.in(watt) / tokens_per_second * 1e3,
                          .digits = 2,
                          .error_in = ErrorIn::percent,
                          .limit = {},
                          .kind = kind,
                          .note = "at the measured rate, so the error is that of the power"});
    }
    const Row watts_mean = mean_error_row(watts, Kind::prediction, "CARAML, power", 8);
    const Row tokens_mean = mean_error_row(tokens, Kind::prediction, "CARAML, energy per token", 8);
    watts.insert(watts.end(), tokens.begin(), tokens.end());
    watts.push_back(watts_mean);
    watts.push_back(tokens_mean);
    return watts;
}

// A steady training run of MLPerf with logged power of the servers.
struct MlperfRow {
    std::string_view name, node;
    double tokens_per_second, flops_per_token;
    int nodes;
    double watts;  // of a server, at its plug
    bool steady;
    std::string_view source, note;
};
// GPT-3: 72 B s l h^2 (1 + s / 6h + V / 12lh) (Narayanan et al., SC21) a token without
// recomputation: 72 x 96 x 12288^2 x (1 + 2048 / 73728 + 51200 / 14155776).
constexpr double gpt3_flops = 72.0 * 96 * 12288 * 12288 * (1 + 2048 / 73728.0 + 51200 / 14155776.0);
// LoRA: forward and backward through frozen weights, 4 of the 6 flops a parameter.
constexpr double lora_flops = 4 * 70e9;
constexpr std::string_view smc = "MLPerf Training v4.0 Power, smc-ac-power, parsed from the logs";
constexpr std::string_view idle_time =
    "the run is short and waits for much of its time, so it is not steady: not scored";
constexpr std::array<MlperfRow, 5> mlperf = {{
    {"GPT-3 175B on 64 servers of 8 H100", "hgx-h100-immersed", 354'123, gpt3_flops, 64, 6849.7,
     true, smc, "what a server draws beside its GPUs is assumed"},
    {"Llama 2 70B LoRA on a server of 8 H100", "hgx-h100-immersed", 17'075, lora_flops, 1, 7159.5,
     true, smc, "runs closer to the cap than the mean of CARAML: no pauses between servers"},
    {"Llama 2 70B LoRA on a server of 8 B200", "hgx-b200-air", 42'964, lora_flops, 1, 9580.9, true,
     "MLPerf Training v5.0 Power, Lenovo, parsed from the logs",
     "what a server draws beside its GPUs is assumed, its fans above all"},
    {"Llama 2 70B LoRA on 8 servers of 8 H100", "hgx-h100-immersed", 100'965, lora_flops, 8, 5821.9,
     false, smc, idle_time},
    {"Llama 2 70B LoRA on 64 servers of 8 H100", "hgx-h100-immersed", 742'715, lora_flops, 64,
     5082.8, false, smc, idle_time},
}};

std::vector<Row> mlperf_rows() {
    std::vector<Row> rows;
    for (const MlperfRow& run : mlperf) {
        const NodePart& node = shipped_parts().nodes.at(std::string(run.node));
        const FlopRate rate = FlopRate::from_si(run.tokens_per_second * run.flops_per_token /
                                                (run.nodes * node.gpus));
        const Power power = node_draw(node, training_phase(node.gpu, rate, Precision::fp8)).input();
        rows.push_back({.quantity = fmt::format("MLPerf, {}, each server", run.name),
                        .unit = "W",
                        .source = std::string(run.source),
                        .measured = run.watts,
                        .model = power.in(watt),
                        .digits = 0,
                        .error_in = ErrorIn::percent,
                        .limit = {},
                        .kind = run.steady ? Kind::prediction : Kind::comparison,
                        .note = std::string(run.note)});
    }
    Row mean = mean_error_row(rows, Kind::prediction, "MLPerf Training, power", 8);
    const MlperfRow& gpt3 = mlperf.front();
    Row token = rows.front();
    token.quantity = "MLPerf, GPT-3 175B, each token at the servers' plugs";
    token.unit = "J";
    token.digits = 3;
    token.measured = gpt3.watts * gpt3.nodes / gpt3.tokens_per_second;
    token.model = *token.model * gpt3.nodes / gpt3.tokens_per_second;
    token.limit = 8;
    rows.push_back(std::move(token));
    rows.push_back(std::move(mean));
    return rows;
}

}  // namespace

std::vector<Row> training_power(const CaseSetting&) {
    std::vector<Row> rows = caraml_rows();
    const std::vector<Row> more = mlperf_rows();
    rows.insert(rows.end(), more.begin(), more.end());
    return rows;
}

}  // namespace twin
