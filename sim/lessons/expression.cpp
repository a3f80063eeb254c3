#include "sim/lessons/expression.h"

#include <algorithm>
#include <cctype>
#include <charconv>
#include <cmath>
#include <fmt/format.h>

#include "models/units/unit_table.h"
#include "sim/scenario/problem.h"

namespace twin {

struct Expression::Node {
    enum class Kind {
        number,
        figure,
        negate,
        add,
        subtract,
        multiply,
        divide,
        compare,
        both,
        function
    };
    Kind kind = Kind::number;
    double number = 0;
    std::string name;  // of a figure, a function, a comparison
    std::optional<std::string> unit = "";
    double right_scale = 1;  // of the second part, to stand in the unit of the first
    std::vector<std::shared_ptr<const Node>> parts;
};

namespace {

using Node = Expression::Node;
using Kind = Node::Kind;
using Part = std::shared_ptr<const Node>;

// Of the difference of two figures.
std::string difference_of(const std::string& unit) {
    return unit == "%" ? "pp" : unit == "degC" ? "K" : unit;
}

// A step on a scale: 35 degC + 2 K, 80 % - 2 pp.
bool is_step_of(const std::string& unit, const std::string& step) {
    return unit != step && difference_of(unit) == difference_of(step);
}

std::string named(const std::optional<std::string>& unit) {
    return !unit ? "a product of units" : unit->empty() ? "a pure number" : *unit;
}

class Parser {
  public:
    Parser(const std::string& text, const FigureUnits& known) : text_(text), known_(known) {}

    Part whole() {
        Part left = condition();
        while (take("and")) {
            auto node = std::make_shared<Node>();
            node->kind = Kind::both;
            node->parts = {left, condition()};
            for (const Part& part : node->parts)
                if (part->kind != Kind::compare && part->kind != Kind::both)
                    fail("expected comparisons on both sides of 'and'", "a number");
            left = node;
        }
        skip();
        if (at_ != text_.size())
            fail("expected the end or one of + - * / < > and", "'" + text_.substr(at_) + "'");
        return left;
    }

  private:
    [[noreturn]] void fail(std::string expected, std::string got, std::string hint = "") const {
        throw ExpressionError{std::move(expected), std::move(got), std::move(hint)};
    }
    void skip() {
        while (at_ < text_.size() && std::isspace(static_cast<unsigned char>(text_[at_])) != 0)
            ++at_;
    }
    bool take(std::string_view sign) {
        skip();
        if (text_.compare(at_, sign.size(), sign) != 0)
            return false;
        at_ += sign.size();
        return true;
    }

    Part condition() {
        const Part left = sum();
        for (const char* sign : {"<=", ">=", "<", ">"})
            if (take(sign)) {
                auto node = std::make_shared<Node>(together(left, sum(), sign));
                node->kind = Kind::compare;
                node->name = sign;
                node->unit = "";
                return node;
            }
        return left;
    }

    // Two parts that must be in units of one dimension.
    Node together(const Part& left, const Part& right, const std::string& sign) const {
        Node node;
        node.parts = {left, right};
        node.unit = left->unit;
        if (left->unit == right->unit)
            return node;
        if (left->unit && right->unit && is_step_of(*left->unit, *right->unit))
            return node;
        const auto scale =
            right->unit && left->unit ? factor_between(right->unit, *left->unit) : std::nullopt;
        const bool pure =
            (left->unit && left->unit->empty()) || (right->unit && right->unit->empty());
        if (!scale || pure)
            fail(fmt::format("expected both sides of '{}' in one unit", sign),
                 named(left->unit) + " and " + named(right->unit));
        node.right_scale = *scale;
        return node;
    }

    Part sum() {
        Part left = product();
        for (;;) {
            const bool add = take("+");
            if (!add && !take("-"))
                return left;
            const Part right = product();
            auto node = std::make_shared<Node>(together(left, right, add ? "+" : "-"));
            node->kind = add ? Kind::add : Kind::subtract;
            if (!add && node->unit)
                node->unit = difference_of(*node->unit);
            left = node;
        }
    }

    Part product() {
        Part left = factor();
        for (;;) {
            const bool times = take("*");
            if (!times && !take("/"))
                return left;
            const Part right = factor();
            auto node = std::make_shared<Node>();
            node->kind = times ? Kind::multiply : Kind::divide;
            node->parts = {left, right};
            const bool pure_left = left->unit && left->unit->empty();
            const bool pure_right = right->unit && right->unit->empty();
            if (pure_right)
                node->unit = left->unit;
            else if (times && pure_left)
                node->unit = right->unit;
            else if (const auto scale = !times && left->unit && right->unit && !pure_left
                                            ? factor_between(right->unit, *left->unit)
                                            : std::nullopt) {
                node->unit = "";
                node->right_scale = *scale;
            } else
                node->unit = std::nullopt;
            left = node;
        }
    }

    Part factor() {
        skip();
        if (take("-")) {
            auto node = std::make_shared<Node>();
            const Part part = factor();
            node->kind = Kind::negate;
            node->unit = part->unit;
            node->parts = {part};
            return node;
        }
        if (take("(")) {
            const Part inner = sum();
            if (!take(")"))
                fail("expected ')'", rest());
            return inner;
        }
        if (at_ < text_.size() && std::isdigit(static_cast<unsigned char>(text_[at_])) != 0)
            return number();
        return name();
    }

    std::string rest() const {
        return at_ == text_.size() ? "the end" : "'" + text_.substr(at_) + "'";
    }

