// Any table or view of a run as CSV (RFC 4180, with "\n").
#pragma once

#include <iosfwd>
#include <string>

#include "sim/results/result_store.h"

namespace twin {

// Rows in the order of the primary key; numbers as the shortest text that reads back the same;
// NULL as an empty field. `table` is one of store.tables().
void export_table(const ResultStore& store, const std::string& table, std::ostream& out);

}  // namespace twin
