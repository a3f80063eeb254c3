// An item model of finished cells: what a table shows, sorts by and writes as CSV.
#pragma once

#include <QAbstractTableModel>
#include <QIODevice>
#include <optional>
#include <vector>

#include "gui/look/theme.h"

namespace twin {

struct TableCell {
    QString text;
    QVariant value;  // a number where it is one: sorted by and written to CSV; else invalid
    Tone tone = Tone::text;
    QString tip;
    int category = -1;  // a square of that colour of the theme stands before the text; -1: none
};
TableCell words(const QString& text, const QString& tip = {}, Tone tone = Tone::text);
TableCell amount(const QString& text, std::optional<double> value, Tone tone = Tone::text);

class CellTable : public QAbstractTableModel {
    Q_OBJECT

  public:
    using Row = std::vector<TableCell>;
    static constexpr int value_role = Qt::UserRole;

    CellTable(QStringList headings, ThemeName theme, QObject* parent = nullptr);

    void set_rows(std::vector<Row> rows);  // each with a cell for every heading
    void set_theme(ThemeName theme);

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

  private:
    QStringList headings_;
    std::vector<Row> rows_;
    Theme theme_;
};

// The headings and the cells: numbers as they are, texts quoted where they need it.
void write_table_csv(const QAbstractItemModel& table, QIODevice& out);

}  // namespace twin
