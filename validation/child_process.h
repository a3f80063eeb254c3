// Runs a program to its end: what it printed, how it ended, and what it cost.
#pragma once

#include <string>
#include <vector>

namespace twin {

struct ChildResult {
    int exit_status = 0;  // 128 + the signal's number where a signal ended it
    std::string output;   // standard output and standard error
    double cpu_s = 0;     // user and system
    double peak_mb = 0;   // largest resident set, 10^6 bytes
};

// The first word is the program's path. Throws std::system_error where it cannot be started.
ChildResult run_child(const std::vector<std::string>& command);

// The same, and std::runtime_error with its output where the exit status is not 0.
ChildResult run_child_well(const std::vector<std::string>& command);

}  // namespace twin
