// The KPIs of a run, beside those of another: what tiles and tables of them show.
#pragma once

#include "gui/run/run_facts.h"
#include "gui/tables/cell_table.h"
#include "sim/results/compare.h"

namespace twin {

struct KpiTarget {  // of a law
    QString text;   // "✓ met: <= 1.2 from 2028-07-01"
    QString law;
    Tone tone{};
};

struct KpiLine {
    QString topic, name, title, unit, formula;
    std::optional<double> a, b, delta, delta_percent;
    QString figure_a, figure_b, figure_delta;  // as people read them; "" without B
    QString figure_percent;                    // "-3.2 %"; "" where it has no meaning
    QString change;                            // "▼ -3.2 % better"; "" without B
    Verdict verdict = Verdict::none;
    std::vector<KpiTarget> targets;
};

// Whether b is better than a by the KPI's direction.
Verdict verdict_of(Better better, double a, double b);
Tone tone_of(Verdict verdict);
QString words_of(Verdict verdict);  // translated

// In the order of A's file. `b` may be null.
std::vector<KpiLine> kpi_lines(const RunFacts& a, const RunFacts* b);
// Whether all words of `wanted` occur in topic, title, name or formula.
bool matches(const KpiLine& line, const QString& wanted);

QStringList kpi_headings();
std::vector<CellTable::Row> kpi_rows(const std::vector<KpiLine>& lines);

}  // namespace twin
