// From the words of a plan to the plan itself: the one that is given, or the fastest of those that
// they leave open.
#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "models/workload/plan_text.h"

namespace twin {

struct PlanChoice {
    ParallelPlan plan;                 // can be carried out, and fits
    std::optional<PlanSearch> search;  // where it was searched
};

// On the GPUs of the setting; else what keeps the words from a plan, in sentences that begin with
// what they are about ("plan: does not fit: 97.1 GB of 80 GB; ..."), causes first. They may say
// what would do: another plan, or as many GPUs, up to `most_gpus` in whole nodes or in a part of
// one. `best`: so many plans of a search are kept.
std::variant<PlanChoice, std::vector<std::string>> choose_plan(const TrainingTask& task,
                                                               const PlanWords& words,
                                                               const TrainingSetting& setting,
                                                               int most_gpus,
                                                               std::size_t best = 10);

}  // namespace twin
