// twin: the digital twin of an AI-factory datacentre, on the command line.
#include <exception>
#include <fmt/format.h>

#include "sim/commands/commands.h"
#include "sim/commands/exit_status.h"
#include "sim/commands/input_error.h"

int main(int argc, char** argv) {
    using namespace twin;
    CLI::App program("Digital twin of an AI-factory datacentre.", "twin");
    program.require_subcommand(1);
    int status = exit_status::done;
    for (const auto& row : commands())
        row.add(*program.add_subcommand(row.name, row.summary), status);
    try {
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
