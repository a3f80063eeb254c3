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

// A torus of 12 leaf switches of four nodes, two cables of 400 Gb/s to each neighbour.
std::string torus_parts(const std::string& extents) {
    return R"([networks.torus]
name = "a torus"
topology = "torus"
network_switch = "quantum-2"
nics_per_node = { value = 4, assumption = "a test" }
nic_bandwidth = { value = "200 Gb/s", assumption = "a test" }
nics_per_port = { value = 2, assumption = "a test" }
nodes_per_leaf = { value = 4, assumption = "a test" }
torus_cables = { value = 2, assumption = "a test" }
switch_latency = { value = "90 ns", assumption = "a test" }
cable_latency = { value = "25 ns", assumption = "a test" }
global_cable_latency = { value = "200 ns", assumption = "a test" }
gpu_links = { value = "mesh", assumption = "a test" }
gpu_latency = { value = "700 ns", assumption = "a test" }
cpu_bandwidth = { value = "450 GB/s", assumption = "a test" }
extents = { value = )" +
           extents + ", assumption = \"a test\" }\n";
}

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

// A part of a node, as estimates take it: 2 GPUs of a mesh have 150 GB/s between them.
TEST(ZoomCommand, TakesAPartOfANode) {
    const auto json = answer({"all_reduce", "1 GB", "--site", "jupiter-booster", "--gpus", "2"});
    EXPECT_EQ(json["nodes"], 1);
    EXPECT_EQ(json["gpus"], 2);
    EXPECT_EQ(json["bottleneck"]["bandwidth_bytes_per_s"], 150e9);
}

// What a link is busy follows from its bytes and the rate that is reached there.
TEST(ZoomCommand, ALinkIsBusyForItsBytesAtTheRateThatIsReached) {
    const auto json = answer({"all_reduce", "256 MB", "--site", "jupiter-booster", "--nodes", "0-3",
                              "--library", "JUPITER"});
    const auto& link = json["bottleneck"];
    const double bytes = link["bytes"], rate = link["bandwidth_bytes_per_s"],
                 reached = link["reached"], busy = link["busy"], time = json["flows"]["time_s"];
    EXPECT_LT(reached, 1);
    EXPECT_NEAR(bytes / (reached * rate), busy * time, 1e-9 * time);
    EXPECT_THAT(zoom({"all_reduce", "256 MB", "--site", "jupiter-booster", "--nodes", "0-3",
                      "--library", "JUPITER"})
                    .out,
                testing::ContainsRegex("\nbottleneck: .* at .* GB/s \\([0-9.]+ % of its 150 "
                                       "GB/s\\), 2 flows at once, busy "));
}

// A thousand times the bytes take a thousand times as long, whatever their number; the latencies
// of microseconds do not show beside days.
TEST(ZoomCommand, HugeSizesAreExactOrRefused) {
    const auto of = [](const char* size) {
        return answer({"all_reduce", size, "--site", "jupiter-booster", "--gpus", "8"});
    };
    const auto small = of("1000 PB"), large = of("1e6 PB");
    EXPECT_NEAR(
        large["flows"]["nics_s"].get<double>() / 1000 / small["flows"]["nics_s"].get<double>(), 1,
        1e-6);
    EXPECT_NEAR(large["difference"], 0, 1e-6);
    EXPECT_LE(large["bottleneck"]["busy"], 1 + 1e-9);
    EXPECT_EQ(refused({"all_reduce", "1e7 PB", "--site", "jupiter-booster", "--gpus", "8"}),
              "SIZE: expected 1 byte to 1e+06 PB, got '1e7 PB'\n");
}

// The switches of one node add where 8 GPUs hang on them; no site has such nodes, but a part.
TEST(ZoomCommand, TakesNodesOnANetworkWithoutASite) {
    const ChildTwin::Arguments node = {
        "all_reduce",        "1 GB",   "--node", "dgx-h100",    "--network",
        "dgx-h100-superpod", "--gpus", "8",      "--algorithm", "in-network"};
    const auto json = answer(node);
    EXPECT_EQ(json["algorithm"], "in-network");
    // 0.584 of 450 GB/s (the fit of collective_constants.cpp).
    EXPECT_NEAR(json["flows"]["node_links_s"], 1 / (0.584 * 450), 1e-6);
    EXPECT_EQ(refused({"all_reduce", "1 GB", "--node", "dgx-h100", "--gpus", "8"}),
              "--network: expected the network of the nodes, got nothing (see twin list "
              "networks)\n");
    EXPECT_EQ(refused({"all_reduce", "1 GB", "--gpus", "8"}),
              "--site: expected the machine, or its --node and --network, got nothing (see twin "
              "list sites and twin list networks)\n");
    EXPECT_EQ(refused({"all_reduce", "1 GB", "--site", "jupiter-booster", "--network", "alps",
                       "--gpus", "8"}),
              "--network: expected no such option beside --site, got 'alps'\n");
    const auto foreign = answer({"all_reduce", "1 GB", "--node", "dgx-h100", "--network",
                                 "jupiter-booster", "--gpus", "8"});
    const auto notes = foreign["assumptions"].get<std::vector<std::string>>();
    EXPECT_THAT(notes, Contains("No site is known whose nodes dgx-h100 hang on network "
                                "jupiter-booster: NICs, switches and how links join the GPUs "
                                "(mesh) are those of the network."));
    EXPECT_THAT(foreign.dump(), Not(HasSubstr("measured on this machine")));
}

