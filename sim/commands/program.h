// What every program with commands does: choose one by name, print what is wrong, end with a status
// of exit_status.h.
#pragma once

#include <CLI/CLI.hpp>
#include <span>
#include <string>

namespace twin {

struct CommandRow {
    const char* name;
    const char* summary;
    // Adds the options of the command, and what it does to set `exit_status` (see exit_status.h).
    void (*add)(CLI::App& command, int& exit_status);
};

struct ProgramText {
    std::string name, summary, version;
};

// The exit status. Commands throw InputError where the user's text has problems, any other
// exception where the world failed; both are printed here.
int run_program(const ProgramText& text, std::span<const CommandRow> commands, int argc,
                char** argv);

// For options that name a file: an empty name is a script's unset variable.
std::string named_file(const std::string& name);

}  // namespace twin
