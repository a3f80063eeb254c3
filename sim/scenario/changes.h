// What happens on the way: the [[event]]s of a scenario as changes of a run.
#pragma once

#include <string>
#include <vector>

#include "sim/scenario/field_problems.h"
#include "sim/scenario/run_plan.h"
#include "sim/scenario/scenario.h"

namespace twin {

// Sorted by time, equal times in the order of the file; an event with `for` is two changes. Where
// events overlap:
// - set: of each setting the value of the event that began last holds until it is over;
// - shed: each sheds its share of what the site draws when it begins, the lowest cap holds
//   (Change::share is of this event alone);
// - lose_cooling, heat_wave, price_spike: losses, kelvins and prices add up, and a change says what
//   holds afterwards.
// Needs all of `plan` but the jobs.
std::vector<Change> build_changes(const Scenario& scenario, const RunPlan& plan,
                                  FieldProblems& problems);

// `word` is one of lost_jobs_words.
LostJobs lost_jobs_of(const std::string& word);

// A problem unless the time lies inside the run.
void check_in_run(const std::string& field, const When& time, const RunPlan& plan,
                  FieldProblems& problems);

}  // namespace twin
