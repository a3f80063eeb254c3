// Figures as they stand in files: what is fitted is rounded before it is used, so that a file reads
// back as the very calibration that was tested.
#pragma once

#include <charconv>
#include <fmt/format.h>
#include <string>

namespace twin::calibration {

// `value` in a unit of the size `unit`, with four significant digits.
inline double rounded(double value, double unit) {
    const std::string digits = fmt::format("{:.4g}", value / unit);
    double number = 0;
    std::from_chars(digits.data(), digits.data() + digits.size(), number);
    return number * unit;
}

}  // namespace twin::calibration
