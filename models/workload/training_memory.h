// What a training run holds in the memory of its GPUs, and what would make it fit. Equations:
// TRAINING_MEMORY.md beside this file.
#pragma once

#include <string>
#include <vector>

#include "models/workload/training.h"

namespace twin {

// What one layer of one micro batch keeps between its forward and its backward pass, on one GPU;
// `experts`: a layer whose feed-forward part are experts.
DataSize layer_activations(const TrainingTask& task, const ParallelPlan& plan, bool experts);

// On the GPUs of one stage, from 0. Precondition of this and of all below: no plan_problems
// (training_problems.h).
TrainingMemory stage_memory(const TrainingTask& task, const ParallelPlan& plan, int stage);
// On those of the stage that holds most.
TrainingMemory training_memory(const TrainingTask& task, const ParallelPlan& plan);

// What all GPUs together hold at least: weights, and gradients and states of those that are
// trained, each once. The plan says of how many bits gradients are.
DataSize least_states(const TrainingTask& task, const ParallelPlan& plan);

// A plan on as many GPUs that differs in one thing, and fits.
struct FittingChange {
    std::string change;  // "tensor 8"
    ParallelPlan plan;
    DataSize total{};
};
// Of each thing the smallest change that is enough; those that cost the least first. Empty if it
// fits, or if no change of one thing is enough.
std::vector<FittingChange> changes_that_fit(const TrainingTask& task, const ParallelPlan& plan,
                                            DataSize gpu_memory);

// "does not fit: 97.1 GB of 80 GB; recompute selective gives 71.2 GB, tensor 8 gives 52.4 GB";
// empty if it fits.
std::string fit_problem(const TrainingTask& task, const ParallelPlan& plan, DataSize gpu_memory);

}  // namespace twin
