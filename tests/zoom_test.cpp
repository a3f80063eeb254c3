// twin zoom, on shipped machines and on what is wrong with its options.
#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

#include "tests/child_twin.h"

namespace twin {
namespace {

using testing::AllOf;
using testing::Contains;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

Outcome zoom(ChildTwin::Arguments words) {
    words.insert(words.begin(), "zoom");
    return ChildTwin().run(words);
}

std::string refused(const ChildTwin::Arguments& words) {
    const Outcome outcome = zoom(words);
    EXPECT_EQ(outcome.status, 2) << outcome.out << outcome.err;
    EXPECT_EQ(outcome.out, "");
    return outcome.err;
}

nlohmann::json answer(ChildTwin::Arguments words) {
    words.emplace_back("--json");
    const Outcome outcome = zoom(words);
    EXPECT_EQ(outcome.status, 0) << outcome.err;
    return nlohmann::json::parse(outcome.out);
}

// One leaf: the formula has the same rings, links and steps.
TEST(ZoomCommand, AgreesWithTheFormulaUnderOneLeaf) {
    const auto json = answer({"all_reduce", "1 GB", "--site", "jupiter-booster", "--nodes", "0-15",
                              "--library", "JUPITER"});
    EXPECT_EQ(json["gpus"], 64);
    EXPECT_EQ(json["algorithm"], "hierarchical");
    EXPECT_EQ(json["library"], "JUPITER");
    EXPECT_NEAR(json["difference"], 0, 0.01);
}

// 2 nodes of one GPU each, far apart; MPI reaches 0.982 of 25 GB/s.
TEST(ZoomCommand, AMessageBetweenTwoNodesHasTheirNics) {
    const auto json = answer({"point_to_point", "1 GB", "--site", "juwels-booster", "--nodes",
                              "0,900", "--gpus-per-node", "1", "--library", "MPI"});
    EXPECT_NEAR(json["flows"]["nics_s"], 1.0 / (25 * 0.982), 1e-6);
    EXPECT_EQ(json["bottleneck"]["flows"], 1);
    EXPECT_EQ(json["bottleneck"]["link"], "NIC 0 of jwb0001, out");
}

TEST(ZoomCommand, TextHasTimesStagesLinksAndTheBottleneck) {
    const Outcome outcome =
        zoom({"all_to_all", "1 GB", "--site", "jupiter-booster", "--nodes", "0-15,240-255"});
    EXPECT_EQ(outcome.status, 0) << outcome.err;
    EXPECT_THAT(outcome.out,
                AllOf(StartsWith("all_to_all of 1 GB by direct over 128 GPUs on 32 nodes of "
                                 "JUPITER Booster, 2 groups, 2 leaf switches\n"),
                      HasSubstr("links between groups"),
                      HasSubstr("bottleneck: 16 cables from group 1 to group 2"),
                      HasSubstr("Flows share links by max-min fairness"),
                      HasSubstr("- Constants of collectives are those of NCCL on such GPUs, NVLink "
                                "4.\n- --library JUPITER takes what one user measured on this "
                                "machine: a fifth of what NVLink gives elsewhere.\n")));
}

// The rule of estimate training: NCCL on such GPUs, whatever the machine.
TEST(ZoomCommand, TakesWhatEstimatesTake) {
    const auto json = answer({"all_reduce", "64 MB", "--site", "jupiter-booster", "--gpus", "8"});
    EXPECT_EQ(json["library"], "NVLink 4");
    EXPECT_EQ(answer({"all_reduce", "64 MB", "--site", "juwels-booster", "--gpus", "8"})["library"],
              "NVLink 3");
}

// One of each, and times in units in which they can be read.
TEST(ZoomCommand, SmallNumbersReadWell) {
    const Outcome outcome = zoom({"all_reduce", "8 byte", "--site", "jupiter-booster", "--gpus",
                                  "2", "--gpus-per-node", "2"});
    EXPECT_EQ(outcome.status, 0) << outcome.err;
    EXPECT_THAT(outcome.out,
                AllOf(StartsWith("all_reduce of 8 byte by ring over 2 GPUs on 1 node of JUPITER "
                                 "Booster, 1 group, 1 leaf switch\n"),
                      HasSubstr(" us "), HasSubstr(" ns "), HasSubstr("  +0.0 %\n"),
                      Not(HasSubstr("-0.0 %")), Not(HasSubstr(" ms")),
                      Not(testing::ContainsRegex("[a-z][0-9]+\\.[0-9]"))));
}

TEST(ZoomCommand, WritesTheLoadOfEachLink) {
    ChildTwin twin;
    const Outcome outcome = twin.run({"zoom", "all_gather", "64 MB", "--site", "jupiter-booster",
                                      "--nodes", "0", "--csv", "links.csv"});
    EXPECT_EQ(outcome.status, 0) << outcome.err;
    const std::string csv = twin.read("links.csv");
    EXPECT_THAT(csv, StartsWith("class,link,cables,bandwidth_bytes_per_s,bytes,busy,flows\n"
                                "links of GPUs,\"GPU 0 to GPU 1 of jpbo-001-01\",1,150000000000,"));
    EXPECT_EQ(std::count(csv.begin(), csv.end(), '\n'), 13);  // 12 pairs and the head
}

// The only leaf of the job's first nodes.
TEST(ZoomCommand, SaysWhichNodesALossCutsOff) {
    EXPECT_EQ(refused({"all_reduce", "1 GB", "--site", "jupiter-booster", "--nodes", "0-31",
                       "--lose", "leaf 1 of group 1"}),
              "--lose: expected losses that leave a path between all nodes of the job, got 16 that "
              "are cut off (the first of them is jpbo-001-01)\n");
}

TEST(ZoomCommand, GoesAroundALostTray) {
    const auto json = answer({"all_to_all", "1 GB", "--site", "jupiter-booster", "--nodes",
                              "0-7,240-247", "--lose", "tray 1-2"});
    EXPECT_THAT(json.dump(), Not(HasSubstr("from group 1 to group 2")));
}

// 16 cables of 50 GB/s to each of 25 other groups: more than the tray had. It was the bottleneck.
TEST(ZoomCommand, SaysWhyALossMayMakeItFaster) {
    ChildTwin::Arguments words = {"all_to_all",      "1 GB",    "--site",
                                  "jupiter-booster", "--nodes", "0-15,240-255"};
    const auto before = answer(words);
    words.insert(words.end(), {"--lose", "tray 1-2"});
    const auto after = answer(words);
    EXPECT_LT(after["flows"]["time_s"], before["flows"]["time_s"]);
    const std::string sentence =
        "Without the tray between groups 1 and 2 (800 GB/s) the shortest ways lead through 25 "
        "other groups (20 TB/s together): a collective that the tray held up gets faster, at the "
        "cost of all others there. Minimal routing takes no such way while the tray is there; "
        "adaptive does.";
    EXPECT_THAT(after["assumptions"].get<std::vector<std::string>>(), Contains(sentence));
    // Not where routing chose among those ways before, nor where no node of the job is.
    words.insert(words.end(), {"--routing", "adaptive"});
    EXPECT_THAT(answer(words)["assumptions"].get<std::vector<std::string>>(),
                Not(Contains(sentence)));
    words[7] = "tray 2-3";
    EXPECT_THAT(answer(words).dump(), Not(HasSubstr("Without the tray")));
}

TEST(ZoomCommand, SaysWhatCanBeLost) {
    EXPECT_EQ(refused({"all_reduce", "1 GB", "--site", "jupiter-booster", "--gpus", "64", "--lose",
                       "leaf 99 of group 1"}),
              "--lose: expected a switch or a cable tray of JUPITER, InfiniBand NDR DragonFly+: "
              "\"leaf N of group G\" (N 1 to 15), \"spine N of group G\" (N 1 to 16), \"tray "
              "G-H\"; groups 1 to 27, got 'leaf 99 of group 1'\n");
    EXPECT_EQ(refused({"all_reduce", "1 GB", "--site", "marenostrum5-acc", "--gpus", "64", "--lose",
                       "tray 1-2-3"}),
              "--lose: expected a switch or a cable tray of MareNostrum 5 ACC, InfiniBand NDR fat "
              "tree: \"leaf N of group G\" (N 1 to 10), \"spine N of group G\" (N 1 to 16), \"core "
              "N\" (N 1 to 32), \"tray G-cores\"; groups 1 to 7, got 'tray 1-2-3'\n");
}

// No cores in a DragonFly+, no cables between the islands of a fat tree; groups count from 1.
TEST(ZoomCommand, ATrayJoinsWhatTheNetworkJoins) {
    const auto lost = [](const char* site, const char* tray) {
        return zoom({"all_reduce", "1 GB", "--site", site, "--gpus", "64", "--lose", tray});
    };
    for (const char* tray : {"tray 1-cores", "tray 1-0", "tray 0-cores", "tray 2-2", "tray 1-28"}) {
        const Outcome outcome = lost("jupiter-booster", tray);
        EXPECT_EQ(outcome.status, 2) << tray;
        EXPECT_THAT(outcome.err, StartsWith("--lose: expected a switch or a cable tray of "));
        EXPECT_THAT(outcome.err, HasSubstr(std::string("got '") + tray + "'\n"));
    }
    EXPECT_EQ(lost("jupiter-booster", "tray 1-2").status, 0);
    for (const char* tray : {"tray 1-2", "tray 1-0", "tray 8-cores"})
        EXPECT_EQ(lost("marenostrum5-acc", tray).status, 2) << tray;
    EXPECT_EQ(lost("marenostrum5-acc", "tray 7-cores").status, 0);
}

TEST(ZoomCommand, AllMistakesAreTold) {
    EXPECT_EQ(refused({"all_reduse", "1 W", "--site", "jupiter", "--algorithm", "rings",
                       "--routing", "minimum", "--library", "NCCL"}),
              "COLLECTIVE: expected one of all_reduce, all_gather, reduce_scatter, all_to_all, "
              "broadcast, point_to_point, got 'all_reduse'; did you mean 'all_reduce'?\n"
              "SIZE: expected a data size (byte, kB, MB, GB, TB, PB, KiB, MiB, GiB), got '1 W' (W "
              "is a unit of power)\n"
              "--algorithm: expected one of ring, tree, hierarchical, hierarchical by group, "
              "in-network, direct, got 'rings'; did you mean 'ring'?\n"
              "--routing: expected one of minimal, single-path, valiant, adaptive, got 'minimum'; "
              "did you mean 'minimal'?\n"
              "--library: expected one of NVLink 3, NVLink 4, NVLink 5, JUPITER, MPI, got 'NCCL'\n"
              "--site: expected a site with a network (jupiter-booster, juwels-booster, "
              "leonardo-booster, marenostrum5-acc), got 'jupiter'\n");
}

TEST(ZoomCommand, NodesAndGpusFitTheMachine) {
    const ChildTwin::Arguments job = {"all_reduce", "1 GB", "--site", "jupiter-booster"};
    const auto with = [&](const ChildTwin::Arguments& more) {
        ChildTwin::Arguments words = job;
        words.insert(words.end(), more.begin(), more.end());
        return refused(words);
    };
    EXPECT_EQ(with({"--gpus", "30000"}),
              "--gpus: expected a multiple of 4, the GPUs of a node, up to 23536 of JUPITER "
              "Booster, got '30000'\n");
    EXPECT_EQ(with({"--nodes", "0-5884"}),
              "--nodes: expected nodes from 0 to 5883 such as \"0-511\" or \"0-15,240-255\", each "
              "once, got '0-5884'\n");
    EXPECT_EQ(with({}), "--nodes: expected one of --nodes and --gpus, got neither\n");
    EXPECT_EQ(with({"--nodes", "0", "--gpus-per-node", "1"}),
              "--nodes: expected 2 GPUs or more, got 1\n");
    EXPECT_EQ(with({"--nodes", "0-1", "--gpus-per-node", "5"}),
              "--gpus-per-node: expected 1 to 4, the GPUs of a node, got '5'\n");
    EXPECT_EQ(with({"--gpus", "64", "--placement", "best"}),
              "--placement: expected one of lowest_first, by_group, got 'best'\n");
}

TEST(ZoomCommand, AnAlgorithmHasToDoTheCollective) {
    EXPECT_EQ(refused({"all_to_all", "1 GB", "--site", "jupiter-booster", "--nodes", "0-3",
                       "--algorithm", "ring"}),
              "--algorithm: expected one of direct, got 'ring' (the others do not do all_to_all "
              "here, or NVLink 4 has none of them)\n");
}

TEST(ZoomCommand, TooManyFlowsAreRefused) {
    const std::string too_many =
        "--gpus: expected a job with at most 33000 flows between nodes at once, got ";
    const std::string hint = "(SimGrid's time grows with their square; the formula says ";
    // 100 nodes: 100 x 99 x 4.
    EXPECT_THAT(refused({"all_to_all", "1 GB", "--site", "jupiter-booster", "--gpus", "400"}),
                testing::StartsWith(too_many + "39600 of them between 400 GPUs " + hint));
    // 256 nodes: 256 x 255 pairs of them are told without their flows.
    EXPECT_THAT(
        refused({"all_to_all", "1 GB", "--site", "jupiter-booster", "--gpus", "1024"}),
        testing::StartsWith(too_many + "more than 65280 of them between 1024 GPUs " + hint));
}

TEST(ZoomCommand, ASiteNeedsANetwork) {
    EXPECT_EQ(refused({"all_reduce", "1 GB", "--site", "frontier", "--nodes", "0-3"}),
              "--site: expected a site with a network (jupiter-booster, juwels-booster, "
              "leonardo-booster, marenostrum5-acc), got 'frontier' (no network is known of it)\n");
}

}  // namespace
}  // namespace twin
