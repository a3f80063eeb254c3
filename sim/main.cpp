// twin: the digital twin of an AI-factory datacentre, on the command line.
#include <algorithm>
#include <exception>
#include <fmt/format.h>
#include <string>
#include <vector>

#include "sim/commands/commands.h"
#include "sim/commands/exit_status.h"
#include "sim/commands/input_error.h"

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

}  // namespace

int main(int argc, char** argv) {
    using namespace twin;
    CLI::App program("Digital twin of an AI-factory datacentre.", "twin");
    program.require_subcommand(1);
    int status = exit_status::done;
    for (const auto& row : commands())
        row.add(*program.add_subcommand(row.name, row.summary), status);
    try {
        refuse_unknown_command(argc, argv);
        program.parse(argc, argv);
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
