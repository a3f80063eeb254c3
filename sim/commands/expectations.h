// [expect]: what the author of a scenario says its KPIs must be.
#pragma once

#include <iosfwd>

#include "sim/results/result_store.h"
#include "sim/scenario/check.h"

namespace twin {

// Units that do not fit the KPI.
Problems check_expectations(const CheckedScenario& checked);

// Prints one line per expectation that does not hold, and how many do; true if all do.
bool meets_expectations(const Scenario& scenario, const ResultStore& results, std::ostream& out);

}  // namespace twin
