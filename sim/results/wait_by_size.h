// Waits, slowdowns and turnarounds of jobs by how many nodes they ask for.
#pragma once

#include <span>
#include <string_view>

#include "models/units/ids.h"

namespace SQLite {
class Database;
}

namespace twin {

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

}  // namespace twin
