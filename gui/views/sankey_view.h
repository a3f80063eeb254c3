// Where the electricity goes and what becomes of its heat, at the play head or over the visible
// range; in MW, EUR/h or kg of CO2 an hour.
#pragma once

#include "gui/tables/cell_table.h"
#include "gui/views/sankey_canvas.h"
#include "gui/views/view.h"

class QLabel;
class QStackedWidget;
class QComboBox;

namespace twin {

class SankeyView : public View {
    Q_OBJECT

  public:
    explicit SankeyView(Workspace& workspace);

    QString nothing_to_show() const override;
    bool write_csv(QIODevice& out) const override;
    bool is_ready() const override { return !waiting_; }
    QWidget& picture() override;

    SankeyCanvas& canvas() { return *canvas_; }

  private:
    void make_controls(QWidget& body);
    void read();
    void take(SharedFlow SankeyView::*run, FlowSeries series);
    void set_unit(FlowUnit unit);
    void tell();
    void fill_table();

    QWidget* drawing_;  // what pictures hold: the time, the bands, the balance
    SankeyCanvas* canvas_;
    QLabel *heading_, *balance_, *detail_;
    QComboBox* units_;
    QStackedWidget* pages_;
    CellTable* table_ = nullptr;
    SharedFlow a_, b_;
    bool waiting_ = false;
};

}  // namespace twin
