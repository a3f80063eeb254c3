#include "gui/tables/cell_table.h"

#include <QColor>
#include <QTextStream>

namespace twin {
namespace {

QString quoted(QString text) {
    const bool needed = text.contains(u',') || text.contains(u'"') || text.contains(u'\n');
    if (!needed)
        return text;
    return u'"' + text.replace(QStringLiteral("\""), QStringLiteral("\"\"")) + u'"';
}

}  // namespace

TableCell words(const QString& text, const QString& tip, Tone tone) {
    return {text, {}, tone, tip};
}

TableCell amount(const QString& text, std::optional<double> value, Tone tone) {
    return {text, value ? QVariant(*value) : QVariant(QString()), tone, {}};
}

CellTable::CellTable(QStringList headings, ThemeName theme, QObject* parent)
    : QAbstractTableModel(parent), headings_(std::move(headings)), theme_(theme) {}

void CellTable::set_rows(std::vector<Row> rows) {
    // The same number of rows, as at every step of playing: who looks keeps his place.
    if (!rows.empty() && rows.size() == rows_.size()) {
        rows_ = std::move(rows);
        emit dataChanged(index(0, 0), index(rowCount() - 1, columnCount() - 1));
        return;
    }
    beginResetModel();
    rows_ = std::move(rows);
    endResetModel();
}

void CellTable::set_theme(ThemeName theme) {
    theme_ = Theme(theme);
    if (!rows_.empty())
        emit dataChanged(index(0, 0), index(rowCount() - 1, columnCount() - 1));
}

int CellTable::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : int(rows_.size());
}

int CellTable::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : int(headings_.size());
}

QVariant CellTable::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const TableCell& cell = rows_[std::size_t(index.row())][std::size_t(index.column())];
    switch (role) {
        case Qt::DisplayRole:
            return cell.text;
        case Qt::ToolTipRole:
            return cell.tip.isEmpty() ? QVariant() : cell.tip;
        case Qt::ForegroundRole:
            return cell.tone == Tone::text ? QVariant() : theme_.color(cell.tone);
        case Qt::DecorationRole:
            return cell.category < 0 ? QVariant() : theme_.category(cell.category);
        case Qt::TextAlignmentRole:
            return int(Qt::AlignVCenter | (cell.value.isValid() ? Qt::AlignRight : Qt::AlignLeft));
        case value_role:
            return cell.value.isValid() ? cell.value : QVariant(cell.text);
        default:
            return {};
    }
}

QVariant CellTable::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal || section < 0 || section >= columnCount())
        return {};
    if (role == Qt::DisplayRole)
        return headings_[section];
    if (role == Qt::TextAlignmentRole) {
        const bool numbers = !rows_.empty() && rows_.front()[std::size_t(section)].value.isValid();
        return int(Qt::AlignVCenter | (numbers ? Qt::AlignRight : Qt::AlignLeft));
    }
    return {};
}

void write_table_csv(const QAbstractItemModel& table, QIODevice& out) {
    QTextStream text(&out);
    text.setRealNumberPrecision(10);
    for (int column = 0; column < table.columnCount(); ++column)
        text << (column > 0 ? "," : "")
             << quoted(table.headerData(column, Qt::Horizontal).toString());
    text << '\n';
    for (int row = 0; row < table.rowCount(); ++row) {
        for (int column = 0; column < table.columnCount(); ++column) {
            const QVariant value = table.index(row, column).data(CellTable::value_role);
            if (column > 0)
                text << ',';
            if (value.typeId() == QMetaType::Double)
                text << value.toDouble();
            else
                text << quoted(value.toString());
        }
        text << '\n';
    }
}

}  // namespace twin
