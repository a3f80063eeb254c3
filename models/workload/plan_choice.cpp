#include "models/workload/plan_choice.h"

#include <fmt/format.h>
#include <utility>

#include "models/units/counted.h"
#include "models/workload/training_memory.h"

namespace twin {
namespace {

using Sentences = std::vector<std::string>;
using Choice = std::variant<PlanChoice, Sentences>;

std::string text_of(DataSize size) {
    return format_quantity(size.si(), Dimension::data_size);
}

class Chooser {
  public:
    Chooser(const TrainingTask& task, const PlanSpace& space, const TrainingSetting& setting,
            int most_gpus)
        : task_(task), space_(space), setting_(setting), most_gpus_(most_gpus) {}

    Choice given() const {
        const ParallelPlan plan = filled_plan(space_, gpus());
        Sentences wrong = training_problems(task_, plan, setting_);
        if (wrong.empty())
            if (const std::string too_large = fit_problem(task_, plan, memory());
                !too_large.empty()) {
                const bool says_enough = !changes_that_fit(task_, plan, memory()).empty();
                wrong.push_back("plan: " + too_large + (says_enough ? "" : "; " + another()));
            }
        return wrong.empty() ? Choice(PlanChoice{plan, {}}) : Choice(std::move(wrong));
    }

    Choice searched(std::size_t best) const {
        Sentences wrong = unmendable_problems(task_, setting_, space_);
        if (!wrong.empty())
            return wrong;
        PlanSearch search = search_plans(task_, setting_, space_, best);
        if (search.best.empty())
            return Sentences{why_none(search)};
        const ParallelPlan plan = search.best.front().plan;
        return PlanChoice{plan, std::move(search)};
    }

  private:
    int gpus() const { return setting_.shape.gpus(); }
    DataSize memory() const { return setting_.node.gpu.memory; }

    std::string fewest(const PlanSpace& space) const {
        const int of_node = setting_.node.gpus;
        return fewest_gpus_text(fewest_gpus(task_, space, of_node, most_gpus_, memory()), of_node,
                                most_gpus_);
    }

    // A plan that shares only what no search chooses with the given one: on as many GPUs, else on
    // as few as can be.
    std::string another() const {
        PlanSpace others;
        others.rest = space_.rest;
        if (const auto found = plan_that_fits(task_, others, gpus(), memory()))
            return fmt::format("on as many GPUs {} fits ({})", plan_text(found->plan),
                               text_of(found->total));
        return fewest(others);
    }

    std::string why_none(const PlanSearch& search) const {
        if (search.smallest)
            return fmt::format(
                "plan: expected one that fits into the {} of each of {} GPUs, got none: the "
                "smallest, {}, needs {}; {}",
                text_of(memory()), gpus(), plan_text(search.smallest->plan),
                text_of(search.smallest->memory.total()), fewest(space_));
        if (search.layouts == 0)
            return fmt::format("plan: expected factors whose product divides the {} GPUs, got {}",
                               gpus(), given_factors(space_));
        if (const auto blocking = blocking_number(task_, space_, gpus()))
            return fmt::format(
                "plan: expected one that divides {} GPUs, got none of {}: {} would be possible "
                "without {} ({})",
                gpus(), counted(search.layouts, "way"), blocking->layouts, blocking->text,
                blocking->sentence);
        std::string reasons;
        for (const LostPlans& lost : search.indivisible)
            reasons += fmt::format("{}{} {}", reasons.empty() ? "" : ", ", lost.reason, lost.count);
        return fmt::format("plan: expected one that divides {} GPUs, got none of {}{}", gpus(),
                           counted(search.layouts, "way"),
                           reasons.empty() ? "" : " (rules that failed: " + reasons + ")");
    }

    const TrainingTask& task_;
    const PlanSpace& space_;
    const TrainingSetting& setting_;
    const int most_gpus_;
};

}  // namespace

Choice choose_plan(const TrainingTask& task, const PlanWords& words, const TrainingSetting& setting,
                   int most_gpus, std::size_t best) {
    const Chooser chooser(task, words.space, setting, most_gpus);
    return words.automatic ? chooser.searched(best) : chooser.given();
}

}  // namespace twin
