#include "gui/tables/kpi_table.h"

#include <QCoreApplication>
#include <QLocale>
#include <algorithm>
#include <cmath>

#include "gui/look/figures.h"
#include "gui/look/result_texts.h"
#include "gui/look/translate.h"

namespace twin {
namespace {

KpiTarget target_of(const Compliance& asked) {
    const QString threshold =
        QString::fromStdString(asked.relation) + u' ' + figure(asked.threshold, asked.unit) +
        (asked.from_date.empty() ? QString()
                                 : tr(" from %1").arg(QString::fromStdString(asked.from_date)));
    if (asked.verdict == "met")
        return {tr("✓ met: %1").arg(threshold), result_text(asked.law), Tone::good};
    if (asked.verdict == "missed")
        return {tr("✗ missed: %1").arg(threshold), result_text(asked.law), Tone::bad};
    return {tr("? not known: %1").arg(threshold), result_text(asked.law), Tone::muted};
}

QString signed_text(double value, const QString& text) {
    return value > 0 ? u'+' + text : text;
}

// Of temperatures in kelvin, of shares in percentage points.
QString difference_text(double delta, const std::string& unit) {
    if (unit == "degC")
        return number(delta, 3) + QStringLiteral(" K");
    if (unit == "%")
        return number(delta, 3) + QStringLiteral(" pp");
    return figure(delta, unit);
}

// The arrow tells where the figure went, the word whether that is good.
QString change_of(const KpiLine& line) {
    if (!line.delta)
        return {};
    if (line.verdict == Verdict::same || *line.delta == 0)
        return tr("= same");
    const QString arrow = *line.delta > 0 ? QStringLiteral("▲ ") : QStringLiteral("▼ ");
    const bool is_share = line.unit == QLatin1String("%");
    const QString by =
        is_share || line.figure_percent.isEmpty() ? line.figure_delta : line.figure_percent;
    const QString word = words_of(line.verdict);
    return arrow + by + (word.isEmpty() ? QString() : u' ' + word);
}

}  // namespace

Verdict verdict_of(Better better, double a, double b) {
    // Sums of doubles in another order are no difference.
    if (std::abs(b - a) <= 1e-9 * std::max(std::abs(a), std::abs(b)))
        return Verdict::same;
    if (better == Better::neither)
        return Verdict::none;
    return (b > a) == (better == Better::higher) ? Verdict::better : Verdict::worse;
}

Tone tone_of(Verdict verdict) {
    switch (verdict) {
        case Verdict::better:
            return Tone::good;
        case Verdict::worse:
            return Tone::bad;
        case Verdict::same:
        case Verdict::none:
            break;
    }
    return Tone::muted;
}

QString words_of(Verdict verdict) {
    switch (verdict) {
        case Verdict::better:
            return tr("better");
        case Verdict::worse:
            return tr("worse");
        case Verdict::same:
            return tr("same");
        case Verdict::none:
            break;
    }
    return {};
}

std::vector<KpiLine> kpi_lines(const RunFacts& a, const RunFacts* b) {
    std::vector<KpiLine> lines;
    for (const Kpi& kpi : a.kpis) {
        KpiLine& line = lines.emplace_back();
        line.topic = result_text(kpi.topic);
        line.name = QString::fromStdString(kpi.name);
        line.title = result_text(kpi.title);
        line.unit = QString::fromStdString(kpi.unit);
        line.formula = QString::fromStdString(kpi.formula);
        line.a = kpi.value;
        line.figure_a = figure(kpi.value, kpi.unit);
        for (const Compliance& asked : a.compliance)
            if (asked.kpi == kpi.name)
                line.targets.push_back(target_of(asked));
        if (b == nullptr)
            continue;
        const auto other = std::find_if(b->kpis.begin(), b->kpis.end(), [&](const Kpi& candidate) {
            return candidate.name == kpi.name;
        });
        if (other == b->kpis.end() || other->unit != kpi.unit)
            continue;
        line.b = other->value;
        if (line.a || line.b)
            line.figure_b = figure(line.b, kpi.unit);
        if (!line.a || !line.b)
            continue;
        line.delta = *line.b - *line.a;
        line.verdict = verdict_of(kpi.better, *line.a, *line.b);
        line.figure_delta = signed_text(*line.delta, difference_text(*line.delta, kpi.unit));
        // The zero of degC is no zero of which a share could be told.
        if (*line.a != 0 && kpi.unit != "degC") {
            line.delta_percent = 100 * *line.delta / std::abs(*line.a);
            const double percent = *line.delta_percent;
            const int decimals = std::abs(percent) < 9.95 ? 1 : 0;
            const QString digits = percent != 0 && std::abs(percent) < 0.05
                                       ? number(percent, 1)
                                       : QLocale().toString(percent, 'f', decimals);
            line.figure_percent = signed_text(percent, digits + QStringLiteral(" %"));
        }
        line.change = change_of(line);
    }
    return lines;
}

bool matches(const KpiLine& line, const QString& wanted) {
    const QStringList parts = wanted.split(u' ', Qt::SkipEmptyParts);
    const QString all = line.topic + u' ' + line.title + u' ' + line.name + u' ' + line.formula;
    return std::all_of(parts.begin(), parts.end(), [&](const QString& part) {
        return all.contains(part, Qt::CaseInsensitive);
    });
}

QStringList kpi_headings() {
    return {tr("Topic"), tr("KPI"),     tr("A"),       tr("B"),    tr("B - A"),
            tr("%"),     tr("Verdict"), tr("Targets"), tr("Unit"), tr("Formula")};
}

std::vector<CellTable::Row> kpi_rows(const std::vector<KpiLine>& lines) {
    std::vector<CellTable::Row> rows;
    for (const KpiLine& line : lines) {
        QStringList targets;
        for (const KpiTarget& target : line.targets)
            targets += target.text;
        const QString sign = line.verdict == Verdict::better  ? QStringLiteral("✓ ")
                             : line.verdict == Verdict::worse ? QStringLiteral("✗ ")
                                                              : QString();
        rows.push_back({words(line.topic, {}, Tone::muted), words(line.title, line.formula),
                        amount(line.figure_a, line.a), amount(line.figure_b, line.b, Tone::run_b),
                        amount(line.figure_delta, line.delta),
                        amount(line.figure_percent, line.delta_percent),
                        words(sign + words_of(line.verdict), {}, tone_of(line.verdict)),
                        words(targets.join(QStringLiteral("; "))), words(line.unit),
                        words(line.formula, line.formula, Tone::muted)});
    }
    return rows;
}

}  // namespace twin
