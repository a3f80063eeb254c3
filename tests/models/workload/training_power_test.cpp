// What a step draws, and what a cap and a slow host do to it.
#include <cmath>
#include <gtest/gtest.h>

#include "models/power/node_power.h"
#include "tests/models/workload/plain_machine.h"

namespace twin {
namespace {

using namespace plain;

// 256 tokens, so that the host takes longer for the launches than the GPU for the kernels: each of
// 32 micro batches has 8 x (12 + 20) + 4 + 8 = 268 of them.
TrainingTask short_task() {
    TrainingTask few = task();
    few.sequence = 256;
    return few;
}
constexpr double host_time = 32 * 268 * 26e-6;

TEST(Training, TheGpuWaitsForTheLaunchesOfItsHost) {
    Machine machine({1, {1}});
    machine.training.launch = 26e-6 * second;
    // 6 flops a weight that a token meets, 7 h s of attention: 1.59 ms beside 268 x 26 us = 6.97.
    const double compute =
        32 * 256 * (6 * (8 * layer_weight + 64 * 1024) + 8 * 7 * 1024.0 * 256) / peak;
    const StepParts step = estimate_training(short_task(), {}, machine.setting()).step;
    EXPECT_NEAR(step.compute.si(), compute, 1e-9);
    EXPECT_NEAR(step.launch.si(), host_time - compute, 1e-9);
    EXPECT_EQ(estimate_training(short_task(), {.graphs = true}, machine.setting()).step.launch,
              Duration());
    // 32 sequences at once need as many launches as one, and 32 times as long: 50.7 ms.
    EXPECT_EQ(estimate_training(short_task(), {.micro_batch = 32}, machine.setting()).step.launch,
              Duration());
}

TEST(Training, ACapShortensTheWaitForLaunches) {
    Machine machine({1, {1}});
    machine.training.launch = 26e-6 * second;
    TrainingSetting setting = machine.setting();
    const auto recomputing = [&] {
        return estimate_training(short_task(), {.recompute = Recompute::full}, setting);
    };
    const TrainingEstimate full = recomputing();
    // The clock falls to the root of 0.45; the host is as fast as before, with 8 x 12 launches more
    // of what is computed again.
    setting.gpu_cap = 375 * watt;
    const TrainingEstimate capped = recomputing();
    EXPECT_NEAR(capped.step.compute / full.step.compute, 1 / std::sqrt(0.45), 1e-3);
    EXPECT_GT(capped.step.launch, Duration());
    const double host = host_time + 32 * 8 * 12 * 26e-6;
    for (const TrainingEstimate& one : {full, capped})
        EXPECT_NEAR((one.step.compute + one.step.recompute + one.step.launch).si(), host, 1e-9);
    // Each stretch lasts and draws so that they make the step.
    ASSERT_EQ(capped.times.size(), capped.phases.size());
    Duration time{};
    Energy energy{};
    for (std::size_t i = 0; i < capped.times.size(); ++i) {
        time += capped.times[i];
        energy +=
            node_draw(setting.node, capped.phases[i], setting.gpu_cap).gpus / 8.0 * capped.times[i];
    }
    EXPECT_NEAR(time / capped.step.total(), 1, 1e-9);
    EXPECT_NEAR(capped.gpu_power.in(watt), (energy / time).in(watt), 1e-6);

    // 1,024 tokens take 6.79 ms of 6.97 that the host needs, under the cap 10.1: no wait is left.
    const auto late = [&] { return estimate_training(task(), {}, setting).step.launch; };
    EXPECT_EQ(late(), Duration());
    setting.gpu_cap.reset();
    EXPECT_GT(late(), Duration());
}

TEST(Training, DrawsWhatItsPhasesDraw) {
    const Machine machine({8, {1}});
    const TrainingSetting setting = machine.setting();
    ParallelPlan plan{.tensor = 8, .sharding = Sharding::none};
    const TrainingEstimate estimate = estimate_training(task(), plan, setting);
    Duration phases{};
    Energy energy{};
    for (const Phase& phase : estimate.phases) {
        phases += to_quantity(phase.duration);
        energy += node_draw(setting.node, phase).gpus / 8.0 * to_quantity(phase.duration);
    }
    EXPECT_NEAR(phases / estimate.step.total(), 1, 1e-6);
    EXPECT_NEAR(estimate.gpu_power.in(watt), (energy / phases).in(watt), 0.01);
    // Nothing but GPUs draws here; 8 of them for 32,768 tokens.
    EXPECT_NEAR(estimate.node_power.in(watt), 8 * estimate.gpu_power.in(watt), 0.01);
    EXPECT_NEAR(estimate.energy_per_token.si(),
                estimate.node_power.in(watt) / estimate.tokens_per_second, 1e-9);
    // Products at the peak: 100 + 50 + 100 + 400 W; exchanges: 250 W.
    EXPECT_GT(estimate.gpu_power, 250 * watt);
    EXPECT_LT(estimate.gpu_power, 650 * watt);
}

TEST(Training, ACapStretchesProductsOnly) {
    const Machine machine({8, {1}});
    TrainingSetting setting = machine.setting();
    ParallelPlan plan{.tensor = 8, .sharding = Sharding::none};
    TrainingTask whole_tiles = task();
    whole_tiles.model.vocabulary = 512;
    const TrainingEstimate full = estimate_training(whole_tiles, plan, setting);
    // Of 500 W of cores 225 W are left: the clock falls to the root of 0.45.
    setting.gpu_cap = 375 * watt;
    const TrainingEstimate capped = estimate_training(whole_tiles, plan, setting);
    EXPECT_NEAR(capped.step.compute / full.step.compute, 1 / std::sqrt(0.45), 1e-3);
    EXPECT_EQ(capped.step.tensor, full.step.tensor);
    EXPECT_LT(capped.gpu_power, full.gpu_power);
    EXPECT_EQ(capped.phases, full.phases);
}

TEST(Training, ACapStretchesTheBubbleWithTheStep) {
    const Machine machine({1, {4}});
    TrainingSetting setting = machine.setting();
    const ParallelPlan plan{.pipeline = 4, .sharding = Sharding::none};
    TrainingTask whole_tiles = task();
    whole_tiles.model.vocabulary = 512;
    const TrainingEstimate full = estimate_training(whole_tiles, plan, setting);
    setting.gpu_cap = 375 * watt;
    const TrainingEstimate capped = estimate_training(whole_tiles, plan, setting);
    EXPECT_NEAR(capped.step.bubble / full.step.bubble, 1 / std::sqrt(0.45), 1e-3);
    // The bubble, behind products, passes over memory and exchanges, draws less than the cap and
    // lasts as long as the others need.
    constexpr std::size_t bubble = 3;
    ASSERT_GT(capped.phases.size(), bubble);
    Duration time{};
    Energy energy{};
    for (std::size_t i = 0; i < capped.phases.size(); ++i) {
        const Phase& phase = capped.phases[i];
        const NodeDraw draw = node_draw(setting.node, phase, setting.gpu_cap);
        const Duration lasts =
            i == bubble ? capped.step.bubble : to_quantity(phase.duration) / draw.speed;
        time += lasts;
        energy += draw.gpus / 8.0 * lasts;
    }
    EXPECT_NEAR(time / capped.step.total(), 1, 1e-6);
    EXPECT_NEAR(capped.gpu_power.in(watt), (energy / time).in(watt), 0.01);
    // All that they wait for follows the clock.
    EXPECT_NEAR(capped.phases[bubble].compute_bound, 1, 1e-3);
}

}  // namespace
}  // namespace twin
