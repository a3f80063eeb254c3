#include "sim/results/figure_text.h"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>

#include "models/units/unit_text.h"

namespace twin {

std::string grouped(double value) {
    const bool whole = std::round(value) == value || std::abs(value) >= 1000;
    if (!whole && std::abs(value) < 10)
        return fmt::format("{:.4g}", value);
    const std::string digits =
        whole ? fmt::format("{:.0f}", std::abs(value)) : fmt::format("{:.1f}", std::abs(value));
    const std::size_t point = std::min(digits.find('.'), digits.size());
    std::string text(value < 0 ? "-" : "");
    for (std::size_t i = 0; i < digits.size(); ++i) {
        if (i > 0 && i < point && (point - i) % 3 == 0)
            text += ',';
        text += digits[i];
    }
    return text;
}

std::string limit_title(std::string name) {
    if (name.starts_with("it_"))
        name.replace(0, 2, "IT");
    std::replace(name.begin(), name.end(), '_', ' ');
    return name;
}

std::string figure_text(std::optional<double> value, std::string_view unit) {
    if (!value)
        return "-";
    if (const UnitRow* row = find_unit(unit))
        return format_quantity(*value * row->si + row->offset, row->dimension);
    return unit.empty() ? grouped(*value) : fmt::format("{} {}", grouped(*value), unit);
}

std::string_view difference_unit(std::string_view unit) {
    return unit == "degC" ? "K" : unit;
}

}  // namespace twin
