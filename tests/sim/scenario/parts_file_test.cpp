// Parts that a scenario brings along.
#include <algorithm>
#include <gmock/gmock.h>
#include <set>

#include "sim/scenario/parts_catalog.h"
#include "tests/sim/scenario/scenario_files.h"

namespace twin {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

class PartsFile : public ScenarioFiles {
  protected:
    // One job on a node of the site "round".
    static std::string scenario(const std::string& parts = "parts = \"p.toml\"") {
        return parts + R"(
title = "own parts"
time = { start = "2024-01-01T00:00:00Z", horizon = "1 d" }
scheduling = { policy = "fcfs" }
[site]
part = "round"
[[job]]
name = "a"
submit = "+0 s"
nodes = 1
run_time = "1 h"
)";
    }

    Options with_parts(const std::string& text) const {
        write("p.toml", text);
        return mistakes(scenario());
    }
};

std::string replaced(std::string text, const std::string& word, const std::string& by) {
    const auto at = text.find(word);
    if (at == std::string::npos)
        throw std::logic_error("no such word: " + word);
    return text.replace(at, word.size(), by);
}

TEST_F(PartsFile, ItsPartsStandBesideTheShippedOnes) {
    write("p.toml", round_parts());
    const CheckedScenario checked = check(scenario());
    EXPECT_THAT(sentences(checked.problems), IsEmpty());
    EXPECT_TRUE(checked.parts->sites.contains("round"));
    EXPECT_TRUE(checked.parts->sites.contains("jedi"));
    EXPECT_EQ(checked.parts->calibration("round")->name, "round figures");
    EXPECT_FALSE(shipped_parts().sites.contains("round"));
    EXPECT_EQ(shipped_parts().calibration("round"), nullptr);
    const RunPlan built = plan(scenario());
    EXPECT_EQ(built.site.name, "a partition of round figures");
    EXPECT_EQ(built.site.nodes, 4);
    EXPECT_EQ(built.site.racks[0].part->node.cpu.cores, 64);
    EXPECT_EQ(built.site.racks[0].part->node.cpu.calibration, "round");
    // The run's inputs, so that a change of the file shows.
    EXPECT_THAT(built.inputs, ElementsAre("p.toml"));
}

TEST_F(PartsFile, WithoutOneItIsTheShippedCatalogue) {
    const CheckedScenario checked = check(sound_text());
    EXPECT_EQ(checked.parts.get(), &shipped_parts());
    EXPECT_THAT(checked.part_files, IsEmpty());
}

TEST_F(PartsFile, MistakesAreAtTheirPlaceInIt) {
    EXPECT_THAT(with_parts(replaced(round_parts(), "value = 64", "value = \"64\"")),
                ElementsAre("p.toml:11:19: cpus.round.cores.value: expected an integer >= 0, got "
                            "'64'"));
    EXPECT_THAT(with_parts(replaced(round_parts(), "cores =", "coers =")),
                ElementsAre("p.toml:9:1: cpus.round.cores: required: expected an integer with its "
                            "source, got nothing",
                            "p.toml:11:1: cpus.round.coers: unknown key; did you mean 'cores'?"));
    EXPECT_THAT(with_parts(replaced(round_parts(), "cpu = \"round\"", "cpu = \"rund\"")),
                ElementsAre("p.toml:19:7: nodes.round.cpu: expected the id of a part, got 'rund'; "
                            "did you mean 'round'?"));
    EXPECT_THAT(with_parts(replaced(round_parts(), "cpu = \"round\"\n", "")),
                ElementsAre("p.toml:15:1: nodes.round.cpu: required: expected the id of a part, "
                            "got nothing"));
    EXPECT_THAT(
        with_parts(replaced(round_parts(), "calibration = \"round\"", "calibration = \"rund\"")),
        ElementsAre("p.toml:14:15: cpus.round.calibration: expected the id of a part, got "
                    "'rund'; did you mean 'round'?"));
    EXPECT_THAT(with_parts(replaced(round_parts(), "\"100 GB/s\"", "\"100 GB\"")),
                ElementsAre("p.toml:8:11: calibrations.round.curve.0.points.0: expected a "
                            "bandwidth (GB/s, MB/s, TB/s, Gb/s, Tb/s), got '100 GB' (GB is a unit "
                            "of data size)"));
    EXPECT_THAT(with_parts(replaced(round_parts(), "launch = \"5 ms\"\n", "")),
                ElementsAre("p.toml:1:1: calibrations.round.launch: required: expected a duration "
                            "(s, ms, us, ns, min, h, d), got nothing"));
}

