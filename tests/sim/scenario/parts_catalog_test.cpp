#include "sim/scenario/parts_catalog.h"

#include <gmock/gmock.h>

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
    EXPECT_THAT(parts.site_ids(),
                ElementsAre("flat-pool", "frontier", "jedi", "jupiter-booster", "juwels-booster",
                            "leonardo-booster", "marenostrum5-acc"));
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
        if (leaf == "name" || leaf == "node_name" || leaf == "gpu" || leaf == "cpu" ||
            leaf == "node" || leaf == "network_switch" || leaf == "part" || leaf == "has_power")
            continue;
        EXPECT_GT(figure.evidence.size(), 8U)
            << figure.kind << '/' << figure.id << ": " << figure.field;
    }
}

TEST(PartsCatalog, AFigureHasASourceOrAnAssumption) {
    EXPECT_THAT(part_mistakes("cpus", cpu), IsEmpty());
    const std::string expected =
        "models/parts/cpus/x.toml:5:9: cores: expected either a source or an assumption with its "
        "reason, got ";
    const std::string rest = R"(name = "a CPU"
idle_power = { value = "10 W", source = "a data sheet" }
max_power = { value = "50 W", assumption = "near the TDP" }

)";
    EXPECT_THAT(part_mistakes("cpus", rest + "cores = { value = 8 }"),
                ElementsAre(expected + "neither"));
    EXPECT_THAT(part_mistakes("cpus", rest + "cores = { value = 8, source = \"a\", assumption = "
                                             "\"b\" }"),
                ElementsAre(expected + "both"));
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
    for (const char* kind : {"gpus", "cpus", "switches", "nodes", "racks", "sites"})
        EXPECT_THAT(part_mistakes(kind, "bogus = 1\n"),
                    testing::Contains("models/parts/" + std::string(kind) +
                                      "/x.toml:1:1: bogus: unknown key"))
            << kind;
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
    EXPECT_THAT(with("sites", "jedi", "\"jedi\"", "\"jedy\""),
                testing::EndsWith("rows.0.part: expected the id of a part, got 'jedy'; did you "
                                  "mean 'jedi'?"));
    EXPECT_THAT(with("sites", "jedi", "nodes = { value = 48", "nodes = { value = 49"),
                testing::EndsWith("rows.0.nodes: expected at most the 48 slots of jedi, got 49"));
}

}  // namespace
}  // namespace twin
