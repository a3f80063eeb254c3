#include "models/workload/training.h"

#include <algorithm>
#include <array>
#include <cassert>

#include "models/power/gpu_power.h"
#include "models/power/node_power.h"
#include "models/workload/llm_activity.h"
#include "models/workload/training_memory.h"
#include "models/workload/training_step.h"
#include "models/workload/training_traffic.h"

namespace twin {
namespace {

// Processes that feed the GPUs: assumption, as in models/parts/activities/llm-training-*.
constexpr double feeding_cpus = 0.5;

double share(double value) {
    return std::clamp(value, 0.0, 1.0);
}

// A stretch of the step; how long it takes without a cap.
struct Stretch {
    std::string_view name;
    Duration time{};
    GpuActivity activity{};
    double compute_bound = 0;
    Pace pace = Pace::own;
};

Phase phase_of(const Stretch& stretch) {
    Phase phase;
    phase.duration = std::max(to_sim(stretch.time), SimDuration(1));
    phase.cpu_utilisation = feeding_cpus;
    phase.gpu_activity = stretch.activity;
    phase.compute_bound = stretch.compute_bound;
    phase.pace = stretch.pace;
    return phase;
}

class Stretches {
  public:
    Stretches(const StepWork& work, const GpuPart& gpu) {
        const Work& all = work.computing;
        products.pace = streams.pace = Pace::computes;
        waiting.pace = Pace::waits;
        late.pace = Pace::gives_way;
        products.time = all.products + all.attention;
        if (products.time > Duration()) {
            products.activity.busy = 1;
            products.activity.tensor = share(all.at_peak / products.time);
            products.compute_bound = share(all.clocked / products.time);
        }
        streams.time = all.traffic + all.gaps;
        if (streams.time > Duration()) {
            streams.activity.busy = share(all.traffic / streams.time);
            // What products move is theirs; they are seldom bound by it.
            streams.activity.memory = streams.activity.busy;
        }
        const StepParts& parts = work.parts;
        exchanges.time = parts.tensor + parts.context + parts.expert + parts.pipeline + parts.data;
        waiting.time = parts.bubble;
        // For what the others do meanwhile.
        if (all.total() > Duration())
            waiting.compute_bound = share(all.clocked / all.total());
        // A kernel of the library waits for the others and hands their bytes on.
        exchanges.activity.busy = waiting.activity.busy = 1;
        const Duration sending = work.parts.total();
        if (gpu.link_bandwidth && sending > Duration()) {
            const double link = share(work.sent / gpu.link_bandwidth->value / sending);
            products.activity.link = exchanges.activity.link = link;
        }
        late.time = parts.launch;
        late.activity.busy = least_busy;
        optimiser.time = parts.optimiser;
        optimiser.activity.busy = optimiser.activity.memory = 1;
    }

