// One training run of a transformer on a machine: whether it fits, how long a step takes and of
// what the time consists, what it draws. Kernels come from the device's calibration, communication
// from the collectives on the placement. Equations, limits and fits: TRAINING.md beside this file.
#pragma once

#include <cmath>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "models/hardware/calibration.h"
#include "models/hardware/parts.h"
#include "models/interconnect/collective_constants.h"
#include "models/interconnect/placement_shape.h"
#include "models/power/kernel_power.h"
#include "models/units/quantity.h"
#include "models/workload/job.h"
#include "models/workload/training_constants.h"
#include "models/workload/transformer_kernels.h"

namespace twin {

// What of the forward pass is computed again instead of kept: nothing; the core of attention (of
// latent attention what is made from its latents, and the core where it is not fused); all.
enum class Recompute { none, selective, full };
std::string_view to_text(Recompute recompute);

// What the ranks of data parallelism divide among each other instead of each holding all of it
// (ZeRO 0 to 3): the optimiser's states are Megatron's distributed optimiser, weights are FSDP.
enum class Sharding { none, optimiser, gradients, weights };
std::string_view to_text(Sharding sharding);

// Which of the collectives of tensor parallelism hide behind products: none (Megatron of 2021);
// of the backward pass those beside which products of weights' gradients run (Megatron since 2022);
// all, with products cut into pieces.
enum class TensorOverlap { none, backward, all };
std::string_view to_text(TensorOverlap overlap);

// How the work is divided. GPUs = tensor * context * pipeline * data.
struct ParallelPlan {
    int tensor = 1;    // of heads, feed-forward width and vocabulary a divisor
    int context = 1;   // of the sequence
    int pipeline = 1;  // stages
    int data = 1;      // copies of the model; of the global batch a divisor
    int expert = 1;    // ranks over which a layer's experts lie; a divisor of tensor*context*data
    int chunks = 1;    // of layers on each stage, interleaved (1F1B where 1)
    int micro_batch = 1;            // sequences
    bool sequence_parallel = true;  // what tensor parallelism leaves whole is divided, too
    bool fused_attention = true;    // scores never go through memory (FlashAttention)
    // Loss, positions, dropout and sums take few passes over memory, as in programs since 2024;
    // else the loss is made in 32 bits.
    bool fused_elements = true;
    // One kernel multiplies all experts of a rank; else one each, and a cast to 8 bits for each.
    bool fused_experts = true;
    Sharding sharding = Sharding::optimiser;
    Recompute recompute = Recompute::none;
    // To experts of one node, handed on inside it once to each rank, sorted as they go (DeepEP,
    // HybridEP); else to each expert, sorted before.
    bool tokens_once_a_node = true;
    bool overlap_data = true;  // gradients and weights travel while layers compute
    TensorOverlap overlap_tensor = TensorOverlap::backward;
    bool overlap_pipeline = true;  // stages send while they compute; only with several chunks
    bool wide_gradients = true;    // summed over ranks in 32 bits; else in 16
    bool graphs = false;           // launches are recorded once and repeated (CUDA graphs)
    bool operator==(const ParallelPlan&) const = default;

    int gpus() const { return tensor * context * pipeline * data; }
};

// Fine-tuning of low-rank factors beside frozen weights; rank 0: all weights are trained.
struct Lora {
    int rank = 0;
    bool feed_forward = true;  // beside its products, too; else beside attention's alone
    bool operator==(const Lora&) const = default;
};

struct TrainingTask {
    TransformerShape model;
    int sequence = 0;                       // tokens
    int global_batch = 0;                   // sequences a step
    Precision precision = Precision::bf16;  // of the layers' products
    Lora lora;

