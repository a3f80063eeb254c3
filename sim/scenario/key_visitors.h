// The three visitors of a key description (see keys.h): TableReader fills the structs from a text
// and collects problems, SchemaWriter writes the JSON Schema, SettingLister lists every key with
// its value and origin. A description names each key once:
//
//     template <class Visitor>
//     void describe(Visitor& v, TimeSection& s) {
//         v.key("horizon", s.horizon, Rule::positive(), "length of the run");
//     }
#pragma once

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "models/hardware/figure.h"
#include "sim/scenario/problem.h"
#include "sim/scenario/text_form.h"
#include "sim/scenario/text_tree.h"

namespace twin {

// One key of a scenario as it runs.
struct ScenarioSetting {
    std::string path;    // "scheduling.policy"
    std::string value;   // as text, with unit
    std::string origin;  // "jupiter-week.toml:12", "--set ...", "default"
};

// Where each key that the text holds stands: "time.horizon" -> file, line, column of its value.
using KeyPlaces = std::map<std::string, Where>;

inline std::string key_path(const std::string& table, std::string_view key) {
    return table.empty() ? std::string(key) : table + "." + std::string(key);
}

class TableReader {
  public:
    TableReader(const TextNode& table, std::string path, KeyPlaces& places, Problems& problems)
        : table_(table), path_(std::move(path)), places_(places), problems_(problems) {
        places_[path_] = table.where;
    }

    template <class T>
    void key(std::string_view name, T& value, const Rule& rule, std::string_view) {
        const TextNode* node = take(name);
        if (node == nullptr) {
            if (!may_miss(rule))
                missing(name, TextForm<T>::expected(), rule.unless);
            return;
        }
        auto reading = TextForm<T>::read(*node, rule);
        if (T* read = std::get_if<T>(&reading))
            value = std::move(*read);
        else
            mistake(*node, name, std::get<UnitError>(std::move(reading)));
    }

    template <class T>
    void key(std::string_view name, std::optional<T>& value, const Rule& rule,
             std::string_view documentation) {
        if (table_.find(std::string(name)) == nullptr && may_miss(rule))
            return known(name);
        T read{};
        key(name, read, rule, documentation);
        value = std::move(read);
    }

    // A figure of a part: { value = ..., source = "..." }, or with assumption or fit for source.
    template <class T>
    void key(std::string_view name, Figure<T>& figure, const Rule& rule, std::string_view) {
        const TextNode* node = take(name);
        if (node == nullptr) {
            if (rule.required)
                missing(name, TextForm<T>::expected() + " with its source");
            return;
        }
        if (node->kind != TextNode::Kind::table)
            return mistake(
                *node, name,
                text_form::mismatch("a figure { value = ..., source = \"...\" }", *node));
        TableReader reader(*node, key_path(path_, name), places_, problems_);
        std::optional<std::string> source, assumption, fit;
        reader.key("value", figure.value, Rule(rule).needed(), "");
        reader.key("source", source, Rule::any(), "");
        reader.key("assumption", assumption, Rule::any(), "");
        reader.key("fit", fit, Rule::any(), "");
        reader.finish();
        const int given = source.has_value() + assumption.has_value() + fit.has_value();
        if (given != 1)
            return mistake(*node, name,
                           {"one of source, assumption (with its reason) and fit (with its rows)",
                            given == 0 ? "none" : std::to_string(given), ""});
        figure.evidence = source       ? Evidence::source
                          : assumption ? Evidence::assumption
                                       : Evidence::fit;
        figure.note = source ? *source : assumption ? *assumption : *fit;
    }

    template <class T>
    void key(std::string_view name, std::optional<Figure<T>>& figure, const Rule& rule,
             std::string_view documentation) {
        if (table_.find(std::string(name)) == nullptr && !rule.required)
            return known(name);
        figure.emplace();
        key(name, *figure, rule, documentation);
    }

    // `words` are what the description of the section needs beside it.
    template <class Section, class... Words>
    void section(std::string_view name, Section& section, const Rule& rule, std::string_view,
                 const Words&... words) {
        const TextNode* node = take(name);
        if (node == nullptr) {
            if (rule.required)
                missing(name, "a table");
            return;
        }
        if (node->kind != TextNode::Kind::table)
            return mistake(*node, name, text_form::mismatch("a table", *node));
        TableReader reader(*node, key_path(path_, name), places_, problems_);
        describe(reader, section, words...);
        reader.finish();
    }

