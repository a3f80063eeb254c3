#include "sim/series/columns.h"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>

namespace twin {
namespace {

// Calls take(word) for each part of a column's name: "price (EUR/MWh)" has "price" and "EUR/MWh".
template <typename Take>
void for_each_word(std::string_view name, Take take) {
    constexpr std::string_view separators = " _-()[]";
    for (std::size_t end = 0;;) {
        const auto begin = name.find_first_not_of(separators, end);
        if (begin == name.npos)
            return;
        end = std::min(name.find_first_of(separators, begin), name.size());
        take(name.substr(begin, end - begin));
    }
}

std::string lower_case(std::string_view text) {
    std::string lower(text);
    std::ranges::transform(lower, lower.begin(), [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    });
    return lower;
}

std::string unit_list(const ValueKind& kind) {
    std::string list;
    for (const UnitRow& unit : kind.units)
        list += (list.empty() ? "" : ", ") + std::string(unit.text);
    return list;
}

std::string limits_of(const ValueKind& kind) {
    const std::string_view unit = kind.units.front().text;
    if (std::isinf(kind.highest))
        return fmt::format("{} {} or more", kind.lowest, unit);
    return fmt::format("{} to {} {}", kind.lowest, kind.highest, unit);
}

}  // namespace

std::vector<UnitRow> units_with(Dimension dimension) {
    std::vector<UnitRow> units;
    for (const UnitRow& unit : unit_table())
        if (unit.dimension == dimension)
            units.push_back(unit);
    return units;
}

bool has_word(std::string_view name, const std::vector<std::string_view>& words) {
    bool found = false;
    for_each_word(name, [&](std::string_view word) {
        found = found || std::ranges::count(words, lower_case(word)) > 0;
    });
    return found;
}

std::optional<std::size_t> find_column(const CsvReader& csv, std::string_view name,
                                       const std::vector<std::string_view>& words,
                                       SeriesReading& reading) {
    std::optional<std::size_t> found;
    for (std::size_t i = 0; i < csv.header().size(); ++i) {
        if (!has_word(csv.header()[i], words))
            continue;
        if (found) {
            reading.add_fault(
                csv.header_line(), csv.header_column(i),
                fmt::format("expected one column '{}', got {} beside {}", name,
                            in_quotes(csv.header()[i]), in_quotes(csv.header()[*found])));
            return std::nullopt;
        }
        found = i;
    }
    if (!found && !csv.header().empty())
        reading.add_fault(csv.header_line(), 0,
                          fmt::format("expected a column '{}', got {}", name,
                                      in_quotes(fmt::format("{}", fmt::join(csv.header(), ",")))));
    return found;
}

std::optional<ValueColumn> find_value_column(const CsvReader& csv, const ValueKind& kind,
                                             SeriesReading& reading) {
    const auto position = find_column(csv, kind.name, kind.words, reading);
    if (!position)
        return std::nullopt;
    const UnitRow* unit = nullptr;
    for_each_word(csv.header()[*position], [&](std::string_view word) {
        const auto row = std::ranges::find(kind.units, word, &UnitRow::text);
        if (row != kind.units.end())
            unit = &*row;
    });
    if (!unit) {
        reading.add_fault(
            csv.header_line(), csv.header_column(*position),
            fmt::format("{}: expected a unit ({}) in the column's name, got {}", kind.name,
                        unit_list(kind), in_quotes(csv.header()[*position])));
        return std::nullopt;
    }
    return ValueColumn{&kind, *position, *unit};
}

bool has_column(const CsvReader& csv, const std::vector<std::string_view>& words) {
    return std::ranges::any_of(csv.header(),
                               [&](const auto& name) { return has_word(name, words); });
}

std::optional<double> ValueColumn::read(const CsvReader& csv, SeriesReading& reading) const {
    const CsvField& field = csv.fields()[position];
    const auto number = parse_number<double>(field.text);
    if (!number || !std::isfinite(*number)) {
        reading.add_fault(
            csv.line(), field.column,
            fmt::format("{}: expected a number, got {}", kind->name, in_quotes(field.text)));
        return std::nullopt;
    }
    const double si = *number * unit.si + unit.offset;
    const UnitRow& shown = kind->units.front();
    // Compared as written where the units are the same, so that a limit itself is legal.
    const double value = shown.text == unit.text ? *number : (si - shown.offset) / shown.si;
    if (!(value >= kind->lowest && value <= kind->highest)) {
        reading.add_fault(csv.line(), field.column,
                          fmt::format("{}: expected {}, got {} {}", kind->name, limits_of(*kind),
                                      field.text.substr(0, 40), unit.text));
        return std::nullopt;
    }
    return si;
}

std::optional<int> read_whole(const CsvReader& csv, std::size_t position, std::string_view name,
                              int lowest, int highest, SeriesReading& reading) {
    const CsvField& field = csv.fields()[position];
    const auto number = parse_number<int>(field.text);
    if (number && *number >= lowest && *number <= highest)
        return number;
    reading.add_fault(csv.line(), field.column,
                      fmt::format("{}: expected a whole number from {} to {}, got {}", name, lowest,
                                  highest, in_quotes(field.text)));
    return std::nullopt;
}

}  // namespace twin
