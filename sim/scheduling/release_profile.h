// When running jobs are expected to give their nodes back.
#pragma once

#include "models/units/ids.h"
#include "models/units/sim_time.h"

namespace twin {

class ReleaseProfile {
  public:
    struct Entry {
        SimTime expected_end{};
        JobIndex job = 0;
        NodeCount nodes = 0;  // what comes back to the queue's pool (not those drained meanwhile)
    };
    void add(const Entry& entry);
    void remove(SimTime expected_end, JobIndex job);

    struct Reservation {
        SimTime shadow = sim_never;  // sim_never: not even when all running jobs have ended
        NodeCount extra = 0;         // nodes left at the shadow time beside the reserved ones
    };
    // The smallest expected end at which `free` plus the nodes of ALL jobs expected to end by then
    // reaches `wanted` (> free). Cost grows far slower than the number of running jobs.
    Reservation earliest(NodeCount free, NodeCount wanted) const;

    // for_each(visitor): entries in order of (expected_end, job); conservative backfilling needs
    // it.
};

}  // namespace twin
