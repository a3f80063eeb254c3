// What training costs beside kernels alone and collectives alone: one row for each measured device.
// TRAINING.md says which published runs each figure was fitted to.
#pragma once

#include <span>
#include <string_view>

#include "models/hardware/calibration.h"
#include "models/units/quantity.h"

namespace twin {

enum class AttentionLibrary { cudnn, flash_attention_2 };

// Rates with heads of this size, of those with heads of 128 elements.
struct AttentionShare {
    double forward = 1, backward = 1;
};
AttentionShare attention_share(AttentionLibrary library, int head_size);

struct TrainingConstants {
    std::string_view calibration;  // id of the device's measurements
    Duration gap{};                // from the end of a kernel to the start of the next
    // The host needs so long for each kernel that it launches, where launches are not recorded.
    Duration launch{};
    // Rates of products of 16 bits, and of narrower ones, of the calibration's, where many GPUs
    // work on a step; and of those of 16 bits where one GPU works alone.
    double products = 1, narrow_products = 1, alone = 1;
    double traffic = 1;  // rate of element-wise kernels, of the calibration's copies
    // Rates of fused attention with heads of 128 elements, of the calibration's.
    AttentionLibrary attention = AttentionLibrary::cudnn;
    double attention_forward = 1, attention_backward = 1;
    double overlap = 1;  // of communication beside which kernels run: the share that can hide
};

std::span<const TrainingConstants> training_constants();
// Of the device that a calibration was measured on or scaled from; of one without training rows
// that of the H100.
const TrainingConstants& training_constants(const Calibration& calibration);

}  // namespace twin
