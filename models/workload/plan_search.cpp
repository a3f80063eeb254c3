#include "models/workload/plan_search.h"

#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <map>
#include <numeric>
#include <tuple>

#include "models/units/counted.h"
#include "models/units/unit_text.h"
#include "models/workload/plan_text.h"
#include "models/workload/training_memory.h"
#include "models/workload/training_problems.h"

namespace twin {
namespace {

std::vector<int> divisors(int number) {
    std::vector<int> low, high;
    for (int divisor = 1; divisor <= number / divisor; ++divisor)
        if (number % divisor == 0) {
            low.push_back(divisor);
            if (divisor != number / divisor)
                high.push_back(number / divisor);
        }
    low.insert(low.end(), high.rbegin(), high.rend());
    return low;
}

bool allows(const std::optional<int>& given, int value) {
    return !given || *given == value;
}

// What is given alone, else 1 to `most`.
std::vector<int> up_to(const std::optional<int>& given, int most) {
    if (given)
        return {*given};
    std::vector<int> all(static_cast<std::size_t>(most));
    std::iota(all.begin(), all.end(), 1);
    return all;
}

// What is given alone, else all that divide the experts.
std::vector<int> expert_choices(const PlanSpace& space, const TransformerShape& model) {
    return space.expert ? std::vector<int>{*space.expert} : divisors(std::max(1, model.experts));
}

// With what is given besides the factors of the GPUs; the rest is 1, which keeps every rule that
// another number keeps.
void take_given(ParallelPlan& plan, const PlanSpace& space) {
    plan.expert = space.expert.value_or(1);
    plan.chunks = space.chunks.value_or(1);
    plan.micro_batch = space.micro_batch.value_or(1);
}

// All ways to divide the GPUs that the space leaves open.
template <class Add>
void for_each_layout(int gpus, const PlanSpace& space, Add add) {
    for (const int tensor : divisors(gpus)) {
        if (!allows(space.tensor, tensor))
            continue;
        for (const int context : divisors(gpus / tensor)) {
            if (!allows(space.context, context))
                continue;
            for (const int pipeline : divisors(gpus / tensor / context)) {
                const int data = gpus / tensor / context / pipeline;
                if (!allows(space.pipeline, pipeline) || !allows(space.data, data))
                    continue;
                ParallelPlan plan = space.rest;
                plan.tensor = tensor;
                plan.context = context;
                plan.pipeline = pipeline;
                plan.data = data;
                add(plan);
            }
        }
    }
}

// The rule that fails first; all of them hold: how many there are.
std::size_t first_failed_rule(const TrainingTask& task, const ParallelPlan& plan) {
    const auto rules = plan_rules();
    std::size_t i = 0;
    while (i < rules.size() && rules[i].holds(task, plan))
        ++i;
    return i;
}

// The numbers that a space may give beside the factors of the GPUs.
struct GivenNumber {
    std::string_view name;
    std::optional<int> PlanSpace::*given;
};
constexpr std::array beside_factors = {GivenNumber{"expert", &PlanSpace::expert},
                                       GivenNumber{"chunks", &PlanSpace::chunks},
                                       GivenNumber{"micro_batch", &PlanSpace::micro_batch}};

// What stands first where steps take equally long.
auto order_of(const ParallelPlan& plan) {
    return std::tuple(plan.tensor, plan.context, plan.pipeline, plan.data, plan.expert, plan.chunks,
                      plan.micro_batch, plan.recompute, plan.sharding);
}

constexpr std::array parts = {
    StepPart{"compute", &StepParts::compute},   StepPart{"recompute", &StepParts::recompute},
    StepPart{"launch", &StepParts::launch},     StepPart{"tensor", &StepParts::tensor},
    StepPart{"context", &StepParts::context},   StepPart{"expert", &StepParts::expert},
    StepPart{"pipeline", &StepParts::pipeline}, StepPart{"bubble", &StepParts::bubble},
    StepPart{"data", &StepParts::data},         StepPart{"optimiser", &StepParts::optimiser},
};

struct TimedPlan {
    ParallelPlan plan;
    StepParts step;
    Duration total{};
};

bool faster(const TimedPlan& one, const TimedPlan& other) {
    return one.total != other.total ? one.total < other.total
                                    : order_of(one.plan) < order_of(other.plan);
}

class Search {
  public:
    Search(const TrainingTask& task, const TrainingSetting& setting, const PlanSpace& space)
        : task_(task),
          space_(space),
          gpus_(setting.shape.gpus()),
          memory_(setting.node.gpu.memory),
          experts_(expert_choices(space, task.model)),
          chunks_(up_to(space.chunks, most_chunks)),
          micro_batches_(up_to(space.micro_batch, most_micro_batch)),
          evaluator_(task, setting),
          failed_(plan_rules().size()) {}

    PlanSearch result(std::size_t best) {
        for_each_layout(gpus_, space_, [this](const ParallelPlan& plan) { add_layout(plan); });
        rank(best);
        return std::move(result_);
    }

  private:
    std::size_t first_failure(const ParallelPlan& plan) const {
        return first_failed_rule(task_, plan);
    }

