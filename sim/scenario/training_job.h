// [[job]] training = { ... }: from a model and a plan to run time, load and what a placement costs.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "models/workload/job.h"
#include "models/workload/training.h"
#include "sim/scenario/field_problems.h"
#include "sim/scenario/run_plan.h"
#include "sim/scenario/scenario.h"

namespace twin {

struct TrainingJob {
    TrainingTask task;
    ParallelPlan plan;  // as given, or as found
    std::int64_t steps = 0;
    TrainingEstimate estimate;  // of a step on nodes that fill one group after the other
    // The start-up, where it takes time, and all steps as one: its nodes draw what they draw in the
    // mean over a step.
    std::vector<Phase> phases;
    std::shared_ptr<const PlacementCost> placement;
};

// Mistakes are problems under `field` ("job.3.training"), and then there is none; `remarks` gains
// what was planned.
std::optional<TrainingJob> plan_training_job(const TrainingSettings& settings, NodeCount nodes,
                                             const RunPlan& plan, const std::string& field,
                                             FieldProblems& problems,
                                             std::vector<std::string>& remarks);

// Weights that the training changes, of which a checkpoint holds the states: all, or the factors.
double trained_parameters(const TrainingTask& task);

// A step as one phase of the same length, in which a node takes as much time and energy under any
// cap. Precondition: at least one phase, all longer than 0.
Phase merged(const std::vector<Phase>& phases);

}  // namespace twin
