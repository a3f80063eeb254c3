// Which cooling plant a scenario runs with, and what of it nobody said.
#pragma once

#include "models/cooling/plant_part.h"
#include "models/site/site.h"
#include "sim/scenario/scenario.h"

namespace twin {

// The plant that the scenario or else the site names; null where neither does.
const CoolingPlantPart* plant_of(const Scenario& scenario, const Site& site);
// Whether towers or adiabatic assist make the wet bulb count.
bool evaporates_water(const Scenario& scenario, const Site& site);

}  // namespace twin
