// The schedule of a run on a classic log as one hash: equal hash = equal start and end of every
// job. Definitions as in the Parallel Workloads Archive; no warm-up is cut off.
#pragma once

#include <cstdint>
#include <string>

#include "sim/results/result_store.h"

namespace twin {

struct ScheduleSummary {
    std::int64_t jobs = 0;
    double mean_wait_s = 0;
    std::int64_t sum_wait_s = 0;
    double mean_bounded_slowdown = 0;  // max(1, (wait + run) / max(run, 10 s)), plain mean
    std::int64_t makespan_s = 0;       // last end - first submit
    double utilisation = 0;  // sum of nodes x run / (nodes of the site x makespan), 0 to 1
    std::int64_t backfilled = 0;
    std::int64_t sum_start_s = 0;  // of start - first submit
    std::string sha256;            // of the lines "index start end\n", times minus first submit
};

// Times are cut to whole seconds. Throws std::runtime_error if a job has not ended.
ScheduleSummary summarise_schedule(const ResultStore& store);

}  // namespace twin
