// Training steps that this project measured on one GPU with PyTorch: the rows of
// validation/measurements/steps-*.csv, as tasks and plans. How and what: MEASURED_STEPS.md.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "models/workload/training.h"

namespace twin {

struct MeasuredStep {
    std::string id;
    TrainingTask task;
    ParallelPlan plan;
    Duration step{};
    // Of it, kernels by what they do; they follow each other on one stream.
    Duration products{}, attention{}, elements{};
    bool dropout = false;
    double trained = 0;  // weights
    DataSize memory{};   // the most that PyTorch had allocated
    Power power{};
};

// The constants of an H100 with FlashAttention-2 in place of cuDNN's: in the mean of 2,048 to
// 16,384 tokens and heads of 128, validation/measurements/steps-h200-attention.csv.
TrainingConstants with_flash_attention_2(const Calibration& h100);

// Errors: std::runtime_error that names the file.
std::vector<MeasuredStep> read_measured_steps(const std::filesystem::path& file);

}  // namespace twin
