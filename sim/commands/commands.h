// The table of commands of `twin`: adding one is one file and one row.
#pragma once

#include <CLI/CLI.hpp>
#include <span>

#include "sim/commands/progress_line.h"

namespace twin {

struct CommandRow {
    const char* name;
    const char* summary;
    // Adds the options of the command, and what it does to set `exit_status` (see exit_status.h).
    void (*add)(CLI::App& command, int& exit_status);
};

std::span<const CommandRow> commands();

// For options that name a file: an empty name is a script's unset variable.
std::string named_file(const std::string& name);

// --progress=json|line|none
void add_progress_option(CLI::App& command, ProgressStyle& style);

void add_check(CLI::App& command, int& exit_status);
void add_compare(CLI::App& command, int& exit_status);
void add_estimate(CLI::App& command, int& exit_status);
void add_export(CLI::App& command, int& exit_status);
void add_list(CLI::App& command, int& exit_status);
void add_report(CLI::App& command, int& exit_status);
void add_run(CLI::App& command, int& exit_status);
void add_schedule(CLI::App& command, int& exit_status);
void add_schema(CLI::App& command, int& exit_status);

// Of `estimate`.
void add_estimate_kernel(CLI::App& command);

}  // namespace twin
