// Texts as TOML writes them.
#pragma once

#include <string>
#include <string_view>

namespace twin::calibration {

// In quotes, with what TOML does not allow inside escaped.
std::string toml_string(std::string_view text);

}  // namespace twin::calibration
