// How many jobs wait over the visible time, and for how many nodes against those that are free.
#pragma once

#include <QWidget>

#include "gui/run/job_store.h"
#include "gui/workspace.h"

namespace twin {

class QueueStrip : public QWidget {
    Q_OBJECT

  public:
    explicit QueueStrip(Workspace& workspace, QWidget* parent = nullptr);

    void set_jobs(SharedJobs a, SharedJobs b);
    QSize sizeHint() const override { return {800, 215}; }
    QSize minimumSizeHint() const override { return {300, 170}; }

  protected:
    void paintEvent(QPaintEvent*) override;
    void resizeEvent(QResizeEvent*) override;
    void mousePressEvent(QMouseEvent*) override;
    void mouseMoveEvent(QMouseEvent*) override;
    void leaveEvent(QEvent*) override;
    void wheelEvent(QWheelEvent*) override;
    void keyPressEvent(QKeyEvent*) override;

  private:
    QRectF area() const;
    double seconds_at(double x) const;
    void sample();
    void paint_band(QPainter& painter, const QRectF& band, const QString& title, double top) const;

    Workspace& workspace_;
    SharedJobs a_, b_;
    bool stale_ = true;
    std::vector<JobStore::Queue> at_a_, at_b_;  // one per pixel
};

}  // namespace twin