TEST_F(PartsFile, WhatIsNoPartIsASentence) {
    const std::string kinds =
        "calibrations, gpus, cpus, switches, networks, nodes, racks, rectifiers, supplies, "
        "activities, plants, sites, models";
    EXPECT_THAT(with_parts(round_parts() + "[cpu.x]\nname = \"x\"\n"),
                ElementsAre("p.toml:38:2: cpu: expected a kind of parts (" + kinds +
                            "), got 'cpu'; did you mean 'cpus'?"));
    EXPECT_THAT(with_parts("gpus = 7\n" + round_parts()),
                ElementsAre("p.toml:1:8: gpus: expected tables [gpus.ID], got 7"));
    EXPECT_THAT(with_parts("gpus.x = 7\n" + round_parts()),
                ElementsAre("p.toml:1:10: gpus.x: expected a table [gpus.x], got 7"));
    EXPECT_THAT(with_parts(round_parts() + "[cpus.grace]\nname = \"x\"\n"),
                ElementsAre("p.toml:38:1: cpus.grace: expected an id that no other part of cpus "
                            "has, got 'grace' (it is a shipped part)"));
    EXPECT_THAT(with_parts("# nothing\n"),
                testing::Contains("p.toml:1:1: expected tables [KIND.ID], got none (KIND is one "
                                  "of " +
                                  kinds + ")"));
    // Silent on what the parts would say.
    EXPECT_THAT(with_parts("[cpus.round\n"), ElementsAre(testing::StartsWith("p.toml:1:12: ")));
}

TEST_F(PartsFile, EveryKindOfTheShippedPartsMayBeThere) {
    std::set<std::string> kinds;
    for (const PartFile& file : shipped_part_files())
        kinds.insert(file.kind);
    const auto told = with_parts("other.x = 7\n" + round_parts());
    ASSERT_EQ(told.size(), 1U);
    const auto from = told[0].find('(') + 1;
    const std::string list = told[0].substr(from, told[0].find(')') - from);
    std::vector<std::string> known;
    for (std::size_t at = 0; at < list.size();) {
        const auto end = std::min(list.find(", ", at), list.size());
        known.push_back(list.substr(at, end - at));
        at = end + 2;
    }
    EXPECT_THAT(known, testing::UnorderedElementsAreArray(kinds));
}

TEST_F(PartsFile, TheFileIsThereAndNamedOnce) {
    EXPECT_THAT(mistakes(scenario("parts = \"none.toml\"")),
                ElementsAre("s.toml:1:9: parts: cannot read none.toml: No such file or directory"));
    EXPECT_THAT(with_parts(std::string("a\0b", 3)),
                ElementsAre("s.toml:1:9: parts: expected a file of parts, got binary data in "
                            "'p.toml'"));
    write("p.toml", round_parts());
    EXPECT_THAT(mistakes(scenario("parts = [\"p.toml\", \"./p.toml\"]")),
                ElementsAre("s.toml:1:20: parts: expected each file once, got './p.toml' again"));
    EXPECT_THAT(mistakes(replaced(scenario("parts = []"), "\"round\"", "\"jedi\"")),
                ElementsAre("s.toml:1:9: parts: expected the name of a file or a list of them, got "
                            "an empty list"));
    EXPECT_THAT(mistakes(replaced(scenario("parts = 7"), "\"round\"", "\"jedi\"")),
                ElementsAre("s.toml:1:9: parts: expected the name of a file or a list of them, got "
                            "7"));
}

TEST_F(PartsFile, SeveralFilesMayNameEachOthersParts) {
    const std::string all = round_parts();
    const auto nodes = all.find("[nodes.round]");
    write("devices.toml", all.substr(0, nodes));
    write("machine.toml", all.substr(nodes));
    EXPECT_THAT(mistakes(scenario("parts = [\"machine.toml\", \"devices.toml\"]")), IsEmpty());
    EXPECT_THAT(plan(scenario("parts = [\"machine.toml\", \"devices.toml\"]")).inputs,
                ElementsAre("machine.toml", "devices.toml"));
    write("more.toml", "[racks.round]\nname = \"another\"\n");
    EXPECT_THAT(
        mistakes(scenario("parts = [\"machine.toml\", \"devices.toml\", \"more.toml\"]")),
        ElementsAre("more.toml:1:1: racks.round: expected an id that no other part of racks has, "
                    "got 'round' (it is in machine.toml:11)"));
}

