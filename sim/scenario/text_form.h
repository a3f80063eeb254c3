// How each C++ type stands in a scenario text: what is expected, how it is read, written and
// described in the JSON Schema. One specialisation of TextForm per type; those that few keys have
// are in value_forms.h.
#pragma once

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <limits>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#include "models/units/calendar.h"
#include "models/units/quantity.h"
#include "models/units/sim_time.h"
#include "models/units/temperature.h"
#include "models/units/unit_text.h"
#include "sim/scenario/text_tree.h"

namespace twin {

// A share as text: "45 %". Inside: 0.45.
struct Share {
    double value = 0;
    bool operator==(const Share&) const = default;
};

// An instant of the run: "+36 h" after its start, or absolute with a zone.
struct When {
    std::variant<SimDuration, CalendarTime> value;
    bool operator==(const When&) const = default;
    SimTime in(CalendarTime start) const {
        if (const auto* offset = std::get_if<SimDuration>(&value))
            return sim_start + *offset;
        return SimTime(std::get<CalendarTime>(value) - start);
    }
};

// What a value may be beyond its type. Bounds are in SI.
struct Rule {
    bool required = false;
    double min = -std::numeric_limits<double>::infinity();
    double max = std::numeric_limits<double>::infinity();
    bool above_min = false;              // min itself is not allowed
    std::vector<std::string> choices{};  // of texts; empty: any
    bool open = false;                   // there may be choices of which a schema does not know
    std::string file_of{};               // beside choices the name of a .toml file: "of a model"
    std::vector<std::string> unless{};   // keys that may stand instead of a required one

