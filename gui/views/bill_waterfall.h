// The bill as a waterfall, painted: every item stands on those before it; A solid, B hatched.
#pragma once

#include <QWidget>

#include "gui/tables/bill_table.h"
#include "gui/workspace.h"

namespace twin {

class BillWaterfall : public QWidget {
    Q_OBJECT

  public:
    explicit BillWaterfall(Workspace& workspace, QWidget* parent = nullptr);

    void set_steps(std::vector<BillStep> steps);
    QSize minimumSizeHint() const override { return {520, 220}; }

  signals:
    void peak_wanted();  // by click or Enter on the demand charge

  protected:
    void paintEvent(QPaintEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    bool event(QEvent* event) override;

  private:
    struct Bars {  // of one run, in EUR: bottom and top of every step
        std::vector<std::pair<double, double>> spans;
    };
    Bars bars_of(std::optional<double> BillStep::*run) const;
    QRectF plot() const;
    double slot() const;
    int step_at(const QPointF& position) const;
    QString describe(int step) const;
    void choose(int step);
    void open();

    Workspace& workspace_;
    std::vector<BillStep> steps_;
    bool has_b_ = false;
    int chosen_ = -1;
};

}  // namespace twin