    template <class Section, class... Words>
    void section(std::string_view name, std::optional<Section>& value, const Rule& rule,
                 std::string_view documentation, const Words&... words) {
        if (table_.find(std::string(name)) == nullptr)
            return known(name);
        section(name, value.emplace(), rule, documentation, words...);
    }

    // A table, or the word that stands for none.
    template <class Section>
    void section_or(std::string_view name, std::string_view word, std::optional<Section>& value,
                    std::string_view) {
        const TextNode* node = take(name);
        if (node == nullptr || (node->kind == TextNode::Kind::string && node->text == word))
            return;
        if (node->kind != TextNode::Kind::table)
            return mistake(*node, name,
                           text_form::mismatch(fmt::format("a table or \"{}\"", word), *node));
        TableReader reader(*node, key_path(path_, name), places_, problems_);
        describe(reader, value.emplace());
        reader.finish();
    }

    // A table that may be written as a text: the text is its key `file`.
    template <class Section>
    void file_section(std::string_view name, std::optional<Section>& value, std::string_view) {
        const TextNode* node = take(name);
        if (node == nullptr)
            return;
        TextNode table = *node;
        if (node->kind == TextNode::Kind::string) {
            table = TextNode{};
            table.where = node->where;
            table.entries.push_back({"file", node->where, *node});
        }
        if (table.kind != TextNode::Kind::table)
            return mistake(*node, name,
                           text_form::mismatch("a file or a table { file = ... }", *node));
        TableReader reader(table, key_path(path_, name), places_, problems_);
        describe(reader, value.emplace());
        reader.finish();
    }

    template <class T, class... Words>
    void list(std::string_view name, std::vector<T>& values, const Rule& rule, std::string_view,
              const Words&... words) {
        const TextNode* node = take(name);
        if (node == nullptr) {
            if (rule.required)
                missing(name, "a list");
            return;
        }
        if (node->kind != TextNode::Kind::list)
            return mistake(*node, name, text_form::mismatch("a list", *node));
        values.clear();
        for (const auto& item : node->items) {
            const std::string item_name = std::string(name) + "." + std::to_string(values.size());
            T& value = values.emplace_back();
            read_item(item, item_name, value, rule, words...);
        }
    }

    // A table whose keys the user chooses among `names`.
    template <class Section>
    void table(std::string_view name, std::map<std::string, Section>& values,
               const std::vector<std::string>& names, std::string_view) {
        const TextNode* node = take(name);
        if (node == nullptr)
            return;
        if (node->kind != TextNode::Kind::table)
            return mistake(*node, name, text_form::mismatch("a table", *node));
        TableReader reader(*node, key_path(path_, name), places_, problems_);
        for (const auto& known_name : names)
            if (node->find(known_name) != nullptr)
                reader.section(known_name, values[known_name], Rule::any(), "");
            else
                reader.known(known_name);
        reader.finish();
    }

    // Reports the keys that nobody asked for. Call once, last.
    void finish() {
        for (const auto& entry : table_.entries) {
            if (std::find(known_.begin(), known_.end(), entry.key) != known_.end())
                continue;
            problems_.push_back({entry.where, key_path(path_, entry.key), "unknown key",
                                 did_you_mean(entry.key, known_)});
        }
    }

  private:
    void known(std::string_view name) { known_.emplace_back(name); }

    const TextNode* take(std::string_view name) {
        known(name);
        const TextEntry* entry = table_.find(std::string(name));
        if (entry == nullptr)
            return nullptr;
        places_[key_path(path_, name)] = entry->value.where;
        return &entry->value;
    }

    bool may_miss(const Rule& rule) const {
        return !rule.required ||
               std::any_of(rule.unless.begin(), rule.unless.end(),
                           [&](const std::string& other) { return table_.find(other) != nullptr; });
    }

    void missing(std::string_view name, const std::string& expected,
                 const std::vector<std::string>& unless = {}) {
        problems_.push_back(
            {table_.where, key_path(path_, name),
             fmt::format("required{}: expected {}, got nothing",
                         unless.empty() ? "" : fmt::format(" without {}", fmt::join(unless, ", ")),
                         expected),
             ""});
    }

