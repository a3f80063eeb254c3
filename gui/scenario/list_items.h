// Items of a scenario's lists of tables, [[event]], [[job]] and the like: added and taken out as a
// person would do it in the text, comments and order kept.
#pragma once

#include <optional>
#include <span>

#include "gui/scenario/scenario_check.h"
#include "gui/scenario/text_change.h"

namespace twin {

// What the form can add to a list, and what it says at first.
struct ListRow {
    const char* name;   // "training"
    const char* path;   // of the list: "job"
    const char* title;  // for people, in the context "Lists": "training job"
    std::vector<std::pair<std::string, std::string>> keys;
};
std::span<const ListRow> list_table();
const ListRow* find_list(const std::string& name);  // nullptr: unknown
const ListRow* list_at(const std::string& path);    // the first of that list; nullptr: unknown

// The list and the number of the item that the path of a key leads to: "event.1.at" is of item 1
// of "event"; nothing: it is of no item.
struct ListItem {
    std::string list;
    std::size_t number = 0;
};
std::optional<ListItem> item_of(const std::string& path);

// Of the text as it is; nothing: it is not checked yet, or cannot be. Then a list of the scenario
// it builds on is left alone.
using KnownSettings = std::optional<std::vector<ScenarioSetting>>;

// Adds an item with the keys of its row behind the others. Where the text has none of its own,
// those of the scenario it builds on are said again before it: a list here takes the place of that
// one.
TextEdit edit_to_add_item(const std::string& text, const ListRow& list,
                          const KnownSettings& settings);
// Takes the item out: its header, its keys and the comments between them. Where it is of the
// scenario that this one builds on, the others are said again here.
TextEdit edit_to_remove_item(const std::string& text, const ListItem& item,
                             const KnownSettings& settings);

}  // namespace twin
