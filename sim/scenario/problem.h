// One mistake in the user's text. Problems are collected, never thrown one by one.
#pragma once

#include <compare>
#include <string>
#include <vector>

#include "models/units/did_you_mean.h"

namespace twin {

// A place in the user's text.
struct Where {
    std::string file;  // as the user named it; "--set time.horizon=9" for the command line
    int line = 0;      // 1-based; 0: the place is not in a file's text
    int column = 0;
    auto operator<=>(const Where&) const = default;
};

struct Problem {
    Where where;
    std::string field;    // "time.horizon"; empty for syntax errors
    std::string message;  // "expected a power (W, kW, MW), got '20 MWh'"
    std::string hint;     // "did you mean 'horizon'?"; may be empty

    // scenarios/bad.toml:2:18: site.it_power_limit: expected ..., got ... (hint)
    std::string text() const;
};

using Problems = std::vector<Problem>;

}  // namespace twin
