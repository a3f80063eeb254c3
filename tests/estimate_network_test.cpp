// twin estimate network, on shipped machines and on what is wrong with its options.
#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

#include "tests/child_twin.h"

namespace twin {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::StartsWith;

Outcome ask(ChildTwin::Arguments more) {
    ChildTwin::Arguments words = {"estimate", "network"};
    words.insert(words.end(), more.begin(), more.end());
    return ChildTwin().run(words);
}

nlohmann::json answer(ChildTwin::Arguments words) {
    words.emplace_back("--json");
    const Outcome outcome = ask(words);
    EXPECT_EQ(outcome.status, 0) << outcome.err;
    return nlohmann::json::parse(outcome.out);
}

std::string refused(const ChildTwin::Arguments& words) {
    const Outcome outcome = ask(words);
    EXPECT_EQ(outcome.status, 2) << outcome.out;
    EXPECT_EQ(outcome.out, "");
    return outcome.err;
}

// 12 of 25 groups of nodes to 15 others, 16 cables of 50 GB/s each: 144 TB/s. A node has 4 NICs of
// 25 GB/s. A leaf has 2 cables to each of 16 spines; between two groups there are 16.
TEST(EstimateNetwork, OfJupiter) {
    const auto json = answer({"--site", "jupiter-booster"});
    EXPECT_EQ(json["bisection_bytes_per_s"], 144e12);
    EXPECT_EQ(json["node_injects_bytes_per_s"], 100e9);
    EXPECT_EQ(json["groups"], 27);
    EXPECT_EQ(json["halves"], "groups 1 to 12 and 13 to 25");
    const auto& whole = json["whole"];
    EXPECT_EQ(whole["nodes"], 5884);
    EXPECT_EQ(whole["between_halves_bytes_per_s"], 144e12);
    EXPECT_EQ(whole["paths"][0]["between"], "leaf 1 and leaf 2 of group 1");
    EXPECT_EQ(whole["paths"][0]["shortest"], 32);
    EXPECT_EQ(whole["paths"][0]["all"], 32);
    EXPECT_EQ(whole["paths"][1]["between"], "leaf 1 of group 1 and leaf 1 of group 2");
    EXPECT_EQ(whole["paths"][1]["shortest"], 16);
    EXPECT_EQ(whole["paths"][1]["all"], 32);
    EXPECT_FALSE(json.contains("left"));
}

// A ring of twelve switches with four nodes each, two cables of 50 GB/s to each neighbour: two
// times two between the halves, of which 24 nodes can send 100 GB/s each.
TEST(EstimateNetwork, OfPartsOfOnesOwn) {
    const Outcome outcome =
        ask({"--network", "torus-12", "--parts",
             std::filesystem::absolute("scenarios/validation/torus.parts.toml")});
    EXPECT_EQ(outcome.status, 0) << outcome.err;
    EXPECT_THAT(outcome.out, AllOf(HasSubstr("torus of 12 switches (torus-12): torus"),
                                   HasSubstr("200 GB/s  8.3 % of what half of the slots send")));
}

// Two of 16 cables and two more of them; of 10 and 7 there are not as many.
TEST(EstimateNetwork, CablesThatAreNamedTwiceAddUp) {
    const auto json =
        answer({"--site", "jupiter-booster", "--lose", "cables 1-2 2", "--lose", "cables 1-2 2"});
    EXPECT_EQ(json["left"]["cables"], json["whole"]["cables"].get<int>() - 4);
    EXPECT_THAT(
        refused({"--site", "jupiter-booster", "--lose", "cables 1-2 10", "--lose", "cables 1-2 7"}),
        AllOf(StartsWith("--lose: expected switches or cables of"),
              HasSubstr("got 'cables 1-2 7' (cables that are named twice add up)")));
}

// All slots. Without their tray the two groups send to each other through 25 others, whose links to
// them carry 1/25 more: 25/26 of the throughput by shortest paths is left.
TEST(EstimateNetwork, WhatALostTrayLeaves) {
    const auto json = answer({"--network", "jupiter-booster", "--lose", "tray 1-2"});
    const double before = json["whole"]["node_sends_bytes_per_s"]["minimal"],
                 after = json["left"]["node_sends_bytes_per_s"]["minimal"];
    EXPECT_NEAR(before / 100e9, 0.833, 0.0005);
    EXPECT_NEAR(after / before, 25.0 / 26, 1e-6);
    EXPECT_EQ(json["left"]["nodes"], 6000);
    EXPECT_EQ(json["whole"]["cables"].get<int>() - json["left"]["cables"].get<int>(), 16);
    // Group 1 is in the first half, 13 in the other: 16 cables less of 12 x 15 x 16.
    const auto across = answer({"--network", "jupiter-booster", "--lose", "tray 1-13"});
    EXPECT_NEAR(across["left"]["between_halves_bytes_per_s"], 179 * 16 * 50e9, 1);
}

// A leaf takes its 16 nodes along; a spine the two cables to each of 15 leaves and 26 global ones.
TEST(EstimateNetwork, WhatLostSwitchesAndCablesLeave) {
    const auto leaf = answer({"--site", "jupiter-booster", "--lose", "leaf 3 of group 2"});
    EXPECT_EQ(leaf["left"]["nodes"], 5868);
    EXPECT_EQ(leaf["left"]["nodes_cut_off"], 16);
    EXPECT_EQ(leaf["left"]["paths"][0]["between"], "leaf 3 and leaf 1 of group 2");
    EXPECT_EQ(leaf["left"]["paths"][0]["all"], 0);
    const auto spine = answer({"--site", "jupiter-booster", "--lose", "spine 3 of group 2"});
    EXPECT_EQ(spine["left"]["nodes"], 5884);
    EXPECT_EQ(spine["left"]["paths"][0]["shortest"], 30);
    const auto cables = answer({"--site", "jupiter-booster", "--lose", "cables 2-5 4"});
    EXPECT_EQ(cables["left"]["paths"][1]["between"], "leaf 1 of group 2 and leaf 1 of group 5");
    EXPECT_EQ(cables["whole"]["paths"][1]["shortest"], 16);
    EXPECT_EQ(cables["left"]["paths"][1]["shortest"], 12);
}

TEST(EstimateNetwork, TextHasWholeAndLeft) {
    const Outcome outcome = ask({"--site", "juwels-booster", "--lose", "leaf 3 of group 2"});
    EXPECT_EQ(outcome.status, 0) << outcome.err;
    EXPECT_THAT(outcome.out, AllOf(HasSubstr("lost: leaf 3 of group 2\n"),
                                   testing::ContainsRegex("\n +whole +left\n"),
                                   testing::ContainsRegex("\nbisection +[0-9.]+ TB/s  [0-9.]+ % of "
                                                          "what half of the slots send\n"),
                                   testing::ContainsRegex("\n  routing adaptive .*% is left\n")));
}

TEST(EstimateNetwork, SaysWhatIsWrong) {
    EXPECT_EQ(refused({}),
              "--site: expected one of --site and --network, got neither (see twin "
              "list sites and twin list networks)\n");
    EXPECT_EQ(refused({"--site", "frontier"}),
              "--site: expected a site with a network (jupiter-booster, juwels-booster, "
              "leonardo-booster, marenostrum5-acc), got 'frontier' (no network is known of it)\n");
    EXPECT_THAT(refused({"--network", "jupiter"}),
                AllOf(StartsWith("--network: expected a network (alps, dgx-a100-superpod, "),
                      HasSubstr("got 'jupiter'")));
    EXPECT_EQ(
        refused({"--site", "jupiter-booster", "--lose", "spine 3", "--lose", "cables 1-2 17"}),
        "--lose: expected switches or cables of JUPITER, InfiniBand NDR DragonFly+: \"leaf N "
        "of group G\" (N 1 to 15), \"spine N of group G\" (N 1 to 16), \"cable G-H\", "
        "\"cables G-H N\", \"tray G-H\"; groups 1 to 27, got 'spine 3'\n"
        "--lose: expected switches or cables of JUPITER, InfiniBand NDR DragonFly+: \"leaf N "
        "of group G\" (N 1 to 15), \"spine N of group G\" (N 1 to 16), \"cable G-H\", "
        "\"cables G-H N\", \"tray G-H\"; groups 1 to 27, got 'cables 1-2 17'\n");
}

}  // namespace
}  // namespace twin
