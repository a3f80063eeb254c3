// Which job holds which node at any time of a run: the state at a time is found without going
// through all jobs.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "models/units/ids.h"

namespace twin {

struct JobStore;
using SharedJobs = std::shared_ptr<const JobStore>;

struct PlacedJob {
    int idx = 0;                // job_record.idx
    std::int64_t log_id = -1;   // -1: it has none
    double start_s = 0;         // runs from here
    double end_s = 0;           // to before here; infinite: has not ended
    float gpu_utilisation = 0;  // 0 to 1
    NodeCount nodes = 0;
};

// Copies share what they hold. Jobs are named by their rows in the store; attempts that were lost,
// where the file says where they ran, by rows behind those.
class Occupancy {
  public:
    Occupancy() = default;  // of jobs that are not read yet
    explicit Occupancy(SharedJobs jobs);

    bool is_read() const { return index_ != nullptr; }
    std::size_t size() const;  // jobs, also those that have not started
    PlacedJob job(int row) const;
    std::span<const NodeRange> where(int row) const;
    // The row of the job with this idx, of the attempt that runs at that time or else of its last
    // one, if it has started.
    std::optional<int> find(int idx, double at_s) const;
    // Rows of those that run at this time.
    std::vector<int> running_at(double seconds) const;

  private:
    struct Checkpoint {  // which jobs run before a change
        std::uint32_t first, count;
    };
    struct Index {
        SharedJobs jobs;
        // Rows of jobs that start, and ~row of those that end: by time, ends before starts.
        std::vector<std::int32_t> changes;
        std::vector<Checkpoint> checkpoints;
        std::vector<std::int32_t> running;  // of the checkpoints
    };

    // From when to when a row runs.
    static std::pair<double, double> time_of(const JobStore& jobs, int row);
    static std::vector<std::int32_t> changes_of(const JobStore& jobs);

    std::shared_ptr<const Index> index_;
};

}  // namespace twin
