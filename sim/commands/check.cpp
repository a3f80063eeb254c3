#include <fmt/format.h>

#include "sim/commands/chosen_plant.h"
#include "sim/commands/commands.h"
#include "sim/commands/input_error.h"
#include "sim/commands/run_scenario.h"
#include "sim/lessons/check_lesson.h"

namespace twin {
namespace {

struct CheckOptions {
    std::string scenario;
    std::vector<std::string> settings;
    BuildOptions build;
    bool show = false;
};

// What of [cooling] is left to the plant's part and to the number of racks.
void show_plant(const Scenario& scenario, const RunPlan& plan) {
    const CoolingPlantPart* plant = plant_of(scenario, plan);
    if (!plan.cooling || plant == nullptr)
        return;
    const CoolingSection& section = *scenario.cooling;
    const std::string origin = "plants/" + plant->id;
    const auto show = [](const char* key, const std::string& value, const std::string& from) {
        fmt::print("cooling.{} = {}  # {}\n", key, value, from);
    };
    if (!section.plant)
        show("plant", plant->id, "sites/" + plan.site.id);
    if (!section.supply)
        show("supply", TextForm<Temperature>::write(plant->supply_set_point), origin);
    if (!section.adiabatic && plant->rejection.value == "dry_coolers")
        show("adiabatic", TextForm<bool>::write(plant->adiabatic_assist.value), origin);
    if (!section.dry_coolers)
        show("dry_coolers", fmt::format("{}", plan.cooling->dry_coolers),
             origin + ", as the racks' heat needs");
}

void check_lesson_file(const CheckOptions& options) {
    if (!options.settings.empty() || options.show)
        refuse(options.scenario, "a scenario for --set and --show", "a lesson",
               "its knobs say what can be set");
    const ReadLesson read = read_lesson(options.scenario, {});
    const Problems problems = read.problems.empty() ? check_lesson(read) : read.problems;
    if (!problems.empty())
        throw InputError(problems);
    const Lesson& lesson = read.lesson;
    fmt::print("{}: no problems: a lesson of {} min, {} runs of {}, {} knobs, {} quiz items\n",
               options.scenario, lesson.minutes, lesson.runs.size(), lesson.base,
               lesson.knobs.size(), lesson.quiz.size());
}

void check(const CheckOptions& options) {
    if (is_lesson_file(options.scenario))
        return check_lesson_file(options);
    const CheckedScenario checked =
        checked_scenario(read_scenario(options.scenario, options.settings));
    const RunPlan plan = planned_run(checked, options.build);
    if (options.show) {
        for (const auto& setting : settings_of(checked, vocabulary()))
            fmt::print("{} = {}  # {}\n", setting.path, setting.value, setting.origin);
        show_plant(checked.scenario, plan);
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
    command
        .add_option("SCENARIO", options->scenario,
                    "scenario file (TOML), or a lesson (NAME.lesson.toml)")
        ->required();
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
