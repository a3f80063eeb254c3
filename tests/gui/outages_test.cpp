// What is out of service when. The site: racks 1 to 3 of four nodes, 1 and 2 in group 1.
#include "gui/run/outages.h"

#include <gmock/gmock.h>

#include "tests/sim/results/tiny_run.h"

namespace twin {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

constexpr double unended = std::numeric_limits<double>::infinity();

LogEntry entry(std::int64_t at, const char* kind, const char* what, const char* effect = "") {
    return {at_second(at), kind, what, effect};
}

Outages outages_of(const std::vector<LogEntry>& events) {
    return {events, tiny_site()};
}

std::vector<std::string> names(const Outages& outages, double seconds) {
    std::vector<std::string> found;
    for (const Outage* const outage : outages.at(seconds))
        found.push_back(outage->what);
    return found;
}

NodeRanges nodes_out(const Outages& outages, double seconds) {
    std::vector<bool> out(12);
    for (const Outage* const outage : outages.at(seconds))
        for (const NodeRange& range : outage->nodes)
            for (NodeIndex node = range.first; node < range.end(); ++node)
                out[std::size_t(node)] = true;
    NodeRanges ranges;
    for (NodeIndex node = 0; node < 12; ++node) {
        if (!out[std::size_t(node)])
            continue;
        if (!ranges.empty() && ranges.back().end() == node)
            ++ranges.back().count;
        else
            ranges.push_back({node, 1});
    }
    return ranges;
}

TEST(Outages, LastFromTheEventToItsEnd) {
    const Outages outages =
        outages_of({entry(10, "lose", "rack 2"), entry(20, "trip", "group 1"),
                    entry(30, "trip over", "group 1"), entry(40, "set", "power.cap = 1 MW"),
                    entry(50, "restore", "rack 2"), entry(60, "drain", "rack 3")});
    EXPECT_THAT(names(outages, 9), IsEmpty());
    EXPECT_THAT(names(outages, 10), ElementsAre("rack 2"));
    EXPECT_THAT(names(outages, 25), ElementsAre("rack 2", "group 1"));
    EXPECT_THAT(names(outages, 45), ElementsAre("rack 2"));
    EXPECT_THAT(names(outages, 50), IsEmpty());
    ASSERT_EQ(outages.all().size(), 3U);
    EXPECT_EQ(outages.all()[0], (Outage{Outage::Cause::lost, "rack 2", 10, 50, {{4, 4}}}));
    EXPECT_EQ(outages.all()[1], (Outage{Outage::Cause::tripped, "group 1", 20, 30, {{0, 8}}}));
    EXPECT_EQ(outages.all()[2], (Outage{Outage::Cause::drained, "rack 3", 60, unended, {{8, 4}}}));
}

TEST(Outages, OfSeveralPlacesAndOfSingleNodes) {
    const Outages outages =
        outages_of({entry(10, "lose", "racks 2-3"), entry(20, "lose", "node n-01-02"),
                    entry(30, "lose", "rack 99")});
    EXPECT_THAT(nodes_out(outages, 15), ElementsAre(NodeRange{4, 8}));
    EXPECT_THAT(nodes_out(outages, 30), ElementsAre(NodeRange{1, 1}, NodeRange{4, 8}));
}

// Rack 1 alone comes back: the rest of the event goes on under its name.
TEST(Outages, ARestoreOfAPartLeavesTheRest) {
    const Outages outages = outages_of({entry(10, "lose", "racks 1-2"),
                                        entry(20, "restore", "rack 1", "4 nodes free again"),
                                        entry(30, "restore", "racks 1-2", "4 nodes free again")});
    EXPECT_THAT(nodes_out(outages, 15), ElementsAre(NodeRange{0, 8}));
    EXPECT_THAT(nodes_out(outages, 20), ElementsAre(NodeRange{4, 4}));
    EXPECT_THAT(names(outages, 20), ElementsAre("racks 1-2"));
    EXPECT_THAT(nodes_out(outages, 30), IsEmpty());
}

// The end of a trip ends no loss, and a restore no trip: nobody would switch the racks off again.
TEST(Outages, ATripAndALossOfTheSameEndApart) {
    const Outages trip_first =
        outages_of({entry(10, "lose", "group 1"), entry(20, "trip", "group 1"),
                    entry(30, "trip over", "group 1", "0 nodes free again")});
    EXPECT_THAT(nodes_out(trip_first, 30), ElementsAre(NodeRange{0, 8}));
    ASSERT_EQ(trip_first.at(30).size(), 1U);
    EXPECT_EQ(trip_first.at(30)[0]->cause, Outage::Cause::lost);
    const Outages restored =
        outages_of({entry(10, "trip", "group 1"), entry(20, "restore", "rack 1")});
    EXPECT_THAT(nodes_out(restored, 20), ElementsAre(NodeRange{0, 8}));
}

// A node of a rack that trips is lost, and the rack comes back before the node does.
TEST(Outages, OverlappingCausesHoldTheirOwnNodes) {
    const Outages outages =
        outages_of({entry(10, "lose", "node n-01-02"), entry(20, "trip", "group 1"),
                    entry(30, "trip over", "group 1", "7 nodes free again"),
                    entry(40, "restore", "node n-01-02", "1 node free again")});
    EXPECT_THAT(nodes_out(outages, 25), ElementsAre(NodeRange{0, 8}));
    EXPECT_THAT(nodes_out(outages, 35), ElementsAre(NodeRange{1, 1}));
    EXPECT_THAT(nodes_out(outages, 40), IsEmpty());
}

// Rack 2 is lost and drained. Ended as an event, its loss brings nothing back, the drain holds all
// four nodes; four nodes come free only by a restore of all.
TEST(Outages, TheNodesThatComeFreeTellWhatARestoreEnds) {
    const std::vector<LogEntry> both = {entry(10, "lose", "rack 2"), entry(20, "drain", "rack 2")};
    auto ended = both, restored = both;
    ended.push_back(entry(30, "restore", "rack 2", "0 nodes free again"));
    restored.push_back(entry(30, "restore", "rack 2", "4 nodes free again"));
    EXPECT_THAT(nodes_out(outages_of(ended), 30), ElementsAre(NodeRange{4, 4}));
    EXPECT_THAT(nodes_out(outages_of(restored), 30), IsEmpty());
}

TEST(Outages, AreSteadyWhereNothingBeginsOrEnds) {
    const Outages outages =
        outages_of({entry(10, "lose", "rack 2"), entry(20, "restore", "rack 2")});
    EXPECT_TRUE(outages.is_steady(0, 10));
    EXPECT_FALSE(outages.is_steady(5, 15));
    EXPECT_TRUE(outages.is_steady(10, 20));
    EXPECT_FALSE(outages.is_steady(15, 25));
    EXPECT_TRUE(outages.is_steady(20, 30));
}

TEST(Outages, OfAPoolWithoutRacksAreNone) {
    EXPECT_THAT(Outages({entry(10, "lose", "rack 2")}, Site{}).all(), IsEmpty());
}

}  // namespace
}  // namespace twin
