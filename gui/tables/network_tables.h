// The tables of a network: what flows over its links, and which jobs it slowed.
#pragma once

#include <vector>

#include "gui/run/job_store.h"
#include "gui/run/network_flow.h"
#include "gui/tables/cell_table.h"

namespace twin {

QStringList link_headings();
// `flows`: bytes per second, of all links.
std::vector<CellTable::Row> link_rows(const NetworkFlow& network, const std::vector<double>& flows);

QStringList slowed_headings();
// `jobs` null: not read yet, jobs have numbers only.
std::vector<CellTable::Row> slowed_rows(const NetworkFlow& network, const SharedJobs& jobs);

}  // namespace twin
