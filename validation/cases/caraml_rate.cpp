// How fast the GPUs of CARAML train, and what they draw, by the training model.
#include <fmt/format.h>

#include "models/workload/training.h"
#include "validation/cases/caraml.h"
#include "validation/cases/cases.h"
#include "validation/cases/llm_power.h"
#include "validation/training/one_node.h"

namespace twin {
namespace {

// FZJ-JSC/CARAML, llm_training/llm_benchmark_nvidia_amd.yaml at 0192b57: 800M, sequences of 2,048
// tokens in fp16, the vocabulary of GPT-2 padded to 128s, rotary positions.
TrainingTask caraml_task(int batch) {
    TrainingTask task;
    task.model.layers = 16;
    task.model.hidden = 2048;
    task.model.ffn = 8192;
    task.model.heads = task.model.kv_heads = 8;
    task.model.head_size = 256;
    task.model.vocabulary = 50304;
    task.sequence = 2048;
    task.global_batch = batch;
    return task;
}

// The same file: micro batches of 4 sequences, FlashAttention, selective recomputation, the
// distributed optimiser and no overlaps; Megatron-LM of 2023 fuses neither loss nor positions.
ParallelPlan caraml_plan(int devices) {
    ParallelPlan plan;
    plan.data = devices;
    plan.micro_batch = 4;
    plan.fused_elements = false;
    plan.recompute = Recompute::selective;
    plan.overlap_data = false;
    plan.wide_gradients = false;
    return plan;
}

constexpr std::string_view why_too_fast =
    "what is left is not the device's: a plain PyTorch program that trains this model on one H100 "
    "reaches 525 TFLOP/s in this count (measured_steps, gpt-800m; 546 with heads of 128 elements, "
    "291 with scores that go through memory), with FlashAttention-2 and a host that is not late. "
    "The H100 PCIe has the SXM's rate in the ratio of their peaks, though its 350 W hold it lower. "
    "Nothing was chosen by these rows";

TrainingEstimate estimate_of(const CaramlRow& run) {
    const NodePart node = caraml_node(run);
    const OneNode here = one_node(node, run.devices,
                                  node.gpu.link_bandwidth ? GpuLinks::mesh : GpuLinks::host_bridge);
    return estimate_training(caraml_task(run.batch), caraml_plan(run.devices), here.setting());
}

// Beside the runs of the figure: the README's example.
std::vector<CaramlRow> all_runs() {
    std::vector<CaramlRow> runs(caraml_runs.begin(), caraml_runs.end());
    runs.push_back({"gh200-jupiter", 2048, 321.65, 0});
    return runs;
}

}  // namespace

std::vector<Row> caraml_rate(const CaseSetting&) {
    std::vector<Row> rates, watts;
    for (const CaramlRow& run : all_runs()) {
        const TrainingEstimate estimate = estimate_of(run);
        const std::string name =
            fmt::format("CARAML, {} of {}, batch {}", run.devices, run.device, run.batch);
        const std::string source =
            run.watts > 0
                ? "FZJ-JSC/CARAML, commit 2181fc3, LLM_tflops_nvidia.pdf (labels of the figure)"
                : "FZJ-JSC/CARAML, README at commit 59cba3e";
        rates.push_back(
            {.quantity = name + ", each GPU",
             .unit = "TFLOP/s",
             .source = source,
             .measured = run.tflops,
             .model = estimate.tokens_per_second / run.devices * caraml_flops_per_token / 1e12,
             .digits = 0,
             .error_in = ErrorIn::percent,
             .limit = {},
             .kind = Kind::prediction,
             .note = "flops as CARAML counts them: 8.135 GFLOP a token, of which the model needs "
                     "6.255"});
        if (run.watts == 0)
            continue;
        watts.push_back({.quantity = name + ", power at the predicted rate",
                         .unit = "W",
                         .source = source,
                         .measured = run.watts,
                         .model = estimate.gpu_power.in(watt),
                         .digits = 0,
                         .error_in = ErrorIn::percent,
                         .limit = {},
                         .kind = Kind::prediction,
                         .note = "each GPU"});
    }
    // No target is set for them.
    Row rates_mean = mean_error_row(rates, Kind::prediction, "CARAML, rate", 0);
    Row watts_mean = mean_error_row(watts, Kind::prediction, "CARAML, power", 0);
    rates_mean.limit = watts_mean.limit = std::nullopt;
    rates_mean.note = std::string(why_too_fast);
    watts_mean.note = "all of the rows are near their limits, so this does not excuse the rate";
    rates.insert(rates.end(), watts.begin(), watts.end());
    rates.push_back(rates_mean);
    rates.push_back(watts_mean);
    return rates;
}

}  // namespace twin
