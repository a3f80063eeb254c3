#include <fmt/format.h>

#include "sim/commands/commands.h"
#include "sim/commands/run_scenario.h"

namespace twin {
namespace {

struct CheckOptions {
    std::string scenario;
    std::vector<std::string> settings;
    BuildOptions build;
    bool show = false;
};

void check(const CheckOptions& options) {
    const CheckedScenario checked =
        checked_scenario(read_scenario(options.scenario, options.settings));
    const RunPlan plan = planned_run(checked, options.build);
    if (options.show) {
        for (const auto& setting : settings_of(checked, vocabulary()))
            fmt::print("{} = {}  # {}\n", setting.path, setting.value, setting.origin);
        return;
    }
    fmt::print("{}: no problems: {}, {} nodes, {} from {}\n", options.scenario, plan.site.name,
               plan.site.nodes, plan.scheduling.policy->name, format_calendar(plan.start));
    for (const auto& remark : plan.remarks)
        fmt::print("note: {}\n", remark);
}

}  // namespace

void add_check(CLI::App& command, int&) {
    auto options = std::make_shared<CheckOptions>();
    command.add_option("SCENARIO", options->scenario, "scenario file (TOML)")->required();
    command
        .add_option("--set", options->settings,
                    "path.to.key=value: replace a key of the scenario; can be repeated")
        ->allow_extra_args(false);
    command.add_flag("--strict", options->build.strict,
                     "unusable records of logs are problems, not counts");
    command.add_flag("--show", options->show, "print every key as it would run, with its origin");
    command.callback([options] { check(*options); });
}

}  // namespace twin