    void mistake(const TextNode& node, std::string_view name, const UnitError& error) {
        problems_.push_back({node.where, key_path(path_, name),
                             fmt::format("expected {}, got {}", error.expected, error.got),
                             error.hint});
    }

    template <class T, class... Words>
    void read_item(const TextNode& item, const std::string& name, T& value, const Rule& rule,
                   const Words&... words) {
        if constexpr (requires { TextForm<T>::expected(); }) {
            places_[key_path(path_, name)] = item.where;
            auto reading = TextForm<T>::read(item, rule);
            if (T* read = std::get_if<T>(&reading))
                value = std::move(*read);
            else
                mistake(item, name, std::get<UnitError>(std::move(reading)));
        } else if (item.kind != TextNode::Kind::table) {
            mistake(item, name, text_form::mismatch("a table", item));
        } else {
            TableReader reader(item, key_path(path_, name), places_, problems_);
            describe(reader, value, words...);
            reader.finish();
        }
    }

    const TextNode& table_;
    std::string path_;
    KeyPlaces& places_;
    Problems& problems_;
    std::vector<std::string> known_;
};

// Writes {"type": "object", "properties": ...} for what a description names.
class SchemaWriter {
  public:
    using Json = nlohmann::ordered_json;

    template <class T>
    void key(std::string_view name, const T& value, const Rule& rule,
             std::string_view documentation) {
        Json schema = TextForm<T>::schema(rule);
        schema["description"] = documentation;
        if (!rule.required)
            schema["default"] = default_of(value);
        add(name, std::move(schema), rule);
    }
    template <class T>
    void key(std::string_view name, const std::optional<T>&, const Rule& rule,
             std::string_view documentation) {
        Json schema = TextForm<T>::schema(rule);
        schema["description"] = documentation;
        add(name, std::move(schema), rule);
    }
    template <class Section, class... Words>
    void section(std::string_view name, const Section& section, const Rule& rule,
                 std::string_view documentation, const Words&... words) {
        add(name, object_of(section, documentation, words...), rule);
    }
    template <class Section, class... Words>
    void section(std::string_view name, const std::optional<Section>&, const Rule& rule,
                 std::string_view documentation, const Words&... words) {
        add(name, object_of(Section{}, documentation, words...), rule);
    }
    template <class Section>
    void section_or(std::string_view name, std::string_view word, const std::optional<Section>&,
                    std::string_view documentation) {
        add(name,
            {{"anyOf",
              {TextForm<std::string>::schema(Rule::one_of({std::string(word)})),
               object_of(Section{}, "")}},
             {"default", word},
             {"description", documentation}},
            Rule::any());
    }
    template <class Section>
    void file_section(std::string_view name, const std::optional<Section>&,
                      std::string_view documentation) {
        add(name,
            {{"anyOf", {TextForm<std::string>::schema(Rule::any()), object_of(Section{}, "")}},
             {"description", documentation}},
            Rule::any());
    }
    template <class T, class... Words>
    void list(std::string_view name, const std::vector<T>&, const Rule& rule,
              std::string_view documentation, const Words&... words) {
        Json items;
        if constexpr (requires { TextForm<T>::expected(); })
            items = TextForm<T>::schema(rule);
        else
            items = object_of(T{}, "", words...);
        add(name, {{"type", "array"}, {"items", items}, {"description", documentation}}, rule);
    }
    template <class Section>
    void table(std::string_view name, const std::map<std::string, Section>&,
               const std::vector<std::string>& names, std::string_view documentation) {
        Json properties = Json::object();
        for (const auto& known : names)
            properties[known] = object_of(Section{}, "");
        add(name,
            {{"type", "object"},
             {"description", documentation},
             {"properties", properties},
             {"additionalProperties", false}},
            Rule::any());
    }

    Json object(std::string_view documentation) && {
        Json out{{"type", "object"}};
        if (!documentation.empty())
            out["description"] = documentation;
        out["properties"] = std::move(properties_);
        if (!required_.empty())
            out["required"] = std::move(required_);
        if (!either_.empty())
            out["allOf"] = std::move(either_);
        out["additionalProperties"] = false;
        return out;
    }

