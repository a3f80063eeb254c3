#include "models/workload/training.h"

#include <gmock/gmock.h>
#include <limits>

#include "models/power/node_power.h"
#include "models/workload/training_step.h"

namespace twin {
namespace {

using testing::ElementsAre;

constexpr double instant = std::numeric_limits<double>::infinity();
constexpr double peak = 1e14;   // flop/s of products and attention
constexpr double links = 1e11;  // bytes/s of a GPU to the others of its node
constexpr double nic = 1e10;

GpuPart gpu() {
    GpuPart part;
    part.id = "g";
    part.idle_power = {100 * watt};
    part.max_power = {650 * watt};
    part.context_power = {50 * watt};
    part.busy_power = {100 * watt};
    part.tensor_power = {400 * watt};
    part.clock_exponent = {2};
    part.lowest_clock = {0.2};
    part.bf16_dense = {FlopRate::from_si(peak)};
    part.memory = {DataSize::from_si(80e9)};
    part.memory_bandwidth = {Bandwidth::from_si(1e12)};
    part.link_bandwidth = Figure<Bandwidth>{Bandwidth::from_si(links)};
    return part;
}

// Products take flop / peak where m and n are multiples of 64; what only moves elements, nothing.
Calibration calibration() {
    GemmSurface surface;
    surface.peak = FlopRate::from_si(peak);
    surface.memory_bandwidth = Bandwidth::from_si(1e30);
    surface.units = 1;
    surface.tile_efficiency.fill(1);
    Calibration known;
    known.id = "c";
    known.gemm = {surface};
    known.curves = {{KernelKind::copy, Precision::fp32, 1, {{1, 1e30}}},
                    {KernelKind::attention, Precision::bf16, 1, {{1, peak}}}};
    return known;
}

// Bytes over bandwidth and nothing else.
CollectiveConstants plain_constants() {
    static constexpr std::string_view names[] = {"ring", "direct"};
    const NodeProtocol protocol{{}, {}, {}, 1, instant};
    CollectiveConstants constants;
    constants.name = "plain";
    constants.node = {
        "plain", {{protocol, protocol, protocol}}, {{protocol, protocol, protocol}}, {}};
    constants.algorithms = names;
    return constants;
}

struct Machine {
    NodePart node;
    Calibration kernels = calibration();
    FabricRates rates;
    CollectiveConstants constants = plain_constants();
    TrainingConstants training{"c"};
    PlacementShape shape;

