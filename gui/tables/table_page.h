// A table view as the pages of the window use it: whole rows, sorted by values, quiet lines.
#pragma once

#include <QTableView>

namespace twin {

// Keeps nothing: the caller's layout owns the view, the view does not own the model.
QTableView* table_page(QAbstractItemModel& model, const QString& name, int stretched_column);
// The row of the model under a row of the view, which may be sorted; -1 for none.
int model_row(const QModelIndex& shown);

}  // namespace twin
