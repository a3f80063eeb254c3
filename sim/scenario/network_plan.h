// From the network section of a scenario and the site's parts to what jobs share.
#pragma once

#include "sim/scenario/field_problems.h"
#include "sim/scenario/run_plan.h"
#include "sim/scenario/scenario.h"

namespace twin {

// Fills plan.network. The plan's site and parts must be there.
void build_network(const Scenario& scenario, RunPlan& plan, FieldProblems& problems);

// What is wrong with what a phase under `field` asks of the plan's network.
void check_demand(const Phase& phase, const RunPlan& plan, const std::string& field,
                  FieldProblems& problems);

}  // namespace twin
