#include "sim/commands/run_scenario.h"

#include <fmt/format.h>
#include <fstream>
#include <string_view>

#include "sim/arrivals/input_hash.h"
#include "sim/commands/expectations.h"
#include "sim/commands/input_error.h"
#include "sim/commands/stop_signal.h"
#include "sim/engine/simulate.h"
#include "sim/results/kpis.h"
#include "sim/results/result_store.h"
#include "sim/results/run_file.h"

namespace twin {
namespace {

namespace fs = std::filesystem;

RunInfo run_info(const ScenarioText& text, const CheckedScenario& checked, const RunPlan& plan) {
    RunInfo info;
    info.title = checked.scenario.title;
    info.description = checked.scenario.description;
    info.scenario_text = text.text;
    for (const auto& setting : settings_of(checked, vocabulary()))
        info.settings.push_back({setting.path, setting.value, setting.origin});
    if (!text.files.empty())
        info.scenario_path = text.files.front().string();
    for (const auto* files : {&text.files, &plan.inputs})
        for (const fs::path& file : *files) {
            const InputHash hash = hash_input(file);
            info.inputs.push_back({file.string(), hash.sha256, hash.bytes});
        }
    info.seed = plan.seed;
    info.program_version = program_version();
    info.start = plan.start;
    info.warm_up = plan.warm_up;
    info.horizon = plan.horizon;
    info.interval = plan.interval;
    return info;
}

// --force must not cost a scenario or a log.
bool is_result_file(const fs::path& file) {
    if (!fs::is_regular_file(file))
        return false;
    constexpr std::string_view sqlite = "SQLite format 3";
    std::string head(sqlite.size(), ' ');
    std::ifstream in(file, std::ios::binary);
    in.read(head.data(), static_cast<std::streamsize>(head.size()));
    return in.gcount() == 0 || head == sqlite;
}

void make_way(const OutputOptions& output) {
    if (!fs::exists(output.file))
        return;
    const std::string file = output.file.string();
    if (!is_result_file(output.file))
        refuse(file, "a new file or a result file", "something else", "name another with --out");
    if (!output.force)
        refuse(file, "a new file for the results", "one that exists", "use --force to replace it");
    if (fs::file_size(output.file) > 0 && ResultStore::is_written(output.file))
        refuse(file, "a file that nobody writes", "the one of a run that goes on",
               "stop that run, or name another with --out");
    remove_run_file(output.file);
}

}  // namespace

Vocabulary vocabulary() {
    std::vector<std::string> kpis;
    for (const auto& row : kpi_table())
        kpis.emplace_back(row.name);
    return make_vocabulary(std::move(kpis));
}

CheckedScenario checked_scenario(const ScenarioText& text) {
    CheckedScenario checked = check_scenario(text, vocabulary());
    const Problems expectations = check_expectations(checked);
    checked.problems.insert(checked.problems.end(), expectations.begin(), expectations.end());
    if (!checked.problems.empty())
        throw InputError(checked.problems);
    return checked;
}

RunPlan planned_run(const CheckedScenario& checked, const BuildOptions& options) {
    BuiltRun built = build_run(checked, options);
    if (!built.problems.empty())
        throw InputError(std::move(built.problems));
    return std::move(built.plan);
}

RunStatus run_plan(const ScenarioText& text, const CheckedScenario& checked, RunPlan& plan,
                   const OutputOptions& output) {
    make_way(output);
    Recorder recorder(output.file, run_info(text, checked, plan), plan.site);
    for (const DataCount& count : plan.counts)
        recorder.count({count.source, count.name, count.value});
    const StopSignal signal;
    ProgressLine progress(output.progress, plan.start);
    return simulate(plan, recorder, {.progress = progress.reporter(), .stop = [&signal] {
                                         return signal.number() != 0;
                                     }});
}

std::string program_version() {
    return TWIN_VERSION;
}

}  // namespace twin
