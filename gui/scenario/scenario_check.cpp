#include "gui/scenario/scenario_check.h"

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>
#include <set>

#include "sim/results/kpis.h"
#include "sim/scenario/build.h"
#include "sim/scenario/check.h"

namespace twin {
namespace {

const Vocabulary& words() {
    static const Vocabulary known = [] {
        std::vector<std::string> kpis;
        for (const KpiRow& row : kpi_table())
            kpis.emplace_back(row.name);
        return make_vocabulary(std::move(kpis));
    }();
    return known;
}

using Json = nlohmann::ordered_json;

void collect(const Json& schema, const std::string& path, std::map<std::string, KeyHelp>& keys);

// A value may be one of several forms: a text, or a table.
void collect_forms(const Json& value, const std::string& path, KeyHelp& help,
                   std::map<std::string, KeyHelp>& keys) {
    if (value.contains("enum"))
        for (const Json& choice : value["enum"])
            help.choices.push_back(choice.is_string() ? choice.get<std::string>() : choice.dump());
    for (const char* const several : {"anyOf", "oneOf"})
        if (value.contains(several))
            for (const Json& form : value[several])
                collect_forms(form, path, help, keys);
    if (value.contains("items"))
        collect(value["items"], path, keys);
    collect(value, path, keys);
}

void collect(const Json& schema, const std::string& path, std::map<std::string, KeyHelp>& keys) {
    if (!schema.contains("properties"))
        return;
    for (const auto& [name, value] : schema["properties"].items()) {
        const std::string key = path.empty() ? name : path + "." + name;
        KeyHelp& help = keys[key];
        if (value.contains("description"))
            help.about = value["description"].get<std::string>();
        help.is_section = value.contains("properties") || value.contains("items");
        collect_forms(value, key, help, keys);
    }
}

const std::map<std::string, KeyHelp>& all_keys() {
    static const std::map<std::string, KeyHelp> keys = [] {
        std::map<std::string, KeyHelp> found;
        const Json schema = scenario_schema(words());
        if (schema.contains("definitions") && schema["definitions"].contains("whole"))
            collect(schema["definitions"]["whole"], "", found);
        collect(schema, "", found);
        return found;
    }();
    return keys;
}

// Without the numbers of items: "event.0.at" is "event.at".
std::string without_numbers(const std::string& path) {
    std::string plain;
    for (std::size_t from = 0; from <= path.size();) {
        const auto dot = std::min(path.find('.', from), path.size());
        const std::string part = path.substr(from, dot - from);
        if (part.find_first_not_of("0123456789") != std::string::npos)
            plain += (plain.empty() ? "" : ".") + part;
        from = dot + 1;
    }
    return plain;
}

// Adds the keys that may be set and are not, each behind those of its section; of a list to each of
// its items.
void add_unset(std::vector<ScenarioSetting>& settings) {
    std::set<std::string> there, sections;
    for (const ScenarioSetting& setting : settings) {
        there.insert(setting.path);
        for (auto dot = setting.path.find('.'); dot != std::string::npos;
             dot = setting.path.find('.', dot + 1))
            sections.insert(setting.path.substr(0, dot));
    }
    const auto is_list = [&](const std::string& section) {
        return sections.contains(section + ".0");
    };
    sections.insert("");
    for (const auto& [path, help] : all_keys()) {
        const auto dot = path.rfind('.');
        const std::string plain_section = dot == std::string::npos ? "" : path.substr(0, dot);
        const std::string name = dot == std::string::npos ? path : path.substr(dot + 1);
        // A section that the scenario lacks is begun in the text.
        if (help.is_section)
            continue;
        for (const std::string& section : sections) {
            if (without_numbers(section) != plain_section || is_list(section))
                continue;
            const std::string key = section.empty() ? name : section + "." + name;
            if (there.contains(key) || sections.contains(key))
                continue;
            const auto last = std::find_if(
                settings.rbegin(), settings.rend(), [&](const ScenarioSetting& setting) {
                    const auto end = setting.path.rfind('.');
                    return (end == std::string::npos ? "" : setting.path.substr(0, end)) == section;
                });
            settings.insert(last.base(), {key, "", ""});
        }
    }
}

}  // namespace

CheckedText check_text(const std::string& text, const std::string& file) {
    CheckedText result;
    try {
        const ScenarioText read = read_scenario_text(text, file, {});
        const CheckedScenario checked = check_scenario(read, words());
        result.problems = checked.problems;
        if (read.whole) {
            result.settings = settings_of(checked, words());
            add_unset(result.settings);
        }
        if (result.problems.empty()) {
            BuiltRun built = build_run(checked, {});
            result.problems = std::move(built.problems);
            result.remarks = std::move(built.plan.remarks);
        }
    } catch (const std::runtime_error& error) {
        result.problems.push_back({{file, 1, 1}, "", error.what(), ""});
    }
    return result;
}

KeyHelp help_for(const std::string& path) {
    const auto found = all_keys().find(without_numbers(path));
    return found == all_keys().end() ? KeyHelp{} : found->second;
}

}  // namespace twin
