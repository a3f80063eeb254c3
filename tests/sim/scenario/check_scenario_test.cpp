// What is wrong with a scenario, as the planner reads it: whole sentences.
#include <algorithm>
#include <gmock/gmock.h>

#include "tests/sim/scenario/scenario_files.h"

namespace twin {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

class CheckScenario : public ScenarioFiles {
  protected:
    std::vector<std::string> without(const std::string& line, const std::string& by) const {
        return mistakes(sound_text_but(line, by));
    }
};

TEST_F(CheckScenario, FindsNothingWrongWithASoundText) {
    EXPECT_THAT(mistakes(sound_text()), IsEmpty());
}

TEST_F(CheckScenario, AsksForTheUnit) {
    EXPECT_THAT(without("run_time = \"2 h\"", "run_time = \"2\""),
                ElementsAre(testing::StartsWith(
                    "s.toml:13:12: job.0.run_time: expected a duration (s, ms, us, ns, min, h, "
                    "d), got '2' (write the unit, e.g. \"2 ")));
    EXPECT_THAT(without("part = \"jedi\"", "part = \"jedi\"\nit_power_limit = 400"),
                ElementsAre("s.toml:7:18: site.it_power_limit: expected a power (W, mW, kW, MW, "
                            "GW), got 400 (write the unit, e.g. \"400 W\")"));
}

TEST_F(CheckScenario, NamesTheQuantityOfAWrongUnit) {
    EXPECT_THAT(without("part = \"jedi\"", "part = \"jedi\"\nit_power_limit = \"20 MWh\""),
                ElementsAre("s.toml:7:18: site.it_power_limit: expected a power (W, mW, kW, MW, "
                            "GW), got '20 MWh' (MWh is a unit of energy)"));
    EXPECT_THAT(without("horizon = \"1 d\"", "horizon = \"1 week\""),
                ElementsAre("s.toml:4:11: time.horizon: expected a duration (s, ms, us, ns, min, "
                            "h, d), got '1 week'"));
}

TEST_F(CheckScenario, FindsUnknownKeysAtTheKeyItself) {
    EXPECT_THAT(without("horizon = \"1 d\"", "  horizonn = \"1 d\""),
                ElementsAre("s.toml:4:3: time.horizonn: unknown key; did you mean 'horizon'?"));
    EXPECT_THAT(without("title = \"one job\"", "title = \"one job\"\ncolour = \"red\""),
                ElementsAre("s.toml:2:1: colour: unknown key"));
    EXPECT_THAT(mistakes(sound_text() + "[expect.makespam]\nvalue = 1\n"),
                ElementsAre("s.toml:14:9: expect.makespam: unknown key; did you mean 'makespan'?"));
}

TEST_F(CheckScenario, RefusesWrongTypes) {
    EXPECT_THAT(without("title = \"one job\"", "title = 7"),
                ElementsAre("s.toml:1:9: title: expected a text, got 7"));
    EXPECT_THAT(without("title = \"one job\"", "title = \"\""),
                ElementsAre("s.toml:1:9: title: expected a text, got ''"));
    EXPECT_THAT(without("nodes = 2", "nodes = \"2\""),
                ElementsAre("s.toml:12:9: job.0.nodes: expected an integer > 0, got '2'"));
    EXPECT_THAT(without("nodes = 2", "nodes = 2.5"),
                ElementsAre("s.toml:12:9: job.0.nodes: expected an integer > 0, got 2.5"));
    EXPECT_THAT(without("horizon = \"1 d\"", "horizon = [1]"),
                ElementsAre("s.toml:4:11: time.horizon: expected a duration (s, ms, us, ns, min, "
                            "h, d), got a list"));
    EXPECT_THAT(mistakes("title = \"t\"\nsite = 7\nscheduling = { policy = \"fcfs\" }\njob = {}\n"),
                ElementsAre("s.toml:2:8: site: expected a table, got 7",
                            "s.toml:4:7: job: expected a list, got a table"));
    EXPECT_THAT(mistakes("title = \"t\"\nevent = [7]\nsite = { part = \"jedi\" }\n"
                         "scheduling = { policy = \"fcfs\" }\n"),
                ElementsAre("s.toml:2:10: event.0: expected a table, got 7"));
}

TEST_F(CheckScenario, RefusesNegativeAndAbsurdValues) {
    EXPECT_THAT(without("horizon = \"1 d\"", "horizon = \"-1 d\""),
                ElementsAre("s.toml:4:11: time.horizon: expected a duration (s, ms, us, ns, min, "
                            "h, d) > 0 s, got '-1 d'"));
    EXPECT_THAT(without("horizon = \"1 d\"", "horizon = \"1e9 d\""),
                ElementsAre("s.toml:4:11: time.horizon: expected a duration (s, ms, us, ns, min, "
                            "h, d) of at most 100 years, got '1e9 d'"));
    EXPECT_THAT(without("horizon = \"1 d\"", "horizon = \"1e400 d\""),
                ElementsAre("s.toml:4:11: time.horizon: expected a duration (s, ms, us, ns, min, "
                            "h, d), got '1e400 d'"));
    EXPECT_THAT(without("nodes = 2", "nodes = 0"),
                ElementsAre("s.toml:12:9: job.0.nodes: expected an integer > 0, got 0"));
    EXPECT_THAT(without("nodes = 2", "nodes = 3000000000"),
                ElementsAre("s.toml:12:9: job.0.nodes: expected an integer from 1 to 2147483647, "
                            "got 3000000000"));
    EXPECT_THAT(without("nodes = 2", "nodes = 2\ncpu_utilisation = \"120 %\""),
                ElementsAre("s.toml:13:19: job.0.cpu_utilisation: expected a share (%) from 0 % "
                            "to 100 %, got '120 %'"));
    EXPECT_THAT(mistakes(sound_text() + "[workload]\nseed = -1\n"),
                ElementsAre("s.toml:15:8: workload.seed: expected an integer >= 0, got -1"));
    EXPECT_THAT(mistakes(sound_text() + "[workload.trace]\nfile = \"a.swf\"\nscale_nodes = nan\n"),
                ElementsAre("s.toml:16:15: workload.trace.scale_nodes: expected a number > 0 "
                            "and at most 1000000, got nan"));
    EXPECT_THAT(
        mistakes(sound_text() + "[expect.makespan]\nvalue = inf\nwithin = -1\nbecause = \"b\"\n"),
        ElementsAre("s.toml:15:9: expect.makespan.value: expected a number, or a text "
                    "with a number and its unit, got inf",
                    "s.toml:16:10: expect.makespan.within: expected a number, or a text "
                    "with a number and its unit >= 0, got -1"));
}

TEST_F(CheckScenario, NamesTheTableThatLacksARequiredKey) {
    EXPECT_THAT(without("nodes = 2", ""),
                ElementsAre("s.toml:9:1: job.0.nodes: required: expected an integer, got nothing"));
    EXPECT_THAT(mistakes("title = \"t\"\n"),
                ElementsAre("s.toml:1:1: site: required: expected a table, got nothing",
                            "s.toml:1:1: scheduling: required: expected a table, got nothing"));
}

TEST_F(CheckScenario, ReadsTemperaturesPricesAndDates) {
    EXPECT_THAT(mistakes(sound_text() + "[cooling]\nsupply = \"36 K\"\n"),
                ElementsAre("s.toml:15:10: cooling.supply: expected a temperature (degC), got "
                            "'36 K' (K is a unit of temperature difference)"));
    EXPECT_THAT(mistakes(sound_text() + "[cooling]\nsupply = \"36\"\n"),
                ElementsAre("s.toml:15:10: cooling.supply: expected a temperature (degC), got '36' "
                            "(write the unit, e.g. \"36 degC\")"));
    EXPECT_THAT(mistakes(sound_text() + "[cooling]\nsupply = \"36 C\"\n"),
                ElementsAre("s.toml:15:10: cooling.supply: expected a temperature (degC), got "
                            "'36 C'"));
    EXPECT_THAT(mistakes(sound_text() + "[cooling]\nsupply = \"-5 degC\"\n"),
                ElementsAre("s.toml:15:10: cooling.supply: expected a temperature (degC) from 0 "
                            "degC to 100 degC, got '-5 degC'"));
    EXPECT_THAT(mistakes(sound_text() + "[energy.tariff]\nlevies = \"2 EUR\"\n"),
                ElementsAre("s.toml:15:10: energy.tariff.levies: expected a price of energy "
                            "(EUR/MWh, ct/kWh, EUR/kWh), got '2 EUR' (EUR is a unit of sum of "
                            "money)"));
    EXPECT_THAT(mistakes(sound_text() + "[energy]\noperation_begun = 2025-09-05\n"),
                ElementsAre("s.toml:15:19: energy.operation_begun: expected a date, e.g. "
                            "\"2025-09-05\", got 2025-09-05 (put it in quotes)"));
    EXPECT_THAT(mistakes(sound_text() + "[energy]\noperation_begun = \"5.9.2025\"\n"),
                ElementsAre("s.toml:15:19: energy.operation_begun: expected a date, e.g. "
                            "\"2025-09-05\", got '5.9.2025'"));
}

TEST_F(CheckScenario, AFileIsATextOrATable) {
    const auto price = [&](const std::string& value) {
        return check(sound_text() + "[energy]\nprice = " + value + "\n");
    };
    EXPECT_EQ(price("\"p.csv\"").scenario.energy->price->file, "p.csv");
    EXPECT_EQ(price("{ file = \"p.csv\", zone = \"UTC\" }").scenario.energy->price->zone, "UTC");
    EXPECT_EQ(price("\"p.csv\"").places.at("energy.price.file").column, 9);
    EXPECT_THAT(sentences(price("7").problems),
                ElementsAre("s.toml:15:9: energy.price: expected a file or a table { file = ... "
                            "}, got 7"));
    EXPECT_THAT(sentences(price("\"\"").problems),
                ElementsAre("s.toml:15:9: energy.price.file: expected a text, got ''"));
    EXPECT_THAT(sentences(price("{ fiel = \"p.csv\" }").problems),
                ElementsAre("s.toml:15:9: energy.price.file: required: expected a text, got "
                            "nothing",
                            "s.toml:15:11: energy.price.fiel: unknown key; did you mean 'file'?"));
}

TEST_F(CheckScenario, HeatIsAskedForByTheMonthOrAllTheTime) {
    const auto demand = [&](const std::string& value) {
        return mistakes(sound_text() +
                        "[cooling.heat_reuse]\nsupply = \"70 degC\"\ndemand = " + value + "\n");
    };
    EXPECT_THAT(demand("\"5 MW\""), IsEmpty());
    EXPECT_THAT(demand("[\"1 MWh\", \"1 MWh\"]"),
                ElementsAre("s.toml:16:10: cooling.heat_reuse.demand: expected a power (\"5 MW\") "
                            "or a list of the 12 months' energies (\"1200 MWh\"), got a list of "
                            "2"));
    EXPECT_THAT(demand("\"5 MWh\""),
                ElementsAre("s.toml:16:10: cooling.heat_reuse.demand: expected a power (\"5 MW\") "
                            "or a list of the 12 months' energies (\"1200 MWh\"), none below zero, "
                            "got '5 MWh' (MWh "
                            "is a unit of energy)"));
}

// Shown, because it is an assumption.
TEST_F(CheckScenario, TheComputeBoundShareOfALogIsShown) {
    const auto checked = check(sound_text());
    bool shown = false;
    for (const auto& setting : settings_of(checked, test_vocabulary()))
        shown = shown || (setting.path == "workload.utilisation.compute_bound" &&
                          setting.value == "50 %" && setting.origin == "default");
    EXPECT_TRUE(shown);
}

TEST_F(CheckScenario, OffersTheWordsToChooseFrom) {
    EXPECT_THAT(without("policy = \"fcfs\"", "policy = \"eazy\""),
                ElementsAre("s.toml:8:10: scheduling.policy: expected one of fcfs, easy, "
                            "easy_sequential, easy_perfect, conservative, got 'eazy'; did you "
                            "mean 'easy'?"));
    EXPECT_THAT(without("policy = \"fcfs\"", "policy = \"fcfs\"\nlost_jobs = true"),
                ElementsAre("s.toml:9:13: scheduling.lost_jobs: expected one of requeue, "
                            "requeue_first, fail, got true"));
}

TEST_F(CheckScenario, ReportsAllMistakesAtOnce) {
    const auto found = mistakes(R"([time]
start = 2024-01-01
horizon = 9
[site]
part = "jedy"
[scheduling]
policy = "fcfs"
polcy = 1
)");
    EXPECT_THAT(
        found,
        ElementsAre("s.toml:1:1: title: required: expected a text, got nothing",
                    "s.toml:2:9: time.start: expected an instant with its zone, e.g. "
                    "\"2024-04-07T00:00:00+02:00\", got 2024-01-01 (put it in quotes, "
                    "with its zone)",
                    testing::StartsWith("s.toml:3:11: time.horizon: expected a duration "
                                        "(s, ms, us, ns, min, h, d), got 9 (write the "
                                        "unit, e.g. \"9 "),
                    "s.toml:5:8: site.part: expected one of flat-pool, frontier, jedi, "
                    "jeti, jupiter-booster, juwels-booster, leonardo-booster, "
                    "levante-gpu, lumi-g, marenostrum5-acc, got 'jedy'; did you mean 'jedi'?",
                    "s.toml:8:1: scheduling.polcy: unknown key; did you mean 'policy'?"));
}

TEST_F(CheckScenario, InstantsNeedTheirZoneAndQuotes) {
    const std::string expected =
        "s.toml:3:9: time.start: expected an instant with its zone, e.g. "
        "\"2024-04-07T00:00:00+02:00\", got ";
    const auto start = [&](const std::string& value) {
        return without("start = \"2024-01-01T00:00:00Z\"", "start = " + value);
    };
    EXPECT_THAT(start("\"2024-01-01T00:00:00\""),
                ElementsAre(expected + "'2024-01-01T00:00:00' (the zone is missing, e.g. "
                                       "\"2024-01-01T00:00:00Z\")"));
    EXPECT_THAT(start("2024-01-01T00:00:00Z"),
                ElementsAre(expected + "2024-01-01T00:00:00Z (put it in quotes, with its zone)"));
    EXPECT_THAT(start("\"2024-02-30T00:00:00Z\""),
                ElementsAre(expected + "'2024-02-30T00:00:00Z'"));
    EXPECT_THAT(start("\"1900-01-01T00:00:00Z\""),
                ElementsAre(expected + "'1900-01-01T00:00:00Z' (only the years 1970 to 2100 can be "
                                       "simulated)"));
}

TEST_F(CheckScenario, TimesAfterTheStartNeedTheirSign) {
    const std::string expected =
        "s.toml:11:10: job.0.submit: expected a time after the start (\"+36 h\") or an instant "
        "with its zone (\"2024-04-07T00:00:00+02:00\"), got ";
    EXPECT_THAT(without("submit = \"+1 h\"", "submit = \"1 h\""),
                ElementsAre(expected + "'1 h' (write \"+1 h\")"));
    EXPECT_THAT(without("submit = \"+1 h\"", "submit = \"-1 h\""),
                ElementsAre(expected + "'-1 h'"));
    EXPECT_THAT(without("submit = \"+1 h\"", "submit = \"+1 W\""),
                ElementsAre(expected + "'+1 W' (W is a unit of power)"));
}

TEST_F(CheckScenario, EmptyBinaryAndBrokenFilesGiveOneProblem) {
    EXPECT_THAT(mistakes(" \n"),
                ElementsAre("s.toml:1:1: expected a scenario, got an empty file (start from "
                            "scenarios/examples/jupiter-week.toml)"));
    EXPECT_THAT(mistakes(std::string("\x7f"
                                     "ELF\0\0",
                                     6)),
                ElementsAre("s.toml:1:1: expected a text, got binary data"));
    EXPECT_THAT(mistakes("title = \"\xff\"\n"),
                ElementsAre("s.toml:1:9: Encountered invalid utf-8 sequence"));
    EXPECT_THAT(mistakes("title = \"a\"\n" + sound_text()),
                ElementsAre("s.toml:2:9: Error while parsing key-value pair: cannot redefine "
                            "existing string 'title'"));
}

TEST_F(CheckScenario, AFileThatDoesNotExistIsNoProblemOfTheText) {
    EXPECT_THROW(
        try { read_scenario("nothing.toml", {}); } catch (const std::runtime_error& error) {
            EXPECT_STREQ(error.what(), "cannot read nothing.toml: No such file or directory");
            throw;
        },
        std::runtime_error);
}

TEST_F(CheckScenario, ABaseIsOverriddenKeyByKey) {
    write("base.toml", sound_text());
    const CheckedScenario checked =
        check("base = \"base.toml\"\n[time]\nhorizon = \"2 d\"\n[site]\npart = \"frontier\"\n");
    EXPECT_THAT(checked.problems, IsEmpty());
    EXPECT_EQ(checked.scenario.time.horizon, std::chrono::hours(48));
    EXPECT_EQ(checked.scenario.site.part, "frontier");
    EXPECT_EQ(checked.scenario.jobs.at(0).name, "a");
}

TEST_F(CheckScenario, ProblemsOfABaseAreInItsFile) {
    write("base.toml", sound_text_but("nodes = 2", "nodes = 0"));
    EXPECT_THAT(mistakes("base = \"base.toml\"\n"),
                ElementsAre("base.toml:12:9: job.0.nodes: expected an integer > 0, got 0"));
}

TEST_F(CheckScenario, ABaseThatCannotBeReadIsOneProblem) {
    EXPECT_THAT(mistakes("base = \"none.toml\"\n"),
                ElementsAre("s.toml:1:8: base: cannot read none.toml: No such file or directory"));
    EXPECT_THAT(mistakes("base = 7\n"),
                ElementsAre("s.toml:1:8: base: expected the name of a scenario file, got 7"));
    write("broken.toml", "title =\n");
    EXPECT_THAT(mistakes("base = \"broken.toml\"\n[time]\nhorizon = 7\n"),
                ElementsAre(testing::StartsWith("broken.toml:1:8: Error while parsing")));
}

TEST_F(CheckScenario, ABaseMayNotBuildOnTheFileItself) {
    write("a.toml", "base = \"s.toml\"\n");
    EXPECT_THAT(mistakes("base = \"a.toml\"\n"),
                ElementsAre("a.toml:1:8: base: expected a file that does not build on this one, "
                            "got 's.toml'"));
    EXPECT_THAT(mistakes("base = \"s.toml\"\n"),
                ElementsAre("s.toml:1:8: base: expected a file that does not build on this one, "
                            "got 's.toml'"));
}

// The file over the last of the list over the first: 3 d, 2 d, 1 d; jedi only in the first.
TEST_F(CheckScenario, ALaterBaseOfAListOverridesThoseBeforeIt) {
    write("first.toml", sound_text());
    write("last.toml", "title = \"last\"\n[time]\nhorizon = \"2 d\"\n");
    const std::string bases = "base = [\"first.toml\", \"last.toml\"]\n";
    const CheckedScenario both = check(bases);
    EXPECT_THAT(both.problems, IsEmpty());
    EXPECT_EQ(both.scenario.title, "last");
    EXPECT_EQ(both.scenario.time.horizon, std::chrono::hours(48));
    EXPECT_EQ(both.scenario.site.part, "jedi");
    EXPECT_EQ(both.places.at("time.horizon").file, "last.toml");
    EXPECT_EQ(both.places.at("site.part").file, "first.toml");
    EXPECT_EQ(check(bases + "[time]\nhorizon = \"3 d\"\n").scenario.time.horizon,
              std::chrono::hours(72));
    EXPECT_EQ(check("base = [\"last.toml\", \"first.toml\"]\n").scenario.title, "one job");
}

TEST_F(CheckScenario, BasesOfAListMayShareABase) {
    write("site.toml", sound_text());
    write("a.toml", "base = \"site.toml\"\ntitle = \"a\"\n");
    write("b.toml", "base = \"site.toml\"\n[time]\nhorizon = \"2 d\"\n");
    const CheckedScenario checked = check("base = [\"a.toml\", \"b.toml\"]\n");
    EXPECT_THAT(checked.problems, IsEmpty());
    EXPECT_EQ(checked.scenario.time.horizon, std::chrono::hours(48));
    // b.toml comes last, with what it builds on.
    EXPECT_EQ(checked.scenario.title, "one job");
    EXPECT_THAT(read_scenario("s.toml", {}).files,
                ElementsAre("s.toml", "a.toml", "site.toml", "b.toml"));
    // Under both of them its mistake is one.
    write("site.toml", "title =\n");
    EXPECT_THAT(mistakes("base = [\"a.toml\", \"b.toml\"]\n"),
                ElementsAre(testing::StartsWith("site.toml:1:8: Error while parsing")));
}

TEST_F(CheckScenario, EachMistakeOfAListOfBasesIsToldInItsOrder) {
    write("ok.toml", sound_text());
    write("a.toml", "base = [\"ok.toml\", \"s.toml\"]\n");
    EXPECT_THAT(
        mistakes("base = [\"none.toml\", \"ok.toml\", 7, \"\", \"a.toml\"]\n"),
        ElementsAre("s.toml:1:9: base: cannot read none.toml: No such file or directory",
                    "s.toml:1:33: base: expected the name of a scenario file, got 7",
                    "s.toml:1:36: base: expected the name of a scenario file, got ''",
                    "a.toml:1:20: base: expected a file that does not build on this one, got "
                    "'s.toml'"));
    EXPECT_THAT(mistakes("base = []\n"),
                ElementsAre("s.toml:1:8: base: expected at least one scenario file, got an empty "
                            "list"));
}

TEST_F(CheckScenario, AProblemOfAnOptionNamesTheOption) {
    EXPECT_THAT(
        mistakes(sound_text(), {"job.0.nodes=0", "time.horizonn=1 d", "scheduling.policy=eazy"}),
        ElementsAre("--set time.horizonn=1 d: time.horizonn: unknown key; did you mean 'horizon'?",
                    "--set job.0.nodes=0: job.0.nodes: expected an integer > 0, got 0",
                    "--set scheduling.policy=eazy: scheduling.policy: expected one of fcfs, easy, "
                    "easy_sequential, easy_perfect, conservative, got 'eazy'; did you mean "
                    "'easy'?"));
    EXPECT_THAT(mistakes(sound_text(), {"title=\"two\"", "job.3.nodes=1"}),
                ElementsAre("--set job.3.nodes=1: job: expected the number of an item (0 to 0), "
                            "got '3'"));
}

TEST_F(CheckScenario, TheLastOptionHolds) {
    const auto checked = check(sound_text(), {"job.0.nodes=3", "job.0.nodes=4"});
    EXPECT_EQ(checked.scenario.jobs.at(0).nodes, 4);
}

TEST_F(CheckScenario, SettingsKnowWhereTheyComeFrom) {
    const auto checked = check(sound_text(), {"time.horizon=2 d"});
    const auto settings = settings_of(checked, test_vocabulary());
    const auto line = [&](const std::string& path) {
        for (const auto& setting : settings)
            if (setting.path == path)
                return setting.value + " from " + setting.origin;
        return std::string("no such key");
    };
    EXPECT_EQ(line("site.part"), "jedi from s.toml:6");
    EXPECT_EQ(line("job.0.run_time"), "2 h from s.toml:13");
    EXPECT_EQ(line("time.horizon"), "2 d from --set time.horizon=2 d");
    EXPECT_EQ(line("scheduling.placement"), "lowest_first from default");
    EXPECT_EQ(line("time.warm_up"), "0 s from default");
    EXPECT_EQ(line("workload.trace.file"), "no such key");
}

}  // namespace
}  // namespace twin
