// What one GPU draws for what its paths do, and the clock that a limit leaves. Equations: README.md
// beside this file.
#pragma once

#include "models/hardware/parts.h"
#include "models/units/quantity.h"
#include "models/workload/job.h"

namespace twin {

// A phase without any activity is one by utilisation, in which a GPU has no context: one with a
// context that does nothing is busy for this share.
constexpr double least_busy = 1e-9;

// `base` is drawn all the time; in the share `working` of the time (0 to 1) also `cores`, which
// falls with the clock, and `rest`, which does not.
struct GpuLoad {
    Power base{}, cores{}, rest{};
    double working = 1;
    // Mean where `cores_share` (0 to 1) is left of the cores' power.
    Power at(double cores_share) const { return base + working * (cores_share * cores + rest); }
};

// From a utilisation alone (0 to 1), as job logs know it: no context beside idle.
GpuLoad load_of_utilisation(const GpuPart& gpu, double utilisation);
// From what the paths do, with a context; no path works longer than the GPU does.
GpuLoad load_of_activity(const GpuPart& gpu, const GpuActivity& activity);
// Of a phase: by its activity, or by its utilisation where it has none.
GpuLoad load_of(const GpuPart& gpu, const Phase& phase);

// What is left of the cores' power, as a share, so that the GPU meets `limit` while it works; at
// the least what the lowest clock leaves, so that the limit may not be kept.
double cores_share_under(const GpuPart& gpu, const GpuLoad& load, Power limit);
double lowest_cores_share(const GpuPart& gpu);

// The clock, as a share of the full one, at which that much is left.
double clock_of(const GpuPart& gpu, double cores_share);

}  // namespace twin
