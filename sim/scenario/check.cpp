#include "sim/scenario/check.h"

#include <utility>

#include "sim/scenario/parts_catalog.h"
#include "sim/scheduling/placements.h"
#include "sim/scheduling/schedulers.h"

namespace twin {
namespace {

// A file with a base may leave out what its base says.
nlohmann::ordered_json without_required(nlohmann::ordered_json schema) {
    if (schema.is_object() && schema.contains("properties"))
        schema.erase("required");
    for (auto& part : schema)
        if (part.is_structured())
            part = without_required(std::move(part));
    return schema;
}

}  // namespace

Vocabulary make_vocabulary(std::vector<std::string> kpis) {
    Vocabulary words;
    words.sites = shipped_parts().site_ids();
    words.racks = shipped_parts().rack_ids();
    for (const auto& [id, part] : shipped_parts().supplies)
        words.supplies.push_back(id);
    for (const auto& [id, part] : shipped_parts().plants)
        words.plants.push_back(id);
    words.activities = shipped_parts().activity_names();
    for (const auto& row : schedulers())
        words.policies.emplace_back(row.name);
    for (const auto& row : placements())
        words.placements.emplace_back(row.name);
    words.kpis = std::move(kpis);
    return words;
}

CheckedScenario check_scenario(const ScenarioText& text, const Vocabulary& words) {
    CheckedScenario checked;
    checked.kpis = words.kpis;
    checked.problems = text.problems;
    // Where a file could not be read, what is missing is no news.
    if (!text.whole)
        return checked;
    TableReader reader(text.root, "", checked.places, checked.problems);
    describe(reader, checked.scenario, words);
    reader.finish();
    return checked;
}

std::vector<ScenarioSetting> settings_of(const CheckedScenario& checked, const Vocabulary& words) {
    std::vector<ScenarioSetting> settings;
    SettingLister lister("", checked.places, settings);
    Scenario scenario = checked.scenario;
    describe(lister, scenario, words);
    return settings;
}

nlohmann::ordered_json scenario_schema(const Vocabulary& words) {
    using Json = nlohmann::ordered_json;
    SchemaWriter writer;
    Scenario scenario;
    describe(writer, scenario, words);
    Json whole = std::move(writer).object("");
    const Json file = {{"type", "string"}, {"minLength", 1}};
    whole["properties"]["base"] = {
        {"description",
         "another scenario file, or a list of them, whose keys this one overrides; in a list a "
         "later one overrides those before it"},
        {"anyOf", {file, {{"type", "array"}, {"items", file}, {"minItems", 1}}}}};
    return {{"$schema", "http://json-schema.org/draft-07/schema#"},
            {"title", "AI Factory Twin scenario"},
            {"definitions", {{"whole", whole}, {"override", without_required(whole)}}},
            {"if", {{"required", {"base"}}}},
            {"then", {{"$ref", "#/definitions/override"}}},
            {"else", {{"$ref", "#/definitions/whole"}}}};
}

}  // namespace twin