    std::size_t end_of_word(std::size_t from) const {
        while (from < text_.size() &&
               (std::isalnum(static_cast<unsigned char>(text_[from])) != 0 || text_[from] == '%'))
            ++from;
        return from;
    }

    // 0.7, 35 degC, 800 GB/s
    Part number() {
        auto node = std::make_shared<Node>();
        const char* const begin = text_.data() + at_;
        const auto [end, status] =
            std::from_chars(begin, text_.data() + text_.size(), node->number);
        if (status != std::errc{})
            fail("expected a number", rest());
        at_ += std::size_t(end - begin);
        skip();
        std::size_t last = end_of_word(at_);
        // "GB/s" is one unit, "GB/x" is not; with spaces around it a stroke divides.
        for (std::size_t next = last; next < text_.size() && next > at_ && text_[next] == '/';) {
            next = end_of_word(next + 1);
            if (find_unit(text_.substr(at_, next - at_)) != nullptr)
                last = next;
        }
        if (last > at_ && text_.substr(at_, last - at_) != "and") {
            const std::string unit = text_.substr(at_, last - at_);
            if (find_unit(unit) == nullptr)
                fail("expected a unit", "'" + unit + "'", "see twin list units");
            node->unit = unit;
            at_ = last;
        }
        return node;
    }

    Part name() {
        std::size_t last = at_;
        while (last < text_.size() && (std::isalnum(static_cast<unsigned char>(text_[last])) != 0 ||
                                       text_[last] == '_' || text_[last] == '.'))
            ++last;
        const std::string word = text_.substr(at_, last - at_);
        if (word.empty())
            fail("expected a number, a figure such as b.wait_mean, or '('", rest());
        at_ = last;
        auto node = std::make_shared<Node>();
        if (word == "abs" || word == "min" || word == "max") {
            if (!take("("))
                fail("expected '(' after " + word, rest());
            const Part first = sum();
            node->parts = {first};
            node->unit = first->unit;
            if (word != "abs") {
                if (!take(","))
                    fail("expected ',' between the parts of " + word, rest());
                *node = together(first, sum(), word);
            }
            if (!take(")"))
                fail("expected ')'", rest());
            node->kind = Kind::function;
            node->name = word;
            return node;
        }
        const auto found = known_.find(word);
        if (found == known_.end()) {
            std::vector<std::string> names;
            for (const auto& [known, unit] : known_)
                names.push_back(known);
            fail("expected a figure of a run (a.wait_mean) or of a knob (knob.NAME)",
                 "'" + word + "'", did_you_mean(word, names));
        }
        node->kind = Kind::figure;
        node->name = word;
        node->unit = found->second;
        return node;
    }

    const std::string& text_;
    const FigureUnits& known_;
    std::size_t at_ = 0;
};

std::optional<double> value_of(const Node& node, const FigureValues& values) {
    std::vector<double> parts;
    for (const Part& part : node.parts) {
        const auto value = value_of(*part, values);
        if (!value)
            return std::nullopt;
        parts.push_back(*value);
    }
    const auto right = [&] { return parts[1] * node.right_scale; };
    switch (node.kind) {
        case Kind::number:
            return node.number;
        case Kind::figure: {
            const auto found = values.find(node.name);
            return found == values.end() ? std::nullopt : found->second;
        }
        case Kind::negate:
            return -parts[0];
        case Kind::add:
            return parts[0] + right();
        case Kind::subtract:
            return parts[0] - right();
        case Kind::multiply:
            return parts[0] * parts[1];
        case Kind::divide:
            return parts[1] == 0 ? std::nullopt : std::optional(parts[0] / right());
        case Kind::compare:
            return node.name == "<"    ? parts[0] < right()
                   : node.name == ">"  ? parts[0] > right()
                   : node.name == "<=" ? parts[0] <= right()
                                       : parts[0] >= right();
        case Kind::both:
            return parts[0] != 0 && parts[1] != 0;
        case Kind::function:
            return node.name == "abs"   ? std::abs(parts[0])
                   : node.name == "min" ? std::min(parts[0], right())
                                        : std::max(parts[0], right());
    }
    return std::nullopt;
}

void collect(const Node& node, std::vector<std::string>& names) {
    if (node.kind == Kind::figure &&
        std::find(names.begin(), names.end(), node.name) == names.end())
        names.push_back(node.name);
    for (const Part& part : node.parts)
        collect(*part, names);
}

}  // namespace

std::variant<Expression, ExpressionError> Expression::parse(const std::string& text,
                                                            const FigureUnits& known) {
    try {
        return Expression(Parser(text, known).whole());
    } catch (const ExpressionError& error) {
        return error;
    }
}

bool Expression::is_condition() const {
    return root_->kind == Node::Kind::compare || root_->kind == Node::Kind::both;
}

const std::optional<std::string>& Expression::unit() const {
    return root_->unit;
}

std::optional<double> Expression::value(const FigureValues& values) const {
    return value_of(*root_, values);
}

std::vector<std::string> Expression::names() const {
    std::vector<std::string> found;
    collect(*root_, found);
    return found;
}

std::optional<double> factor_between(const std::optional<std::string>& from,
                                     const std::string& to) {
    if (!from || *from == to)
        return 1;
    if (from->empty() && (to == "%" || to == "pp"))
        return 100;
    const UnitRow* const old_row = find_unit(*from);
    const UnitRow* const new_row = find_unit(to);
    if (old_row == nullptr || new_row == nullptr || old_row->dimension != new_row->dimension ||
        old_row->offset != new_row->offset)
        return std::nullopt;
    return old_row->si / new_row->si;
}

}  // namespace twin
