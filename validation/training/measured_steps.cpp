#include "validation/training/measured_steps.h"

#include "validation/training/table_file.h"

namespace twin {
namespace {

MeasuredStep step_of(const Fields& row) {
    const auto seconds = [&](std::string_view column) {
        return number(row, column).value_or(0) * second;
    };
    const auto is = [&](std::string_view column, std::string_view text) {
        return row.find(column)->second == text;
    };
    MeasuredStep step;
    step.id = row.find("id")->second;
    TransformerShape& shape = step.task.model;
    shape.layers = whole(row, "layers", 0);
    shape.hidden = whole(row, "hidden", 0);
    shape.heads = whole(row, "heads", 0);
    shape.kv_heads = whole(row, "kv_heads", 0);
    shape.head_size = whole(row, "head_size", 0);
    shape.vocabulary = whole(row, "vocabulary", 0);
    shape.gated = is("gated", "True");
    shape.tied_embedding = is("tied", "True");
    shape.experts = whole(row, "experts", 0);
    shape.experts_per_token = whole(row, "experts_per_token", 0);
    (shape.experts > 0 ? shape.expert_ffn : shape.ffn) = whole(row, "ffn", 0);
    step.task.sequence = whole(row, "sequence", 0);
    step.plan.micro_batch = whole(row, "micro_batch", 1);
    step.task.global_batch = step.plan.micro_batch * whole(row, "micro_batches", 1);
    step.task.lora = {whole(row, "lora_rank", 0), false};
    step.plan.fused_attention = !is("attention", "plain");
    step.plan.fused_elements = is("elements", "fused");
    step.plan.recompute = is("recompute", "full") ? Recompute::full : Recompute::none;
    step.plan.sharding = Sharding::none;
    step.plan.sequence_parallel = false;
    step.plan.wide_gradients = false;
    step.step = seconds("median_s");
    step.products = seconds("products_s");
    step.attention = seconds("attention_s");
    step.elements = seconds("elements_s");
    step.dropout = number(row, "dropout").value_or(0) > 0;
    step.trained = number(row, "trained").value_or(0);
    step.memory = number(row, "memory_bytes").value_or(0) * DataSize::from_si(1);
    step.power = number(row, "power_w").value_or(0) * watt;
    return step;
}

}  // namespace

TrainingConstants with_flash_attention_2(const Calibration& h100) {
    TrainingConstants constants = training_constants(h100);
    constants.attention = AttentionLibrary::flash_attention_2;
    constants.attention_forward = 0.50;
    constants.attention_backward = 0.44;
    return constants;
}

std::vector<MeasuredStep> read_measured_steps(const std::filesystem::path& file) {
    std::vector<MeasuredStep> steps;
    for (const Fields& row : read_table(file))
        steps.push_back(step_of(row));
    return steps;
}

}  // namespace twin
