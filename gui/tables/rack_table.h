// The racks of the machine at one time as a table: what the map shows, in figures.
#pragma once

#include <QAbstractTableModel>
#include <optional>
#include <vector>

#include "gui/run/machine.h"

namespace twin {

class RackTable : public QAbstractTableModel {
    Q_OBJECT

  public:
    enum Column { rack, group, nodes, busy, out, power, limit, headroom, supply, warm_return };
    static constexpr int columns = warm_return + 1;
    // Of data(): the number itself, for sorting.
    static constexpr int sort_role = Qt::UserRole;

    using QAbstractTableModel::QAbstractTableModel;
    // Null: no rows.
    void show(const Machine* machine, const MachineNow* now);

    // In the unit of the column's heading; none: not known. Not of the names.
    std::optional<double> value(int row, int column) const;
    // With its unit, in English: for files.
    static QString heading(int column);

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& at, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation,
                        int role = Qt::DisplayRole) const override;

  private:
    struct Row {
        QString rack, group;
        int number = 0, group_index = 0;
        std::optional<double> values[columns];
    };
    std::vector<Row> rows_;
};

}  // namespace twin
