// The kernels of a training step on one GPU, for one micro batch: of a layer, of the embedding, of
// the loss, and of the optimiser. Equations and what is left out: TRAINING.md beside this file.
#pragma once

#include <vector>

#include "models/workload/training.h"

namespace twin {

// Each kernel stands as often as it was added; `launches` counts them (a kernel of which only a
// part runs, as causal attention, is one launch).
struct KernelList {
    std::vector<RepeatedKernel> kernels;
    double launches = 0;
};

struct PassKernels {
    KernelList forward, backward;
    KernelList selective;     // of `forward`: what selective recomputation does again
    DataSize experts_sent{};  // by one rank to experts, each way and pass; 0: a dense layer
};

// Of so many nodes or ranks, those that a token meets whose choices of experts lie evenly on them.
double places_met(double places, int choices);

enum class LayerKind { dense, experts };
PassKernels layer_kernels(const TrainingTask& task, const ParallelPlan& plan, LayerKind kind);
PassKernels embedding_kernels(const TrainingTask& task, const ParallelPlan& plan);
PassKernels loss_kernels(const TrainingTask& task, const ParallelPlan& plan);
// Of a layer of multi-token prediction what it has beside layer and loss: an embedding, and the
// product that joins it with what the layer before gives.
PassKernels joining_kernels(const TrainingTask& task, const ParallelPlan& plan);

// Weights on one rank that are trained: of a layer those that all ranks of data parallelism have,
// and those of experts; of the embedding (or of the output's own).
struct RankWeights {
    double shared = 0, experts = 0;
};
RankWeights layer_weights(const TrainingTask& task, const ParallelPlan& plan, LayerKind kind);
double embedding_weights(const TrainingTask& task, const ParallelPlan& plan);
// Beside layers: of embedding and output on an end of a pipeline, without one both; on the last
// stage what multi-token prediction has, an embedding among it.
double end_weights(const TrainingTask& task, const ParallelPlan& plan, bool last_stage);
// The same with those that fine-tuning leaves as they are.
RankWeights held_layer_weights(const TrainingTask& task, const ParallelPlan& plan, LayerKind kind);

// Adam on `weights` of a rank, its states divided over `shards`.
KernelList adam_kernels(double weights, double shards);

}  // namespace twin
