#include "validation/scoreboard.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <fmt/format.h>

namespace twin {
namespace {

// 28467 -> "28,467", and never "-0.0".
std::string number_text(double value, int digits) {
    std::string text = fmt::format("{:.{}f}", std::abs(value), digits);
    const bool is_zero = text.find_first_not_of("0.") == std::string::npos;
    const std::size_t whole = std::min(text.find('.'), text.size());
    for (std::size_t i = whole; i > 3; i -= 3)
        text.insert(text.begin() + static_cast<std::ptrdiff_t>(i - 3), ',');
    if (value < 0 && !is_zero)
        text.insert(text.begin(), '-');
    return text;
}

std::string value_text(const std::optional<double>& value, int digits) {
    return value ? number_text(*value, digits) : "-";
}

std::string error_text(const Row& row) {
    const auto error = error_of(row);
    if (!error)
        return "-";
    const int digits = row.error_in == ErrorIn::percent ? 3 : row.digits;
    const std::string text = number_text(*error, digits);
    const bool has_plus = *error > 0 && text.find_first_not_of("0.,") != std::string::npos;
    return fmt::format("{}{}{}", has_plus ? "+" : "", text,
                       row.error_in == ErrorIn::percent ? " %" : "");
}

std::string limit_text(const Row& row) {
    if (!row.limit)
        return "none";
    return fmt::format("{}{}", *row.limit, row.error_in == ErrorIn::percent ? " %" : "");
}

std::string verdict(const Row& row) {
    return !is_scored(row) ? "not scored" : is_within_limit(row) ? "within" : "OUTSIDE";
}

constexpr std::array headings = {"quantity", "unit",  "measured", "model",
                                 "error",    "limit", "kind",     "verdict"};
using Cells = std::array<std::string, headings.size()>;

Cells cells_of(const Row& row) {
    return {row.quantity,
            row.unit,
            value_text(row.measured, row.digits),
            value_text(row.model, row.digits),
            error_text(row),
            limit_text(row),
            std::string(to_text(row.kind)),
            verdict(row)};
}

bool is_number(std::size_t column) {
    return column >= 2 && column <= 5;
}

// The different ones, in their order, each with the numbers of the rows that it is about.
struct Remark {
    std::string text;
    std::vector<std::size_t> rows;
};

std::vector<Remark> remarks(const std::vector<Row>& rows, std::string Row::*field) {
    std::vector<Remark> all;
    for (std::size_t i = 0; i < rows.size(); ++i) {
        if ((rows[i].*field).empty())
            continue;
        const auto same = std::find_if(all.begin(), all.end(), [&](const Remark& remark) {
            return remark.text == rows[i].*field;
        });
        if (same == all.end())
            all.push_back({rows[i].*field, {i + 1}});
        else
            same->rows.push_back(i + 1);
    }
    return all;
}

// "1 to 4, 7"
std::string row_numbers(const std::vector<std::size_t>& rows) {
    std::string text;
    for (std::size_t i = 0; i < rows.size();) {
        std::size_t last = i;
        while (last + 1 < rows.size() && rows[last + 1] == rows[last] + 1)
            ++last;
        text += fmt::format("{}{}", text.empty() ? "" : ", ", rows[i]);
        if (last > i)
            text += fmt::format(" to {}", rows[last]);
        i = last + 1;
    }
    return text;
}

}  // namespace

std::string_view to_text(Kind kind) {
    switch (kind) {
        case Kind::equality:
            return "equality";
        case Kind::prediction:
            return "prediction";
        case Kind::fit:
            return "fit";
        case Kind::comparison:
            return "comparison";
    }
    return "";
}

std::optional<double> error_of(const Row& row) {
    if (!row.measured || !row.model)
        return std::nullopt;
    const double difference = *row.model - *row.measured;
    if (row.error_in == ErrorIn::units)
        return difference;
    if (*row.measured == 0)
        return std::nullopt;
    return 100 * difference / *row.measured;
}

bool is_scored(const Row& row) {
    return row.limit.has_value();
}

bool is_within_limit(const Row& row) {
    const auto error = error_of(row);
    return error && std::abs(*error) <= *row.limit;
}

std::string to_text(const CaseResult& result) {
    std::vector<Cells> lines;
    lines.emplace_back();
    std::copy(headings.begin(), headings.end(), lines.back().begin());
    for (const Row& row : result.rows)
        lines.push_back(cells_of(row));
    std::array<std::size_t, headings.size()> widths{};
    for (const Cells& line : lines)
        for (std::size_t i = 0; i < line.size(); ++i)
            widths[i] = std::max(widths[i], line[i].size());
    std::string text = fmt::format("{}: {}\n", result.name, result.title);
    for (std::size_t n = 0; n < lines.size(); ++n) {
        text += fmt::format("{:>3} ", n == 0 ? "" : std::to_string(n));
        for (std::size_t i = 0; i < lines[n].size(); ++i)
            text += is_number(i) ? fmt::format(" {:>{}} ", lines[n][i], widths[i])
                                 : fmt::format(" {:<{}} ", lines[n][i], widths[i]);
        text.erase(text.find_last_not_of(' ') + 1);
        text += '\n';
    }
    for (const Remark& remark : remarks(result.rows, &Row::source))
        text += fmt::format("    measured in {}: {}\n", row_numbers(remark.rows), remark.text);
    for (const Remark& remark : remarks(result.rows, &Row::note))
        text += fmt::format("    {}: {}\n", row_numbers(remark.rows), remark.text);
    return text + '\n';
}

std::string to_markdown(const CaseResult& result) {
    std::string text = fmt::format("## {}\n\n{}\n\n| row |", result.name, result.title);
    for (const char* heading : headings)
        text += fmt::format(" {} |", heading);
    text += "\n|--:|";
    for (std::size_t i = 0; i < headings.size(); ++i)
        text += is_number(i) ? "--:|" : "---|";
    text += '\n';
    for (std::size_t n = 0; n < result.rows.size(); ++n) {
        text += fmt::format("| {} |", n + 1);
        for (const std::string& cell : cells_of(result.rows[n]))
            text += fmt::format(" {} |", cell);
        text += '\n';
    }
    text += "\nSources of what was measured:\n\n";
    for (const Remark& remark : remarks(result.rows, &Row::source))
        text += fmt::format("- rows {}: {}\n", row_numbers(remark.rows), remark.text);
    const auto notes = remarks(result.rows, &Row::note);
    if (!notes.empty())
        text += "\nNotes:\n\n";
    for (const Remark& remark : notes)
        text += fmt::format("- rows {}: {}\n", row_numbers(remark.rows), remark.text);
    return text;
}

std::string scoreboard_markdown(const std::vector<CaseResult>& results, std::string_view made_by) {
    std::string text = fmt::format(
        R"(# The scoreboard: is it true?

Made by {}; not edited by hand.
`twin-validate` runs the quick cases (with `--check` it compares them with this file), `twin-validate --all` all of them,
`twin-validate --write` writes this file. Schedules come from the program `twin` and its result files,
as a user gets them. The reference logs stand in `../shared`, beside the repository; without them the
cases that read them are skipped.

- **equality**: another program's figure for the same rules and inputs. It shows that both compute the
  same, not that either is true.
- **prediction**: a measurement that chose no constant of the model.
- **fit**: a constant was chosen by this row, so it is no evidence and is not counted as such.
- **comparison**: a neighbour to look at, or one step of an explanation; never scored.

The error is model minus measured, in % of the measured where it says so, else in the row's unit.
How fast it is: `bench/README.md`.

| case | rows | scored | within their limits | predictions, scored or not |
|---|--:|--:|--:|--:|
)",
        made_by);
    for (const CaseResult& result : results) {
        const auto scored = std::count_if(result.rows.begin(), result.rows.end(), is_scored);
        const auto within =
            std::count_if(result.rows.begin(), result.rows.end(),
                          [](const Row& row) { return is_scored(row) && is_within_limit(row); });
        const auto predictions =
            std::count_if(result.rows.begin(), result.rows.end(),
                          [](const Row& row) { return row.kind == Kind::prediction; });
        text += fmt::format("| {} | {} | {} | {} | {} |\n", result.name, result.rows.size(), scored,
                            within, predictions);
    }
    for (const CaseResult& result : results)
        text += '\n' + to_markdown(result);
    return text;
}

}  // namespace twin
