// The rows of the scoreboard and how they are shown.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace twin {

enum class Kind {
    equality,    // with another program's figure for the same rules and inputs
    prediction,  // of a measurement that chose no constant of the model
    fit,         // a constant was chosen by it: no evidence
    comparison,  // shown beside it, not scored; the note says why
};
std::string_view to_text(Kind kind);

enum class ErrorIn { percent, units };

struct Row {
    std::string quantity;
    std::string unit;
    std::string source;  // of `measured`
    std::optional<double> measured;
    std::optional<double> model;  // absent: it gave none, which is outside any limit
    int digits = 3;               // behind the point
    ErrorIn error_in = ErrorIn::percent;
    std::optional<double> limit{};  // on the error's size; absent: not scored
    Kind kind = Kind::comparison;
    std::string note{};
};

// Model minus measurement, in % of the measurement or in units.
std::optional<double> error_of(const Row& row);
bool is_scored(const Row& row);
bool is_within_limit(const Row& row);  // of a scored row

struct CaseResult {
    std::string name, title;
    std::vector<Row> rows;
};

// A table for a terminal, notes below it.
std::string to_text(const CaseResult& result);
// Its section of validation/README.md.
std::string to_markdown(const CaseResult& result);
// The whole of validation/README.md; `made_by` names program, version and date.
std::string scoreboard_markdown(const std::vector<CaseResult>& results, std::string_view made_by);

}  // namespace twin
