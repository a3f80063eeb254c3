// Numbers of things as people say them.
#pragma once

#include <cstdint>
#include <fmt/format.h>
#include <string>
#include <string_view>

namespace twin {

// "1 node", "2 nodes"; "1 switch", "2 switches".
inline std::string counted(std::int64_t count, std::string_view thing) {
    const bool hisses = thing.ends_with("ch") || thing.ends_with("s");
    return fmt::format("{} {}{}", count, thing, count == 1 ? "" : hisses ? "es" : "s");
}

}  // namespace twin
