// The recent runs, two lines each: Enter opens, Delete takes one off the list and leaves its file.
#pragma once

#include <QListView>
#include <functional>

#include "gui/look/theme.h"
#include "gui/tables/recent_table.h"

namespace twin {

class RecentList : public QListView {
    Q_OBJECT

  public:
    RecentList(RecentTable& table, const Theme& theme);

    void set_theme(const Theme& theme);
    // Asks the user whether a run shall leave the list; a dialog unless it is replaced.
    std::function<bool(const RecentRun&)> may_remove;

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

  signals:
    void open_wanted(const QString& file);
    void removed(const QString& file);

  protected:
    void keyPressEvent(QKeyEvent* pressed) override;
    void contextMenuEvent(QContextMenuEvent* asked) override;

  private:
    void open(const QModelIndex& place);
    void remove_current();

    RecentTable& table_;
};

}  // namespace twin
