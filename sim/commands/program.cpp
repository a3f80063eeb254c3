#include "sim/commands/program.h"

#include <algorithm>
#include <cstdio>
#include <exception>
#include <fmt/format.h>
#include <iostream>
#include <stdexcept>
#include <vector>

#include "sim/commands/exit_status.h"
#include "sim/commands/input_error.h"

namespace twin {
namespace {

// The parser would only say that a command is missing.
void refuse_unknown_command(const ProgramText& text, std::span<const CommandRow> commands, int argc,
                            char** argv) {
    if (argc < 2 || argv[1][0] == '-')
        return;
    std::vector<std::string> known;
    for (const auto& row : commands)
        known.emplace_back(row.name);
    const std::string given = argv[1];
    if (std::find(known.begin(), known.end(), given) == known.end())
        refuse(text.name, fmt::format("a command ({})", fmt::join(known, ", ")),
               fmt::format("'{}'", given), did_you_mean(given, known));
}

// A report or an export that did not arrive is not done.
void finish_output() {
    std::cout.flush();
    if (!std::cout || std::fflush(stdout) != 0 || std::ferror(stdout) != 0)
        throw std::runtime_error("cannot write standard output");
}

}  // namespace

int run_program(const ProgramText& text, std::span<const CommandRow> commands, int argc,
                char** argv) {
    CLI::App program(text.summary, text.name);
    program.require_subcommand(1);
    program.set_version_flag("--version", text.version);
    int status = exit_status::done;
    for (const auto& row : commands)
        row.add(*program.add_subcommand(row.name, row.summary), status);
    try {
        refuse_unknown_command(text, commands, argc, argv);
        program.parse(argc, argv);
        finish_output();
        return status;
    } catch (const CLI::ParseError& error) {
        return program.exit(error) == 0 ? exit_status::done : exit_status::input;
    } catch (const InputError& error) {
        for (const auto& problem : error.problems())
            fmt::print(stderr, "{}\n", problem.text());
        return exit_status::input;
    } catch (const std::exception& error) {
        fmt::print(stderr, "{}: {}\n", text.name, error.what());
        return exit_status::world;
    }
}

std::string named_file(const std::string& name) {
    return name.empty() ? "expected the name of a file, got nothing" : "";
}

}  // namespace twin
