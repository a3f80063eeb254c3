// Arithmetic of a lesson's figures: "b.site_energy - a.site_energy", "b.pue < 1.05 * a.pue". Units
// are followed, so that a difference of percentages is in percentage points and a sum of megawatts
// and hours is a mistake.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace twin {

// What an expression may name: "a.wait_mean" with its unit, "knob.cap".
using FigureUnits = std::map<std::string, std::string>;
// Their values in these units; none where the run does not have it.
using FigureValues = std::map<std::string, std::optional<double>>;

struct ExpressionError {
    std::string expected, got, hint;
};

class Expression {
  public:
    static std::variant<Expression, ExpressionError> parse(const std::string& text,
                                                           const FigureUnits& known);

    bool is_condition() const;  // its value is 0 or 1
    // Of the unit table, or "pp", or what is counted; "" of a pure number; nothing where it is a
    // product of units and only the author knows.
    const std::optional<std::string>& unit() const;
    std::optional<double> value(const FigureValues& values) const;
    std::vector<std::string> names() const;  // in the order in which they stand

    struct Node;

  private:
    explicit Expression(std::shared_ptr<const Node> root) : root_(std::move(root)) {}
    std::shared_ptr<const Node> root_;
};

// What a figure of one unit is to be multiplied with to stand in another; nothing: they do not fit.
std::optional<double> factor_between(const std::optional<std::string>& from, const std::string& to);

}  // namespace twin
