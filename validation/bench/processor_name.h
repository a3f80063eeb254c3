// On what machine a benchmark ran, for the heading of its table.
#pragma once

#include <fstream>
#include <string>

namespace twin {

// "AMD EPYC" and the like, from the kernel.
inline std::string processor_name() {
    std::ifstream file("/proc/cpuinfo");
    for (std::string line; std::getline(file, line);)
        if (line.starts_with("model name"))
            return line.substr(line.find(':') + 2);
    return "unknown processor";
}

}  // namespace twin
