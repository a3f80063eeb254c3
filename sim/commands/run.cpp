#include <fmt/format.h>
#include <iostream>

#include "sim/commands/commands.h"
#include "sim/commands/exit_status.h"
#include "sim/commands/expectations.h"
#include "sim/commands/input_error.h"
#include "sim/commands/run_scenario.h"
#include "sim/commands/stop_signal.h"
#include "sim/lessons/read_lesson.h"
#include "sim/results/report.h"

namespace twin {
namespace {

struct RunOptions {
    std::string scenario;
    std::vector<std::string> settings;
    BuildOptions build;
    OutputOptions output;
};

// The whole of the program in one place: text, scenario, plan, simulation, results, report.
int run(RunOptions options) {
    if (is_lesson_file(options.scenario))
        refuse(options.scenario, "a scenario", "a lesson",
               "open it with twin-gui --lesson, or run the scenario that it names");
    const ScenarioText text = read_scenario(options.scenario, options.settings);
    const CheckedScenario checked = checked_scenario(text);
    RunPlan plan = planned_run(checked, options.build);
    if (options.output.file.empty())
        options.output.file = std::filesystem::path(options.scenario).stem().string() + ".sqlite";
    const RunStatus status = run_plan(text, checked, plan, options.output);
    const ResultStore results(options.output.file);
    write_report(results, std::cout);
    if (status == RunStatus::interrupted)
        return exit_status::signal_base + StopSignal::last_number();
    return meets_expectations(checked.scenario, results, std::cout) ? exit_status::done
                                                                    : exit_status::expectation;
}

}  // namespace

void add_run(CLI::App& command, int& exit_status) {
    auto options = std::make_shared<RunOptions>();
    command.add_option("SCENARIO", options->scenario, "scenario file (TOML)")->required();
    command
        .add_option("--set", options->settings,
                    "path.to.key=value: replace a key of the scenario; can be repeated")
        ->allow_extra_args(false);
    command
        .add_option("--out", options->output.file,
                    "result file; where absent SCENARIO's name with .sqlite, in this folder")
        ->check(named_file);
    command.add_flag("--force", options->output.force, "replace a result file that exists");
    command.add_flag("--strict", options->build.strict,
                     "unusable records of logs are problems, not counts");
    add_progress_option(command, options->output.progress);
    command.callback([options, &exit_status] { exit_status = run(*options); });
}

}  // namespace twin
