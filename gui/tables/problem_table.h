// The problems of a scenario, one a row.
#pragma once

#include <QAbstractTableModel>

#include "sim/scenario/problem.h"

namespace twin {

class ProblemTable : public QAbstractTableModel {
    Q_OBJECT

  public:
    enum Column { place, field, message, hint, column_count };
    using QAbstractTableModel::QAbstractTableModel;

    void set_problems(Problems problems);
    const Problem& problem(int row) const { return problems_[std::size_t(row)]; }

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& cell, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

  private:
    Problems problems_;
};

}  // namespace twin
