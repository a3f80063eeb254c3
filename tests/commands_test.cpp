// What the planner meets: the program as a whole, its exit status and its sentences.
#include <csignal>
#include <gmock/gmock.h>
#include <nlohmann/json.hpp>
#include <sstream>
#include <zlib.h>

#include "tests/commands_fixture.h"

namespace twin {
namespace {

using testing::EndsWith;
using testing::HasSubstr;
using testing::StartsWith;

// 17 lines of `pool` with one of its values replaced.
std::string pool_but(const std::string& part, const std::string& by) {
    std::string text = pool();
    return text.replace(text.find(part), part.size(), by);
}

std::string pool_with_trace(const std::string& file) {
    return R"(title = "a log"
[time]
start = "2024-01-01T00:00:00Z"
[site]
part = "flat-pool"
nodes = 48
[scheduling]
policy = "fcfs"
[workload.trace]
file = ")" +
           file + "\"\n";
}

// More jobs than any machine simulates while a test waits.
const std::string endless = R"(title = "endless"
[time]
start = "2024-01-01T00:00:00Z"
horizon = "3650 d"
interval = "1 h"
[site]
part = "flat-pool"
nodes = 5000
[scheduling]
policy = "fcfs"
[workload.generator]
jobs = 900000000
offered_load = "70 %"
run_time = { sigma = 0.1, min = "1 s", max = "1 d" }
)";

class RunCommand : public Commands {
  protected:
    // `twin run s.toml`, refused: nothing but the sentences.
    void expect_refused(const std::string& text, const std::string& sentences) {
        twin.write("s.toml", text);
        const Outcome outcome = twin.run({"run", "s.toml"});
        EXPECT_EQ(outcome.err, sentences);
        EXPECT_EQ(outcome.status, 2);
        EXPECT_EQ(outcome.out, "");
        EXPECT_FALSE(twin.has("s.sqlite"));
    }
    // `twin run s.toml` with a sound file and this --set, refused: the sentences.
    std::string refused_setting(const std::string& setting) {
        twin.write("s.toml", powered());
        const Outcome outcome = twin.run({"run", "s.toml", "--set", setting});
        EXPECT_EQ(outcome.status, 2);
        EXPECT_EQ(outcome.out, "");
        EXPECT_FALSE(twin.has("s.sqlite"));
        return outcome.err;
    }
    // A run that reports its progress is stopped once it does so.
    Outcome stopped_by(int number) {
        twin.write("s.toml", endless);
        twin.start({"run", "s.toml", "--progress=json"});
        EXPECT_TRUE(twin.await_error_text("\"last\":false"));
        twin.signal(number);
        return twin.wait();
    }
};

TEST_F(RunCommand, RunWritesOneFileAndAReport) {
    const Outcome outcome = run_pool();
    EXPECT_EQ(outcome.status, 0);
    EXPECT_EQ(outcome.err, "");
    EXPECT_THAT(outcome.out, StartsWith("LIMITS"));
    EXPECT_THAT(outcome.out, EndsWith("File: s.sqlite\n"));
    EXPECT_TRUE(twin.has("s.sqlite"));
    EXPECT_FALSE(twin.has("s.sqlite-wal"));
}

TEST_F(RunCommand, BadFilesAreRefused) {
    expect_refused("",
                   "s.toml:1:1: expected a scenario, got an empty file (start from "
                   "scenarios/examples/jupiter-week.toml)\n");
    expect_refused(std::string("\x7f"
                               "ELF\0",
                               5),
                   "s.toml:1:1: expected a text, got binary data\n");
    expect_refused("title = \"a\"\n" + pool(),
                   "s.toml:2:9: Error while parsing key-value pair: cannot redefine existing "
                   "string 'title'\n");
    expect_refused("base = \"s.toml\"\n",
                   "s.toml:1:8: base: expected a file that does not build on this one, got "
                   "'s.toml'\n");
}

TEST_F(RunCommand, BadValuesAreRefused) {
    expect_refused(pool_but("\"2 h\"", "\"2 kW\""),
                   "s.toml:13:12: job.0.run_time: expected a duration (s, ms, us, ns, min, h, "
                   "d), got '2 kW' (kW is a unit of power)\n");
    expect_refused(pool_but("[[job]]", "[[jobb]]"),
                   "s.toml:9:3: jobb: unknown key; did you mean 'job'?\n");
    expect_refused(pool_but("nodes = 1", "nodes = -1"),
                   "s.toml:17:9: job.1.nodes: expected an integer > 0, got -1\n");
    expect_refused(pool_but("\"1 h\"", "\"1e99 h\""),
                   "s.toml:18:12: job.1.run_time: expected a duration (s, ms, us, ns, min, h, d) "
                   "of at most 100 years, got '1e99 h'\n");
    expect_refused(pool_but("nodes = 1", "nodes = 49"),
                   "s.toml:17:9: job.1.nodes: expected at most the 48 nodes that jobs may use, "
                   "got 49\n");
}

TEST_F(RunCommand, AllMistakesAreReportedAtOnce) {
    expect_refused("title = 7\nsite = { part = \"flat-pool\", nodes = 0 }\n",
                   "s.toml:1:9: title: expected a text, got 7\n"
                   "s.toml:2:38: site.nodes: expected an integer from 1 to 10000000, got 0\n"
                   "s.toml:1:1: scheduling: required: expected a table, got nothing\n");
}

TEST_F(RunCommand, ExpectationsMustFitTheKpi) {
    expect_refused(pool("[expect.makespan]\nvalue = \"3 MW\"\nwithin = 0\nbecause = \"b\"\n"),
                   "s.toml:20:9: expect.makespan.value: expected a duration (s, ms, us, ns, min, "
                   "h, d), got 3 MW\n");
    // One sentence for one mistake.
    expect_refused(pool("[expect.makespan]\nvalue = true\nwithin = 0\nbecause = \"b\"\n"),
                   "s.toml:20:9: expect.makespan.value: expected a number, or a text with a "
                   "number and its unit, got true\n");
}

// b waits an hour for a, so both take three hours.
TEST_F(RunCommand, AnExpectationThatFailsIsStatusThree) {
    twin.write("s.toml", pool("[expect.makespan]\nvalue = \"2 h\"\nwithin = 0\nbecause = "
                              "\"a wrong guess\"\n"));
    const Outcome outcome = twin.run({"run", "s.toml"});
    EXPECT_EQ(outcome.status, 3);
    EXPECT_THAT(outcome.out,
                EndsWith("expect.makespan: expected 7200 s within 0, got 10800 (a wrong guess)\n"
                         "Expectations: 0 of 1 hold.\n"));
}

TEST_F(RunCommand, SetReplacesAKeyAndIsNamedInProblems) {
    twin.write("s.toml", pool());
    EXPECT_EQ(twin.run({"check", "s.toml", "--set", "scheduling.policy=easy"}).out,
              "s.toml: no problems: Flat pool, 48 nodes, easy from 2024-01-01T00:00:00Z\n");
    const Outcome outcome = twin.run({"run", "s.toml", "--set", "job.1.nodes=49"});
    EXPECT_EQ(outcome.status, 2);
    EXPECT_EQ(outcome.err,
              "--set job.1.nodes=49: job.1.nodes: expected at most the 48 nodes that jobs may "
              "use, got 49\n");
}

TEST_F(RunCommand, FilesThatAreNotThereAreStatusOne) {
    const Outcome outcome = twin.run({"run", "none.toml"});
    EXPECT_EQ(outcome.status, 1);
    EXPECT_EQ(outcome.err, "twin: cannot read none.toml: No such file or directory\n");
    const Outcome report = twin.run({"report", "none.sqlite"});
    EXPECT_EQ(report.status, 1);
    EXPECT_EQ(report.err, "twin: cannot read none.sqlite: No such file or directory\n");
}

TEST_F(RunCommand, WrongUseIsStatusTwo) {
    EXPECT_EQ(twin.run({"simulate"}).status, 2);
    EXPECT_EQ(twin.run({}).status, 2);
    EXPECT_EQ(twin.run({"run"}).status, 2);
    EXPECT_EQ(twin.run({"list", "planets"}).status, 2);
    twin.write("s.toml", pool());
    const Outcome outcome = twin.run({"run", "s.toml", "--fast"});
    EXPECT_EQ(outcome.status, 2);
    EXPECT_THAT(outcome.err, HasSubstr("--fast"));
    EXPECT_FALSE(twin.has("s.sqlite"));
    EXPECT_EQ(twin.run({"--help"}).status, 0);
}

TEST_F(RunCommand, ATruncatedLogIsStatusOneAndWritesNothing) {
    std::string log;
    for (int i = 0; i < 2000; ++i)
        log += std::to_string(i * 7919) + " " + swf_line;
    const auto packed = (twin.folder() / "log.swf.gz").string();
    gzFile file = gzopen(packed.c_str(), "wb");
    gzwrite(file, log.data(), static_cast<unsigned>(log.size()));
    gzclose(file);
    twin.write("log.swf.gz", twin.read("log.swf.gz").substr(0, 1000));
    twin.write("s.toml", pool_with_trace("log.swf.gz"));
    const Outcome outcome = twin.run({"run", "s.toml"});
    EXPECT_EQ(outcome.status, 1);
    EXPECT_EQ(outcome.err, "twin: cannot read log.swf.gz: unexpected end of the compressed data\n");
    EXPECT_FALSE(twin.has("s.sqlite"));
}

// Of three records the second has 17 fields and the third asks for 49 of 48 nodes.
TEST_F(RunCommand, UnusableRecordsAreDroppedCountedAndReported) {
    twin.write("log.swf", swf_line + "2 0 0 10 8 -1 -1 8 10 -1 1 1 1 -1 -1 -1 -1\n" +
                              "3 0 0 10 49 -1 -1 49 10 -1 1 1 1 -1 -1 -1 -1 -1\n");
    twin.write("s.toml", pool_with_trace("log.swf"));
    const Outcome strict = twin.run({"run", "s.toml", "--strict"});
    EXPECT_EQ(strict.status, 2);
    EXPECT_EQ(strict.err,
              "log.swf:2:1: 17 fields; a record has 18\nlog.swf:3:1: 49 nodes; the site has 48\n");
    EXPECT_FALSE(twin.has("s.sqlite"));

    const Outcome outcome = twin.run({"run", "s.toml"});
    EXPECT_EQ(outcome.status, 0);
    EXPECT_THAT(outcome.out, testing::ContainsRegex("dropped: malformed +1  log.swf\n"));
    EXPECT_THAT(outcome.out, testing::ContainsRegex("dropped: larger than the site +1  log.swf\n"));
    const std::string counts = twin.run({"export", "s.sqlite", "count_record"}).out;
    EXPECT_THAT(counts, HasSubstr("dropped: malformed,1"));
    EXPECT_THAT(counts, HasSubstr("dropped: larger than the site,1"));
}

TEST_F(RunCommand, AnOutputThatExistsIsKept) {
    ASSERT_EQ(run_pool().status, 0);
    const std::string before = twin.read("s.sqlite");
    const Outcome outcome = twin.run({"run", "s.toml"});
    EXPECT_EQ(outcome.status, 2);
    EXPECT_EQ(outcome.err,
              "s.sqlite: expected a new file for the results, got one that exists "
              "(use --force to replace it)\n");
    EXPECT_EQ(twin.read("s.sqlite"), before);
    EXPECT_EQ(twin.run({"run", "s.toml", "--force"}).status, 0);
}

TEST_F(RunCommand, ForceReplacesOnlyResultFiles) {
    twin.write("s.toml", pool());
    const Outcome outcome = twin.run({"run", "s.toml", "--out", "s.toml", "--force"});
    EXPECT_EQ(outcome.status, 2);
    EXPECT_EQ(outcome.err,
              "s.toml: expected a new file or a result file, got something else (name "
              "another with --out)\n");
    EXPECT_EQ(twin.read("s.toml"), pool());
}

TEST_F(RunCommand, ForceReplacesAResultFileOfAnOlderProgram) {
    ASSERT_EQ(run_pool().status, 0);
    std::string bytes = twin.read("s.sqlite");
    const std::string key = "schema_version";  // its value, one digit, lies behind it
    const std::size_t at = bytes.find(key + "5");
    ASSERT_NE(at, std::string::npos);
    bytes[at + key.size()] = '1';
    twin.write("s.sqlite", bytes);
    EXPECT_EQ(twin.run({"report", "s.sqlite"}).err,
              "twin: cannot read s.sqlite: its schema version is 1, this program reads version "
              "5\n");
    const Outcome outcome = twin.run({"run", "s.toml", "--force"});
    EXPECT_EQ(outcome.status, 0) << outcome.err;
    EXPECT_EQ(twin.run({"report", "s.sqlite"}).status, 0);
}

TEST_F(RunCommand, ForceLeavesTheFileOfARunThatGoesOn) {
    twin.write("s.toml", endless);
    twin.start({"run", "s.toml", "--progress=json"});
    ASSERT_TRUE(twin.await_error_text("\"last\":false"));
    ChildTwin other;
    const std::string busy = (twin.folder() / "s.sqlite").string();
    other.write("p.toml", pool());
    const Outcome outcome = other.run({"run", "p.toml", "--out", busy, "--force"});
    twin.signal(SIGINT);
    twin.wait();
    EXPECT_EQ(outcome.status, 2);
    EXPECT_EQ(outcome.err, busy +
                               ": expected a file that nobody writes, got the one of a run that "
                               "goes on (stop that run, or name another with --out)\n");
}

TEST_F(RunCommand, OutputThatDoesNotArriveIsStatusOne) {
    const Outcome outcome = twin.run({"list", "units"}, 60);
    EXPECT_EQ(outcome.status, 1);
    EXPECT_EQ(outcome.err, "twin: cannot write standard output\n");
}

TEST_F(RunCommand, AnUnwritableOutputIsStatusOne) {
    const Outcome missing = run_pool("no-folder/s.sqlite");
    EXPECT_EQ(missing.status, 1);
    EXPECT_EQ(missing.err, "twin: cannot write no-folder/s.sqlite: No such file or directory\n");
    const Outcome file = run_pool("s.toml/s.sqlite");
    EXPECT_EQ(file.status, 1);
    EXPECT_EQ(file.err, "twin: cannot write s.toml/s.sqlite: Not a directory\n");
}

// A file of a result that has room for the schema, but not for the run.
TEST_F(RunCommand, AFullDiskIsStatusOne) {
    twin.write("s.toml", endless);
    const Outcome outcome = twin.run({"run", "s.toml"}, 600'000);
    EXPECT_EQ(outcome.status, 1);
    EXPECT_THAT(outcome.err, StartsWith("twin: cannot write s.sqlite: "));
    EXPECT_EQ(outcome.out, "");
}

TEST_F(RunCommand, SignalsEndARunCleanly) {
    for (const int number : {SIGINT, SIGTERM}) {
        const Outcome outcome = stopped_by(number);
        EXPECT_EQ(outcome.status, 128 + number);
        EXPECT_THAT(outcome.out, StartsWith("INTERRUPTED: "));
        EXPECT_FALSE(twin.has("s.sqlite-wal"));
        EXPECT_THAT(twin.run({"report", "s.sqlite"}).out, StartsWith("INTERRUPTED: "));
        std::filesystem::remove(twin.folder() / "s.sqlite");
    }
}

TEST_F(RunCommand, AKilledRunIsReadAsDied) {
    const Outcome outcome = stopped_by(SIGKILL);
    EXPECT_EQ(outcome.status, 137);
    const Outcome report = twin.run({"report", "s.sqlite"});
    EXPECT_EQ(report.status, 0);
    EXPECT_THAT(report.out, StartsWith("DIED: the process of this run is gone; "));
}

TEST_F(RunCommand, ProgressForMachinesIsAnObjectALine) {
    twin.write("s.toml", pool());
    const Outcome outcome = twin.run({"run", "s.toml", "--progress=json"});
    std::istringstream lines(outcome.err);
    nlohmann::json last;
    for (std::string line; std::getline(lines, line);)
        last = nlohmann::json::parse(line);
    EXPECT_EQ(last.at("last"), true);
    EXPECT_EQ(last.at("percent"), 100.0);
    EXPECT_EQ(last.at("submitted"), 2);
    EXPECT_EQ(last.at("ended"), 2);
    // The last of the two jobs ends after three hours.
    EXPECT_EQ(last.at("simulated_s"), 10800.0);
    EXPECT_EQ(last.at("date"), "2024-01-01T03:00:00Z");
}

// What is wrong with files, sections and events stands in one answer, in the order of the checks.
TEST_F(RunCommand, AllMistakesOfEnergyAreReportedAtOnce) {
    twin.write("p.csv", "time_utc,price (EUR/t)\n2024-01-01T00:00Z,36\n");
    twin.write("c.csv",
               "time_utc,direct (g/kWh),life_cycle (g/kWh)\n2024-01-01T00:00Z,-1,40\n"
               "2024-01-01T01:00Z,1,40\n2024-01-01T01:00Z,1,40\n2024-01-01T03:00Z,1,40\n");
    expect_refused(
        powered("price = \"p.csv\"\ncarbon = \"c.csv\"\n"
                "battery = { capacity = \"1 MWh\", charge_below = \"9 EUR/MWh\", discharge_above = "
                "\"1 EUR/MWh\" }\n"
                "[power]\ndistribution = \"direct_current\"\n"
                "[[event]]\nat = \"+2 d\"\nshed = \"20 %\"\nfor = \"1 h\"\n"
                "[[event]]\nat = \"+1 h\"\nheat_wave = \"5 K\"\nfor = \"1 h\"\n"
                "[[event]]\nat = \"+1 h\"\nprice_spike = \"5 EUR/MWh\"\nfor = \"1 h\"\n"),
        "s.toml:22:16: power.distribution: expected alternating in a run without a supply "
        "(power.supply), got direct_current (the supply holds the central rectifiers)\n"
        "s.toml:21:1: power.cap_policy: required with a shed: expected one of delay_starts, "
        "lower_gpu_cap, got nothing\n"
        "p.csv:1:10: price: expected a unit (EUR/MWh, ct/kWh, EUR/kWh) in the column's name, got "
        "'price (EUR/t)'\n"
        "c.csv:2:19: direct: expected 0 g/kWh or more, got -1 g/kWh\n"
        "c.csv:4:1: time: expected 2024-01-01T02:00:00Z, got 2024-01-01T01:00:00Z, which the row "
        "before has too\n"
        "c.csv:5:1: time: expected 2024-01-01T02:00:00Z, got 2024-01-01T03:00:00Z: 1 value is "
        "missing\n"
        "s.toml:20:48: energy.battery.charge_below: expected at most the 1 EUR/MWh of "
        "discharge_above, got 9 EUR/MWh\n"
        "s.toml:24:6: event.0.at: expected a time inside the run, got +2 d (it starts at "
        "2024-01-01T00:00:00Z and lasts 1 d)\n"
        "s.toml:29:13: event.1.heat_wave: expected no such key without a cooling plant, got '5 K' "
        "(add [cooling])\n");
}

TEST_F(RunCommand, SetOptionsOfEnergyAreRefusedAsThePlannerWroteThem) {
    EXPECT_EQ(refused_setting("cooling.supply=36"),
              "--set cooling.supply=36: cooling.supply: expected a temperature (degC), got 36 "
              "(write the unit, e.g. \"36 degC\")\n");
    EXPECT_EQ(refused_setting("cooling.supply=36 C"),
              "--set cooling.supply=36 C: cooling.supply: expected a temperature (degC), got '36 "
              "C'\n");
    EXPECT_EQ(refused_setting("energy.market_carbon=-5 g/kWh"),
              "--set energy.market_carbon=-5 g/kWh: energy.market_carbon: expected a carbon "
              "intensity (g/kWh) >= 0 g/kWh, got '-5 g/kWh'\n");
    EXPECT_EQ(refused_setting("energy.price=p.csv"),
              "--set energy.price=p.csv: energy.price.file: expected a file that can be read, got "
              "'p.csv' (there is no such file)\n");
    EXPECT_EQ(refused_setting("cooling.heat_reuse={ demand = \"-1 MW\", supply = \"70 degC\" }"),
              "--set cooling.heat_reuse={ demand = \"-1 MW\", supply = \"70 degC\" }: "
              "cooling.heat_reuse.demand: expected a power (\"5 MW\") or a list of the 12 months' "
              "energies (\"1200 MWh\"), none below zero, got '-1 MW'\n");
}

}  // namespace
}  // namespace twin
