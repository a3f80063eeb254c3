// Which process on which machine, so that a reader can tell a running run from one whose process
// has died.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

namespace twin {

std::string host_name();
std::int64_t own_pid();
// When the process started, in clock ticks since boot; none: there is no such process (or it is
// dead and only waits for its parent). Tells a process from a later one with the same pid.
std::optional<std::int64_t> process_start(std::int64_t pid);

}  // namespace twin
