#include "sim/scenario/failure_plan.h"

#include <cmath>
#include <gmock/gmock.h>

#include "models/workload/checkpoints.h"
#include "sim/scenario/parts_catalog.h"
#include "tests/sim/scenario/scenario_files.h"

namespace twin {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::IsEmpty;

class FailurePlanText : public ScenarioFiles {};

// The job of sound_text ends with line 13.
std::string with(const std::string& lines) {
    return sound_text() + lines;
}

const std::string causes = R"([failures]
node_mtbf = "100 d"
causes = [
  { name = "a", takes = "node", share = "75 %", repair_median = "2 h", repair_mean = "6 h" },
  { name = "b", takes = "program", share = "25 %" },
]
)";

// JEDI has 48 nodes of 4 GPUs. 100 d / 48 of all causes; of a 4/3, of b four times that.
TEST_F(FailurePlanText, CausesShareTheRateOfTheSite) {
    const RunPlan run = plan(with(causes));
    ASSERT_TRUE(run.failures);
    EXPECT_FALSE(run.failures->by_gpu);
    ASSERT_EQ(run.failures->causes.size(), 2u);
    EXPECT_NEAR(run.failures->causes[0].mtbf.in(day), 100.0 / 48 * 4 / 3, 1e-9);
    EXPECT_NEAR(run.failures->causes[1].mtbf.in(day), 100.0 / 48 * 4, 1e-9);
    EXPECT_EQ(run.failures->causes[0].repair, (RepairTime{2 * hour, 6 * hour}));
    EXPECT_EQ(run.failures->causes[1].part, FailingPart::program);
    EXPECT_NEAR(run.failures->mtbf_of(2.0 / 48).in(day), 50, 1e-9);
}

TEST_F(FailurePlanText, ThereAreNoneWithoutTheSection) {
    EXPECT_FALSE(plan(sound_text()).failures);
}

// 50,677 h / 192 GPUs; another rate leaves causes and repair times.
TEST_F(FailurePlanText, ASetMayHaveAnotherRate) {
    const RunPlan run = plan(with("[failures]\nset = \"llama-3-h100\"\n"));
    EXPECT_TRUE(run.failures->by_gpu);
    EXPECT_EQ(run.failures->causes.size(), 18u);
    EXPECT_NEAR(run.failures->mtbf_of(1).in(hour), 50677.0 / 192, 1e-6);
    const RunPlan other = plan(with("[failures]\nset = \"llama-3-h100\"\nnode_mtbf = \"48 d\"\n"));
    EXPECT_FALSE(other.failures->by_gpu);
    EXPECT_NEAR(other.failures->mtbf_of(1).in(day), 1, 1e-9);
    EXPECT_EQ(other.failures->causes[0].name, "faulty GPU");
    EXPECT_EQ(other.failures->causes[0].repair, run.failures->causes[0].repair);
}

// Llama 3: 16,384 GPUs for 54 days, 419 interruptions. Meta's RSC-1: 1.8 h on 2,048 nodes.
TEST_F(FailurePlanText, ShippedSetsGiveWhatIsPublished) {
    const FailuresPart& llama = shipped_parts().failures.at("llama-3-h100");
    EXPECT_NEAR(54 * day / (llama.gpu_mtbf->value / 16384), 419, 0.01);
    const FailuresPart& rsc = shipped_parts().failures.at("meta-rsc-1");
    EXPECT_NEAR((rsc.node_mtbf->value / 2048).in(hour), 1.8, 0.01);
    EXPECT_TRUE(shipped_parts().failures.contains("jupiter"));
    EXPECT_TRUE(shipped_parts().failures.contains("meta-rsc-2"));
}

