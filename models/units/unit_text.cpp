#include "models/units/unit_text.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <fmt/format.h>
#include <vector>

namespace twin {
namespace {

std::string_view trimmed(std::string_view text) {
    const auto first = text.find_first_not_of(' ');
    if (first == std::string_view::npos)
        return {};
    return text.substr(first, text.find_last_not_of(' ') - first + 1);
}

std::string_view article(Dimension dimension) {
    const std::string_view text = to_text(dimension);
    return text.front() == 'a' || text.front() == 'e' ? "an" : "a";
}

// Units in which people read results, smallest first.
std::vector<std::string_view> display_units(Dimension dimension) {
    switch (dimension) {
        case Dimension::power:
            return {"W", "kW", "MW", "GW"};
        case Dimension::energy:
            return {"Wh", "kWh", "MWh", "GWh"};
        case Dimension::duration:
            return {"ns", "us", "ms", "s", "min", "h", "d"};
        case Dimension::share:
            return {"%"};
        case Dimension::data_size:
            return {"byte", "kB", "MB", "GB", "TB", "PB"};
        case Dimension::bandwidth:
            return {"MB/s", "GB/s", "TB/s"};
        case Dimension::flop:
            return {"flop", "kflop", "Mflop", "Gflop", "Tflop", "Pflop"};
        case Dimension::flop_rate:
            return {"Gflop/s", "Tflop/s", "Pflop/s", "Eflop/s"};
        case Dimension::tokens:
            return {"token", "ktoken", "Mtoken", "Gtoken", "Ttoken"};
        case Dimension::frequency:
            return {"Hz", "MHz", "GHz"};
        case Dimension::temperature:
            return {"degC"};
        case Dimension::temperature_difference:
            return {"K"};
        case Dimension::thermal_conductance:
            return {"kW/K", "MW/K"};
        case Dimension::heat_capacity:
            return {"kJ/K", "MJ/K"};
        case Dimension::volume:
            return {"L", "m3"};
        case Dimension::volume_flow:
            return {"L/s", "m3/s"};
        case Dimension::pressure:
            return {"kPa", "bar"};
        case Dimension::money:
            return {"EUR", "kEUR", "MEUR"};
        case Dimension::energy_price:
            return {"EUR/MWh"};
        case Dimension::demand_price:
            return {"EUR/kW/a"};
        case Dimension::carbon_mass:
            return {"g", "kg", "t"};
        case Dimension::carbon_intensity:
            return {"g/kWh"};
    }
    return {};
}

bool reads_back(const std::string& text, double si, Dimension dimension) {
    const auto back = parse_quantity(text, dimension);
    const double* value = std::get_if<double>(&back);
    return value != nullptr && *value == si;
}

// The shortest text in this unit that reads back as `si`; empty if there is none.
std::string exact_in(double si, const UnitRow& unit) {
    const double number = (si - unit.offset) / unit.si;
    std::string text = fmt::format("{} {}", number, unit.text);
    if (unit.offset == 0)
        return reads_back(text, si, unit.dimension) ? text : "";
    // An offset takes digits away: 309.15 - 273.15 is not quite 36.
    for (int decimals = 0; decimals <= 17; ++decimals) {
        text = fmt::format("{:.{}f} {}", number, decimals, unit.text);
        if (reads_back(text, si, unit.dimension))
            return text;
    }
    return "";
}

}  // namespace

std::string expected_quantity(Dimension dimension) {
    return fmt::format("{} {} ({})", article(dimension), to_text(dimension), units_of(dimension));
}

std::variant<double, UnitError> parse_quantity(std::string_view text, Dimension dimension) {
    UnitError error{expected_quantity(dimension), fmt::format("'{}'", text), ""};
    const std::string_view body = trimmed(text);
    double number = 0;
    const char* first = body.data();
    const char* const last = first + body.size();
    if (first != last && *first == '+' && first + 1 != last && first[1] != '-')
        ++first;
    const auto [end, status] = std::from_chars(first, last, number);
    if (status != std::errc{} || !std::isfinite(number))
        return error;
    const std::string_view unit_name = trimmed({end, static_cast<std::size_t>(last - end)});
    if (unit_name.empty()) {
        error.hint = fmt::format("write the unit, e.g. \"{} {}\"", body, example_unit(dimension));
        return error;
    }
    const UnitRow* unit = find_unit(unit_name);
    if (unit == nullptr)
        return error;
    if (unit->dimension != dimension) {
        error.hint = fmt::format("{} is a unit of {}", unit->text, to_text(unit->dimension));
        return error;
    }
    const double si = number * unit->si + unit->offset;
    if (!std::isfinite(si))
        return error;
    return si;
}

std::string format_quantity(double si, Dimension dimension) {
    const UnitRow* chosen = nullptr;
    for (const auto name : display_units(dimension)) {
        const UnitRow* unit = find_unit(name);
        if (chosen == nullptr || std::abs(si) >= unit->si)
            chosen = unit;
    }
    if (si == 0 && dimension == Dimension::duration)
        chosen = find_unit("s");
    return fmt::format("{:.4g} {}", (si - chosen->offset) / chosen->si, chosen->text);
}

std::string exact_quantity(double si, Dimension dimension) {
    // Of equally short texts that in a unit in which results are shown, of these the last.
    const auto shown = display_units(dimension);
    std::string best;
    bool best_is_shown = false;
    for (const auto& unit : unit_table()) {
        if (unit.dimension != dimension)
            continue;
        std::string text = exact_in(si, unit);
        if (text.empty())
            continue;
        const bool is_shown = std::find(shown.begin(), shown.end(), unit.text) != shown.end();
        const bool as_short = si != 0 && text.size() == best.size() && (is_shown || !best_is_shown);
        if (best.empty() || text.size() < best.size() || as_short) {
            best = std::move(text);
            best_is_shown = is_shown;
        }
    }
    return best;
}

std::string_view example_unit(Dimension dimension) {
    return dimension == Dimension::duration ? "h" : display_units(dimension).front();
}

std::string quantity_pattern(Dimension dimension, bool allow_negative, bool allow_zero) {
    std::string units;
    for (const auto& unit : unit_table()) {
        if (unit.dimension != dimension)
            continue;
        if (!units.empty())
            units += '|';
        units += unit.text;
    }
    return fmt::format(R"(^{} *{}([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)? *({}) *$)",
                       allow_zero ? "" : "(?=[^eEa-zA-Z]*[1-9])", allow_negative ? "[+-]?" : "[+]?",
                       units);
}

}  // namespace twin