    Stretch products{.name = "products"}, streams{.name = "element-wise kernels"},
        late{.name = "waiting for launches"}, exchanges{.name = "exchanges"},
        waiting{.name = "bubble"}, optimiser{.name = "optimiser"};
};

// Longer by the cap of the setting.
Duration under_cap(const Stretch& stretch, const TrainingSetting& setting) {
    if (!setting.gpu_cap)
        return stretch.time;
    return stretch.time / node_draw(setting.node, phase_of(stretch), setting.gpu_cap).speed;
}

// The stages wait for each other, so that the bubble stretches as their computation does. The host
// goes on at its own pace: what the GPU computes longer, it waits less for launches.
StepParts slowed(StepParts parts, const Stretches& stretches, const TrainingSetting& setting) {
    if (!setting.gpu_cap)
        return parts;
    const Duration full = stretches.products.time + stretches.streams.time;
    if (!(full > Duration()))
        return parts;
    const double slower =
        (under_cap(stretches.products, setting) + under_cap(stretches.streams, setting)) / full;
    const Duration longer = (slower - 1) * (parts.compute + parts.recompute);
    parts.launch = std::max(Duration(), parts.launch - longer);
    parts.compute = slower * parts.compute;
    parts.recompute = slower * parts.recompute;
    parts.bubble = slower * parts.bubble;
    parts.optimiser = under_cap(stretches.optimiser, setting);
    return parts;
}

}  // namespace

std::string_view to_text(Recompute recompute) {
    static constexpr std::array<std::string_view, 3> names = {"none", "selective", "full"};
    return names[size_t(recompute)];
}

std::string_view to_text(Sharding sharding) {
    static constexpr std::array<std::string_view, 4> names = {"none", "optimiser", "gradients",
                                                              "weights"};
    return names[size_t(sharding)];
}

std::string_view to_text(TensorOverlap overlap) {
    static constexpr std::array<std::string_view, 3> names = {"none", "backward", "all"};
    return names[size_t(overlap)];
}

struct TrainingEvaluator::State {
    State(const TrainingTask& of_task, const TrainingSetting& of_setting)
        : task(of_task), setting(of_setting), costs(setting) {}
    TrainingTask task;
    TrainingSetting setting;
    TrainingCosts costs;
};

TrainingEvaluator::TrainingEvaluator(const TrainingTask& task, const TrainingSetting& setting)
    : state_(std::make_unique<State>(task, setting)) {}
TrainingEvaluator::~TrainingEvaluator() = default;
TrainingEvaluator::TrainingEvaluator(TrainingEvaluator&&) noexcept = default;

StepParts TrainingEvaluator::step(const ParallelPlan& plan) {
    const StepWork work = step_work(state_->task, plan, state_->costs);
    const TrainingSetting& setting = state_->setting;
    if (!setting.gpu_cap)
        return work.parts;
    return slowed(work.parts, Stretches(work, setting.node.gpu), setting);
}

PlacedWork TrainingEvaluator::placed(const ParallelPlan& plan, Duration planned,
                                     const PlacementShape& lies) {
    const StepWork work = step_work(state_->task, plan, state_->costs);
    PlacedWork placed;
    placed.time = step(plan).total() / planned;
    placed.network_bound = work.network / planned;
    placed.network = work.sent_by_node / planned;
    placed.between = group_traffic(work.traffic, plan, lies, planned);
    return placed;
}

TrainingEstimate TrainingEvaluator::estimate(const ParallelPlan& plan) {
    const TrainingTask& task = state_->task;
    const TrainingSetting& setting = state_->setting;
    assert(plan.gpus() == setting.shape.gpus());
    const GpuPart& gpu = setting.node.gpu;
    const StepWork work = step_work(task, plan, state_->costs);
    const Stretches stretches(work, gpu);

    TrainingEstimate estimate;
    estimate.memory = training_memory(task, plan);
    estimate.fits = estimate.memory.total() <= gpu.memory.value;
    estimate.step = slowed(work.parts, stretches, setting);
    const Duration step = estimate.step.total();
    const double tokens = double(task.global_batch) * task.sequence;
    estimate.tokens_per_second = tokens / step.si();
    estimate.model_rate = FlopRate::from_si(
        estimate.tokens_per_second *
        model_flops_per_token(task.model, task.sequence, task.lora.rank > 0) / plan.gpus());
    estimate.model_flops_share = estimate.model_rate / gpu.bf16_dense.value;
    estimate.sent_per_node = work.sent_by_node / step;
    estimate.network_bound = share(work.network / step);

    Energy of_gpu{}, of_node{};
    for (const Stretch* stretch :
         {&stretches.products, &stretches.streams, &stretches.late, &stretches.exchanges,
          &stretches.waiting, &stretches.optimiser}) {
        if (!(stretch->time > Duration()))
            continue;
        Phase phase = phase_of(*stretch);
        if (stretch == &stretches.exchanges)
            phase.demand.network_bound = share(work.network / stretch->time);
        phase.demand.network = estimate.sent_per_node;
        const NodeDraw draw = node_draw(setting.node, phase, setting.gpu_cap);
        const Duration time = stretch == &stretches.waiting ? estimate.step.bubble
                              : stretch == &stretches.late  ? estimate.step.launch
                                                            : stretch->time / draw.speed;
        of_gpu += draw.gpus / double(setting.node.gpus.value) * time;
        of_node += draw.input() * time;
        estimate.phases.push_back(phase);
        estimate.times.push_back(time);
        estimate.names.push_back(stretch->name);
    }
    estimate.gpu_power = of_gpu / step;
    estimate.node_power = of_node / step;
    const double nodes = double(plan.gpus()) / setting.node.gpus;
    estimate.energy_per_token = nodes / tokens * of_node;
    return estimate;
}

std::optional<double> share_of_own_peak(const TrainingEstimate& estimate, const TrainingTask& task,
                                        const GpuPart& gpu) {
    const FlopRate peak = peak_rate(gpu, task.precision);
    if (task.precision == Precision::bf16 || peak <= FlopRate())
        return std::nullopt;
    return estimate.model_rate / peak;
}

TrainingEstimate estimate_training(const TrainingTask& task, const ParallelPlan& plan,
                                   const TrainingSetting& setting) {
    return TrainingEvaluator(task, setting).estimate(plan);
}

}  // namespace twin
