// From scenario text to result file: what `twin run` and `twin schedule` share.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "sim/commands/progress_line.h"
#include "sim/results/recorder.h"
#include "sim/scenario/build.h"
#include "sim/scenario/check.h"

namespace twin {

// The words of the shipped parts and tables, and the names of the KPIs.
Vocabulary vocabulary();

// Checked whole, [expect] against the KPIs included. Throws InputError with all problems.
CheckedScenario checked_scenario(const ScenarioText& text);

// Throws InputError with all problems of building.
RunPlan planned_run(const CheckedScenario& checked, const BuildOptions& options);

struct OutputOptions {
    std::filesystem::path file;
    bool force = false;  // replace a file that exists
    ProgressStyle progress = ProgressStyle::automatic;
};

// Simulates the plan into output.file. Throws InputError if that exists and may not be replaced.
RunStatus run_plan(const ScenarioText& text, const CheckedScenario& checked, RunPlan& plan,
                   const OutputOptions& output);

// The program's version, as the result files hold it.
std::string program_version();

}  // namespace twin
