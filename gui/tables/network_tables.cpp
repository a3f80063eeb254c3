#include "gui/tables/network_tables.h"

#include "gui/look/figures.h"
#include "gui/look/result_texts.h"
#include "gui/look/translate.h"

namespace twin {
namespace {

constexpr double giga = 1e9;

QString kind_text(NetworkLink::Kind kind) {
    switch (kind) {
        case NetworkLink::Kind::group:
            return tr("group to all others");
        case NetworkLink::Kind::pair:
            return tr("pair of groups");
        case NetworkLink::Kind::storage_read:
            return tr("storage, reading");
        case NetworkLink::Kind::storage_write:
            break;
    }
    return tr("storage, writing");
}

QString title_of(int idx, const SharedJobs& jobs) {
    const auto row = jobs ? jobs->row_of(idx) : std::nullopt;
    return row ? jobs->title_of(*row) : tr("job %1").arg(idx);
}

TableCell time_cell(double seconds) {
    return amount(seconds == 0  ? QStringLiteral("-")
                  : seconds < 0 ? QStringLiteral("−") + span_of_time(-seconds)
                                : span_of_time(seconds),
                  seconds);
}

}  // namespace

QStringList link_headings() {
    return {tr("Link"),     tr("Kind"),  tr("Flow [GB/s]"), tr("Capacity [GB/s]"),
            tr("Load [%]"), tr("Shared")};
}

std::vector<CellTable::Row> link_rows(const NetworkFlow& network,
                                      const std::vector<double>& flows) {
    std::vector<CellTable::Row> rows;
    for (std::size_t i = 0; i < network.links.size(); ++i) {
        const NetworkLink& link = network.links[i];
        const double flow = flows[i] / giga, capacity = link.capacity_b_s / giga;
        const double load = 100 * flow / capacity;
        rows.push_back({words(result_text(link.name)), words(kind_text(link.kind)),
                        amount(number(flow), flow), amount(number(capacity), capacity),
                        amount(number(load), load), words(link.shares ? tr("yes") : tr("no"))});
    }
    return rows;
}

QStringList slowed_headings() {
    return {tr("Job"), tr("By its placement [s]"), tr("By sharing [s]"), tr("Most beside"),
            tr("Of it beside that job [s]")};
}

std::vector<CellTable::Row> slowed_rows(const NetworkFlow& network, const SharedJobs& jobs) {
    std::vector<CellTable::Row> rows;
    for (const SlowedJob& job : network.slowed)
        rows.push_back(
            {words(title_of(job.idx, jobs)), time_cell(job.placement_s), time_cell(job.sharing_s),
             words(job.by < 0 ? QString() : title_of(job.by, jobs)), time_cell(job.by_s)});
    return rows;
}

}  // namespace twin
