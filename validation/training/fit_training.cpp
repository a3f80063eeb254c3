// Chooses the rates of products in models/workload/training_constants.cpp by the published runs
// that training_rows.cpp names, and prints them with the errors that are left. Argument: ../shared.
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

std::vector<Fitted> rows_of(std::string_view calibration, bool narrow,
                            const std::vector<TrainingRun>& runs) {
    std::vector<Fitted> rows;
    for (const TrainingRun& run : runs)
        if (fits_constants_of(run) == calibration &&
            (run.task.precision != Precision::bf16) == narrow)
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

// In steps of a percent; the others as they are. Without rows the rate stays.
void fit(double TrainingConstants::*rate, std::string_view name, TrainingConstants& constants,
         const std::vector<Fitted>& rows) {
    if (rows.empty())
        return;
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
    fmt::print("{}: {} {:.2f}, mean error {:.2f} %\n", constants.calibration, name, chosen,
               100 * best);
    for (const Fitted& row : rows)
        fmt::print("  {} {}: {:+.1f} %\n", row.run.id, row.run.model, 100 * error(row, constants));
}

}  // namespace
}  // namespace twin

int main(int argc, char** argv) {
    using namespace twin;
    if (argc != 2) {
        fmt::print(stderr, "usage: twin-fit-training SHARED\n");
        return 2;
    }
    std::vector<TrainingRun> runs =
        read_training_runs(std::filesystem::path(argv[1]) / "facts/training.csv");
    const std::vector<TrainingRun> unseen = read_training_runs(
        std::filesystem::path(TWIN_SOURCE_DIR) / "validation/training/unseen_runs.csv");
    runs.insert(runs.end(), unseen.begin(), unseen.end());
    for (TrainingConstants constants : training_constants()) {
        // A step in 16 bits has no narrow products, but a step in fewer has some of 16.
        const std::vector<Fitted> wide = rows_of(constants.calibration, false, runs);
        const std::vector<Fitted> narrow = rows_of(constants.calibration, true, runs);
        fit(&TrainingConstants::products, "products", constants, wide);
        fit(&TrainingConstants::narrow_products, "narrow products", constants, narrow);
    }
    return 0;
}
