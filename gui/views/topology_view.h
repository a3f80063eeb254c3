// The network of the machine: load of the links between its groups and to its storage at the play
// head, a job's placement, who slows whom.
#pragma once

#include "gui/tables/cell_table.h"
#include "gui/views/topology_canvas.h"
#include "gui/views/view.h"

class QButtonGroup;
class QLabel;
class QStackedWidget;

namespace twin {

class RunJobs;

class TopologyView : public View {
    Q_OBJECT

  public:
    explicit TopologyView(Workspace& workspace);

    QString nothing_to_show() const override;
    bool write_csv(QIODevice& out) const override;  // of the slowed jobs where they are shown
    bool is_ready() const override { return !waiting_; }
    QWidget& picture() override;

    TopologyCanvas& canvas() { return *canvas_; }

  private:
    enum Page { ring, links, slowed };
    void make_controls(QWidget& body);
    QWidget* make_ring();
    void read();
    void take(NetworkFlow network);
    void show_page(Page page);
    void tell();
    std::vector<CellTable::Row> rows_of_links() const;
    std::vector<CellTable::Row> rows_of_slowed() const;

    QWidget* drawing_;  // what pictures hold: the time, the ring, the chosen job
    TopologyCanvas* canvas_;
    QLabel *heading_, *job_, *detail_;
    QStackedWidget* pages_;
    QButtonGroup* shown_;
    CellTable *links_, *slowed_;
    SharedNetwork network_;
    bool waiting_ = false;
};

}  // namespace twin
