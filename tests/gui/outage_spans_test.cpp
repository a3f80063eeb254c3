#include "gui/run/outage_spans.h"

#include <gtest/gtest.h>

namespace twin {
namespace {

TEST(Outages, LastFromTheLossToTheReturn) {
    RunFacts facts;
    facts.end_s = 1000;
    Place rack;
    rack.name = "rack 3";
    rack.first_node = 8;
    rack.nodes = 4;
    facts.racks = {rack};
    const auto at = [](int s) { return sim_start + std::chrono::seconds(s); };
    facts.events = {{at(100), "lose", "rack 3", "4 nodes down, 0 jobs requeued"},
                    {at(300), "restore", "rack 3", "4 nodes free again"},
                    {at(500), "drain", "rack 3", "4 free nodes drained at once"},
                    {at(600), "shed", "20 %", ""}};
    const std::vector<Outage> outages = outages_of(facts);
    ASSERT_EQ(outages.size(), 2U);
    EXPECT_EQ(outages[0].from_s, 100);
    EXPECT_EQ(outages[0].until_s, 300);
    EXPECT_EQ(outages[0].first_node, 8);
    EXPECT_FALSE(outages[0].drained);
    EXPECT_EQ(outages[1].until_s, 1000);  // until the run's end
    EXPECT_TRUE(outages[1].drained);
}

}  // namespace
}  // namespace twin
