// Run A against run B: every KPI with its difference and verdict, the largest differences as bars,
// and what was set differently.
#pragma once

#include "gui/tables/cell_table.h"
#include "gui/tables/kpi_table.h"
#include "gui/views/view.h"

class QLabel;
class QLineEdit;
class QSplitter;
class QTableView;

namespace twin {

class DifferenceChart;

class CompareView : public View {
    Q_OBJECT

  public:
    explicit CompareView(Workspace& workspace);

    QString nothing_to_show() const override;
    bool write_csv(QIODevice& out) const override;

  protected:
    void resizeEvent(QResizeEvent* resized) override;

  private:
    void fill();
    void read_settings();

    QLineEdit* search_;
    QLabel *heading_, *settings_words_;
    DifferenceChart* chart_;
    CellTable *kpis_, *settings_;
    QTableView* settings_view_ = nullptr;
    QSplitter *split_, *right_;  // the table and, beside or below it, the chart and the settings
};

}  // namespace twin
