// The whole machine at the play head: a map, or the table of its racks.
#pragma once

#include "gui/run/machine_state.h"
#include "gui/views/view.h"

class QButtonGroup;
class QComboBox;
class QSortFilterProxyModel;
class QStackedWidget;
class QTableView;
class QToolButton;

namespace twin {

class MapCanvas;
class RackTable;

class MapView : public View {
    Q_OBJECT

  public:
    explicit MapView(Workspace& workspace);

    QString nothing_to_show() const override;
    bool write_csv(QIODevice& out) const override;
    bool is_ready() const override;
    QWidget& picture() override;

    MapCanvas& canvas() { return *canvas_; }

  private:
    QWidget* make_controls();
    void make_table();
    void show_switches();
    void show_table(bool table);
    void take_machine();  // or none
    void fill_table();
    void mark_in_table();

    MachineState& state_;
    MapCanvas* canvas_;
    QWidget* map_;  // canvas and legend
    QStackedWidget* pages_;
    RackTable* racks_;
    QSortFilterProxyModel* sorted_;
    QTableView* table_;
    QComboBox* color_;
    QToolButton* run_a_;
    QToolButton* run_b_;
    QWidget* run_switch_;
    QToolButton* as_table_ = nullptr;
};

}  // namespace twin
