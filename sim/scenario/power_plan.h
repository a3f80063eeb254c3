// [power] as the run needs it, and what a cap may be.
#pragma once

#include <optional>
#include <span>
#include <string>

#include "sim/scenario/field_problems.h"
#include "sim/scenario/run_plan.h"
#include "sim/scenario/scenario.h"

namespace twin {

// Of the plan's site when no job runs, at the racks' input. Precondition: the site has power.
Power idle_power(const RunPlan& plan);

// What is wrong with a cap on the plan's site. Nothing: it can be kept, at least by an idle site,
// and it makes a difference. Precondition: the site has power.
std::optional<UnitError> power_cap_problem(Power cap, const RunPlan& plan);
std::optional<UnitError> gpu_cap_problem(Power cap, const RunPlan& plan);
// The same of one node. Precondition: it has GPUs.
std::optional<UnitError> node_gpu_cap_problem(Power cap, const NodePart& node);

// What is wrong with a policy on the plan's site; `policy` is one of `cap_policies`.
std::optional<UnitError> cap_policy_problem(const std::string& policy, const RunPlan& plan);

// Whether a cap on the site's power, or the policy that lowers that of the GPUs, holds at some time
// of the run.
bool is_capped(const Scenario& scenario);
bool lowers_gpu_cap(const Scenario& scenario);

// That a job cannot start under the scenario's cap while all nodes are in service, as a remark.
// Empty where it can, or where events change what is capped. `phases`: those that it repeats.
std::string never_fits(const Scenario& scenario, const Job& job, std::span<const Phase> phases,
                       const RunPlan& plan);

// "expected no such key, ..." for a key that needs the site's power, where it is not known.
// Returns whether it is.
bool needs_power(const Site& site, const std::string& field, const std::string& got,
                 FieldProblems& problems);

// Fills power and conversion of the plan and the supply of its site. Needs parts and site.
void build_power(const Scenario& scenario, RunPlan& plan, FieldProblems& problems);

}  // namespace twin
