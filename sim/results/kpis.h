// The table of KPIs: name, unit, direction, formula, source; adding one is one row. A KPI is
// computed from the finished result file alone, over the KPI window [warm_up, end).
#pragma once

#include <span>
#include <string_view>

namespace twin {

enum class Better { higher, lower, neither };

struct KpiRow {
    std::string_view name;  // "wait_mean"
    std::string_view unit;  // of the unit table; "" for a pure number
    Better better;
    std::string_view title;    // "Mean wait"
    std::string_view formula;  // in words, with the source of the definition
    std::string_view sql;      // one value, or NULL where it has no meaning in this run
};

std::span<const KpiRow> kpi_table();
const KpiRow* find_kpi(std::string_view name);

}  // namespace twin
