#include "sim/scenario/text_tree.h"

#include <algorithm>
#include <charconv>
#include <fmt/format.h>
#include <sstream>
#include <toml++/toml.h>

namespace twin {
namespace {

Where place(const toml::source_region& region, const std::string& file) {
    return {file, static_cast<int>(region.begin.line), static_cast<int>(region.begin.column)};
}

template <class T>
std::string literal(const T& value) {
    std::ostringstream out;
    out << value;
    return out.str();
}

TextNode convert(const toml::node& node, const std::string& file) {
    using Kind = TextNode::Kind;
    TextNode out;
    out.where = place(node.source(), file);
    if (const auto* table = node.as_table()) {
        for (const auto& [key, value] : *table)
            out.entries.push_back(
                {std::string(key.str()), place(key.source(), file), convert(value, file)});
    } else if (const auto* array = node.as_array()) {
        out.kind = Kind::list;
        for (const auto& item : *array)
            out.items.push_back(convert(item, file));
    } else if (const auto* string = node.as_string()) {
        out.kind = Kind::string;
        out.text = string->get();
    } else if (const auto* integer = node.as_integer()) {
        out.kind = Kind::integer;
        out.integer = integer->get();
        out.number = static_cast<double>(out.integer);
        out.text = std::to_string(out.integer);
    } else if (const auto* number = node.as_floating_point()) {
        out.kind = Kind::number;
        out.number = number->get();
        out.text = fmt::format("{}", out.number);
    } else if (const auto* boolean = node.as_boolean()) {
        out.kind = Kind::boolean;
        out.boolean = boolean->get();
        out.text = out.boolean ? "true" : "false";
    } else {
        out.kind = Kind::instant;
        if (const auto* moment = node.as_date_time())
            out.text = literal(moment->get());
        else if (const auto* date = node.as_date())
            out.text = literal(date->get());
        else if (const auto* time = node.as_time())
            out.text = literal(time->get());
    }
    return out;
}

auto entry_at_or_after(std::vector<TextEntry>& entries, const std::string& key) {
    return std::lower_bound(
        entries.begin(), entries.end(), key,
        [](const TextEntry& entry, const std::string& k) { return entry.key < k; });
}

TextEntry& find_or_insert(TextNode& table, const std::string& key, const Where& where) {
    const auto at = entry_at_or_after(table.entries, key);
    if (at != table.entries.end() && at->key == key)
        return *at;
    TextEntry entry{key, where, {}};
    entry.value.where = where;
    return *table.entries.insert(at, std::move(entry));
}

void relocate(TextNode& node, const Where& where) {
    node.where = where;
    for (auto& item : node.items)
        relocate(item, where);
    for (auto& entry : node.entries) {
        entry.where = where;
        relocate(entry.value, where);
    }
}

// The value of a --set option: TOML where it is that, otherwise the text itself.
TextNode option_value(const std::string& text, const Where& where) {
    Problems not_toml;
    TextNode parsed = parse_text("value = " + text, "", not_toml);
    if (not_toml.empty() && parsed.entries.size() == 1 &&
        parsed.entries.front().value.kind != TextNode::Kind::instant) {
        TextNode value = std::move(parsed.entries.front().value);
        relocate(value, where);
        return value;
    }
    TextNode value;
    value.kind = TextNode::Kind::string;
    value.text = text;
    value.where = where;
    return value;
}

}  // namespace

const TextEntry* TextNode::find(const std::string& key) const {
    return const_cast<TextNode*>(this)->find(key);
}

TextEntry* TextNode::find(const std::string& key) {
    const auto at = entry_at_or_after(entries, key);
    return at != entries.end() && at->key == key ? &*at : nullptr;
}

std::string TextNode::described() const {
    switch (kind) {
        case Kind::string:
            return "'" + text + "'";
        case Kind::list:
            return "a list";
        case Kind::table:
            return "a table";
        default:
            return text;
    }
}

TextNode parse_text(const std::string& text, const std::string& file, Problems& problems) {
    TextNode empty;
    empty.where = {file, 1, 1};
    try {
        const toml::table table = toml::parse(std::string_view(text), std::string_view(file));
        TextNode root = convert(table, file);
        root.where = empty.where;
        return root;
    } catch (const toml::parse_error& error) {
        problems.push_back({place(error.source(), file), "", std::string(error.description()), ""});
        return empty;
    }
}

void merge_under(TextNode& over, TextNode&& base) {
    for (auto& entry : base.entries) {
        TextEntry* mine = over.find(entry.key);
        if (mine == nullptr)
            over.entries.insert(entry_at_or_after(over.entries, entry.key), std::move(entry));
        else if (mine->value.kind == TextNode::Kind::table &&
                 entry.value.kind == TextNode::Kind::table)
            merge_under(mine->value, std::move(entry.value));
    }
}

void set_option(TextNode& root, const std::string& option, Problems& problems) {
    const Where where{"--set " + option, 0, 0};
    const auto equals = option.find('=');
    const std::string path = option.substr(0, equals);
    if (equals == std::string::npos || path.empty() || path.front() == '.' || path.back() == '.' ||
        path.find("..") != std::string::npos) {
        problems.push_back({where, "", fmt::format("expected path.to.key=value, got '{}'", option),
                            "e.g. --set scheduling.policy=fcfs"});
        return;
    }
    set_value(root, path, option.substr(equals + 1), where, problems);
}

void set_value(TextNode& root, const std::string& path, const std::string& value,
               const Where& where, Problems& problems) {
    TextNode* node = &root;
    std::string walked;
    std::istringstream keys(path);
    for (std::string key; std::getline(keys, key, '.');) {
        if (node->kind == TextNode::Kind::list) {
            std::size_t number = 0;
            const auto [end, status] = std::from_chars(key.data(), key.data() + key.size(), number);
            if (status != std::errc{} || end != key.data() + key.size() ||
                number >= node->items.size()) {
                const std::string items = node->items.empty()
                                              ? "the list is empty"
                                              : fmt::format("0 to {}", node->items.size() - 1);
                problems.push_back(
                    {where, walked,
                     fmt::format("expected the number of an item ({}), got '{}'", items, key), ""});
                return;
            }
            node = &node->items[number];
        } else if (node->kind == TextNode::Kind::table) {
            node = &find_or_insert(*node, key, where).value;
        } else {
            problems.push_back(
                {where, walked,
                 fmt::format("expected a table to set '{}' in, got {}", key, node->described()),
                 ""});
            return;
        }
        walked += (walked.empty() ? "" : ".") + key;
    }
    *node = option_value(value, where);
}

}  // namespace twin