TEST_F(FailurePlanText, WhatIsWrongIsASentence) {
    EXPECT_THAT(mistakes(with("[failures]\nset = \"llama-3\"\n")),
                ElementsAre("s.toml:15:7: failures.set: expected one of jupiter, llama-3-h100, "
                            "meta-rsc-1, meta-rsc-2, got 'llama-3'"));
    EXPECT_THAT(mistakes(with("[failures]\nset = \"jupiter\"\ngpu_mtbf = \"-1 h\"\n")),
                ElementsAre("s.toml:16:12: failures.gpu_mtbf: expected a duration (s, ms, us, ns, "
                            "min, h, d) > 0 s, got '-1 h'"));
    EXPECT_THAT(build_mistakes(with("[failures]\n")),
                ElementsAre("s.toml:14:1: failures: expected a set or causes, got neither",
                            "s.toml:14:1: failures: expected gpu_mtbf or node_mtbf with causes, "
                            "got neither"));
    EXPECT_THAT(build_mistakes(with("[failures]\nset = \"jupiter\"\ngpu_mtbf = \"9 h\"\n"
                                    "node_mtbf = \"9 h\"\n")),
                ElementsAre("s.toml:14:1: failures: expected either gpu_mtbf or node_mtbf, got "
                            "both (causes have shares in one rate)"));
    EXPECT_THAT(
        build_mistakes(with(R"([failures]
node_mtbf = "100 d"
causes = [
  { name = "a", takes = "node", share = "50 %", repair_median = "2 h", repair_mean = "1 h" },
  { name = "a", takes = "program", share = "25 %", repair_mean = "1 h" },
  { name = "c", takes = "link", share = "20 %", repair_mean = "1 h" },
]
)")),
        ElementsAre("s.toml:17:86: failures.causes.0.repair_mean: expected at least the median of "
                    "2 h, got 1 h",
                    "s.toml:18:12: failures.causes.1.name: expected a name that no other cause "
                    "has, got 'a'",
                    "s.toml:18:66: failures.causes.1.repair_mean: expected no such key where a "
                    "program fails, got 1 h",
                    "s.toml:19:3: failures.causes.2.repair_median: required where a failure takes "
                    "a link: expected a duration, got nothing",
                    "s.toml:16:10: failures.causes: expected shares that add up to 100 %, got 95 "
                    "%"));
}

// 27 groups: 351 pairs of 16 cables, 27 x 16 spine switches. Neither interrupts a job. Without a
// network, and where nothing is shared, there are none.
TEST_F(FailurePlanText, LinksBetweenGroupsHaveRatesOfTheirOwn) {
    const std::string links = R"(links = [
  { name = "c", takes = "global_cable", mtbf = "5616 d", repair_median = "2 h", repair_mean = "6 h" },
  { name = "s", takes = "spine_switch", mtbf = "432 d", repair_median = "1 d", repair_mean = "1 d" },
]
)";
    const auto jupiter = [&](const std::string& more) {
        return plan(sound_text_but("part = \"jedi\"", "part = \"jupiter-booster\"") + causes +
                    links + more);
    };
    const RunPlan run = jupiter("");
    ASSERT_EQ(run.failures->causes.size(), 4u);
    EXPECT_EQ(run.failures->causes[2].part, FailingPart::global_cable);
    EXPECT_NEAR(run.failures->causes[2].mtbf.in(day), 1, 1e-12);
    EXPECT_EQ(run.failures->causes[2].repair, (RepairTime{2 * hour, 6 * hour}));
    EXPECT_EQ(run.failures->causes[3].part, FailingPart::spine_switch);
    EXPECT_NEAR(run.failures->causes[3].mtbf.in(day), 1, 1e-12);
    EXPECT_NEAR(run.failures->mtbf_of(1).in(day), 100.0 / 5884, 1e-9);
    EXPECT_EQ(jupiter("[network]\nsharing = false\n").failures->causes.size(), 2u);
    EXPECT_EQ(plan(with(causes + links)).failures->causes.size(), 2u);
    // The shipped set: 480,000 h a cable.
    const RunPlan shipped = plan(sound_text_but("part = \"jedi\"", "part = \"jupiter-booster\"") +
                                 "[failures]\nset = \"jupiter\"\n");
    EXPECT_EQ(shipped.failures->causes.back().part, FailingPart::global_cable);
    EXPECT_NEAR(shipped.failures->causes.back().mtbf.in(hour), 480000.0 / 5616, 1e-9);
}

TEST_F(FailurePlanText, WhatIsWrongWithLinksIsASentence) {
    EXPECT_THAT(build_mistakes(with(causes + R"(links = [
  { name = "a", takes = "global_cable", mtbf = "9 d", repair_median = "2 h", repair_mean = "1 h" },
]
)")),
                ElementsAre("s.toml:21:12: failures.links.0.name: expected a name that no other "
                            "cause has, got 'a'",
                            "s.toml:21:92: failures.links.0.repair_mean: expected at least the "
                            "median of 2 h, got 1 h"));
}

