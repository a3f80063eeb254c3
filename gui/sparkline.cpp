#include "gui/sparkline.h"

#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QPainterPath>
#include <algorithm>
#include <cmath>

#include "gui/look/figures.h"

namespace twin {

Sparkline::Sparkline(Workspace& workspace, QWidget* parent)
    : QWidget(parent), workspace_(workspace) {
    setFocusPolicy(Qt::StrongFocus);
    setToolTip(tr("Click to move the play head."));
    const auto redraw = qOverload<>(&QWidget::update);
    connect(&workspace.time(), &TimeContext::range_changed, this, redraw);
    connect(&workspace.time(), &TimeContext::play_head_changed, this, redraw);
    connect(&workspace, &Workspace::theme_changed, this, redraw);
}

void Sparkline::show_series(const QString& title, const QString& unit, SeriesPoints points,
                            double limit) {
    title_ = title;
    unit_ = unit;
    points_ = std::move(points);
    limit_ = limit;
    setAccessibleName(tr("Plot of %1").arg(title));
    setAccessibleDescription(tr("Left and right move the play head."));
    update();
}

QRectF Sparkline::plot() const {
    const double line = fontMetrics().height();
    return QRectF(rect()).adjusted(1, line + 4, -1, -line - 2);
}

float Sparkline::value_at(double seconds) const {
    if (points_.values.empty())
        return std::numeric_limits<float>::quiet_NaN();
    const auto last = double(points_.values.size() - 1);
    return points_.values[std::size_t(std::clamp(seconds / points_.interval_s, 0.0, last))];
}

void Sparkline::paintEvent(QPaintEvent*) {
    if (points_.values.empty())
        return;
    const Theme& theme = workspace_.theme();
    const TimeContext& time = workspace_.time();
    const std::string unit = unit_.toStdString();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QRectF box = plot();
    const int width_px = std::max(1, int(box.width()));
    const auto columns = columns_of(points_, time.from(), time.until(), width_px);
    float least = std::numeric_limits<float>::infinity(), largest = -least;
    for (const Column& column : columns)
        if (!std::isnan(column.least)) {
            least = std::min(least, column.least);
            largest = std::max(largest, column.largest);
        }
    painter.setPen(theme.color(Tone::muted));
    painter.drawText(QRectF(0, 0, width(), box.top()), Qt::AlignLeft, title_);
    const float now = value_at(time.play_head());
    painter.setPen(theme.color(Tone::text));
    painter.drawText(QRectF(0, 0, width(), box.top()), Qt::AlignRight,
                     figure(std::isnan(now) ? std::nullopt : std::optional(double(now)), unit));
    painter.setPen(QPen(theme.color(Tone::line), 1));
    painter.setBrush(theme.color(Tone::surface));
    painter.drawRect(box);
    if (!(least <= largest))
        return;
    double low = double(least), high = double(largest);
    if (limit_ > 0 && limit_ < 1.5 * high)
        high = std::max(high, limit_);
    const double room = std::max((high - low) * 0.08, 1e-6 * std::abs(high) + 1e-9);
    low -= room;
    high += room;
    const auto y_of = [&](double value) {
        return box.bottom() - (value - low) / (high - low) * box.height();
    };
    painter.setPen(QPen(theme.color(Tone::run_a), 1));
    painter.setRenderHint(QPainter::Antialiasing, false);
    double before = std::numeric_limits<double>::quiet_NaN();
    for (std::size_t i = 0; i < columns.size(); ++i) {
        if (std::isnan(columns[i].least)) {
            before = std::numeric_limits<double>::quiet_NaN();
            continue;
        }
        const double x = box.left() + double(i);
        const double top = y_of(double(columns[i].largest));
        const double bottom = y_of(double(columns[i].least));
        // Joined to the column before it.
        painter.drawLine(QPointF(x, std::isnan(before) ? top : std::min(top, before)),
                         QPointF(x, std::isnan(before) ? bottom : std::max(bottom, before)));
        before = (top + bottom) / 2;
    }
    if (limit_ > 0 && limit_ < high) {
        painter.setPen(QPen(theme.color(Tone::limit), 1, Qt::DashLine));
        painter.drawLine(QPointF(box.left(), y_of(limit_)), QPointF(box.right(), y_of(limit_)));
    }
    const double x =
        box.left() + (time.play_head() - time.from()) / (time.until() - time.from()) * box.width();
    if (x >= box.left() && x <= box.right()) {
        painter.setPen(QPen(theme.color(Tone::accent), 1));
        painter.drawLine(QPointF(x, box.top()), QPointF(x, box.bottom()));
    }
    painter.setPen(theme.color(Tone::muted));
    painter.drawText(
        QRectF(0, box.bottom() + 2, width(), height() - box.bottom() - 2), Qt::AlignLeft,
        tr("%1 to %2").arg(figure(double(least), unit), figure(double(largest), unit)));
    if (hasFocus()) {
        painter.setBrush(Qt::NoBrush);
        painter.setPen(QPen(theme.color(Tone::accent), 1, Qt::DashLine));
        painter.drawRect(box.adjusted(1, 1, -1, -1));
    }
}

void Sparkline::mousePressEvent(QMouseEvent* event) {
    TimeContext& time = workspace_.time();
    const double share = (event->position().x() - plot().left()) / plot().width();
    time.set_play_head(time.from() + std::clamp(share, 0.0, 1.0) * (time.until() - time.from()));
}

void Sparkline::keyPressEvent(QKeyEvent* event) {
    TimeContext& time = workspace_.time();
    const double step = (time.until() - time.from()) / 100;
    if (event->key() == Qt::Key_Left)
        time.set_play_head(time.play_head() - step);
    else if (event->key() == Qt::Key_Right)
        time.set_play_head(time.play_head() + step);
    else
        QWidget::keyPressEvent(event);
}

}  // namespace twin
