// A run of twelve nodes and seven jobs whose figures can be worked out by hand.
#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>

#include "sim/results/recorder.h"

namespace twin {

// A file name that no other test uses, removed with everything beside it at the end.
class TemporaryFile {
  public:
    explicit TemporaryFile(const std::string& name);
    ~TemporaryFile();
    TemporaryFile(const TemporaryFile&) = delete;
    TemporaryFile& operator=(const TemporaryFile&) = delete;
    operator const std::filesystem::path&() const { return path_; }  // NOLINT
    const std::filesystem::path& path() const { return path_; }

  private:
    std::filesystem::path path_;
};

SimTime at_second(std::int64_t s);
SimDuration seconds(std::int64_t s);

std::map<std::string, std::optional<double>> kpis_of(const std::filesystem::path& file);

Site tiny_site();                 // 3 racks of 4 nodes in 2 groups
Site flat_site(NodeCount nodes);  // no power known
RunInfo tiny_info();              // from 2024-04-07, 1 h warm-up, hourly series
JobRecord job_of(JobIndex index, std::int64_t submit, std::int64_t start, std::int64_t end,
                 NodeCount nodes);            // completed, in seconds
void record_tiny_run(Recorder& recorder);     // all but the end
void record_tiny_plant(Recorder& recorder);   // of the same intervals: power, cooling, losses
void record_tiny_energy(Recorder& recorder);  // of the same: prices, bill, shares, requirements
Recorder::Totals tiny_totals();               // 5 h, 4 of them after the warm-up
void write_tiny_run(const std::filesystem::path& file, RunStatus status = RunStatus::finished);
void write_energy_run(const std::filesystem::path& file);   // the same with plant and energy
void write_network_run(const std::filesystem::path& file);  // and with a network of four groups

}  // namespace twin
