// A small plot of one series over what is visible, with the play head and the value there.
#pragma once

#include <QWidget>

#include "gui/run/series_catalog.h"
#include "gui/workspace.h"

namespace twin {

class Sparkline : public QWidget {
    Q_OBJECT

  public:
    explicit Sparkline(Workspace& workspace, QWidget* parent = nullptr);
    // No values: nothing is painted. `limit` 0: there is none.
    void show_series(const QString& title, const QString& unit, SeriesPoints points, double limit);

    QSize sizeHint() const override { return {240, 96}; }
    QSize minimumSizeHint() const override { return {120, 80}; }

  protected:
    void paintEvent(QPaintEvent*) override;
    void mousePressEvent(QMouseEvent*) override;
    void keyPressEvent(QKeyEvent*) override;

  private:
    QRectF plot() const;
    float value_at(double seconds) const;

    Workspace& workspace_;
    QString title_, unit_;
    SeriesPoints points_;
    double limit_ = 0;
};

}  // namespace twin
