// One step of training, put together from the costs of its kernels and collectives.
#pragma once

#include <vector>

#include "models/workload/training_costs.h"

namespace twin {

struct StageLayers {
    int dense = 0, experts = 0;
    int total() const { return dense + experts; }
};
// Of each stage. A chunk has ceil(layers / (stages * chunks)); those that are then too many are
// taken from the last stage, the first, the second last, the second and so on, one each time:
// the last stage has the loss, the first the embedding. Layers of multi-token prediction are the
// last ones.
std::vector<StageLayers> layers_of_stages(const TransformerShape& model, const ParallelPlan& plan);

// What one GPU of the slowest stage hands on in a step, by who exchanges. Of a ring: over each of
// its edges; trees count as rings.
struct StepTraffic {
    DataSize tensor{}, context{}, data{}, expert_data{};
    DataSize experts{};  // to all GPUs of its group that are on other nodes, together
    DataSize stages{};   // to the next stage, and as much back
    DataSize ends{};     // from the first stage to the last one, and as much back
};

// What the GPUs of the slowest stage do in one step. Times of communication are what computation
// does not hide.
struct StepWork {
    StepParts parts;  // without a cap
    Work computing;   // all forward and backward passes, recomputation included
    Work optimiser;
    Duration network{};  // of the exposed communication, what is between nodes
    DataSize sent{};     // by one GPU, to all others
    DataSize sent_by_node{};
    StepTraffic traffic;
};
StepWork step_work(const TrainingTask& task, const ParallelPlan& plan, TrainingCosts& costs);

}  // namespace twin
