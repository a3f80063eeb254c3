// When the jobs that wait will start, as far as can be told at a time: from the wall times that
// jobs asked for, the queue's order and the nodes in service, never from what the run went on to
// do.
#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "gui/run/job_store.h"

namespace twin {

struct StartEstimate {
    JobRow row;
    double likely_s;  // jobs run as much of their wall time as those that have ended, on average
    double latest_s;  // all run as long as they may; not before likely_s
};

struct StartPrediction {
    // Behind so many jobs an estimate would mean nothing, and take long.
    static constexpr std::size_t most_jobs = 2000;

    double at_s = 0;
    double mean_share = 1;   // run time by requested wall time, of the jobs that had ended
    std::int64_t ended = 0;  // how many these are; 0: nothing is known but the wall times
    std::vector<StartEstimate> estimates;  // ascending in row
    std::int64_t too_large = 0;            // wait for more nodes than are in service
    std::int64_t too_far = 0;              // wait behind most_jobs others

    const StartEstimate* of(JobRow row) const;  // null: there is none
};
using SharedStarts = std::shared_ptr<const StartPrediction>;

// Who may start before those that came earlier.
enum class Passing {
    nobody,     // first come, first served
    not_first,  // EASY: who does not delay the first of the queue by its wall time
    holes,      // conservative: who delays nobody before it
};

// The nodes of the partition that take new jobs at a time, by what had happened until then.
NodeRanges in_service(const RunFacts& facts, double at_s);

// Goes through the time to come as the policy would, with the jobs that wait now in the order in
// which they were put into the queue. Nodes that are not `in_service` stay out: those that are busy
// are gone when their jobs end. Some tens of milliseconds for half a million jobs: not for the
// window's thread.
StartPrediction predict_starts(const JobStore& jobs, double at_s, const NodeRanges& in_service,
                               Passing passing);

// The recorded start that follows a time, also of an attempt that was lost later; never: there is
// none.
double next_start(const JobStore& jobs, JobRow row, double after_s);

// How the estimates compare with what the recorded run did then.
struct Hindsight {
    std::int64_t started = 0;                      // jobs with an estimate that have started since
    std::int64_t early = 0, within = 0, late = 0;  // than likely, until latest, and later
    double median_miss_s = 0;                      // of likely, without its sign, by nearest rank
};
Hindsight look_back(const JobStore& jobs, const StartPrediction& prediction);

}  // namespace twin
