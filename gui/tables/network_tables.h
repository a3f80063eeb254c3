// The tables of a network: what flows over its links, which jobs it slowed, who is in a group.
#pragma once

#include <vector>

#include "gui/run/group_switches.h"
#include "gui/run/job_store.h"
#include "gui/run/machine.h"
#include "gui/run/network_flow.h"
#include "gui/tables/cell_table.h"

namespace twin {

QStringList link_headings();
// `now`: of all links.
std::vector<CellTable::Row> link_rows(const NetworkFlow& network, const std::vector<LinkNow>& now);

// Of tables that people read, which have times as "2 h", and of files, with units.
enum class Times { spans, seconds };
QStringList slowed_headings(Times times);
// `jobs` null: not read yet, jobs have numbers only.
std::vector<CellTable::Row> slowed_rows(const NetworkFlow& network, const SharedJobs& jobs);

// Of those that run (rows of `placed`): which have nodes in the group, the largest part first.
std::vector<int> jobs_in_group(const NetworkFlow& network, int group, const Occupancy& placed,
                               const std::vector<int>& running);

QStringList group_job_headings();  // times as spans
// `in_group`: as jobs_in_group() says. `switches` null: not known.
std::vector<CellTable::Row> group_job_rows(const NetworkFlow& network, int group,
                                           const GroupSwitches* switches, const Occupancy& placed,
                                           const std::vector<int>& in_group,
                                           const SharedJobs& jobs);

QStringList group_node_headings();
std::vector<CellTable::Row> group_node_rows(const NetworkFlow& network, int group,
                                            const GroupSwitches* switches, const Machine& machine,
                                            const MachineNow& now, const SharedJobs& jobs);

}  // namespace twin
