// What only shows when the run is put together, and what comes out.
#include <chrono>
#include <gmock/gmock.h>

#include "tests/sim/scenario/scenario_files.h"

namespace twin {
namespace {

using std::chrono::hours;
using testing::ElementsAre;
using testing::IsEmpty;

// A sound head for other workloads; 8 lines.
const std::string head = R"(title = "t"
[time]
start = "2024-01-01T00:00:00Z"
horizon = "1 d"
[site]
part = "jedi"
[scheduling]
policy = "fcfs"
)";

std::string head_but(const std::string& line, const std::string& by) {
    std::string text = head;
    return text.replace(text.find(line), line.size(), by);
}

class BuildRun : public ScenarioFiles {};

TEST_F(BuildRun, PlansWhatTheTextSays) {
    RunPlan run = plan(sound_text());
    EXPECT_EQ(run.site.nodes, 48);
    EXPECT_EQ(run.horizon, hours(24));
    EXPECT_EQ(run.scheduling.policy->name, "fcfs");
    EXPECT_EQ(run.scheduling.partition_nodes, 48);
    const auto job = run.jobs->next();
    ASSERT_TRUE(job);
    EXPECT_EQ(job->submit, sim_start + hours(1));
    EXPECT_EQ(job->limit, hours(2));
    EXPECT_FALSE(run.jobs->next());
}

TEST_F(BuildRun, AJobMustFitTheSiteAndTheRun) {
    EXPECT_THAT(build_mistakes(sound_text_but("nodes = 2", "nodes = 49")),
                ElementsAre("s.toml:12:9: job.0.nodes: expected at most the 48 nodes that jobs "
                            "may use, got 49"));
    EXPECT_THAT(build_mistakes(sound_text_but("submit = \"+1 h\"", "submit = \"+1 d\"")),
                ElementsAre("s.toml:11:10: job.0.submit: expected a time inside the run, got +1 d "
                            "(it starts at 2024-01-01T00:00:00Z and lasts 1 d)"));
    EXPECT_THAT(
        build_mistakes(sound_text_but("submit = \"+1 h\"", "submit = \"2023-12-31T23:00:00Z\"")),
        ElementsAre("s.toml:11:10: job.0.submit: expected a time inside the run, got "
                    "2023-12-31T23:00:00Z (it starts at 2024-01-01T00:00:00Z and lasts 1 "
                    "d)"));
}

TEST_F(BuildRun, APartitionMustFitTheSite) {
    EXPECT_THAT(build_mistakes(
                    sound_text_but("policy = \"fcfs\"", "policy = \"fcfs\"\npartition_nodes = 49")),
                ElementsAre("s.toml:9:19: scheduling.partition_nodes: expected at most the 48 "
                            "nodes of the site, got 49"));
    EXPECT_THAT(build_mistakes(
                    sound_text_but("policy = \"fcfs\"", "policy = \"fcfs\"\npartition_nodes = 1")),
                ElementsAre("s.toml:13:9: job.0.nodes: expected at most the 1 nodes that jobs may "
                            "use, got 2"));
}

TEST_F(BuildRun, TheWarmUpEndsBeforeTheRun) {
    EXPECT_THAT(
        build_mistakes(sound_text_but("horizon = \"1 d\"", "horizon = \"1 d\"\nwarm_up = \"1 d\"")),
        ElementsAre("s.toml:5:11: time.warm_up: expected less than the horizon, got 1 d"));
}

// 10 years of seconds are 315,360,000 intervals; 2,000,000 of them are 157.68 s long, rounded up.
TEST_F(BuildRun, IntervalsAreNotTooMany) {
    const auto text =
        sound_text_but("horizon = \"1 d\"", "horizon = \"3650 d\"\ninterval = \"1 s\"");
    EXPECT_THAT(build_mistakes(text),
                ElementsAre("s.toml:5:12: time.interval: expected at least 158 s, so that a run "
                            "of 3650 d has at most 2000000 intervals, got 1 s"));
    EXPECT_THAT(build_mistakes(sound_text_but("horizon = \"1 d\"", "interval = \"1 s\"")),
                IsEmpty());
    // Without a horizon the last submit counts: a job after 100 days in intervals of 1 s.
    std::string late = sound_text_but("horizon = \"1 d\"", "interval = \"1 s\"");
    late.replace(late.find("+1 h"), 4, "+100 d");
    EXPECT_THAT(build_mistakes(late),
                ElementsAre("s.toml:4:12: time.interval: expected at least 5 s, so that a run of "
                            "100 d has at most 2000000 intervals, got 1 s"));
}

TEST_F(BuildRun, ARunNeedsWorkAndAStart) {
    EXPECT_THAT(build_mistakes(head),
                ElementsAre("s.toml:1:1: workload: expected a trace, a generator or at least one "
                            "[[job]], got nothing"));
    // Nothing is said of the job's and the event's instants: without a start there is no run that
    // they could lie outside of.
    std::string text = sound_text_but("start = \"2024-01-01T00:00:00Z\"", "");
    text.replace(text.find("+1 h"), 4, "2024-01-01T01:00Z");
    text += "[[event]]\nat = \"2024-01-01T02:00Z\"\nlose = \"rack 1\"\n";
    EXPECT_THAT(build_mistakes(text),
                ElementsAre("s.toml:2:1: time.start: required where no trace gives it: expected "
                            "an instant with its zone, e.g. \"2024-04-07T00:00:00+02:00\", got "
                            "nothing"));
}

TEST_F(BuildRun, AFlatPoolIsGivenItsSizeAndNothingElse) {
    const auto pool = [&](const std::string& keys) {
        return build_mistakes(sound_text_but("part = \"jedi\"", "part = \"flat-pool\"" + keys));
    };
    EXPECT_THAT(pool("\nnodes = 8"), IsEmpty());
    EXPECT_THAT(pool(""), ElementsAre("s.toml:5:1: site.nodes: required: expected the number of "
                                      "processors, got nothing"));
    EXPECT_THAT(pool("\nnodes = 8\nracks = { add = 1, part = \"jedi\" }"),
                ElementsAre("s.toml:8:9: site.racks: expected no such key, flat-pool has no "
                            "racks, got a table (change site.nodes)"));
    EXPECT_THAT(pool("\nnodes = 8\nit_power_limit = \"1 MW\""),
                ElementsAre("s.toml:8:18: site.it_power_limit: expected no such key, the power of "
                            "flat-pool is not known, got 1 MW"));
    EXPECT_THAT(build_mistakes(sound_text_but("part = \"jedi\"", "part = \"jedi\"\nnodes = 8")),
                ElementsAre("s.toml:7:9: site.nodes: expected no such key, jedi has its own "
                            "number of nodes, got 8 (change racks, or use the site flat-pool)"));
}

// 48 nodes of JEDI's own rack and 2 racks of 48.
TEST_F(BuildRun, RacksAreAddedBehindTheOthers) {
    const auto racks = [](const std::string& table) {
        return sound_text_but("part = \"jedi\"", "part = \"jedi\"\nracks = " + table);
    };
    EXPECT_EQ(plan(racks("{ add = 2, part = \"bullsequana-xh3000-gh200\" }")).site.nodes, 144);
    EXPECT_THAT(build_mistakes(racks("{ add = 2, part = \"flat-pool\" }")),
                ElementsAre("s.toml:7:27: site.racks.part: expected a rack with slots, got "
                            "'flat-pool'"));
    EXPECT_THAT(build_mistakes(racks("{ add = 1000000, part = \"jedi\" }")),
                ElementsAre("s.toml:7:17: site.racks.add: expected to add at most 1000000 nodes, "
                            "got 1000000 racks of 48 nodes"));
}

TEST_F(BuildRun, DistributionsTakeTheirOwnParameters) {
    const auto gpu = [&](const std::string& table) {
        return build_mistakes(sound_text() + "[workload.utilisation]\ngpu = " + table + "\n");
    };
    EXPECT_THAT(gpu("{ distribution = \"fixed\", mean = \"60 %\" }"), IsEmpty());
    EXPECT_THAT(gpu("{ distribution = \"fixed\" }"),
                ElementsAre("s.toml:15:7: workload.utilisation.gpu.mean: required with fixed: "
                            "expected a value, got nothing"));
    EXPECT_THAT(gpu("{ distribution = \"uniform\", min = \"0 %\", max = \"9 %\", mean = \"5 %\" }"),
                ElementsAre("s.toml:15:68: workload.utilisation.gpu.mean: expected no such key, "
                            "got one (it does nothing with uniform)"));
    EXPECT_THAT(gpu("{ distribution = \"uniform\", min = \"50 %\", max = \"9 %\" }"),
                ElementsAre("s.toml:15:55: workload.utilisation.gpu.max: expected at least the "
                            "min, got 9 %"));
    EXPECT_THAT(gpu("{ distribution = \"beta\", mean = \"100 %\", concentration = 4 }"),
                ElementsAre("s.toml:15:39: workload.utilisation.gpu.mean: expected a share "
                            "between 0 % and 100 % with beta, got 100 %"));
}

TEST_F(BuildRun, AGeneratorNeedsARateAndSizesThatFit) {
    const auto generator = [&](const std::string& keys) {
        return build_mistakes(head + "[workload.generator]\n" + keys);
    };
    const std::string sizes = "sizes = [ { min = 1, max = 48, weight = 1 } ]\n";
    EXPECT_THAT(generator("jobs = 9\n" + sizes), IsEmpty());
    EXPECT_THAT(generator(sizes), ElementsAre("s.toml:9:1: workload.generator: expected either "
                                              "jobs or jobs_per_day, got neither"));
    EXPECT_THAT(generator("jobs = 1\njobs_per_day = 1\n" + sizes),
                ElementsAre("s.toml:9:1: workload.generator: expected either jobs or "
                            "jobs_per_day, got both"));
    EXPECT_THAT(generator("jobs = 9\nsizes = [ { min = 1, max = 49, weight = 1 } ]\n"),
                ElementsAre("s.toml:11:11: workload.generator.sizes.0: expected at most the "
                            "site's 48 nodes, got 49"));
    EXPECT_THAT(generator("jobs = 9\nsizes = [ { min = 1, max = 2, weight = 0 } ]\n"),
                ElementsAre("s.toml:11:9: workload.generator.sizes: expected a size with a weight "
                            "above 0, got none"));
    EXPECT_THAT(generator("jobs = 9\nday_weights = [0, 0, 0, 0, 0, 0, 0]\n" + sizes),
                ElementsAre("s.toml:11:15: workload.generator.day_weights: expected a weight "
                            "above 0, got only zeros"));
    EXPECT_THAT(
        build_mistakes(head_but("horizon = \"1 d\"", "") + "[workload.generator]\njobs = 9\n" +
                       sizes),
        ElementsAre("s.toml:2:1: time.horizon: required with a generator: expected a duration, "
                    "got nothing"));
}

TEST_F(BuildRun, ATraceMustBeALogThatIsThere) {
    const auto trace = [&](const std::string& file) {
        return build_mistakes(head + "[workload.trace]\nfile = \"" + file + "\"\n");
    };
    EXPECT_THAT(trace("none.swf"),
                ElementsAre("s.toml:10:8: workload.trace.file: expected a file that can be read, "
                            "got 'none.swf' (there is no such file)"));
    EXPECT_THAT(trace("log.txt"),
                ElementsAre("s.toml:10:8: workload.trace.file: expected a job log (.swf, .swf.gz) "
                            "or job list (.csv, .csv.gz), got 'log.txt'"));
    write("no_jobs.swf", "; MaxProcs: 8\n1 0 0 10 8\n");
    EXPECT_THAT(trace("no_jobs.swf"),
                ElementsAre("s.toml:10:8: workload.trace.file: expected at least one usable job "
                            "in the run's time, got 1 records, 1 dropped, 0 outside the time"));
    write("jobs.csv", "id,submit_s,nodes,runtime_s\n0,0,1,10\n");
    EXPECT_THAT(build_mistakes(head + "[workload.trace]\nfile = \"jobs.csv\"\n"
                                      "from = \"2024-01-01T00:00Z\"\n"),
                ElementsAre("s.toml:11:8: workload.trace.from: expected no such key, a job list "
                            "has no calendar, got 2024-01-01T00:00:00Z (its zero is time.start)"));
}

// The second record lacks a field, the third asks for 49 of 48 nodes.
TEST_F(BuildRun, StrictReportsWhatALogLoses) {
    write("log.swf",
          "1 0 0 10 8 -1 -1 8 10 -1 1 1 1 -1 -1 -1 -1 -1\n"
          "2 0 0 10 8 -1 -1 8 10 -1 1 1 1 -1 -1 -1 -1\n"
          "3 0 0 10 49 -1 -1 49 10 -1 1 1 1 -1 -1 -1 -1 -1\n");
    const std::string text = head + "[workload.trace]\nfile = \"log.swf\"\n";
    EXPECT_THAT(build_mistakes(text), IsEmpty());
    EXPECT_THAT(build_mistakes(text, {.strict = true}),
                ElementsAre("log.swf:2:1: 17 fields; a record has 18",
                            "log.swf:3:1: 49 nodes; the site has 48"));
}

class BuildChanges : public ScenarioFiles {
  protected:
    // From line 14 on.
    std::vector<std::string> event(const std::string& keys) const {
        return build_mistakes(sound_text() + "[[event]]\n" + keys);
    }
};

TEST_F(BuildChanges, HappenInsideTheRun) {
    EXPECT_THAT(event("at = \"+1 d\"\nlose = \"rack 1\"\n"),
                ElementsAre("s.toml:15:6: event.0.at: expected a time inside the run, got +1 d "
                            "(it starts at 2024-01-01T00:00:00Z and lasts 1 d)"));
}

TEST_F(BuildChanges, AreOfOneKind) {
    EXPECT_THAT(
        event("at = \"+1 h\"\n"),
        ElementsAre("s.toml:14:1: event.0: expected exactly one of lose, drain, restore, "
                    "set, shed, lose_cooling, lose_links, heat_wave and price_spike, got none"));
    EXPECT_THAT(
        event("at = \"+1 h\"\nlose = \"rack 1\"\ndrain = \"rack 1\"\n"),
        ElementsAre("s.toml:14:1: event.0: expected exactly one of lose, drain, restore, "
                    "set, shed, lose_cooling, lose_links, heat_wave and price_spike, got 2"));
}

TEST_F(BuildChanges, NameNodesThatExist) {
    EXPECT_THAT(event("at = \"+1 h\"\nlose = \"rack 2\"\n"),
                ElementsAre("s.toml:16:8: event.0.lose: expected nodes such as \"rack 17\", "
                            "\"racks 17-20\", \"group 3\" or \"node jpbo-017-05\", got 'rack 2' "
                            "(JEDI has racks 1 to 1, 1 groups)"));
}

TEST_F(BuildChanges, TakeOnlyTheKeysOfTheirKind) {
    EXPECT_THAT(event("at = \"+1 h\"\nset = \"scheduling.policy\"\n"),
                ElementsAre("s.toml:14:1: event.0.to: required with set: expected the new value, "
                            "got nothing"));
    EXPECT_THAT(event("at = \"+1 h\"\nlose = \"rack 1\"\nto = \"easy\"\n"),
                ElementsAre("s.toml:17:6: event.0.to: expected no such key without set, got "
                            "'easy'"));
    EXPECT_THAT(event("at = \"+1 h\"\nrestore = \"rack 1\"\nfor = \"1 h\"\n"),
                ElementsAre("s.toml:17:7: event.0.for: expected no such key with restore, got 1 "
                            "h"));
}

TEST_F(BuildChanges, SetOnlyWhatTheSettingTakes) {
    EXPECT_THAT(event("at = \"+1 h\"\nset = \"scheduling.policy\"\nto = \"eazy\"\n"),
                ElementsAre("s.toml:17:6: event.0.to: expected one of fcfs, easy, "
                            "easy_sequential, easy_perfect, conservative, got 'eazy'; did you "
                            "mean 'easy'?"));
    EXPECT_THAT(event("at = \"+1 h\"\nset = \"scheduling.partition_nodes\"\nto = 49\n"),
                ElementsAre("s.toml:17:6: event.0.to: expected an integer from 1 to 48, got "
                            "'49'"));
    EXPECT_THAT(mistakes(sound_text() + "[[event]]\nat = \"+1 h\"\nset = \"site.part\"\n"),
                ElementsAre("s.toml:16:7: event.0.set: expected one of scheduling.policy, "
                            "scheduling.placement, scheduling.partition_nodes, "
                            "scheduling.lost_jobs, power.cap, power.cap_policy, power.gpu_cap, "
                            "power.gpu_cap_floor, got 'site.part'"));
}

TEST_F(BuildChanges, LosingForAWhileIsTwoChanges) {
    const auto changes =
        plan(sound_text() +
             "[[event]]\nat = \"+2 h\"\nlose = \"node jpbot-001-03\"\nfor = \"3 h\"\n")
            .changes;
    ASSERT_EQ(changes.size(), 2);
    EXPECT_EQ(changes[0].kind, ChangeKind::lose);
    EXPECT_EQ(changes[0].at, sim_start + hours(2));
    ASSERT_EQ(changes[0].nodes.size(), 1);
    EXPECT_EQ(changes[0].nodes[0].first, 2);
    EXPECT_EQ(changes[1].kind, ChangeKind::restore);
    EXPECT_EQ(changes[1].at, sim_start + hours(5));
}

TEST_F(BuildChanges, ASettingForAWhileReturnsToWhatItWas) {
    const auto changes = plan(sound_text() +
                              "[[event]]\nat = \"+2 h\"\nset = \"scheduling.policy\"\nto = "
                              "\"easy\"\nfor = \"3 h\"\n")
                             .changes;
    ASSERT_EQ(changes.size(), 2);
    EXPECT_EQ(changes[0].plan->policy->name, "easy");
    EXPECT_EQ(changes[0].what, "scheduling.policy = easy");
    EXPECT_EQ(changes[1].plan->policy->name, "fcfs");
    EXPECT_EQ(changes[1].what, "scheduling.policy as before");
}

// The partition is 40 nodes from 2 h to 6 h; inside, from 3 h to 4 h, it is 20. The policy, changed
// at 3.5 h for good, is not touched when either ends.
TEST_F(BuildChanges, OverlappingSettingsUnwindInOrder) {
    const auto changes =
        plan(sound_text() +
             "[[event]]\nat = \"+3.5 h\"\nset = \"scheduling.policy\"\nto = \"easy\"\n"
             "[[event]]\nat = \"+2 h\"\nset = \"scheduling.partition_nodes\"\nto = 40\nfor = \"4 "
             "h\"\n"
             "[[event]]\nat = \"+3 h\"\nset = \"scheduling.partition_nodes\"\nto = 20\nfor = \"1 "
             "h\"\n")
            .changes;
    std::vector<NodeCount> partitions;
    std::vector<std::string> policies;
    for (const auto& change : changes) {
        partitions.push_back(change.plan->partition_nodes);
        policies.emplace_back(change.plan->policy->name);
    }
    EXPECT_THAT(partitions, ElementsAre(40, 20, 20, 40, 48));
    EXPECT_THAT(policies, ElementsAre("fcfs", "fcfs", "easy", "easy", "easy"));
}

// easy from 1 h to 5 h, conservative from 3 h to 7 h: the one that began last holds until it is
// over, and nothing of either is left at 7 h.
TEST_F(BuildChanges, AnEventThatEndsInsideAnotherLeavesIt) {
    const auto changes =
        plan(sound_text() +
             "[[event]]\nat = \"+1 h\"\nset = \"scheduling.policy\"\nto = \"easy\"\nfor = \"4 "
             "h\"\n"
             "[[event]]\nat = \"+3 h\"\nset = \"scheduling.policy\"\nto = \"conservative\"\n"
             "for = \"4 h\"\n")
            .changes;
    std::vector<std::string> policies;
    for (const auto& change : changes)
        policies.emplace_back(change.plan->policy->name);
    EXPECT_THAT(policies, ElementsAre("easy", "conservative", "conservative", "fcfs"));
}

TEST_F(BuildChanges, EqualTimesKeepTheOrderOfTheFile) {
    const auto changes = plan(sound_text() +
                              "[[event]]\nat = \"+2 h\"\ndrain = \"rack 1\"\n"
                              "[[event]]\nat = \"+2 h\"\nlose = \"node jpbot-001-01\"\n")
                             .changes;
    ASSERT_EQ(changes.size(), 2);
    EXPECT_EQ(changes[0].kind, ChangeKind::drain);
    EXPECT_EQ(changes[1].kind, ChangeKind::lose);
}

}  // namespace
}  // namespace twin
