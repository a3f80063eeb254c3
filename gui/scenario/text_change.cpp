#include "gui/scenario/text_change.h"

#include <algorithm>
#include <string_view>

#include "gui/scenario/text_places.h"

namespace twin {
namespace {

// The edit, if the text with it is sound, holds the key (or does not) and all else as before.
TextEdit checked(const TextNode& before, const std::string& text, TextChange change,
                 const std::string& path, bool there) {
    Problems problems;
    const TextNode after = parse_text(applied(text, change), "text", problems);
    if (!problems.empty() || (find(after, split(path)) != nullptr) != there ||
        others(before, path) != others(after, path))
        return EditRefusal{"The form cannot write " + path +
                           " into this text without changing more than it; edit the text itself."};
    return change;
}

bool is_inline_table(const std::string& text, const TextNode& node) {
    return node.kind == TextNode::Kind::table && text[offset_of(text, node.where)] == '{';
}

bool has_number(const std::vector<std::string>& parts) {
    return std::any_of(parts.begin(), parts.end(),
                       [](const std::string& part) { return as_number(part).has_value(); });
}

// The innermost of the tables around a key that the text holds; the text itself, if none.
const TextNode& nearest_there(const TextNode& root, std::vector<std::string> parts) {
    for (; !parts.empty(); parts.pop_back())
        if (const TextNode* const node = find(root, parts))
            return *node;
    return root;
}

TextChange add_to_inline_table(const std::string& text, const TextNode& table,
                               const std::string& member) {
    const std::size_t open = offset_of(text, table.where);
    const std::size_t close = end_of_value(text, open) - 1;
    if (table.entries.empty())
        return {open, text.substr(open, close + 1 - open), "{ " + member + " }"};
    const std::size_t end = text.find_last_not_of(" \t\r\n", close - 1) + 1;
    return {end, "", ", " + member};
}

// Behind the section's last line that says something.
TextChange add_to_section(const std::string& text, const Section& section,
                          const std::string& line) {
    std::size_t at = section.begin;
    for (std::size_t i = section.begin; i < section.end;) {
        const std::size_t end = end_of_line(text, i);
        const std::string_view content = std::string_view(text).substr(i, end - i);
        const auto first = content.find_first_not_of(" \t\r");
        if (first != std::string::npos && content[first] != '#')
            at = std::min(end + 1, text.size());
        i = end + 1;
    }
    const bool unended = at > 0 && text[at - 1] != '\n';
    return {at, "", (unended ? "\n" : "") + line};
}

// Key, value and the comma that parts them from what is left.
TextChange take_from_inline_table(const std::string& text, const TextEntry& entry) {
    std::size_t begin = offset_of(text, entry.where);
    std::size_t end = end_of_value(text, offset_of(text, entry.value.where));
    const std::size_t next = text.find_first_not_of(" \t\r\n", end);
    const std::size_t before = text.find_last_not_of(" \t\r\n", begin - 1);
    if (next != std::string::npos && text[next] == ',')
        end = std::min(text.find_first_not_of(" \t", next + 1), text.size());
    else if (before != std::string::npos && text[before] == ',')
        begin = before;
    return {begin, text.substr(begin, end - begin), ""};
}

}  // namespace

TextEdit edit_to_set(const std::string& text, const std::string& path, const std::string& value) {
    Problems problems;
    const TextNode root = parse_text(text, "text", problems);
    if (!problems.empty())
        return EditRefusal{"The text has a syntax error; mend it before using the form."};
    std::vector<std::string> parts = split(path);
    std::string written = as_toml(value);
    if (const TextNode* node = find(root, parts)) {
        const std::size_t begin = offset_of(text, node->where);
        const std::size_t end = end_of_value(text, begin);
        return checked(root, text, {begin, text.substr(begin, end - begin), written}, path, true);
    }
    std::string key = parts.back();
    parts.pop_back();
    // What an item of a list or a table on one line lacks is begun there on one line, too.
    const TextNode& nearest = nearest_there(root, parts);
    const bool on_one_line = has_number(parts) || is_inline_table(text, nearest);
    while (on_one_line && find(root, parts) == nullptr && !as_number(parts.back())) {
        written = "{ " + key + " = " + written + " }";
        key = parts.back();
        parts.pop_back();
    }
    const std::string member = key + " = " + written;
    if (const TextNode* const table = find(root, parts)) {
        // A text may stand for a table: it is its key `file`.
        if (table->kind == TextNode::Kind::string && key == "file")
            return edit_to_set(text, path.substr(0, path.rfind('.')), value);
        if (table->kind != TextNode::Kind::table)
            return EditRefusal{"A single value stands in this text where " + path +
                               " would need a table; rub that out first."};
        if (is_inline_table(text, *table))
            return checked(root, text, add_to_inline_table(text, *table, member), path, true);
    }
    if (const auto section = section_of(text, parts))
        return checked(root, text, add_to_section(text, *section, member + "\n"), path, true);
    std::string table;
    for (const std::string& part : parts) {
        if (as_number(part))
            return EditRefusal{table + "." + part +
                               " does not stand in this text, and a list here takes the place "
                               "of the one it builds on; edit the text itself."};
        table += (table.empty() ? "" : ".") + part;
    }
    const std::string gap = text.empty() || text.ends_with("\n") ? "\n" : "\n\n";
    return checked(root, text, {text.size(), "", gap + "[" + table + "]\n" + member + "\n"}, path,
                   true);
}

TextEdit edit_to_remove(const std::string& text, const std::string& path) {
    Problems problems;
    const TextNode root = parse_text(text, "text", problems);
    if (!problems.empty())
        return EditRefusal{"The text has a syntax error; mend it before using the form."};
    std::vector<std::string> parts = split(path);
    const TextNode* node = find(root, parts);
    if (node == nullptr)
        return EditRefusal{path + " does not stand in this text."};
    std::string gone = path;
    while (parts.size() > 1) {
        const std::string key = parts.back();
        parts.pop_back();
        const TextNode& table = *find(root, parts);
        if (!is_inline_table(text, table))
            break;
        if (table.entries.size() > 1)
            return checked(root, text, take_from_inline_table(text, *table.find(key)), gone, false);
        // Nothing would be left between the braces.
        node = &table;
        gone = gone.substr(0, gone.rfind('.'));
    }
    const std::size_t value = offset_of(text, node->where);
    const std::size_t begin = begin_of_line(text, value);
    const std::size_t end = std::min(end_of_line(text, end_of_value(text, value)) + 1, text.size());
    return checked(root, text, {begin, text.substr(begin, end - begin), ""}, gone, false);
}

TextEdit edit_to_append(const std::string& text, const std::string& list,
                        const std::vector<std::pair<std::string, std::string>>& keys) {
    Problems problems;
    const TextNode root = parse_text(text, "text", problems);
    if (!problems.empty())
        return EditRefusal{"The text has a syntax error; mend it before using the form."};
    const TextNode* const there = find(root, split(list));
    const std::size_t items = there == nullptr ? 0 : there->items.size();
    std::string added = text.empty() || text.ends_with("\n") ? "\n" : "\n\n";
    added += "[[" + list + "]]\n";
    for (const auto& [key, value] : keys)
        added += key + " = " + as_toml(value) + "\n";
    return checked(root, text, {text.size(), "", added}, list + "." + std::to_string(items), true);
}

std::string toml_string(std::string_view value) {
    std::string text = "\"";
    for (const char c : value) {
        if (c == '"' || c == '\\')
            text += '\\';
        if (c == '\n')
            text += "\\n";
        else
            text += c;
    }
    text += '"';
    return text;
}

std::string applied(std::string text, const TextChange& change) {
    return text.replace(change.at, change.removed.size(), change.added);
}

}  // namespace twin
