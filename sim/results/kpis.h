// The table of KPIs: name, unit, direction, formula, source; adding one is one row. A KPI is
// computed from the result file alone, over the KPI window [warm_up, end].
#pragma once

#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "models/units/ids.h"

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

// Classes of jobs by nodes in which waits are told; the last has no upper bound.
struct SizeClass {
    int id;                          // from 1; 0 stands for all jobs
    std::string_view name;           // "17-128"
    std::string_view label;          // "17_128", in names of KPIs
    NodeCount min_nodes, max_nodes;  // max_nodes 0: no bound
};
std::span<const SizeClass> size_classes();

// Fills wait_by_size of `schema`: "main" when a run ends, "temp" for a look at one that has no
// KPIs yet (temporary tables go before those of the file).
void fill_wait_by_size(SQLite::Database& db, std::string_view schema);
// The values in the order of the table. wait_by_size must be filled. Throws SQLite::Exception.
std::vector<std::optional<double>> compute_kpis(SQLite::Database& db);

}  // namespace twin
