// The placeholders of a lesson's texts: {b.pue}, {b.site_energy - a.site_energy : kWh}, {knob.cap}.
#pragma once

#include <functional>
#include <string>
#include <variant>
#include <vector>

#include "sim/lessons/lesson.h"

namespace twin {

struct Placeholder {
    std::string source;                // between the braces
    std::string knob;                  // its value as text; else
    std::optional<Expression> figure;  // with
    std::string unit;                  // in which it is shown
    bool exact_unit = false;           // the author asked for it
};

struct PlaceholderError {
    std::string source;
    ExpressionError error;
};

// Text and placeholders in turn. "{{" stands for a brace.
using TextPiece = std::variant<std::string, Placeholder>;
struct PlaceholderText {
    std::vector<TextPiece> pieces;  // a placeholder that cannot be read is plain text
    std::vector<PlaceholderError> errors;
};
PlaceholderText parse_placeholders(const std::string& text, const Lesson& lesson,
                                   const FigureUnits& known);

// A number for people; where not `exact_unit` in a unit that suits its size.
using FigureWriter = std::function<std::string(std::optional<double> value, const std::string& unit,
                                               bool exact_unit)>;
// As reports write it.
std::string plain_figure(std::optional<double> value, const std::string& unit, bool exact_unit);

}  // namespace twin
