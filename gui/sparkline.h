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
    struct Shown {
        QString title;
        const char* unit = "";
        SeriesPoints a, b;  // of the runs; no values in a: nothing is painted
        double limit = 0;   // 0: there is none
    };
    void show_series(Shown shown);

    QSize sizeHint() const override { return {240, 96}; }
    QSize minimumSizeHint() const override { return {120, 80}; }

  protected:
    void paintEvent(QPaintEvent*) override;
    void mousePressEvent(QMouseEvent*) override;
    void keyPressEvent(QKeyEvent*) override;

  private:
    QRectF plot() const;
    void paint_columns(QPainter& painter, const std::vector<Column>& columns, double low,
                       double high) const;

    Workspace& workspace_;
    Shown shown_;
};

}  // namespace twin
