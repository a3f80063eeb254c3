#include "sim/scheduling/job_queue.h"

#include <gtest/gtest.h>
#include <map>
#include <random>

namespace twin {
namespace {

using namespace std::chrono_literals;

WaitingJob job(JobIndex index, NodeCount nodes, SimDuration planned) {
    return {index, nodes, planned, sim_start};
}

TEST(JobQueue, KeepsTheOrderOfArrival) {
    JobQueue queue;
    EXPECT_TRUE(queue.empty());
    EXPECT_FALSE(queue.front());
    const auto a = queue.push_back(job(0, 1, 1s));
    const auto b = queue.push_back(job(1, 2, 2s));
    const auto c = queue.push_back(job(2, 3, 3s));
    EXPECT_EQ(queue.size(), 3u);
    EXPECT_EQ(queue.front(), a);
    EXPECT_EQ(queue.next(a), b);
    queue.remove(b);
    EXPECT_EQ(queue.next(a), c);
    EXPECT_EQ(queue.next(b), c);
    EXPECT_EQ(queue.at(c).nodes, 3);
    queue.remove(a);
    EXPECT_EQ(queue.front(), c);
    EXPECT_FALSE(queue.next(c));
    queue.remove(c);
    EXPECT_FALSE(queue.front());
    const auto d = queue.push_back(job(3, 4, 4s));
    EXPECT_GT(d, c);
    EXPECT_EQ(queue.next(a), d);
}

TEST(JobQueue, FitsByWindowOrByExtra) {
    JobQueue queue;
    const auto head = queue.push_back(job(0, 1, 1s));
    const auto wide = queue.push_back(job(1, 9, 1s));
    const auto slow = queue.push_back(job(2, 4, 100s));
    const auto quick = queue.push_back(job(3, 4, 10s));
    EXPECT_EQ(queue.next_fitting(head, 4, 10s, 0), quick);
    EXPECT_EQ(queue.next_fitting(head, 4, 9s, 0), std::nullopt);
    EXPECT_EQ(queue.next_fitting(head, 4, 9s, 4), slow);
    EXPECT_EQ(queue.next_fitting(head, 3, 100s, 4), std::nullopt);  // extra does not add to free
    EXPECT_EQ(queue.next_fitting(head, 9, 1s, 3), wide);
    EXPECT_EQ(queue.next_fitting(wide, 9, 10s, 3), quick);
}

// Sizes and run times of three kinds: scattered, few values, the larger the shorter (which makes
// the longest fronts).
WaitingJob random_job(std::mt19937& random, int kind, JobIndex index) {
    const auto draw = [&](int n) { return static_cast<int>(random() % static_cast<unsigned>(n)); };
    if (kind == 0)
        return job(index, 1 + draw(1000), std::chrono::seconds(1 + draw(1000)));
    if (kind == 1)
        return job(index, 1 << draw(6), std::chrono::seconds(60 << draw(4)));
    const int nodes = 1 + draw(500);
    return job(index, nodes, std::chrono::seconds(2 * (500 - nodes) + draw(40)));
}

class JobQueueRandom : public ::testing::TestWithParam<int> {};

TEST_P(JobQueueRandom, EqualsAnOrderedMap) {
    std::mt19937 random(static_cast<unsigned>(GetParam()) + 7);
    JobQueue queue;
    std::map<QueuePlace, WaitingJob> naive;
    for (int step = 0; step < 20000; ++step) {
        // Waves: the queue grows to some 3,000 jobs and drains again.
        const bool grow = step / 5000 % 2 == 0 ? random() % 5 < 4 : random() % 5 < 1;
        if (grow || naive.empty()) {
            const auto added = random_job(random, GetParam(), step);
            naive.emplace(queue.push_back(added), added);
        } else {
            auto victim = naive.begin();
            if (random() % 2 == 0)
                std::advance(victim, random() % std::min<std::size_t>(naive.size(), 200));
            queue.remove(victim->first);
            naive.erase(victim);
        }
        ASSERT_EQ(queue.size(), naive.size());
        if (naive.empty())
            continue;
        ASSERT_EQ(queue.front(), naive.begin()->first);
        const auto probe = random_job(random, GetParam(), 0);
        const NodeCount extra = static_cast<NodeCount>(random() % 4) * probe.nodes / 8;
        auto after = naive.begin();
        std::advance(after, random() % std::min<std::size_t>(naive.size(), 100));
        auto expected = std::next(after);
        ASSERT_EQ(queue.next(after->first),
                  expected == naive.end() ? std::nullopt : std::optional(expected->first));
        while (expected != naive.end() && !(expected->second.nodes <= probe.nodes &&
                                            (expected->second.planned <= probe.planned / 4 ||
                                             expected->second.nodes <= extra)))
            ++expected;
        const auto found = queue.next_fitting(after->first, probe.nodes, probe.planned / 4, extra);
        ASSERT_EQ(found, expected == naive.end() ? std::nullopt : std::optional(expected->first));
        ASSERT_EQ(queue.at(naive.rbegin()->first).job, naive.rbegin()->second.job);
    }
}

INSTANTIATE_TEST_SUITE_P(Kinds, JobQueueRandom, ::testing::Values(0, 1, 2));

}  // namespace
}  // namespace twin
