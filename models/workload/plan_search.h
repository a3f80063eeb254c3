// The fastest plan of a training task on a number of GPUs, among all that divide them, fit, and
// leave open what is not given.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "models/workload/training.h"

namespace twin {

// What is given of a plan; absent: free.
struct PlanSpace {
    std::optional<int> tensor, context, pipeline, data, expert, chunks, micro_batch;
    std::optional<Sharding> sharding;
    std::optional<Recompute> recompute;
    ParallelPlan rest;  // what a search does not choose: what overlaps, is fused, is divided
};

struct RankedPlan {
    ParallelPlan plan;
    StepParts step;
    TrainingMemory memory;
};

// Plans that lost for one reason.
struct LostPlans {
    std::string_view reason;
    std::int64_t count = 0;
};

struct PlanSearch {
    std::vector<RankedPlan> best;  // the fastest first; of equal ones the smaller numbers first
    // Ways to divide the GPUs into tensor x context x pipeline x data.
    std::int64_t layouts = 0;
    std::vector<LostPlans> indivisible;  // of these, by the rule of plan_rules() that fails first
    std::int64_t too_large = 0;          // plans that do not fit
    std::optional<RankedPlan> smallest;  // the one of them that needs least; without its step
    std::int64_t timed = 0;              // plans that fit
    // Of these, slower than the best: by the part of the step in which they lose most against it.
    std::vector<LostPlans> slower;
};

// More sequences at once, or chunks, are tried only where they are given.
inline constexpr int most_micro_batch = 16, most_chunks = 16;

// For training as long as the precondition of estimate_training holds for the task and the setting,
// whatever the plan, and unmendable_problems has none of the space. The GPUs are those of
// setting.shape. What is given is tried alone. What does not pay is not tried: of two
// plans that differ in recomputation only, the one that recomputes more; one copy of what the ranks
// of data parallelism could divide; gradients and weights divided where states alone are enough.
PlanSearch search_plans(const TrainingTask& task, const TrainingSetting& setting,
                        const PlanSpace& space, std::size_t best = 10);

// Of the sentences of training_problems those that no plan of the setting's GPUs in the space can
// mend: there is something to search for only where there are none.
std::vector<std::string> unmendable_problems(const TrainingTask& task,
                                             const TrainingSetting& setting,
                                             const PlanSpace& space = {});

// A given number that no way to divide the GPUs keeps, though some would be possible without it.
struct BlockingNumber {
    std::string text;          // "expert 4"
    std::int64_t layouts = 0;  // that are possible without it
    std::string sentence;      // what one of them would say to it
};
// The first of them; absent: no one of the given numbers is to blame alone. Precondition:
// search_plans finds layouts, and none that is possible.
std::optional<BlockingNumber> blocking_number(const TrainingTask& task, const PlanSpace& space,
                                              int gpus);

// A plan that fits on the fewest GPUs, and what the fullest of them holds.
struct FewestGpus {
    int gpus = 0;
    ParallelPlan plan;
    DataSize total{};
};

// GPUs of whole nodes, or of a part of one, up to `most`; of the plans on as many one that computes
// and divides as little as possible again. Absent: none fits, or none was found among the first
// `most_memories` that divide model, batch and GPUs. Precondition: number 1 or above in task and
// space, no shape_problems.
std::optional<FewestGpus> fewest_gpus(const TrainingTask& task, const PlanSpace& space,
                                      int gpus_of_node, int most, DataSize gpu_memory);
inline constexpr int most_memories = 40'000;

// The same on exactly so many GPUs, of as many memories at most. Precondition: as above.
std::optional<FewestGpus> plan_that_fits(const TrainingTask& task, const PlanSpace& space, int gpus,
                                         DataSize gpu_memory);

// "the fewest GPUs on which it fits are 16, 4 nodes of 4, by tensor 8, pipeline 2 (83.1 GB)"; where
// there are none: "no plan was found that fits on up to 64 GPUs".
std::string fewest_gpus_text(const std::optional<FewestGpus>& fewest, int gpus_of_node, int most);

// Names of the parts of a step, in the order of StepParts.
struct StepPart {
    std::string_view name;
    Duration StepParts::*time;
};
std::span<const StepPart> step_parts();

// The part in which a step loses most against the best one; nullptr: it loses in none.
const StepPart* largest_loss(const StepParts& step, const StepParts& best);

}  // namespace twin
