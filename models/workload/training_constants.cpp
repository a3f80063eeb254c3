#include "models/workload/training_constants.h"

#include <array>
#include <string>

namespace twin {
namespace {

constexpr auto microsecond = 1e-6 * second;

// Products: fit, printed by twin-fit-training; TRAINING.md names the rows. Of 16 bits on Blackwells
// as on the H100, and narrow ones of the A100, which has none: assumptions.
// Measured on an H100 (validation/training/MEASURED_STEPS.md): the gap, 1 to 2.6 us; the host's
// time for a launch; products alone; element-wise kernels; attention by cuDNN. The others have the
// H100's: assumptions, but for the attention of the A100, which is FlashAttention-2's there (arXiv
// 2307.08691, memory, unverified), and for products alone, where they have their own of many. A
// tenth of what runs beside a collective is lost to its kernels: assumption.
// clang-format off
constexpr std::array table = {
    TrainingConstants{"h100-sxm", 2 * microsecond, 26 * microsecond, 0.78, 0.81, 1.04, 0.81, 0.97, 0.82, 0.9},
    TrainingConstants{"a100-sxm", 2 * microsecond, 26 * microsecond, 0.98, 1.00, 0.98, 0.81, 0.80, 0.65, 0.9},
    TrainingConstants{"b200-sxm", 2 * microsecond, 26 * microsecond, 0.78, 1.13, 1.04, 0.81, 0.97, 0.82, 0.9},
    TrainingConstants{"gb200", 2 * microsecond, 26 * microsecond, 0.78, 0.89, 1.04, 0.81, 0.97, 0.82, 0.9},
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
