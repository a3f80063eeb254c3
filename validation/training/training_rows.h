// Published training runs as tasks and plans: rows of ../shared/facts/training.csv, which the model
// was made with, and of unseen_runs.csv beside this file, which it was not but for one constant
// (UNSEEN_RUNS.md).
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "models/workload/training.h"

namespace twin {

// Where a run took place; the parts' rates are worked out once for each network.
struct TrainingSystem {
    NodePart node;
    std::shared_ptr<const Calibration> calibration;
    FabricRates rates;
    PlacementShape shape;
    const CollectiveConstants* constants = nullptr;
    int network_nodes = 0;                                // that the network's part describes
    std::optional<TrainingConstants> training_constants;  // where not those of the device
    std::optional<Power> gpu_cap;  // where the run had another limit than the part
    std::string_view differs;      // how the machine of the run is not the part's
};

struct TrainingRun {
    std::string id, source, gpu, model;
    int gpus = 0;
    TrainingTask task;
    ParallelPlan plan;
    bool flash_attention_2 = false;
    bool assumed_chunks = false;      // interleaving is not stated
    std::string open;                 // what the source does not state of it, as set here
    std::string skipped;              // why there is no estimate; empty: there is one
    std::optional<Duration> step;     // measured
    std::string convention;           // how the step came from what is printed
    std::optional<Power> node_power;  // measured, mean over the run
};

// Errors: std::runtime_error that names the file.
std::vector<TrainingRun> read_training_runs(const std::filesystem::path& file);
// nullptr where no part describes it.
std::unique_ptr<TrainingSystem> training_system(const TrainingRun& run);
TrainingSetting setting_of(const TrainingSystem& system);
// The calibration whose constants the run chose (twin-fit-training); empty: it chose none.
std::string_view fits_constants_of(const TrainingRun& run);
}  // namespace twin
