// [[job]] code = { ... }: what a code of the catalogue does on the nodes of the site.
#pragma once

#include <string>
#include <vector>

#include "models/workload/job.h"
#include "sim/scenario/field_problems.h"
#include "sim/scenario/run_plan.h"
#include "sim/scenario/scenario.h"

namespace twin {

// Its phases from the start to the end on so many nodes. Mistakes are problems under `field`
// ("job.3.code"), and then there may be no phases; `remarks` gains what is legal, but a planner
// should know.
std::vector<Phase> code_job_phases(const CodeSettings& settings, NodeCount nodes,
                                   const RunPlan& plan, const std::string& field,
                                   FieldProblems& problems, std::vector<std::string>& remarks);

}  // namespace twin
