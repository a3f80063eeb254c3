#include <gmock/gmock.h>

#include "models/cooling/set_point_check.h"
#include "sim/scenario/parts_catalog.h"
#include "tests/sim/scenario/scenario_files.h"

namespace twin {
namespace {

using testing::ElementsAre;

std::string shipped_text(const std::string& id) {
    for (const auto& file : shipped_part_files())
        if (file.kind == "plants" && file.id == id)
            return file.text;
    return "";
}

// What is said of a shipped plant after one change of its text.
std::vector<std::string> mistakes_with(const std::string& id, const std::string& word,
                                       const std::string& by) {
    std::string text = shipped_text(id);
    text.replace(text.find(word), word.size(), by);
    Problems problems;
    read_parts({{"plants", "x", text}}, problems);
    std::vector<std::string> found;
    for (const auto& sentence : sentences(problems))
        found.push_back(sentence.substr(sentence.find(": ") + 2));
    return found;
}

TEST(PlantParts, ShippedOnes) {
    EXPECT_THAT(shipped_parts().plant_ids(),
                ElementsAre("frontier-towers", "jupiter-dry-coolers", "xh2000-dry-coolers"));
}

TEST(PlantParts, MistakesAreWholeSentences) {
    EXPECT_THAT(
        mistakes_with("frontier-towers", "\"towers\"", "\"tower\""),
        ElementsAre("rejection.value: expected one of dry_coolers, towers, got 'tower'; did "
                    "you mean 'towers'?"));
    EXPECT_THAT(mistakes_with("jupiter-dry-coolers", "\"43 degC\"", "\"39 degC\""),
                ElementsAre("supply_limit: expected more than the 39 degC of supply_set_point, got "
                            "39 degC"));
    EXPECT_THAT(
        mistakes_with("jupiter-dry-coolers", "water_film       = { value = \"25 %\"",
                      "water_film = { value = \"45 %\""),
        ElementsAre("water_film: expected both films to be at most 100 % of the resistance, "
                    "got 115 %"));
    EXPECT_THAT(mistakes_with("jupiter-dry-coolers", "\"142.6 kW\"", "\"-1 kW\""),
                ElementsAre("cdu_heat.value: expected a power (W, mW, kW, MW, GW) > 0 W, got '-1 "
                            "kW'"));
}

CoolingInputs hot_hour(double dry_bulb, double wet_bulb, double megawatts) {
    // JUPITER: 24 groups of five racks, one of three.
    CoolingInputs inputs;
    inputs.liquid_heat.assign(25, megawatts * 5 / 123 * megawatt);
    inputs.liquid_heat.back() = megawatts * 3 / 123 * megawatt;
    inputs.cdu_share.assign(25, 1.0);
    inputs.dry_bulb = Temperature::celsius(dry_bulb);
    inputs.wet_bulb = Temperature::celsius(wet_bulb);
    return inputs;
}

// What the part file claims: Aachen's hottest hours and 97 % of 17 MW, or every rack at its limit.
TEST(PlantParts, JupitersPlantIsSizedForAachensHottestHour) {
    std::vector<int> racks(25, 5);
    racks.back() = 3;
    const auto plant = make_plant(shipped_parts().plants.at("jupiter-dry-coolers"), racks);
    EXPECT_EQ(plant->size().rejection_units, 36);
    EXPECT_EQ(set_point_problem(*plant, hot_hour(33.5, 20, 0.97 * 17)), "");
    const auto at_limit = check_set_point(*plant, hot_hour(36.5, 22, 0.97 * 123 * 0.147));
    EXPECT_FALSE(at_limit.holds);
    EXPECT_TRUE(at_limit.within_limit);
}

}  // namespace
}  // namespace twin
