#include "models/workload/training_constants.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <string>

namespace twin {
namespace {

constexpr auto microsecond = 1e-6 * second;

using enum AttentionLibrary;

// Products: fit, printed by twin-fit-training; TRAINING.md names the rows. Of 16 bits on Blackwells
// as on the H100, and narrow ones of the A100, which has none: assumptions.
// Measured (validation/training/MEASURED_STEPS.md) on an H100: the host's time for a launch (fit:
// gpt-125m-b1); products alone and element-wise kernels (fit: llama-1b-fused and gpt-800m-fused);
// on an H200: cuDNN's attention. The others have the same: assumptions, but for the A100's
// attention, FlashAttention-2 (arXiv 2307.08691, memory, unverified), and its products alone, taken
// for those of many. Assumptions: the gap, which lies within what those steps leave, and that a
// tenth of what runs beside a collective is lost to its kernels.
// clang-format off
constexpr std::array table = {
    TrainingConstants{"h100-sxm", 2 * microsecond, 26 * microsecond, 0.86, 0.83, 1.01, 0.75, cudnn, 0.95, 0.80, 0.9},
    TrainingConstants{"a100-sxm", 2 * microsecond, 26 * microsecond, 1.00, 1.00, 1.00, 0.75, flash_attention_2, 0.80, 0.65, 0.9},
    TrainingConstants{"b200-sxm", 2 * microsecond, 26 * microsecond, 0.86, 1.15, 1.01, 0.75, cudnn, 0.95, 0.80, 0.9},
    TrainingConstants{"gb200", 2 * microsecond, 26 * microsecond, 0.86, 0.90, 1.01, 0.75, cudnn, 0.95, 0.80, 0.9},
};
// clang-format on

}  // namespace

AttentionShare attention_share(AttentionLibrary library, int head_size) {
    // On an H200, causal, in the mean of 2,048 to 16,384 tokens:
    // validation/measurements/steps-h200-attention.csv. Between them by the size's logarithm.
    struct Measured {
        AttentionShare of_64, of_256;
    };
    const Measured measured = library == AttentionLibrary::cudnn
                                  ? Measured{{0.73, 0.79}, {1.09, 0.76}}
                                  : Measured{{0.87, 0.88}, {0.96, 0.86}};
    const double octaves = std::clamp(std::log2(head_size / 128.0), -1.0, 1.0);
    const AttentionShare& end = octaves < 0 ? measured.of_64 : measured.of_256;
    const double part = std::abs(octaves);
    return {1 + part * (end.forward - 1), 1 + part * (end.backward - 1)};
}

std::span<const TrainingConstants> training_constants() {
    return table;
}

const TrainingConstants& training_constants(const Calibration& calibration) {
    const std::string& measured =
        calibration.derived_from.empty() ? calibration.id : calibration.derived_from;
    for (const TrainingConstants& row : table)
        if (row.calibration == measured)
            return row;
    return table.front();
}

}  // namespace twin
