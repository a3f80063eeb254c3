#include "sim/scenario/parts_catalog.h"

#include <gmock/gmock.h>
#include <set>

#include "tests/sim/scenario/scenario_files.h"

namespace twin {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

std::vector<std::string> part_mistakes(const std::string& kind, const std::string& text) {
    Problems problems;
    read_parts({{kind, "x", text}}, problems);
    return sentences(problems);
}

// Without the other parts: what a node, rack or site refers to is reported once more.
const std::string cpu = R"(name = "a CPU"
cores = { value = 8, source = "a data sheet" }
idle_power = { value = "10 W", source = "a data sheet" }
max_power = { value = "50 W", assumption = "near the TDP" }
)";

TEST(PartsCatalog, ShippedPartsHaveNoProblems) {
    Problems problems;
    const PartsCatalog parts = read_parts(shipped_part_files(), problems);
    EXPECT_THAT(sentences(problems), IsEmpty());
    EXPECT_THAT(
        parts.site_ids(),
        ElementsAre("flat-pool", "frontier", "jedi", "jeti", "jupiter-booster", "juwels-booster",
                    "leonardo-booster", "levante-gpu", "lumi-g", "marenostrum5-acc"));
}

// 122 racks of 48 nodes and one of 28, four GPUs each.
TEST(PartsCatalog, TheJupiterBoosterHas5884NodesAnd23536Gpus) {
    const Site site = build_site(shipped_parts().sites.at("jupiter-booster"));
    EXPECT_EQ(site.nodes, 122 * 48 + 28);
    EXPECT_EQ(site.gpus(), 23536);
    EXPECT_EQ(site.name_of(0), "jpbo-001-01");
}

TEST(PartsCatalog, EveryFigureHasItsEvidence) {
    for (const auto& figure : shipped_part_figures()) {
        // Names and references to other parts are no figures.
        const auto leaf = figure.field.substr(figure.field.rfind('.') + 1);
        static const std::set<std::string> words = {
            "name",           "node_name", "gpu",          "cpu",         "node",
            "network_switch", "rectifier", "part",         "has_power",   "supply",
            "cooling",        "activity",  "generation",   "calibration", "from",
            "gemm",           "curve",     "rows",         "network",     "topology",
            "measured_on",    "devices",   "power_of_two", "storages",    "takes"};
        if (words.contains(leaf))
            continue;
        EXPECT_GT(figure.evidence.size(), 8U)
            << figure.kind << '/' << figure.id << ": " << figure.field;
    }
}

TEST(PartsCatalog, AFigureHasASourceOrAnAssumption) {
    EXPECT_THAT(part_mistakes("cpus", cpu), IsEmpty());
    const std::string expected =
        "models/parts/cpus/x.toml:5:9: cores: expected one of source, assumption (with its "
        "reason) and fit (with its rows), got ";
    const std::string rest = R"(name = "a CPU"
idle_power = { value = "10 W", source = "a data sheet" }
max_power = { value = "50 W", assumption = "near the TDP" }

)";
    EXPECT_THAT(part_mistakes("cpus", rest + "cores = { value = 8 }"),
                ElementsAre(expected + "none"));
    EXPECT_THAT(part_mistakes("cpus", rest + "cores = { value = 8, source = \"a\", assumption = "
                                             "\"b\" }"),
                ElementsAre(expected + "2"));
    EXPECT_THAT(part_mistakes("cpus", rest + "cores = 8"),
                ElementsAre("models/parts/cpus/x.toml:5:9: cores: expected a figure { value = "
                            "..., source = \"...\" }, got 8"));
    EXPECT_THAT(part_mistakes("cpus", rest),
                ElementsAre("models/parts/cpus/x.toml:1:1: cores: required: expected an integer "
                            "with its source, got nothing"));
    EXPECT_THAT(part_mistakes("cpus", rest + "cores = { value = \"8 W\", source = \"a\" }"),
                ElementsAre("models/parts/cpus/x.toml:5:19: cores.value: expected an integer >= "
                            "0, got '8 W'"));
}

