// Under the map: the time, what is busy, what the colours mean, what the file does not say.
#pragma once

#include <QWidget>

#include "gui/views/map_canvas.h"

namespace twin {

class MapLegend : public QWidget {
    Q_OBJECT

  public:
    MapLegend(Workspace& workspace, const MapCanvas& canvas, QWidget* parent = nullptr);
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

  protected:
    void paintEvent(QPaintEvent*) override;

  private:
    int paint_swatch(QPainter& painter, int x, int y, const QColor& color, bool hatched,
                     const QString& text) const;  // returns where the next one begins
    int paint_ramp(QPainter& painter, int x, int y, const MapScale& scale) const;
    void tell();

    Workspace& workspace_;
    MachineState& state_;
    const MapCanvas& canvas_;
};

}  // namespace twin
