// What a training run takes, as text and as JSON.
#pragma once

#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "models/workload/plan_search.h"
#include "sim/commands/estimate_report.h"

namespace twin {

// A stretch of the step, in which a GPU draws the same.
struct StretchPower {
    std::string_view name;  // as in TrainingEstimate
    Duration time{};
    Power gpu{};
};

struct TrainingReport {
    std::string model;    // "Llama 3 405B"
    std::string machine;  // "the JUPITER Booster", or the name of a node
    int gpus = 0;
    NodeCount nodes = 0;
    TrainingTask task;
    double weights = 0;
    DataSize gpu_memory{};
    ParallelPlan plan;
    TrainingEstimate estimate;
    std::vector<StretchPower> power;          // of one GPU through the step
    FlopRate bf16_peak{};                     // of one GPU
    std::optional<double> share_of_own_peak;  // as in training.h
    std::optional<Power> gpu_cap;             // that was asked for
    bool caps_modules = false;                // it holds for a GPU with its share of the CPUs
    std::optional<TokenCount> tokens;         // that were asked for, of the whole run
    std::optional<PlanSearch> search;         // where the plan was searched
    std::optional<EstimateAnswer> site;       // absent without a site
    std::string library;                      // whose collectives
    std::string calibration;                  // id
    std::vector<std::string> assumptions;     // whole sentences

    Duration step() const { return estimate.step.total(); }
    // Of the whole run: whole steps, and what they see. Precondition: its tokens are known.
    double steps() const { return task.steps_for(*tokens); }
    TokenCount tokens_trained() const {
        return TokenCount::from_si(steps() * task.tokens_of_step());
    }
    Duration time() const { return steps() * step(); }
    // At the nodes' plugs: of nodes of which only a part trains, that part's share.
    Energy energy() const;
};

std::string training_report_text(const TrainingReport& report);
nlohmann::ordered_json training_report_json(const TrainingReport& report);

}  // namespace twin
