// What training costs beside kernels alone and collectives alone: one row for each generation of
// devices. TRAINING.md says which published runs each figure was fitted to.
#pragma once

#include <span>
#include <string_view>

#include "models/units/quantity.h"

namespace twin {

struct TrainingConstants {
    std::string_view generation;  // GpuPart::generation; "": any other
    Duration gap{};               // from the end of a kernel to the start of the next
    double products = 1;          // rate of products, of the calibration's
    double traffic = 1;           // rate of element-wise kernels, of the calibration's copies
    // Rates of fused attention, of the calibration's.
    double attention_forward = 1, attention_backward = 1;
    double overlap = 1;  // of communication beside which kernels run: the share that can hide
};

std::span<const TrainingConstants> training_constants();
// The row of a generation, else that of any other.
const TrainingConstants& training_constants(std::string_view generation);

}  // namespace twin
