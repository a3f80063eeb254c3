// twin: the digital twin of an AI-factory datacentre, on the command line.
#include <algorithm>
#include <cstdio>
#include <exception>
#include <fmt/format.h>
#include <iostream>
#include <stdexcept>
#include <string>
#include <vector>

#include "sim/commands/commands.h"
#include "sim/commands/exit_status.h"
#include "sim/commands/input_error.h"
#include "sim/commands/run_scenario.h"

namespace {

// The parser would only say that a command is missing.
void refuse_unknown_command(int argc, char** argv) {
    if (argc < 2 || argv[1][0] == '-')
        return;
    std::vector<std::string> known;
    for (const auto& row : twin::commands())
        known.emplace_back(row.name);
    const std::string given = argv[1];
    if (std::find(known.begin(), known.end(), given) == known.end())
        throw twin::InputError(
            {{{"twin", 0, 0},
              "",
              fmt::format("expected a command ({}), got '{}'", fmt::join(known, ", "), given),
              twin::did_you_mean(given, known)}});
}

// A report or an export that did not arrive is not done.
void finish_output() {
    std::cout.flush();
    if (!std::cout || std::fflush(stdout) != 0 || std::ferror(stdout) != 0)
        throw std::runtime_error("cannot write standard output");
}

}  // namespace

int main(int argc, char** argv) {
    using namespace twin;
    CLI::App program("Digital twin of an AI-factory datacentre.", "twin");
    program.require_subcommand(1);
    program.set_version_flag("--version", program_version());
    int status = exit_status::done;
    for (const auto& row : commands())
        row.add(*program.add_subcommand(row.name, row.summary), status);
    try {
        refuse_unknown_command(argc, argv);
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
        fmt::print(stderr, "twin: {}\n", error.what());
        return exit_status::world;
    }
}
