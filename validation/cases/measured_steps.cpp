// Training steps that this project measured on one H100: time, its parts, memory and watts.
#include "validation/training/measured_steps.h"

#include <algorithm>
#include <fmt/format.h>

#include "models/workload/training_step.h"
#include "sim/scenario/parts_catalog.h"
#include "validation/cases/cases.h"
#include "validation/cases/llm_power.h"
#include "validation/training/one_node.h"

namespace twin {
namespace {

constexpr std::string_view steps_file = "validation/measurements/steps-h100.csv";
const std::string steps_source =
    fmt::format("{}, NVIDIA H100 80GB HBM3, PyTorch 2.11, 2026-11-23", steps_file);

// What the project asks of published runs, of the mean error in %.
constexpr double asked_of_steps = 8;
// The kernels of other rows leave the GPU idle for more of the step: the host's work, which other
// programs on its machine disturb by up to a third.
constexpr double least_busy_share = 0.9;

constexpr std::string_view launch_fit = "gpt-125m-b1";
// Their products and element-wise kernels chose the rates of one GPU alone.
bool is_rate_fit(const MeasuredStep& step) {
    return step.id == "llama-1b-fused" || step.id == "gpt-800m-fused";
}

struct MeasuredSetting {
    TrainingSetting setting(const MeasuredStep& step) const {
        return node.setting(step.dropout ? &flash : nullptr);
    }

    OneNode node = one_node(shipped_parts().nodes.at("dgx-h100"), 1, GpuLinks::nvswitch);
    // PyTorch takes it where attention has dropout.
    TrainingConstants flash = with_flash_attention_2(*node.calibration);
};

bool host_is_late(const MeasuredStep& step) {
    return step.products + step.attention + step.elements < least_busy_share * step.step;
}

Row step_row(const MeasuredStep& step, std::string_view what, std::string unit, double measured,
             double model, int digits) {
    return {.quantity = fmt::format("{}, {}", step.id, what),
            .unit = std::move(unit),
            .source = steps_source,
            .measured = measured,
            .model = model,
            .digits = digits,
            .error_in = ErrorIn::percent,
            .limit = {},
            .kind = Kind::prediction,
            .note = {}};
}

// Without the context, which PyTorch does not count, and the gradients in 32 bits, which this
// program has when the activations are gone.
DataSize held_by(const MeasuredStep& step, const TrainingMemory& memory) {
    const DataSize allocated = memory.total() - memory.other;
    const DataSize each = step.trained * DataSize::from_si(1);  // a byte of each weight
    // Either with the activations or then, when those in 16 bits have gone one by one.
    return std::max(allocated - 4.0 * each, allocated - memory.activations - 2.0 * each);
}

Row sum_row(std::string quantity, Duration measured, Duration model, Kind kind, std::string note) {
    return {.quantity = std::move(quantity),
            .unit = "s",
            .source = steps_source,
            .measured = measured.si(),
            .model = model.si(),
            .digits = 2,
            .error_in = ErrorIn::percent,
            .limit = {},
            .kind = kind,
            .note = std::move(note)};
}

}  // namespace

std::vector<Row> measured_steps(const CaseSetting& setting) {
    const MeasuredSetting here;
    std::vector<Row> fused, plain, late, memory, plain_memory, watts;
    Duration products{}, attention{}, elements{}, predicted_products{}, predicted_attention{},
        predicted_elements{};
    for (const MeasuredStep& step : read_measured_steps(setting.repository / steps_file)) {
        const TrainingSetting training = here.setting(step);
        const TrainingEstimate estimate = estimate_training(step.task, step.plan, training);
        Row time = step_row(step, "step", "ms", step.step.in(1e-3 * second),
                            estimate.step.total().in(1e-3 * second), 1);
        if (step.id == launch_fit) {
            time.kind = Kind::fit;
            time.note = "chose the host's time for a launch";
        } else if (host_is_late(step)) {
            time.note = "the GPU waits for the host";
        } else if (!step.plan.fused_attention) {
            time.note =
                "scale, mask, softmax and dropout pass over the scores one by one here, "
                "in Megatron the first three together";
        }
        if (is_rate_fit(step)) {
            time.kind = Kind::fit;
            time.note = "its kernels chose the rates of one GPU alone";
        }
        if (host_is_late(step))
            late.push_back(time);
        else
            (step.plan.fused_elements ? fused : plain).push_back(time);
        (step.plan.fused_elements ? memory : plain_memory)
            .push_back(step_row(step, "memory", "GB", step.memory.si() / 1e9,
                                held_by(step, estimate.memory).si() / 1e9, 1));
        watts.push_back(step_row(step, "power of the GPU", "W", step.power.in(watt),
                                 estimate.gpu_power.in(watt), 0));
        if (host_is_late(step))
            continue;
        TrainingCosts costs(training);
        const StepWork work = step_work(step.task, step.plan, costs);
        products += step.products;
        attention += step.attention;
        elements += step.elements;
        predicted_products += work.computing.products + work.optimiser.products;
        predicted_attention += work.computing.attention;
        predicted_elements += work.computing.traffic + work.optimiser.traffic;
    }
    Row mean = mean_error_row(fused, Kind::prediction,
                              "steps with fused kernels that keep the GPU busy", asked_of_steps);
    mean.note += "; two more chose rates";
    Row plain_mean = mean_error_row(plain, Kind::prediction,
                                    "steps without, that keep the GPU busy", asked_of_steps);
    plain_mean.note =
        "each operation passes over memory by itself here, which published programs fuse more of";
    Row memory_mean =
        mean_error_row(memory, Kind::prediction, "memory, fused kernels", asked_of_steps);
    Row plain_memory_mean = mean_error_row(plain_memory, Kind::prediction, "memory, others", 0);
    Row watts_mean = mean_error_row(watts, Kind::prediction, "power", 0);
    plain_memory_mean.note = "each operation keeps its own input and result";
    watts_mean.note.clear();
    // No target is set for them.
    plain_mean.limit = plain_memory_mean.limit = watts_mean.limit = std::nullopt;
    std::vector<Row> rows = fused;
    rows.insert(rows.end(), plain.begin(), plain.end());
    rows.insert(rows.end(), late.begin(), late.end());
    rows.push_back(mean);
    rows.push_back(plain_mean);
    const std::string all = "sum over the steps that keep the GPU busy";
    rows.push_back(sum_row("products, " + all, products, predicted_products, Kind::comparison,
                           "two of the steps chose the rate"));
    rows.push_back(sum_row("attention, " + all, attention, predicted_attention, Kind::prediction,
                           "by the rates of cuDNN alone, with dropout of FlashAttention-2"));
    rows.push_back(sum_row("other kernels, " + all, elements, predicted_elements, Kind::comparison,
                           "two of the steps chose the rate"));
    for (const auto* of : {&memory, &plain_memory})
        rows.insert(rows.end(), of->begin(), of->end());
    rows.push_back(memory_mean);
    rows.push_back(plain_memory_mean);
    rows.insert(rows.end(), watts.begin(), watts.end());
    rows.push_back(watts_mean);
    return rows;
}

}  // namespace twin
