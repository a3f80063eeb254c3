// What was set differently in two runs, as rows.
#pragma once

#include "gui/tables/cell_table.h"
#include "sim/results/compare.h"

namespace twin {

QStringList difference_headings();
std::vector<CellTable::Row> difference_rows(const std::vector<SettingDifference>& settings);

}  // namespace twin
