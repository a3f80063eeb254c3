// Which plans are possible, in one visible table: training.h asks it in sentences, a search by its
// first column alone.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "models/workload/training.h"

namespace twin {

struct PlanRule {
    std::string_view about;  // what a search counts: "heads"
    // A rule that builds on another holds where that one does not.
    bool (*holds)(const TrainingTask& task, const ParallelPlan& plan);
    // "heads: expected a multiple of tensor 6, got 128 (tensor 4 or 8)"
    std::string (*sentence)(const TrainingTask& task, const ParallelPlan& plan);
    // It asks for the copies: where the factors do not make the GPUs these are not yet known.
    bool of_data = false;
};
std::span<const PlanRule> plan_rules();

// Ranks, chunks and sequences of a micro batch, multiplied; all products of a plan's numbers stay
// within an int up to the most.
double size_of(const ParallelPlan& plan);
inline constexpr double most_plan_size = 1e9;

// What is wrong with the numbers of a model.
std::vector<std::string> shape_problems(const TransformerShape& shape);

// What is wrong with task and plan wherever they run. Every rule that does not hold has its
// sentence, but where a number is below 1, which is all that is told then.
std::vector<std::string> plan_problems(const TrainingTask& task, const ParallelPlan& plan);

}  // namespace twin
