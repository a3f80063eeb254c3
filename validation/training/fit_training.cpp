// Chooses the rates of products in models/workload/training_constants.cpp by the published runs
// that this file names, and prints them with the errors that are left. Argument: ../shared.
#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <string_view>
#include <vector>

#include "validation/training/training_rows.h"

namespace twin {
namespace {

struct Fitted {
    std::unique_ptr<TrainingSystem> system;
    TrainingRun run;
};

std::vector<Fitted> rows_of(std::string_view calibration, const std::vector<TrainingRun>& runs) {
    std::vector<Fitted> rows;
    for (const TrainingRun& run : runs)
        if (fits_constants_of(run) == calibration)
            rows.push_back({training_system(run), run});
    return rows;
}

double error(const Fitted& row, const TrainingConstants& constants) {
    TrainingSetting setting = setting_of(*row.system);
    setting.training_constants = &constants;
    return TrainingEvaluator(row.run.task, setting).step(row.run.plan).total() / *row.run.step - 1;
}

// Root of the mean square: two programs that differ on one plan are met in the middle.
double mean_error(const std::vector<Fitted>& rows, const TrainingConstants& constants) {
    double sum = 0;
    for (const Fitted& row : rows)
        sum += error(row, constants) * error(row, constants);
    return std::sqrt(sum / double(rows.size()));
}

bool any(const std::vector<Fitted>& rows, bool narrow) {
    return std::any_of(rows.begin(), rows.end(), [&](const Fitted& row) {
        return (row.run.task.precision != Precision::bf16) == narrow;
    });
}

// In steps of a percent; the others as they are.
void fit(double TrainingConstants::*rate, TrainingConstants& constants,
         const std::vector<Fitted>& rows) {
    double best = mean_error(rows, constants), chosen = constants.*rate;
    for (int percent = 70; percent <= 140; ++percent) {
        constants.*rate = percent / 100.0;
        const double mean = mean_error(rows, constants);
        if (mean < best) {
            best = mean;
            chosen = constants.*rate;
        }
    }
    constants.*rate = chosen;
}

}  // namespace
}  // namespace twin

int main(int argc, char** argv) {
    using namespace twin;
    if (argc != 2) {
        fmt::print(stderr, "usage: twin-fit-training SHARED\n");
        return 2;
    }
    const std::vector<TrainingRun> runs =
        read_training_runs(std::filesystem::path(argv[1]) / "facts/training.csv");
    for (TrainingConstants constants : training_constants()) {
        const std::vector<Fitted> rows = rows_of(constants.calibration, runs);
        if (rows.empty())
            continue;
        for (int round = 0; round < 3; ++round) {
            if (any(rows, false))
                fit(&TrainingConstants::products, constants, rows);
            if (any(rows, true))
                fit(&TrainingConstants::narrow_products, constants, rows);
        }
        fmt::print("{}: products {:.2f}, narrow products {:.2f}, mean error {:.1f} %\n",
                   constants.calibration, constants.products, constants.narrow_products,
                   100 * mean_error(rows, constants));
        for (const Fitted& row : rows)
            fmt::print("  {} {}: {:+.1f} %\n", row.run.id, row.run.model,
                       100 * error(row, constants));
    }
    return 0;
}
