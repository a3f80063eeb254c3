// What happens on the way: the [[event]]s of a scenario as changes of a run.
#pragma once

#include <string>
#include <vector>

#include "sim/scenario/field_problems.h"
#include "sim/scenario/run_plan.h"
#include "sim/scenario/scenario.h"

namespace twin {

// Sorted by time, equal times in the order of the file; an event with `for` is two changes. Where
// events overlap, the one that began last holds until it is over. Needs
// the start, the horizon, the site and the scheduling of `plan`.
std::vector<Change> build_changes(const std::vector<EventSection>& events, const RunPlan& plan,
                                  FieldProblems& problems);

// A problem unless the time lies inside the run.
void check_in_run(const std::string& field, const When& time, const RunPlan& plan,
                  FieldProblems& problems);

}  // namespace twin
