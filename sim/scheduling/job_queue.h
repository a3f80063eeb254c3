// The waiting jobs in queue order, indexed by what policies ask.
#pragma once

#include <cstdint>
#include <optional>

#include "models/units/ids.h"
#include "models/units/sim_time.h"

namespace twin {

struct WaitingJob {
    JobIndex job = 0;
    NodeCount nodes = 0;
    SimDuration planned{};  // the run time that the policy is told: the limit, or the true run time
    SimTime submit{};
};

// Places in the queue; later in the queue is greater. Stays valid until its job is removed.
using QueuePlace = std::int64_t;

class JobQueue {
  public:
    bool empty() const;
    std::size_t size() const;
    QueuePlace push_back(const WaitingJob& job);             // amortised O(log n)
    void remove(QueuePlace place);                           // O(log n)
    const WaitingJob& at(QueuePlace place) const;            // O(1)
    std::optional<QueuePlace> front() const;                 // O(1) amortised
    std::optional<QueuePlace> next(QueuePlace place) const;  // the one behind it

    // The first job behind `after` with nodes <= free and (planned <= window or nodes <= extra).
    // Cost near O(log n): it does not walk the jobs that cannot start.
    std::optional<QueuePlace> next_fitting(QueuePlace after, NodeCount free, SimDuration window,
                                           NodeCount extra) const;
};

}  // namespace twin
