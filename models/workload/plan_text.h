// Plans as people write them: "tensor 4, pipeline 8, data 128, micro_batch 1, recompute selective".
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "models/units/unit_text.h"
#include "models/workload/plan_search.h"

namespace twin {

struct PlanWords {
    PlanSpace space;
    bool automatic = false;  // "auto" is among the words: what they leave open is searched
};

// What is wrong with one word of the text, which begins `at` so many bytes from its start.
struct PlanError {
    std::size_t at = 0;
    UnitError error;
};

// Words in any order, each once, between commas. Errors are all that is wrong with the text.
std::variant<PlanWords, std::vector<PlanError>> read_plan(std::string_view text);

// What is on or off in a plan.
struct PlanSwitch {
    std::string_view name;
    bool ParallelPlan::*on;
    std::string_view summary;
};
std::span<const PlanSwitch> plan_switches();

struct PlanWord {
    std::string_view name;     // "recompute"
    std::string values;        // "N" for a number, "none|selective|full", "on|off"; may be empty
    std::string_view summary;  // one line
};
// All of them, `auto` last.
std::vector<PlanWord> plan_words();
// Precondition: there is such a word.
std::string_view plan_word_summary(std::string_view name);

// What is not given is 1, or as ParallelPlan has it; `data` is what is left of the GPUs.
ParallelPlan filled_plan(const PlanSpace& space, int gpus);

// The factors of the GPUs that are given: "tensor 5, data 2"; may be empty.
std::string given_factors(const PlanSpace& space);

// All numbers above 1, and what differs from ParallelPlan's own; `read_plan` reads it.
std::string plan_text(const ParallelPlan& plan);

}  // namespace twin
