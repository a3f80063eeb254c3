#include "sim/scenario/training_job.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <fmt/format.h>
#include <functional>
#include <map>

#include "models/units/counted.h"
#include "models/workload/plan_choice.h"
#include "models/workload/plan_search.h"
#include "models/workload/plan_text.h"
#include "models/workload/training_kernels.h"
#include "models/workload/training_memory.h"
#include "sim/scenario/parts_catalog.h"
#include "sim/scenario/training_place.h"

namespace twin {
namespace {

// The step on other nodes against that for which the phases stand; each shape is estimated once.
class TrainingPlacement : public PlacementCost {
  public:
    TrainingPlacement(TrainingPlace place, const TrainingTask& task, const ParallelPlan& plan,
                      Duration planned)
        : place_(std::move(place)), task_(task), plan_(plan), planned_(planned) {}

    const PlacedWork& placed(const PlacementShape& shape) const override {
        const auto known = known_.find(shape.nodes_by_group);
        if (known != known_.end())
            return known->second;
        // Its time is the same whatever the order of its groups.
        PlacementShape sorted = shape;
        std::sort(sorted.nodes_by_group.begin(), sorted.nodes_by_group.end(), std::greater<>());
        const TrainingSetting setting = place_.setting(sorted);
        return known_
            .emplace(shape.nodes_by_group,
                     TrainingEvaluator(task_, setting).placed(plan_, planned_, shape))
            .first->second;
    }