TEST(PartsCatalog, UnknownKeysAreFoundInEveryKind) {
    EXPECT_THAT(part_mistakes("cpus", cpu + "coers = 1\n"),
                ElementsAre("models/parts/cpus/x.toml:5:1: coers: unknown key; did you mean "
                            "'cores'?"));
    for (const char* kind : {"gpus", "cpus", "switches", "nodes", "rectifiers", "racks", "supplies",
                             "activities", "sites"})
        EXPECT_THAT(part_mistakes(kind, "bogus = 1\n"),
                    testing::Contains("models/parts/" + std::string(kind) +
                                      "/x.toml:1:1: bogus: unknown key"))
            << kind;
}

std::string rectifier_with(const std::string& efficiency) {
    return "name = \"a rectifier\"\n"
           "rating = { value = \"3 kW\", source = \"a data sheet\" }\n"
           "efficiency = { value = " +
           efficiency +
           ", source = \"a data sheet\" }\n"
           "fixed_loss = { value = \"0 W\", source = \"a data sheet\" }\n";
}

TEST(PartsCatalog, AnEfficiencyCurveIsAListOfPairs) {
    Problems problems;
    const auto parts = read_parts(
        {{"rectifiers", "x", rectifier_with(R"([["10 %", "92 %"], ["50 %", "97.5 %"]])")}},
        problems);
    EXPECT_THAT(sentences(problems), IsEmpty());
    const EfficiencyCurve expected = {{0.1, 0.92}, {0.5, 0.975}};
    EXPECT_EQ(parts.rectifiers.at("x").efficiency.value, expected);
}

TEST(PartsCatalog, MistakesInAnEfficiencyCurveAreSentences) {
    const std::string where = "models/parts/rectifiers/x.toml:3:24: efficiency.value: expected ";
    const std::string pairs =
        "a list of [load, efficiency] such as [[\"10 %\", \"92 %\"], [\"50 %\", \"97 %\"]]";
    EXPECT_THAT(part_mistakes("rectifiers", rectifier_with("\"96 %\"")),
                ElementsAre(where + pairs + ", got '96 %'"));
    EXPECT_THAT(part_mistakes("rectifiers", rectifier_with("[\"96 %\"]")),
                ElementsAre(where + pairs + ", got '96 %'"));
    EXPECT_THAT(part_mistakes("rectifiers", rectifier_with(R"([["50 %", "101 %"]])")),
                ElementsAre(where + "a share (%) > 0 % and at most 100 %, got '101 %'"));
    EXPECT_THAT(
        part_mistakes("rectifiers", rectifier_with(R"([["50 %", "9 %"], ["20 %", "9 %"]])")),
        ElementsAre(where + "an efficiency curve, got a list (expected ascending loads, "
                            "got 20 % after 50 %)"));
    EXPECT_THAT(
        part_mistakes("rectifiers", rectifier_with("[]")),
        ElementsAre(where + "an efficiency curve, got a list (expected at least one point)"));
}

TEST(PartsCatalog, ASupplyHasWhatItsUpsAndDirectCurrentNeed) {
    std::string supply = "name = \"a supply\"\n";
    for (const char* line :
         {"transformers = { value = 1", "transformer_rating = { value = \"1 MW\"",
          "transformer_no_load_loss = { value = \"1 kW\"",
          "transformer_load_loss = { value = \"9 kW\"", "distribution_loss = { value = \"1 %\"",
          "ups_rating = { value = \"0 W\"", "ups_share = { value = \"10 %\"",
          "direct_current_rating = { value = \"1 MW\""})
        supply += std::string(line) + ", source = \"a data sheet\" }\n";
    EXPECT_THAT(
        part_mistakes("supplies", supply),
        ElementsAre("models/parts/supplies/x.toml:1:1: ups_efficiency: required where ups_share "
                    "is above 0",
                    "models/parts/supplies/x.toml:7:14: ups_rating: expected a power > 0 W where "
                    "ups_share is above 0",
                    "models/parts/supplies/x.toml:9:25: direct_current_rating: required with "
                    "direct_current_efficiency, and only with it"));
}

