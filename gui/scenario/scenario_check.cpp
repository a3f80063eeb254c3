#include "gui/scenario/scenario_check.h"

#include <map>
#include <nlohmann/json.hpp>

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
    if (value.contains("type") && value["type"].is_string())
        help.is_text = value["type"] == "string";
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

}  // namespace

CheckedText check_text(const std::string& text, const std::string& file) {
    CheckedText result;
    try {
        const ScenarioText read = read_scenario_text(text, file, {});
        const CheckedScenario checked = check_scenario(read, words());
        result.problems = checked.problems;
        if (read.whole)
            result.settings = settings_of(checked, words());
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
    std::string plain;
    for (std::size_t from = 0; from <= path.size();) {
        const auto dot = std::min(path.find('.', from), path.size());
        const std::string part = path.substr(from, dot - from);
        if (part.find_first_not_of("0123456789") != std::string::npos)
            plain += (plain.empty() ? "" : ".") + part;
        from = dot + 1;
    }
    const auto found = all_keys().find(plain);
    return found == all_keys().end() ? KeyHelp{} : found->second;
}

}  // namespace twin
