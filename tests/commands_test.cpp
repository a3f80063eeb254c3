// What the planner meets: the program as a whole, its exit status and its sentences.
#include <csignal>
#include <gmock/gmock.h>
#include <nlohmann/json.hpp>
#include <sstream>
#include <zlib.h>

#include "tests/child_twin.h"

namespace twin {
namespace {

using testing::EndsWith;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

// Two jobs on a pool of 48; `more` follows.
std::string pool(const std::string& more = "") {
    return R"(title = "two jobs"
[time]
start = "2024-01-01T00:00:00Z"
[site]
part = "flat-pool"
nodes = 48
[scheduling]
policy = "fcfs"
[[job]]
name = "a"
submit = "+0 h"
nodes = 48
run_time = "2 h"
[[job]]
name = "b"
submit = "+1 h"
nodes = 1
run_time = "1 h"
)" + more;
}

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

// One job on all nodes of JEDI, for a day. Its energy table, in line 16, goes on with `more`.
std::string powered(const std::string& more = "") {
    return R"(title = "power"
[time]
start = "2024-01-01T00:00:00Z"
horizon = "1 d"
interval = "1 h"
[site]
part = "jedi"
[scheduling]
policy = "fcfs"
[[job]]
name = "a"
submit = "+1 h"
nodes = 48
run_time = "2 h"
activity = "hpl"
[energy]
renewable_share = "100 %"
)" + more;
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

const std::string swf_line = "1 0 0 10 8 -1 -1 8 10 -1 1 1 1 -1 -1 -1 -1 -1\n";

class Commands : public testing::Test {
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
    Outcome run_pool(const std::string& out = "s.sqlite") {
        twin.write("s.toml", pool());
        return twin.run({"run", "s.toml", "--out", out});
    }
    // A run that reports its progress is stopped once it does so.
    Outcome stopped_by(int number) {
        twin.write("s.toml", endless);
        twin.start({"run", "s.toml", "--progress=json"});
        EXPECT_TRUE(twin.await_error_text("\"last\":false"));
        twin.signal(number);
        return twin.wait();
    }

