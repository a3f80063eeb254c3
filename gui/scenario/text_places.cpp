#include "gui/scenario/text_places.h"

#include <algorithm>
#include <charconv>

#include "gui/scenario/text_change.h"

namespace twin {
namespace {

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

bool is_at_or_in(const std::string& path, const std::string& outer) {
    return path == outer || outer.empty() || (path.starts_with(outer) && path[outer.size()] == '.');
}

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

}  // namespace

std::vector<std::string> split(const std::string& path) {
    std::vector<std::string> parts;
    for (std::size_t from = 0;;) {
        const auto dot = path.find('.', from);
        parts.push_back(path.substr(from, dot - from));
        if (dot == std::string::npos)
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

std::size_t offset_of(const std::string& text, const Where& where) {
    std::size_t at = 0;
    for (int line = 1; line < where.line; ++line) {
        at = text.find('\n', at);
        if (at == std::string::npos)
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

std::size_t begin_of_line(const std::string& text, std::size_t at) {
    const std::size_t line_break = at == 0 ? std::string::npos : text.rfind('\n', at - 1);
    return line_break == std::string::npos ? 0 : line_break + 1;
}

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

std::optional<Section> section_of(const std::string& text, const std::vector<std::string>& table) {
    std::string name, list;
    std::optional<std::size_t> wanted;
    for (const std::string& part : table) {
        if (const auto item = as_number(part)) {
            wanted = item;
            list = name;
        } else {
            name += (name.empty() ? "" : ".") + part;
        }
    }
    const bool is_item = wanted && list == name;  // else a table, which may be one of an item
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
            if (header.item && wanted && header.name == list)
                ++items;
            if (header.name == name && header.item == is_item && (!wanted || items == *wanted + 1))
                found = Section{next, text.size()};
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
                       read->kind != TextNode::Kind::instant &&
                       value.find('\n') == std::string::npos;
    return taken ? value : toml_string(value);
}

Values others(const TextNode& root, const std::string& left_out) {
    Values values;
    collect(root, "", left_out, values);
    return values;
}

}  // namespace twin
