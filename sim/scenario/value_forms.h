// Values of a scenario text that few keys have: intervals, demands, kernels, plans, files, dates.
#pragma once

#include <array>
#include <fmt/format.h>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "models/energy/requirements.h"
#include "models/hardware/kernel.h"
#include "models/workload/plan_text.h"
#include "sim/scenario/text_form.h"

namespace twin {

// The new value of a changed setting.
struct TextOrInteger {
    std::string text;
    bool operator==(const TextOrInteger&) const = default;
};

// What a consumer of heat takes: the same all the time, or the energy of each month.
using MonthlyEnergies = std::array<Energy, 12>;  // January first
struct HeatDemand {
    std::variant<Power, MonthlyEnergies> value;
};

// How often a job writes a checkpoint: after so much work, or by a rule from the failures.
struct CheckpointInterval {
    std::variant<SimDuration, std::string> value = "daly";  // or young
    bool operator==(const CheckpointInterval&) const = default;
};

// Files, named from the folder of the file that names them.
struct FileNames {
    std::vector<std::string> names;  // at least one
};

// A number, with a unit of the table where the quantity has one: 1234, "15.2 MW", "1 %".
struct NumberWithUnit {
    double number = 0;
    std::string unit;  // empty: none
    bool operator==(const NumberWithUnit&) const = default;
};

// How the work of a training is divided, in words: "tensor 4, pipeline 8". With auto what they
// leave open is searched.
struct PlanText {
    std::string text = "auto";
    PlanWords words{{}, true};
};

template <>
struct TextForm<CheckpointInterval> {
    static std::string expected() { return "a duration, daly or young"; }
    static Reading<CheckpointInterval> read(const TextNode& node, const Rule& rule) {
        if (node.kind == TextNode::Kind::string && (node.text == "daly" || node.text == "young"))
            return CheckpointInterval{node.text};
        auto duration = TextForm<SimDuration>::read(node, rule);
        if (UnitError* error = std::get_if<UnitError>(&duration)) {
            error->expected += ", daly or young";
            return *error;
        }
        return CheckpointInterval{std::get<SimDuration>(duration)};
    }
    static nlohmann::ordered_json schema(const Rule& rule) {
        return {{"anyOf", {{{"enum", {"daly", "young"}}}, TextForm<SimDuration>::schema(rule)}}};
    }
    static std::string write(const CheckpointInterval& interval) {
        const auto* given = std::get_if<SimDuration>(&interval.value);
        return given ? TextForm<SimDuration>::write(*given) : std::get<std::string>(interval.value);
    }
};

template <>
struct TextForm<TextOrInteger> {
    static std::string expected() { return "a text or an integer"; }
    static Reading<TextOrInteger> read(const TextNode& node, const Rule&) {
        if (node.kind == TextNode::Kind::string || node.kind == TextNode::Kind::integer)
            return TextOrInteger{node.text};
        return text_form::mismatch(expected(), node);
    }
    static nlohmann::ordered_json schema(const Rule&) { return {{"type", {"string", "integer"}}}; }
    static std::string write(const TextOrInteger& value) { return value.text; }
};

template <>
struct TextForm<NumberWithUnit> {
    static std::string expected() { return "a number, or a text with a number and its unit"; }
    static std::string write_si(double value) { return fmt::format("{}", value); }
    static Reading<NumberWithUnit> read(const TextNode& node, const Rule& rule) {
        const bool number =
            node.kind == TextNode::Kind::integer || node.kind == TextNode::Kind::number;
        if (number && std::isfinite(node.number))
            return text_form::bounded(NumberWithUnit{node.number, ""}, node.number, rule, node);
        if (node.kind == TextNode::Kind::string)
            for (const auto& unit : unit_table())
                if (const auto si = parse_quantity(node.text, unit.dimension);
                    std::holds_alternative<double>(si) &&
                    node.text.ends_with(" " + std::string(unit.text))) {
                    const double beyond_zero = std::get<double>(si) - unit.offset;
                    return text_form::bounded(
                        NumberWithUnit{beyond_zero / unit.si, std::string(unit.text)}, beyond_zero,
                        rule, node);
                }
        return text_form::mismatch(expected(), node);
    }
    static nlohmann::ordered_json schema(const Rule& rule) {
        nlohmann::ordered_json number{{"type", "number"}};
        if (std::isfinite(rule.min))
            number["minimum"] = rule.min;
        std::string units;
        for (const auto& unit : unit_table())
            units += (units.empty() ? "" : "|") + std::string(unit.text);
        const std::string sign = rule.min < 0 ? "[+-]?" : "[+]?";
        const std::string pattern =
            "^ *" + sign + R"(([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)? +()" + units + ")$";
        return {{"anyOf", {number, {{"type", "string"}, {"pattern", pattern}}}}};
    }
    static std::string write(const NumberWithUnit& value) {
        return fmt::format("{}{}{}", value.number, value.unit.empty() ? "" : " ", value.unit);
    }
};

template <std::size_t N>
struct TextForm<std::array<double, N>> {
    using Weights = std::array<double, N>;
    static std::string expected() { return fmt::format("a list of {} numbers", N); }
    static Reading<Weights> read(const TextNode& node, const Rule& rule) {
        if (node.kind != TextNode::Kind::list || node.items.size() != N)
            return text_form::mismatch(expected(), node);
        Weights weights{};
        for (std::size_t i = 0; i < N; ++i) {
            auto number = TextForm<double>::read(node.items[i], rule);
            if (const UnitError* error = std::get_if<UnitError>(&number))
                return *error;
            weights[i] = std::get<double>(number);
        }
        return weights;
    }
    static nlohmann::ordered_json schema(const Rule& rule) {
        return {{"type", "array"},
                {"items", TextForm<double>::schema(rule)},
                {"minItems", N},
                {"maxItems", N}};
    }
    static std::string write(const Weights& weights) {
        return fmt::format("{}", fmt::join(weights, ", "));
    }
};

template <>
struct TextForm<HeatDemand> {
    static std::string expected() {
        return "a power (\"5 MW\") or a list of the 12 months' energies (\"1200 MWh\")";
    }
    static Reading<HeatDemand> read(const TextNode& node, const Rule& rule) {
        if (node.kind != TextNode::Kind::list) {
            auto power = TextForm<Power>::read(node, rule);
            if (const Power* value = std::get_if<Power>(&power))
                return HeatDemand{*value};
            UnitError error = std::get<UnitError>(std::move(power));
            error.expected = expected() + (rule.min == 0 ? ", none below zero" : "");
            return error;
        }
        MonthlyEnergies months{};
        if (node.items.size() != months.size())
            return UnitError{expected(), fmt::format("a list of {}", node.items.size()), ""};
        for (std::size_t i = 0; i < months.size(); ++i) {
            auto energy = TextForm<Energy>::read(node.items[i], rule);
            if (const UnitError* error = std::get_if<UnitError>(&energy))
                return *error;
            months[i] = std::get<Energy>(energy);
        }
        return HeatDemand{months};
    }
    static nlohmann::ordered_json schema(const Rule& rule) {
        return {{"anyOf",
                 {TextForm<Power>::schema(rule),
                  {{"type", "array"},
                   {"items", TextForm<Energy>::schema(rule)},
                   {"minItems", 12},
                   {"maxItems", 12}}}}};
    }
    static std::string write(const HeatDemand& demand) {
        if (const Power* power = std::get_if<Power>(&demand.value))
            return TextForm<Power>::write(*power);
        std::string text;
        for (const Energy energy : std::get<MonthlyEnergies>(demand.value))
            text += (text.empty() ? "" : ", ") + TextForm<Energy>::write(energy);
        return text;
    }
};

template <>
struct TextForm<FileNames> {
    static std::string expected() { return "the name of a file or a list of them"; }
    static Reading<FileNames> read(const TextNode& node, const Rule& rule) {
        const bool is_list = node.kind == TextNode::Kind::list;
        if (is_list && node.items.empty())
            return UnitError{expected(), "an empty list", ""};
        FileNames files;
        for (std::size_t i = 0; i < (is_list ? node.items.size() : 1); ++i) {
            auto name = TextForm<std::string>::read(is_list ? node.items[i] : node, rule);
            if (UnitError* error = std::get_if<UnitError>(&name))
                return UnitError{expected(), error->got, ""};
            files.names.push_back(std::get<std::string>(std::move(name)));
        }
        return files;
    }
    static nlohmann::ordered_json schema(const Rule& rule) {
        const auto name = TextForm<std::string>::schema(rule);
        return {{"anyOf", {name, {{"type", "array"}, {"items", name}, {"minItems", 1}}}}};
    }
    static std::string write(const FileNames& files) {
        return fmt::format("{}", fmt::join(files.names, ", "));
    }
};

// "gemm bf16 8192x8192x8192"
template <>
struct TextForm<Kernel> {
    static std::string expected() {
        return "a kernel such as \"gemm bf16 8192x8192x8192\" or \"copy fp32 1 GB\"";
    }
    static Reading<Kernel> read(const TextNode& node, const Rule&) {
        if (node.kind == TextNode::Kind::string)
            return read_kernel(node.text);
        return text_form::mismatch(expected(), node);
    }
    static nlohmann::ordered_json schema(const Rule&) {
        std::string forms;
        for (const KernelKindRow& row : kernel_kinds())
            forms += (forms.empty() ? "" : "|") + form(row);
        return {{"type", "string"}, {"pattern", "^ *(" + forms + ") *$"}};
    }
    static std::string write(const Kernel& kernel) { return kernel_text(kernel); }

