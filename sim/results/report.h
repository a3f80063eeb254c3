// The answer of a run for a planner: opens with the limits table.
#pragma once

#include <iosfwd>

#include "sim/results/result_store.h"

namespace twin {

void write_report(const ResultStore& store, std::ostream& out);  // 100 columns
// The same content for machines: values in the units that stand beside them.
void write_report_json(const ResultStore& store, std::ostream& out);

}  // namespace twin
