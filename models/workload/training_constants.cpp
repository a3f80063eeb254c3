#include "models/workload/training_constants.h"

#include <array>

namespace twin {
namespace {

constexpr auto microsecond = 1e-6 * second;

constexpr std::array table = {
    TrainingConstants{"ampere", 2 * microsecond, 0.95, 0.9, 0.8, 0.65, 0.9},
    TrainingConstants{"hopper", 2 * microsecond, 0.9, 0.9, 0.8, 0.7, 0.9},
    TrainingConstants{"blackwell", 2 * microsecond, 0.9, 0.9, 0.8, 0.7, 0.9},
    TrainingConstants{"", 2 * microsecond, 0.9, 0.9, 0.8, 0.7, 0.9},
};

}  // namespace

std::span<const TrainingConstants> training_constants() {
    return table;
}

const TrainingConstants& training_constants(std::string_view generation) {
    for (const TrainingConstants& row : table)
        if (row.generation == generation)
            return row;
    return table.back();
}

}  // namespace twin