    static Rule any() { return {}; }
    static Rule positive() { return {.min = 0, .above_min = true}; }
    static Rule not_negative() { return {.min = 0}; }
    static Rule between(double low, double high) { return {.min = low, .max = high}; }
    static Rule one_of(std::vector<std::string> texts) { return {.choices = std::move(texts)}; }
    Rule needed() && {
        required = true;
        return std::move(*this);
    }
    Rule needed_without(std::vector<std::string> others) && {
        required = true;
        unless = std::move(others);
        return std::move(*this);
    }
    bool holds(double si) const { return si <= max && (above_min ? si > min : si >= min); }
};

template <class T>
using Reading = std::variant<T, UnitError>;

template <class T>
struct TextForm;

namespace text_form {

inline UnitError mismatch(std::string expected, const TextNode& node, std::string hint = "") {
    return {std::move(expected), node.described(), std::move(hint)};
}

// "an integer" + " >= 1"
template <class T>
std::string with_bounds(std::string expected, const Rule& rule) {
    const bool low = std::isfinite(rule.min);
    const bool high = std::isfinite(rule.max);
    if (low && high && rule.above_min)
        return fmt::format("{} > {} and at most {}", expected, TextForm<T>::write_si(rule.min),
                           TextForm<T>::write_si(rule.max));
    if (low && high)
        return fmt::format("{} from {} to {}", expected, TextForm<T>::write_si(rule.min),
                           TextForm<T>::write_si(rule.max));
    if (low)
        return fmt::format("{} {} {}", expected,
                           rule.above_min ? ">" : ">=", TextForm<T>::write_si(rule.min));
    return expected;
}

template <class T>
Reading<T> bounded(T value, double si, const Rule& rule, const TextNode& node) {
    if (rule.holds(si))
        return value;
    return mismatch(with_bounds<T>(TextForm<T>::expected(), rule), node);
}

inline Reading<double> quantity(const TextNode& node, Dimension dimension) {
    if (node.kind == TextNode::Kind::string) {
        auto result = parse_quantity(node.text, dimension);
        if (const double* si = std::get_if<double>(&result))
            return *si;
        return std::get<UnitError>(std::move(result));
    }
    const bool bare = node.kind == TextNode::Kind::integer || node.kind == TextNode::Kind::number;
    std::string hint;
    if (dimension == Dimension::share && bare && node.number > 0 && node.number <= 1)
        hint = fmt::format("write it in %, e.g. \"{} %\"", 100 * node.number);
    else if (bare)
        hint = fmt::format("write the unit, e.g. \"{} {}\"", node.text, example_unit(dimension));
    return mismatch(expected_quantity(dimension), node, hint);
}

// Between these, times of a run of up to 100 years stay within 64 bits of nanoseconds.
inline constexpr CalendarTime earliest{std::chrono::sys_days(std::chrono::year(1970) / 1 / 1)};
inline constexpr CalendarTime latest{std::chrono::sys_days(std::chrono::year(2100) / 12 / 31)};

inline Reading<CalendarTime> instant(const TextNode& node, const std::string& expected) {
    if (node.kind == TextNode::Kind::instant)
        return mismatch(expected, node, "put it in quotes, with its zone");
    if (node.kind != TextNode::Kind::string)
        return mismatch(expected, node);
    const auto time = parse_calendar(node.text);
    if (time && *time >= earliest && *time <= latest)
        return *time;
    const bool without_zone = parse_calendar(node.text + "Z").has_value();
    return mismatch(expected, node,
                    time           ? "only the years 1970 to 2100 can be simulated"
                    : without_zone ? "the zone is missing, e.g. \"" + node.text + "Z\""
                                   : "");
}

inline nlohmann::ordered_json quantity_schema(Dimension dimension, const Rule& rule) {
    const double zero = find_unit(example_unit(dimension))->offset;
    return {{"type", "string"},
            {"pattern", quantity_pattern(dimension, rule.min < zero, rule.holds(zero))}};
}

}  // namespace text_form

template <>
struct TextForm<std::string> {
    static std::string expected() { return "a text"; }
    static Reading<std::string> read(const TextNode& node, const Rule& rule) {
        if (rule.choices.empty()) {
            if (node.kind == TextNode::Kind::string && !node.text.empty())
                return node.text;
            return text_form::mismatch(expected(), node);
        }
        if (node.kind == TextNode::Kind::string)
            for (const auto& choice : rule.choices)
                if (choice == node.text)
                    return node.text;
        return text_form::mismatch(
            fmt::format("one of {}{}", fmt::join(rule.choices, ", "),
                        rule.file_of.empty() ? "" : ", or a .toml file " + rule.file_of),
            node, node.kind == TextNode::Kind::string ? did_you_mean(node.text, rule.choices) : "");
    }
    static nlohmann::ordered_json schema(const Rule& rule) {
        if (rule.choices.empty())
            return {{"type", "string"}, {"minLength", 1}};
        if (!rule.open && !rule.file_of.empty())
            return {{"type", "string"},
                    {"anyOf", {{{"enum", rule.choices}}, {{"pattern", "\\.toml$"}}}}};
        if (rule.open)
            return {{"type", "string"}, {"anyOf", {{{"enum", rule.choices}}, {{"minLength", 1}}}}};
        return {{"type", "string"}, {"enum", rule.choices}};
    }
    static std::string write(const std::string& value) { return value; }
};

template <>
struct TextForm<bool> {
    static std::string expected() { return "true or false"; }
    static Reading<bool> read(const TextNode& node, const Rule&) {
        if (node.kind == TextNode::Kind::boolean)
            return node.boolean;
        return text_form::mismatch(expected(), node);
    }
    static nlohmann::ordered_json schema(const Rule&) { return {{"type", "boolean"}}; }
    static std::string write(bool value) { return value ? "true" : "false"; }
};

template <std::integral T>
struct TextForm<T> {
    static std::string expected() { return "an integer"; }
    static std::string write_si(double value) { return fmt::format("{:.0f}", value); }
    static Reading<T> read(const TextNode& node, const Rule& rule) {
        if (node.kind != TextNode::Kind::integer)
            return text_form::mismatch(text_form::with_bounds<T>(expected(), rule), node);
        if (!std::in_range<T>(node.integer))
            return text_form::mismatch(text_form::with_bounds<T>(expected(), in_type(rule)), node);
        return text_form::bounded(static_cast<T>(node.integer), node.number, rule, node);
    }
    static nlohmann::ordered_json schema(const Rule& rule) {
        const Rule bounds = in_type(rule);
        nlohmann::ordered_json out{{"type", "integer"}};
        if (std::isfinite(bounds.min))
            out["minimum"] = static_cast<std::int64_t>(bounds.min);
        if (std::isfinite(bounds.max))
            out["maximum"] = static_cast<std::int64_t>(bounds.max);
        return out;
    }
    // The rule with what the type cannot hold left out; TOML itself ends at 64 bits with a sign.
    static Rule in_type(Rule rule) {
        using Limits = std::numeric_limits<T>;
        if (rule.above_min)
            rule.min = std::floor(rule.min) + 1;
        rule.above_min = false;
        if (sizeof(T) < sizeof(std::int64_t) || std::is_unsigned_v<T>)
            rule.min = std::max(rule.min, static_cast<double>(Limits::min()));
        if (sizeof(T) < sizeof(std::int64_t))
            rule.max = std::min(rule.max, static_cast<double>(Limits::max()));
        return rule;
    }
    static std::string write(T value) { return std::to_string(value); }
};

template <>
struct TextForm<double> {
    static std::string expected() { return "a number"; }
    static std::string write_si(double value) { return fmt::format("{}", value); }
    static Reading<double> read(const TextNode& node, const Rule& rule) {
        const bool number =
            node.kind == TextNode::Kind::integer || node.kind == TextNode::Kind::number;
        if (!number || !std::isfinite(node.number))
            return text_form::mismatch(text_form::with_bounds<double>(expected(), rule), node);
        return text_form::bounded(node.number, node.number, rule, node);
    }
    static nlohmann::ordered_json schema(const Rule& rule) {
        nlohmann::ordered_json out{{"type", "number"}};
        if (std::isfinite(rule.min))
            out[rule.above_min ? "exclusiveMinimum" : "minimum"] = rule.min;
        if (std::isfinite(rule.max))
            out["maximum"] = rule.max;
        return out;
    }
    static std::string write(double value) { return fmt::format("{}", value); }
};

template <>
struct TextForm<Share> {
    static constexpr auto dimension = Dimension::share;
    static std::string expected() { return expected_quantity(dimension); }
    static std::string write_si(double si) { return exact_quantity(si, dimension); }
    static Reading<Share> read(const TextNode& node, const Rule& rule) {
        const auto si = text_form::quantity(node, dimension);
        if (const double* value = std::get_if<double>(&si))
            return text_form::bounded(Share{*value}, *value, rule, node);
        return std::get<UnitError>(si);
    }
    static nlohmann::ordered_json schema(const Rule& rule) {
        return text_form::quantity_schema(dimension, rule);
    }
    static std::string write(Share value) { return exact_quantity(value.value, dimension); }
};

template <class Q>
constexpr Dimension dimension_of = [] {
    if constexpr (std::is_same_v<Q, Power>)
        return Dimension::power;
    else if constexpr (std::is_same_v<Q, Energy>)
        return Dimension::energy;
    else if constexpr (std::is_same_v<Q, DataSize>)
        return Dimension::data_size;
    else if constexpr (std::is_same_v<Q, Bandwidth>)
        return Dimension::bandwidth;
    else if constexpr (std::is_same_v<Q, FlopCount>)
        return Dimension::flop;
    else if constexpr (std::is_same_v<Q, FlopRate>)
        return Dimension::flop_rate;
    else if constexpr (std::is_same_v<Q, TokenCount>)
        return Dimension::tokens;
    else if constexpr (std::is_same_v<Q, Frequency>)
        return Dimension::frequency;
    else if constexpr (std::is_same_v<Q, Temperature>)
        return Dimension::temperature;
    else if constexpr (std::is_same_v<Q, TemperatureDifference>)
        return Dimension::temperature_difference;
    else if constexpr (std::is_same_v<Q, ThermalConductance>)
        return Dimension::thermal_conductance;
    else if constexpr (std::is_same_v<Q, HeatCapacity>)
        return Dimension::heat_capacity;
    else if constexpr (std::is_same_v<Q, Volume>)
        return Dimension::volume;
    else if constexpr (std::is_same_v<Q, VolumeFlow>)
        return Dimension::volume_flow;
    else if constexpr (std::is_same_v<Q, Pressure>)
        return Dimension::pressure;
    else if constexpr (std::is_same_v<Q, Money>)
        return Dimension::money;
    else if constexpr (std::is_same_v<Q, EnergyPrice>)
        return Dimension::energy_price;
    else if constexpr (std::is_same_v<Q, DemandPrice>)
        return Dimension::demand_price;
    else if constexpr (std::is_same_v<Q, CarbonMass>)
        return Dimension::carbon_mass;
    else if constexpr (std::is_same_v<Q, CarbonIntensity>)
        return Dimension::carbon_intensity;
    else
        return Dimension::duration;
}();

template <class Q>
struct QuantityForm {
    static constexpr auto dimension = dimension_of<Q>;
    static std::string expected() { return expected_quantity(dimension); }
    static std::string write_si(double si) { return exact_quantity(si, dimension); }
    static Reading<Q> read(const TextNode& node, const Rule& rule) {
        const auto si = text_form::quantity(node, dimension);
        if (const double* value = std::get_if<double>(&si))
            return text_form::bounded(Q::from_si(*value), *value, rule, node);
        return std::get<UnitError>(si);
    }
    static nlohmann::ordered_json schema(const Rule& rule) {
        return text_form::quantity_schema(dimension, rule);
    }
    static std::string write(Q value) { return exact_quantity(value.si(), dimension); }
};
template <int... E>
struct TextForm<Quantity<E...>> : QuantityForm<Quantity<E...>> {};
template <>
struct TextForm<Temperature> : QuantityForm<Temperature> {};

// Times of the run are whole nanoseconds, up to 100 years.
template <>
struct TextForm<SimDuration> {
    static constexpr auto dimension = Dimension::duration;
    static constexpr double longest = 100 * 366 * 86400.0;
    static std::string expected() { return expected_quantity(dimension); }
    static std::string write_si(double si) { return exact_quantity(si, dimension); }
    static Reading<SimDuration> read(const TextNode& node, const Rule& rule) {
        const auto si = text_form::quantity(node, dimension);
        if (const UnitError* error = std::get_if<UnitError>(&si))
            return *error;
        const double value = std::get<double>(si);
        if (std::abs(value) > longest)
            return text_form::mismatch(expected() + " of at most 100 years", node);
        return text_form::bounded(to_sim(value * second), value, rule, node);
    }
    static nlohmann::ordered_json schema(const Rule& rule) {
        return text_form::quantity_schema(dimension, rule);
    }
    static std::string write(SimDuration value) {
        return exact_quantity(to_seconds(value), dimension);
    }
};

template <>
struct TextForm<CalendarTime> {
    static std::string expected() {
        return "an instant with its zone, e.g. \"2024-04-07T00:00:00+02:00\"";
    }
    static Reading<CalendarTime> read(const TextNode& node, const Rule&) {
        return text_form::instant(node, expected());
    }
    static nlohmann::ordered_json schema(const Rule&) {
        return {{"type", "string"}, {"pattern", calendar_pattern}};
    }
    static std::string write(CalendarTime value) { return format_calendar(value); }
};

template <>
struct TextForm<When> {
    static std::string expected() {
        return "a time after the start (\"+36 h\") or an instant with its zone "
               "(\"2024-04-07T00:00:00+02:00\")";
    }
    static Reading<When> read(const TextNode& node, const Rule&) {
        if (node.kind == TextNode::Kind::string && node.text.starts_with('+')) {
            const auto offset = TextForm<SimDuration>::read(node, Rule::not_negative());
            if (const auto* value = std::get_if<SimDuration>(&offset))
                return When{*value};
            UnitError error = std::get<UnitError>(offset);
            error.expected = expected();
            return error;
        }
        auto time = text_form::instant(node, expected());
        if (const auto* value = std::get_if<CalendarTime>(&time))
            return When{*value};
        UnitError error = std::get<UnitError>(std::move(time));
        if (error.hint.empty() && node.kind == TextNode::Kind::string &&
            std::holds_alternative<SimDuration>(
                TextForm<SimDuration>::read(node, Rule::not_negative())))
            error.hint = fmt::format("write \"+{}\"", node.text);
        return error;
    }
    static nlohmann::ordered_json schema(const Rule&) {
        std::string relative = quantity_pattern(Dimension::duration, false);
        relative.replace(relative.find(" *[+]?"), 6, "[+]");
        return {{"type", "string"},
                {"anyOf", {{{"pattern", relative}}, {{"pattern", calendar_pattern}}}}};
    }
    static std::string write(When value) {
        if (const auto* offset = std::get_if<SimDuration>(&value.value))
            return "+" + TextForm<SimDuration>::write(*offset);
        return format_calendar(std::get<CalendarTime>(value.value));
    }
};

}  // namespace twin