// The set's links stay where a scenario has causes of its own, or it says which links fail.
TEST_F(FailurePlanText, ACauseHasNotTheNameOfALinkOfTheSet) {
    const std::string name = shipped_parts().failures.at("jupiter").links.front().name;
    const auto text = [&](const std::string& own, const std::string& more) {
        return with("[failures]\nset = \"jupiter\"\ncauses = [\n  { name = \"" + own +
                    "\", takes = \"program\", share = \"100 %\" },\n]\n" + more);
    };
    EXPECT_THAT(build_mistakes(text(name, "")),
                ElementsAre("s.toml:17:12: failures.causes.0.name: expected a name that none of "
                            "the set's links has, got '" +
                            name + "'"));
    EXPECT_THAT(build_mistakes(text("mine", "")), IsEmpty());
    EXPECT_THAT(build_mistakes(text(name, "links = []\n")), IsEmpty());
}

// 48 nodes that each fail every second of a day: 48 x 86,400.
TEST_F(FailurePlanText, FailuresWithoutEndAreASentence) {
    EXPECT_THAT(build_mistakes(with("[failures]\nset = \"jupiter\"\nnode_mtbf = \"1 s\"\n")),
                ElementsAre("s.toml:16:13: failures.node_mtbf: expected at most 1,000,000 failures "
                            "of the site in the run, got 4.147e+06"));
}

// 2 h on 2 of 48 nodes: 24 times as long between failures as on all.
TEST_F(FailurePlanText, AJobThatStartsAnewOverAndOverIsARemark) {
    const auto remarks = [&](const std::string& mtbf) {
        return plan(with("[failures]\nset = \"jupiter\"\nnode_mtbf = \"" + mtbf + "\"\n")).remarks;
    };
    EXPECT_THAT(remarks("5 h"), IsEmpty());
    EXPECT_THAT(remarks("3 h"),
                ElementsAre("job.0: 2 nodes meet a failure in 1.5 h and the job starts anew each "
                            "time, with 2 h to run (give it checkpoints)"));
}

// 2 h on 2 of 48 nodes that each fail every 17 min: every 8.5 min the job. Of exp(120 / 8.5) = 1.36
// million attempts one lasts, at 18 min of exp(120 / 9) = 0.62 million.
TEST_F(FailurePlanText, AJobThatCannotEndNeedsAHorizon) {
    const auto text = [](const std::string& mtbf, bool horizon) {
        std::string all = with("[failures]\nset = \"jupiter\"\nnode_mtbf = \"" + mtbf + "\"\n");
        if (!horizon)
            all.erase(all.find("horizon"),
                      all.find('\n', all.find("horizon")) - all.find("horizon"));
        return all;
    };
    EXPECT_THAT(
        build_mistakes(text("17 min", false)),
        ElementsAre(testing::EndsWith(
            "job.0: expected a job that can end, as the run has no time.horizon, got 2 nodes "
            "without checkpoints that meet a failure in 8.5 min and have 2 h to run: of 1e6 "
            "attempts one would last (give it checkpoints, or the run a time.horizon)")));
    EXPECT_THAT(build_mistakes(text("18 min", false)), IsEmpty());
    EXPECT_THAT(build_mistakes(text("17 min", true)), IsEmpty());
}

// ExaFLASH writes 2 TB/s: 200 TB take 100 s, whatever is asked for. 60 nodes could send 6 TB/s.
TEST_F(FailurePlanText, CheckpointsAreNoFasterThanTheFileSystem) {
    const RunPlan run = plan(R"(title = "a"
time = { start = "2024-01-01T00:00:00Z" }
site = { part = "jupiter-booster" }
scheduling = { policy = "fcfs" }
[[job]]
name = "a"
submit = "+0 s"
nodes = 600
run_time = "2 h"
checkpoints = { size = "200 TB", write = "5 TB/s", interval = "1 h" }
)");
    EXPECT_EQ(run.jobs->next()->checkpoints->write, 100s);
    EXPECT_THAT(run.remarks,
                ElementsAre("job.0: a checkpoint of 200 TB after every 1 h of work, written in "
                            "1.667 min at 2 TB/s, all that ExaFLASH and the nodes' links to it "
                            "have of the 5 TB/s asked for, while work stands still: 1.4 % "
                            "longer"));
}

