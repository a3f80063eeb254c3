#include "sim/scenario/check.h"

#include <utility>

#include "sim/scenario/parts_catalog.h"
#include "sim/scheduling/placements.h"
#include "sim/scheduling/schedulers.h"

namespace twin {
namespace {

// A file with a base may leave out what its base says.
nlohmann::ordered_json without_required(nlohmann::ordered_json schema) {
    if (schema.is_object() && schema.contains("properties")) {
        schema.erase("required");
        schema.erase("allOf");
    }
    for (auto& part : schema)
        if (part.is_structured())
            part = without_required(std::move(part));
    return schema;
}

Vocabulary with_parts(Vocabulary words, const PartsCatalog& parts) {
    words.sites = parts.site_ids();
    words.racks = parts.rack_ids();
    words.supplies.clear();
    for (const auto& [id, part] : parts.supplies)
        words.supplies.push_back(id);
    words.plants = parts.plant_ids();
    words.storages = parts.storage_ids();
    words.failures.clear();
    for (const auto& [id, part] : parts.failures)
        words.failures.push_back(id);
    words.activities = parts.activity_names();
    words.codes = parts.code_ids();
    words.models = parts.model_ids();
    return words;
}

}  // namespace

Vocabulary make_vocabulary(std::vector<std::string> kpis) {
    Vocabulary words = with_parts({}, shipped_parts());
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
    checked.parts = text.whole ? parts_with(text.parts, checked.problems, text.models)
                               : parts_with({}, checked.problems);
    for (const auto* files : {&text.parts, &text.models})
        for (const PartsText& parts : *files)
            checked.part_files.push_back(parts.file);
    // Where a file could not be read, what is missing is no news.
    if (!text.whole)
        return checked;
    TableReader reader(text.root, "", checked.places, checked.problems);
    describe(reader, checked.scenario, with_parts(words, *checked.parts));
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
    const auto schema_of = [](const Vocabulary& known) {
        SchemaWriter writer;
        Scenario scenario;
        describe(writer, scenario, known);
        Json whole = std::move(writer).object("");
        Json base = {{"description",
                      "another scenario file, or a list of them, whose keys this one overrides; in "
                      "a list a later one overrides those before it"}};
        base.update(TextForm<FileNames>::schema(Rule::any()));
        whole["properties"]["base"] = std::move(base);
        return whole;
    };
    Vocabulary with_own_parts = words;
    with_own_parts.own_parts = true;
    const Json own_parts = schema_of(with_own_parts);
    return {{"$schema", "http://json-schema.org/draft-07/schema#"},
            {"title", "AI Factory Twin scenario"},
            {"definitions",
             {{"whole", schema_of(words)},
              {"own_parts", own_parts},
              {"override", without_required(own_parts)}}},
            {"if", {{"required", {"base"}}}},
            {"then", {{"$ref", "#/definitions/override"}}},
            {"else",
             {{"if", {{"required", {"parts"}}}},
              {"then", {{"$ref", "#/definitions/own_parts"}}},
              {"else", {{"$ref", "#/definitions/whole"}}}}}};
}

}  // namespace twin
