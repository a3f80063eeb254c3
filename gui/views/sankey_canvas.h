// The energy flow as bands, painted: bars of run A, outlines of run B's. Moves with the play head
// without a query.
#pragma once

#include <QWidget>
#include <memory>

#include "gui/views/sankey_layout.h"
#include "gui/workspace.h"

namespace twin {

using SharedFlow = std::shared_ptr<const FlowSeries>;

class SankeyCanvas : public QWidget {
    Q_OBJECT

  public:
    explicit SankeyCanvas(Workspace& workspace, QWidget* parent = nullptr);

    void set_series(SharedFlow a, SharedFlow b);  // null: not read, or no such run
    void set_unit(FlowUnit unit);
    void set_mean(bool mean);  // of the visible range, else at the play head

    FlowUnit unit() const { return unit_; }
    bool is_mean() const { return mean_; }
    // What is painted. `sign` -1: the price is below zero, so that all flows earn.
    const EnergyFlow& flow() const { return flow_; }
    const EnergyFlow& flow_b() const { return flow_b_; }
    double sign() const { return sign_; }
    const QString& balance() const { return balance_; }
    // Of a node: what flows through it, from where and to where.
    QString describe(int node) const;

    QSize minimumSizeHint() const override { return {640, 320}; }

  signals:
    void changed();                          // other figures
    void node_chosen(const QString& words);  // by mouse or key; empty: none

  protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;
    bool event(QEvent* event) override;

  private:
    struct Shown {
        EnergyFlow flow;
        FlowValues values{};
        double sign = 1;
    };
    Shown shown_of(const FlowSeries& series) const;
    void refill();
    void rescale();
    void lay_out();
    void choose(int node);
    int node_at(const QPointF& position) const;
    void move(int columns, int rows);
    std::vector<bool> on_path(int node) const;  // of links
    void paint_band(QPainter& painter, int link, double strength) const;
    void paint_label(QPainter& painter, int node, bool dimmed) const;
    QString delta_of(int node) const;
    double label_height() const;

    Workspace& workspace_;
    SharedFlow a_, b_;
    FlowUnit unit_ = FlowUnit::power;
    bool mean_ = false;
    EnergyFlow flow_, flow_b_;
    double sign_ = 1;
    QString balance_;
    SankeyLayout layout_;
    std::vector<int> by_value_;  // links, the largest first: small ones are painted over them
    double scale_ = 0;           // that fits the highest interval
    double least_ = 0;           // share of the total below which nodes are merged
    int chosen_ = -1;
};

}  // namespace twin
