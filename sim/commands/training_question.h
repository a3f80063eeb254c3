// What the options of `twin estimate training` ask, and the answer.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "sim/commands/estimate_question.h"
#include "sim/commands/training_report.h"

namespace twin {

// As they stand on the command line.
struct TrainingOptions {
    std::optional<std::string> model, site, node, network, library;
    std::optional<std::string> gpus, sequence, batch, precision, lora, tokens, gpu_cap;
    std::string plan = "auto";
    std::vector<std::string> parts;
    GivenConditions given;
    bool json = false;
};

// Throws InputError with what is wrong with them.
TrainingReport training_report(const TrainingOptions& options);

}  // namespace twin
