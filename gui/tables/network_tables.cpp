#include "gui/tables/network_tables.h"

#include <algorithm>

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

TableCell plain(double value) {
    return amount(figure_in(value, {}), value);
}

// How many of its cables or switches are in service, and how many it has.
std::pair<TableCell, TableCell> service_cells(const NetworkLink& link, const LinkService& service) {
    if (service.parts == 0)
        return {amount(QStringLiteral("-"), std::nullopt),
                amount(QStringLiteral("-"), std::nullopt)};
    const int left = service.parts - service.lost;
    const QString text =
        link.kind == NetworkLink::Kind::group
            ? QCoreApplication::translate("twin", "%n spine switch(es)", nullptr, left)
            : QCoreApplication::translate("twin", "%n cable(s)", nullptr, left);
    return {amount(service.lost > 0 ? QStringLiteral("✗ ") + text : text, double(left),
                   service.lost > 0 ? Tone::bad : Tone::text),
            amount(QString::number(service.parts), double(service.parts))};
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
    return {tr("Link"),     tr("Kind"),           tr("Flow [GB/s]"), tr("Capacity [GB/s]"),
            tr("Left [%]"), tr("Load of it [%]"), tr("In service"),  tr("Of"),
            tr("Shared")};
}

std::vector<CellTable::Row> link_rows(const NetworkFlow& network, const std::vector<LinkNow>& now) {
    std::vector<CellTable::Row> rows;
    for (std::size_t i = 0; i < network.links.size(); ++i) {
        const NetworkLink& link = network.links[i];
        const double flow = now[i].flow_b_s / giga, capacity = link.capacity_b_s / giga;
        const double load = 100 * now[i].load();
        // Of a storage nothing is lost.
        const LinkService& service = now[i].service;
        const TableCell left = service.parts == 0 ? amount(QStringLiteral("-"), std::nullopt)
                                                  : plain(100 * service.left);
        const auto [in_service, of] = service_cells(link, service);
        rows.push_back({words(result_text(link.name)), words(kind_text(link.kind)), plain(flow),
                        plain(capacity), left, plain(load), in_service, of,
                        words(link.shares ? tr("yes") : tr("no"))});
    }
    return rows;
}

QStringList slowed_headings(Times times) {
    if (times == Times::spans)
        return {tr("Job"),
                tr("By its placement"),
                tr("By the storage"),
                tr("By lost links"),
                tr("By sharing"),
                tr("Most beside"),
                tr("Of it beside that job")};
    return {tr("Job"),
            tr("By its placement [s]"),
            tr("By the storage [s]"),
            tr("By lost links [s]"),
            tr("By sharing [s]"),
            tr("Most beside"),
            tr("Of it beside that job [s]")};
}

std::vector<CellTable::Row> slowed_rows(const NetworkFlow& network, const SharedJobs& jobs) {
    std::vector<CellTable::Row> rows;
    for (const SlowedJob& job : network.slowed)
        rows.push_back(
            {words(title_of(job.idx, jobs)), time_cell(job.placement_s), time_cell(job.storage_s),
             time_cell(job.lost_links_s), time_cell(job.sharing_s),
             words(job.by < 0 ? QString() : title_of(job.by, jobs)), time_cell(job.by_s)});
    return rows;
}

std::vector<int> jobs_in_group(const NetworkFlow& network, int group, const Occupancy& placed,
                               const std::vector<int>& running) {
    std::vector<std::pair<NodeCount, int>> here;
    for (const int row : running)
        if (const NodeCount nodes = network.nodes_by_group(placed.where(row))[std::size_t(group)];
            nodes > 0)
            here.emplace_back(nodes, row);
    std::stable_sort(here.begin(), here.end(),
                     [](const auto& a, const auto& b) { return a.first > b.first; });
    std::vector<int> rows;
    for (const auto& [nodes, row] : here)
        rows.push_back(row);
    return rows;
}

QStringList group_job_headings() {
    return {tr("Job"),
            tr("Nodes here"),
            tr("Of"),
            tr("Leaf switches"),
            tr("Its nodes elsewhere [%]"),
            tr("Longer by sharing"),
            tr("Most beside")};
}

std::vector<CellTable::Row> group_job_rows(const NetworkFlow& network, int group,
                                           const GroupSwitches* switches, const Occupancy& placed,
                                           const std::vector<int>& in_group,
                                           const SharedJobs& jobs) {
    std::vector<CellTable::Row> rows;
    for (const int row : in_group) {
        const PlacedJob job = placed.job(row);
        const auto where = placed.where(row);
        const NodeCount here = network.nodes_by_group(where)[std::size_t(group)];
        const auto holds = [&](NodeIndex node) {
            return std::any_of(where.begin(), where.end(), [node](const NodeRange& range) {
                return node >= range.first && node < range.end();
            });
        };
        std::optional<double> leaves;
        if (switches != nullptr)
            leaves = double(std::count_if(
                switches->switches.begin(), switches->switches.end(), [&](const auto& own) {
                    return std::any_of(own.nodes.begin(), own.nodes.end(), holds);
                }));
        const double elsewhere = 100.0 * (job.nodes - here) / job.nodes;
        const SlowedJob* const slowed = network.slowed_job(job.idx);
        TableCell name = words(title_of(job.idx, jobs));
        name.category = job.idx;
        rows.push_back(
            {std::move(name), amount(QString::number(here), here),
             amount(QString::number(job.nodes), job.nodes),
             amount(leaves ? QString::number(*leaves) : QStringLiteral("-"), leaves),
             amount(number(elsewhere, 3), elsewhere),
             time_cell(slowed == nullptr ? 0 : slowed->sharing_s),
             words(slowed == nullptr || slowed->by < 0 ? QString() : title_of(slowed->by, jobs))});
    }
    return rows;
}

QStringList group_node_headings() {
    return {tr("Node"), tr("Leaf switch"), tr("State"), tr("Job")};
}

std::vector<CellTable::Row> group_node_rows(const NetworkFlow& network, int group,
                                            const GroupSwitches* switches, const Machine& machine,
                                            const MachineNow& now, const SharedJobs& jobs) {
    std::vector<CellTable::Row> rows;
    const NodeRange nodes = network.nodes[std::size_t(group)];
    for (NodeIndex node = nodes.first; node < nodes.end(); ++node) {
        std::optional<double> leaf;
        for (const auto& own :
             switches == nullptr ? std::vector<GroupSwitches::Switch>() : switches->switches)
            if (!leaf && std::binary_search(own.nodes.begin(), own.nodes.end(), node))
                leaf = own.index + 1;
        const int row = now.job_of_node[std::size_t(node)];
        const bool busy = row != MachineNow::nobody;
        rows.push_back({words(QString::fromStdString(machine.name_of(node))),
                        amount(leaf ? QString::number(*leaf) : QStringLiteral("-"), leaf),
                        words(now.out[std::size_t(node)] != 0 ? tr("out of service")
                              : busy                          ? tr("busy")
                                                              : tr("free")),
                        words(busy ? title_of(machine.jobs.job(row).idx, jobs) : QString())});
    }
    return rows;
}

}  // namespace twin
