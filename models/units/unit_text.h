// Quantities as people write them: a number, a space (optional) and a unit: "680 W", "9 d".
#pragma once

#include <string>
#include <string_view>
#include <variant>

#include "models/units/unit_table.h"

namespace twin {

struct UnitError {
    std::string expected;  // "a power (W, mW, kW, MW, GW)"
    std::string got;       // "'20 MWh'", "a number without a unit"
    std::string hint;      // "MWh is a unit of energy"; may be empty
};

// "a power (W, mW, kW, MW, GW)", as it stands in problems and in the schema.
std::string expected_quantity(Dimension dimension);

// The value in SI, or what is wrong with the text. Finite decimal numbers only.
std::variant<double, UnitError> parse_quantity(std::string_view text, Dimension dimension);

// Four significant digits, in the unit that suits the size: "15.79 MW", "6.25 h", "87.3 %".
std::string format_quantity(double si, Dimension dimension);

// The shortest text that reads back as the same double, of equal ones that in the unit which stands
// later in the table (zero: the first): "680 W", "5 min", "9 d", "0 s".
std::string exact_quantity(double si, Dimension dimension);

// A unit of the dimension for examples in messages: "W".
std::string_view example_unit(Dimension dimension);

// The regular expression (ECMA 262) of the texts that parse_quantity takes; without a minus sign
// if not `allow_negative`, and with a digit other than 0 if not `allow_zero`.
std::string quantity_pattern(Dimension dimension, bool allow_negative = true,
                             bool allow_zero = true);

}  // namespace twin
