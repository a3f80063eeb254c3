// A TOML text as a tree of values that know their place in it. The rest of the folder reads this;
// only text_tree.cpp knows the TOML library.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "sim/scenario/problem.h"

namespace twin {

struct TextEntry;

struct TextNode {
    enum class Kind { string, integer, number, boolean, instant, list, table };

    Kind kind = Kind::table;
    std::string text;  // of a string: its content; of another scalar: as it may be written
    std::int64_t integer = 0;
    double number = 0;
    bool boolean = false;
    std::vector<TextNode> items;     // of a list
    std::vector<TextEntry> entries;  // of a table, sorted by key
    Where where;

    const TextEntry* find(const std::string& key) const;
    TextEntry* find(const std::string& key);
    // How a problem calls it: "'20 MWh'", "400", "a table".
    std::string described() const;
};

struct TextEntry {
    std::string key;
    Where where;  // of the key itself
    TextNode value;
};

// Parses a TOML text; `file` is its name in problems. A syntax error adds one problem (where the
// parser stopped) and gives an empty table.
TextNode parse_text(const std::string& text, const std::string& file, Problems& problems);

// Moves the entries of `base` that `over` does not have into `over`, tables recursively; lists are
// replaced as a whole.
void merge_under(TextNode& over, TextNode&& base);

// Carries out one `--set path.to.key=value`; list items are named by their number from 0
// ("event.0.at"). The value is TOML, or a plain string where it is not.
void set_option(TextNode& root, const std::string& option, Problems& problems);
// The same for a path and a value that come from elsewhere; problems are placed at `where`.
void set_value(TextNode& root, const std::string& path, const std::string& value,
               const Where& where, Problems& problems);

}  // namespace twin
