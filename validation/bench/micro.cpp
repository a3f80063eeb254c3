// twin-bench-micro: what the structures cost that carry a run.
#include <benchmark/benchmark.h>

#include "models/interconnect/collective.h"
#include "models/interconnect/network.h"
#include "models/workload/plan_search.h"
#include "sim/arrivals/rng.h"
#include "sim/arrivals/swf.h"
#include "sim/engine/clock.h"
#include "sim/engine/facility.h"
#include "sim/scenario/parts_catalog.h"
#include "sim/scheduling/free_nodes.h"
#include "sim/scheduling/job_queue.h"
#include "sim/scheduling/release_profile.h"

namespace twin {
namespace {

using namespace std::chrono_literals;

// From 0 to below `end`.
template <class Int>
Int draw(Rng& rng, Int end) {
    return static_cast<Int>(rng.uniform() * static_cast<double>(end));
}

// Events set and handed over, with `range` pending: each sets the next, as job after job does.
void clock_events(benchmark::State& state) {
    static Clock clock;  // SimGrid has one a process
    static SimTime now{};
    Rng rng(1, "clock");
    const std::int64_t pending = state.range(0);
    for (auto _ : state) {
        std::int64_t left = 20 * pending;
        for (std::int64_t i = 0; i < pending; ++i)
            clock.set({.time = now + 1s + draw(rng, 86400) * 1s, .order = i});
        clock.run([&](SimTime time, std::span<const Event> events) {
            now = time;
            for (const Event& event : events)
                if (left-- > 0)
                    clock.set({.time = time + 1s + draw(rng, 86400) * 1s, .order = event.order});
        });
    }
    state.SetItemsProcessed(state.iterations() * 21 * pending);
}
BENCHMARK(clock_events)->Arg(100)->Arg(1000)->Arg(10000)->Iterations(3);

WaitingJob random_job(Rng& rng, JobIndex index) {
    return {.job = index,
            .nodes = 1 + draw(rng, 4000),
            .planned = (1 + draw(rng, 96)) * 15min,
            .submit = {}};
}

// One search for a job that may start, with `range` waiting of which few are small.
void queue_next_fitting(benchmark::State& state) {
    Rng rng(1, "queue");
    JobQueue queue;
    for (std::int64_t i = 0; i < state.range(0); ++i)
        queue.push_back(random_job(rng, i));
    for (auto _ : state)
        benchmark::DoNotOptimize(
            queue.next_fitting(*queue.front(), 1 + draw(rng, 20), draw(rng, 4) * 15min, 0));
    state.SetItemsProcessed(state.iterations());
}
BENCHMARK(queue_next_fitting)->Arg(500)->Arg(5000)->Arg(50000);

// One job comes and one from the middle goes, with `range` waiting.
void queue_push_remove(benchmark::State& state) {
    Rng rng(1, "queue");
    JobQueue queue;
    std::vector<QueuePlace> places;
    for (std::int64_t i = 0; i < state.range(0); ++i)
        places.push_back(queue.push_back(random_job(rng, i)));
    for (auto _ : state) {
        QueuePlace& place = places[static_cast<std::size_t>(draw(rng, state.range(0)))];
        queue.remove(place);
        place = queue.push_back(random_job(rng, 0));
    }
    state.SetItemsProcessed(state.iterations());
}
BENCHMARK(queue_push_remove)->Arg(500)->Arg(5000)->Arg(50000);

// One job ends, one starts, and a head asks when it may, with `range` running.
void release_profile(benchmark::State& state) {
    Rng rng(1, "releases");
    ReleaseProfile profile;
    std::vector<ReleaseProfile::Entry> running;
    const auto entry = [&](JobIndex job) {
        return ReleaseProfile::Entry{SimTime(draw(rng, 1'000'000) * 1s), job, 1 + draw(rng, 100)};
    };
    for (JobIndex job = 0; job < state.range(0); ++job)
        profile.add(running.emplace_back(entry(job)));
    for (auto _ : state) {
        auto& one = running[static_cast<std::size_t>(draw(rng, state.range(0)))];
        profile.remove(one.expected_end, one.job);
        one = entry(one.job);
        profile.add(one);
        benchmark::DoNotOptimize(profile.earliest(0, profile.nodes() / 2));
    }
    state.SetItemsProcessed(state.iterations());
}
BENCHMARK(release_profile)->Arg(100)->Arg(1000)->Arg(10000);

// One job's nodes come back and another's are taken, on a machine of `range` nodes that is full
// with 64 jobs of up to 128 nodes less each time.
void free_nodes(benchmark::State& state) {
    Rng rng(1, "nodes");
    const auto nodes = static_cast<NodeCount>(state.range(0));
    std::vector<NodeRange> groups;
    for (NodeIndex first = 0; first < nodes; first += 240)
        groups.push_back({first, std::min(240, nodes - first)});
    FreeNodes free(nodes, groups);
    free.insert({0, nodes});
    std::vector<NodeRanges> jobs;
    while (free.count() > 128)
        free.take_lowest(1 + draw(rng, 128), jobs.emplace_back());
    for (auto _ : state) {
        NodeRanges& job = jobs[static_cast<std::size_t>(draw(rng, std::ssize(jobs)))];
        for (const NodeRange range : job)
            free.insert(range);
        job.clear();
        free.take_lowest(std::min(free.count(), 1 + draw(rng, 128)), job);
    }
    state.SetItemsProcessed(state.iterations());
}
BENCHMARK(free_nodes)->Arg(5884)->Arg(58840);

// Records of a compressed log, with the scan that comes before.
void swf_records(benchmark::State& state) {
    const auto file = TWIN_SOURCE_DIR "/scenarios/data/theta-2022.swf.gz";
    std::int64_t jobs = 0;
    for (auto _ : state) {
        const SwfSummary summary = scan_swf(file, {});
        SwfSource source(file, {}, summary);
        while (source.next())
            ++jobs;
    }
    state.SetItemsProcessed(jobs);
}
BENCHMARK(swf_records)->Unit(benchmark::kMillisecond);

// One job of `range` nodes takes and leaves its place on the JUPITER Booster.
void facility_changes(benchmark::State& state) {
    const Site site = build_site(shipped_parts().sites.at("jupiter-booster"));
    Facility facility(site, {}, sim_start);
    const JobLoad load = facility.load_of({.duration = {},
                                           .cpu_utilisation = 0.3,
                                           .gpu_utilisation = 0.6,
                                           .gpu_activity = {},
                                           .compute_bound = 0});
    const NodeRanges where = {{100, static_cast<NodeCount>(state.range(0))}};
    SimTime now{};
    for (auto _ : state) {
        facility.occupy(now += 1s, where, load);
        facility.vacate(now += 1s, where, load);
    }
    state.SetItemsProcessed(2 * state.iterations());
}
BENCHMARK(facility_changes)->Arg(1)->Arg(128)->Arg(4000);

// An all-reduce and an all-to-all over `range` groups of 240 nodes as JUPITER's.
void collective_estimates(benchmark::State& state) {
    constexpr auto gigabyte_per_second = Bandwidth::from_si(1e9);
    const PlacementShape shape{
        .gpus_per_node = 4,
        .nodes_by_group = std::vector<NodeCount>(static_cast<size_t>(state.range(0)), 240)};
    FabricRates rates;
    rates.node = {.gpus = 4,
                  .nics = 4,
                  .gpu_bandwidth = 450 * gigabyte_per_second,
                  .nic_bandwidth = 25 * gigabyte_per_second};
    rates.nodes_per_leaf = 16;
    rates.global_per_group_pair = 800 * gigabyte_per_second;
    rates.global_per_group = 26 * rates.global_per_group_pair;
    rates.groups = 27;
    const CollectiveSetting setting{shape, rates, *find_collective_constants("NVLink 4")};
    DataSize size = DataSize::from_si(1e6);
    for (auto _ : state) {
        size += DataSize::from_si(1);
        benchmark::DoNotOptimize(collective_cost({Collective::all_reduce, size}, setting));
        benchmark::DoNotOptimize(collective_cost({Collective::all_to_all, size}, setting));
    }
    state.SetItemsProcessed(2 * state.iterations());
}
BENCHMARK(collective_estimates)->Arg(1)->Arg(2)->Arg(25);

// GPT of 530 billion weights on 2,520 A100 of 315 nodes, 2,520 sequences a step.
class Training530B {
  public:
    TrainingSetting setting() const {
        return {node_, *calibration_, shape_, rates_,
                *nccl_constants(node_.gpu.generation, rates_.node.links)};
    }
    TrainingTask task() const {
        TrainingTask task;
        task.model = shipped_parts().models.at("megatron-530b").shape();
        task.sequence = 2048;
        task.global_batch = 2520;
        return task;
    }

