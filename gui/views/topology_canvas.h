// The network's groups on a ring, the load of the links between them at the play head, the chosen
// job's nodes and who takes its share. Moves with the play head without a query.
#pragma once

#include <QWidget>
#include <optional>

#include "gui/run/machine_state.h"
#include "gui/views/topology_layout.h"
#include "gui/workspace.h"

namespace twin {

// What is pointed at: a group or a link.
struct TopologyPlace {
    enum class Kind { nothing, group, link };
    Kind kind = Kind::nothing;
    std::size_t index = 0;
    bool operator==(const TopologyPlace&) const = default;
};

class TopologyCanvas : public QWidget {
    Q_OBJECT

  public:
    explicit TopologyCanvas(Workspace& workspace, QWidget* parent = nullptr);

    void set_network(SharedNetwork network);  // null: not read, or no such run
    void set_mean(bool mean);                 // of the visible range, else at the play head

    bool is_mean() const { return mean_; }
    const LinkNow& now_of(std::size_t link) const { return now_[link]; }
    const std::vector<LinkNow>& now() const { return now_; }  // of all links, as shown
    TopologyPlace place() const { return place_; }
    QString describe(TopologyPlace place) const;
    // What is left where cables or spine switches are lost, of the whole network or as far as a
    // group is concerned; empty: nothing is.
    QString describe_losses(std::optional<int> group = std::nullopt) const;
    // Jobs that run at the play head with nodes in both groups of a link, or in a group: those that
    // send most there first, if all nodes send alike. Rows of the machine's jobs.
    std::vector<int> jobs_at(TopologyPlace place) const;
    // Where the chosen job's nodes lie, how much longer it ran and because of whom; empty: none.
    QString describe_job() const;

    QSize minimumSizeHint() const override { return {420, 320}; }

  signals:
    void changed();  // other figures, another job
    void place_chosen(const QString& words);
    void group_opened(int group);

  protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;

  private:
    void move();
    void choose(TopologyPlace place);
    void choose_job();  // the largest one there
    void open();        // the group that is pointed at, else the largest job of the link
    TopologyPlace at(const QPointF& position) const;
    void go_round(int step);
    void go_through_links(int step);
    void go_through_losses();
    QString left_text(std::size_t link) const;            // of its own cables or switches
    bool lies_below(std::size_t x, std::size_t y) const;  // of two links' lines
    bool is_lossy(std::size_t link) const;                // some of these are lost
    bool concerns(std::size_t lossy, TopologyPlace place) const;
    QStringList losses(TopologyPlace place) const;  // of nothing: all
    std::optional<int> chosen_row() const;
    // Of the chosen job, and of the one that takes most from it; empty: none.
    std::vector<NodeCount> nodes_of(std::optional<int> row) const;
    std::optional<int> rival_row() const;
    QString group_name(int group) const;
    QString job_title(int idx) const;
    bool is_one_way(const NetworkLink& link) const;  // to or from the storage's group
    void paint_link(QPainter& painter, std::size_t link, bool dimmed) const;
    void paint_group(QPainter& painter, int group, NodeCount own, NodeCount rival) const;
    QString plate_text(std::size_t link) const;
    QRectF plate_of(std::size_t link, const std::vector<QRectF>& taken) const;
    void paint_losses(QPainter& painter) const;
    void paint_storage(QPainter& painter) const;
    void paint_scale(QPainter& painter) const;

    Workspace& workspace_;
    MachineState& state_;
    SharedNetwork network_;
    TopologyLayout layout_;
    bool mean_ = false;
    std::vector<LinkNow> now_;  // of all links, as shown
    bool few_losses_ = true;    // so that each can be told from the others
    TopologyPlace place_;
    int around_ = 0;  // the group whose links the keys go through
};

}  // namespace twin
