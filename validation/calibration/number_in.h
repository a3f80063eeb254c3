// The number that a file of proc or sys holds.
#pragma once

#include <filesystem>
#include <fstream>
#include <optional>

namespace twin::calibration {

// What stands first in it; absent: no number, or no such file.
inline std::optional<double> number_in(const std::filesystem::path& file) {
    double value = 0;
    return std::ifstream(file) >> value ? std::optional(value) : std::nullopt;
}

}  // namespace twin::calibration
