// The table of KPIs: name, unit, direction, formula, source; adding one is one row. A KPI is
// computed from the result file alone, over the KPI window [warm_up, end].
#pragma once

#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace SQLite {
class Database;
}

namespace twin {

enum class Better { higher, lower, neither };
std::string_view to_text(Better better);

struct KpiRow {
    std::string_view
        topic;  // "waits": the heading under which it is shown; rows of one stand together
    std::string_view name;  // "wait_mean"
    std::string_view unit;  // of the unit table, or what is counted ("jobs"); "" for a pure number
    Better better;
    std::string_view title;    // "Mean wait"
    std::string_view formula;  // in words, with the source of the definition
    std::string_view sql;      // one value, or NULL where it has no meaning in this run
};

std::span<const KpiRow> kpi_table();
const KpiRow* find_kpi(std::string_view name);

// The values in the order of the table. wait_by_size must be filled. Throws SQLite::Exception.
std::vector<std::optional<double>> compute_kpis(SQLite::Database& db);

}  // namespace twin
