// What Linux says of the processor: its name, caches and memory, clock, temperature, and how much
// of it others use.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "models/units/quantity.h"
#include "validation/calibration/worker_pool.h"

namespace twin::calibration {

class CpuSensors {
  public:
    // `root`: "/", or a tree like its proc and sys; `cores`: the numbers of those that are
    // measured.
    explicit CpuSensors(std::filesystem::path root = "/",
                        std::vector<int> cores = usable_core_numbers())
        : root_(std::move(root)), cores_(std::move(cores)) {}

    std::string name() const;  // of proc/cpuinfo; empty: it does not say
    DataSize memory() const;   // of proc/meminfo; 0: it does not say
    // All caches of the highest level that the measured cores have; 0: not known.
    DataSize last_caches() const;
    std::optional<Frequency> clock() const;                    // mean over the cores
    std::optional<Frequency> highest_clock() const;            // of any core
    std::optional<TemperatureDifference> temperature() const;  // of the package, above 0 degC
    double throttle_events() const;                            // so far, of all cores
    // Time that the measured cores worked so far for anybody; absent: it does not say.
    std::optional<Duration> busy_time() const;

  private:
    std::filesystem::path root_;
    std::vector<int> cores_;
};

// Processor time of this process so far, all threads.
Duration own_time();

}  // namespace twin::calibration
