// How often to write a checkpoint, how large it is, and what share of the time remains for work.
// Failures come at random with a constant rate (Poisson), at any time, be it while a checkpoint is
// written. Equations, sources and limits: CHECKPOINTS.md beside this file.
#pragma once

#include <cstdint>

#include "models/units/quantity.h"
#include "models/units/sim_time.h"
#include "models/workload/job.h"

namespace twin {

// Work between two checkpoints that costs the least time. `write`: of one, > 0; `mtbf`: mean time
// between failures that interrupt the job, > 0.
Duration young_interval(Duration write, Duration mtbf);  // first order: for write << mtbf
Duration daly_interval(Duration write, Duration mtbf);   // higher order; mtbf where that is short

struct CheckpointSetting {
    Duration interval{};  // of work, > 0
    Duration write{};     // >= 0
    Duration restart{};   // >= 0
    Duration mtbf{};      // > 0
};

// Expected share of the time that is work and not done twice, 0 to 1. Daly's is exact for work that
// is much longer than the interval; the other one is the formula that Meta prints for its clusters,
// to first order in 1 / mtbf (0 where that would give less).
double daly_effective_share(const CheckpointSetting& setting);
double meta_effective_share(const CheckpointSetting& setting);

// Of a training run: the weights in 16 bits, a copy of them in 32, and Adam's two moments.
DataSize training_state(double parameters);

// Blocking checkpoints that a job of this much work writes if nothing interrupts it. None is
// written at its end. Precondition: checkpoints.interval > 0.
std::int64_t checkpoints_in(SimDuration work, const Checkpoints& checkpoints);
// What they add to its run time: nothing where work goes on meanwhile.
SimDuration checkpoint_overhead(SimDuration work, const Checkpoints& checkpoints);

// Of an attempt from the beginning that is stopped after `time` at full speed: the work that it has
// done, and what of it finished checkpoints hold.
SimDuration work_within(SimDuration time, const Checkpoints& checkpoints);
SimDuration kept_within(SimDuration time, const Checkpoints& checkpoints);

}  // namespace twin