  private:
    static std::string form(const KernelKindRow& row) {
        if (row.shape == KernelShape::none)
            return std::string(row.name);
        std::string names;
        for (const PrecisionRow& precision : precisions())
            names += (names.empty() ? "" : "|") + std::string(precision.name);
        const std::string begin = fmt::format("{} +({}) +", row.name, names);
        const std::string extent = "0*[1-9][0-9]*";
        if (row.shape == KernelShape::rows)
            return begin + extent + "x" + extent;
        if (row.shape != KernelShape::size)
            return begin + extent + "x" + extent + "x" + extent;
        std::string size = quantity_pattern(Dimension::data_size, false, false);
        size = size.substr(1, size.rfind(" *$") - 1);
        return begin + size + (row.kind == KernelKind::all_reduce ? " +0*([2-9]|[1-9][0-9]+)" : "");
    }
};

template <>
struct TextForm<Date> {
    static std::string expected() { return "a date, e.g. \"2025-09-05\""; }
    static Reading<Date> read(const TextNode& node, const Rule&) {
        if (node.kind == TextNode::Kind::instant)
            return text_form::mismatch(expected(), node, "put it in quotes");
        if (node.kind == TextNode::Kind::string)
            if (const auto midnight = parse_calendar(node.text + "T00:00Z"))
                return Date(std::chrono::floor<std::chrono::days>(*midnight));
        return text_form::mismatch(expected(), node);
    }
    static nlohmann::ordered_json schema(const Rule&) {
        return {{"type", "string"}, {"pattern", "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}};
    }
    static std::string write(Date date) {
        return format_calendar(std::chrono::sys_days(date)).substr(0, 10);
    }
};

// Not one mistake but all of them, each with its place in the text.
template <>
struct TextForm<PlanText> {
    static std::string expected() {
        return "a plan (words such as \"tensor 4, pipeline 8\", \"auto\", or a table)";
    }
    static std::variant<PlanText, std::vector<PlanError>> read_words(const std::string& text) {
        auto words = read_plan(text);
        if (auto* wrong = std::get_if<std::vector<PlanError>>(&words))
            return std::move(*wrong);
        return PlanText{text, std::get<PlanWords>(std::move(words))};
    }
    static nlohmann::ordered_json schema(const Rule&) {
        std::string words;
        for (const PlanWord& word : plan_words())
            words += fmt::format("{}{}{}", words.empty() ? "" : "|", word.name, values(word));
        const std::string one = "[ \\t\\n]*(" + words + ")[ \\t\\n]*";
        return {{"type", "string"}, {"pattern", "^" + one + "(," + one + ")*$"}};
    }
    static std::string write(const PlanText& plan) { return plan.text; }

  private:
    static std::string values(const PlanWord& word) {
        if (word.values.empty())
            return "";
        return "[ \\t][ \\t\\n]*(" + (word.values == "N" ? "0*[1-9][0-9]*" : word.values) + ")";
    }
};

}  // namespace twin
