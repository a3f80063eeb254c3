#include "gui/scenario/scenario_check.h"

#include <algorithm>
#include <map>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>

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

// All that the schema says of keys, by their paths without numbers of items.
struct SchemaKeys {
    std::map<std::string, KeyHelp> help;
    std::map<std::string, std::vector<std::string>> names;  // of each section's keys, in order
};

void collect(const Json& schema, const std::string& path, SchemaKeys& keys);

// A value may be one of several forms: a text, or a table.
void collect_forms(const Json& value, const std::string& path, SchemaKeys& keys) {
    if (value.contains("enum"))
        for (const Json& choice : value["enum"])
            keys.help[path].choices.push_back(choice.is_string() ? choice.get<std::string>()
                                                                 : choice.dump());
    for (const char* const several : {"anyOf", "oneOf"})
        if (value.contains(several))
            for (const Json& form : value[several])
                collect_forms(form, path, keys);
    if (value.contains("items"))
        collect(value["items"], path, keys);
    collect(value, path, keys);
}

void collect(const Json& schema, const std::string& path, SchemaKeys& keys) {
    if (!schema.contains("properties"))
        return;
    for (const auto& [name, value] : schema["properties"].items()) {
        const std::string key = key_path(path, name);
        if (!keys.help.contains(key))
            keys.names[path].push_back(name);
        KeyHelp& help = keys.help[key];
        if (value.contains("description"))
            help.about = value["description"].template get<std::string>();
        help.is_section = value.contains("properties");
        help.is_list = value.contains("items") && value["items"].contains("properties");
        collect_forms(value, key, keys);
    }
}

const SchemaKeys& all_keys() {
    static const SchemaKeys keys = [] {
        SchemaKeys found;
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

// Of each of the hundred KPIs: a person begins those that the scenario expects.
constexpr std::string_view not_offered = "expect";

// The settings as a tree, so that what may be set beside them finds its place.
struct Branch {
    std::string path;
    std::optional<ScenarioSetting> setting;
    std::vector<std::unique_ptr<Branch>> children;
    std::map<std::string, Branch*> by_name;

    Branch& child(const std::string& name) {
        Branch*& known = by_name[name];
        if (known == nullptr) {
            known = children.emplace_back(std::make_unique<Branch>()).get();
            known->path = key_path(path, name);
        }
        return *known;
    }
    Branch& at(const std::string& place) {
        Branch* branch = this;
        for (std::size_t from = 0; from <= place.size();) {
            const auto dot = std::min(place.find('.', from), place.size());
            branch = &branch->child(place.substr(from, dot - from));
            from = dot + 1;
        }
        return *branch;
    }
};

void offer_unset(Branch& section, const std::string& plain) {
    const auto names = all_keys().names.find(plain);
    if (names == all_keys().names.end())
        return;
    for (const std::string& name : names->second) {
        const std::string plain_key = key_path(plain, name);
        const KeyHelp& help = all_keys().help.at(plain_key);
        const bool there = section.by_name.contains(name);
        if (plain_key == not_offered || (help.is_list && !there))
            continue;  // an item of a list is added as a whole
        Branch& key = section.child(name);
        if (help.is_list) {
            for (const auto& item : key.children)
                offer_unset(*item, plain_key);
            continue;
        }
        if (!help.is_section && !there)
            key.setting = ScenarioSetting{key.path, "", ""};
        // A word, or a table instead of it: its keys unless the word was chosen. A file is no word.
        const auto inside = all_keys().names.find(plain_key);
        const bool word =
            key.setting && inside != all_keys().names.end() &&
            std::find(inside->second.begin(), inside->second.end(), "file") == inside->second.end();
        if (!key.setting ||
            (word && (key.setting->origin.empty() || key.setting->origin == "default")))
            offer_unset(key, plain_key);
    }
}

void take_settings(Branch& branch, std::vector<ScenarioSetting>& settings) {
    if (branch.setting)
        settings.push_back(std::move(*branch.setting));
    for (const auto& child : branch.children)
        take_settings(*child, settings);
}

// Adds the keys that may be set and are not, each behind those of its section, also of sections
// that the scenario lacks; of a list to each of its items.
void add_unset(std::vector<ScenarioSetting>& settings) {
    Branch root;
    for (ScenarioSetting& setting : settings)
        root.at(setting.path).setting = std::move(setting);
    offer_unset(root, "");
    settings.clear();
    take_settings(root, settings);
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
    const auto found = all_keys().help.find(without_numbers(path));
    return found == all_keys().help.end() ? KeyHelp{} : found->second;
}

}  // namespace twin
