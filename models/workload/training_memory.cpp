#include "models/workload/training_memory.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <fmt/format.h>
#include <utility>

#include "models/hardware/precision.h"
#include "models/units/unit_text.h"
#include "models/workload/training_problems.h"
#include "models/workload/training_step.h"

namespace twin {
namespace {

constexpr auto byte = DataSize::from_si(1);

// CUDA, PyTorch and their kernels before anything is computed: huggingface/transformers,
// docs/source/en/model_memory_anatomy.md, "GPU memory occupied: 1343 MB" (of 1024^2 bytes).
constexpr auto context_memory = 1343.0 * 1024 * 1024 * byte;
// Of each communicator: 4 MiB is NCCL's default (NCCL_BUFFSIZE of its user guide); 16 channels,
// each with one buffer for its ring and one for its tree, are an assumption.
constexpr auto communicator_memory = 16 * 2 * 4.0 * 1024 * 1024 * byte;

// Bytes of a number in its roles.
struct Bytes {
    double element = 2;  // of activations and weights
    double input = 2;    // of what a product keeps of its input
    double gradient = 4;
    double states = 12;  // of Adam: a weight and two moments of 32 bits
};

// docs.nvidia.com/megatron-core, dist_optimizer: 16-bit weights with gradients of 32 bits take 18
// bytes, with those of 16 bits 20 (a copy of 32 bits is made of them), 32-bit weights 16. Of 8-bit
// products the weight and its transpose, which Hopper needs, stand for the one of 16 bits
// (assumption: programs that keep that one, too, need more).
Bytes bytes_of(const TrainingTask& task, const ParallelPlan& plan) {
    Bytes bytes;
    bytes.input = row_of(task.precision).element_bytes;
    if (task.precision == Precision::tf32 || task.precision == Precision::fp32) {
        bytes.element = 4;
        bytes.states = 8;
    } else if (!plan.wide_gradients) {
        bytes.gradient = 2;
        bytes.states = 16;
    }
    return bytes;
}

int micro_batches(const TrainingTask& task, const ParallelPlan& plan) {
    return task.global_batch / (plan.data * plan.micro_batch);
}

// Products of the feed-forward part, as many as take the layer's input and one that ends it.
double entries(const TransformerShape& shape) {
    return shape.gated ? 2 : 1;
}

// Sequences of a micro batch times their tokens on one rank of context parallelism.
double tokens_of(const TrainingTask& task, const ParallelPlan& plan) {
    return double(plan.micro_batch) * task.sequence / plan.context;
}

// What tensor parallelism leaves whole is divided, too, by sequence parallelism.
double whole_split(const ParallelPlan& plan) {
    return plan.sequence_parallel ? plan.tensor : 1;
}

// Scores of attention, softmax and its dropout (Korthikanti et al., 5 a s^2 b).
DataSize score_activations(const TrainingTask& task, const ParallelPlan& plan) {
    if (plan.fused_attention)
        return {};
    const TransformerShape& shape = task.model;
    const int seen = shape.window > 0 ? std::min(shape.window, task.sequence) : task.sequence;
    return 5.0 * shape.heads * seen / plan.tensor * tokens_of(task, plan) * byte;
}

// What latent attention makes from its latents.
DataSize expanded_activations(const TrainingTask& task, const ParallelPlan& plan) {
    if (!task.model.latent.used())
        return {};
    const AttentionWidths widths = attention_widths(task.model);
    return bytes_of(task, plan).element * (widths.queries + widths.keys + widths.values) /
           plan.tensor * tokens_of(task, plan) * byte;
}

// What selective recomputation makes again.
DataSize selective_activations(const TrainingTask& task, const ParallelPlan& plan) {
    return score_activations(task, plan) + expanded_activations(task, plan);
}

// All that the backward pass of a layer needs.
DataSize all_activations(const TrainingTask& task, const ParallelPlan& plan, bool experts) {
    const TransformerShape& shape = task.model;
    const Bytes bytes = bytes_of(task, plan);
    const double hidden = shape.hidden;
    const AttentionWidths widths = attention_widths(shape);
    const double blocks = shape.parallel_blocks ? 1 : 2;
    const auto of_width = [&](double ffn) {
        return (entries(shape) * bytes.element + bytes.input) * ffn;
    };

    // Inputs of norms and of the products behind them; masks of dropout, which models with gates do
    // without (assumption: Llama and its kin).
    double whole = blocks * (bytes.element + bytes.input + (shape.gated ? 0 : 1)) * hidden;
    // Queries, keys and values; the input of the product behind attention. Fused attention keeps
    // its result, which is that input unless that is narrower.
    double divided = bytes.element * (widths.queries + widths.keys + widths.values) +
                     bytes.input * widths.result;
    if (plan.fused_attention && bytes.input < bytes.element)
        divided += bytes.element * widths.result;
    // Latents before their norms and behind them.
    whole += (bytes.element + bytes.input) * (shape.latent.query_rank + shape.latent.kv_rank);
    if (experts) {
        whole += (bytes.element - bytes.input) * hidden;  // the router reads what the norm wrote
        divided += of_width(double(shape.shared_experts) * shape.expert_ffn);
        // Of each expert that a token goes through: its input, what is inside, and its result.
        divided += shape.experts_per_token *
                   (bytes.input * hidden + of_width(shape.expert_ffn) + bytes.element * hidden);
    } else {
        divided += of_width(shape.ffn);
    }
    return tokens_of(task, plan) * (whole / whole_split(plan) + divided / plan.tensor) * byte +
           score_activations(task, plan);
}

// Layers of micro batches whose backward pass is still to come, when there are most of them.
double layers_in_flight(const TrainingTask& task, const ParallelPlan& plan, int stage, int layers) {
    const int batches = micro_batches(task, plan);
    const int behind = plan.pipeline - 1 - stage;
    if (plan.chunks == 1)
        return double(std::min(behind + 1, batches)) * layers;
    // Narayanan et al., SC21: the warm-up of the interleaved schedule, and the chunk at work.
    const int chunks = 2 * behind + (plan.chunks - 1) * plan.pipeline + 1;
    return double(std::min(chunks, batches * plan.chunks)) * layers / plan.chunks;
}

DataSize stage_activations(const TrainingTask& task, const ParallelPlan& plan, int stage,
                           const StageLayers& layers) {
    const TransformerShape& shape = task.model;
    const Bytes bytes = bytes_of(task, plan);
    const int all = layers.total();
    DataSize sum;
    for (const bool experts : {false, true}) {
        const int these = experts ? layers.experts : layers.dense;
        if (these > 0)
            sum += layers_in_flight(task, plan, stage, all) * these / all *
                   layer_activations(task, plan, experts);
    }
    // What is computed again is there for one layer.
    if (plan.recompute == Recompute::full)
        sum += std::max(layers.dense > 0 ? all_activations(task, plan, false) : DataSize(),
                        layers.experts > 0 ? all_activations(task, plan, true) : DataSize());
    else if (plan.recompute == Recompute::selective)
        sum += selective_activations(task, plan);

    const double tokens = tokens_of(task, plan);
    if (stage == 0 && !shape.gated)  // the mask of the embedding's dropout
        sum += std::min(plan.pipeline, micro_batches(task, plan)) * tokens * shape.hidden /
               whole_split(plan) * byte;
    // Of each prediction inputs of the last norm and product, and logits of 32 bits; of each but
    // the first inputs of the two norms and the product that join it with what it starts from.
    if (stage == plan.pipeline - 1)
        sum += tokens *
               ((1 + shape.mtp_layers) * (2 * bytes.element * shape.hidden / whole_split(plan) +
                                          4.0 * shape.vocabulary / plan.tensor) +
                shape.mtp_layers * 2 * (bytes.element + bytes.input) * shape.hidden /
                    whole_split(plan)) *
               byte;
    return sum;
}

// Weights, gradients and states of so many weights, of which `copies` ranks hold the same.
void add_states(TrainingMemory& memory, const Bytes& bytes, Sharding sharding, double weights,
                double copies) {
    const auto divided = [&](Sharding from) {
        return sharding >= from ? weights / copies : weights;
    };
    memory.weights += bytes.element * divided(Sharding::weights) * byte;
    memory.gradients += bytes.gradient * divided(Sharding::gradients) * byte;
    memory.optimiser += bytes.states * divided(Sharding::optimiser) * byte;
}

// Of the layers of a stage, and of the one that has most.
struct StageWeights {
    double shared = 0, experts = 0, widest = 0;
};

StageWeights stage_weights(const TrainingTask& task, const ParallelPlan& plan,
                           const StageLayers& layers,
                           RankWeights (*of_layer)(const TrainingTask&, const ParallelPlan&,
                                                   LayerKind)) {
    StageWeights sum;
    const auto add = [&](LayerKind kind, int times) {
        if (times == 0)
            return;
        const RankWeights one = of_layer(task, plan, kind);
        sum.shared += times * one.shared;
        sum.experts += times * one.experts;
        sum.widest = std::max(sum.widest, one.shared + one.experts);
    };
    add(LayerKind::dense, layers.dense);
    add(LayerKind::experts, layers.experts);
    return sum;
}

DataSize other_memory(const ParallelPlan& plan) {
    int communicators = 0;
    for (const int ranks : {plan.tensor, plan.context, plan.pipeline, plan.data, plan.expert})
        communicators += ranks > 1;
    return context_memory + communicators * communicator_memory;
}

// A plan that differs in one thing; its numbers may be wrong.
struct Change {
    std::string_view what;
    int (*value)(const ParallelPlan&);  // that is told; nullptr: the text says all
    // A number becomes so many times what it was, or that part of it; false: that cannot be, or
    // there is nothing to change.
    bool (*make)(ParallelPlan&, int times);
};

bool take_from_data(ParallelPlan& plan, int& ranks, int times) {
    if (plan.data % times != 0)
        return false;
    plan.data /= times;
    ranks *= times;
    return true;
}

bool divide(int& number, int times) {
    if (number % times != 0)
        return false;
    number /= times;
    return true;
}

int expert_ranks_of(const ParallelPlan& plan) {
    return plan.tensor * plan.context * plan.data;
}

// No number can be made more times as large, or as small.
int most_times(const ParallelPlan& plan) {
    return std::max({2, plan.micro_batch, plan.chunks, expert_ranks_of(plan)});
}

bool shard(ParallelPlan& plan, Sharding sharding) {
    if (plan.sharding >= sharding)
        return false;
    plan.sharding = sharding;
    return true;
}

bool recompute(ParallelPlan& plan, Recompute what) {
    if (plan.recompute >= what)
        return false;
    plan.recompute = what;
    return true;
}

constexpr std::array changes = {
    Change{"fused attention", nullptr,
           [](ParallelPlan& plan, int) { return !std::exchange(plan.fused_attention, true); }},
    Change{"sequence parallelism", nullptr,
           [](ParallelPlan& plan, int) {
               return plan.tensor > 1 && !std::exchange(plan.sequence_parallel, true);
           }},
    Change{"sharding optimiser", nullptr,
           [](ParallelPlan& plan, int) { return shard(plan, Sharding::optimiser); }},
    Change{"micro_batch", [](const ParallelPlan& plan) { return plan.micro_batch; },
           [](ParallelPlan& plan, int times) { return divide(plan.micro_batch, times); }},
    Change{"chunks", [](const ParallelPlan& plan) { return plan.chunks; },
           [](ParallelPlan& plan, int times) { return divide(plan.chunks, times); }},
    Change{"recompute selective", nullptr,
           [](ParallelPlan& plan, int) { return recompute(plan, Recompute::selective); }},
    Change{"tensor", [](const ParallelPlan& plan) { return plan.tensor; },
           [](ParallelPlan& plan, int times) { return take_from_data(plan, plan.tensor, times); }},
    Change{"context", [](const ParallelPlan& plan) { return plan.context; },
           [](ParallelPlan& plan, int times) { return take_from_data(plan, plan.context, times); }},
    Change{
        "pipeline", [](const ParallelPlan& plan) { return plan.pipeline; },
        [](ParallelPlan& plan, int times) { return take_from_data(plan, plan.pipeline, times); }},
    Change{"expert", [](const ParallelPlan& plan) { return plan.expert; },
           [](ParallelPlan& plan, int times) {
               if (expert_ranks_of(plan) % plan.expert != 0 ||
                   expert_ranks_of(plan) / plan.expert % times != 0)
                   return false;
               plan.expert *= times;
               return true;
           }},
    Change{"recompute full", nullptr,
           [](ParallelPlan& plan, int) { return recompute(plan, Recompute::full); }},
    Change{"sharding gradients", nullptr,
           [](ParallelPlan& plan, int) { return shard(plan, Sharding::gradients); }},
    Change{"sharding weights", nullptr,
           [](ParallelPlan& plan, int) { return shard(plan, Sharding::weights); }},
};

std::string text_of(DataSize size) {
    return format_quantity(size.si(), Dimension::data_size);
}

}  // namespace

DataSize layer_activations(const TrainingTask& task, const ParallelPlan& plan, bool experts) {
    switch (plan.recompute) {
        case Recompute::none:
            return all_activations(task, plan, experts);
        case Recompute::selective:
            return all_activations(task, plan, experts) - selective_activations(task, plan);
        case Recompute::full:
            break;
    }
    return bytes_of(task, plan).element * tokens_of(task, plan) * task.model.hidden /
           whole_split(plan) * byte;
}

namespace {

TrainingMemory memory_of(const TrainingTask& task, const ParallelPlan& plan, int stage,
                         const StageLayers& layers) {
    const Bytes bytes = bytes_of(task, plan);
    const double copies = double(plan.data) * plan.context;
    const double expert_copies = copies * plan.tensor / plan.expert;
    const bool end = stage == 0 || stage == plan.pipeline - 1;

    StageWeights held = stage_weights(task, plan, layers, held_layer_weights);
    if (end)  // both ends of a pipeline have their own copy
        held.shared += end_weights(task, plan, stage == plan.pipeline - 1);
    const bool fine_tunes = task.lora.rank > 0;
    const StageWeights trained =
        fine_tunes ? stage_weights(task, plan, layers, layer_weights) : held;

    TrainingMemory memory;
    const bool apart = plan.sharding == Sharding::weights && copies > 1;
    if (fine_tunes)
        memory.weights += bytes.element *
                          (apart ? held.shared / copies + held.experts / expert_copies
                                 : held.shared + held.experts) *
                          byte;
    add_states(memory, bytes, plan.sharding, trained.shared, copies);
    add_states(memory, bytes, plan.sharding, trained.experts, expert_copies);
    // While a layer's are whole: its gradients until they are summed; its weights, and those of
    // the next one, which are on their way.
    if (plan.sharding >= Sharding::gradients && copies > 1)
        memory.gradients += bytes.element * trained.widest * byte;
    if (apart)
        memory.weights += 2 * bytes.element * held.widest * byte;
    memory.activations = stage_activations(task, plan, stage, layers);
    memory.other = other_memory(plan);
    return memory;
}

}  // namespace

TrainingMemory stage_memory(const TrainingTask& task, const ParallelPlan& plan, int stage) {
    return memory_of(task, plan, stage, layers_of_stages(task.model, plan)[size_t(stage)]);
}

TrainingMemory training_memory(const TrainingTask& task, const ParallelPlan& plan) {
    const std::vector<StageLayers> layers = layers_of_stages(task.model, plan);
    TrainingMemory most;
    for (int stage = 0; stage < plan.pipeline; ++stage)
        if (const TrainingMemory one = memory_of(task, plan, stage, layers[size_t(stage)]);
            one.total() > most.total())
            most = one;
    return most;
}

DataSize least_states(const TrainingTask& task, const ParallelPlan& plan) {
    const Bytes bytes = bytes_of(task, plan);
    const double trained =
        task.lora.rank > 0 ? 0 : bytes.gradient + bytes.states;  // of factors: little
    return parameters(task.model) * (bytes.element + trained) * byte;
}

std::vector<FittingChange> changes_that_fit(const TrainingTask& task, const ParallelPlan& plan,
                                            DataSize gpu_memory) {
    std::vector<FittingChange> fitting;
    if (training_memory(task, plan).total() <= gpu_memory)
        return fitting;
    for (const Change& change : changes) {
        // Of a number the smallest change that is enough.
        const int most = change.value != nullptr ? most_times(plan) : 2;
        for (int times = 2; times <= most; ++times) {
            ParallelPlan other = plan;
            if (!change.make(other, times) || !plan_problems(task, other).empty())
                continue;
            const DataSize total = training_memory(task, other).total();
            if (total > gpu_memory)
                continue;
            std::string text(change.what);
            if (change.value != nullptr)
                text += fmt::format(" {}", change.value(other));
            fitting.push_back({std::move(text), other, total});
            break;
        }
    }
    return fitting;
}

std::string fit_problem(const TrainingTask& task, const ParallelPlan& plan, DataSize gpu_memory) {
    const DataSize total = training_memory(task, plan).total();
    if (total <= gpu_memory)
        return "";
    std::string text = fmt::format("does not fit: {} of {}; ", text_of(total), text_of(gpu_memory));
    const auto fitting = changes_that_fit(task, plan, gpu_memory);
    if (fitting.empty())
        return text + "no single change of the plan on as many GPUs is enough";
    for (std::size_t i = 0; i < fitting.size(); ++i)
        text += fmt::format("{}{} gives {}", i == 0 ? "" : ", ", fitting[i].change,
                            text_of(fitting[i].total));
    return text;
}

}  // namespace twin
