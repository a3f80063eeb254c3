// [network]: what jobs share on a site, and what they ask of it.
#include "sim/scenario/network_plan.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <variant>

#include "tests/sim/scenario/scenario_files.h"

namespace twin {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

// JEDI's network is not known, that of the JUPITER Booster is.
class BuildNetwork : public ScenarioFiles {
  protected:
    static std::string on_jupiter(const std::string& keys) {
        return sound_text_but("part = \"jedi\"", "part = \"jupiter-booster\"") + keys;
    }
    std::vector<std::string> sentences_of(const std::string& keys) const {
        return build_mistakes(on_jupiter(keys));
    }
};

// 240 nodes a group, the last one of 124; 16 cables of 400 Gb/s between two groups, 26 other
// groups, the last two without nodes; four NDR200 a node.
TEST_F(BuildNetwork, TakesTheSitesNetwork) {
    const RunPlan run = plan(on_jupiter(""));
    ASSERT_TRUE(run.network);
    const NetworkPlan& network = *run.network;
    EXPECT_TRUE(network.sharing);
    EXPECT_TRUE(network.minimal_routing);
    EXPECT_EQ(network.groups, 27);
    EXPECT_EQ(network.group_of_node.size(), 5884u);
    EXPECT_EQ(network.group_of_node[239], 0);
    EXPECT_EQ(network.group_of_node[240], 1);
    EXPECT_EQ(network.group_of_node[5883], 24);
    EXPECT_DOUBLE_EQ(network.pair(3, 7).si(), 800e9);
    EXPECT_EQ(network.pair(3, 3).si(), 0);
    EXPECT_DOUBLE_EQ(network.pair(24, 26).si(), 800e9);
    EXPECT_DOUBLE_EQ(network.uplinks[24].si(), 26 * 800e9);
    EXPECT_EQ(network.cables, 16);
    EXPECT_EQ(network.spines, 16);
    EXPECT_EQ(network.storage_group, 26);
    EXPECT_DOUBLE_EQ(network.injection.si(), 100e9);
    EXPECT_EQ(network.gpus_per_node, 4);
    ASSERT_TRUE(network.storage);
    EXPECT_EQ(network.storage->name, "ExaFLASH");
    EXPECT_DOUBLE_EQ(network.storage->write_bandwidth.value.si(), 2e12);
}

TEST_F(BuildNetwork, TakesWhatTheTextSays) {
    const RunPlan run =
        plan(on_jupiter("[network]\nsharing = false\nrouting = \"adaptive\"\n"
                        "storage = \"exastore\"\n"));
    EXPECT_FALSE(run.network->sharing);
    EXPECT_FALSE(run.network->minimal_routing);
    EXPECT_EQ(run.network->storage->name, "ExaSTORE");
}

TEST_F(BuildNetwork, JobsThatDoNotSayHaveTheTrafficOfTheSection) {
    const RunPlan run = plan(
        on_jupiter("[network]\njob_traffic = { network = \"5 GB/s\", network_bound = \"10 %\" "
                   "}\n[[job]]\nname = \"b\"\nsubmit = \"+2 h\"\nnodes = 8\nrun_time = \"1 h\"\n"
                   "network = \"7 GB/s\"\nstorage_read = \"100 GB/s\"\n"));
    const auto first = run.jobs->next(), second = run.jobs->next();
    EXPECT_DOUBLE_EQ(first->phases.front().demand.network.si(), 5e9);
    EXPECT_EQ(first->phases.front().demand.network_bound, 0.1);
    EXPECT_DOUBLE_EQ(second->phases.front().demand.network.si(), 7e9);
    EXPECT_EQ(second->phases.front().demand.network_bound, 0);
    EXPECT_DOUBLE_EQ(second->phases.front().demand.storage_read.si(), 100e9);
}

TEST_F(BuildNetwork, LinksAreNamedByTheirGroups) {
    const RunPlan run = plan(on_jupiter(""));
    const auto select = [&](const std::string& text) {
        const auto links = select_links(text, *run.network);
        const LinkLoss* loss = std::get_if<LinkLoss>(&links);
        return loss ? fmt::format("{} {} {}", loss->a, loss->b, loss->count)
                    : std::get<UnitError>(links).got;
    };
    EXPECT_EQ(select("cable 3-7"), "2 6 1");
    EXPECT_EQ(select("cables 7-3 4"), "2 6 4");
    EXPECT_EQ(select("tray 3-27"), "2 26 16");
    EXPECT_EQ(select("spine 16 of group 12"), "11 -1 1");
    EXPECT_EQ(select("spines 1-16 of group 12"), "11 -1 16");
    for (const std::string wrong : {"",
                                    "cable",
                                    "cable 3",
                                    "cable 3-3",
                                    "cable 3-28",
                                    "cable 0-3",
                                    "cables 3-7",
                                    "cables 3-7 17",
                                    "cables 3-7 0",
                                    "tray 3-7 4",
                                    "spine 3",
                                    "spine 17 of group 3",
                                    "spine 1 of group 28",
                                    "spine 1-2 of group 3",
                                    "spines 2-1 of group 3",
                                    "spines 3 2",
                                    "leaf 1 of group 3",
                                    "links 3-7",
                                    "cable 3-7x",
                                    "tray 3-cores"})
        EXPECT_EQ(select(wrong), "'" + wrong + "'");
}

TEST_F(BuildNetwork, AnEventLosesLinks) {
    const RunPlan run = plan(
        on_jupiter("[[event]]\nat = \"+10 min\"\nlose_links = \"tray 3-7\"\nfor = \"20 min\"\n"));
    ASSERT_EQ(run.changes.size(), 2u);
    EXPECT_EQ(run.changes[0].kind, ChangeKind::lose_links);
    EXPECT_EQ(run.changes[0].what, "tray 3-7");
    EXPECT_EQ(run.changes[0].links.count, 16);
    EXPECT_EQ(run.changes[1].kind, ChangeKind::lose_links);
    EXPECT_TRUE(run.changes[1].ends);
    EXPECT_EQ(run.changes[1].what, "tray 3-7 is over");
    EXPECT_THAT(
        sentences_of("[[event]]\nat = \"+10 min\"\nlose_links = \"tray 3-28\"\n"),
        ElementsAre(testing::HasSubstr(
            "event.0.lose_links: expected links such as \"cable 3-7\", \"cables 3-7 4\", \"tray "
            "3-7\", \"spine 2 of group 3\" or \"spines 1-4 of group 3\", got 'tray 3-28' (the "
            "network has 27 groups, 16 "
            "cables between two of them and 16 spine switches in each)")));
    EXPECT_THAT(sentences_of("[network]\nsharing = false\n[[event]]\nat = \"+10 "
                             "min\"\nlose_links = \"tray 3-7\"\n"),
                ElementsAre(testing::HasSubstr("event.0.lose_links: expected no such key in a run "
                                               "whose jobs share no network, got 'tray 3-7'")));
}

TEST_F(BuildNetwork, ASiteWithoutANetworkSharesNothing) {
    EXPECT_FALSE(plan(sound_text()).network);
    EXPECT_THAT(build_mistakes(sound_text() + "[network]\nsharing = false\n"), IsEmpty());
    EXPECT_THAT(build_mistakes(sound_text() + "[network]\nsharing = true\n"),
                ElementsAre("s.toml:15:11: network.sharing: expected a site whose network is "
                            "known, got 'jedi' (set network.sharing = false)"));
}

TEST_F(BuildNetwork, MoreNodesThanTheNetworkHasSlots) {
    const std::string text = sound_text_but(
        "part = \"jedi\"",
        "part = \"jupiter-booster\"\nracks = { add = 3, part = \"bullsequana-xh3000-gh200\" }");
    EXPECT_FALSE(plan(text).network);
    EXPECT_THAT(
        build_mistakes(text + "[network]\nsharing = true\n"),
        ElementsAre(testing::HasSubstr(
            "site.racks.add: expected at most the 6000 slots of the network jupiter-booster, got "
            "6028 nodes (set network.sharing = false to leave the network out)")));
}

TEST_F(BuildNetwork, WhatDoesNotFit) {
    EXPECT_THAT(sentences_of("[network]\nstorage = \"exaflash\"\njob_traffic = { network = \"101 "
                             "GB/s\", network_bound = \"60 %\" }\n"),
                testing::Contains(testing::HasSubstr(
                    "network.job_traffic.network: expected at most the 100 GB/s that a node can "
                    "inject, got 101 GB/s")));
    EXPECT_THAT(sentences_of("[network]\njob_traffic = { network_bound = \"60 %\" }\n"),
                testing::Contains(testing::HasSubstr(
                    "network.job_traffic.network_bound: expected at most 50 %, what "
                    "workload.utilisation.compute_bound leaves, got 60 %")));
    EXPECT_THAT(
        sentences_of("[network]\nsharing = false\njob_traffic = { network = \"1 GB/s\" }\n"),
        ElementsAre(testing::HasSubstr("network.job_traffic: expected no such key where "
                                       "sharing is false, got one (it would do nothing)")));
    EXPECT_THAT(
        sentences_of("[network]\njob_traffic = { network_bound = \"10 %\" }\n"),
        ElementsAre(testing::HasSubstr("network.job_traffic.network_bound: expected no such key "
                                       "without network, got one (it would do nothing)")));
}

// A second job; `more` is what it has to say of the network.
std::string second_job(const std::string& more) {
    return "[[job]]\nname = \"a\"\nsubmit = \"+2 h\"\nnodes = 8\nrun_time = \"1 h\"\n" + more;
}

TEST_F(BuildNetwork, KeysThatDoNothingAreTold) {
    EXPECT_THAT(sentences_of(second_job("network_bound = \"50 %\"\n")),
                ElementsAre(testing::HasSubstr("job.1.network_bound: expected no such key without "
                                               "network, got one (it would do nothing)")));
    // A run may switch sharing off to compare.
    const RunPlan alone = plan(on_jupiter("[network]\nsharing = false\nrouting = \"adaptive\"\n" +
                                          second_job("network = \"1 GB/s\"\n")));
    EXPECT_THAT(alone.remarks, testing::Contains("network.sharing is false: network.routing, "
                                                 "job.1.network do nothing"));
}

TEST_F(BuildNetwork, JobsOfOneNameAreTold) {
    EXPECT_THAT(plan(on_jupiter(second_job(""))).remarks,
                testing::Contains("2 jobs are called 'a': twin estimate --job takes none of them"));
}

// 100 GB/s a node, 800 GB/s from each group of 240 nodes to the storage's.
TEST_F(BuildNetwork, NodesReachTheStorageOverTheirGroupsLinks) {
    RunPlan run = plan(on_jupiter(""));
    NetworkPlan& network = *run.network;
    EXPECT_DOUBLE_EQ(storage_reach(network, 4).si(), 400e9);
    EXPECT_DOUBLE_EQ(storage_reach(network, 9).si(), 800e9);
    EXPECT_DOUBLE_EQ(storage_reach(network, 240).si(), 800e9);
    EXPECT_DOUBLE_EQ(storage_reach(network, 241).si(), 1600e9);
    EXPECT_DOUBLE_EQ(storage_reach(network, 5884).si(), 25 * 800e9);
    network.storage_group = -1;
    EXPECT_DOUBLE_EQ(storage_reach(network, 240).si(), 24e12);
}

// Two nodes.
TEST_F(BuildNetwork, AJobReadsAndWritesNoMoreThanItsNodesCan) {
    const auto job = [&](const std::string& keys) {
        return sentences_of(
            "[[job]]\nname = \"b\"\nsubmit = \"+2 h\"\nnodes = 2\nrun_time = "
            "\"1 h\"\n" +
            keys);
    };
    EXPECT_THAT(job("storage_read = \"200 GB/s\"\nstorage_write = \"200 GB/s\"\n"), IsEmpty());
    EXPECT_THAT(job("storage_read = \"201 GB/s\"\nstorage_write = \"300 GB/s\"\n"),
                ElementsAre(testing::HasSubstr("job.1.storage_read: expected at most the 200 GB/s "
                                               "that 2 nodes can send or receive, got 201 GB/s"),
                            testing::HasSubstr("job.1.storage_write: expected at most the 200 GB/s "
                                               "that 2 nodes can send or receive, got 300 GB/s")));
    const std::string checkpoints = "checkpoints = { size = \"1 TB\", interval = \"10 min\"";
    EXPECT_THAT(job(checkpoints + ", write = \"201 GB/s\" }\n"),
                ElementsAre(testing::HasSubstr(
                    "job.1.checkpoints.write: expected at most the 200 GB/s that 2 nodes can send "
                    "or receive, got 201 GB/s")));
    // 1 TB at 200 GB/s, of ExaFLASH's 2 TB/s.
    RunPlan run =
        plan(on_jupiter("[[job]]\nname = \"b\"\nsubmit = \"+2 h\"\nnodes = "
                        "2\nrun_time = \"1 h\"\n" +
                        checkpoints + " }\n"));
    run.jobs->next();
    EXPECT_EQ(run.jobs->next()->checkpoints->write, std::chrono::seconds(5));
}

}  // namespace
}  // namespace twin