TEST(ZoomCommand, SaysThatNoCollectiveOfMpiWasMeasured) {
    const auto json = answer(
        {"all_reduce", "1 GB", "--site", "jupiter-booster", "--nodes", "0-3", "--library", "MPI"});
    const auto notes = json["assumptions"].get<std::vector<std::string>>();
    EXPECT_THAT(notes, Contains("MPI has the constants of single messages (JUWELS Booster, OSU's "
                                "benchmarks): no collective of it was measured, so its times are "
                                "bounds from below, and that they are shorter than NCCL's says "
                                "nothing."));
    EXPECT_THAT(notes, Contains("Scenarios have no such choice: a run takes NVLink 4 here."));
}

// A switch of a 3 x 4 torus sends to 11 others: (1 + 1) x 4 = 8 hops along the rings of three and
// (1 + 1 + 2) x 3 = 12 along those of four, over two links of each. The fuller have 12 / 2 times
// what goes to one switch: 16 ranks there and 16 here of 192, each a 192nd of 1 GB: 8 GB over 100
// GB/s, of which 0.849 arrives.
TEST(ZoomCommand, ATorusIsAsFullAsItsFullestDimension) {
    ChildTwin twin;
    twin.write("torus.parts.toml", torus_parts("[3, 4]"));
    const auto ask = [&](ChildTwin::Arguments more) {
        ChildTwin::Arguments words = {
            "zoom",      "all_to_all", "1 GB",    "--node",           "jupiter-booster",
            "--network", "torus",      "--parts", "torus.parts.toml", "--gpus",
            "192",       "--json"};
        words.insert(words.end(), more.begin(), more.end());
        return twin.run(words);
    };
    const auto json = nlohmann::json::parse(ask({}).out);
    EXPECT_NEAR(json["formula"]["leaf_uplinks_s"], 8 / (100 * 0.849), 1e-6);
    EXPECT_NEAR(json["difference"], 0, 0.01);
    EXPECT_EQ(json["flows"]["global_links_s"], 0);
    EXPECT_THAT(json["assumptions"].get<std::vector<std::string>>(),
                Contains("Routing minimal: each flow on one of its shortest ways, by what these "
                         "have to carry already; parallel cables count as one link."));
    EXPECT_EQ(ask({"--routing", "valiant"}).err,
              "--routing: expected minimal or single-path on a torus, got 'valiant' (it has no "
              "groups whose third ones a flow could pass)\n");
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
    EXPECT_THAT(csv, StartsWith("class,link,cables,bandwidth_bytes_per_s,bytes,reached,busy,flows\n"
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

// 3 of 16 cables of 50 GB/s between the two groups, whose link is the bottleneck: 16 / 13 as long.
TEST(ZoomCommand, LosesSingleCables) {
    ChildTwin::Arguments words = {"all_to_all",      "1 GB",    "--site",
                                  "jupiter-booster", "--nodes", "0-15,240-255"};
    const double before = answer(words)["flows"]["global_links_s"];
    words.insert(words.end(), {"--lose", "cables 1-2 3"});
    EXPECT_NEAR(answer(words)["flows"]["global_links_s"].get<double>() / before, 16.0 / 13, 1e-6);
}

TEST(ZoomCommand, SaysWhatCanBeLost) {
    EXPECT_EQ(refused({"all_reduce", "1 GB", "--site", "jupiter-booster", "--gpus", "64", "--lose",
                       "leaf 99 of group 1"}),
              "--lose: expected switches or cables of JUPITER, InfiniBand NDR DragonFly+: "
              "\"leaf N of group G\" (N 1 to 15), \"spine N of group G\" (N 1 to 16), \"cable "
              "G-H\", \"cables G-H N\", \"tray G-H\"; groups 1 to 27, got 'leaf 99 of group 1'\n");
    EXPECT_EQ(refused({"all_reduce", "1 GB", "--site", "marenostrum5-acc", "--gpus", "64", "--lose",
                       "tray 1-2-3"}),
              "--lose: expected switches or cables of MareNostrum 5 ACC, InfiniBand NDR fat "
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
        EXPECT_THAT(outcome.err, StartsWith("--lose: expected switches or cables of "));
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
              "--library: expected one of NVLink 3, NVLink 4, NVLink 5, JUPITER, MPI, got 'NCCL' "
              "(see twin list libraries)\n"
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
              "Booster, or fewer than a node has, got '30000' (--gpus-per-node takes some of each "
              "node)\n");
    EXPECT_EQ(with({"--gpus", "3", "--gpus-per-node", "2"}),
              "--gpus: expected a multiple of 2, the --gpus-per-node, up to 11768 of JUPITER "
              "Booster, got '3'\n");
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
              "--algorithm: expected one of direct, got 'ring' (no library does all_to_all by it "
              "on these GPUs)\n");
    EXPECT_EQ(refused({"all_reduce", "1 GB", "--site", "jupiter-booster", "--nodes", "0-3",
                       "--algorithm", "hierarchical"}),
              "--algorithm: expected one of ring, tree, got 'hierarchical' (NVLink 4 does not have "
              "it here, but --library \"JUPITER\" and --library \"MPI\")\n");
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
