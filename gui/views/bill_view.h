// What the KPI window costs, item by item, the quarter-hour that set the demand charge, what laws
// ask, and which limits could not be kept.
#pragma once

#include "gui/run/grid_peak.h"
#include "gui/tables/bill_table.h"
#include "gui/views/view.h"

class QLabel;
class QPushButton;
class QStackedWidget;
class QTableView;

namespace twin {

class BillWaterfall;

class BillView : public View {
    Q_OBJECT

  public:
    explicit BillView(Workspace& workspace);

    QString nothing_to_show() const override;
    bool write_csv(QIODevice& out) const override;

    void go_to_peak();

  private:
    QWidget* make_bill();
    QWidget* make_lower();
    void fill();
    void read_peaks();
    void tell_peaks();

    BillWaterfall* waterfall_;
    QLabel *bill_words_, *compliance_words_, *violation_words_;
    QPushButton* peak_button_;
    QStackedWidget* bill_pages_;
    CellTable *bill_, *compliance_, *violations_;
    QTableView *compliance_view_ = nullptr, *violations_view_ = nullptr;
    std::optional<GridPeak> peak_a_, peak_b_;
};

}  // namespace twin
