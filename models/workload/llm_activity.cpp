#include "models/workload/llm_activity.h"

#include <algorithm>
#include <cassert>

namespace twin {
namespace {

constexpr auto byte = DataSize::from_si(1);
constexpr auto flop_per_second = FlopRate::from_si(1);

// What a collective costs beside its bytes: start, synchronisation, the slowest rank. Fit: chosen
// with busy_power and tensor_power of gpus/h100 (its file names the rows), in steps of 5 us.
constexpr auto wait_per_collective = 20e-6 * second;

// Two a layer where weights are split: after attention and after the feed-forward part.
constexpr double collectives_per_layer = 2;

// Keys and values are held in 16 bits.
constexpr auto kv_element = 2 * byte;
constexpr auto activation_element = 2 * byte;

DataSize weight_size(Precision precision) {
    return row_of(precision).element_bytes * byte;
}

double share(double value) {
    return std::clamp(value, 0.0, 1.0);
}

}  // namespace

FlopRate peak_rate(const GpuPart& gpu, Precision precision) {
    const FlopRate bf16 = gpu.bf16_dense;
    switch (precision) {
        case Precision::fp64:
            return gpu.fp64_tensor ? gpu.fp64_tensor->value : FlopRate();
        case Precision::fp32:
            return {};
        case Precision::tf32:
            return 0.5 * bf16;
        case Precision::bf16:
            return bf16;
        case Precision::fp8:
        case Precision::fp8_block:
            return 2 * bf16;
        case Precision::fp4:
            return 4 * bf16;
    }
    return {};
}

GpuActivity training_activity(const GpuPart& gpu, const GpuActivity& typical, FlopRate achieved,
                              Precision precision) {
    assert(achieved >= FlopRate() && peak_rate(gpu, precision) > FlopRate());
    GpuActivity activity = typical;
    activity.tensor = std::min(achieved / peak_rate(gpu, precision), typical.busy);
    return activity;
}

GpuActivity serving_activity(const GpuPart& gpu, const LanguageModel& model,
                             const ServingRate& rate) {
    assert(rate.gpus > 0 && rate.batch > 0 && rate.tokens_per_second > 0 && rate.answer_tokens > 0);
    // Every answered token brings its part of a prompt.
    const double tokens = rate.tokens_per_second * (1 + rate.prompt_tokens / rate.answer_tokens);
    const Frequency steps = rate.tokens_per_second / rate.batch * hertz;

    GpuActivity activity;
    const FlopRate flops = 2 * model.parameters * tokens / rate.gpus * flop_per_second;
    activity.tensor = share(flops / peak_rate(gpu, model.precision));

    // Each step reads all weights and, for each request, the keys and values of what it has so far.
    const double held_tokens = rate.batch * (rate.prompt_tokens + rate.answer_tokens / 2);
    const DataSize keys_and_values = 2 * held_tokens * model.layers * model.kv_width * kv_element;
    const DataSize weights = model.parameters * weight_size(model.precision);
    activity.memory =
        share(steps * (weights + keys_and_values) / double(rate.gpus) / gpu.memory_bandwidth.value);

    double waiting = 0;
    if (rate.gpus > 1) {
        // An all-reduce sends 2 (n - 1) / n of its data over each GPU's links.
        const double collectives = collectives_per_layer * model.layers;
        const Bandwidth traffic = collectives * 2 * (rate.gpus - 1) / rate.gpus * tokens *
                                  model.hidden * activation_element / (1 * second);
        activity.link = gpu.link_bandwidth ? share(traffic / gpu.link_bandwidth->value) : 0;
        waiting = collectives * (steps * wait_per_collective).si() + activity.link;
    }
    activity.busy =
        std::max(share(1 - waiting), std::max({activity.tensor, activity.memory, activity.link}));
    return activity;
}

}  // namespace twin