// 100 GB at 1 GB/s: 100 s. The restart reads it again. 2 h of work, a checkpoint every 30 min of
// it: after 30, 60 and 90. The limit leaves room for a restart.
TEST_F(FailurePlanText, CheckpointsAreResolved) {
    RunPlan run = plan(with(
        "checkpoints = { size = \"100 GB\", write = \"1 GB/s\", interval = \"30 min\", restart = "
        "\"5 min\" }\n"));
    const Job job = *run.jobs->next();
    ASSERT_TRUE(job.checkpoints);
    EXPECT_EQ(job.checkpoints->write, 100s);
    EXPECT_EQ(job.checkpoints->interval, 30min);
    EXPECT_EQ(job.checkpoints->restart, 400s);
    EXPECT_EQ(job.run_time, 2h + 300s);
    EXPECT_EQ(job.limit, 2h + 700s);
    EXPECT_EQ(job.phases.front().duration, 2h);
    // 300 s in 2 h.
    EXPECT_THAT(run.remarks,
                ElementsAre("job.0: a checkpoint of 100 GB after every 30 min of work, written in "
                            "1.667 min while work stands still: 4.2 % longer"));
}

// 2 of 48 nodes: 50 d between failures, 100 s to write one.
TEST_F(FailurePlanText, TheIntervalFollowsFromTheFailures) {
    const auto interval = [&](const std::string& more) {
        RunPlan run = plan(
            with("checkpoints = { size = \"100 GB\", write = \"1 GB/s\"" + more + " }\n" + causes));
        return to_quantity(run.jobs->next()->checkpoints->interval).in(second);
    };
    EXPECT_NEAR(interval(""), daly_interval(100 * second, 50 * day).in(second), 1e-6);
    EXPECT_NEAR(interval(", interval = \"young\""), std::sqrt(2 * 100 * 50 * 86400.0), 1e-6);
}

// sqrt(2 x 100 s x 4,320,000 s) is 8.165 h; daly takes a 54th of an hour off.
TEST_F(FailurePlanText, CheckReasonsAboutTheInterval) {
    const auto remarks = [&](const std::string& more) {
        return plan(with("checkpoints = { size = \"100 GB\", write = \"1 GB/s\"" + more + " }\n" +
                         causes))
            .remarks;
    };
    EXPECT_THAT(
        remarks(", interval = \"young\""),
        testing::Contains("job.0: a checkpoint of 100 GB after every 8.165 h of work (young, "
                          "as its nodes meet a failure in 50 d), written in 1.667 min while "
                          "work stands still"));
    EXPECT_THAT(
        remarks(", interval = \"1 h\", blocking = false"),
        testing::Contains("job.0: a checkpoint of 100 GB after every 1 h of work (its nodes "
                          "meet a failure in 50 d: daly would be 8.146 h), written in 1.667 "
                          "min while work goes on"));
}

TEST_F(FailurePlanText, WhatIsWrongWithCheckpointsIsASentence) {
    const auto text = [](const std::string& keys) {
        return with("checkpoints = { size = \"100 GB\", write = \"1 GB/s\"" + keys + " }\n");
    };
    EXPECT_THAT(build_mistakes(text("")),
                ElementsAre("s.toml:14:15: job.0.checkpoints.interval: expected a duration in a "
                            "run without [failures], got daly (no failures, no best interval)"));
    EXPECT_THAT(build_mistakes(text(", interval = \"99 s\"")),
                ElementsAre("s.toml:14:63: job.0.checkpoints.interval: expected at least the 100 s "
                            "that a checkpoint takes to write, got 99 s"));
    EXPECT_THAT(mistakes(text(", interval = \"often\"")),
                ElementsAre("s.toml:14:63: job.0.checkpoints.interval: expected a duration (s, ms, "
                            "us, ns, min, h, d), daly or young, got 'often'"));
    EXPECT_THAT(build_mistakes(with("checkpoints = { interval = \"1 h\" }\n")),
                ElementsAre("s.toml:14:15: job.0.checkpoints.size: required: expected a data size, "
                            "got nothing (only of a training it is known)",
                            "s.toml:14:15: job.0.checkpoints.write: required: expected a "
                            "bandwidth, got nothing (no file system of the site is known)"));
}

}  // namespace
}  // namespace twin
