// The whole machine as one picture, painted by one widget: zoom from the site to single GPUs.
#pragma once

#include <QWidget>

#include "gui/run/machine_state.h"
#include "gui/views/map_colors.h"
#include "gui/views/map_layout.h"

namespace twin {

class MapCanvas : public QWidget {
    Q_OBJECT

  public:
    explicit MapCanvas(Workspace& workspace, QWidget* parent = nullptr);

    MapColor color() const { return color_; }
    void set_color(MapColor by);
    MachineState::Which run() const { return run_; }
    void set_run(MachineState::Which run);

    void zoom(double factor);  // about the middle
    void show_all();
    void show_place(Selected what);  // as large as the frame; of a job: all its racks

    QSize sizeHint() const override { return {900, 560}; }

  signals:
    void shown_changed();  // another run, or other colours

  protected:
    void paintEvent(QPaintEvent*) override;
    void resizeEvent(QResizeEvent*) override;
    void wheelEvent(QWheelEvent*) override;
    void mousePressEvent(QMouseEvent*) override;
    void mouseMoveEvent(QMouseEvent*) override;
    void mouseReleaseEvent(QMouseEvent*) override;
    void mouseDoubleClickEvent(QMouseEvent*) override;
    void leaveEvent(QEvent*) override;
    void keyPressEvent(QKeyEvent*) override;
    void contextMenuEvent(QContextMenuEvent*) override;
    bool event(QEvent*) override;

  private:
    void take_machine();  // another one
    void lay_out();
    void recolor();
    void tell();  // the accessible description follows what is chosen
    void fit();
    void show_rect(QRectF place);
    void zoom_about(QPointF point, double factor);
    void keep_in_sight();
    void move_by_key(int dx, int dy);
    void choose_job_of(NodeIndex node);
    Selected at(QPointF point) const;
    const Machine* machine() const { return state_.machine(run_); }
    // Row of the chosen job; of run B only where it has the jobs of run A.
    std::optional<int> chosen_job() const;

    Workspace& workspace_;
    MachineState& state_;
    MachineState::Which run_ = MachineState::Which::a;
    MapColor color_ = MapColor::job;
    MapLayout layout_;
    std::vector<QRgb> colors_;
    bool stale_ = true;   // colors_
    bool fitted_ = true;  // all is shown, also in another frame
    double scale_ = 1;    // pixels per unit of the layout
    QPointF origin_;      // of the layout, at the widget's left top
    Selected pointed_at_;
    std::optional<QPointF> pressed_, dragged_;
};

}  // namespace twin
