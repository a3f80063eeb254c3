#include "gui/scenario/list_items.h"

#include <QCoreApplication>
#include <algorithm>
#include <map>

#include "gui/scenario/text_places.h"

namespace twin {
namespace {

using Keys = std::vector<std::pair<std::string, std::string>>;

const EditRefusal broken{"The text has a syntax error; mend it before using the form."};

EditRefusal cannot(const std::string& what) {
    return {"The form cannot " + what +
            " without changing more of this text than that; edit the text itself."};
}

// "{ min = 1, max = 2 }"
std::string inline_table(const Keys& keys) {
    std::string table = "{ ";
    for (const auto& [key, value] : keys)
        table += (table.size() > 2 ? ", " : "") + key + " = " + as_toml(value);
    return table + " }";
}

bool is_blank(const std::string& text, std::size_t from, std::size_t until) {
    return text.find_first_not_of(" \t\r", from) >= until;
}

// The change, if all else in the text stays, and of the list all items but the one that goes.
TextEdit checked(const std::string& text, const TextNode& before, const TextChange& change,
                 const std::string& list, std::optional<std::size_t> gone, std::size_t added,
                 const std::string& what) {
    Problems problems;
    const TextNode after = parse_text(applied(text, change), "text", problems);
    if (!problems.empty() || others(before, list) != others(after, list))
        return cannot(what);
    const TextNode* const old = find(before, split(list));
    const TextNode* const now = find(after, split(list));
    std::vector<Values> kept, there;
    for (std::size_t i = 0; old != nullptr && i < old->items.size(); ++i)
        if (i != gone)
            kept.push_back(others(old->items[i], "\n"));
    for (std::size_t i = 0; now != nullptr && i < now->items.size(); ++i)
        there.push_back(others(now->items[i], "\n"));
    if (there.size() != kept.size() + added || !std::equal(kept.begin(), kept.end(), there.begin()))
        return cannot(what);
    return change;
}

// A list here would take the place of one that nobody has seen yet.
bool may_hide_items(const TextNode& root, const KnownSettings& settings) {
    return root.find("base") != nullptr && !settings;
}

EditRefusal not_yet(const std::string& list) {
    return {
        "The scenario that this one builds on is not read yet, or cannot be read: its items of " +
        list + " would be lost. Try again when the check has ended."};
}

// The same with keys of tables in it ("training.model") as tables on one line; nothing: it holds
// lists of tables.
std::optional<Keys> with_inline_tables(const Keys& keys) {
    Keys out;
    std::map<std::string, Keys> inner;
    for (const auto& [path, value] : keys) {
        const auto dot = path.find('.');
        const std::string name = path.substr(0, dot);
        if (dot == std::string::npos) {
            out.emplace_back(path, value);
            continue;
        }
        const std::string rest = path.substr(dot + 1);
        if (as_number(rest.substr(0, rest.find('.'))))
            return std::nullopt;
        if (!inner.contains(name))
            out.emplace_back(name, "");
        inner[name].emplace_back(rest, value);
    }
    for (auto& [name, value] : out)
        if (const auto table = inner.find(name); table != inner.end()) {
            const auto members = with_inline_tables(table->second);
            if (!members)
                return std::nullopt;
            value = inline_table(*members);
        }
    return out;
}

// The items of the scenario that the text builds on, as it runs; nothing: they hold lists of their
// own, which cannot be said again key by key.
std::optional<std::vector<Keys>> items_below(const std::string& list,
                                             const KnownSettings& settings) {
    std::map<std::size_t, Keys> items;
    if (!settings)
        return std::vector<Keys>();
    for (const ScenarioSetting& setting : *settings) {
        if (!setting.path.starts_with(list + '.') || setting.origin.empty() ||
            setting.origin == "default")
            continue;
        const std::string rest = setting.path.substr(list.size() + 1);
        const auto dot = rest.find('.');
        const auto number = as_number(rest.substr(0, dot));
        if (!number || dot == std::string::npos)
            return std::nullopt;
        items[*number].emplace_back(rest.substr(dot + 1), setting.value);
    }
    std::vector<Keys> in_order;
    for (const auto& [number, keys] : items) {
        auto written = with_inline_tables(keys);
        if (!written)
            return std::nullopt;
        in_order.push_back(std::move(*written));
    }
    return in_order;
}

TextEdit append_all(const std::string& text, const std::string& list,
                    const std::vector<Keys>& items) {
    std::string longer = text;
    for (const Keys& keys : items) {
        const TextEdit edit = edit_to_append(longer, list, keys);
        if (const auto* refusal = std::get_if<EditRefusal>(&edit))
            return *refusal;
        longer = applied(longer, std::get<TextChange>(edit));
    }
    return TextChange{text.size(), "", longer.substr(text.size())};
}

bool has_headers(const std::string& text, const std::string& list) {
    return section_of(text, split(list + ".0")).has_value();
}

TextChange add_inline(const std::string& text, const TextNode& list, const std::string& item) {
    const std::size_t open = offset_of(text, list.where);
    if (list.items.empty()) {
        const std::size_t end = end_of_value(text, open);
        return {open, text.substr(open, end - open), "[" + item + "]"};
    }
    const std::size_t last = offset_of(text, list.items.back().where);
    const std::size_t end = end_of_value(text, last);
    const std::size_t line = begin_of_line(text, last);
    if (!is_blank(text, line, last))
        return {end, "", ", " + item};
    // A line of its own, behind the comment of the one before.
    std::string rest = text.substr(end, end_of_line(text, end) - end);
    const std::string before = rest;
    const auto sign = rest.find_first_not_of(" \t");
    const bool had_comma = sign != std::string::npos && rest[sign] == ',';
    if (!had_comma)
        rest = "," + rest;
    return {end, before,
            rest + "\n" + text.substr(line, last - line) + item + (had_comma ? "," : "")};
}

TextChange remove_inline(const std::string& text, const TextNode& list, std::size_t number) {
    std::size_t begin = offset_of(text, list.items[number].where);
    std::size_t end = end_of_value(text, begin);
    const std::size_t comma = text.find_first_not_of(" \t\r\n", end);
    const bool has_comma = comma != std::string::npos && text[comma] == ',';
    const std::size_t line = begin_of_line(text, begin);
    if (has_comma)
        end = comma + 1;
    else if (number > 0)
        begin = end_of_value(text, offset_of(text, list.items[number - 1].where));
    const std::size_t sign = text.find_first_not_of(" \t\r", end);
    const bool alone = has_comma && is_blank(text, line, begin) && sign != std::string::npos &&
                       (text[sign] == '\n' || text[sign] == '#');
    if (alone) {
        begin = line;
        end = std::min(end_of_line(text, end) + 1, text.size());
    } else if (has_comma) {
        end = std::min(text.find_first_not_of(' ', end), text.size());
    }
    return {begin, text.substr(begin, end - begin), ""};
}

// From its header's line over its own tables to the last line that says something; a blank line
// behind it goes with it.
TextChange remove_section(const std::string& text, const std::string& list, const Section& item) {
    std::string name;
    for (const std::string& part : split(list))
        if (!as_number(part))
            name += (name.empty() ? "" : ".") + part;
    const std::size_t begin = begin_of_line(text, item.begin == 0 ? 0 : item.begin - 1);
    std::size_t end = item.begin;
    for (std::size_t at = item.begin; at < text.size();) {
        const std::size_t line_end = end_of_line(text, at);
        const std::string_view line = std::string_view(text).substr(at, line_end - at);
        const Header header = header_of(line);
        if (!header.name.empty() && at >= item.end && !header.name.starts_with(name + "."))
            break;
        const auto first = line.find_first_not_of(" \t\r");
        const std::size_t next = std::min(line_end + 1, text.size());
        if (first != std::string_view::npos && line[first] != '#')
            end = next;
        at = next;
    }
    if (end < text.size() && is_blank(text, end, end_of_line(text, end)))
        end = std::min(end_of_line(text, end) + 1, text.size());
    return {begin, text.substr(begin, end - begin), ""};
}

}  // namespace

std::span<const ListRow> list_table() {
    static const std::vector<ListRow> rows = {
        {"event",
         "event",
         QT_TRANSLATE_NOOP("Lists", "event"),
         {{"at", "+1 h"}, {"lose", "rack 1"}}},
        {"job",
         "job",
         QT_TRANSLATE_NOOP("Lists", "job"),
         {{"name", "new job"}, {"submit", "+0 h"}, {"nodes", "1"}, {"run_time", "1 h"}}},
        {"training",
         "job",
         QT_TRANSLATE_NOOP("Lists", "training job"),
         {{"name", "new training"},
          {"submit", "+0 h"},
          {"nodes", "16"},
          {"training", R"({ model = "llama-3-8b", tokens = "1 Gtoken" })"}}},
        {"code",
         "job",
         QT_TRANSLATE_NOOP("Lists", "job of a code"),
         {{"name", "new simulation"},
          {"submit", "+0 h"},
          {"nodes", "64"},
          {"code", R"({ name = "nekrs", size = "medium", times = 10 })"}}},
        {"cause",
         "failures.causes",
         QT_TRANSLATE_NOOP("Lists", "cause of failures"),
         {{"name", "new cause"},
          {"takes", "node"},
          {"share", "100 %"},
          {"repair_median", "4 h"},
          {"repair_mean", "8 h"}}},
        // At the rates of the shipped set.
        {"links",
         "failures.links",
         QT_TRANSLATE_NOOP("Lists", "cause of failures of links"),
         {{"name", "new cable"},
          {"takes", "global_cable"},
          {"mtbf", "480000 h"},
          {"repair_median", "2843 min"},
          {"repair_mean", "7171 min"}}},
    };
    return rows;
}

const ListRow* find_list(const std::string& name) {
    for (const ListRow& row : list_table())
        if (name == row.name)
            return &row;
    return nullptr;
}

const ListRow* list_at(const std::string& path) {
    for (const ListRow& row : list_table())
        if (path == row.path)
            return &row;
    return nullptr;
}

std::optional<ListItem> item_of(const std::string& path) {
    const std::vector<std::string> parts = split(path);
    for (std::size_t i = parts.size(); i-- > 1;)
        if (const auto number = as_number(parts[i])) {
            ListItem item{parts[0], *number};
            for (std::size_t k = 1; k < i; ++k)
                item.list += "." + parts[k];
            return item;
        }
    return std::nullopt;
}

TextEdit edit_to_add_item(const std::string& text, const ListRow& list,
                          const KnownSettings& settings) {
    Problems problems;
    const TextNode root = parse_text(text, "text", problems);
    if (!problems.empty())
        return broken;
    const std::string what = std::string("add an item to ") + list.path;
    const TextNode* const there = find(root, split(list.path));
    if (there == nullptr) {
        if (may_hide_items(root, settings))
            return not_yet(list.path);
        auto items = items_below(list.path, settings);
        if (!items)
            return cannot(what);
        items->push_back(list.keys);
        const TextEdit edit = append_all(text, list.path, *items);
        const auto* const change = std::get_if<TextChange>(&edit);
        return change == nullptr ? edit
                                 : checked(text, root, *change, list.path, {}, items->size(), what);
    }
    if (there->kind != TextNode::Kind::list)
        return cannot(what);
    if (has_headers(text, list.path))
        return edit_to_append(text, list.path, list.keys);
    return checked(text, root, add_inline(text, *there, inline_table(list.keys)), list.path, {}, 1,
                   what);
}

TextEdit edit_to_remove_item(const std::string& text, const ListItem& item,
                             const KnownSettings& settings) {
    Problems problems;
    const TextNode root = parse_text(text, "text", problems);
    if (!problems.empty())
        return broken;
    const std::string path = item.list + "." + std::to_string(item.number);
    const std::string what = "take out " + path;
    const TextNode* const there = find(root, split(item.list));
    if (there == nullptr) {
        if (may_hide_items(root, settings))
            return not_yet(item.list);
        auto items = items_below(item.list, settings);
        if (!items || item.number >= items->size())
            return cannot(what);
        items->erase(items->begin() + std::ptrdiff_t(item.number));
        if (items->empty())
            return edit_to_set(text, item.list, "[]");
        const TextEdit edit = append_all(text, item.list, *items);
        const auto* const change = std::get_if<TextChange>(&edit);
        return change == nullptr ? edit
                                 : checked(text, root, *change, item.list, {}, items->size(), what);
    }
    if (there->kind != TextNode::Kind::list || item.number >= there->items.size())
        return cannot(what);
    const auto section = section_of(text, split(path));
    return checked(text, root,
                   section ? remove_section(text, item.list, *section)
                           : remove_inline(text, *there, item.number),
                   item.list, item.number, 0, what);
}

}  // namespace twin