  private:
    TrainingPlace place_;
    TrainingTask task_;
    ParallelPlan plan_;
    Duration planned_{};
    mutable std::map<std::vector<NodeCount>, PlacedWork> known_;  // by nodes in each group
};

template <class Enum>
Enum value_of(const std::string& word, std::initializer_list<Enum> values) {
    return *std::find_if(values.begin(), values.end(),
                         [&](Enum value) { return to_text(value) == word; });
}

// A table of a plan says all: what is absent is 1, or as it is usual.
PlanWords plan_words_of(const PlanSettings& settings) {
    PlanWords words;
    PlanSpace& space = words.space;
    const ParallelPlan& plan = space.rest = settings.plan;
    space.tensor = plan.tensor;
    space.context = plan.context;
    space.pipeline = plan.pipeline;
    space.data = settings.data;
    space.expert = plan.expert;
    space.chunks = plan.chunks;
    space.micro_batch = plan.micro_batch;
    space.sharding = value_of(settings.sharding, {Sharding::none, Sharding::optimiser,
                                                  Sharding::gradients, Sharding::weights});
    space.recompute =
        value_of(settings.recompute, {Recompute::none, Recompute::selective, Recompute::full});
    space.rest.overlap_tensor =
        value_of(settings.overlap_tensor,
                 {TensorOverlap::none, TensorOverlap::backward, TensorOverlap::all});
    return words;
}

PlanWords plan_words_of(const std::variant<PlanText, PlanSettings>& plan) {
    const PlanText* text = std::get_if<PlanText>(&plan);
    return text != nullptr ? text->words : plan_words_of(std::get<PlanSettings>(plan));
}

// A sentence of training_problems, "heads: expected ...", at the key that it is about.
void add_problem(FieldProblems& problems, const std::string& field, const std::string& sentence) {
    static constexpr std::array of_training = {"sequence", "global_batch", "precision",
                                               "lora.rank"};
    static constexpr std::array of_plan = {"tensor", "context", "pipeline",    "data",
                                           "expert", "chunks",  "micro_batch", "sequence_parallel"};
    const auto colon = sentence.find(": ");
    const std::string about = sentence.substr(0, colon);
    const auto is_about = [&](const char* key) { return about == key; };
    std::string key = field + ".plan";
    std::string message = sentence;
    if (std::any_of(of_training.begin(), of_training.end(), is_about))
        key = field + "." + about;
    else if (std::any_of(of_plan.begin(), of_plan.end(), is_about))
        key += "." + about;
    if (key != field + ".plan" || about == "plan")
        message = sentence.substr(colon + 2);
    problems.add({problems.where(key), key, message, ""});
}

// What the model says of its training stands for what the job does not say.
int or_of_model(const std::optional<int>& given, const std::optional<Figure<int>>& of_model,
                const std::string& field, const std::string& model, FieldProblems& problems) {
    if (given || of_model)
        return given ? *given : of_model->value;
    problems.add(field, "required: expected an integer > 0", "nothing",
                 model + " does not say how it was trained");
    return 0;
}

// "35 % of its bf16 peak, 18 % of its fp8 peak"
std::string peaks_text(const TrainingEstimate& estimate, const TrainingTask& task,
                       const GpuPart& gpu) {
    std::string text = fmt::format("{:.0f} % of its bf16 peak", 100 * estimate.model_flops_share);
    if (const auto share = share_of_own_peak(estimate, task, gpu))
        text += fmt::format(", {:.0f} % of its {} peak", 100 * *share, row_of(task.precision).name);
    return text;
}

}  // namespace

double trained_parameters(const TrainingTask& task) {
    if (task.lora.rank == 0)
        return parameters(task.model);
    const int dense = task.model.experts > 0 ? task.model.dense_layers : task.model.all_layers();
    const RankWeights of_dense = layer_weights(task, ParallelPlan(), LayerKind::dense);
    const RankWeights of_experts = layer_weights(task, ParallelPlan(), LayerKind::experts);
    return dense * of_dense.shared +
           (task.model.all_layers() - dense) * (of_experts.shared + of_experts.experts);
}

Phase merged(const std::vector<Phase>& phases) {
    Phase mean;
    double compute_bound = 0, network_bound = 0;
    for (const Phase& phase : phases)
        mean.duration += phase.duration;
    std::vector<Phase> step;
    for (const Phase& phase : phases) {
        const double share = to_seconds(phase.duration) / to_seconds(mean.duration);
        mean.cpu_utilisation += share * phase.cpu_utilisation;
        mean.gpu_activity.busy += share * phase.gpu_activity.busy;
        mean.gpu_activity.tensor += share * phase.gpu_activity.tensor;
        mean.gpu_activity.memory += share * phase.gpu_activity.memory;
        mean.gpu_activity.link += share * phase.gpu_activity.link;
        compute_bound += share * phase.compute_bound;
        mean.demand.network += share * phase.demand.network;
        network_bound += share * phase.demand.network_bound;
        step.push_back(phase);
        step.back().demand = {};
    }
    mean.compute_bound = std::min(compute_bound, 1.0);
    mean.demand.network_bound = std::min(network_bound, 1 - mean.compute_bound);
    mean.step = std::make_shared<const std::vector<Phase>>(std::move(step));
    return mean;
}

std::optional<TrainingJob> plan_training_job(const TrainingSettings& settings, NodeCount nodes,
                                             const RunPlan& plan, const std::string& field,
                                             FieldProblems& problems,
                                             std::vector<std::string>& remarks) {
    // Of a name that is none the reader has told.
    const auto model = plan.parts->models.find(settings.model);
    if (model == plan.parts->models.end() || nodes <= 0)
        return std::nullopt;
    if (settings.tokens && settings.steps) {
        problems.add(field + ".steps", "expected no such key beside tokens", "both",
                     "steps = tokens / (sequence x global_batch)");
        return std::nullopt;
    }
    const auto found = training_place(plan.site, *plan.parts);
    if (const UnitError* error = std::get_if<UnitError>(&found)) {
        problems.add(field, "expected " + error->expected, error->got, error->hint);
        return std::nullopt;
    }
    const TrainingPlace& place = std::get<TrainingPlace>(found);
    // More nodes than the site has are a problem of their own.
    if (nodes > plan.site.nodes)
        return std::nullopt;
    if (nodes > place.topology->nodes) {
        problems.add(field,
                     fmt::format("expected a job on at most the {} slots of the site's network",
                                 place.topology->nodes),
                     fmt::format("{} nodes", nodes));
        return std::nullopt;
    }

    TrainingJob job;
    job.task.model = model->second.shape();
    job.task.sequence = or_of_model(settings.sequence, model->second.sequence, field + ".sequence",
                                    settings.model, problems);
    job.task.global_batch = or_of_model(settings.global_batch, model->second.global_batch,
                                        field + ".global_batch", settings.model, problems);
    job.task.precision = *find_precision(settings.precision);
    if (settings.lora)
        job.task.lora.rank = settings.lora->rank;
    if (job.task.sequence == 0 || job.task.global_batch == 0)
        return std::nullopt;
    const int of_node = place.node().gpus;
    const PlacementShape shape = place.compact(nodes * of_node);
    const TrainingSetting setting = place.setting(shape);
    const int most = std::min(plan.site.nodes, place.topology->nodes) * of_node;
    const auto choice = choose_plan(job.task, plan_words_of(settings.plan), setting, most, 1);
    if (const auto* wrong = std::get_if<std::vector<std::string>>(&choice)) {
        for (const std::string& sentence : *wrong)
            add_problem(problems, field, sentence);
        return std::nullopt;
    }
    job.plan = std::get<PlanChoice>(choice).plan;

    job.estimate = estimate_training(job.task, job.plan, setting);
    const Duration step = job.estimate.step.total();
    const double tokens_of_step = job.task.tokens_of_step();
    const double steps =
        settings.steps ? double(*settings.steps) : job.task.steps_for(*settings.tokens);
    const double lasts = steps * step.si() + to_seconds(settings.start_up);
    if (lasts > TextForm<SimDuration>::longest) {
        problems.add(settings.steps ? field + ".steps" : field + ".tokens",
                     "expected a training of at most 100 years",
                     format_quantity(lasts, Dimension::duration));
        return std::nullopt;
    }
    job.steps = static_cast<std::int64_t>(steps);
    if (settings.start_up > SimDuration(0)) {
        Phase start;
        start.duration = settings.start_up;
        start.cpu_utilisation = job.estimate.phases.front().cpu_utilisation;
        job.phases.push_back(start);
    }
    Phase all = merged(job.estimate.phases);
    all.duration = std::max(to_sim(steps * step), SimDuration(1));
    all.demand.storage_read = settings.token_size * (tokens_of_step / step.si()) / (1.0 * second);
    job.phases.push_back(all);
    job.placement = std::make_shared<const TrainingPlacement>(place, job.task, job.plan, step);
    const auto tokens = [](double count) { return format_quantity(count, Dimension::tokens); };
    remarks.push_back(fmt::format(
        "{} by {}: {} of {}, {} trained{}, {:.4g} tokens/s, {:.0f} TFLOP/s a GPU ({}), "
        "{} of {} of memory",
        settings.model, plan_text(job.plan), counted(job.steps, "step"),
        format_quantity(step.si(), Dimension::duration), tokens(steps * tokens_of_step),
        settings.tokens ? fmt::format(" of {} asked for", tokens(settings.tokens->si())) : "",
        job.estimate.tokens_per_second, job.estimate.model_rate.si() / 1e12,
        peaks_text(job.estimate, job.task, place.node().gpu),
        format_quantity(training_memory(job.task, job.plan).total().si(), Dimension::data_size),
        format_quantity(place.node().gpu.memory.value.si(), Dimension::data_size)));
    return job;
}

}  // namespace twin
