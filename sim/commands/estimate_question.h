// What one workload takes, under which conditions and at which prices, and what is assumed for it.
#pragma once

#include <CLI/CLI.hpp>
#include <optional>
#include <string>

#include "models/workload/job.h"
#include "sim/commands/estimate_report.h"
#include "sim/scenario/check.h"
#include "sim/scenario/run_plan.h"

namespace twin {

// As the options say them; absent: of the scenario's series the mean over the job's time, else what
// estimate_defaults.h holds.
struct GivenConditions {
    std::optional<std::string> outdoor, wet_bulb, price, direct, life_cycle;
};

// --outdoor, --wet-bulb, --price and those of carbon.
void add_conditions(CLI::App& command, GivenConditions& given);

struct EstimateQuestion {
    const CheckedScenario& checked;
    const RunPlan& plan;    // of that scenario
    const JobSection& job;  // one of it
    bool from_options;      // the scenario holds nothing but what options said of the job
    const GivenConditions& given;
    const Job* known = nullptr;  // what the job does, where its section does not say it
};

// Throws InputError where an option is none or does not fit the plant or the tariff.
EstimateAnswer estimate_answer(const EstimateQuestion& question);

}  // namespace twin
