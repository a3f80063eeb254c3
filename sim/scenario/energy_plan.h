// [energy] as the run needs it: prices, carbon, the tariff, what stands on the site, what laws ask.
#pragma once

#include <string>
#include <vector>

#include "sim/scenario/field_problems.h"
#include "sim/scenario/run_plan.h"
#include "sim/scenario/scenario.h"

namespace twin {

// Fills energy of the plan. Needs its site, start and horizon; `kpis` are the names that a law may
// use.
void build_energy(const Scenario& scenario, const std::vector<std::string>& kpis, RunPlan& plan,
                  FieldProblems& problems);

}  // namespace twin
