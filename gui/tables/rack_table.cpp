#include "gui/tables/rack_table.h"

#include <QCoreApplication>
#include <array>

#include "gui/look/figures.h"
#include "gui/look/result_texts.h"

namespace twin {
namespace {

struct RackColumn {
    const char* title;  // in the context "RackTable"
    const char* unit;
};
constexpr std::array<RackColumn, RackTable::columns> rack_columns = {{
    {QT_TRANSLATE_NOOP("RackTable", "Rack"), ""},
    {QT_TRANSLATE_NOOP("RackTable", "Group"), ""},
    {QT_TRANSLATE_NOOP("RackTable", "Nodes"), ""},
    {QT_TRANSLATE_NOOP("RackTable", "Busy"), ""},
    {QT_TRANSLATE_NOOP("RackTable", "Out of service"), ""},
    {QT_TRANSLATE_NOOP("RackTable", "Power"), "W"},
    {QT_TRANSLATE_NOOP("RackTable", "Limit"), "W"},
    {QT_TRANSLATE_NOOP("RackTable", "Headroom"), "W"},
    {QT_TRANSLATE_NOOP("RackTable", "Water in"), "degC"},
    {QT_TRANSLATE_NOOP("RackTable", "Water out"), "degC"},
}};

const RackColumn& row_of(int column) {
    return rack_columns[std::size_t(column)];
}

}  // namespace

void RackTable::show(const Machine* machine, const MachineNow* now) {
    std::vector<Row> rows;
    if (machine != nullptr && now != nullptr) {
        const std::int32_t interval = machine->interval_at(now->at_s);
        for (std::size_t i = 0; i < machine->site.racks.size(); ++i) {
            const Rack& said = machine->site.racks[i];
            Row row;
            row.rack = QCoreApplication::translate("RackTable", "rack %1").arg(said.number);
            row.group = result_text(machine->site.groups[std::size_t(said.group)].name);
            row.number = said.number;
            row.group_index = said.group;
            row.values[nodes] = said.nodes;
            row.values[busy] = now->busy_of_rack[i];
            row.values[out] = now->out_of_rack[i];
            const RackReading* const reading = machine->racks.at(i, interval);
            if (reading != nullptr && machine->has_power)
                row.values[power] = reading->power_w;
            if (machine->rack_limit_w[i] > 0)
                row.values[limit] = machine->rack_limit_w[i];
            if (row.values[power] && row.values[limit])
                row.values[headroom] = *row.values[limit] - *row.values[power];
            if (const WaterReading* const water =
                    machine->groups.at(std::size_t(said.group), interval)) {
                row.values[supply] = water->supply_c;
                row.values[warm_return] = water->return_c;
            }
            rows.push_back(std::move(row));
        }
    }
    // The play head moves often: whoever looks keeps the place and what is chosen.
    if (rows.size() == rows_.size() && !rows.empty()) {
        rows_ = std::move(rows);
        emit dataChanged(index(0, 0), index(int(rows_.size()) - 1, columns - 1));
        return;
    }
    beginResetModel();
    rows_ = std::move(rows);
    endResetModel();
}

std::optional<double> RackTable::value(int row, int column) const {
    return rows_[std::size_t(row)].values[column];
}

QString RackTable::heading(int column) {
    const RackColumn& row = row_of(column);
    const QString title = QString::fromLatin1(row.title);
    return *row.unit == '\0' ? title : title + QStringLiteral(" [%1]").arg(QLatin1String(row.unit));
}

int RackTable::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : int(rows_.size());
}

int RackTable::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : columns;
}

QVariant RackTable::data(const QModelIndex& at, int role) const {
    if (!at.isValid() || at.row() >= rowCount() || at.column() >= columns)
        return {};
    const Row& row = rows_[std::size_t(at.row())];
    const bool is_name = at.column() == rack || at.column() == group;
    if (role == Qt::TextAlignmentRole)
        return int(Qt::AlignVCenter | (is_name ? Qt::AlignLeft : Qt::AlignRight));
    if (at.column() == rack)
        return role == Qt::DisplayRole ? QVariant(row.rack)
               : role == sort_role     ? QVariant(row.number)
                                       : QVariant();
    if (at.column() == group)
        return role == Qt::DisplayRole ? QVariant(row.group)
               : role == sort_role     ? QVariant(row.group_index)
                                       : QVariant();
    const std::optional<double>& value = row.values[at.column()];
    if (role == Qt::DisplayRole)
        return figure(value, row_of(at.column()).unit);
    if (role == sort_role)
        return value ? QVariant(*value) : QVariant(-1e300);
    return {};
}

QVariant RackTable::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal || section < 0 || section >= columns)
        return {};
    if (role == Qt::DisplayRole)
        return QCoreApplication::translate("RackTable", row_of(section).title);
    if (role == Qt::TextAlignmentRole)
        return int(Qt::AlignVCenter |
                   (section == rack || section == group ? Qt::AlignLeft : Qt::AlignRight));
    return {};
}

}  // namespace twin
