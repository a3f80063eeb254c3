#include "sim/series/law.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <fmt/format.h>
#include <limits>

#include "models/units/calendar.h"
#include "sim/series/columns.h"

namespace twin {
namespace {

enum Column {
    law,
    kpi,
    at_most,
    threshold,
    begun_from,
    begun_before,
    binds_from,
    binds_after_years,
    connected_load_kw,
    note,
    column_count
};
constexpr std::array<std::string_view, column_count> column_names = {
    "law",          "kpi",        "at_most",           "threshold",         "begun_from",
    "begun_before", "binds_from", "binds_after_years", "connected_load_kw", "note"};
constexpr double not_a_number = std::numeric_limits<double>::quiet_NaN();

std::optional<Date> parse_date(std::string_view text) {
    const auto midnight = parse_calendar(std::string(text) + "T00:00Z");
    if (!midnight)
        return std::nullopt;
    return Date(std::chrono::floor<std::chrono::days>(*midnight));
}

// Takes one field; what was expected instead, or nothing.
std::string take(Column column, std::string_view text, Requirement& row) {
    const auto take_date = [text](std::optional<Date>& date) -> std::string {
        if (text.empty())
            return "";
        date = parse_date(text);
        return date ? "" : "a date such as 2026-07-01 or nothing";
    };
    switch (column) {
        case law:
            row.law = text;
            return text.empty() ? "the name of a law" : "";
        case kpi:
            row.kpi = text;
            return text.empty() ? "the name of a KPI" : "";
        case at_most:
            row.at_most = text == "true";
            return text == "true" || text == "false" ? "" : "true or false";
        case threshold: {
            row.threshold = parse_number<double>(text).value_or(not_a_number);
            return std::isfinite(row.threshold) ? "" : "a number";
        }
        case begun_from:
            return take_date(row.begun_from);
        case begun_before:
            return take_date(row.begun_before);
        case binds_from:
            return take_date(row.binds_from);
        case binds_after_years: {
            if (text.empty())
                return "";
            row.binds_after_years = parse_number<int>(text);
            const int years = row.binds_after_years.value_or(-1);
            return years >= 0 && years <= 100 ? "" : "a whole number from 0 to 100 or nothing";
        }
        case connected_load_kw: {
            if (text.empty())
                return "";
            const double load = parse_number<double>(text).value_or(not_a_number);
            row.connected_load = load * kilowatt;
            return std::isfinite(load) && load > 0 ? "" : "a number > 0 or nothing";
        }
        case note:
            row.note = text;
            return "";
        case column_count:
            break;
    }
    return "";
}

}  // namespace

LawReading read_law(const std::filesystem::path& path) {
    LawReading reading;
    CsvReader csv(path, reading);
    std::array<std::size_t, column_count> positions{};
    for (int column = 0; column < column_count; ++column) {
        const auto found = std::ranges::find(csv.header(), column_names[column]);
        positions[column] = static_cast<std::size_t>(found - csv.header().begin());
        if (found == csv.header().end() && !csv.header().empty())
            reading.add_fault(csv.header_line(), 0,
                              fmt::format("expected a column '{}'", column_names[column]));
    }
    if (!reading.faults.empty())
        return reading;
    while (csv.next()) {
        Requirement row;
        for (int column = 0; column < column_count; ++column) {
            const CsvField& field = csv.fields()[positions[column]];
            const std::string expected = take(static_cast<Column>(column), field.text, row);
            if (!expected.empty())
                reading.add_fault(csv.line(), field.column,
                                  fmt::format("{}: expected {}, got {}", column_names[column],
                                              expected, in_quotes(field.text)));
        }
        reading.rows.push_back(std::move(row));
        reading.kpi_places.push_back({csv.line(), csv.fields()[positions[kpi]].column});
    }
    if (!reading.faults.empty()) {
        reading.rows.clear();
        reading.kpi_places.clear();
    }
    return reading;
}

}  // namespace twin
