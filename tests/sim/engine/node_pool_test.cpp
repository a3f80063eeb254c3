#include "sim/engine/node_pool.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <random>

#include "tests/sim/engine/small_run.h"

namespace twin {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

const PlacementRow& lowest() {
    return *find_placement("lowest_first");
}

TEST(NodePool, TakesAndGivesBack) {
    NodePool pool(small_site(), 12);
    EXPECT_EQ(pool.free(), 12);
    const NodeRanges first = pool.take(5, lowest());
    EXPECT_THAT(first, ElementsAre(NodeRange{0, 5}));
    EXPECT_THAT(pool.take(2, lowest()), ElementsAre(NodeRange{5, 2}));
    EXPECT_EQ(pool.free(), 5);
    EXPECT_EQ(pool.busy(), 7);
    EXPECT_EQ(pool.available(), 12);
    pool.give_back(first);
    EXPECT_EQ(pool.free(), 10);
    EXPECT_THAT(pool.take(6, lowest()), ElementsAre(NodeRange{0, 5}, NodeRange{7, 1}));
}

TEST(NodePool, DrainedNodesFinishTheirJob) {
    NodePool pool(small_site(), 12);
    const NodeRanges job = pool.take(4, lowest());
    pool.drain({{2, 4}});
    EXPECT_EQ(pool.free(), 6);
    EXPECT_EQ(pool.available(), 10);
    EXPECT_EQ(pool.returning(job), 2);
    pool.give_back(job);
    EXPECT_EQ(pool.free(), 8);
    EXPECT_EQ(pool.available(), 8);
    EXPECT_THAT(pool.restore({{0, 12}}), IsEmpty());  // none was dark
    EXPECT_EQ(pool.free(), 12);
}

TEST(NodePool, LosesANodeOnce) {
    NodePool pool(small_site(), 12);
    pool.drain({{0, 2}});
    EXPECT_THAT(pool.lose({{1, 3}}), ElementsAre(NodeRange{1, 3}));
    EXPECT_THAT(pool.lose({{0, 12}}), ElementsAre(NodeRange{0, 1}, NodeRange{4, 8}));
    EXPECT_EQ(pool.free(), 0);
    EXPECT_THAT(pool.restore({{0, 3}, {8, 4}}), ElementsAre(NodeRange{0, 3}, NodeRange{8, 4}));
    EXPECT_EQ(pool.free(), 7);
    EXPECT_THAT(pool.restore({{0, 4}}), ElementsAre(NodeRange{3, 1}));
}

TEST(NodePool, ThePartitionStandsBesideTheOtherStates) {
    NodePool pool(small_site(), 6);
    EXPECT_EQ(pool.free(), 6);
    const NodeRanges job = pool.take(6, lowest());
    pool.resize_partition(4);
    EXPECT_EQ(pool.returning(job), 4);
    EXPECT_EQ(pool.available(), 6);  // the job holds them still
    pool.lose({{10, 2}});
    pool.resize_partition(12);
    EXPECT_EQ(pool.free(), 4);  // 6 to 9
    EXPECT_EQ(pool.returning(job), 6);
    pool.resize_partition(8);
    EXPECT_THAT(pool.restore({{10, 2}}), ElementsAre(NodeRange{10, 2}));
    EXPECT_EQ(pool.free(), 2);
    pool.give_back(job);
    EXPECT_EQ(pool.free(), 8);
}

// Every state in every overlap, against four flags a node.
TEST(NodePool, AgreesWithFlagsOfEveryNode) {
    constexpr NodeCount all = 200;
    Site site = flat_site(all);
    site.groups = {{"a", 0, 1, 0, 70}, {"b", 0, 1, 70, 130}};
    struct Flags {
        bool busy = false, lost = false, drained = false;
    };
    std::vector<Flags> flags(all);
    NodeCount partition = all;
    NodePool pool(site, partition);
    std::vector<NodeRanges> jobs;
    std::mt19937_64 random(3);
    const auto below = [&](NodeCount n) {
        return static_cast<NodeCount>(random() % static_cast<std::uint64_t>(n));
    };
    const auto at = [&](NodeIndex node) -> Flags& { return flags[static_cast<std::size_t>(node)]; };
    const auto in_service = [&](NodeIndex node) {
        return !at(node).lost && !at(node).drained && node < partition;
    };
    const auto ranges_of = [&](auto member) {
        NodeRanges ranges;
        for (NodeIndex node = 0; node < all; ++node)
            if (member(node)) {
                if (!ranges.empty() && ranges.back().end() == node)
                    ++ranges.back().count;
                else
                    ranges.push_back({node, 1});
            }
        return ranges;
    };
    const auto count_of = [&](auto member) {
        NodeCount count = 0;
        for (const NodeRange& range : ranges_of(member))
            count += range.count;
        return count;
    };
    const auto is_free = [&](NodeIndex node) { return in_service(node) && !at(node).busy; };
    const auto contains = [](const NodeRanges& ranges, NodeIndex node) {
        for (const NodeRange& range : ranges)
            if (range.first <= node && node < range.end())
                return true;
        return false;
    };
    for (int step = 0; step < 20'000; ++step) {
        NodeRanges some;
        for (NodeIndex node = below(30); node < all; node = some.back().end() + 1 + below(90))
            some.push_back({node, std::min(1 + below(40), all - node)});
        switch (below(7)) {
            case 0:
            case 1:
                if (pool.free() > 0) {
                    NodeCount wanted = 1 + below(std::min(pool.free(), 60));
                    const auto taken =
                        ranges_of([&](NodeIndex node) { return is_free(node) && wanted-- > 0; });
                    NodeCount nodes = 0;
                    for (const NodeRange& range : taken)
                        nodes += range.count;
                    ASSERT_EQ(pool.take(nodes, lowest()), taken);
                    jobs.push_back(taken);
                    for (NodeIndex node = 0; node < all; ++node)
                        at(node).busy |= contains(taken, node);
                }
                break;
            case 2:
                if (!jobs.empty()) {
                    const auto job = jobs.begin() + below(static_cast<NodeCount>(jobs.size()));
                    pool.give_back(*job);
                    for (NodeIndex node = 0; node < all; ++node)
                        at(node).busy &= !contains(*job, node);
                    jobs.erase(job);
                }
                break;
            case 3: {
                const auto newly = ranges_of(
                    [&](NodeIndex node) { return contains(some, node) && !at(node).lost; });
                ASSERT_EQ(pool.lose(some), newly);
                for (NodeIndex node = 0; node < all; ++node)
                    at(node).lost |= contains(some, node);
                break;
            }
            case 4:
                pool.drain(some);
                for (NodeIndex node = 0; node < all; ++node)
                    at(node).drained |= contains(some, node);
                break;
            case 5: {
                const auto dark = ranges_of(
                    [&](NodeIndex node) { return contains(some, node) && at(node).lost; });
                ASSERT_EQ(pool.restore(some), dark);
                for (NodeIndex node = 0; node < all; ++node)
                    if (contains(some, node))
                        at(node).lost = at(node).drained = false;
                break;
            }
            default:
                partition = 1 + below(all);
                pool.resize_partition(partition);
        }
        ASSERT_EQ(pool.free(), count_of(is_free));
        ASSERT_EQ(pool.busy(), count_of([&](NodeIndex node) { return at(node).busy; }));
        for (const NodeRanges& job : jobs)
            ASSERT_EQ(pool.returning(job), count_of([&](NodeIndex node) {
                          return contains(job, node) && in_service(node);
                      }));
    }
}

}  // namespace
}  // namespace twin
