// [power]: what a cap may be, what needs what, and what a job's load becomes.
#include "sim/scenario/power_plan.h"

#include <chrono>
#include <gmock/gmock.h>

#include "models/power/node_power.h"
#include "tests/sim/scenario/scenario_files.h"

namespace twin {
namespace {

using std::chrono::hours;
using std::chrono::seconds;
using testing::ElementsAre;
using testing::IsEmpty;

// From line 14 on; the keys from line 15 on.
class BuildPower : public ScenarioFiles {
  protected:
    std::vector<std::string> power(const std::string& keys) const {
        return build_mistakes(sound_text() + "[power]\n" + keys);
    }
    std::vector<std::string> job(const std::string& keys) const {
        return build_mistakes(sound_text() + keys);
    }
};

TEST_F(BuildPower, PlansWhatTheTextSays) {
    const RunPlan run = plan(sound_text() +
                             "[power]\ncap = \"90 kW\"\ncap_policy = \"lower_gpu_cap\"\n"
                             "gpu_cap = \"612 W\"\ngpu_cap_floor = \"400 W\"\n"
                             "rectifiers = \"staged\"\nsupply = \"jupiter\"\n");
    EXPECT_EQ(run.power.cap, 90.0 * kilowatt);
    EXPECT_EQ(run.power.policy, CapPolicy::lower_gpu_cap);
    EXPECT_EQ(run.power.gpu_cap, 612.0 * watt);
    EXPECT_EQ(run.power.gpu_cap_floor, 400.0 * watt);
    EXPECT_EQ(run.conversion.rectifier_sharing, ConversionPlan::Sharing::staged);
    EXPECT_FALSE(run.conversion.direct_current);
    EXPECT_TRUE(run.site.supply);
}

// The supply's losses belong to runs that ask what the grid gives.
TEST_F(BuildPower, TheSuppliesOfSitesAreForRunsWithCoolingOrEnergy) {
    const std::string text = sound_text_but("part = \"jedi\"", "part = \"jupiter-booster\"");
    EXPECT_FALSE(plan(text).site.supply);
    EXPECT_TRUE(plan(text + "[energy]\nrenewable_share = \"100 %\"\n").site.supply);
    EXPECT_FALSE(plan(text + "[energy]\nrenewable_share = \"100 %\"\n[power]\nsupply = \"none\"\n")
                     .site.supply);
}

TEST_F(BuildPower, UnknownPartsAreNamed) {
    EXPECT_THAT(mistakes(sound_text() + "[power]\nsupply = \"jupitre\"\n"),
                ElementsAre(testing::EndsWith("none, got 'jupitre'; did you mean 'jupiter'?")));
    EXPECT_THAT(mistakes(sound_text() + "[power]\ncap_policy = \"lower\"\n"),
                ElementsAre("s.toml:15:14: power.cap_policy: expected one of delay_starts, "
                            "lower_gpu_cap, got 'lower'"));
    EXPECT_THAT(mistakes(sound_text() + "[power]\ncap = \"15 MWh\"\n"),
                ElementsAre("s.toml:15:7: power.cap: expected a power (W, mW, kW, MW, GW), got "
                            "'15 MWh' (MWh is a unit of energy)"));
}

// The idle site is told by the models: a cap just below it is none, one just above it is.
TEST_F(BuildPower, ACapIsAtLeastWhatTheIdleSiteDraws) {
    const Site site = plan(sound_text()).site;
    const RackPart& rack = *site.racks.front().part;
    const double idle = rack_draw(rack, 48 * idle_draw(rack.node).input(), {}).input().in(watt);
    EXPECT_THAT(power(fmt::format("cap = \"{} W\"\n", idle + 1)), IsEmpty());
    EXPECT_THAT(power("cap = \"1 kW\"\n"),
                ElementsAre(fmt::format(
                    "s.toml:15:7: power.cap: expected at least the {} that the site draws when "
                    "no job runs, got 1 kW (no policy could keep it)",
                    format_quantity(idle, Dimension::power))));
}

TEST_F(BuildPower, AGpuCapLiesInThePartsRange) {
    const NodePart node = plan(sound_text()).site.racks.front().part->node;
    const std::string range = fmt::format(
        "expected a cap from {} to 680 W, between what a busy GPU draws at its lowest clock and "
        "the part's own cap, got ",
        format_quantity(lowest_gpu_cap(node).si(), Dimension::power));
    EXPECT_THAT(power("gpu_cap = \"612 W\"\n"), IsEmpty());
    EXPECT_THAT(power("gpu_cap = \"681 W\"\n"),
                ElementsAre("s.toml:15:11: power.gpu_cap: " + range + "681 W"));
    EXPECT_THAT(power("gpu_cap = \"90 W\"\n"),
                ElementsAre("s.toml:15:11: power.gpu_cap: " + range + "90 W"));
    EXPECT_THAT(power("cap = \"90 kW\"\ncap_policy = \"lower_gpu_cap\"\ngpu_cap = \"500 W\"\n"
                      "gpu_cap_floor = \"600 W\"\n"),
                ElementsAre("s.toml:18:17: power.gpu_cap_floor: expected at most the gpu_cap of "
                            "500 W, got 600 W"));
}

// The same sentence for the section and for an event; no shipped rack with power lacks GPUs.
TEST_F(BuildPower, OnlyGpusCanBeCapped) {
    RunPlan run = plan(sound_text());
    EXPECT_FALSE(cap_policy_problem("lower_gpu_cap", run));
    run.site.racks.clear();
    EXPECT_FALSE(cap_policy_problem("delay_starts", run));
    const auto problem = cap_policy_problem("lower_gpu_cap", run);
    ASSERT_TRUE(problem);
    EXPECT_EQ(problem->expected, "delay_starts on a site without GPUs");
    EXPECT_EQ(problem->got, "lower_gpu_cap");
}

TEST_F(BuildPower, KeysThatWouldDoNothingAreProblems) {
    EXPECT_THAT(power("cap_policy = \"delay_starts\"\n"),
                ElementsAre("s.toml:15:14: power.cap_policy: expected no such key without a cap, "
                            "got delay_starts (nothing sets or changes power.cap, and nothing "
                            "sheds)"));
    EXPECT_THAT(power("cap = \"90 kW\"\ngpu_cap_floor = \"400 W\"\n"),
                ElementsAre("s.toml:16:17: power.gpu_cap_floor: expected no such key without "
                            "lower_gpu_cap, got 400 W (only that policy goes down)"));
    EXPECT_THAT(power("distribution = \"direct_current\"\n"),
                ElementsAre("s.toml:15:16: power.distribution: expected alternating in a run "
                            "without a supply (power.supply), got direct_current (the supply "
                            "holds the central rectifiers)"));
    EXPECT_THAT(power("distribution = \"direct_current\"\nsupply = \"jupiter\"\n"
                      "rectifiers = \"staged\"\n"),
                ElementsAre("s.toml:17:14: power.rectifiers: expected equal with direct current, "
                            "got staged (the racks have no rectifiers then)"));
}

TEST_F(BuildPower, AFlatPoolHasNoPower) {
    const auto pool = [&](const std::string& more) {
        return build_mistakes(
            sound_text_but("part = \"jedi\"", "part = \"flat-pool\"\nnodes = 48") + more);
    };
    EXPECT_THAT(pool("[power]\ngpu_cap = \"600 W\"\n"),
                ElementsAre("s.toml:15:1: power: expected no such key, the power of flat-pool is "
                            "not known, got a table"));
    EXPECT_THAT(pool("[energy]\nrenewable_share = \"1 %\"\n"),
                ElementsAre("s.toml:15:1: energy: expected no such table, the power of flat-pool "
                            "is not known, got one"));
    EXPECT_THAT(pool("[cooling]\n"),
                ElementsAre("s.toml:15:1: cooling: expected no such table, the power of flat-pool "
                            "is not known, got one"));
    EXPECT_THAT(pool("[[event]]\nat = \"+1 h\"\nset = \"power.cap\"\nto = \"1 MW\"\n"),
                testing::Contains("s.toml:17:7: event.0.set: expected no such key, the power of "
                                  "flat-pool is not known, got power.cap"));
}

// JEDI's GH200 beside MI250X.
TEST_F(BuildPower, AnActivityNeedsGpusOfOneGeneration) {
    EXPECT_THAT(
        build_mistakes(sound_text() + "activity = \"hpl\"\n[site.racks]\nadd = 1\npart = "
                                      "\"frontier-ex4000\"\n"),
        ElementsAre("s.toml:14:12: job.0.activity: expected a site with GPUs of one generation, "
                    "got hopper, cdna2 (give utilisations instead)"));
}

TEST_F(BuildPower, AnActivityIsThatOfTheSitesGpus) {
    RunPlan run = plan(sound_text() + "activity = \"hpl\"\n");
    const Phase phase = run.jobs->next()->phases.front();
    EXPECT_GT(phase.gpu_activity.tensor, 0);
    EXPECT_EQ(phase.gpu_utilisation, 0);
    EXPECT_GT(phase.compute_bound, 0.5);
    RunPlan own = plan(sound_text() +
                       "activity = \"hpl\"\ncpu_utilisation = \"7 %\"\ncompute_bound = \"9 %\"\n");
    const Phase mixed = own.jobs->next()->phases.front();
    EXPECT_EQ(mixed.cpu_utilisation, 0.07);
    EXPECT_EQ(mixed.compute_bound, 0.09);
    EXPECT_THAT(job("activity = \"hpl\"\ngpu_utilisation = \"50 %\"\n"),
                ElementsAre("s.toml:15:19: job.0.gpu_utilisation: expected no such key beside "
                            "activity, got 50 % (the activity says what the GPUs do)"));
    EXPECT_THAT(mistakes(sound_text() + "activity = \"hlp\"\n"),
                ElementsAre(testing::EndsWith(", got 'hlp'; did you mean 'hpl'?")));
    EXPECT_THAT(
        build_mistakes(sound_text_but("part = \"jedi\"", "part = \"flat-pool\"\nnodes = 48") +
                       "activity = \"hpl\"\n"),
        ElementsAre("s.toml:15:12: job.0.activity: expected a site with GPUs of one "
                    "generation, got none (give utilisations instead)"));
}

// 7 s of 2 s and 1 s in turn: 2, 1, 2, 1 and the first second of the next.
TEST_F(BuildPower, PhasesRepeatUntilTheRunTimeIsOver) {
    std::string text = sound_text_but("run_time = \"2 h\"", "run_time = \"7 s\"") +
                       "phases = [ { for = \"2 s\", gpu_utilisation = \"90 %\" }, { for = \"1 s\", "
                       "gpu_utilisation = \"10 %\" } ]\n";
    RunPlan run = plan(text);
    const auto phases = run.jobs->next()->phases;
    std::vector<SimDuration> lengths;
    std::vector<double> loads;
    for (const Phase& phase : phases) {
        lengths.push_back(phase.duration);
        loads.push_back(phase.gpu_utilisation);
    }
    EXPECT_THAT(lengths, ElementsAre(seconds(2), seconds(1), seconds(2), seconds(1), seconds(1)));
    EXPECT_THAT(loads, ElementsAre(0.9, 0.1, 0.9, 0.1, 0.9));
    EXPECT_EQ(phases.front().compute_bound, 0.5);
}

// 2 h of 10 ms are 720,000 phases.
TEST_F(BuildPower, PhasesAreNotTooManyAndStandAlone) {
    EXPECT_THAT(job("phases = [ { for = \"10 ms\" } ]\n"),
                ElementsAre("s.toml:14:10: job.0.phases: expected at most 100000 phases in the "
                            "job's run time, got 720000 times 1 (lengthen the phases: many steps "
                            "as one)"));
    EXPECT_THAT(job("cpu_utilisation = \"1 %\"\nphases = [ { for = \"1 h\" } ]\n"),
                ElementsAre("s.toml:15:10: job.0.phases: expected no activity, utilisation or "
                            "compute_bound beside phases, got both (give them in each phase)"));
}

TEST_F(BuildPower, JobsOfLogsHaveTheScenariosComputeBoundShare) {
    write("jobs.csv", "id,submit_s,nodes,runtime_s\n0,0,1,10\n");
    std::string text = sound_text() +
                       "[workload.trace]\nfile = \"jobs.csv\"\n"
                       "[workload.utilisation]\ncompute_bound = \"80 %\"\n";
    RunPlan run = plan(text);
    EXPECT_EQ(run.jobs->next()->phases.front().compute_bound, 0.8);
}

class PowerChanges : public ScenarioFiles {
  protected:
    std::vector<std::string> event(const std::string& keys, const std::string& power = "") const {
        return build_mistakes(sound_text() + "[[event]]\nat = \"+1 h\"\n" + keys + power);
    }
};

TEST_F(PowerChanges, SetsTakeValuesWithUnits) {
    EXPECT_THAT(event("set = \"power.cap\"\nto = \"90 kW\"\n"), IsEmpty());
    EXPECT_THAT(event("set = \"power.cap\"\nto = \"none\"\n"), IsEmpty());
    EXPECT_THAT(event("set = \"power.cap\"\nto = 90\n"),
                ElementsAre("s.toml:17:6: event.0.to: expected a power (W, mW, kW, MW, GW) or "
                            "none, got '90' (write the unit, e.g. \"90 W\")"));
    EXPECT_THAT(event("set = \"power.cap_policy\"\nto = \"lower\"\n"),
                ElementsAre("s.toml:17:6: event.0.to: expected one of delay_starts, "
                            "lower_gpu_cap, got 'lower'"));
    EXPECT_THAT(event("set = \"power.gpu_cap\"\nto = \"700 W\"\n"),
                ElementsAre(testing::EndsWith("the part's own cap, got 700 W")));
    EXPECT_THAT(
        event("set = \"power.gpu_cap\"\nto = \"500 W\"\n",
              "[power]\ncap = \"90 kW\"\ncap_policy = \"lower_gpu_cap\"\ngpu_cap_floor = "
              "\"600 W\"\n"),
        ElementsAre("s.toml:17:6: event.0.to: expected gpu_cap not to fall below gpu_cap_floor, "
                    "which is 600 W then, got 500 W"));
}

// Told at the change that causes it, not at others while it lasts.
TEST_F(PowerChanges, TheCapStaysAboveItsFloor) {
    const std::string power =
        "[power]\ncap = \"90 kW\"\ncap_policy = \"lower_gpu_cap\"\n"
        "gpu_cap = \"650 W\"\ngpu_cap_floor = \"600 W\"\n";
    const std::string cap_of_the_site =
        "[[event]]\nat = \"+2 h\"\nset = \"power.cap\"\nto = \"80 kW\"\n";
    EXPECT_THAT(event("set = \"power.gpu_cap\"\nto = \"550 W\"\n", cap_of_the_site + power),
                ElementsAre("s.toml:17:6: event.0.to: expected gpu_cap not to fall below "
                            "gpu_cap_floor, which is 600 W then, got 550 W"));
    EXPECT_THAT(event("set = \"power.gpu_cap_floor\"\nto = \"660 W\"\n", cap_of_the_site + power),
                ElementsAre("s.toml:17:6: event.0.to: expected gpu_cap_floor not to rise above "
                            "gpu_cap, which is 650 W then, got 660 W"));
    // The floor is back while the cap is still low.
    EXPECT_THAT(
        event("set = \"power.gpu_cap_floor\"\nto = \"500 W\"\nfor = \"2 h\"\n",
              "[[event]]\nat = \"+2 h\"\nset = \"power.gpu_cap\"\nto = \"550 W\"\n" + power),
        ElementsAre("s.toml:18:7: event.0.for: expected gpu_cap_floor not to rise above "
                    "gpu_cap, which is 550 W when it is over, got 600 W"));
}

TEST_F(PowerChanges, ASettingThatWouldDoNothingIsAProblem) {
    EXPECT_THAT(
        event("set = \"power.gpu_cap_floor\"\nto = \"300 W\"\n", "[power]\ncap = \"90 kW\"\n"),
        ElementsAre("s.toml:16:7: event.0.set: expected no such setting without "
                    "lower_gpu_cap, got power.gpu_cap_floor (only that policy goes down)"));
    EXPECT_THAT(event("set = \"power.cap_policy\"\nto = \"lower_gpu_cap\"\n"),
                ElementsAre("s.toml:16:7: event.0.set: expected no such setting without a cap, got "
                            "power.cap_policy (nothing sets or changes power.cap, and nothing "
                            "sheds)"));
    EXPECT_THAT(event("set = \"power.cap_policy\"\nto = \"lower_gpu_cap\"\n",
                      "[power]\ncap = \"90 kW\"\ngpu_cap_floor = \"300 W\"\n"),
                IsEmpty());
}

// JEDI idles at 43,527.706 W, a node of it at 831.020 W (scenarios/smoke/idle-day.toml). At full
// load its four superchips are at their cap: (4 x 680 W + 113 W) / 98 % = 2,890.816 W. Two such
// nodes: 47,647.3 W, beside what rectifiers lose on the rise.
TEST_F(PowerChanges, AJobThatACapNeverLetsStartIsARemark) {
    const auto remarks = [&](const std::string& power, const std::string& keys = "") {
        return plan(sound_text() + "limit = \"3 h\"\n" + keys + "[power]\n" + power).remarks;
    };
    const std::string busy = "gpu_utilisation = \"100 %\"\n";
    EXPECT_THAT(remarks("cap = \"47.6 kW\"\n", busy),
                ElementsAre("job.0: 'a' needs 2 nodes, with which the site draws 47.65 kW or more: "
                            "above the power.cap of 47.6 kW it never starts while all nodes are in "
                            "service"));
    EXPECT_THAT(remarks("cap = \"47.7 kW\"\n", busy), IsEmpty());
    EXPECT_THAT(remarks("cap = \"47.6 kW\"\n"), IsEmpty());
    EXPECT_THAT(remarks("cap = \"47.6 kW\"\ncap_policy = \"lower_gpu_cap\"\n", busy), IsEmpty());
    EXPECT_THAT(remarks("gpu_cap = \"600 W\"\ncap = \"47.6 kW\"\n", busy), IsEmpty());
    // A second phase counts too.
    EXPECT_THAT(
        remarks("cap = \"47.6 kW\"\n",
                "phases = [ { for = \"1 s\" }, { for = \"1 s\", gpu_utilisation = \"100 %\" "
                "} ]\n"),
        testing::SizeIs(1));
    // The cap may be lifted on the way.
    EXPECT_THAT(remarks("cap = \"47.6 kW\"\n[[event]]\nat = \"+2 h\"\nset = \"power.cap\"\nto = "
                        "\"none\"\n",
                        busy),
                IsEmpty());
}

TEST_F(PowerChanges, ACapThatSlowsNeedsALimitBeyondTheRunTime) {
    const std::string remark =
        "job: 1 of 1 [[job]]s may run no longer than their run time: one that a cap on its GPUs "
        "slows is killed at its limit (give it a longer limit)";
    const std::string capped = "[power]\ngpu_cap = \"500 W\"\n";
    EXPECT_THAT(plan(sound_text() + capped).remarks, ElementsAre(remark));
    EXPECT_THAT(plan(sound_text() + "limit = \"3 h\"\n" + capped).remarks, IsEmpty());
    EXPECT_THAT(plan(sound_text() + "[power]\ncap = \"90 kW\"\n").remarks, IsEmpty());
    EXPECT_THAT(
        plan(sound_text() + "[power]\ncap = \"90 kW\"\ncap_policy = \"lower_gpu_cap\"\n").remarks,
        ElementsAre(remark));
}

TEST_F(PowerChanges, ACapForAWhileReturnsToWhatItWas) {
    const auto changes = plan(sound_text() +
                              "[power]\ncap = \"100 kW\"\n[[event]]\nat = \"+2 h\"\nset = "
                              "\"power.cap\"\nto = \"80 kW\"\nfor = \"3 h\"\n")
                             .changes;
    ASSERT_EQ(changes.size(), 2);
    EXPECT_EQ(changes[0].power->cap, 80.0 * kilowatt);
    EXPECT_EQ(changes[0].what, "power.cap = 80 kW");
    EXPECT_FALSE(changes[0].plan);
    EXPECT_EQ(changes[1].power->cap, 100.0 * kilowatt);
    EXPECT_EQ(changes[1].what, "power.cap as before");
}

TEST_F(PowerChanges, AShedNeedsAPolicyAndAnEnd) {
    EXPECT_THAT(event("shed = \"20 %\"\nfor = \"2 h\"\n"),
                ElementsAre("s.toml:1:1: power.cap_policy: required with a shed: expected one of "
                            "delay_starts, lower_gpu_cap, got nothing"));
    const std::string policy = "[power]\ncap_policy = \"lower_gpu_cap\"\n";
    EXPECT_THAT(event("shed = \"20 %\"\n", policy),
                ElementsAre("s.toml:14:1: event.0.for: required with shed: expected a duration, "
                            "got nothing"));
    const auto changes =
        plan(sound_text() + policy + "[[event]]\nat = \"+1 h\"\nshed = \"20 %\"\nfor = \"2 h\"\n")
            .changes;
    ASSERT_EQ(changes.size(), 2);
    EXPECT_EQ(changes[0].kind, ChangeKind::shed);
    EXPECT_EQ(changes[0].share, 0.2);
    EXPECT_EQ(changes[0].what, "20 %");
    EXPECT_EQ(changes[1].kind, ChangeKind::shed);
    EXPECT_TRUE(changes[1].ends);
    EXPECT_EQ(changes[1].share, 0);
    EXPECT_EQ(changes[1].at, sim_start + hours(3));
}

TEST_F(PowerChanges, EventsOfThePlantAndTheMarketNeedThem) {
    EXPECT_THAT(event("heat_wave = \"8 K\"\nfor = \"2 h\"\n"),
                ElementsAre("s.toml:16:13: event.0.heat_wave: expected no such key without a "
                            "cooling plant, got '8 K' (add [cooling])"));
    EXPECT_THAT(event("lose_cooling = \"cdu 1\"\n"),
                ElementsAre("s.toml:16:16: event.0.lose_cooling: expected no such key without a "
                            "cooling plant, got 'cdu 1' (add [cooling])"));
    EXPECT_THAT(event("price_spike = \"300 EUR/MWh\"\nfor = \"2 h\"\n"),
                ElementsAre("s.toml:16:15: event.0.price_spike: expected no such key without "
                            "energy.price, got 300 EUR/MWh"));
    EXPECT_THAT(event("shed = \"20 %\"\nto = \"1 MW\"\n"),
                testing::Contains("s.toml:17:6: event.0.to: expected no such key without set, got "
                                  "'1 MW'"));
}

}  // namespace
}  // namespace twin
