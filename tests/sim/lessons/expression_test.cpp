// Arithmetic of figures with their units.
#include "sim/lessons/expression.h"

#include <gmock/gmock.h>

namespace twin {
namespace {

const FigureUnits known = {{"a.wait", "s"},     {"b.wait", "s"},     {"a.energy", "MWh"},
                           {"b.energy", "MWh"}, {"a.use", "%"},      {"b.use", "%"},
                           {"a.pue", ""},       {"a.water", "degC"}, {"knob.cap", "W"}};
const FigureValues values = {{"a.wait", 7200},  {"b.wait", 1800},  {"a.energy", 200},
                             {"b.energy", 150}, {"a.use", 80},     {"b.use", 94},
                             {"a.pue", 1.25},   {"a.water", 31.5}, {"knob.cap", 500}};

Expression parsed(const std::string& text) {
    auto result = Expression::parse(text, known);
    if (const auto* error = std::get_if<ExpressionError>(&result))
        throw std::invalid_argument(error->expected + ", got " + error->got);
    return std::get<Expression>(result);
}

struct Row {
    const char* text;
    double value;
    std::optional<std::string> unit;
};

TEST(Expression, ComputesWithUnits) {
    const Row rows[] = {
        {"2 + 3 * 4", 14, ""},
        {"(2 + 3) * -4", -20, ""},
        {"a.wait - b.wait", 5400, "s"},
        {"a.wait / b.wait", 4, ""},
        {"(a.wait - b.wait) / a.wait", 0.75, ""},
        {"b.use - a.use", 14, "pp"},      // percentage points
        {"a.water - 30 degC", 1.5, "K"},  // a step on the scale
        {"a.water + 2 K", 33.5, "degC"},
        {"a.wait + 1 h", 10800, "s"},  // in the unit of the first
        {"1 h + a.wait", 3, "h"},      // 7,200 s are two hours
        {"a.energy * 3", 600, "MWh"},
        {"a.energy * a.wait", 1440000, std::nullopt},
        {"a.energy / 50 kWh", 4000, ""},  // 200 MWh / 0.05 MWh
        {"abs(b.wait - a.wait)", 5400, "s"},
        {"min(a.wait, 1 h)", 3600, "s"},
        {"max(a.pue, 2)", 2, ""},
        {"b.wait < a.wait", 1, ""},
        {"b.wait >= 1 h", 0, ""},
        {"b.wait < a.wait and b.use > a.use + 14 %", 0, ""},  // 94 > 94 does not hold
        {"b.wait < a.wait and b.use > a.use + 13 %", 1, ""},
        {"knob.cap / 680 W", 500.0 / 680, ""},
        {"2 TB/s / 800 GB/s", 2.5, ""},  // a unit may hold a stroke
    };
    for (const Row& row : rows) {
        const Expression expression = parsed(row.text);
        ASSERT_TRUE(expression.value(values).has_value()) << row.text;
        EXPECT_DOUBLE_EQ(*expression.value(values), row.value) << row.text;
        EXPECT_EQ(expression.unit(), row.unit) << row.text;
    }
}

TEST(Expression, HasNoValueWhereAFigureHasNone) {
    EXPECT_EQ(parsed("a.wait - b.wait").value({{"a.wait", 3}, {"b.wait", std::nullopt}}),
              std::nullopt);
    EXPECT_EQ(parsed("a.wait / (b.wait - b.wait)").value(values), std::nullopt);
}

TEST(Expression, NamesItsFiguresOnce) {
    EXPECT_THAT(parsed("(a.wait - b.wait) / a.wait").names(),
                testing::ElementsAre("a.wait", "b.wait"));
}

TEST(Expression, SaysWhatItCannotRead) {
    const std::pair<const char*, const char*> rows[] = {
        {"", "expected a number, a figure such as b.wait_mean, or '(', got the end"},
        {"a.wait -", "expected a number, a figure such as b.wait_mean, or '(', got the end"},
        {"(a.wait", "expected ')', got the end"},
        {"a.wait b.wait", "expected the end or one of + - * / < > and, got 'b.wait'"},
        {"a.wait + a.pue", "expected both sides of '+' in one unit, got s and a pure number"},
        {"a.wait < a.energy", "expected both sides of '<' in one unit, got s and MWh"},
        {"a.wait * a.energy + 1",
         "expected both sides of '+' in one unit, got a product of units and a pure number"},
        {"5 xyz", "expected a unit, got 'xyz'"},
        {"c.wait",
         "expected a figure of a run (a.wait_mean) or of a knob (knob.NAME), got "
         "'c.wait'"},
        {"min(a.wait)", "expected ',' between the parts of min, got ')'"},
        {"a.wait and b.wait < a.wait", "expected comparisons on both sides of 'and', got a number"},
    };
    for (const auto& [text, sentence] : rows) {
        const auto result = Expression::parse(text, known);
        const auto* const error = std::get_if<ExpressionError>(&result);
        ASSERT_NE(error, nullptr) << text;
        EXPECT_EQ(error->expected + ", got " + error->got, sentence) << text;
    }
}

TEST(Expression, ConvertsBetweenUnits) {
    EXPECT_EQ(factor_between("s", "min"), 1.0 / 60);
    EXPECT_EQ(factor_between("", "%"), 100);
    EXPECT_EQ(factor_between("jobs", "jobs"), 1);
    EXPECT_EQ(factor_between(std::nullopt, "EUR"), 1);  // the author's word
    EXPECT_EQ(factor_between("s", "MW"), std::nullopt);
    EXPECT_EQ(factor_between("degC", "K"), std::nullopt);  // a temperature is no difference
}

}  // namespace
}  // namespace twin
