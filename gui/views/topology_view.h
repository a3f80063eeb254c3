// The network of the machine: load of the links between its groups and to its storage at the play
// head, a job's placement, who slows whom; and the inside of each group.
#pragma once

#include "gui/tables/cell_table.h"
#include "gui/views/group_canvas.h"
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
    // Of the links; of the slowed jobs or of a group's nodes where these are shown.
    bool write_csv(QIODevice& out) const override;
    bool is_ready() const override { return !waiting_; }
    QWidget& picture() override;

    TopologyCanvas& canvas() { return *canvas_; }
    GroupCanvas& group_canvas() { return *group_canvas_; }
    void show_group(int group);  // of the network, from 0

  private:
    enum Page { ring, group, links, slowed };
    void make_controls(QWidget& body);
    QWidget* make_ring();
    QWidget* make_group();
    void choose_slowed(const QModelIndex& shown);
    void read();
    void take(NetworkFlow network);
    void show_page(Page page);
    void tell();
    std::vector<CellTable::Row> rows_of_slowed() const;
    void fill_group_jobs();
    void tell_in_group(const QString& place);  // else of the chosen job
    std::vector<CellTable::Row> rows_of_group_nodes() const;

    QWidget* drawing_;  // what pictures hold: the time, the ring, the chosen job
    TopologyCanvas* canvas_;
    QLabel *heading_, *losses_, *job_, *detail_;
    QWidget* group_drawing_;
    GroupCanvas* group_canvas_;
    QLabel *group_heading_, *group_losses_, *group_note_, *group_detail_;
    QStackedWidget* pages_;
    QButtonGroup* shown_;
    CellTable *group_jobs_, *links_, *slowed_;
    SharedNetwork network_;
    SharedSwitches switches_;
    std::vector<int> in_group_;  // rows of the jobs in their table's order
    bool waiting_ = false;
};

}  // namespace twin
