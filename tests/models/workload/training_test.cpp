#include "models/workload/training.h"

#include <gmock/gmock.h>

#include "models/workload/training_step.h"
#include "tests/models/workload/plain_machine.h"

namespace twin {
namespace {

using namespace plain;
using testing::ElementsAre;

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
    ParallelPlan plan{.data = 8, .expert = 8};
    plan.tokens_once_a_node = false;
    // 4 micro batches, 8 layers, there and back twice; 7/8 of 2 x 2 MiB leave a GPU.
    const double each = 4 * 8 * 4 * 7.0 / 8 * 2 * activation / links;
    EXPECT_NEAR(estimate_training(mixed, plan, machine.setting()).step.expert.si(), each, 1e-9);
    // Once to each rank: two choices of eight meet 8 (1 - 49/64) = 15/8 of them.
    plan.tokens_once_a_node = true;
    EXPECT_NEAR(estimate_training(mixed, plan, machine.setting()).step.expert.si(), each * 15 / 16,
                1e-9);
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
