// The whole run as one strip: what is computed, what is visible, events, the play head.
#pragma once

#include <QWidget>

#include "gui/run/stop_points.h"

namespace twin {

class TimeBar : public QWidget {
    Q_OBJECT

  public:
    explicit TimeBar(Workspace& workspace, QWidget* parent = nullptr);
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

  signals:
    // An event of this kind ("lose", "shed", ...) was dropped on the bar, or asked for with the
    // keyboard.
    void event_wanted(const QString& kind, double seconds);

  protected:
    void paintEvent(QPaintEvent*) override;
    void mousePressEvent(QMouseEvent*) override;
    void mouseMoveEvent(QMouseEvent*) override;
    void leaveEvent(QEvent*) override;
    void keyPressEvent(QKeyEvent*) override;
    void wheelEvent(QWheelEvent*) override;
    void contextMenuEvent(QContextMenuEvent*) override;
    void dragEnterEvent(QDragEnterEvent*) override;
    void dragMoveEvent(QDragMoveEvent*) override;
    void dropEvent(QDropEvent*) override;
    bool event(QEvent*) override;

  private:
    double horizon() const;  // s, the width of the bar
    double seconds_at(double x) const;
    double x_of(double seconds) const;
    double reach() const;  // s: so near is the mouse at a mark
    void paint_stops(QPainter& painter) const;
    void tell_stops();  // to those who listen

    Workspace& workspace_;
    StopPoints& stops_;
};

// Of drags that carry the kind of an event.
inline constexpr auto event_kind_mime = "application/x-twin-event-kind";

}  // namespace twin
