// Nodes over time: every job a rectangle for each range of its nodes.
#pragma once

#include <QWidget>
#include <optional>

#include "gui/views/gantt_raster.h"
#include "gui/workspace.h"

namespace twin {

struct GanttColorRow {
    GanttColor color;
    const char* title;  // for people, in the context "Gantt"
};
std::span<const GanttColorRow> gantt_colors();

class GanttCanvas : public QWidget {
    Q_OBJECT

  public:
    enum class Run { a, b };
    GanttCanvas(Workspace& workspace, Run run, QWidget* parent = nullptr);

    void set_color(GanttColor by);
    void set_nodes(double first, double end);  // what is seen of them
    void load();                               // the run's jobs, when they have been read
    const SharedJobs& jobs() const { return jobs_; }
    bool is_ready() const { return !painting_; }
    GanttFrame frame() const;
    QSize sizeHint() const override { return {800, 400}; }
    QSize minimumSizeHint() const override { return {300, 140}; }

  signals:
    void nodes_changed(double first, double end);
    void ready();

  protected:
    void paintEvent(QPaintEvent*) override;
    void mousePressEvent(QMouseEvent*) override;
    void mouseMoveEvent(QMouseEvent*) override;
    void mouseReleaseEvent(QMouseEvent*) override;
    void mouseDoubleClickEvent(QMouseEvent*) override;
    void wheelEvent(QWheelEvent*) override;
    void leaveEvent(QEvent*) override;
    void keyPressEvent(QKeyEvent*) override;
    void resizeEvent(QResizeEvent*) override;
    bool event(QEvent* event) override;

  private:
    OpenRun* open_run() const { return run_ == Run::a ? workspace_.a() : workspace_.b(); }
    const RunFacts* facts() const { return open_run() != nullptr ? open_run()->facts() : nullptr; }
    QRectF area() const;  // where the jobs are
    GanttPalette palette() const;
    void forget_picture();
    void request_picture();

    void paint_ground(QPainter& painter, const GanttFrame& frame) const;
    void paint_jobs(QPainter& painter, const GanttFrame& frame) const;
    void paint_signs(QPainter& painter, const GanttFrame& frame) const;
    void paint_selection(QPainter& painter, const GanttFrame& frame) const;
    void paint_nodes_axis(QPainter& painter, const GanttFrame& frame) const;
    void paint_legend(QPainter& painter) const;

    std::optional<JobRow> job_at(QPointF point) const;
    QString about(JobRow row) const;
    void zoom_time(double at, double factor);
    void zoom_nodes(double at, double factor);
    void step_to(int by);  // in the order of starts
    void choose(JobRow row);
    void bring_into_view(JobRow row);

    Workspace& workspace_;
    Run run_;
    SharedJobs jobs_;
    GanttColor by_ = GanttColor::size_class;
    double longest_wait_s_ = 0;
    double first_node_ = 0, end_node_ = 0;  // end 0: all
    GanttRaster raster_;
    bool stale_ = true, painting_ = false;
    int wanted_ = 0;  // number of the newest request
    std::optional<QPointF> pressed_;
    bool dragging_ = false;
    GanttFrame dragged_from_;
};

}  // namespace twin