    // The plan has the four factors of the GPUs.
    void add_layout(ParallelPlan plan) {
        ++result_.layouts;
        take_given(plan, space_);
        if (const std::size_t failure = first_failure(plan); failure < failed_.size()) {
            ++failed_[failure];
            return;
        }
        const int batch = task_.global_batch / plan.data;
        for (const int expert : experts_)
            for (const int chunks : chunks_)
                for (const int micro_batch : micro_batches_) {
                    plan.expert = expert;
                    plan.chunks = chunks;
                    plan.micro_batch = micro_batch;
                    if (batch % micro_batch == 0 && first_failure(plan) == failed_.size())
                        add_division(plan);
                }
    }

    // The plan lacks what is divided among copies and what is computed again.
    void add_division(ParallelPlan plan) {
        // Each is tried only if it saves recomputation.
        auto least = Recompute::full;
        bool fits = false;
        for (const Sharding sharding :
             {Sharding::none, Sharding::optimiser, Sharding::gradients, Sharding::weights}) {
            const bool alone = plan.data * plan.context == 1;
            if (space_.sharding ? *space_.sharding != sharding
                                : (sharding == Sharding::none) != alone)
                continue;
            plan.sharding = sharding;
            const std::optional<Recompute> needed = least_recompute(plan);
            if (!needed || (fits && *needed >= least))
                continue;
            fits = true;
            least = *needed;
            plan.recompute = *needed;
            const StepParts step = evaluator_.step(plan);
            timed_.push_back({plan, step, step.total()});
        }
        if (!fits)
            ++result_.too_large;
    }

    std::optional<Recompute> least_recompute(ParallelPlan plan) {
        for (const Recompute recompute : {Recompute::none, Recompute::selective, Recompute::full}) {
            // It saves nothing of fused attention but what that makes from latents.
            const bool saves_nothing = recompute == Recompute::selective && plan.fused_attention &&
                                       !task_.model.latent.used();
            if (space_.recompute ? *space_.recompute != recompute : saves_nothing)
                continue;
            plan.recompute = recompute;
            const TrainingMemory memory = training_memory(task_, plan);
            if (memory.total() <= memory_)
                return recompute;
            if (!result_.smallest || memory.total() < result_.smallest->memory.total())
                result_.smallest = RankedPlan{plan, {}, memory};
        }
        return std::nullopt;
    }

    void rank(std::size_t best) {
        const auto rules = plan_rules();
        std::map<std::string_view, std::int64_t> by_rule;
        for (std::size_t i = 0; i < rules.size(); ++i)
            by_rule[rules[i].about] += failed_[i];
        for (const auto& [about, count] : by_rule)
            add_lost(result_.indivisible, about, count);
        result_.timed = std::int64_t(timed_.size());
        best = std::min(best, timed_.size());
        std::partial_sort(timed_.begin(), timed_.begin() + std::ptrdiff_t(best), timed_.end(),
                          faster);
        std::array<std::int64_t, parts.size()> slower{};
        for (std::size_t i = 0; i < timed_.size(); ++i) {
            if (i < best)
                result_.best.push_back(
                    {timed_[i].plan, timed_[i].step, training_memory(task_, timed_[i].plan)});
            if (i > 0) {
                const StepPart* part = largest_loss(timed_[i].step, timed_.front().step);
                ++slower[part == nullptr ? 0 : std::size_t(part - parts.data())];
            }
        }
        for (std::size_t i = 0; i < parts.size(); ++i)
            add_lost(result_.slower, parts[i].name, slower[i]);
        for (auto* lost : {&result_.indivisible, &result_.slower})
            std::stable_sort(lost->begin(), lost->end(),
                             [](const LostPlans& one, const LostPlans& other) {
                                 return one.count > other.count;
                             });
    }

    static void add_lost(std::vector<LostPlans>& lost, std::string_view reason,
                         std::int64_t count) {
        if (count > 0)
            lost.push_back({reason, count});
    }

    const TrainingTask& task_;
    const PlanSpace& space_;
    const int gpus_;
    const DataSize memory_;
    const std::vector<int> experts_, chunks_, micro_batches_;  // that are tried
    TrainingEvaluator evaluator_;
    std::vector<std::int64_t> failed_;  // layouts by the rule
    std::vector<TimedPlan> timed_;
    PlanSearch result_;
};

// The plan on a number of GPUs that fits, computes and divides as little as possible again.
class Fitting {
  public:
    Fitting(const TrainingTask& task, const PlanSpace& space, DataSize memory)
        : task_(task), space_(space), memory_(memory) {}

    bool may_go_on() const { return memories_ < most_memories; }

    std::optional<FewestGpus> on(int gpus) {
        best_.reset();
        for_each_layout(gpus, space_, [this](const ParallelPlan& plan) { add_layout(plan); });
        return best_;
    }

  private:
    void add_layout(ParallelPlan plan) {
        // More chunks or sequences at once keep more.
        take_given(plan, space_);
        for (const int expert : expert_choices(space_, task_.model)) {
            plan.expert = expert;
            if (size_of(plan) <= most_plan_size &&
                std::all_of(plan_rules().begin(), plan_rules().end(),
                            [&](const PlanRule& rule) { return rule.holds(task_, plan); }))
                add_division(plan);
        }
    }

