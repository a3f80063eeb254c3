// From the network section of a scenario and the site's parts to what jobs share.
#pragma once

#include <string>
#include <variant>

#include "models/units/unit_text.h"
#include "sim/scenario/field_problems.h"
#include "sim/scenario/run_plan.h"
#include "sim/scenario/scenario.h"

namespace twin {

// Fills plan.network. The plan's site and parts must be there.
void build_network(const Scenario& scenario, RunPlan& plan, FieldProblems& problems);

// Links between groups that an event names: "cable 3-7", "cables 3-7 4", "tray 3-7", "spine 3",
// "spines 3 2"; groups of the network, from 1.
std::variant<LinkLoss, UnitError> select_links(const std::string& text, const NetworkPlan& network);

// What is wrong with what a phase under `field` asks of the plan's network.
void check_demand(const Phase& phase, const RunPlan& plan, const std::string& field,
                  FieldProblems& problems);

}  // namespace twin
