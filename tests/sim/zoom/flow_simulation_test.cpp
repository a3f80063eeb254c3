#include "sim/zoom/flow_simulation.h"

#include <cmath>
#include <cstdint>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "models/interconnect/fair_shares.h"
#include "sim/zoom/collective_flows.h"
#include "tests/sim/zoom/small_fabric.h"

namespace twin {
namespace {

using namespace test;
using testing::DoubleNear;

std::vector<double> seconds(const std::vector<Duration>& times) {
    std::vector<double> list;
    for (const Duration time : times)
        list.push_back(time.si());
    return list;
}

testing::Matcher<std::vector<double>> near(const std::vector<double>& expected) {
    return testing::Pointwise(DoubleNear(1e-9), expected);
}

std::vector<double> run(const std::vector<double>& gigabytes_per_second,
                        const std::vector<Flow>& flows) {
    std::vector<Bandwidth> links;
    for (const double rate : gigabytes_per_second)
        links.push_back(rate * gigabyte_per_second);
    return seconds(FlowSimulation(links).run(flows));
}

// 10 GB/s and 6 GB/s; the flow over both and that on the second get 3, the other one 7.
TEST(FlowSimulation, SharesByMaxMin) {
    EXPECT_THAT(run({10, 6}, {{21 * gigabyte, {0, 1}}, {21 * gigabyte, {0}}, {21 * gigabyte, {1}}}),
                near({7, 3, 7}));
}

// Half each until the short one ends after 2 s; then 3 GB are left of the long one.
TEST(FlowSimulation, TheOtherTakesWhatIsLeft) {
    EXPECT_THAT(run({1}, {{1 * gigabyte, {0}}, {4 * gigabyte, {0}}}), near({2, 5}));
}

// When flows end that get what FairShares gives those that are left, each time that one has ended.
std::vector<double> ends_by_shares(const std::vector<double>& capacities,
                                   const std::vector<Flow>& flows) {
    constexpr double asked = 10;  // GB/s, at least what any link carries
    FairShares shares(capacities);
    std::vector<FairShares::Task> tasks;
    std::vector<double> left, ends(flows.size(), -1);
    for (const Flow& flow : flows) {
        std::vector<FairShares::Use> uses;
        for (const int link : flow.links)
            uses.push_back({link, asked});
        tasks.push_back(shares.start(uses));
        left.push_back(flow.size.in(gigabyte));
    }
    double now = 0;
    for (std::size_t ended = 0; ended < flows.size(); ++ended) {
        shares.solve();
        std::size_t first = flows.size();
        double wait = 0;
        for (std::size_t i = 0; i < flows.size(); ++i)
            if (ends[i] < 0)
                if (const double its = left[i] / (asked * shares.share(tasks[i]));
                    first == flows.size() || its < wait) {
                    first = i;
                    wait = its;
                }
        now += wait;
        for (std::size_t i = 0; i < flows.size(); ++i)
            left[i] -= ends[i] < 0 ? wait * asked * shares.share(tasks[i]) : 0;
        ends[first] = now;
        shares.end(tasks[first]);
    }
    return ends;
}

// What jobs get of links in a run (models/interconnect/fair_shares) is what SimGrid gives flows:
// 40 flows over 12 links, again and again solved anew until the last one has ended.
TEST(FlowSimulation, SharesAsARunDoes) {
    std::uint64_t state = 3;
    const auto number = [&] {
        state = state * 6364136223846793005ULL + 1442695040888963407ULL;
        return static_cast<double>(state >> 11) / 9007199254740992.0;
    };
    std::vector<double> capacities;
    for (int link = 0; link < 12; ++link)
        capacities.push_back(1 + 9 * number());
    std::vector<Flow> flows;
    while (flows.size() < 40) {
        Flow flow;
        flow.size = DataSize::from_si(std::round(1e9 * (1 + 50 * number())));
        for (int link = 0; link < 12; ++link)
            if (number() < 0.3)
                flow.links.push_back(link);
        if (!flow.links.empty())
            flows.push_back(flow);
    }
    EXPECT_THAT(run(capacities, flows),
                testing::Pointwise(DoubleNear(1e-6), ends_by_shares(capacities, flows)));
}

// The second waits for the first and 0.5 s, the third for both.
TEST(FlowSimulation, FlowsWaitForThoseBefore) {
    EXPECT_THAT(run({1, 2}, {{1 * gigabyte, {0}},
                             {1 * gigabyte, {0}, {{0, 0.5 * second}}},
                             {2 * gigabyte, {1}, {{0, {}}, {1, {}}}}}),
                near({1, 2.5, 3.5}));
}

TEST(FlowSimulation, RunsAgainFromTheStart) {
    const std::vector<Bandwidth> links = {1 * gigabyte_per_second};
    FlowSimulation simulation(links);
    const std::vector<Flow> flows = {{1 * gigabyte, {0}}, {1 * gigabyte, {0}}};
    EXPECT_THAT(seconds(simulation.run(flows)), near({2, 2}));
    EXPECT_THAT(seconds(simulation.run(flows)), near({2, 2}));
}

// Two groups of 2 leaves of 2 nodes at 1 GB/s, 2 GB/s each way between them. A job has one leaf of
// each group and sends 1 GB from each node to each other.
class Interference : public testing::Test {
  protected:
    // Ends of the flows inside the groups and of those between them.
    struct Ends {
        std::vector<double> inside, between;
    };