  private:
    template <class T>
    static Json default_of(const T& value) {
        if constexpr (std::is_arithmetic_v<T>)
            return value;
        else
            return TextForm<T>::write(value);
    }
    template <class Section, class... Words>
    static Json object_of(Section section, std::string_view documentation, const Words&... words) {
        SchemaWriter writer;
        describe(writer, section, words...);
        return std::move(writer).object(documentation);
    }
    void add(std::string_view name, Json schema, const Rule& rule) {
        properties_[std::string(name)] = std::move(schema);
        if (rule.required && rule.unless.empty())
            required_.push_back(name);
        else if (rule.required)
            either_.push_back({{"anyOf", one_required(name, rule.unless)}});
    }

    static Json one_required(std::string_view name, const std::vector<std::string>& others) {
        Json forms = Json::array();
        const auto add = [&](std::string_view key) {
            forms.push_back({{"required", Json::array({key})}});
        };
        add(name);
        for (const std::string& other : others)
            add(other);
        return forms;
    }

    Json properties_ = Json::object();
    Json required_ = Json::array();
    Json either_ = Json::array();  // of each: one of several keys is required
};

class SettingLister {
  public:
    SettingLister(std::string path, const KeyPlaces& places, std::vector<ScenarioSetting>& out)
        : path_(std::move(path)), places_(places), out_(out) {}

    template <class T>
    void key(std::string_view name, const T& value, const Rule&, std::string_view) {
        const std::string path = key_path(path_, name);
        std::string text = TextForm<T>::write(value);
        if (!text.empty())
            out_.push_back({path, std::move(text), origin(path)});
    }
    template <class T>
    void key(std::string_view name, const std::optional<T>& value, const Rule& rule,
             std::string_view documentation) {
        if (value)
            key(name, *value, rule, documentation);
    }
    template <class Section, class... Words>
    void section(std::string_view name, Section& section, const Rule&, std::string_view,
                 const Words&... words) {
        SettingLister lister(key_path(path_, name), places_, out_);
        describe(lister, section, words...);
    }
    template <class Section, class... Words>
    void section(std::string_view name, std::optional<Section>& value, const Rule& rule,
                 std::string_view documentation, const Words&... words) {
        if (value)
            section(name, *value, rule, documentation, words...);
    }
    template <class Section>
    void section_or(std::string_view name, std::string_view word, std::optional<Section>& value,
                    std::string_view documentation) {
        if (value)
            section(name, *value, Rule::any(), documentation);
        else
            key(name, std::string(word), Rule::any(), documentation);
    }
    template <class Section>
    void file_section(std::string_view name, std::optional<Section>& value,
                      std::string_view documentation) {
        section(name, value, Rule::any(), documentation);
    }
    template <class T, class... Words>
    void list(std::string_view name, std::vector<T>& values, const Rule& rule, std::string_view,
              const Words&... words) {
        for (std::size_t i = 0; i < values.size(); ++i) {
            const std::string item = std::string(name) + "." + std::to_string(i);
            if constexpr (requires { TextForm<T>::expected(); })
                key(item, values[i], rule, "");
            else
                section(item, values[i], rule, "", words...);
        }
    }
    template <class Section>
    void table(std::string_view name, std::map<std::string, Section>& values,
               const std::vector<std::string>&, std::string_view) {
        for (auto& [key, value] : values)
            section(key_path(std::string(name), key), value, Rule::any(), "");
    }

  private:
    std::string origin(const std::string& path) const {
        const auto place = places_.find(path);
        if (place == places_.end())
            return "default";
        const Where& where = place->second;
        return where.line == 0 ? where.file : where.file + ":" + std::to_string(where.line);
    }

    std::string path_;
    const KeyPlaces& places_;
    std::vector<ScenarioSetting>& out_;
};

// What a failure takes, in parts and in scenarios.
inline const std::vector<std::string> failing_words = {"gpu", "node", "link", "leaf_switch",
                                                       "program"};

inline const std::vector<std::string> failing_link_words = {"global_cable", "spine_switch"};

// Inside, a share is a double; in the text it is "45 %".
template <class Visitor>
void share_key(Visitor& v, std::string_view name, double& value, const Rule& rule,
               std::string_view documentation) {
    Share share{value};
    v.key(name, share, rule, documentation);
    value = share.value;
}

}  // namespace twin
