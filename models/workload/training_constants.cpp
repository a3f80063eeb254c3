#include "models/workload/training_constants.h"

#include <array>
#include <string>

namespace twin {
namespace {

constexpr auto microsecond = 1e-6 * second;

// Products: fit, printed by twin-fit-training; TRAINING.md names the rows. Of 16 bits on Blackwells
// as on the H100, and narrow ones of the A100, which has none: assumptions. Assumptions, too: the
// gap, for kernels that wait in a stream (memory, unverified); a tenth less than copies reach for
// element-wise kernels, and a tenth of what runs beside a collective lost to its kernels.
// Attention: FlashAttention-2 on A100, FlashAttention-3 and cuDNN on Hopper, causal (arXiv
// 2307.08691, 2407.08608; memory, unverified), as a part of the calibrations' 85 % of products.
// clang-format off
constexpr std::array table = {
    TrainingConstants{"h100-sxm", 2 * microsecond, 0.78, 1.01, 0.9, 1.0, 0.85, 0.9},
    TrainingConstants{"a100-sxm", 2 * microsecond, 0.96, 1.00, 0.9, 0.8, 0.65, 0.9},
    TrainingConstants{"b200-sxm", 2 * microsecond, 0.78, 1.09, 0.9, 1.0, 0.85, 0.9},
    TrainingConstants{"gb200", 2 * microsecond, 0.78, 0.86, 0.9, 1.0, 0.85, 0.9},
};
// clang-format on

}  // namespace

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
