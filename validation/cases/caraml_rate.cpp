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
        const Spent update = spent_on(node, *calibration, optimiser_kernels(model, run.devices));
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
             .note = "kernels without a gap and without communication; flops as CARAML counts "
                     "them, the forward pass twice"});
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
    const Row rates_mean = mean_error_row(rates, Kind::prediction, "CARAML, rate", 10);
    const Row watts_mean = mean_error_row(watts, Kind::prediction, "CARAML, power", 8);
    rates.insert(rates.end(), watts.begin(), watts.end());
    rates.push_back(rates_mean);
    rates.push_back(watts_mean);
    return rates;
}

}  // namespace twin
