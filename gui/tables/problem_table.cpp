#include "gui/tables/problem_table.h"

#include <QFileInfo>

namespace twin {

void ProblemTable::set_problems(Problems problems) {
    beginResetModel();
    problems_ = std::move(problems);
    endResetModel();
}

int ProblemTable::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : int(problems_.size());
}

int ProblemTable::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : column_count;
}

QVariant ProblemTable::data(const QModelIndex& cell, int role) const {
    if (!cell.isValid())
        return {};
    const Problem& row = problem(cell.row());
    if (role == Qt::ToolTipRole)
        return QString::fromStdString(row.text());
    if (role != Qt::DisplayRole)
        return {};
    switch (cell.column()) {
        case place: {
            const QString name = QFileInfo(QString::fromStdString(row.where.file)).fileName();
            return row.where.line == 0 ? name
                                       : QStringLiteral("%1:%2:%3")
                                             .arg(name)
                                             .arg(row.where.line)
                                             .arg(row.where.column);
        }
        case field:
            return QString::fromStdString(row.field);
        case message:
            return QString::fromStdString(row.message);
        default:
            return QString::fromStdString(row.hint);
    }
}

QVariant ProblemTable::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    switch (section) {
        case place:
            return tr("Place");
        case field:
            return tr("Field");
        case message:
            return tr("Problem");
        default:
            return tr("Hint");
    }
}

}  // namespace twin
