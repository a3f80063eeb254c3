// Checked scenario in, plan of a run out: the site, the source of its jobs, the choices and the
// changes on the way. What only shows here (a log that cannot be read, a job larger than the site)
// is a problem at the key that names it.
#pragma once

#include "sim/scenario/check.h"
#include "sim/scenario/run_plan.h"

namespace twin {

struct BuiltRun {
    RunPlan plan;  // meaningful when there are no problems
    Problems problems;
};

struct BuildOptions {
    bool strict = false;  // unusable records of logs are problems, not counts
};

// Precondition: `checked` has no problems. Throws std::runtime_error when a data file that exists
// cannot be read to its end.
BuiltRun build_run(const CheckedScenario& checked, const BuildOptions& options);

}  // namespace twin
