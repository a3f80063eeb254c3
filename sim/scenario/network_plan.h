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

// Links between groups that an event names, in the words of loss_words.h that mean such. Of a
// group's spine switches all are alike here: their numbers say how many.
std::variant<LinkLoss, UnitError> select_links(const std::string& text, const NetworkPlan& network);

// What so many nodes, in as few groups as hold them, can write to the storage at most: what they
// inject, and where it hangs on a group what the links from theirs to that one carry.
Bandwidth storage_reach(const NetworkPlan& network, NodeCount nodes);

// What is wrong with what a phase under `field`, of a job on so many nodes, asks of the plan's
// network; and with what all its nodes together read or write.
void check_demand(const Phase& phase, NodeCount nodes, const RunPlan& plan,
                  const std::string& field, FieldProblems& problems);
void check_storage_rate(Bandwidth rate, NodeCount nodes, const RunPlan& plan,
                        const std::string& field, FieldProblems& problems);

}  // namespace twin
