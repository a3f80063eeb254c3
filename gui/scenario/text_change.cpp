#include "gui/scenario/text_change.h"

#include <algorithm>
#include <charconv>
#include <map>
#include <optional>
#include <string_view>

#include "sim/scenario/text_tree.h"

namespace twin {
namespace {

constexpr auto npos = std::string::npos;

std::vector<std::string> split(const std::string& path) {
    std::vector<std::string> parts;
    for (std::size_t from = 0;;) {
        const auto dot = path.find('.', from);
        parts.push_back(path.substr(from, dot - from));
        if (dot == npos)
            return parts;
        from = dot + 1;
    }
}

std::optional<std::size_t> as_number(const std::string& part) {
    std::size_t number = 0;
    const auto [end, error] = std::from_chars(part.data(), part.data() + part.size(), number);
    if (error != std::errc{} || end != part.data() + part.size())
        return std::nullopt;
    return number;
}

const TextNode* find(const TextNode& root, const std::vector<std::string>& parts) {
    const TextNode* node = &root;
    for (const std::string& part : parts) {
        if (node->kind == TextNode::Kind::list) {
            const auto item = as_number(part);
            if (!item || *item >= node->items.size())
                return nullptr;
            node = &node->items[*item];
        } else {
            const TextEntry* entry = node->find(part);
            if (entry == nullptr)
                return nullptr;
            node = &entry->value;
        }
    }
    return node;
}

// TOML's columns count code points.
std::size_t offset_of(const std::string& text, const Where& where) {
    std::size_t at = 0;
    for (int line = 1; line < where.line; ++line) {
        at = text.find('\n', at);
        if (at == npos)
            return text.size();
        ++at;
    }
    const auto is_inside_a_character = [&] {
        return at < text.size() && (static_cast<unsigned char>(text[at]) & 0xc0) == 0x80;
    };
    for (int column = 1; column < where.column && at < text.size(); ++column) {
        ++at;
        while (is_inside_a_character())
            ++at;
    }
    return at;
}

// Behind the string that begins at `at`.
std::size_t end_of_string(const std::string& text, std::size_t at) {
    const char quote = text[at];
    const bool three = text.compare(at, 3, std::string(3, quote)) == 0;
    const std::string closing(three ? 3 : 1, quote);
    for (std::size_t i = at + closing.size(); i < text.size(); ++i) {
        if (quote == '"' && text[i] == '\\') {
            ++i;
        } else if (text.compare(i, closing.size(), closing) == 0) {
            i += closing.size();
            for (int more = 0; three && more < 2 && text[i] == quote; ++more)
                ++i;  // two more may belong to it
            return i;
        }
    }
    return text.size();
}

// Behind the value that begins at `at`, without the space and comment that follow.
std::size_t end_of_value(const std::string& text, std::size_t at) {
    if (at >= text.size())
        return text.size();
    if (text[at] == '"' || text[at] == '\'')
        return end_of_string(text, at);
    if (text[at] == '[' || text[at] == '{') {
        int depth = 0;
        for (std::size_t i = at; i < text.size(); ++i) {
            const char c = text[i];
            if (c == '"' || c == '\'')
                i = end_of_string(text, i) - 1;
            else if (c == '#')
                i = std::min(text.find('\n', i), text.size()) - 1;
            else if (c == '[' || c == '{')
                ++depth;
            else if ((c == ']' || c == '}') && --depth == 0)
                return i + 1;
        }
        return text.size();
    }
    std::size_t end = std::min(text.find_first_of(",]}#\r\n", at), text.size());
    while (end > at && (text[end - 1] == ' ' || text[end - 1] == '\t'))
        --end;
    return end;
}

std::size_t end_of_line(const std::string& text, std::size_t at) {
    return std::min(text.find('\n', at), text.size());
}

// The name between the brackets of a header; empty: the line is none.
struct Header {
    std::string name;
    bool item = false;  // of a list: [[job]]
};

Header header_of(std::string_view line) {
    const auto first = line.find_first_not_of(" \t");
    if (first == std::string_view::npos || line[first] != '[')
        return {};
    const bool item = line.substr(first).starts_with("[[");
    const auto begin = first + (item ? 2 : 1);
    const auto end = line.find(']', begin);
    if (end == std::string_view::npos)
        return {};
    std::string name;
    for (const char c : line.substr(begin, end - begin))
        if (c != ' ' && c != '\t')
            name += c;
    return {name, item};
}

struct Section {
    std::size_t begin, end;  // from behind the header's line to the next header
};

// Line by line: a line of a multi-line string that looks like a header is taken for one, and the
// check of the whole edit refuses what comes of it.
std::optional<Section> section_of(const std::string& text, const std::vector<std::string>& table) {
    std::string name;
    std::optional<std::size_t> wanted;
    for (const std::string& part : table) {
        if (const auto item = as_number(part))
            wanted = item;
        else
            name += (name.empty() ? "" : ".") + part;
    }
    std::optional<Section> found;
    std::size_t items = 0;
    if (table.empty())
        found = Section{0, text.size()};
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t end = end_of_line(text, at);
        const Header header = header_of(std::string_view(text).substr(at, end - at));
        const std::size_t next = std::min(end + 1, text.size());
        if (!header.name.empty()) {
            if (found) {
                found->end = at;
                return found;
            }
            const bool is_it = header.name == name && header.item == wanted.has_value();
            if (header.item && is_it) {
                if (items++ == wanted.value_or(0))
                    found = Section{next, text.size()};
            } else if (is_it) {
                found = Section{next, text.size()};
            }
        }
        at = next;
    }
    return found;
}

std::string as_toml(const std::string& value) {
    Problems problems;
    const TextNode root = parse_text("value = " + value + "\n", "value", problems);
    const TextNode* const read = find(root, {"value"});
    // Times are texts in scenarios; a line more would be another key.
    const bool taken = problems.empty() && read != nullptr &&
                       read->kind != TextNode::Kind::instant && value.find('\n') == npos;
    return taken ? value : toml_string(value);
}

bool is_at_or_in(const std::string& path, const std::string& outer) {
    return path == outer || outer.empty() || (path.starts_with(outer) && path[outer.size()] == '.');
}

using Values = std::map<std::string, std::pair<TextNode::Kind, std::string>>;

// All values by path, but those at `left_out`, in it and around it.
void collect(const TextNode& node, const std::string& path, const std::string& left_out,
             Values& values) {
    if (is_at_or_in(path, left_out) && !path.empty())
        return;
    const std::string before = path.empty() ? "" : path + ".";
    for (std::size_t i = 0; i < node.items.size(); ++i)
        collect(node.items[i], before + std::to_string(i), left_out, values);
    for (const TextEntry& entry : node.entries)
        collect(entry.value, before + entry.key, left_out, values);
    if (node.items.empty() && node.entries.empty() && !is_at_or_in(left_out, path))
        values[path] = {node.kind, node.text};
}

Values others(const TextNode& root, const std::string& path) {
    Values values;
    collect(root, "", path, values);
    return values;
}

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
        if (first != npos && content[first] != '#')
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
    const std::size_t line_break = value == 0 ? npos : text.rfind('\n', value - 1);
    const std::size_t begin = line_break == npos ? 0 : line_break + 1;
    const std::size_t end = std::min(end_of_line(text, end_of_value(text, value)) + 1, text.size());
    return checked(root, text, {begin, text.substr(begin, end - begin), ""}, path, false);
}

TextEdit edit_to_append(const std::string& text, const std::string& list,
                        const std::vector<std::pair<std::string, std::string>>& keys) {
    Problems problems;
    const TextNode root = parse_text(text, "text", problems);
    if (!problems.empty())
        return EditRefusal{"The text has a syntax error; mend it before using the form."};
    const TextNode* const there = find(root, {list});
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
