// A policy sees a view of the cluster and says which jobs start now. It knows no engine, no clock
// and no nodes by name, so that it can be tested by itself. Semantics of the shipped policies:
// README.md beside this file.
#pragma once

#include <vector>

#include "sim/scheduling/job_queue.h"
#include "sim/scheduling/release_profile.h"

namespace twin {

struct ClusterView {
    SimTime now{};
    NodeCount free = 0;  // nodes on which a job may start now
    const JobQueue& queue;
    const ReleaseProfile& running;  // of the jobs that run at the start of the pass
};

struct Start {
    QueuePlace place = 0;
    bool backfilled = false;  // passed a job that stood before it in the queue
};

// When a job that starts now is expected to end, for the view's `running` too; sim_never where the
// sum would pass the end of the clock.
constexpr SimTime expected_end(SimTime now, SimDuration planned) {
    return planned >= sim_never - now ? sim_never : now + planned;
}

// Interface because the engine holds one of several policies, chosen by name. A policy may keep a
// plan between passes (reservations), nothing else; equal sequences of views give equal decisions.
// Between two passes the caller takes the started jobs from the queue and adds them to `running`
// with expected_end(now, planned); beyond that jobs may come, go and end, and capacity may change.
class Scheduler {
  public:
    virtual ~Scheduler() = default;
    // One pass. Appends to `starts` in order of starting; their nodes sum to at most view.free.
    virtual void pass(const ClusterView& view, std::vector<Start>& starts) = 0;
};

}  // namespace twin
