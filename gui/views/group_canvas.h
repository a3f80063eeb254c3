// One group of the network at the play head: its switches, which job holds which node under which
// leaf, and the load of its links to other groups. Between its own switches nothing is recorded.
#pragma once

#include <QWidget>
#include <optional>

#include "gui/run/machine_state.h"
#include "gui/run/network_flow.h"
#include "gui/views/group_layout.h"
#include "gui/workspace.h"

namespace twin {

struct GroupPlace {
    enum class Kind { nothing, outside, network_switch, node };
    Kind kind = Kind::nothing;
    int index = 0;  // place in the group's switches; of a node: its NodeIndex
    bool operator==(const GroupPlace&) const = default;
};

class GroupCanvas : public QWidget {
    Q_OBJECT

  public:
    explicit GroupCanvas(Workspace& workspace, QWidget* parent = nullptr);

    void set_network(SharedNetwork network, SharedSwitches switches);  // null: not known
    void set_group(int group);
    int group() const { return group_; }
    void set_mean(bool mean);
    const GroupSwitches* switches() const;  // null: not known

    GroupPlace place() const { return place_; }
    QString describe(GroupPlace place) const;
    QString heading() const;  // what the group is made of

    QSize minimumSizeHint() const override { return {420, 320}; }

  signals:
    void place_chosen(const QString& words);
    void left();                  // back to all groups
    void group_wanted(int step);  // the next or the one before

  protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

  private:
    void lay_out();
    void move();
    void choose(GroupPlace place);
    void choose_job();  // of the node that is pointed at
    void step(int x, int y);
    GroupPlace at(const QPointF& position) const;
    const QRectF* box_of(GroupPlace place) const;
    int job_on(NodeIndex node) const;  // a row of the machine's jobs, or nobody
    std::optional<int> chosen_row() const;
    LinkNow outside_now() const;  // its links to other groups
    QString spines_text() const;
    QString load_text() const;
    void paint_outside(QPainter& painter) const;
    void paint_links(QPainter& painter) const;
    void paint_titles(QPainter& painter) const;
    void paint_switch(QPainter& painter, std::size_t index) const;
    void paint_nodes(QPainter& painter) const;

    Workspace& workspace_;
    MachineState& state_;
    SharedNetwork network_;
    SharedSwitches switches_;
    GroupLayout layout_;
    int group_ = 0;
    bool mean_ = false;
    GroupPlace place_;
};

}  // namespace twin