  private:
    const NodePart& node_ = shipped_parts().nodes.at("dgx-a100");
    std::shared_ptr<const Calibration> calibration_ =
        shipped_parts().calibration(node_.gpu.calibration);
    PlacementShape shape_{.gpus_per_node = 8, .nodes_by_group = {315}};
    FabricRates rates_ = fabric_rates(shipped_parts().networks.at("dgx-a100-superpod"), node_);
};

// One estimate by itself: nothing is known of kernels and collectives yet.
void training_estimate(benchmark::State& state) {
    const Training530B on;
    const TrainingTask task = on.task();
    const TrainingSetting setting = on.setting();
    ParallelPlan plan;
    plan.tensor = 8;
    plan.pipeline = 35;
    plan.data = 9;
    plan.chunks = 3;
    for (auto _ : state)
        benchmark::DoNotOptimize(estimate_training(task, plan, setting));
}
BENCHMARK(training_estimate)->Unit(benchmark::kMicrosecond);

// Target: under 1 s. Calculon takes 40 s (../shared/facts/ai-workloads.md).
void plan_search(benchmark::State& state) {
    const Training530B on;
    const TrainingTask task = on.task();
    const TrainingSetting setting = on.setting();
    for (auto _ : state)
        benchmark::DoNotOptimize(search_plans(task, setting, {}));
}
BENCHMARK(plan_search)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace twin

BENCHMARK_MAIN();