    Ends run_jobs(const std::vector<std::vector<NodeIndex>>& jobs) const {
        const CollectiveRequest request{.collective = Collective::all_to_all,
                                        .size = 4 * gigabyte};  // 1 GB of it for itself
        const CollectiveConstants constants = ideal();
        const SmallWorld world(instant(dragonfly_plus(2, 2, 2, 2)), 1);
        // All jobs over the links of one machine.
        std::vector<NodeIndex> all;
        for (const auto& job : jobs)
            all.insert(all.end(), job.begin(), job.end());
        ZoomFabric fabric = world.fabric(all, 1);
        std::vector<Flow> flows;
        std::vector<bool> crosses;
        int first = 0;
        for (const auto& job : jobs) {
            ZoomFabric own = world.fabric(job, 1);
            const auto stages = collective_stages("direct", request, constants, own);
            for (const Transfer& transfer : stages->front().front().transfers) {
                const int from = first + transfer.from, to = first + transfer.to;
                flows.push_back({transfer.size, fabric.path(from, to, transfer.size).links});
                crosses.push_back(fabric.group_of(from) != fabric.group_of(to));
            }
            first += static_cast<int>(job.size());
        }
        std::vector<Bandwidth> links;
        for (const ZoomLink& link : fabric.links())
            links.push_back(link.bandwidth);
        const auto ends = FlowSimulation(links).run(flows);
        Ends sorted;
        for (std::size_t i = 0; i < ends.size(); ++i)
            (crosses[i] ? sorted.between : sorted.inside).push_back(ends[i].si());
        return sorted;
    }
};

// A NIC has 3 flows of 1/3 GB/s; 4 of them cross each way, which is 4/3 of 2 GB/s.
TEST_F(Interference, OneJobIsHeldBackByItsNics) {
    const Ends ends = run_jobs({{0, 1, 4, 5}});
    EXPECT_THAT(ends.inside,
                testing::AllOf(testing::SizeIs(4), testing::Each(DoubleNear(3, 1e-9))));
    EXPECT_THAT(ends.between,
                testing::AllOf(testing::SizeIs(8), testing::Each(DoubleNear(3, 1e-9))));
}

// 8 flows cross each way: 1/4 GB/s each, 4 s instead of 3. The flow inside has the half of its NIC
// that the two that cross leave: 2 s.
TEST_F(Interference, TwoJobsShareTheLinksBetweenTheirGroups) {
    const Ends ends = run_jobs({{0, 1, 4, 5}, {2, 3, 6, 7}});
    EXPECT_THAT(ends.inside,
                testing::AllOf(testing::SizeIs(8), testing::Each(DoubleNear(2, 1e-9))));
    EXPECT_THAT(ends.between,
                testing::AllOf(testing::SizeIs(16), testing::Each(DoubleNear(4, 1e-9))));
}

// All steps of a ring of 5 nodes as flows, 1 GB each: a chunk goes on when it is there, 0.25 s
// after it was sent, and the link is free.
std::vector<double> ends_of_ring(const std::vector<double>& links, int steps) {
    const int nodes = static_cast<int>(links.size());
    std::vector<Flow> flows;
    for (int step = 0; step < steps; ++step)
        for (int i = 0; i < nodes; ++i) {
            Flow flow{1 * gigabyte, {i}};
            if (step > 0)
                flow.after = {{(step - 1) * nodes + i, {}},
                              {(step - 1) * nodes + (i + nodes - 1) % nodes, 0.25 * second}};
            flows.push_back(flow);
        }
    return run(links, flows);
}

// What one step stands for: 8 x (1 + 0.25) s, but for the latency behind the last.
TEST(FlowSimulation, AllStepsOfARing) {
    EXPECT_THAT(ends_of_ring({1, 1, 1, 1, 1}, 8), testing::Contains(DoubleNear(9.75, 1e-8)));
}

// The third link takes 2 s a chunk and never waits: the next one is there before. So latencies do
// not count, and the ring takes what this link takes: 8 x 2 s.
TEST(FlowSimulation, AllStepsOfARingWithASlowLink) {
    const auto ends = ends_of_ring({1, 1, 0.5, 1, 1}, 8);
    EXPECT_NEAR(*std::max_element(ends.begin(), ends.end()), 16, 1e-8);
}

}  // namespace
}  // namespace twin
