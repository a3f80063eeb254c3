// The relative differences of KPIs between two runs as bars, the largest first.
#pragma once

#include <QWidget>

#include "gui/tables/kpi_table.h"
#include "gui/workspace.h"

namespace twin {

class DifferenceChart : public QWidget {
    Q_OBJECT

  public:
    explicit DifferenceChart(Workspace& workspace, QWidget* parent = nullptr);

    // Keeps those with a relative difference and a direction.
    void set_lines(const std::vector<KpiLine>& lines);
    QSize minimumSizeHint() const override { return {260, 120}; }

  protected:
    void paintEvent(QPaintEvent* event) override;
    bool event(QEvent* event) override;

  private:
    double row_height() const;
    int rows() const;  // that the height holds

    Workspace& workspace_;
    std::vector<KpiLine> lines_;
};

}  // namespace twin
