#include "gui/tables/table_page.h"

#include <QHeaderView>
#include <QSortFilterProxyModel>

#include "gui/tables/cell_table.h"

namespace twin {

QTableView* table_page(QAbstractItemModel& model, const QString& name, int stretched_column) {
    auto* const view = new QTableView;
    auto* const sorted = new QSortFilterProxyModel(view);
    sorted->setSourceModel(&model);
    sorted->setSortRole(CellTable::value_role);
    sorted->setFilterCaseSensitivity(Qt::CaseInsensitive);
    sorted->setFilterKeyColumn(-1);
    view->setModel(sorted);
    view->setAccessibleName(name);
    view->setSortingEnabled(true);
    view->sortByColumn(-1, Qt::AscendingOrder);
    view->setSelectionBehavior(QAbstractItemView::SelectRows);
    view->setSelectionMode(QAbstractItemView::SingleSelection);
    view->setEditTriggers(QAbstractItemView::NoEditTriggers);
    view->setTabKeyNavigation(false);
    view->setAlternatingRowColors(true);
    view->setShowGrid(false);
    view->setWordWrap(false);
    view->setFrameShape(QFrame::NoFrame);
    view->verticalHeader()->hide();
    view->verticalHeader()->setDefaultSectionSize(view->fontMetrics().height() + 8);
    view->horizontalHeader()->setHighlightSections(false);
    const auto fit = [view, stretched_column] {
        view->resizeColumnsToContents();
        view->horizontalHeader()->setSectionResizeMode(stretched_column, QHeaderView::Stretch);
    };
    QObject::connect(&model, &QAbstractItemModel::modelReset, view, fit);
    fit();
    return view;
}

int model_row(const QModelIndex& shown) {
    const auto* const sorted = qobject_cast<const QSortFilterProxyModel*>(shown.model());
    return sorted == nullptr ? shown.row() : sorted->mapToSource(shown).row();
}

}  // namespace twin
