// How kernels are timed, on any backend: check, warm-up, samples, state of the device.
#pragma once

#include <functional>
#include <optional>
#include <span>

#include "validation/calibration/backend.h"

namespace twin::calibration {

struct MeasureSettings {
    int repeats = 11;  // timed samples of a kernel; 3 at least
    // A sample is as many executions in a row as take this long; one at least.
    Duration sample = 10e-3 * second;
    Duration warm_up = 20e-3 * second;
    // A kernel whose samples would take longer together gets fewer, three at least.
    Duration per_kernel = 1.5 * second;
    // Whether samples go on for the backend's power_time() where the device says watts. Watts of a
    // shorter time are not kept.
    bool watts = true;
    // The device is asked for its state at most so often, and at the end: it waits meanwhile, and
    // the watts of waiting are not the kernel's.
    Duration between_states = 0.1 * second;
    double most_spread = 0.25;       // of a good point: (p90 - p10) / median
    std::optional<Duration> budget;  // of all kernels together: what does not fit is left out
};

struct MeasureHooks {
    std::function<Duration()> now;  // of a clock that never goes back
    std::function<bool()> stop;     // asked between samples; true: the kernel is given up
    // Each point as soon as it is known, with its place among the kernels (from 0).
    std::function<void(const MeasuredPoint&, std::size_t place)> add;
};

enum class MeasureEnd { all, stopped, out_of_time };

// A kernel that the device refuses, that gives wrong results or that is disturbed becomes a point
// with that state; the next one follows.
MeasureEnd measure(Backend& backend, std::span<const Kernel> kernels,
                   const MeasureSettings& settings, const MeasureHooks& hooks);

}  // namespace twin::calibration
