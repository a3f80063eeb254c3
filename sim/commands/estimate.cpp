// twin estimate: its options, and the scenario that they or a file make.
#include <fmt/format.h>
#include <optional>

#include "sim/commands/commands.h"
#include "sim/commands/estimate_question.h"
#include "sim/commands/input_error.h"
#include "sim/commands/option_keys.h"
#include "sim/commands/run_scenario.h"
#include "sim/scenario/parts_catalog.h"

namespace twin {
namespace {

struct EstimateOptions {
    std::string scenario;
    std::vector<std::string> settings;
    std::optional<std::string> job;
    std::optional<std::string> site, nodes, time, activity, cpu, gpu, compute_bound;
    std::optional<std::string> gpu_cap;
    GivenConditions given;
    bool json = false;
};

// An option that stands for a key of a scenario.
struct KeyOption : OptionKey {
    std::optional<std::string> EstimateOptions::*value;
    const char* help;
};

constexpr KeyOption job_options[] = {
    {{"--site", "site.part"}, &EstimateOptions::site, "the machine; see twin list sites"},
    {{"--nodes", "job.0.nodes"}, &EstimateOptions::nodes, "how many it asks for"},
    {{"--time", "job.0.run_time"},
     &EstimateOptions::time,
     "how long it runs under the parts' own caps"},
    {{"--activity", "job.0.activity"},
     &EstimateOptions::activity,
     "what its GPUs do; see twin list parts"},
    {{"--cpu-utilisation", "job.0.cpu_utilisation"}, &EstimateOptions::cpu, "of all cores"},
    {{"--gpu-utilisation", "job.0.gpu_utilisation"},
     &EstimateOptions::gpu,
     "mean over the GPUs, instead of an activity"},
    {{"--compute-bound", "job.0.compute_bound"},
     &EstimateOptions::compute_bound,
     "share of its time that stretches when the GPUs' clock falls"},
};
constexpr KeyOption gpu_cap_option = {
    {"--gpu-cap", "power.gpu_cap"}, &EstimateOptions::gpu_cap, gpu_cap_help};

// The workload of the options as a scenario, so that its rules and sentences hold. The empty table
// [energy] makes the site's supply part of it.
ScenarioText scenario_of(const EstimateOptions& options) {
    ScenarioText text;
    text.root = parse_text("[energy]\n[[job]]\n", "twin estimate", text.problems);
    const auto set = [&](const std::string& key, const std::string& value, std::string origin) {
        set_value(text.root, key, value, {std::move(origin), 0, 0}, text.problems);
    };
    const std::string self = "twin estimate";
    set("title", "estimate", self);
    set("time.start", "2024-01-01T00:00:00Z", self);
    set("scheduling.policy", "fcfs", self);
    set("job.0.name", "estimate", self);
    set("job.0.submit", "+0 s", self);
    for (const KeyOption& option : job_options)
        if (const auto& value = options.*option.value)
            set(option.key, *value, fmt::format("{} {}", option.option, *value));
    return text;
}

void check_use(const EstimateOptions& options) {
    Problems problems;
    const auto add = [&](const char* option, std::string message) {
        problems.push_back({{option, 0, 0}, "", std::move(message), ""});
    };
    if (!options.scenario.empty()) {
        for (const KeyOption& option : job_options)
            if (options.*option.value)
                add(option.option, "expected no such option beside a scenario, got '" +
                                       *(options.*option.value) + "'");
    } else {
        for (const KeyOption& option : {job_options[0], job_options[1], job_options[2]})
            if (!(options.*option.value))
                add(option.option, "required without a scenario: expected a value, got nothing");
        if (!options.activity && !options.gpu && !options.cpu)
            add("--activity",
                "required without a scenario, or --gpu-utilisation or "
                "--cpu-utilisation: expected a value, got nothing");
        for (const std::string& setting : options.settings)
            add("--set", "expected no such option without a scenario, got '" + setting + "'");
        if (options.job)
            add("--job", "expected no such option without a scenario, got '" + *options.job + "'");
    }
    if (!problems.empty())
        throw InputError(problems);
    if (options.site) {
        const auto site = shipped_parts().sites.find(*options.site);
        if (site != shipped_parts().sites.end() && !site->second.has_power)
            refuse("--site", "a site whose power is known", "'" + *options.site + "'",
                   "see twin list sites");
    }
}

const JobSection& chosen_job(const Scenario& scenario, const EstimateOptions& options) {
    std::vector<std::string> names;
    std::vector<const JobSection*> found;
    for (const JobSection& job : scenario.jobs) {
        if (options.job ? job.name == *options.job : scenario.jobs.size() == 1)
            found.push_back(&job);
        names.push_back(job.name);
    }
    if (found.size() == 1)
        return *found.front();
    if (found.size() > 1)
        refuse("--job", "the name of one job", "'" + *options.job + "'",
               fmt::format("{} jobs of the scenario have it", found.size()));
    if (names.empty())
        refuse(options.scenario, "a scenario with a [[job]]", "none");
    refuse("--job", fmt::format("one of the scenario's jobs ({})", fmt::join(names, ", ")),
           options.job ? "'" + *options.job + "'" : "nothing",
           options.job ? did_you_mean(*options.job, names) : "");
}

void estimate(const EstimateOptions& options) {
    check_use(options);
    ScenarioText text = options.scenario.empty()
                            ? scenario_of(options)
                            : read_scenario(options.scenario, options.settings);
    if (options.gpu_cap)
        set_value(text.root, gpu_cap_option.key, *options.gpu_cap,
                  {fmt::format("{} {}", gpu_cap_option.option, *options.gpu_cap), 0, 0},
                  text.problems);
    std::vector<OptionKey> keys(std::begin(job_options), std::end(job_options));
    keys.push_back(gpu_cap_option);
    CheckedScenario checked;
    RunPlan plan;
    in_words_of_options(keys, [&] {
        checked = checked_scenario(text);
        plan = planned_run(checked, {});
    });
    if (!plan.site.has_power)
        refuse(options.scenario, "a site whose power is known", "'" + plan.site.id + "'",
               "see twin list sites");
    // A run without cooling and energy ends at the racks, an estimate goes on to the grid.
    if (!checked.scenario.power.supply && !plan.site.supply)
        plan.site.supply = plan.parts->sites.at(plan.site.id).supply;
    const EstimateAnswer answer =
        estimate_answer({checked, plan, chosen_job(checked.scenario, options),
                         options.scenario.empty(), options.given});
    if (options.json)
        fmt::print("{}\n", estimate_json(answer).dump(2));
    else
        fmt::print("{}", estimate_text(answer));
}

}  // namespace

void add_estimate(CLI::App& command, int&) {
    auto options = std::make_shared<EstimateOptions>();
    command.add_option("SCENARIO", options->scenario,
                       "scenario file (TOML) that holds the workload as a [[job]]");
    command.add_option("--job", options->job, "its name, where the scenario has several");
    command
        .add_option("--set", options->settings,
                    "path.to.key=value: replace a key of the scenario; can be repeated")
        ->allow_extra_args(false);
    for (const KeyOption& option : job_options)
        command.add_option(option.option, (*options).*option.value, option.help);
    command.add_option(gpu_cap_option.option, options->gpu_cap, gpu_cap_option.help);
    add_conditions(command, options->given);
    command.add_flag("--json", options->json, "machine-readable, on standard output");
    command.footer(
        "Left out are heat reuse, battery, photovoltaics, the site's power cap and events: twin "
        "run has them.");
    CLI::App* kernel =
        command.add_subcommand("kernel", "what kernels take on one device, in time, W and J");
    add_estimate_kernel(*kernel);
    CLI::App* training = command.add_subcommand(
        "training", "what training a language model takes: memory, step, tokens, W and MWh");
    add_estimate_training(*training);
    CLI::App* network = command.add_subcommand(
        "network", "a network's bisection, its ways, and what lost switches and cables cost");
    add_estimate_network(*network);
    command.callback([options, kernel, training, network] {
        if (!kernel->parsed() && !training->parsed() && !network->parsed())
            estimate(*options);
    });
}

}  // namespace twin