    double tokens_of_step() const { return double(global_batch) * sequence; }
    // Whole ones: the last step is as long as the others, so that more tokens may be seen than were
    // asked for. A unit's rounding is no step of its own.
    double steps_for(TokenCount tokens) const {
        return std::ceil(tokens.si() / tokens_of_step() * (1 - 1e-12));
    }
};

// Where it runs: references must outlive it.
struct TrainingSetting {
    const NodePart& node;
    const Calibration& calibration;  // of its GPUs
    const PlacementShape& shape;     // holds exactly plan.gpus() GPUs, in whole nodes but for one
    const FabricRates& rates;
    const CollectiveConstants& constants;
    std::optional<Power> gpu_cap{};  // on each GPU or module; absent: the parts' own
    // For fits; absent: the row of the calibration.
    const TrainingConstants* training_constants = nullptr;
};

// Of the GPU that holds most.
struct TrainingMemory {
    DataSize weights{}, gradients{}, optimiser{}, activations{}, other{};
    DataSize total() const { return weights + gradients + optimiser + activations + other; }
};

// They add up to the step. Communication counts where computation does not hide it.
struct StepParts {
    Duration compute{};    // forward and backward of the slowest stage, without:
    Duration recompute{};  // what is computed again
    Duration launch{};     // the host is late with the next kernels
    Duration tensor{};     // collectives of tensor and sequence parallelism
    Duration context{};    // keys and values of other parts of the sequence
    Duration expert{};     // tokens to the experts and back
    Duration pipeline{};   // activations to the next stage and back
    Duration bubble{};     // stages that wait for the first and the last micro batches
    Duration data{};       // gradients and weights
    Duration optimiser{};
    Duration total() const {
        return compute + recompute + launch + tensor + context + expert + pipeline + bubble + data +
               optimiser;
    }
};

struct TrainingEstimate {
    TrainingMemory memory;
    bool fits = false;  // into the GPU's memory
    StepParts step;
    double tokens_per_second = 0;  // of all GPUs
    FlopRate model_rate{};         // of one GPU; flops as model_flops_per_token counts
    double model_flops_share = 0;  // of the peak of bf16 (MFU)
    Power gpu_power{};             // mean over the step, of one GPU
    Power node_power{};            // the same of a node, at its plug, all of its GPUs at work
    Energy energy_per_token{};     // at the plugs
    // Of one step on each node, in their order; without the setting's cap, which a run applies.
    std::vector<Phase> phases;
    std::vector<Duration> times;          // of each of the phases, under the setting's cap
    std::vector<std::string_view> names;  // of each: "products", "exchanges"
    Bandwidth sent_per_node{};            // into the network, mean over the step
    double network_bound = 0;             // share of the step that waits for the network
};

// Of the peak of the task's own precision, beside MFU, which is of that of bf16; absent where the
// two are one, or where that peak is not known.
std::optional<double> share_of_own_peak(const TrainingEstimate& estimate, const TrainingTask& task,
                                        const GpuPart& gpu);

// Sentences that say what is wrong with task, plan and setting, causes before what follows from
// them; none if it can be estimated (which does not say that it fits).
std::vector<std::string> training_problems(const TrainingTask& task, const ParallelPlan& plan,
                                           const TrainingSetting& setting);

// Precondition: no training_problems.
TrainingEstimate estimate_training(const TrainingTask& task, const ParallelPlan& plan,
                                   const TrainingSetting& setting);

// The same for many plans of one task in one setting: times of kernels and collectives that plans
// have in common are computed once. Not for several threads at once.
class TrainingEvaluator {
  public:
    // What `setting` refers to must outlive it.
    TrainingEvaluator(const TrainingTask& task, const TrainingSetting& setting);
    ~TrainingEvaluator();
    TrainingEvaluator(TrainingEvaluator&&) noexcept;

    // Precondition: no training_problems.
    TrainingEstimate estimate(const ParallelPlan& plan);
    // Its step alone, which is all that a search compares.
    StepParts step(const ParallelPlan& plan);
    // A second of work of which a step has `planned`: its time and wait as the setting's shape and
    // cap make them, its traffic with groups in the order of `lies`.
    PlacedWork placed(const ParallelPlan& plan, Duration planned, const PlacementShape& lies);

  private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace twin
