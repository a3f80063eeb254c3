// One plot of series that share a unit. Draws the least and the largest value of each column of
// pixels, never more.
#pragma once

#include <qcustomplot.h>

#include "gui/run/series_catalog.h"
#include "gui/workspace.h"

namespace twin {

class SeriesPlot : public QCustomPlot {
    Q_OBJECT

  public:
    struct Line {
        const SeriesRow* row;
        SharedPoints a, b;  // null: not read yet, or no such run
    };

    SeriesPlot(Workspace& workspace, QString unit, QWidget* parent = nullptr);

    const QString& unit() const { return unit_; }
    void set_lines(std::vector<Line> lines);
    void set_last(bool last);  // the lowest plot bears the time axis

    // Where a series that is dropped at this height goes: in between at the edges, and below where
    // it has another unit.
    enum class Place { above, into, below };
    Place place_at(double y, const QString& series) const;

  signals:
    void series_dropped(const QString& series, Place place);
    void menu_wanted(QPoint where);  // on the screen

  protected:
    void resizeEvent(QResizeEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dragMoveEvent(QDragMoveEvent* event) override;
    void dragLeaveEvent(QDragLeaveEvent* event) override;
    void dropEvent(QDropEvent* event) override;

  private:
    void restyle();
    void refill();
    void mark();      // play head and cursor
    void read_out();  // values at the cursor into the legend
    void draw_limits(double& least, double& largest);
    double seconds_at(double x) const;
    QString name_at(QPoint place) const;  // of the series whose words in the legend lie there
    void drag_series();

    Workspace& workspace_;
    QString unit_;
    double scale_ = 1;  // of the axis: 1e6 for MW
    QString axis_unit_;
    std::vector<Line> lines_;
    QCPItemStraightLine* head_;
    QCPItemStraightLine* cursor_;
    std::vector<QCPItemStraightLine*> limits_;
    std::optional<double> dragged_from_;
    QString held_;  // the series whose words the mouse holds
    QPoint held_at_;
    std::optional<Place> would_drop_;  // what a drag over the plot would do
};

}  // namespace twin
