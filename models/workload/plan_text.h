// Plans as people write them: "tensor 4, pipeline 8, data 128, micro_batch 1, recompute selective".
#pragma once

#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "models/workload/plan_search.h"

namespace twin {

struct PlanWords {
    PlanSpace space;
    bool automatic = false;  // "auto" is among the words: what they leave open is searched
};

// Words in any order, each once, between commas: numbers (tensor, context, pipeline, data, expert,
// chunks, micro_batch), choices (sharding, recompute, overlap_tensor), and those that are on or off
// (sequence_parallel, fused_attention, fused_elements, tokens_once_a_node, overlap_data,
// overlap_pipeline, wide_gradients). Errors are all that is wrong with the text.
std::variant<PlanWords, std::vector<UnitError>> read_plan(std::string_view text);

// What is not given is 1, or as ParallelPlan has it; `data` is what is left of the GPUs.
ParallelPlan filled_plan(const PlanSpace& space, int gpus);

// All numbers above 1, and what differs from ParallelPlan's own; `read_plan` reads it.
std::string plan_text(const ParallelPlan& plan);

}  // namespace twin
