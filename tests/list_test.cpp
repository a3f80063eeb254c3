// twin list, schema and schedule.
#include <gmock/gmock.h>
#include <nlohmann/json.hpp>
#include <sstream>

#include "tests/commands_fixture.h"

namespace twin {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::StartsWith;

TEST_F(Commands, ListShowsEveryTable) {
    EXPECT_THAT(twin.run({"list", "schedulers"}).out, HasSubstr("conservative"));
    EXPECT_THAT(twin.run({"list", "placements"}).out, HasSubstr("by_group"));
    EXPECT_THAT(twin.run({"list", "events"}).out, HasSubstr("restore"));
    EXPECT_THAT(twin.run({"list", "kpis"}).out, HasSubstr("makespan"));
    EXPECT_THAT(twin.run({"list", "topologies"}).out, HasSubstr("dragonfly-plus"));
    EXPECT_THAT(
        twin.run({"list", "routings"}).out,
        AllOf(HasSubstr("\nvaliant"), HasSubstr("\nadaptive"),
              HasSubstr("\nsingle-path      each flow on one shortest path by its "
                        "destination, as static tables have it; twin zoom alone has it\n")));
    EXPECT_THAT(twin.run({"list", "networks"}).out, HasSubstr("marenostrum5-acc"));
    EXPECT_THAT(twin.run({"list", "collectives"}).out, HasSubstr("in-network"));
    EXPECT_THAT(
        twin.run({"list", "libraries"}).out,
        AllOf(StartsWith("NVLink 3   NCCL between A100 (NVLink 3): measured tables of NCCL's tests "
                         "inside a node; between nodes NCCL's own tuner and JUPITER's share of a "
                         "NIC; algorithms ring, tree, in-network, direct\n"),
              HasSubstr("\nMPI        Open MPI with UCX: single messages of OSU's benchmarks on "
                        "JUWELS Booster, in a node and between two; all algorithms\n             "
                        "reaches 98.2 % of a NIC's port and 100 % of what NVLink gives elsewhere; "
                        "a step between nodes 1.13 us\n")));
    EXPECT_THAT(twin.run({"list", "codes"}).out,
                HasSubstr("juqcs      JUQCS, a universal quantum computer; sizes large; 1 to 512 "
                          "nodes of juwels-booster"));
    EXPECT_THAT(twin.run({"list", "units"}).out, HasSubstr("MW"));
    EXPECT_THAT(twin.run({"list", "parts"}).out, HasSubstr("gpus/gh200-jupiter"));
    EXPECT_THAT(twin.run({"list", "sites"}).out,
                testing::ContainsRegex("jupiter-booster +JUPITER Booster +5884 nodes"));
}

TEST_F(Commands, ListWithoutAWordSaysWhatThereIs) {
    const Outcome outcome = twin.run({"list"});
    EXPECT_EQ(outcome.status, 0);
    EXPECT_THAT(
        outcome.out,
        AllOf(StartsWith("sites            machines, by id\n"),
              HasSubstr("\nroutings         how traffic finds its way (network.routing)\n")));
    // Each of its lines is a table.
    std::istringstream lines(outcome.out);
    for (std::string line; std::getline(lines, line);) {
        const std::string name = line.substr(0, line.find(' '));
        // Of lessons there are none here.
        EXPECT_EQ(twin.run({"list", name}).status, name == "lessons" ? 1 : 0) << name;
    }
}

TEST_F(Commands, SchemaIsJson) {
    const auto schema = nlohmann::json::parse(twin.run({"schema"}).out);
    EXPECT_TRUE(schema.at("definitions").at("whole").at("properties").contains("scheduling"));
}

// Two jobs of 10 s on 8 processors, both at 0: the second waits 10 s, so the mean is 5 s and all
// is busy for 20 s. Bounded slowdowns are 1 and 2.
TEST_F(Commands, ScheduleRunsALogOnItsOwnMachine) {
    twin.write("log.swf", "; MaxProcs: 8\n" + swf_line + "2" + swf_line.substr(1));
    const Outcome outcome = twin.run({"schedule", "log.swf", "--policy", "fcfs"});
    EXPECT_EQ(outcome.status, 0);
    EXPECT_THAT(outcome.out, StartsWith("jobs                   2\n"
                                        "mean wait              5.000000000 s\n"
                                        "mean bounded slowdown  1.500000000\n"
                                        "makespan               20 s\n"
                                        "utilisation            1.000000000\n"));
    const Outcome wrong = twin.run({"schedule", "log.swf", "--policy", "eazy"});
    EXPECT_EQ(wrong.status, 2);
    EXPECT_EQ(wrong.err,
              "--policy eazy: scheduling.policy: expected one of fcfs, easy, "
              "easy_sequential, easy_perfect, conservative, got 'eazy'; did you mean "
              "'easy'?\n");
    twin.write("bare.swf", swf_line);
    const Outcome bare = twin.run({"schedule", "bare.swf"});
    EXPECT_EQ(bare.status, 2);
    EXPECT_EQ(bare.err,
              "bare.swf: expected MaxProcs or MaxNodes in the log's header, got neither "
              "(give --processors)\n");
}

}  // namespace
}  // namespace twin
