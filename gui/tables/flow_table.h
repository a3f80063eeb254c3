// The table of an energy flow: from where, to where, how much.
#pragma once

#include "gui/run/energy_flow.h"
#include "gui/tables/cell_table.h"

namespace twin {

QStringList flow_headings(FlowUnit unit);
// `sign` -1 where what the flow shows is below zero. `b` may be empty.
std::vector<CellTable::Row> flow_rows(const EnergyFlow& a, const EnergyFlow& b, double sign,
                                      FlowUnit unit);

}  // namespace twin
