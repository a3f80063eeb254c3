// The bill of a run, what laws ask of it and the limits it could not keep, as rows.
#pragma once

#include "gui/run/run_facts.h"
#include "gui/tables/cell_table.h"

namespace twin {

struct BillStep {  // of a waterfall
    QString item, quantity, price, note;
    std::optional<double> a, b;  // EUR
    bool is_total = false;       // stands on zero, others on what came before
    bool is_demand = false;      // set by the highest quarter-hour
};
// Items of both runs in A's order, the total last. `b` may be null.
std::vector<BillStep> bill_steps(const RunFacts& a, const RunFacts* b);

QStringList bill_headings();
std::vector<CellTable::Row> bill_rows(const std::vector<BillStep>& steps);

QStringList compliance_headings();
std::vector<CellTable::Row> compliance_rows(const RunFacts& facts);

QStringList violation_headings();
std::vector<CellTable::Row> violation_rows(const RunFacts& facts);

}  // namespace twin
