// Where nobody says whose collectives, commands take NCCL's on such GPUs (nccl_constants), whatever
// the machine; what was measured on a machine itself they name.
#pragma once

#include <string>
#include <string_view>

namespace twin {

// A whole sentence that begins with the name of constants, for where others are taken; may be
// empty.
inline std::string measured_there(std::string_view network, std::string_view taken) {
    if (network != "jupiter-booster" || taken == "JUPITER")
        return "";
    return "JUPITER takes what one user measured on this machine: a fifth of what NVLink gives "
           "elsewhere.";
}

}  // namespace twin
