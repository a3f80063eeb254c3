// What a job loses when it gets less of the network and the storage than it asks for.
#pragma once

#include <algorithm>

#include "models/workload/job.h"

namespace twin {

// Of what a job asks, what it gets: above 0, at most 1.
struct SharedGrant {
    double network = 1, storage = 1;
    bool operator==(const SharedGrant&) const = default;
};

// The rate at which a node sends while its job communicates: all that it sends for a second of work
// in the share of the time that is bound, but at most what it can inject (the rest flows while it
// computes). What is not bound at all flows all the time, which is `time` seconds.
inline Bandwidth asked_rate(const SharedDemand& demand, Bandwidth injection, double time = 1) {
    const Bandwidth mean = demand.network / time;
    if (demand.network_bound <= 0)
        return mean;
    return std::max(mean, std::min(demand.network / demand.network_bound, injection));
}

// Time that a second of work takes, where it would take `unhindered` seconds with `whole` of what
// it asks of the network. Its bound share stretches as the granted rate falls, and nothing goes
// faster than its bytes flow.
// Precondition: asked = asked_rate(demand, ...).
inline double stretched(double unhindered, const SharedDemand& demand, Bandwidth asked,
                        const SharedGrant& grant, double whole = 1) {
    double time = unhindered;
    if (demand.network > Bandwidth())
        time = std::max(time + demand.network_bound * (whole / grant.network - 1),
                        demand.network / asked / grant.network);
    if (demand.storage_read > Bandwidth() || demand.storage_write > Bandwidth())
        time = std::max(time, 1 / grant.storage);
    return time;
}

}  // namespace twin
