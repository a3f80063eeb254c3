// How fast the GPUs of CARAML train, and what they draw, from their calibrations alone.
#include <fmt/format.h>

#include "models/power/kernel_power.h"
#include "models/workload/transformer_kernels.h"
#include "sim/scenario/parts_catalog.h"
#include "validation/cases/caraml.h"
#include "validation/cases/cases.h"
#include "validation/cases/llm_power.h"

namespace twin {
namespace {

// FZJ-JSC/CARAML, llm_training/llm_benchmark_nvidia_amd.yaml at 0192b57: 800M, micro batch of 4
// sequences of 2,048 tokens in fp16, the vocabulary of GPT-2 padded to 128s, rotary positions.
TransformerShape caraml_model() {
    TransformerShape shape;
    shape.layers = 16;
    shape.hidden = 2048;
    shape.ffn = 8192;
    shape.heads = shape.kv_heads = 8;
    shape.head_size = 256;
    shape.vocabulary = 50304;
    return shape;
}
constexpr MicroBatch caraml_batch{.sequences = 4, .tokens = 2048};

constexpr std::string_view why_too_fast =
    "the rows are what the kernels alone would allow, a bound from above: left out are "
    "communication, launches that the host is late with, and element-wise kernels that Megatron of "
    "that time did not fuse; attention is assumed at 85 % of the rate of products, and the H100 "
    "PCIe has the SXM's rate in the ratio of their peaks, though its 350 W hold it lower. No row "
    "tells which it is, so nothing was chosen by them";

struct Spent {
    Duration time{};
    Energy energy{};
};

// Beside CPUs as busy as those of training.
Spent spent_on(const NodePart& node, const Calibration& calibration,
               const std::vector<RepeatedKernel>& kernels) {
    const double hosts =
        shipped_parts().find_activity("llm-training", node.gpu.generation)->cpu_utilisation;
    Spent sum;
    for (const RepeatedKernel& one : kernels) {
        const auto known = run_kernel(node, hosts, calibration, one.kernel);
        if (const KernelRun* run = std::get_if<KernelRun>(&known)) {
            sum.time += one.times * run->time;
            sum.energy += one.times * run->energy;
        } else if (one.kernel.kind == KernelKind::attention) {
            const Spent products = spent_on(node, calibration, attention_as_products(one));
            sum.time += products.time;
            sum.energy += products.energy;
        } else {
            const UnitError& error = std::get<UnitError>(known);
            throw std::logic_error("expected " + error.expected + ", got " + error.got);
        }
    }
    return sum;
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
        const NodePart node = caraml_node(run);
        const auto calibration = shipped_parts().calibration(node.gpu.calibration);
        const TransformerShape model = caraml_model();
        const Spent micro = spent_on(node, *calibration, micro_batch_kernels(model, caraml_batch));
        const Spent update =
            spent_on(node, *calibration,
                     optimiser_kernels(model, caraml_batch.tensor_parallel, run.devices));
        const int micro_batches = run.batch / (run.devices * caraml_batch.sequences);
        const Duration time = double(micro_batches) * micro.time + update.time;
        const Energy energy = double(micro_batches) * micro.energy + update.energy;
        const double tokens = double(micro_batches) * caraml_batch.sequences * caraml_batch.tokens;
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
             .model = tokens * caraml_flops_per_token / time.in(second) / 1e12,
             .digits = 0,
             .error_in = ErrorIn::percent,
             .limit = {},
             .kind = Kind::prediction,
             .note = "kernels at the calibrations' rates without a gap, flops as CARAML counts "
                     "them: 8.135 GFLOP a token, of which the model needs 6.255"});
        if (run.watts == 0)
            continue;
        watts.push_back({.quantity = name + ", power at the predicted rate",
                         .unit = "W",
                         .source = source,
                         .measured = run.watts,
                         .model = (energy / time).in(watt),
                         .digits = 0,
                         .error_in = ErrorIn::percent,
                         .limit = {},
                         .kind = Kind::prediction,
                         .note = "each GPU, at work all the time: no gap lowers the mean"});
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