    void add_division(ParallelPlan plan) {
        for (const Recompute recompute : {Recompute::none, Recompute::selective, Recompute::full})
            for (const Sharding sharding :
                 {Sharding::none, Sharding::optimiser, Sharding::gradients, Sharding::weights}) {
                plan.recompute = recompute;
                plan.sharding = sharding;
                // One copy has nothing to divide: the usual word for it.
                if (plan.data * plan.context == 1 && !space_.sharding &&
                    sharding != ParallelPlan().sharding)
                    continue;
                if (space_.recompute.value_or(recompute) != recompute ||
                    space_.sharding.value_or(sharding) != sharding || !may_go_on() ||
                    (best_ && !goes_before(plan, best_->plan)))
                    continue;
                ++memories_;
                if (const DataSize total = training_memory(task_, plan).total(); total <= memory_)
                    best_ = {plan.gpus(), plan, total};
            }
    }

    static bool goes_before(const ParallelPlan& one, const ParallelPlan& other) {
        const auto order = [](const ParallelPlan& plan) {
            return std::tuple(plan.recompute, plan.sharding, order_of(plan));
        };
        return order(one) < order(other);
    }

    const TrainingTask& task_;
    const PlanSpace& space_;
    const DataSize memory_;
    int memories_ = 0;
    std::optional<FewestGpus> best_;
};

}  // namespace

PlanSearch search_plans(const TrainingTask& task, const TrainingSetting& setting,
                        const PlanSpace& space, std::size_t best) {
    return Search(task, setting, space).result(best);
}

std::optional<BlockingNumber> blocking_number(const TrainingTask& task, const PlanSpace& space,
                                              int gpus) {
    const auto rules = plan_rules();
    for (const GivenNumber& number : beside_factors) {
        if (!(space.*number.given))
            continue;
        PlanSpace without = space;
        (without.*number.given).reset();
        BlockingNumber found{fmt::format("{} {}", number.name, *(space.*number.given)), 0, ""};
        for_each_layout(gpus, without, [&](ParallelPlan plan) {
            take_given(plan, without);
            if (first_failed_rule(task, plan) < rules.size())
                return;
            ++found.layouts;
            take_given(plan, space);
            if (const std::size_t failed = first_failed_rule(task, plan);
                found.sentence.empty() && failed < rules.size())
                found.sentence = rules[failed].sentence(task, plan);
        });
        if (found.layouts > 0)
            return found;
    }
    return std::nullopt;
}

std::optional<FewestGpus> fewest_gpus(const TrainingTask& task, const PlanSpace& space,
                                      int gpus_of_node, int most, DataSize gpu_memory) {
    Fitting fitting(task, space, gpu_memory);
    // However they are divided, the GPUs hold the weights once.
    const double least = least_states(task, space.rest) / gpu_memory;
    for (int gpus = 1; gpus <= most && fitting.may_go_on();
         gpus += gpus < gpus_of_node ? 1 : gpus_of_node)
        if (gpus >= least)
            if (const auto found = fitting.on(gpus))
                return found;
    return std::nullopt;
}

std::optional<FewestGpus> plan_that_fits(const TrainingTask& task, const PlanSpace& space, int gpus,
                                         DataSize gpu_memory) {
    return Fitting(task, space, gpu_memory).on(gpus);
}

std::string fewest_gpus_text(const std::optional<FewestGpus>& fewest, int gpus_of_node, int most) {
    if (!fewest)
        return fmt::format("no plan was found that fits on up to {} GPUs", most);
    const auto nodes = fewest->gpus / gpus_of_node;
    return fmt::format(
        "the fewest GPUs on which it fits are {}{}, by {} ({})", fewest->gpus,
        nodes < 1 ? "" : fmt::format(", {} of {}", counted(nodes, "node"), gpus_of_node),
        plan_text(fewest->plan), format_quantity(fewest->total.si(), Dimension::data_size));
}

std::vector<std::string> unmendable_problems(const TrainingTask& task,
                                             const TrainingSetting& setting,
                                             const PlanSpace& space) {
    ParallelPlan any;
    any.data = setting.shape.gpus();
    take_given(any, space);
    std::vector<std::string> problems = training_problems(task, any, setting);
    std::erase_if(problems, [&](const std::string& sentence) {
        return std::any_of(plan_rules().begin(), plan_rules().end(), [&](const PlanRule& rule) {
            return !rule.holds(task, any) && rule.sentence(task, any) == sentence;
        });
    });
    return problems;
}

std::span<const StepPart> step_parts() {
    return parts;
}

const StepPart* largest_loss(const StepParts& step, const StepParts& best) {
    const StepPart* largest = nullptr;
    Duration most{};
    for (const StepPart& part : parts)
        if (const Duration loss = step.*part.time - best.*part.time; loss > most) {
            most = loss;
            largest = &part;
        }
    return largest;
}

}  // namespace twin
