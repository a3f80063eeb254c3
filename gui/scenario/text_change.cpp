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

}  // namespace

TextEdit edit_to_set(const std::string& text, const std::string& path, const std::string& value) {
    Problems problems;
    const TextNode root = parse_text(text, "text", problems);
    if (!problems.empty())
        return EditRefusal{"The text has a syntax error; mend it before using the form."};
    std::vector<std::string> parts = split(path);
    const std::string written = as_toml(value);
    if (const TextNode* node = find(root, parts)) {
        const std::size_t begin = offset_of(text, node->where);
        const std::size_t end = end_of_value(text, begin);
        return checked(root, text, {begin, text.substr(begin, end - begin), written}, path, true);
    }
    const std::string key = parts.back();
    parts.pop_back();
    const std::string line = key + " = " + written + "\n";
    const auto section = section_of(text, parts);
    if (!section) {
        std::string table;
        for (const std::string& part : parts) {
            if (as_number(part))
                return EditRefusal{table + "." + part +
                                   " does not stand in this text, and a list here takes the place "
                                   "of the one it builds on; edit the text itself."};
            table += (table.empty() ? "" : ".") + part;
        }
        const std::string gap = text.empty() || text.ends_with("\n") ? "\n" : "\n\n";
        return checked(root, text, {text.size(), "", gap + "[" + table + "]\n" + line}, path, true);
    }
    // Behind the section's last line that says something.
    std::size_t at = section->begin;
    for (std::size_t i = section->begin; i < section->end;) {
        const std::size_t end = end_of_line(text, i);
        const std::string_view content = std::string_view(text).substr(i, end - i);
        const auto first = content.find_first_not_of(" \t\r");
        if (first != std::string::npos && content[first] != '#')
            at = std::min(end + 1, text.size());
        i = end + 1;
    }
    const bool unended = at > 0 && text[at - 1] != '\n';
    return checked(root, text, {at, "", (unended ? "\n" : "") + line}, path, true);
}

TextEdit edit_to_remove(const std::string& text, const std::string& path) {
    Problems problems;
    const TextNode root = parse_text(text, "text", problems);
    if (!problems.empty())
        return EditRefusal{"The text has a syntax error; mend it before using the form."};
    const TextNode* const node = find(root, split(path));
    if (node == nullptr)
        return EditRefusal{path + " does not stand in this text."};
    const std::size_t value = offset_of(text, node->where);
    const std::size_t begin = begin_of_line(text, value);
    const std::size_t end = std::min(end_of_line(text, end_of_value(text, value)) + 1, text.size());
    return checked(root, text, {begin, text.substr(begin, end - begin), ""}, path, false);
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
