#include "sim/commands/commands.h"

#include <array>
#include <map>
#include <string>

namespace twin {
namespace {

constexpr std::array rows = {
    CommandRow{"run", "simulate a scenario into one result file and report", add_run},
    CommandRow{"check", "check a scenario file, run nothing", add_check},
    CommandRow{"estimate", "what one workload costs in MWh, EUR and kg CO2, without a queue",
               add_estimate},
    CommandRow{"zoom", "one collective of a job as flows over the links of the machine", add_zoom},
    CommandRow{"report", "report what a result file holds", add_report},
    CommandRow{"export", "write a table of a result file as CSV to standard output", add_export},
    CommandRow{"compare", "set two result files side by side", add_compare},
    CommandRow{"schedule", "run a classic job log on a flat pool and print its schedule's figures",
               add_schedule},
    CommandRow{"list", "list what scenarios can choose from", add_list},
    CommandRow{"schema", "print the JSON Schema of scenario files", add_schema},
};

}  // namespace

std::span<const CommandRow> commands() {
    return rows;
}

void add_progress_option(CLI::App& command, ProgressStyle& style) {
    static const std::map<std::string, ProgressStyle> styles = {{"line", ProgressStyle::line},
                                                                {"json", ProgressStyle::json},
                                                                {"none", ProgressStyle::none}};
    const auto choose = [&style](const std::string& name) { style = styles.at(name); };
    command
        .add_option_function<std::string>(
            "--progress", choose,
            "line, json (an object a line) or none, on standard error; where absent: a line on a "
            "terminal, else none")
        ->check(CLI::IsMember({"line", "json", "none"}));
}

}  // namespace twin
