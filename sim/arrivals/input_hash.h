// SHA-256 of input files, so that a run can name exactly what it read.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

namespace twin {

struct InputHash {
    std::int64_t bytes = 0;  // size of the file as it is stored
    std::string sha256;
    bool operator==(const InputHash&) const = default;
};

// Throws std::runtime_error "cannot read PATH: REASON".
InputHash hash_input(const std::filesystem::path& path);

}  // namespace twin
