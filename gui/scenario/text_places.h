// Where things stand in a TOML text, and what it says: for edits that change only the characters
// of what they are about.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "sim/scenario/text_tree.h"

namespace twin {

// "event.0.at" in its parts, and back to the node; null: the text does not hold it.
std::vector<std::string> split(const std::string& path);
std::optional<std::size_t> as_number(const std::string& part);
const TextNode* find(const TextNode& root, const std::vector<std::string>& parts);

// As a byte offset. TOML's columns count code points.
std::size_t offset_of(const std::string& text, const Where& where);
// Behind the value that begins at `at`, without the space and comment that follow.
std::size_t end_of_value(const std::string& text, std::size_t at);
std::size_t end_of_line(const std::string& text, std::size_t at);  // before its line break
std::size_t begin_of_line(const std::string& text, std::size_t at);

// The name between the brackets of a header; empty: the line is none.
struct Header {
    std::string name;
    bool item = false;  // of a list: [[job]]
};
Header header_of(std::string_view line);

// From behind the header's line to the next header. Line by line: a line of a multi-line string
// that looks like a header is taken for one, and the check of the whole edit refuses what comes of
// it.
struct Section {
    std::size_t begin, end;
};
std::optional<Section> section_of(const std::string& text, const std::vector<std::string>& table);

// TOML as it is, else a string of it.
std::string as_toml(const std::string& value);

using Values = std::map<std::string, std::pair<TextNode::Kind, std::string>>;
// All values by path, but those at `left_out`, in it and around it.
Values others(const TextNode& root, const std::string& left_out);

}  // namespace twin
