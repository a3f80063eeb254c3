// Plan of a run in, result file out: the one way through the engine.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>

#include "sim/results/recorder.h"
#include "sim/scenario/run_plan.h"

namespace twin {

struct Progress {
    SimTime now{};
    std::optional<double> share;  // of the run, 0 to 1; none where its end is not known
    std::int64_t submitted = 0, ended = 0;
    std::int64_t events = 0;
    double events_per_second = 0;  // of wall time, since the report before
    bool last = false;
};

struct SimulateOptions {
    // Called a few times a second of wall time, and at the end.
    std::function<void(const Progress&)> progress;
    // Asked at every instant: end here, cleanly?
    std::function<bool()> stop;
};

// Runs to the horizon, to the end of the last job, or to where `stop` said so, and finishes the
// recorder. Once per process (see clock.h). Takes the jobs out of the plan's source.
RunStatus simulate(RunPlan& plan, Recorder& recorder, const SimulateOptions& options);

}  // namespace twin
