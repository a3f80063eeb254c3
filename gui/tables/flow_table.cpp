#include "gui/tables/flow_table.h"

#include <QCoreApplication>
#include <QLocale>

#include "gui/look/translate.h"

namespace twin {
namespace {

const char* unit_text(FlowUnit unit) {
    switch (unit) {
        case FlowUnit::power:
            break;
        case FlowUnit::money:
            return "EUR/h";
        case FlowUnit::carbon:
            return "kg/h";
    }
    return "W";
}

std::optional<double> same_link(const EnergyFlow& flow, const QString& from, const QString& to) {
    for (const FlowLink& link : flow.links)
        if (flow.nodes[std::size_t(link.from)].name == from &&
            flow.nodes[std::size_t(link.to)].name == to)
            return link.value;
    return std::nullopt;
}

}  // namespace

QStringList flow_headings(FlowUnit unit) {
    const QString in = QStringLiteral(" [%1]").arg(QLatin1String(unit_text(unit)));
    return {tr("From"),   tr("To"),        tr("A") + in, tr("Share of what comes in [%]"),
            tr("B") + in, tr("B - A") + in};
}

std::vector<CellTable::Row> flow_rows(const EnergyFlow& a, const EnergyFlow& b, double sign,
                                      FlowUnit unit) {
    std::vector<CellTable::Row> rows;
    for (const FlowLink& link : a.links) {
        const FlowNode& from = a.nodes[std::size_t(link.from)];
        const FlowNode& to = a.nodes[std::size_t(link.to)];
        const double value = sign * link.value;
        const double share = 100 * link.value / a.total;
        std::optional<double> other = same_link(b, from.name, to.name);
        if (other)
            *other *= sign;
        rows.push_back({words(from.title), words(to.title), amount(flow_figure(value, unit), value),
                        amount(QLocale().toString(share, 'f', 2), share),
                        amount(other ? flow_figure(*other, unit) : QString(), other, Tone::run_b),
                        amount(other ? flow_figure(*other - value, unit) : QString(),
                               other ? std::optional(*other - value) : std::nullopt)});
    }
    return rows;
}

}  // namespace twin