    ChildTwin twin;
};

TEST_F(Commands, RunWritesOneFileAndAReport) {
    const Outcome outcome = run_pool();
    EXPECT_EQ(outcome.status, 0);
    EXPECT_EQ(outcome.err, "");
    EXPECT_THAT(outcome.out, StartsWith("LIMITS"));
    EXPECT_THAT(outcome.out, EndsWith("File: s.sqlite\n"));
    EXPECT_TRUE(twin.has("s.sqlite"));
    EXPECT_FALSE(twin.has("s.sqlite-wal"));
}

TEST_F(Commands, BadFilesAreRefused) {
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

TEST_F(Commands, BadValuesAreRefused) {
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

TEST_F(Commands, AllMistakesAreReportedAtOnce) {
    expect_refused("title = 7\nsite = { part = \"flat-pool\", nodes = 0 }\n",
                   "s.toml:1:9: title: expected a text, got 7\n"
                   "s.toml:2:38: site.nodes: expected an integer from 1 to 10000000, got 0\n"
                   "s.toml:1:1: scheduling: required: expected a table, got nothing\n");
}

TEST_F(Commands, ExpectationsMustFitTheKpi) {
    expect_refused(pool("[expect.makespan]\nvalue = \"3 MW\"\nwithin = 0\nbecause = \"b\"\n"),
                   "s.toml:20:9: expect.makespan.value: expected a duration (s, ms, us, ns, min, "
                   "h, d), got 3 MW\n");
    // One sentence for one mistake.
    expect_refused(pool("[expect.makespan]\nvalue = true\nwithin = 0\nbecause = \"b\"\n"),
                   "s.toml:20:9: expect.makespan.value: expected a number, or a text with a "
                   "number and its unit, got true\n");
}

// b waits an hour for a, so both take three hours.
TEST_F(Commands, AnExpectationThatFailsIsStatusThree) {
    twin.write("s.toml", pool("[expect.makespan]\nvalue = \"2 h\"\nwithin = 0\nbecause = "
                              "\"a wrong guess\"\n"));
    const Outcome outcome = twin.run({"run", "s.toml"});
    EXPECT_EQ(outcome.status, 3);
    EXPECT_THAT(outcome.out,
                EndsWith("expect.makespan: expected 7200 s within 0, got 10800 (a wrong guess)\n"
                         "Expectations: 0 of 1 hold.\n"));
}

TEST_F(Commands, SetReplacesAKeyAndIsNamedInProblems) {
    twin.write("s.toml", pool());
    EXPECT_EQ(twin.run({"check", "s.toml", "--set", "scheduling.policy=easy"}).out,
              "s.toml: no problems: Flat pool, 48 nodes, easy from 2024-01-01T00:00:00Z\n");
    const Outcome outcome = twin.run({"run", "s.toml", "--set", "job.1.nodes=49"});
    EXPECT_EQ(outcome.status, 2);
    EXPECT_EQ(outcome.err,
              "--set job.1.nodes=49: job.1.nodes: expected at most the 48 nodes that jobs may "
              "use, got 49\n");
}

TEST_F(Commands, FilesThatAreNotThereAreStatusOne) {
    const Outcome outcome = twin.run({"run", "none.toml"});
    EXPECT_EQ(outcome.status, 1);
    EXPECT_EQ(outcome.err, "twin: cannot read none.toml: No such file or directory\n");
    const Outcome report = twin.run({"report", "none.sqlite"});
    EXPECT_EQ(report.status, 1);
    EXPECT_EQ(report.err, "twin: cannot read none.sqlite: No such file or directory\n");
}

TEST_F(Commands, WrongUseIsStatusTwo) {
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

TEST_F(Commands, ATruncatedLogIsStatusOneAndWritesNothing) {
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
TEST_F(Commands, UnusableRecordsAreDroppedCountedAndReported) {
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

TEST_F(Commands, AnOutputThatExistsIsKept) {
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

TEST_F(Commands, ForceReplacesOnlyResultFiles) {
    twin.write("s.toml", pool());
    const Outcome outcome = twin.run({"run", "s.toml", "--out", "s.toml", "--force"});
    EXPECT_EQ(outcome.status, 2);
    EXPECT_EQ(outcome.err,
              "s.toml: expected a new file or a result file, got something else (name "
              "another with --out)\n");
    EXPECT_EQ(twin.read("s.toml"), pool());
}

TEST_F(Commands, ForceReplacesAResultFileOfAnOlderProgram) {
    ASSERT_EQ(run_pool().status, 0);
    std::string bytes = twin.read("s.sqlite");
    const std::string key = "schema_version";  // its value, one digit, lies behind it
    const std::size_t at = bytes.find(key + "4");
    ASSERT_NE(at, std::string::npos);
    bytes[at + key.size()] = '1';
    twin.write("s.sqlite", bytes);
    EXPECT_EQ(twin.run({"report", "s.sqlite"}).err,
              "twin: cannot read s.sqlite: its schema version is 1, this program reads version "
              "4\n");
    const Outcome outcome = twin.run({"run", "s.toml", "--force"});
    EXPECT_EQ(outcome.status, 0) << outcome.err;
    EXPECT_EQ(twin.run({"report", "s.sqlite"}).status, 0);
}

TEST_F(Commands, ForceLeavesTheFileOfARunThatGoesOn) {
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

TEST_F(Commands, OutputThatDoesNotArriveIsStatusOne) {
    const Outcome outcome = twin.run({"list", "units"}, 60);
    EXPECT_EQ(outcome.status, 1);
    EXPECT_EQ(outcome.err, "twin: cannot write standard output\n");
}

TEST_F(Commands, AnUnwritableOutputIsStatusOne) {
    const Outcome missing = run_pool("no-folder/s.sqlite");
    EXPECT_EQ(missing.status, 1);
    EXPECT_EQ(missing.err, "twin: cannot write no-folder/s.sqlite: No such file or directory\n");
    const Outcome file = run_pool("s.toml/s.sqlite");
    EXPECT_EQ(file.status, 1);
    EXPECT_EQ(file.err, "twin: cannot write s.toml/s.sqlite: Not a directory\n");
}

// A file of a result that has room for the schema, but not for the run.
TEST_F(Commands, AFullDiskIsStatusOne) {
    twin.write("s.toml", endless);
    const Outcome outcome = twin.run({"run", "s.toml"}, 600'000);
    EXPECT_EQ(outcome.status, 1);
    EXPECT_THAT(outcome.err, StartsWith("twin: cannot write s.sqlite: "));
    EXPECT_EQ(outcome.out, "");
}

TEST_F(Commands, SignalsEndARunCleanly) {
    for (const int number : {SIGINT, SIGTERM}) {
        const Outcome outcome = stopped_by(number);
        EXPECT_EQ(outcome.status, 128 + number);
        EXPECT_THAT(outcome.out, StartsWith("INTERRUPTED: "));
        EXPECT_FALSE(twin.has("s.sqlite-wal"));
        EXPECT_THAT(twin.run({"report", "s.sqlite"}).out, StartsWith("INTERRUPTED: "));
        std::filesystem::remove(twin.folder() / "s.sqlite");
    }
}

TEST_F(Commands, AKilledRunIsReadAsDied) {
    const Outcome outcome = stopped_by(SIGKILL);
    EXPECT_EQ(outcome.status, 137);
    const Outcome report = twin.run({"report", "s.sqlite"});
    EXPECT_EQ(report.status, 0);
    EXPECT_THAT(report.out, StartsWith("DIED: the process of this run is gone; "));
}

TEST_F(Commands, ProgressForMachinesIsAnObjectALine) {
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

TEST_F(Commands, ReportIsTextOrJson) {
    ASSERT_EQ(run_pool().status, 0);
    EXPECT_THAT(twin.run({"report", "s.sqlite"}).out, StartsWith("LIMITS"));
    const auto json = nlohmann::json::parse(twin.run({"report", "s.sqlite", "--json"}).out);
    EXPECT_TRUE(json.contains("kpis"));
}

TEST_F(Commands, ReportAndCompareWriteAPage) {
    ASSERT_EQ(run_pool("a.sqlite").status, 0);
    ASSERT_EQ(run_pool("b.sqlite").status, 0);
    const Outcome report = twin.run({"report", "a.sqlite", "--html", "a.html"});
    EXPECT_EQ(report.status, 0);
    EXPECT_EQ(report.out, "");
    EXPECT_EQ(report.err, "");
    EXPECT_THAT(twin.read("a.html"), StartsWith("<!DOCTYPE html>\n"));
    EXPECT_THAT(twin.read("a.html"), HasSubstr("<h1>two jobs</h1>"));
    EXPECT_FALSE(twin.has("a.html.part"));
    EXPECT_EQ(twin.run({"compare", "a.sqlite", "b.sqlite", "--html", "ab.html"}).status, 0);
    EXPECT_THAT(twin.read("ab.html"), HasSubstr("<h1>Two runs compared</h1>"));
}

TEST_F(Commands, APageReplacesNothingUnasked) {
    ASSERT_EQ(run_pool().status, 0);
    ASSERT_EQ(twin.run({"report", "s.sqlite", "--html", "s.html"}).status, 0);
    const auto refused = [&](std::vector<std::string> words, const std::string& sentence) {
        const Outcome outcome = twin.run(words);
        EXPECT_EQ(outcome.status, 2);
        EXPECT_EQ(outcome.out, "");
        EXPECT_EQ(outcome.err, sentence);
    };
    refused({"report", "s.sqlite", "--html", "s.html"},
            "s.html: expected a new file for the report, got one that exists (use --force to "
            "replace it)\n");
    EXPECT_EQ(twin.run({"report", "s.sqlite", "--html", "s.html", "--force"}).status, 0);
    const std::string run = twin.read("s.sqlite");
    refused({"compare", "s.sqlite", "s.sqlite", "--html", "s.sqlite", "--force"},
            "s.sqlite: expected a new file or an HTML file, got something else (name another with "
            "--html)\n");
    EXPECT_EQ(twin.read("s.sqlite"), run);
    refused({"report", "s.sqlite", "--html", "t.html", "--json"},
            "--html: expected one form of the report, got --json too (leave one of them out)\n");
    refused({"report", "s.sqlite", "--force"},
            "--force: expected a file that it may replace, got none (name it with --html)\n");
    EXPECT_FALSE(twin.has("t.html"));
}

TEST_F(Commands, APageThatCannotBeWrittenIsStatusOne) {
    ASSERT_EQ(run_pool().status, 0);
    const Outcome folder = twin.run({"report", "s.sqlite", "--html", "none/s.html"});
    EXPECT_EQ(folder.status, 1);
    EXPECT_EQ(folder.err, "twin: cannot write none/s.html: No such file or directory\n");
    EXPECT_EQ(twin.run({"report", "none.sqlite", "--html", "t.html"}).status, 1);
    EXPECT_EQ(twin.run({"report", "s.toml", "--html", "t.html"}).status, 1);
    EXPECT_FALSE(twin.has("t.html"));
}

TEST_F(Commands, ExportWritesATable) {
    ASSERT_EQ(run_pool().status, 0);
    const std::string jobs = twin.run({"export", "s.sqlite", "job_record"}).out;
    EXPECT_THAT(jobs, StartsWith("idx,submit_ns,start_ns,end_ns,nodes,"));
    // b: submitted after 1 h, started when a ended.
    EXPECT_THAT(jobs, HasSubstr("\n1,3600000000000,7200000000000,10800000000000,1,"));
    const Outcome wrong = twin.run({"export", "s.sqlite", "jobs"});
    EXPECT_EQ(wrong.status, 2);
    EXPECT_THAT(wrong.err,
                StartsWith("s.sqlite: expected a table or view (bill_line, count_record, "));
    EXPECT_THAT(wrong.err, HasSubstr(", got 'jobs'; did you mean 'job'?\n"));
}

TEST_F(Commands, CompareNamesWhatDiffers) {
    ASSERT_EQ(run_pool("a.sqlite").status, 0);
    ASSERT_EQ(twin.run({"run", "s.toml", "--out", "b.sqlite", "--set", "site.nodes=49"}).status, 0);
    const Outcome outcome = twin.run({"compare", "a.sqlite", "b.sqlite"});
    EXPECT_EQ(outcome.status, 0);
    EXPECT_THAT(outcome.out, HasSubstr("site.nodes"));
    EXPECT_THAT(outcome.out, HasSubstr("Mean wait"));
    EXPECT_TRUE(nlohmann::json::parse(twin.run({"compare", "a.sqlite", "b.sqlite", "--json"}).out)
                    .is_object());
}

TEST(CheckCommand, TellsWhatIsWrongWithALesson) {
    ChildTwin twin;
    twin.write("bad.lesson.toml", "title = 3\n");
    const Outcome outcome = twin.run({"check", "bad.lesson.toml"});
    EXPECT_EQ(outcome.status, 2);
    EXPECT_THAT(
        outcome.err,
        HasSubstr("bad.lesson.toml:1:9: title: expected a text, or a table with the texts en "
                  "and de, got 3\n"));
    EXPECT_EQ(twin.run({"check", "bad.lesson.toml", "--set", "a=1"}).err,
              "bad.lesson.toml: expected a scenario for --set and --show, got a lesson (its knobs "
              "say what can be set)\n");
    const Outcome run = twin.run({"run", "bad.lesson.toml"});
    EXPECT_EQ(run.status, 2);
    EXPECT_EQ(run.err,
              "bad.lesson.toml: expected a scenario, got a lesson (open it with twin-gui --lesson, "
              "or run the scenario that it names)\n");
    EXPECT_EQ(twin.run({"list", "lessons"}).err,
              "twin: no lessons: expected scenarios/lessons/NAME.lesson.toml below the current "
              "folder\n");
}

TEST_F(Commands, ListShowsEveryTable) {
    EXPECT_THAT(twin.run({"list", "schedulers"}).out, HasSubstr("conservative"));
    EXPECT_THAT(twin.run({"list", "placements"}).out, HasSubstr("by_group"));
    EXPECT_THAT(twin.run({"list", "events"}).out, HasSubstr("restore"));
    EXPECT_THAT(twin.run({"list", "kpis"}).out, HasSubstr("makespan"));
    EXPECT_THAT(twin.run({"list", "topologies"}).out, HasSubstr("dragonfly-plus"));
    EXPECT_THAT(twin.run({"list", "routings"}).out, HasSubstr("valiant"));
    EXPECT_THAT(twin.run({"list", "networks"}).out, HasSubstr("marenostrum5-acc"));
    EXPECT_THAT(twin.run({"list", "collectives"}).out, HasSubstr("in-network"));
    EXPECT_THAT(twin.run({"list", "codes"}).out,
                HasSubstr("juqcs      JUQCS, a universal quantum computer; sizes large; 1 to 512 "
                          "nodes of juwels-booster"));
    EXPECT_THAT(twin.run({"list", "units"}).out, HasSubstr("MW"));
    EXPECT_THAT(twin.run({"list", "parts"}).out, HasSubstr("gpus/gh200-jupiter"));
    EXPECT_THAT(twin.run({"list", "sites"}).out,
                testing::ContainsRegex("jupiter-booster +JUPITER Booster +5884 nodes"));
}

TEST_F(Commands, CheckShowsEveryKeyWithItsOrigin) {
    twin.write("s.toml", pool());
    const std::string shown =
        twin.run({"check", "s.toml", "--show", "--set", "workload.seed=9"}).out;
    EXPECT_THAT(shown, HasSubstr("site.nodes = 48  # s.toml:6\n"));
    EXPECT_THAT(shown, HasSubstr("workload.seed = 9  # --set workload.seed=9\n"));
    EXPECT_THAT(shown, HasSubstr("time.warm_up = 0 s  # default\n"));
}

// The site's plant at its part's set point, with as many dry coolers as 125 racks need.
TEST_F(Commands, CheckShowsThePlantThatNobodyChose) {
    const auto file =
        std::filesystem::absolute("scenarios/data/weather-aachen-try2015-mean.csv.gz");
    twin.write("s.toml", powered("weather = \"" + file.string() + "\"\n[cooling]\n"));
    const ChildTwin::Arguments show = {"check", "s.toml", "--show", "--set",
                                       "site.part=jupiter-booster"};
    const std::string part = "  # plants/jupiter-dry-coolers";
    EXPECT_THAT(twin.run(show).out,
                EndsWith("cooling.plant = jupiter-dry-coolers  # sites/jupiter-booster\n"
                         "cooling.supply = 39 degC" +
                         part + "\ncooling.adiabatic = false" + part +
                         "\ncooling.dry_coolers = 36" + part + ", as the racks' heat needs\n"));
    ChildTwin::Arguments chosen = show;
    chosen.insert(chosen.end(), {"--set", "cooling.supply=36 degC", "--set",
                                 "cooling.adiabatic=true", "--set", "cooling.dry_coolers=40"});
    EXPECT_THAT(twin.run(chosen).out, Not(HasSubstr(part)));
}

// What is wrong with files, sections and events stands in one answer, in the order of the checks.
TEST_F(Commands, AllMistakesOfEnergyAreReportedAtOnce) {
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

TEST_F(Commands, SetOptionsOfEnergyAreRefusedAsThePlannerWroteThem) {
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
