// Where jobs come from, one at a time and in order of submission.
#pragma once

#include <cstdint>
#include <optional>

#include "models/workload/job.h"

namespace twin {

// What became of the records of a log. Counted once each, in this order of test.
struct ArrivalCounts {
    std::int64_t records = 0;           // non-blank lines that are not header
    std::int64_t malformed = 0;         // dropped: too few fields, or not numbers
    std::int64_t negative_submit = 0;   // dropped
    std::int64_t no_run_time = 0;       // dropped: run time <= 0
    std::int64_t no_size = 0;           // dropped: size <= 0
    std::int64_t larger_than_site = 0;  // dropped
    std::int64_t outside_window = 0;    // submitted before `from` or after the horizon
    std::int64_t limit_missing = 0;     // kept: the limit is the run time
    std::int64_t capped_at_limit = 0;   // kept: killed at its limit
    std::int64_t jobs = 0;              // delivered

    std::int64_t dropped() const {
        return malformed + negative_submit + no_run_time + no_size + larger_than_site;
    }
    bool operator==(const ArrivalCounts&) const = default;
};

// Interface because a run may read a log, a list or a generator, or all merged.
class JobSource {
  public:
    virtual ~JobSource() = default;
    // Submits never decrease. `index` and utilisations are filled by the caller that merges.
    virtual std::optional<Job> next() = 0;
    virtual ArrivalCounts counts() const = 0;  // so far; final once next() gave nothing
};

}  // namespace twin
