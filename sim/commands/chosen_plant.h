// Which cooling plant a scenario runs with, and what of it nobody said.
#pragma once

#include "models/cooling/plant_part.h"
#include "sim/scenario/run_plan.h"
#include "sim/scenario/scenario.h"

namespace twin {

// The plant that the scenario or else the plan's site names, one of its parts; null where neither
// does.
const CoolingPlantPart* plant_of(const Scenario& scenario, const RunPlan& plan);
// Whether towers or adiabatic assist make the wet bulb count.
bool evaporates_water(const Scenario& scenario, const RunPlan& plan);

}  // namespace twin
