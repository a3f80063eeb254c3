#include "models/workload/plan_search.h"

#include <gmock/gmock.h>

#include "models/workload/plan_text.h"
#include "models/workload/training_memory.h"
#include "models/workload/training_problems.h"
#include "tests/models/workload/round_machine.h"

namespace twin {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

// 22B of Korthikanti et al., Table 3.
TrainingTask gpt_22b(int batch) {
    TrainingTask task;
    task.model.layers = 48;
    task.model.hidden = 6144;
    task.model.ffn = 4 * 6144;
    task.model.heads = task.model.kv_heads = 64;
    task.model.head_size = 96;
    task.model.vocabulary = 51'200;
    task.sequence = 2048;
    task.global_batch = batch;
    return task;
}

std::int64_t sum_of(const std::vector<LostPlans>& lost) {
    std::int64_t sum = 0;
    for (const LostPlans& one : lost)
        sum += one.count;
    return sum;
}

TEST(PlanSearch, FindsWhatTryingAllPlansFinds) {
    const RoundMachine machine(4);
    const TrainingTask task = gpt_22b(32);
    const TrainingSetting setting = machine.setting();
    const PlanSearch search = search_plans(task, setting, {});
    ASSERT_EQ(search.best.size(), 10U);

    // All plans of which the search says that it tries them.
    TrainingEvaluator evaluator(task, setting);
    std::optional<Duration> fastest;
    const auto sizes = {1, 2, 4, 8, 16};
    for (const int tensor : sizes)
        for (const int context : sizes)
            for (const int pipeline : sizes)
                for (int chunks = 1; chunks <= most_chunks; ++chunks)
                    for (const int micro_batch : sizes)
                        for (const Recompute recompute : {Recompute::none, Recompute::full})
                            for (const Sharding sharding :
                                 {Sharding::none, Sharding::optimiser, Sharding::gradients,
                                  Sharding::weights}) {
                                ParallelPlan plan;
                                plan.tensor = tensor;
                                plan.context = context;
                                plan.pipeline = pipeline;
                                plan.data = 16 / (tensor * context * pipeline);
                                plan.chunks = chunks;
                                plan.micro_batch = micro_batch;
                                plan.recompute = recompute;
                                plan.sharding = sharding;
                                if (plan.gpus() != 16 || !plan_problems(task, plan).empty() ||
                                    training_memory(task, plan).total() > machine.node.gpu.memory)
                                    continue;
                                const Duration step = evaluator.step(plan).total();
                                if (!fastest || step < *fastest)
                                    fastest = step;
                            }
    ASSERT_TRUE(fastest);
    EXPECT_EQ(search.best.front().step.total(), *fastest) << plan_text(search.best.front().plan);
}

// 24 sequences are no multiple of 16 copies, but of other numbers; 64 heads are none of 3 kv_heads
// whatever the plan, though plans have rules of heads, too.
TEST(PlanSearch, TellsApartWhatNoPlanMends) {
    const RoundMachine machine(4);
    TrainingTask task = gpt_22b(24);
    EXPECT_THAT(unmendable_problems(task, machine.setting()), IsEmpty());
    task.model.kv_heads = 3;
    EXPECT_THAT(unmendable_problems(task, machine.setting()),
                ElementsAre("heads: expected a multiple of the 3 kv_heads, got 64"));
}

TEST(PlanSearch, RanksPlansThatFitAndCountsTheOthers) {
    // 22.06 G weights, their sixteenth of 18 bytes is 24.8 GB: not all have what else they need.
    RoundMachine machine(4);
    machine.node.gpu.memory.value = DataSize::from_si(28e9);
    const TrainingTask task = gpt_22b(32);
    const PlanSearch search = search_plans(task, machine.setting(), {});
    Duration last;
    for (const RankedPlan& one : search.best) {
        EXPECT_THAT(training_problems(task, one.plan, machine.setting()), IsEmpty());
        EXPECT_LE(one.memory.total(), machine.node.gpu.memory.value);
        EXPECT_EQ(one.memory.total(), training_memory(task, one.plan).total());
        EXPECT_GE(one.step.total(), last);
        last = one.step.total();
    }
    // 16 = 2^4 over four factors: 7 over 3 ways.
    EXPECT_EQ(search.layouts, 35);
    EXPECT_GT(search.too_large, 0);
    EXPECT_EQ(sum_of(search.slower), search.timed - 1);
}

TEST(PlanSearch, CountsWaysByTheRuleThatFails) {
    // 12 = 3 x 2^2 over four factors: 4 x 10 ways. Tensor and context take no 3, as 64 heads and
    // 2,048 tokens have none: half of them. Nor do 32 sequences.
    const RoundMachine machine(3);
    const PlanSearch search = search_plans(gpt_22b(32), machine.setting(), {});
    EXPECT_EQ(search.layouts, 40);
    ASSERT_EQ(search.indivisible.size(), 3U);
    for (const LostPlans& lost : search.indivisible)
        EXPECT_EQ(lost.count, 10) << lost.reason;
    EXPECT_EQ(search.indivisible[0].reason, "global_batch");
    EXPECT_EQ(search.indivisible[1].reason, "heads");
    EXPECT_EQ(search.indivisible[2].reason, "sequence");
}

TEST(PlanSearch, KeepsWhatIsGiven) {
    const RoundMachine machine(4);
    const auto words = std::get<PlanWords>(
        read_plan("auto, tensor 4, chunks 2, recompute full, sharding weights, overlap_data off"));
    const PlanSearch search = search_plans(gpt_22b(32), machine.setting(), words.space);
    ASSERT_FALSE(search.best.empty());
    for (const RankedPlan& one : search.best) {
        EXPECT_EQ(one.plan.tensor, 4);
        EXPECT_EQ(one.plan.chunks, 2);
        EXPECT_EQ(one.plan.recompute, Recompute::full);
        EXPECT_EQ(one.plan.sharding, Sharding::weights);
        EXPECT_FALSE(one.plan.overlap_data);
    }
}

// 64 sequences on 16 GPUs by tensor 4: 32 at once on at most 2 copies, though no search tries so
// many by itself.
TEST(PlanSearch, TriesAGivenNumberAboveTheMostOfAFreeOne) {
    const RoundMachine machine(4);
    TrainingTask task = gpt_22b(64);
    task.model.layers = 4;
    static_assert(most_micro_batch < 32);
    PlanSpace space;
    space.tensor = 4;
    space.micro_batch = 32;
    const PlanSearch search = search_plans(task, machine.setting(), space);
    ASSERT_FALSE(search.best.empty());
    for (const RankedPlan& one : search.best) {
        EXPECT_EQ(one.plan.micro_batch, 32);
        EXPECT_LE(one.plan.data, 2);
    }
    // Four copies of 32 sequences would need 128.
    EXPECT_EQ(search.layouts, 6);
    ASSERT_EQ(search.indivisible.size(), 1U);
    EXPECT_EQ(search.indivisible[0].reason, "global_batch");
    EXPECT_EQ(search.indivisible[0].count, 1);
}

// 40 layers on 2 stages with 20 chunks each: one layer a chunk.
TEST(PlanSearch, TriesMoreChunksWhereTheyAreGiven) {
    const RoundMachine machine(4);
    TrainingTask task = gpt_22b(32);
    task.model.layers = 40;
    static_assert(most_chunks < 20);
    PlanSpace space;
    space.chunks = 20;
    const PlanSearch search = search_plans(task, machine.setting(), space);
    ASSERT_FALSE(search.best.empty());
    for (const RankedPlan& one : search.best) {
        EXPECT_EQ(one.plan.chunks, 20);
        EXPECT_EQ(one.plan.pipeline, 2);
    }
}

// All 35 ways fail by what is given, none by its own factors.
TEST(PlanSearch, CountsFailuresOfWhatIsGiven) {
    const RoundMachine machine(4);
    PlanSpace space;
    space.expert = 3;
    const PlanSearch search = search_plans(gpt_22b(32), machine.setting(), space);
    EXPECT_EQ(search.layouts, 35);
    ASSERT_EQ(search.indivisible.size(), 1U);
    EXPECT_EQ(search.indivisible[0].reason, "experts");
    EXPECT_EQ(search.indivisible[0].count, 35);
}

// 16 GPUs, a million sequences at once and 100 chunks are 1.6e9.
TEST(PlanSearch, NumbersBeyondAllPlansAreNoSearch) {
    const RoundMachine machine(4);
    PlanSpace space;
    space.micro_batch = 2'000'000'000;
    EXPECT_THAT(unmendable_problems(gpt_22b(32), machine.setting(), space),
                ElementsAre("micro_batch: expected 1 to 1000000, got 2000000000"));
    space.micro_batch = 1'000'000;
    space.chunks = 100;
    EXPECT_THAT(unmendable_problems(gpt_22b(32), machine.setting(), space),
                ElementsAre("plan: expected ranks, chunks and sequences of a micro batch that "
                            "multiply to at most 1e9, got 1.6e+09"));
    // Of rules that some plan keeps, and of those that none keeps, the search itself tells.
    space.micro_batch = 3;
    space.chunks = 40;
    EXPECT_THAT(unmendable_problems(gpt_22b(32), machine.setting(), space), IsEmpty());
    // Nor do the products overflow where more GPUs are tried.
    space.micro_batch = 1'000'000;
    space.chunks.reset();
    TrainingTask task = gpt_22b(1'000'000);
    EXPECT_FALSE(fewest_gpus(task, space, 4, 24'000, DataSize::from_si(80e9)));
}

TEST(PlanSearch, SaysWhatIsSmallestWhereNothingFits) {
    // 530B on 16 GPUs: a sixteenth of 18 bytes of 530 G weights is 596 GB.
    const RoundMachine machine(4);
    TrainingTask task = gpt_22b(16);
    task.model.layers = 105;
    task.model.hidden = 20'480;
    task.model.ffn = 4 * 20'480;
    task.model.heads = task.model.kv_heads = 128;
    task.model.head_size = 160;
    const PlanSearch search = search_plans(task, machine.setting(), {});
    EXPECT_THAT(search.best, IsEmpty());
    EXPECT_EQ(search.timed, 0);
    ASSERT_TRUE(search.smallest);
    EXPECT_GT(search.smallest->memory.total(), DataSize::from_si(596e9));
    EXPECT_LT(search.smallest->memory.total(), DataSize::from_si(700e9));
}

TEST(PlanSearch, LaysExpertsOverRanks) {
    const RoundMachine machine(4);
    TrainingTask task = gpt_22b(32);
    task.model.layers = 24;
    task.model.hidden = 2048;
    task.model.head_size = 32;
    task.model.ffn = 0;
    task.model.gated = true;
    task.model.experts = 64;
    task.model.experts_per_token = 8;
    task.model.expert_ffn = 1024;
    const PlanSearch search = search_plans(task, machine.setting(), {});
    ASSERT_FALSE(search.best.empty());
    // 9.7 G weights of 18 bytes on each GPU would be 174 GB: they lie over several.
    for (const RankedPlan& one : search.best)
        EXPECT_GT(one.plan.expert * one.plan.pipeline, 1);
}

TEST(PlanSearch, FindsTheSameTwice) {
    const RoundMachine machine(4);
    const TrainingTask task = gpt_22b(32);
    const PlanSearch one = search_plans(task, machine.setting(), {});
    const PlanSearch other = search_plans(task, machine.setting(), {});
    ASSERT_EQ(one.best.size(), other.best.size());
    for (std::size_t i = 0; i < one.best.size(); ++i)
        EXPECT_EQ(one.best[i].plan, other.best[i].plan);
}

// 22.06 G weights of 18 bytes are 397 GB: less than 5 GPUs of 80 GB cannot hold them, and from
// there on the search of all plans finds one as soon as there is one.
TEST(FewestGpus, AreTheFirstOnWhichTheSearchFindsAPlan) {
    const TrainingTask task = gpt_22b(32);
    const RoundMachine one(1, 1);
    const DataSize memory = one.node.gpu.memory;
    const auto fewest = fewest_gpus(task, {}, 1, 64, memory);
    ASSERT_TRUE(fewest);
    EXPECT_GE(fewest->gpus, 5);
    for (int gpus = 5; gpus <= fewest->gpus; ++gpus) {
        const RoundMachine machine(gpus, 1);
        EXPECT_EQ(search_plans(task, machine.setting(), {}).best.empty(), gpus < fewest->gpus)
            << gpus;
    }
    EXPECT_EQ(fewest->plan.gpus(), fewest->gpus);
    EXPECT_THAT(plan_problems(task, fewest->plan), IsEmpty());
    EXPECT_EQ(fewest->total, training_memory(task, fewest->plan).total());
    EXPECT_LE(fewest->total, memory);
}

TEST(FewestGpus, AreWholeNodesAndKeepWhatIsGiven) {
    const DataSize memory = DataSize::from_si(80e9);
    const auto eight = fewest_gpus(gpt_22b(32), {}, 4, 64, memory);
    ASSERT_TRUE(eight);
    EXPECT_EQ(eight->gpus % 4, 0);
    PlanSpace space;
    space.tensor = 16;
    const auto given = fewest_gpus(gpt_22b(32), space, 4, 64, memory);
    ASSERT_TRUE(given);
    EXPECT_EQ(given->plan.tensor, 16);
    EXPECT_EQ(given->gpus % 16, 0);
    EXPECT_FALSE(fewest_gpus(gpt_22b(32), {}, 4, 4, memory));
}

TEST(FewestGpus, IsASentence) {
    FewestGpus fewest;
    fewest.gpus = 16;
    fewest.plan.tensor = 8;
    fewest.plan.pipeline = 2;
    fewest.total = DataSize::from_si(83.14e9);
    EXPECT_EQ(fewest_gpus_text(fewest, 4, 64),
              "the fewest GPUs on which it fits are 16, 4 nodes of 4, by tensor 8, pipeline 2 "
              "(83.14 GB)");
    EXPECT_EQ(fewest_gpus_text(fewest, 16, 64),
              "the fewest GPUs on which it fits are 16, 1 node of 16, by tensor 8, pipeline 2 "
              "(83.14 GB)");
    EXPECT_EQ(fewest_gpus_text({}, 4, 64), "no plan was found that fits on up to 64 GPUs");
}

}  // namespace
}  // namespace twin
