// Which job holds which node at any time of a run: all jobs in memory, the state at a time found
// without going through them.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "models/units/ids.h"

namespace twin {

struct PlacedJob {
    int idx = 0;                // job_record.idx
    std::int64_t log_id = -1;   // -1: it has none
    double start_s = 0;         // runs from here
    double end_s = 0;           // to before here; infinite: has not ended
    float gpu_utilisation = 0;  // 0 to 1
    NodeCount nodes = 0;
    std::uint32_t first_range = 0, ranges = 0;  // in Occupancy
};

class Occupancy {
  public:
    // `ranges`: "0-47,96-143". Jobs may come in any order of time, but ascending in idx.
    void add(PlacedJob job, std::string_view ranges);
    // After the last add().
    void finish();

    const std::vector<PlacedJob>& jobs() const { return jobs_; }
    std::span<const NodeRange> where(const PlacedJob& job) const {
        return {ranges_.data() + job.first_range, job.ranges};
    }
    // Position in jobs() of the job with this idx.
    std::optional<int> find(int idx) const;
    // Positions in jobs() of those that run at this time.
    std::vector<int> running_at(double seconds) const;

  private:
    struct Change {
        double at_s;
        std::int32_t job;  // starts; of one that ends: ~job
    };
    struct Checkpoint {  // which jobs run before a change
        std::uint32_t first, count;
    };

    std::vector<PlacedJob> jobs_;
    std::vector<NodeRange> ranges_;
    std::vector<Change> changes_;  // by time, ends before starts
    std::vector<Checkpoint> checkpoints_;
    std::vector<std::int32_t> running_;  // of the checkpoints
};

}  // namespace twin
