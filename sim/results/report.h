// The answer of a run for a planner: opens with the limits table; at most 100 columns.
#pragma once

#include <iosfwd>

#include "sim/results/result_store.h"

namespace twin {

void write_report(const ResultStore& store, std::ostream& out);
// The same content for machines: values in the units that stand beside them.
void write_report_json(const ResultStore& store, std::ostream& out);

}  // namespace twin
