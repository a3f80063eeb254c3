#include "sim/lessons/placeholders.h"

#include <fmt/format.h>

#include "sim/results/figure_text.h"

namespace twin {
namespace {

std::string stripped(const std::string& text) {
    const auto first = text.find_first_not_of(" \t\r\n");
    if (first == std::string::npos)
        return "";
    return text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1);
}

std::variant<Placeholder, ExpressionError> read_placeholder(const std::string& source,
                                                            const Lesson& lesson,
                                                            const FigureUnits& known) {
    Placeholder found;
    found.source = source;
    const auto colon = source.find(':');
    const std::string expression = stripped(source.substr(0, colon));
    if (colon == std::string::npos && expression.starts_with("knob."))
        if (const Knob* const knob = lesson.find_knob(expression.substr(5))) {
            found.knob = knob->name;
            return found;
        }
    auto parsed = Expression::parse(expression, known);
    if (const auto* error = std::get_if<ExpressionError>(&parsed))
        return *error;
    found.figure = std::get<Expression>(std::move(parsed));
    const auto& unit = found.figure->unit();
    if (colon == std::string::npos) {
        if (!unit)
            return ExpressionError{"expected a unit behind a colon", "a product of units",
                                   "e.g. {" + expression + " : MWh}"};
        found.unit = *unit;
        return found;
    }
    found.unit = stripped(source.substr(colon + 1));
    found.exact_unit = true;
    if (!factor_between(unit, found.unit))
        return ExpressionError{fmt::format("expected a unit that {} can be shown in",
                                           unit->empty() ? "a pure number" : *unit),
                               "'" + found.unit + "'", ""};
    return found;
}

}  // namespace

PlaceholderText parse_placeholders(const std::string& text, const Lesson& lesson,
                                   const FigureUnits& known) {
    PlaceholderText result;
    std::string plain;
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (text[at] != '{') {
            plain += text[at];
            continue;
        }
        if (text.compare(at, 2, "{{") == 0) {
            plain += '{';
            ++at;
            continue;
        }
        const auto end = text.find('}', at);
        if (end == std::string::npos) {
            result.errors.push_back(
                {text.substr(at + 1, 20), {"expected '}' after the placeholder", "the end", ""}});
            plain += text.substr(at);
            break;
        }
        const std::string source = text.substr(at + 1, end - at - 1);
        auto read = read_placeholder(source, lesson, known);
        if (const auto* error = std::get_if<ExpressionError>(&read)) {
            result.errors.push_back({source, *error});
            plain += text.substr(at, end + 1 - at);
        } else {
            result.pieces.emplace_back(std::move(plain));
            plain.clear();
            result.pieces.emplace_back(std::get<Placeholder>(std::move(read)));
        }
        at = end;
    }
    result.pieces.emplace_back(std::move(plain));
    return result;
}

std::string plain_figure(std::optional<double> value, const std::string& unit, bool exact_unit) {
    if (!exact_unit || !value)
        return figure_text(value, unit);
    return unit.empty() ? grouped(*value) : grouped(*value) + " " + unit;
}

}  // namespace twin
