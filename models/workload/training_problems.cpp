#include "models/workload/training_problems.h"

#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <iterator>
#include <tuple>
#include <utility>

#include "models/interconnect/collective.h"
#include "models/workload/llm_activity.h"

namespace twin {
namespace {

// The divisors of all the numbers that are nearest to `wanted`, one on each side where there are
// such: "tensor 4 or 8".
std::string nearest_divisors(std::string_view name, std::initializer_list<int> numbers,
                             int wanted) {
    const auto divides = [&](int divisor) {
        return std::all_of(numbers.begin(), numbers.end(),
                           [&](int number) { return number % divisor == 0; });
    };
    int below = wanted - 1;
    while (below > 1 && !divides(below))
        --below;
    int above = wanted + 1;
    int most = 0;  // the least of those that are no 0, of which all are divisors
    for (const int number : numbers)
        most = number > 0 && (most == 0 || number < most) ? number : most;
    while (above <= most && !divides(above))
        ++above;
    if (above > most)
        return fmt::format("{} {}", name, std::max(1, below));
    return below >= 1 ? fmt::format("{} {} or {}", name, below, above)
                      : fmt::format("{} {}", name, above);
}

// "heads: expected a multiple of tensor 6, got 128 (tensor 4 or 8)"
std::string not_a_multiple(std::string_view field, int number, std::string_view of, int divisor,
                           const std::string& hint) {
    return fmt::format("{}: expected a multiple of {} {}, got {} ({})", field, of, divisor, number,
                       hint);
}

std::string tensor_hint(const TrainingTask& task, const ParallelPlan& plan) {
    const TransformerShape& model = task.model;
    return nearest_divisors("tensor", {model.heads, model.kv_heads, model.ffn, model.vocabulary},
                            plan.tensor);
}

// "61", or "61 + 1 of multi-token prediction"
std::string layers_text(const TransformerShape& model) {
    return model.mtp_layers == 0
               ? fmt::format("{}", model.layers)
               : fmt::format("{} + {} of multi-token prediction", model.layers, model.mtp_layers);
}

int ceiling(int number, int parts) {
    return (number + parts - 1) / parts;
}

int batches_of(const TrainingTask& task, const ParallelPlan& plan) {
    return task.global_batch / (plan.data * plan.micro_batch);
}

int expert_ranks(const ParallelPlan& plan) {
    return plan.tensor * plan.context * plan.data;
}

// Tokens of a sequence on one rank of context parallelism are cut in two, so that each rank has an
// early and a late part of what attention sees.
int context_parts(const ParallelPlan& plan) {
    return plan.context > 1 ? 2 * plan.context : 1;
}

template <int TransformerShape::*field>
bool tensor_divides(const TrainingTask& task, const ParallelPlan& plan) {
    return task.model.*field % plan.tensor == 0;
}

constexpr std::array rules = {
    PlanRule{"heads", tensor_divides<&TransformerShape::heads>,
             [](const TrainingTask& task, const ParallelPlan& plan) {
                 return not_a_multiple("heads", task.model.heads, "tensor", plan.tensor,
                                       tensor_hint(task, plan));
             }},
    PlanRule{"kv_heads", tensor_divides<&TransformerShape::kv_heads>,
             [](const TrainingTask& task, const ParallelPlan& plan) {
                 return not_a_multiple("kv_heads", task.model.kv_heads, "tensor", plan.tensor,
                                       tensor_hint(task, plan));
             }},
    PlanRule{"ffn",
             [](const TrainingTask& task, const ParallelPlan& plan) {
                 return tensor_divides<&TransformerShape::ffn>(task, plan) &&
                        task.model.shared_experts * task.model.expert_ffn % plan.tensor == 0;
             },
             [](const TrainingTask& task, const ParallelPlan& plan) {
                 const bool dense = !tensor_divides<&TransformerShape::ffn>(task, plan);
                 return not_a_multiple(
                     dense ? "ffn" : "expert_ffn of the shared experts",
                     dense ? task.model.ffn : task.model.shared_experts * task.model.expert_ffn,
                     "tensor", plan.tensor, tensor_hint(task, plan));
             }},
    PlanRule{"vocabulary", tensor_divides<&TransformerShape::vocabulary>,
             [](const TrainingTask& task, const ParallelPlan& plan) {
                 return not_a_multiple(
                     "vocabulary", task.model.vocabulary, "tensor", plan.tensor,
                     fmt::format("programs pad it, here to {}",
                                 ceiling(task.model.vocabulary, plan.tensor) * plan.tensor));
             }},
    PlanRule{"sequence",
             [](const TrainingTask& task, const ParallelPlan& plan) {
                 return task.sequence % context_parts(plan) == 0;
             },
             [](const TrainingTask& task, const ParallelPlan& plan) {
                 return fmt::format(
                     "sequence: expected a multiple of {}, twice the {} ranks of context, got {} "
                     "({})",
                     2 * plan.context, plan.context, task.sequence,
                     "each rank takes an early and a late part of it");
             }},
    PlanRule{"sequence",
             [](const TrainingTask& task, const ParallelPlan& plan) {
                 return plan.tensor == 1 || !plan.sequence_parallel ||
                        task.sequence % context_parts(plan) != 0 ||
                        task.sequence / plan.context % plan.tensor == 0;
             },
             [](const TrainingTask& task, const ParallelPlan& plan) {
                 return fmt::format(
                     "sequence: expected a multiple of tensor {} on each rank of context, got {} "
                     "tokens there (or no sequence parallelism)",
                     plan.tensor, task.sequence / plan.context);
             }},
    PlanRule{"layers",
             [](const TrainingTask& task, const ParallelPlan& plan) {
                 if (plan.pipeline == 1)  // of its chunks "chunks" speaks
                     return true;
                 const int slots = plan.pipeline * plan.chunks;
                 const int layers = task.model.all_layers();
                 return slots <= layers && slots * ceiling(layers, slots) - layers < plan.pipeline;
             },
             [](const TrainingTask& task, const ParallelPlan& plan) {
                 const int layers = task.model.all_layers(), slots = plan.pipeline * plan.chunks;
                 const std::string what = fmt::format(
                     "pipeline {}{}", plan.pipeline,
                     plan.chunks > 1 ? fmt::format(" with {} chunks", plan.chunks) : "");
                 if (slots > layers)
                     return fmt::format(
                         "layers: expected at least {}, one for each chunk of {}, got {} ({})",
                         slots, what, layers_text(task.model), "fewer stages or chunks");
                 return fmt::format(
                     "layers: expected a multiple of {} or up to {} fewer for {}, got {} ({})",
                     slots, plan.pipeline - 1, what, layers_text(task.model),
                     fmt::format("{} and {} to {} are possible", slots * (layers / slots),
                                 slots * ceiling(layers, slots) - plan.pipeline + 1,
                                 slots * ceiling(layers, slots)));
             }},
    PlanRule{"global_batch",
             [](const TrainingTask& task, const ParallelPlan& plan) {
                 return task.global_batch % (plan.data * plan.micro_batch) == 0;
             },
             [](const TrainingTask& task, const ParallelPlan& plan) {
                 const int each = plan.data * plan.micro_batch;
                 const int below = task.global_batch / each * each;
                 return fmt::format(
                     "global_batch: expected a multiple of {} (data {} x micro_batch {}), got {} "
                     "({})",
                     each, plan.data, plan.micro_batch, task.global_batch,
                     below > 0 ? fmt::format("{} or {}", below, below + each)
                               : fmt::format("at least {}", each));
             },
             true},
    PlanRule{"chunks",
             [](const TrainingTask&, const ParallelPlan& plan) {
                 return plan.chunks == 1 || plan.pipeline > 1;
             },
             [](const TrainingTask&, const ParallelPlan& plan) {
                 return fmt::format("chunks: expected 1 where pipeline is 1, got {} ({})",
                                    plan.chunks, "only stages take turns with their chunks");
             }},
    PlanRule{"micro batches",
             [](const TrainingTask& task, const ParallelPlan& plan) {
                 return plan.chunks == 1 ||
                        task.global_batch % (plan.data * plan.micro_batch) != 0 ||
                        batches_of(task, plan) % plan.pipeline == 0;
             },
             [](const TrainingTask& task, const ParallelPlan& plan) {
                 return fmt::format(
                     "micro batches: expected a multiple of pipeline {}, as its chunks are "
                     "interleaved, got {} (global_batch {} / data {} / micro_batch {}; or chunks "
                     "1)",
                     plan.pipeline, batches_of(task, plan), task.global_batch, plan.data,
                     plan.micro_batch);
             },
             true},
    PlanRule{"experts",
             [](const TrainingTask& task, const ParallelPlan& plan) {
                 return task.model.experts == 0 ? plan.expert == 1
                                                : task.model.experts % plan.expert == 0;
             },
             [](const TrainingTask& task, const ParallelPlan& plan) {
                 if (task.model.experts == 0)
                     return fmt::format("expert: expected 1 for a model without experts, got {}",
                                        plan.expert);
                 return not_a_multiple(
                     "experts", task.model.experts, "expert", plan.expert,
                     nearest_divisors("expert", {task.model.experts}, plan.expert));
             }},
    PlanRule{"expert",
             [](const TrainingTask&, const ParallelPlan& plan) {
                 return expert_ranks(plan) % plan.expert == 0;
             },
             [](const TrainingTask&, const ParallelPlan& plan) {
                 return fmt::format(
                     "expert: expected a divisor of {} (tensor {} x context {} x data {}), got {} "
                     "({})",
                     expert_ranks(plan), plan.tensor, plan.context, plan.data, plan.expert,
                     nearest_divisors("expert", {expert_ranks(plan)}, plan.expert));
             },
             true},
    PlanRule{"sequence_parallel",
             [](const TrainingTask& task, const ParallelPlan& plan) {
                 return task.model.experts == 0 || plan.tensor == 1 || plan.sequence_parallel;
             },
             [](const TrainingTask&, const ParallelPlan& plan) {
                 return fmt::format(
                     "sequence_parallel: expected true for a model with experts under tensor {}, "
                     "got false (each rank sends its own tokens to the experts)",
                     plan.tensor);
             }},
};

// Of most widths and counts of a model: far beyond all models, so that sums and products of them
// stay within an int.
constexpr int most_elements = 1'000'000;

void add_below(std::vector<std::string>& problems, std::string_view field, int least, int got) {
    if (got < least)
        problems.push_back(fmt::format("{}: expected at least {}, got {}", field, least, got));
}

void add_above(std::vector<std::string>& problems, std::string_view field, int most, int got) {
    if (got > most)
        problems.push_back(fmt::format("{}: expected at most {}, got {}", field, most, got));
}

// Of latent attention, which has all of its widths or none, and its heads each keys of their own.
void add_latent_problems(const TransformerShape& shape, std::vector<std::string>& problems) {
    const LatentAttention& latent = shape.latent;
    const std::pair<std::string_view, int> needed[] = {{"kv_rank", latent.kv_rank},
                                                       {"nope_head_size", latent.nope_head_size},
                                                       {"rope_head_size", latent.rope_head_size},
                                                       {"value_head_size", latent.value_head_size}};
    for (const auto& [field, number] : needed) {
        if (number < 1)
            problems.push_back(fmt::format(
                "{}: expected at least 1 in a model with latent attention, got {} ({})", field,
                number == 0 ? "none" : fmt::format("{}", number),
                "which has kv_rank, nope_head_size, rope_head_size and value_head_size, and "
                "query_rank where queries are made from a latent"));
        add_above(problems, field, most_elements, number);
    }
    add_below(problems, "query_rank", 0, latent.query_rank);
    add_above(problems, "query_rank", most_elements, latent.query_rank);
    for (const auto& [field, number, instead] :
         {std::tuple<std::string_view, int, std::string_view>{
              "kv_heads", shape.kv_heads, "all heads have keys and values of their own"},
          {"head_size", shape.head_size,
           "nope_head_size, rope_head_size and value_head_size say it"}})
        if (number != 0)
            problems.push_back(
                fmt::format("{}: expected none in a model with latent attention, got {} ({})",
                            field, number, instead));
}

constexpr auto trainable = {Precision::fp32, Precision::tf32,      Precision::bf16,
                            Precision::fp8,  Precision::fp8_block, Precision::fp4};

// What every plan needs to be counted at all.
std::vector<std::string> number_problems(const TrainingTask& task, const ParallelPlan& plan) {
    std::vector<std::string> problems = shape_problems(task.model);
    constexpr int most_sequences = 1'000'000'000;
    add_below(problems, "sequence", 1, task.sequence);
    add_above(problems, "sequence", most_sequences, task.sequence);
    add_below(problems, "global_batch", 1, task.global_batch);
    add_above(problems, "global_batch", most_sequences, task.global_batch);
    if (std::find(trainable.begin(), trainable.end(), task.precision) == trainable.end())
        problems.push_back(fmt::format("precision: expected {}, got {}",
                                       "fp32, tf32, bf16, fp8, fp8_block or fp4",
                                       row_of(task.precision).name));
    add_below(problems, "lora.rank", 0, task.lora.rank);
    // A wider factor would have more weights than what it stands for.
    if (task.model.hidden > 0 && task.lora.rank > task.model.hidden)
        problems.push_back(
            fmt::format("lora.rank: expected at most {}, the model's hidden size, got {}",
                        task.model.hidden, task.lora.rank));
    const std::pair<std::string_view, int> numbers[] = {
        {"tensor", plan.tensor},          {"context", plan.context},
        {"pipeline", plan.pipeline},      {"data", plan.data},
        {"expert", plan.expert},          {"chunks", plan.chunks},
        {"micro_batch", plan.micro_batch}};
    // Products of any of them stay within an int.
    constexpr int most = 1'000'000;
    for (const auto& [field, number] : numbers) {
        if (number < 1 || number > most)
            problems.push_back(fmt::format("{}: expected 1 to {}, got {}", field, most, number));
    }
    if (problems.empty() && size_of(plan) > most_plan_size)
        problems.push_back(fmt::format(
            "plan: expected ranks, chunks and sequences of a micro batch that multiply to at most "
            "1e9, got {:g}",
            size_of(plan)));
    return problems;
}

void add_unknown_kernel(const Calibration& calibration, const Kernel& kernel, std::string_view what,
                        std::vector<std::string>& problems) {
    const auto known = kernel_time(calibration, kernel);
    if (const UnitError* error = std::get_if<UnitError>(&known))
        problems.push_back(
            fmt::format("calibration: expected {}, got one without {}, which all training has",
                        error->expected, what));
}

// Of the shape and the links between its GPUs the collectives know what they need.
std::vector<std::string> link_problems(const TrainingSetting& setting) {
    const CollectiveRequest request{Collective::all_reduce, DataSize::from_si(1)};
    return collective_problems(request, {setting.shape, setting.rates, setting.constants});
}

std::string factors_problem(const ParallelPlan& plan, int gpus) {
    const int others = plan.gpus() / plan.data;
    return fmt::format(
        "plan: expected tensor x context x pipeline x data to be the {} GPUs, got {} x {} x {} x "
        "{} = {} ({})",
        gpus, plan.tensor, plan.context, plan.pipeline, plan.data, plan.gpus(),
        gpus % others == 0
            ? fmt::format("data {}", gpus / others)
            : fmt::format("{} GPUs are no multiple of tensor x context x pipeline = {}", gpus,
                          others));
}

// Of what is known of the node's GPUs.
void add_gpu_problems(const TrainingTask& task, const TrainingSetting& setting,
                      std::vector<std::string>& problems) {
    const NodePart& node = setting.node;
    if (node.gpu.memory.value <= DataSize())
        problems.push_back(
            fmt::format("gpu: expected one whose memory is known, got {}", node.gpu.id));
    if (peak_rate(node.gpu, Precision::bf16) <= FlopRate())
        problems.push_back(
            fmt::format("gpu: expected one whose peak of bf16 is known, got {}", node.gpu.id));
    Kernel product;
    product.kind = KernelKind::gemm;
    product.precision = task.precision;
    product.m = product.n = product.k = 1024;
    const auto known = kernel_time(setting.calibration, product);
    if (const UnitError* error = std::get_if<UnitError>(&known))
        problems.push_back(fmt::format("precision: expected {}, got {}", error->expected,
                                       row_of(task.precision).name));
    // Whatever the layers' precision: scores and logits, and what only moves elements.
    Kernel scores = product;
    scores.precision = Precision::bf16;
    if (task.precision != Precision::bf16)
        add_unknown_kernel(setting.calibration, scores, "products of bf16", problems);
    Kernel copy;
    copy.kind = KernelKind::copy;
    copy.precision = Precision::fp32;
    copy.size = DataSize::from_si(1e6);
    add_unknown_kernel(setting.calibration, copy, "copies of fp32", problems);
    if (setting.gpu_cap && *setting.gpu_cap <= Power())
        problems.push_back(fmt::format("gpu_cap: expected a power above 0 W, got {}",
                                       format_quantity(setting.gpu_cap->si(), Dimension::power)));
}

}  // namespace

std::span<const PlanRule> plan_rules() {
    return rules;
}

double size_of(const ParallelPlan& plan) {
    return double(plan.tensor) * plan.context * plan.pipeline * plan.data * plan.expert *
           plan.chunks * plan.micro_batch;
}

std::vector<std::string> shape_problems(const TransformerShape& shape) {
    std::vector<std::string> problems;
    const bool latent = shape.latent.used();
    for (const auto& [field, number] : {std::pair<std::string_view, int>{"layers", shape.layers},
                                        {"hidden", shape.hidden},
                                        {"heads", shape.heads},
                                        {"kv_heads", latent ? 1 : shape.kv_heads},
                                        {"head_size", latent ? 1 : shape.head_size},
                                        {"vocabulary", shape.vocabulary}})
        add_below(problems, field, 1, number);
    const bool all_experts = shape.experts > 0 && shape.dense_layers == 0;
    add_below(problems, "ffn", all_experts ? 0 : 1, shape.ffn);
    add_below(problems, "window", 0, shape.window);
    add_below(problems, "experts", 0, shape.experts);
    add_below(problems, "mtp_layers", 0, shape.mtp_layers);
    if (latent)
        add_latent_problems(shape, problems);
    constexpr int most_words = 100'000'000;
    for (const auto& [field, number] : {std::pair<std::string_view, int>{"layers", shape.layers},
                                        {"hidden", shape.hidden},
                                        {"ffn", shape.ffn},
                                        {"heads", shape.heads},
                                        {"kv_heads", latent ? 0 : shape.kv_heads},
                                        {"head_size", latent ? 0 : shape.head_size},
                                        {"window", shape.window},
                                        {"experts", shape.experts},
                                        {"shared_experts", shape.shared_experts},
                                        {"expert_ffn", shape.expert_ffn},
                                        {"mtp_layers", shape.mtp_layers}})
        add_above(problems, field, most_elements, number);
    add_above(problems, "vocabulary", most_words, shape.vocabulary);
    if (const double width = double(shape.shared_experts) * shape.expert_ffn; width > most_words)
        problems.push_back(fmt::format(
            "shared_experts: expected at most {} elements of expert_ffn together, got {} x {}",
            most_words, shape.shared_experts, shape.expert_ffn));
    if (!latent && shape.kv_heads > 0 && shape.heads % shape.kv_heads != 0)
        problems.push_back(fmt::format("heads: expected a multiple of the {} kv_heads, got {}",
                                       shape.kv_heads, shape.heads));
    if (shape.experts > 0) {
        add_below(problems, "expert_ffn", 1, shape.expert_ffn);
        add_below(problems, "shared_experts", 0, shape.shared_experts);
        if (shape.experts_per_token < 1 || shape.experts_per_token > shape.experts)
            problems.push_back(
                fmt::format("experts_per_token: expected 1 to the {} experts, got {}",
                            shape.experts, shape.experts_per_token));
        if (shape.dense_layers < 0 || shape.dense_layers > shape.layers)
            problems.push_back(fmt::format("dense_layers: expected 0 to the {} layers, got {}",
                                           shape.layers, shape.dense_layers));
    } else {
        for (const auto& [field, number] :
             {std::pair<std::string_view, int>{"experts_per_token", shape.experts_per_token},
              {"shared_experts", shape.shared_experts},
              {"expert_ffn", shape.expert_ffn},
              {"dense_layers", shape.dense_layers}})
            if (number != 0)
                problems.push_back(fmt::format("{}: expected 0 for a model without experts, got {}",
                                               field, number));
    }
    return problems;
}

std::vector<std::string> plan_problems(const TrainingTask& task, const ParallelPlan& plan) {
    std::vector<std::string> problems = number_problems(task, plan);
    if (!problems.empty())
        return problems;
    for (const PlanRule& rule : rules)
        if (!rule.holds(task, plan))
            problems.push_back(rule.sentence(task, plan));
    return problems;
}

std::vector<std::string> training_problems(const TrainingTask& task, const ParallelPlan& plan,
                                           const TrainingSetting& setting) {
    std::vector<std::string> problems = number_problems(task, plan);
    // What multiplies to nothing cannot be compared with the GPUs.
    if (!problems.empty())
        return problems;
    const bool has_gpus = setting.node.gpus > 0;
    const auto links = has_gpus ? link_problems(setting) : std::vector<std::string>();
    const bool other_gpus = has_gpus && links.empty() && setting.shape.gpus() != plan.gpus();
    if (other_gpus)
        problems.push_back(factors_problem(plan, setting.shape.gpus()));
    for (const PlanRule& rule : rules)
        if (!(other_gpus && rule.of_data) && !rule.holds(task, plan))
            problems.push_back(rule.sentence(task, plan));
    if (!has_gpus) {
        problems.push_back(fmt::format("node: expected one with GPUs, got {}", setting.node.id));
        return problems;
    }
    problems.insert(problems.end(), links.begin(), links.end());
    add_gpu_problems(task, setting, problems);
    return problems;
}

}  // namespace twin
