#include "models/workload/training_traffic.h"

#include <gmock/gmock.h>

namespace twin {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

constexpr auto gigabyte = DataSize::from_si(1e9);
constexpr auto gigabyte_per_second = Bandwidth::from_si(1e9);

std::vector<GroupTraffic> of_two_seconds(const StepTraffic& traffic, const ParallelPlan& plan,
                                         std::vector<NodeCount> nodes_by_group) {
    return group_traffic(traffic, plan, {4, std::move(nodes_by_group)}, 2 * second);
}

GroupTraffic gigabytes_a_second(int from, int to, double rate) {
    return {from, to, rate * gigabyte_per_second};
}

// One ring through the GPUs of all nodes crosses from group to group once, however many nodes each
// has: 1 GB in 2 s.
TEST(TrainingTraffic, ARingGoesFromGroupToGroupOnce) {
    const StepTraffic traffic{.data = 1 * gigabyte};
    const ParallelPlan plan{.data = 16};
    EXPECT_THAT(of_two_seconds(traffic, plan, {4}), IsEmpty());
    EXPECT_THAT(of_two_seconds(traffic, plan, {2, 2}),
                ElementsAre(gigabytes_a_second(0, 1, 0.5), gigabytes_a_second(1, 0, 0.5)));
    // From the second to the third group and from that to the first.
    EXPECT_THAT(of_two_seconds(traffic, plan, {2, 1, 1}),
                ElementsAre(gigabytes_a_second(0, 1, 0.5), gigabytes_a_second(1, 2, 0.5),
                            gigabytes_a_second(2, 0, 0.5)));
}

// Behind tensor parallelism in the node each GPU has a ring of its own: four of them cross. Tensor
// rings stay in their nodes.
TEST(TrainingTraffic, EachGpuOfANodeMayHaveARing) {
    const StepTraffic traffic{.tensor = 9 * gigabyte, .data = 1 * gigabyte};
    EXPECT_THAT(of_two_seconds(traffic, {.tensor = 4, .data = 4}, {3, 1}),
                ElementsAre(gigabytes_a_second(0, 1, 2), gigabytes_a_second(1, 0, 2)));
}

// A stage on each node: the second's four GPUs send to the third's, and as much comes back. The
// first and the last stage exchange what they share.
TEST(TrainingTraffic, StagesSendToTheirNeighbours) {
    const ParallelPlan plan{.tensor = 4, .pipeline = 4};
    EXPECT_THAT(of_two_seconds({.stages = 1 * gigabyte}, plan, {2, 2}),
                ElementsAre(gigabytes_a_second(0, 1, 2), gigabytes_a_second(1, 0, 2)));
    EXPECT_THAT(of_two_seconds({.stages = 1 * gigabyte, .ends = 3 * gigabyte}, plan, {2, 1, 1}),
                ElementsAre(gigabytes_a_second(0, 1, 2), gigabytes_a_second(0, 2, 6),
                            gigabytes_a_second(1, 0, 2), gigabytes_a_second(1, 2, 2),
                            gigabytes_a_second(2, 0, 6), gigabytes_a_second(2, 1, 2)));
}

// Experts over 12 GPUs of three nodes: each GPU sends 1 GB to the 8 GPUs elsewhere, 0.5 GB to each
// of two nodes; the 8 GPUs of the first group 4 GB to the other one, whose 4 GPUs send all back. A
// second group of ranks lies in the last group alone.
TEST(TrainingTraffic, ExpertsSendToAllAlike) {
    const ParallelPlan plan{.data = 24, .expert = 12};
    EXPECT_THAT(of_two_seconds({.experts = 1 * gigabyte}, plan, {2, 4}),
                ElementsAre(gigabytes_a_second(0, 1, 2), gigabytes_a_second(1, 0, 2)));
}

}  // namespace
}  // namespace twin
