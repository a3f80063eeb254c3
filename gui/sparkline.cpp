#include "gui/sparkline.h"

#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <algorithm>
#include <cmath>
#include <limits>

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

void Sparkline::show_series(Shown shown) {
    shown_ = std::move(shown);
    setAccessibleName(tr("Plot of %1").arg(shown_.title));
    setAccessibleDescription(tr("Left and right move the play head."));
    update();
}

QRectF Sparkline::plot() const {
    const double line = fontMetrics().height();
    return QRectF(rect()).adjusted(1, line + 4, -1, -line - 2);
}

void Sparkline::paint_columns(QPainter& painter, const std::vector<Column>& columns, double low,
                              double high) const {
    const QRectF box = plot();
    const auto y_of = [&](float value) {
        return box.bottom() - (double(value) - low) / (high - low) * box.height();
    };
    double before = std::numeric_limits<double>::quiet_NaN();
    for (std::size_t i = 0; i < columns.size(); ++i) {
        if (std::isnan(columns[i].least)) {
            before = std::numeric_limits<double>::quiet_NaN();
            continue;
        }
        const double x = box.left() + double(i);
        const double top = y_of(columns[i].largest), bottom = y_of(columns[i].least);
        // Joined to the column before it.
        painter.drawLine(QPointF(x, std::isnan(before) ? top : std::min(top, before)),
                         QPointF(x, std::isnan(before) ? bottom : std::max(bottom, before)));
        before = (top + bottom) / 2;
    }
}

void Sparkline::paintEvent(QPaintEvent*) {
    if (shown_.a.values.empty())
        return;
    const Theme& theme = workspace_.theme();
    const TimeContext& time = workspace_.time();
    const std::string unit = shown_.unit;
    QPainter painter(this);
    const QRectF box = plot();
    const int width_px = std::max(1, int(box.width()));
    std::vector<Column> a = columns_of(shown_.a, time.from(), time.until(), width_px);
    std::vector<Column> b;
    if (!shown_.b.values.empty())
        b = columns_of(shown_.b, time.from(), time.until(), width_px);
    float least = std::numeric_limits<float>::infinity(), largest = -least;
    for (const auto* const columns : {&a, &b})
        for (const Column& column : *columns)
            if (!std::isnan(column.least)) {
                least = std::min(least, column.least);
                largest = std::max(largest, column.largest);
            }
    painter.setPen(theme.color(Tone::muted));
    painter.drawText(QRectF(0, 0, width(), box.top()), Qt::AlignLeft,
                     b.empty() ? shown_.title : tr("%1, B behind A").arg(shown_.title));
    const auto now = std::size_t(std::clamp(time.play_head() / shown_.a.interval_s, 0.0,
                                            double(shown_.a.values.size() - 1)));
    if (!std::isnan(shown_.a.values[now])) {
        painter.setPen(theme.color(Tone::text));
        painter.drawText(QRectF(0, 0, width(), box.top()), Qt::AlignRight,
                         figure(double(shown_.a.values[now]), unit));
    }
    painter.setPen(QPen(theme.color(Tone::line), 1));
    painter.setBrush(theme.color(Tone::surface));
    painter.drawRect(box);
    if (!(least <= largest))
        return;
    double low = double(least), high = double(largest);
    if (shown_.limit > 0 && shown_.limit < 1.5 * high)
        high = std::max(high, shown_.limit);
    const double room = std::max((high - low) * 0.08, 1e-6 * std::abs(high) + 1e-9);
    low -= room;
    high += room;
    painter.setPen(QPen(theme.color(Tone::run_b), 1));
    paint_columns(painter, b, low, high);
    painter.setPen(QPen(theme.color(Tone::run_a), 1));
    paint_columns(painter, a, low, high);
    if (shown_.limit > 0 && shown_.limit < high) {
        const double y = box.bottom() - (shown_.limit - low) / (high - low) * box.height();
        painter.setPen(QPen(theme.color(Tone::limit), 1, Qt::DashLine));
        painter.drawLine(QPointF(box.left(), y), QPointF(box.right(), y));
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
