// The table of commands of `twin`: adding one is one file and one row.
#pragma once

#include <CLI/CLI.hpp>
#include <span>

#include "sim/commands/program.h"
#include "sim/commands/progress_line.h"

namespace twin {

std::span<const CommandRow> commands();

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
void add_zoom(CLI::App& command, int& exit_status);

// Of `estimate`.
void add_estimate_kernel(CLI::App& command);
void add_estimate_network(CLI::App& command);
void add_estimate_training(CLI::App& command);

}  // namespace twin
