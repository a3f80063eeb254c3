#include "sim/results/process_identity.h"

#include <fmt/format.h>
#include <fstream>
#include <sstream>
#include <unistd.h>

namespace twin {

std::string host_name() {
    char name[256] = {};
    gethostname(name, sizeof name - 1);
    return name;
}

std::int64_t own_pid() {
    return getpid();
}

std::optional<std::int64_t> process_start(std::int64_t pid) {
    std::ifstream file(fmt::format("/proc/{}/stat", pid));
    std::string line;
    if (!std::getline(file, line))
        return {};
    // Field 2 is the program's name in parentheses, which may hold anything; field 3 is the state
    // and field 22 the start.
    std::istringstream fields(line.substr(line.rfind(')') + 1));
    std::string field;
    fields >> field;
    if (field == "Z" || field == "X")
        return {};
    for (int i = 4; i <= 22; ++i)
        fields >> field;
    return std::stoll(field);
}

}  // namespace twin
