#include "gui/tables/bill_table.h"

#include <QCoreApplication>
#include <QLocale>
#include <algorithm>

#include "gui/look/figures.h"
#include "gui/look/result_texts.h"
#include "gui/look/translate.h"

namespace twin {
namespace {

// As a heading: "Grid fee".
QString capital(QString text) {
    if (!text.isEmpty())
        text[0] = text[0].toUpper();
    return text;
}

QString euro_text(std::optional<double> value) {
    return value ? QLocale().toString(*value, 'f', 0) : QString();
}

QString price_text(const BillLine& line) {
    return line.price_eur ? QLocale().toString(*line.price_eur, 'f', 2) +
                                QStringLiteral(" EUR/%1").arg(QString::fromStdString(line.unit))
                          : QString();
}

}  // namespace

std::vector<BillStep> bill_steps(const RunFacts& a, const RunFacts* b) {
    std::vector<BillStep> steps;
    for (const BillLine& line : a.bill)
        steps.push_back({capital(result_text(line.item)),
                         line.quantity
                             ? number(*line.quantity, 6) + u' ' + QString::fromStdString(line.unit)
                             : QString(),
                         price_text(line), result_text(line.note), line.amount_eur, std::nullopt,
                         line.item == "total", line.item == "demand charge"});
    if (b == nullptr)
        return steps;
    for (const BillLine& line : b->bill) {
        auto same = std::find_if(steps.begin(), steps.end(), [&](const BillStep& step) {
            return step.item == capital(result_text(line.item));
        });
        if (same == steps.end()) {
            // What only B has stands before the total.
            const auto total = std::find_if(steps.begin(), steps.end(),
                                            [](const BillStep& step) { return step.is_total; });
            same = steps.insert(total, BillStep{capital(result_text(line.item)),
                                                {},
                                                {},
                                                result_text(line.note),
                                                {},
                                                {},
                                                false,
                                                false});
        }
        same->b = line.amount_eur;
    }
    return steps;
}

QStringList bill_headings() {
    return {tr("Item"),    tr("Quantity"),    tr("Price"), tr("A [EUR]"),
            tr("B [EUR]"), tr("B - A [EUR]"), tr("Note")};
}

std::vector<CellTable::Row> bill_rows(const std::vector<BillStep>& steps) {
    std::vector<CellTable::Row> rows;
    for (const BillStep& step : steps) {
        std::optional<double> delta;
        if (step.a && step.b)
            delta = *step.b - *step.a;
        rows.push_back({words(step.item), words(step.quantity), words(step.price),
                        amount(euro_text(step.a), step.a),
                        amount(euro_text(step.b), step.b, Tone::run_b),
                        amount(euro_text(delta), delta), words(step.note, step.note)});
    }
    return rows;
}

QStringList compliance_headings() {
    return {tr("Law"),     tr("KPI"),       tr("Asked"), tr("Value"),
            tr("Verdict"), tr("From date"), tr("Basis"), tr("Note")};
}

std::vector<CellTable::Row> compliance_rows(const RunFacts& facts) {
    std::vector<CellTable::Row> rows;
    for (const Compliance& asked : facts.compliance) {
        const bool met = asked.verdict == "met", missed = asked.verdict == "missed";
        rows.push_back(
            {words(result_text(asked.law)),
             words(result_text(asked.title.empty() ? asked.kpi : asked.title)),
             words(QString::fromStdString(asked.relation) + u' ' +
                   figure(asked.threshold, asked.unit)),
             amount(figure(asked.value, asked.unit), asked.value),
             words(met      ? tr("✓ met")
                   : missed ? tr("✗ missed")
                            : tr("? not known"),
                   {},
                   met      ? Tone::good
                   : missed ? Tone::bad
                            : Tone::muted),
             words(QString::fromStdString(asked.from_date)),
             words(asked.estimate ? tr("estimate") : tr("a year"),
                   asked.estimate ? tr("The KPI window is shorter than the year that the law asks "
                                       "about: the verdict is an estimate from that window.")
                                  : QString()),
             words(result_text(asked.note), result_text(asked.note), Tone::muted)});
    }
    return rows;
}

QStringList violation_headings() {
    return {tr("From"), tr("For"), tr("Limit"), tr("Value"), tr("Worst"), tr("Cause")};
}

std::vector<CellTable::Row> violation_rows(const RunFacts& facts) {
    std::vector<CellTable::Row> rows;
    for (const ViolationRecord& record : facts.violations) {
        const double from = to_seconds(record.from - sim_start);
        const double until = to_seconds(record.until - sim_start);
        TableCell start = words(moment(facts.summary.start, from),
                                record.cause.empty() ? QString() : result_text(record.cause));
        start.value = from;
        rows.push_back({start, amount(span_of_time(until - from), until - from),
                        words(result_text(record.limit)),
                        amount(figure(record.value, record.unit), record.value),
                        amount(figure(record.worst, record.unit), record.worst, Tone::bad),
                        words(result_text(record.cause), result_text(record.cause))});
    }
    return rows;
}

}  // namespace twin