TEST(PartsCatalog, ActivitiesAreFoundByWorkAndGeneration) {
    const ActivityPart* hpl = shipped_parts().find_activity("hpl", "hopper");
    ASSERT_NE(hpl, nullptr);
    EXPECT_EQ(hpl->id, "hpl-hopper");
    EXPECT_EQ(shipped_parts().find_activity("hpl", "volta"), nullptr);
    EXPECT_THAT(shipped_parts().activity_names(), testing::IsSupersetOf({"hpl", "llm-training"}));
    // Every one is for a device that is there.
    for (const auto& [id, activity] : shipped_parts().activities)
        EXPECT_TRUE(std::any_of(
            shipped_parts().gpus.begin(), shipped_parts().gpus.end(),
            [&](const auto& entry) { return entry.second.generation == activity.generation; }))
            << id;
}

TEST(PartsCatalog, AnActivityIsBusyAtLeastAsLongAsItsPathsAre) {
    std::vector<PartFile> files = shipped_part_files();
    for (auto& file : files)
        if (file.id == "hpl-cdna2")
            file.text.replace(file.text.find("\"86 %\""), 6, "\"50 %\"");
        else if (file.id == "hpl-ampere")
            file.text.replace(file.text.find("\"ampere\""), 8, "\"cdna2\"");
    Problems problems;
    read_parts(files, problems);
    EXPECT_THAT(
        sentences(problems),
        ElementsAre("models/parts/activities/hpl-cdna2.toml:5:19: busy: expected at least the "
                    "55 % of the busiest path, got 50 %",
                    "models/parts/activities/hpl-cdna2.toml:2:14: activity: 'hpl' of cdna2 is also "
                    "in activities/hpl-ampere"));
}

TEST(PartsCatalog, ReferencesNameAPartThatExists) {
    std::vector<PartFile> files = shipped_part_files();
    const auto with = [&](const std::string& kind, const std::string& id, const std::string& word,
                          const std::string& by) {
        std::vector<PartFile> changed = files;
        for (auto& file : changed)
            if (file.kind == kind && file.id == id)
                file.text.replace(file.text.find(word), word.size(), by);
        Problems problems;
        read_parts(changed, problems);
        return problems.empty() ? "" : problems.front().text();
    };
    EXPECT_THAT(
        with("nodes", "jupiter-booster", "\"grace\"", "\"grase\""),
        testing::EndsWith(": cpu: expected the id of a part, got 'grase'; did you mean 'grace'?"));
    EXPECT_THAT(with("racks", "jedi", "\"jupiter-booster\"", "\"jupiter-boaster\""),
                testing::EndsWith("node: expected the id of a part, got 'jupiter-boaster'; did you "
                                  "mean 'jupiter-booster'?"));
    EXPECT_THAT(with("racks", "jedi", "\"orv3-shelf\"", "\"orv3-shelves\""),
                testing::EndsWith("rectifier: expected the id of a part, got 'orv3-shelves'; did "
                                  "you mean 'orv3-shelf'?"));
    EXPECT_THAT(with("sites", "jupiter-booster", "\"jupiter\"", "\"juptier\""),
                testing::EndsWith("supply: expected the id of a part, got 'juptier'; did you mean "
                                  "'jupiter'?"));
    EXPECT_THAT(with("sites", "jedi", "\"jedi\"", "\"jedy\""),
                testing::EndsWith("rows.0.part: expected the id of a part, got 'jedy'; did you "
                                  "mean 'jedi'?"));
    EXPECT_THAT(with("sites", "jedi", "nodes = { value = 48", "nodes = { value = 49"),
                testing::EndsWith("rows.0.nodes: expected at most the 48 slots of jedi, got 49"));
}

}  // namespace
}  // namespace twin
