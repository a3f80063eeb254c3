// [cooling] as the run needs it: the plant for the site's racks, weather, who takes waste heat.
#pragma once

#include <optional>

#include "sim/scenario/field_problems.h"
#include "sim/scenario/run_plan.h"
#include "sim/scenario/scenario.h"

namespace twin {

// Fills cooling and remarks of the plan. Needs its parts, site, power, start and horizon.
void build_cooling(const Scenario& scenario, RunPlan& plan, FieldProblems& problems);

// The plant that the part of the plan's site names, for an estimate: no weather. Nothing where it
// names none.
std::optional<CoolingPlan> site_cooling(const RunPlan& plan);

}  // namespace twin