// Of a base in another folder: named from there. The file on top replaces the list as a whole.
TEST_F(PartsFile, ABaseMayNameThem) {
    std::filesystem::create_directory("sites");
    write("sites/p.toml", round_parts());
    write("sites/base.toml", scenario());
    EXPECT_THAT(mistakes("base = \"sites/base.toml\"\n"), IsEmpty());
    EXPECT_THAT(plan("base = \"sites/base.toml\"\n").inputs, ElementsAre("sites/p.toml"));
    write("q.toml", replaced(round_parts(), "value = 64", "value = 32"));
    const RunPlan own = plan("base = \"sites/base.toml\"\nparts = \"q.toml\"\n");
    EXPECT_EQ(own.site.racks[0].part->node.cpu.cores, 32);
    EXPECT_THAT(own.inputs, ElementsAre("q.toml"));
    // An option names it from the current folder.
    const CheckedScenario checked = check("base = \"sites/base.toml\"\n", {"parts=q.toml"});
    EXPECT_THAT(sentences(checked.problems), IsEmpty());
    EXPECT_EQ(checked.parts->cpus.at("round").cores, 32);
}

TEST_F(PartsFile, ACalibrationMayBuildOnAShippedOneOrOnItsNeighbour) {
    const std::string derived = R"([calibrations.half]
name = "half of it"
from = "round"
compute = { value = "50 %", assumption = "half" }
memory = { value = "50 %", assumption = "half" }
)";
    EXPECT_THAT(with_parts(derived + round_parts()), IsEmpty());
    EXPECT_THAT(with_parts(replaced(derived, "\"round\"", "\"half\"") + round_parts()),
                ElementsAre("p.toml:3:8: calibrations.half.from: expected a calibration that does "
                            "not build on this one, got 'half'"));
}

// The parts that a scenario may name are its own too.
TEST_F(PartsFile, EverySectionKnowsThem) {
    write("p.toml", round_parts() + R"([supplies.mine]
name = "a transformer"
transformers = { value = 1, assumption = "round" }
transformer_rating = { value = "1 MW", assumption = "round" }
transformer_no_load_loss = { value = "1 kW", assumption = "round" }
transformer_load_loss = { value = "9 kW", assumption = "round" }
ups_share = { value = "0 %", assumption = "round" }
ups_rating = { value = "0 W", assumption = "round" }
distribution_loss = { value = "0 %", assumption = "round" }
[activities.mine]
name = "work"
activity = "my-work"
generation = "hopper"
cpu_utilisation = { value = "10 %", assumption = "round" }
busy = { value = "90 %", assumption = "round" }
tensor = { value = "20 %", assumption = "round" }
memory = { value = "30 %", assumption = "round" }
link = { value = "40 %", assumption = "round" }
compute_bound = { value = "50 %", assumption = "round" }
)");
    const RunPlan added = plan(scenario() + "[power]\nsupply = \"mine\"\n" +
                               "[site.racks]\nadd = 1\npart = \"round\"\n");
    EXPECT_EQ(added.site.supply->id, "mine");
    EXPECT_EQ(added.site.nodes, 8);
    const RunPlan works = plan("parts = \"p.toml\"\n" + sound_text() + "activity = \"my-work\"\n");
    EXPECT_EQ(works.parts->find_activity("my-work", "hopper")->link, 0.4);
    EXPECT_THAT(mistakes(replaced(scenario(), "\"round\"", "\"rond\"")),
                ElementsAre(testing::EndsWith("did you mean 'round'?")));
}

TEST_F(PartsFile, TheFileIsPartOfWhatIsShown) {
    write("p.toml", round_parts());
    const CheckedScenario checked = check(scenario());
    std::vector<std::string> shown;
    for (const ScenarioSetting& setting : settings_of(checked, test_vocabulary()))
        shown.push_back(setting.path + " = " + setting.value + " of " + setting.origin);
    EXPECT_THAT(shown, testing::Contains("parts = p.toml of s.toml:1"));
}

}  // namespace
}  // namespace twin