    explicit Machine(PlacementShape of_shape) : shape(std::move(of_shape)) {
        node.gpu = gpu();
        node.gpus = {8};
        rates.node.gpus = rates.node.nics = 8;
        rates.node.links = GpuLinks::nvswitch;
        rates.node.gpu_bandwidth = Bandwidth::from_si(links);
        rates.node.nic_bandwidth = Bandwidth::from_si(nic);
        rates.nodes_per_leaf = 1000;
    }
    TrainingSetting setting() const {
        TrainingSetting made{node, kernels, shape, rates, constants};
        made.training_constants = &training;
        return made;
    }
};

// Width 1,024 in 8 heads of 128, whose attention takes what the calibration says; so few words that
// the loss weighs next to nothing.
TrainingTask task() {
    TrainingTask task;
    task.model.layers = 8;
    task.model.hidden = 1024;
    task.model.ffn = 4096;
    task.model.heads = task.model.kv_heads = 8;
    task.model.head_size = 128;
    task.model.vocabulary = 64;
    task.model.tied_embedding = false;
    task.sequence = 1024;
    task.global_batch = 32;
    return task;
}
constexpr double layer_weight = 12.0 * 1024 * 1024;  // 12 h^2
constexpr double activation = 1024.0 * 1024 * 2;     // bytes of a sequence

TEST(Training, NamesItsChoices) {
    EXPECT_EQ(to_text(Recompute::selective), "selective");
    EXPECT_EQ(to_text(Sharding::weights), "weights");
    EXPECT_EQ(to_text(TensorOverlap::backward), "backward");
}

TEST(Training, TakesMissingLayersFromTheEnds) {
    const auto totals = [](int layers, int pipeline, int chunks) {
        TransformerShape model;
        model.layers = layers;
        std::vector<int> counts;
        for (const StageLayers& stage :
             layers_of_stages(model, {.pipeline = pipeline, .chunks = chunks}))
            counts.push_back(stage.total());
        return counts;
    };
    EXPECT_THAT(totals(80, 8, 5), ElementsAre(10, 10, 10, 10, 10, 10, 10, 10));
    // 128 places for 126: Llama 3 has one layer less on the first and the last stage.
    EXPECT_THAT(totals(126, 8, 8), ElementsAre(15, 16, 16, 16, 16, 16, 16, 15));
    EXPECT_THAT(totals(61, 8, 4), ElementsAre(7, 8, 8, 8, 8, 8, 7, 7));
    EXPECT_THAT(totals(7, 2, 1), ElementsAre(4, 3));
}

TEST(Training, CountsDenseLayersFirst) {
    TransformerShape model;
    model.layers = 8;
    model.experts = 4;
    model.dense_layers = 3;
    const std::vector<StageLayers> stages = layers_of_stages(model, {.pipeline = 4});
    EXPECT_EQ(stages[0].dense, 2);
    EXPECT_EQ(stages[1].dense, 1);
    EXPECT_EQ(stages[1].experts, 1);
    EXPECT_EQ(stages[3].experts, 2);
}

TEST(Training, OneGpuComputesItsFlops) {
    const Machine machine({1, {1}});
    const TrainingEstimate estimate = estimate_training(task(), {}, machine.setting());
    // 32,768 tokens: 6 flops a weight, 64 x 1,024 words beside; attention 3.5 x 4 x 0.5 x 1,024 x
    // 1,024 a token and layer.
    const double flops = 32768 * (6 * (8 * layer_weight + 64 * 1024) + 8 * 7 * 1024.0 * 1024);
    EXPECT_NEAR(estimate.step.compute.si(), flops / peak, 1e-9 * flops / peak);
    EXPECT_NEAR(estimate.step.total().si(), flops / peak, 1e-9 * flops / peak);
    // Papers count attention in full, 12 h s, of which a causal one does half of 14 h s.
    EXPECT_NEAR(estimate.model_flops_share,
                32768 * (6 * (8 * layer_weight + 64 * 1024) + 8 * 12 * 1024.0 * 1024) / flops,
                1e-9);
    EXPECT_NEAR(estimate.tokens_per_second, 32768 / (flops / peak), 1);
    EXPECT_EQ(estimate.sent_per_node, Bandwidth());
    EXPECT_EQ(estimate.network_bound, 0);
}

TEST(Training, RecomputesWhatItIsTold) {
    const Machine machine({1, {1}});
    const auto again = [&](Recompute recompute) {
        return estimate_training(task(), {.recompute = recompute}, machine.setting())
            .step.recompute.si();
    };
    const double attention = 32768 * 8 * 2 * 1024.0 * 1024 / peak;
    EXPECT_EQ(again(Recompute::none), 0);
    EXPECT_NEAR(again(Recompute::selective), attention, 1e-9 * attention);
    const double forward = 32768 * 8 * 2 * layer_weight / peak + attention;
    EXPECT_NEAR(again(Recompute::full), forward, 1e-9 * forward);
}

TEST(Training, TensorRanksAddUpTwiceALayerAndPass) {
    const Machine machine({8, {1}});
    ParallelPlan plan{.tensor = 8, .sequence_parallel = false, .sharding = Sharding::none};
    plan.overlap_tensor = TensorOverlap::none;
    // 4 all-reduces in each of 8 layers and one each of embedding and loss; 2 x 7/8 of 2 MiB each.
    const double one = 2 * 7.0 / 8 * activation / links;
    EXPECT_NEAR(estimate_training(task(), plan, machine.setting()).step.tensor.si(),
                32 * (8 * 4 + 2) * one, 1e-9);
    plan.recompute = Recompute::full;
    EXPECT_NEAR(estimate_training(task(), plan, machine.setting()).step.tensor.si(),
                32 * (8 * 6 + 2) * one, 1e-9);
    // A reduce-scatter and an all-gather are as much; the inputs' gathering comes on top, twice a
    // layer, and so do both of embedding and loss.
    plan.recompute = Recompute::none;
    plan.sequence_parallel = true;
    EXPECT_NEAR(estimate_training(task(), plan, machine.setting()).step.tensor.si(),
                32 * (8 * 5 + 2) * one, 1e-9);
}

TEST(Training, TensorExchangesHideBesideProducts) {
    const Machine machine({8, {1}});
    ParallelPlan plan{.tensor = 8, .sequence_parallel = false, .sharding = Sharding::none};
    const auto exposed = [&](TensorOverlap overlap) {
        plan.overlap_tensor = overlap;
        return estimate_training(task(), plan, machine.setting()).step.tensor.si();
    };
    const double one = 2 * 7.0 / 8 * activation / links;  // 36.7 us
    // 2 x 1,024 x 12 h^2 / 8 / peak of products of a layer forward, 32.2 us, as much for the
    // gradients of inputs and of weights. Beside these of 3 h^2 and 4 h^2 at the entries of its two
    // blocks of 12 h^2.
    const double products = 2 * 1024 * layer_weight / 8 / peak;
    EXPECT_NEAR(exposed(TensorOverlap::backward),
                32 * (8 * (4 * one - products * 7 / 12) + 2 * one), 1e-9);
    // In pieces: half of the forward products, one of 2.5 parts of the backward ones.
    EXPECT_NEAR(exposed(TensorOverlap::all),
                32 * (8 * (4 * one - products / 2 - 2 * products / 2.5) + 2 * one), 1e-9);
}

TEST(Training, StagesWaitForTheFirstAndTheLast) {
    const Machine machine({1, {4}});
    ParallelPlan plan{.pipeline = 4, .sharding = Sharding::none};
    const TrainingEstimate one = estimate_training(task(), plan, machine.setting());
    // (p - 1) / m of the work, 3 / 32, and 3 hops of 2 MiB each way.
    const double hops = 2 * 3 * activation / nic;
    EXPECT_NEAR((one.step.bubble.si() - hops) / one.step.compute.si(), 3.0 / 32, 1e-3);
    // Each micro batch comes and goes.
    EXPECT_NEAR(one.step.pipeline.si(), 32 * 2 * activation / nic, 1e-9);

    plan.chunks = 2;
    const TrainingEstimate two = estimate_training(task(), plan, machine.setting());
    EXPECT_NEAR((two.step.bubble.si() - hops) / two.step.compute.si(), 3.0 / 32 / 2, 1e-3);
    EXPECT_EQ(two.step.pipeline, Duration());
    plan.overlap_pipeline = false;
    EXPECT_NEAR(estimate_training(task(), plan, machine.setting()).step.pipeline.si(),
                32 * 4 * activation / nic, 1e-9);
}

TEST(Training, MoreMicroBatchesMakeTheBubbleSmaller) {
    const Machine machine({1, {4}});
    double before = 1;
    for (const int batch : {8, 16, 32, 64}) {
        TrainingTask larger = task();
        larger.global_batch = batch;
        const StepParts step = estimate_training(larger, {.pipeline = 4}, machine.setting()).step;
        const double share = step.bubble / step.total();
        EXPECT_LT(share, before);
        before = share;
    }
}

TEST(Training, GradientsTravelOnceAStep) {
    const Machine machine({1, {4}});
    ParallelPlan plan{.data = 4, .sharding = Sharding::none, .overlap_data = false};
    // 8 layers and 64 x 1,024 words of embedding and output, 4 bytes each, 2 x 3/4 of them by each
    // NIC.
    const double weights = 8 * layer_weight + 2 * 64 * 1024;
    const TrainingEstimate whole = estimate_training(task(), plan, machine.setting());
    EXPECT_NEAR(whole.step.data.si(), 1.5 * 4 * weights / nic, 1e-9);
    EXPECT_NEAR(whole.network_bound, whole.step.data / whole.step.total(), 1e-12);
    EXPECT_NEAR(whole.sent_per_node.si(), 1.5 * 4 * weights / whole.step.total().si(), 1);
    // Scattered in 32 bits, gathered as weights in 16.
    plan.sharding = Sharding::optimiser;
    EXPECT_NEAR(estimate_training(task(), plan, machine.setting()).step.data.si(),
                0.75 * (4 + 2) * weights / nic, 1e-9);
    plan.wide_gradients = false;
    EXPECT_NEAR(estimate_training(task(), plan, machine.setting()).step.data.si(),
                0.75 * (2 + 2) * weights / nic, 1e-9);
    // With gradients divided each of 8 micro batches scatters its own.
    plan.sharding = Sharding::gradients;
    EXPECT_NEAR(estimate_training(task(), plan, machine.setting()).step.data.si(),
                0.75 * (8 * 2 + 2) * weights / nic, 1e-9);
    // With weights divided, too, all of it for each of 8 micro batches, and a second gathering.
    plan.sharding = Sharding::weights;
    EXPECT_NEAR(estimate_training(task(), plan, machine.setting()).step.data.si(),
                8 * 0.75 * (2 + 2 + 2) * weights / nic, 1e-9);
}

TEST(Training, GradientsHideBesideTheBackwardPass) {
    const Machine machine({1, {4}});
    const ParallelPlan plan{.data = 4, .sharding = Sharding::none};
    const double met = 8 * layer_weight + 64 * 1024, weights = met + 64 * 1024;
    // Of one micro batch: 4 flops a weight that tokens meet and 5 x 1,024 x 1,024 of attention a
    // token and layer; the last layer's gradients have nothing left to hide beside.
    const double backward = 1024 * (4 * met + 8 * 5 * 1024.0 * 1024) / peak;
    const double exposed = 1.5 * 4 * weights / nic - 7.0 / 8 * backward;
    EXPECT_NEAR(estimate_training(task(), plan, machine.setting()).step.data.si(), exposed, 1e-9);
}

TEST(Training, FrozenWeightsComeToEachMicroBatchWhereTheyAreDivided) {
    const Machine machine({1, {4}});
    TrainingTask tuned = task();
    tuned.lora.rank = 4;
    ParallelPlan plan{.data = 4, .sharding = Sharding::weights, .overlap_data = false};
    // 8 layers and two times 64 x 1,024 words, frozen; 4 (in + out) beside 3 h, h, 4 h and h wide
    // products: 4 x (4 + 2 + 5 + 5) h of factors, whose gradients of 4 bytes are scattered. 2 bytes
    // of both are gathered twice, for 8 micro batches.
    const double frozen = 8 * layer_weight + 2 * 64 * 1024, factors = 8 * 4 * 16 * 1024;
    EXPECT_NEAR(estimate_training(tuned, plan, machine.setting()).step.data.si(),
                8 * 0.75 * (2 * 2 * (frozen + factors) + 4 * factors) / nic, 1e-9);
    plan.sharding = Sharding::optimiser;
    EXPECT_NEAR(estimate_training(tuned, plan, machine.setting()).step.data.si(),
                0.75 * (4 + 2) * factors / nic, 1e-9);
}

TEST(Training, ExpertsHideBesideWhatIsLeft) {
    TrainingTask mixed = task();
    mixed.model.experts = 64;
    mixed.model.experts_per_token = 1;
    mixed.model.expert_ffn = 4096;
    const Machine machine({1, {4}});
    ParallelPlan plan{.data = 4, .micro_batch = 4, .sharding = Sharding::none};
    const auto data = [&](bool overlap) {
        plan.overlap_data = overlap;
        return estimate_training(mixed, plan, machine.setting()).step.data.si();
    };
    // The 4 bytes of shared weights alone need 20 ms, longer than 7/8 of the backward pass of a
    // micro batch: 4,096 tokens, 4 flops for each of 12 h^2, the router's 64 h and the words,
    // 5 x 1,024 x 1,024 of attention. Nothing is left for those of experts.
    const double met = 8 * (layer_weight + 64 * 1024) + 64 * 1024;
    const double backward = 4096 * (4 * met + 8 * 5 * 1024.0 * 1024) / peak;
    EXPECT_NEAR(data(false) - data(true), 7.0 / 8 * backward, 1e-9);
}

TEST(Training, DividedWeightsComeLayerByLayer) {
    Machine machine({1, {4}});
    const ParallelPlan plan{.data = 4, .sharding = Sharding::weights, .overlap_data = false};
    const auto data = [&] {
        return estimate_training(task(), plan, machine.setting()).step.data.si();
    };
    const double without = data();
    for (NetworkProtocol& protocol : machine.constants.network)
        protocol.ring_step = 1e-6 * second;
    // 8 micro batches, 8 layers, a scattering and two gatherings of 3 steps around 4 nodes.
    EXPECT_NEAR(data() - without, 8 * 8 * 3 * 3 * 1e-6, 1e-9);
}

TEST(Training, TokensGoToExpertsAndBackInEachPass) {
    TrainingTask mixed = task();
    mixed.model.experts = 8;
    mixed.model.experts_per_token = 2;
    mixed.model.expert_ffn = 1024;
    const Machine machine({8, {1}});
    const ParallelPlan plan{.data = 8, .expert = 8};
    // 4 micro batches, 8 layers, there and back twice; 7/8 of 2 x 2 MiB leave a GPU.
    EXPECT_NEAR(estimate_training(mixed, plan, machine.setting()).step.expert.si(),
                4 * 8 * 4 * 7.0 / 8 * 2 * activation / links, 1e-9);
}

TEST(Training, ATokenGoesOnceToEachNodeThatHasItsExperts) {
    TrainingTask mixed = task();
    mixed.model.experts = 16;
    mixed.model.experts_per_token = 2;
    mixed.model.expert_ffn = 1024;
    const Machine machine({8, {2}});
    ParallelPlan plan{.data = 16, .expert = 16};
    plan.tokens_once_a_node = false;
    // 2 micro batches, 8 layers, there and back twice; 8/16 of 2 x 2 MiB leave the node by a NIC.
    const double each = 2 * 8 * 4 * 8.0 / 16 * 2 * activation / nic;
    EXPECT_NEAR(estimate_training(mixed, plan, machine.setting()).step.expert.si(), each, 1e-9);
    // Two choices of two nodes meet 2 (1 - 1/4) = 1.5 of them.
    plan.tokens_once_a_node = true;
    EXPECT_NEAR(estimate_training(mixed, plan, machine.setting()).step.expert.si(), each * 0.75,
                1e-9);
}

TEST(Training, AFasterNetworkIsNeverSlower) {
    Machine machine({8, {4}});
    const ParallelPlan plan{.tensor = 2, .context = 2, .pipeline = 2, .data = 4, .chunks = 2};
    double before = instant;
    for (const double factor : {1.0, 2.0, 8.0, 64.0}) {
        machine.rates.node.nic_bandwidth = factor * Bandwidth::from_si(nic);
        const double step = estimate_training(task(), plan, machine.setting()).step.total().si();
        EXPECT_LE(step, before);
        before = step;
    }
}

TEST(Training, GapsStandBetweenKernels) {
    Machine machine({1, {1}});
    const Duration without = estimate_training(task(), {}, machine.setting()).step.compute;
    machine.training.gap = 1e-6 * second;
    const Duration with = estimate_training(task(), {}, machine.setting()).step.compute;
    // Of a layer forward: 4 products, attention, 2 of positions, the activation, 2 norms, 2 sums:
    // 12. Backward: 8 products, 2 of attention, 2 of positions, the activation and its bias, 4 of
    // norms, 2 sums: 20. Embedding 4; the loss 1 + 2 + 1 and 2 + 2.
    EXPECT_NEAR((with - without).si(), 32 * (8 * (12 + 20) + 4 + 8) * 1e-6, 1e-9);
}

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

// Rates of products of 16 bits where one GPU works alone, and where two do; attention has its own.
TEST(Training, OneGpuAloneHasItsOwnRateOfProducts) {
    Machine alone({1, {1}}), two({1, {2}});
    const double products = 32768 * 6 * (8 * layer_weight + 64 * 1024) / peak;
    const double attention = 32768 * 8 * 7 * 1024.0 * 1024 / peak;
    for (Machine* machine : {&alone, &two}) {
        machine->training.alone = 0.5;
        machine->training.products = 0.8;
    }
    EXPECT_NEAR(estimate_training(task(), {}, alone.setting()).step.compute.si(),
                products / 0.5 + attention, 1e-9);
    EXPECT_NEAR(estimate_training(task(), {.data = 2}, two.setting()).step.compute.si(),
                (products / 0.8 + attention) / 2, 1e-9);
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

TEST(Training, EachProductCountsByThePeakOfItsPrecision) {
    Machine machine({8, {1}});
    machine.kernels.gemm.push_back(machine.kernels.gemm.front());
    machine.kernels.gemm.back().precision = Precision::fp8;
    machine.kernels.gemm.back().peak = FlopRate::from_si(2 * peak);
    TrainingTask narrow = task();
    narrow.precision = Precision::fp8;
    narrow.model.vocabulary = 512;
    const ParallelPlan plan{.tensor = 8, .sharding = Sharding::none};
    const TrainingEstimate estimate = estimate_training(narrow, plan, machine.setting());
    // Layers in fp8, whose peak is twice that of attention and loss in bf16: all at their peaks.
    ASSERT_FALSE(estimate.phases.empty());
    EXPECT_NEAR(estimate.phases.front().gpu_activity.tensor, 1, 1e-6);
}

TEST(Training, TheEvaluatorGivesTheSameForEachPlan) {
    const Machine machine({8, {4}});
    TrainingEvaluator evaluator(task(), machine.setting());
    for (const int tensor : {1, 2, 4, 8, 1}) {
        const ParallelPlan plan{.tensor = tensor, .data = 32 / tensor};
        const double alone = estimate_training(task(), plan, machine.setting()).step.total().si();
        EXPECT_EQ(evaluator.estimate(plan).step.total().si(), alone);
        EXPECT_EQ(evaluator.step(plan).total().si(), alone);
    }
}

TEST(TrainingConstants, BelongToTheMeasuredDevice) {
    Calibration calibration;
    calibration.id = "gh200-jupiter";
    calibration.derived_from = "h100-sxm";
    EXPECT_EQ(training_constants(calibration).calibration, "h100-sxm");
    calibration.id = "a100-sxm";
    calibration.derived_from.clear();
    EXPECT_EQ(training_constants(calibration).calibration, "a100-sxm");
    calibration.id = "mine";
    EXPECT_EQ(training_constants(calibration).calibration, "h100-sxm");
}

}  // namespace
}  // namespace twin
