// The rules by which ExaDigiT RAPS runs a day, one by one: a list scheduler of its own, without
// engine, queue index and facility, that tells what each rule does to the energy.
#pragma once

#include <vector>

#include "models/site/site.h"
#include "models/workload/job.h"

namespace twin {

struct PeerRules {
    bool extra_second = false;   // every job holds its nodes for its run time + 1 s
    bool limit_order = false;    // its backfill rule in place of EASY, see list_schedule
    bool sampled_power = false;  // power is read every 15 s and held, not integrated
};

struct PeerDay {
    Energy energy{};
    int ended = 0;
    double mean_wait_s = 0;  // of the jobs that ended
};

// Whole seconds; jobs in order of submit; one rack kind; utilisation from the first phase.
PeerDay simulate_peer_day(const Site& site, const std::vector<Job>& jobs, SimDuration horizon,
                          const PeerRules& rules);

}  // namespace twin
