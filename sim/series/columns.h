// Columns of values: found by a word of their name, with the unit that the name gives.
#pragma once

#include <charconv>
#include <limits>
#include <optional>
#include <string_view>
#include <vector>

#include "models/units/unit_table.h"
#include "sim/series/csv_reader.h"

namespace twin {

// A kind of value that a file may hold.
struct ValueKind {
    std::string_view name;                // in messages: "price"
    std::vector<std::string_view> words;  // one of them stands in the column's name, in any case
    std::vector<UnitRow> units;           // that the name may give; the first is that of messages
    // Of legal values, in the first unit.
    double lowest = -std::numeric_limits<double>::infinity();
    double highest = std::numeric_limits<double>::infinity();
};

// All units of the dimension.
std::vector<UnitRow> units_with(Dimension dimension);

// A kind of value in a file: which column, in which unit.
struct ValueColumn {
    const ValueKind* kind = nullptr;
    std::size_t position = 0;
    UnitRow unit{};

    // In SI; nothing where the field is no number or outside the limits, which becomes a fault.
    std::optional<double> read(const CsvReader& csv, SeriesReading& reading) const;
};

// Nothing (a fault) where the header has not exactly one such column with a unit.
std::optional<ValueColumn> find_value_column(const CsvReader& csv, const ValueKind& kind,
                                             SeriesReading& reading);
// The position of the only column that has one of these words in its name.
std::optional<std::size_t> find_column(const CsvReader& csv, std::string_view name,
                                       const std::vector<std::string_view>& words,
                                       SeriesReading& reading);
// Whether there is one, or more.
bool has_column(const CsvReader& csv, const std::vector<std::string_view>& words);
bool has_word(std::string_view name, const std::vector<std::string_view>& words);

// The whole text as a number; nothing where it is none, or does not fit.
template <typename Number>
std::optional<Number> parse_number(std::string_view text) {
    Number value{};
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size())
        return std::nullopt;
    return value;
}

// A whole number within the limits, or a fault.
std::optional<int> read_whole(const CsvReader& csv, std::size_t position, std::string_view name,
                              int lowest, int highest, SeriesReading& reading);

}  // namespace twin
