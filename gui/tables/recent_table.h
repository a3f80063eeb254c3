// The recent runs as an item model; the first column speaks for the whole row.
#pragma once

#include <QAbstractTableModel>
#include <vector>

#include "gui/look/theme.h"
#include "gui/run/recent_runs.h"

namespace twin {

class RecentTable : public QAbstractTableModel {
    Q_OBJECT

  public:
    enum Column { title, when, status, bytes, file, column_count };
    static constexpr int tone_role = Qt::UserRole;  // of the status

    using QAbstractTableModel::QAbstractTableModel;

    void set_runs(std::vector<RecentRun> runs);
    const RecentRun* run(const QModelIndex& place) const;  // nullptr: none

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

  private:
    QString text(const RecentRun& run, int column) const;

    std::vector<RecentRun> runs_;
};

}  // namespace twin
