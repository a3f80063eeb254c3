#include "gui/views/queue_strip.h"

#include <QMouseEvent>
#include <QPainter>
#include <QPainterPath>
#include <algorithm>
#include <cmath>

#include "gui/look/figures.h"
#include "gui/views/time_axis.h"

namespace twin {
namespace {

constexpr int left_margin = 64, right_margin = 12, top_margin = 20, gap = 20;

// The next round number above: 1, 2 or 5 and zeros.
double round_top(double value) {
    if (!(value > 0))
        return 1;
    const double power = std::pow(10, std::floor(std::log10(value)));
    for (const double step : {1.0, 2.0, 5.0})
        if (step * power >= value)
            return step * power;
    return 10 * power;
}

}  // namespace

QueueStrip::QueueStrip(Workspace& workspace, QWidget* parent)
    : QWidget(parent), workspace_(workspace) {
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
    setAccessibleName(tr("Waiting jobs and nodes over time"));
    setAccessibleDescription(
        tr("Left and right move the play head by a hundredth of what is visible, page up and page "
           "down by a tenth, plus and minus zoom. The view Series has the figures."));
    const auto redraw = qOverload<>(&QWidget::update);
    const auto forget = [this] {
        stale_ = true;
        update();
    };
    connect(&workspace.time(), &TimeContext::range_changed, this, forget);
    connect(&workspace.time(), &TimeContext::play_head_changed, this, redraw);
    connect(&workspace.time(), &TimeContext::cursor_changed, this, redraw);
    connect(&workspace, &Workspace::theme_changed, this, redraw);
}

void QueueStrip::set_jobs(SharedJobs a, SharedJobs b) {
    a_ = std::move(a);
    b_ = std::move(b);
    stale_ = true;
    update();
}

QRectF QueueStrip::area() const {
    return {left_margin, top_margin, std::max(width() - left_margin - right_margin, 10) * 1.0,
            std::max(height() - top_margin - time_axis_height, 20) * 1.0};
}

double QueueStrip::seconds_at(double x) const {
    const TimeContext& time = workspace_.time();
    return time.from() + (x - area().left()) / area().width() * (time.until() - time.from());
}

void QueueStrip::sample() {
    stale_ = false;
    const auto columns = int(area().width());
    for (const auto& [jobs, samples] : {std::pair(a_, &at_a_), std::pair(b_, &at_b_)}) {
        samples->clear();
        for (int x = 0; jobs && x <= columns; ++x)
            samples->push_back(jobs->queue_at(seconds_at(area().left() + x)));
    }
}

void QueueStrip::paint_band(QPainter& painter, const QRectF& band, const QString& title, double top,
                            const QString& unit) const {
    const Theme& theme = workspace_.theme();
    painter.setPen(theme.color(Tone::grid));
    painter.drawLine(band.topLeft(), band.topRight());
    painter.setPen(theme.color(Tone::line));
    painter.drawLine(band.bottomLeft(), band.bottomRight());
    painter.setPen(theme.color(Tone::muted));
    const int line = painter.fontMetrics().height();
    painter.drawText(QRectF(0, band.top() - line / 2.0, band.left() - 6, line),
                     Qt::AlignRight | Qt::AlignVCenter, figure(top, unit.toStdString()));
    painter.drawText(QRectF(0, band.bottom() - line / 2.0, band.left() - 6, line),
                     Qt::AlignRight | Qt::AlignVCenter, QStringLiteral("0"));
    painter.setPen(theme.color(Tone::text));
    painter.drawText(QRectF(band.left(), band.top() - line - 1, band.width(), line),
                     Qt::AlignLeft | Qt::AlignVCenter, title);
}

void QueueStrip::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    const Theme& theme = workspace_.theme();
    painter.fillRect(rect(), theme.color(Tone::surface));
    const RunFacts* const facts = workspace_.facts_a();
    if (!a_ || facts == nullptr)
        return;
    if (stale_)
        sample();
    const QRectF where = area();
    const TimeContext& time = workspace_.time();
    paint_time_axis(painter, theme, facts->summary.start, time.from(), time.until(), where);
    const double band_height = (where.height() - gap) / 2;
    const QRectF jobs_band(where.left(), where.top(), where.width(), band_height);
    const QRectF nodes_band(where.left(), where.bottom() - band_height, where.width(), band_height);
    double most_jobs = 1, most_nodes = 1;
    for (const auto* const samples : {&at_a_, &at_b_})
        for (const JobStore::Queue& queue : *samples) {
            most_jobs = std::max(most_jobs, double(queue.waiting_jobs));
            most_nodes = std::max({most_nodes, double(queue.waiting_nodes), queue.free_nodes});
        }
    most_jobs = round_top(most_jobs);
    most_nodes = round_top(most_nodes);
    const double from = time.cursor().value_or(time.play_head());
    const JobStore::Queue now = a_->queue_at(from);
    paint_band(painter, jobs_band, tr("waiting jobs: %1").arg(figure(double(now.waiting_jobs), "")),
               most_jobs, {});
    paint_band(painter, nodes_band,
               tr("they ask for %1 (area), free are %2 (line)")
                   .arg(figure(double(now.waiting_nodes), "nodes"), figure(now.free_nodes, "")),
               most_nodes, {});
    const auto line_of = [&](const std::vector<JobStore::Queue>& samples, const QRectF& band,
                             double top, auto&& value) {
        QPolygonF points;
        for (std::size_t i = 0; i < samples.size(); ++i)
            points << QPointF(band.left() + double(i),
                              band.bottom() - double(value(samples[i])) / top * band.height());
        return points;
    };
    const auto draw = [&](const QPolygonF& line, const QRectF& band, const QColor& color,
                          bool filled, Qt::PenStyle style) {
        if (filled && !line.isEmpty()) {
            QPolygonF closed = line;
            closed << QPointF(line.back().x(), band.bottom()) << band.bottomLeft();
            QColor shade = color;
            shade.setAlpha(90);
            painter.setPen(Qt::NoPen);
            painter.setBrush(shade);
            painter.drawPolygon(closed);
        }
        painter.setPen(QPen(color, 1, style));
        painter.drawPolyline(line);
    };
    const auto jobs = [](const JobStore::Queue& queue) { return queue.waiting_jobs; };
    const auto nodes = [](const JobStore::Queue& queue) { return queue.waiting_nodes; };
    const auto free = [](const JobStore::Queue& queue) { return queue.free_nodes; };
    draw(line_of(at_a_, jobs_band, most_jobs, jobs), jobs_band, theme.color(Tone::run_a), true,
         Qt::SolidLine);
    draw(line_of(at_a_, nodes_band, most_nodes, nodes), nodes_band, theme.color(Tone::warning),
         true, Qt::SolidLine);
    draw(line_of(at_a_, nodes_band, most_nodes, free), nodes_band, theme.color(Tone::good), false,
         Qt::SolidLine);
    if (b_) {
        draw(line_of(at_b_, jobs_band, most_jobs, jobs), jobs_band, theme.color(Tone::run_b), false,
             Qt::DashLine);
        draw(line_of(at_b_, nodes_band, most_nodes, nodes), nodes_band, theme.color(Tone::warning),
             false, Qt::DashLine);
        draw(line_of(at_b_, nodes_band, most_nodes, free), nodes_band, theme.color(Tone::good),
             false, Qt::DashLine);
        painter.setPen(theme.color(Tone::muted));
        painter.drawText(QRectF(where.left(), 2, where.width(), top_margin - 4),
                         Qt::AlignRight | Qt::AlignVCenter,
                         tr("dashed: B, %1").arg(workspace_.b()->name()));
    }
    painter.setClipRect(where);
    const auto x_of = [&](double seconds) {
        return where.left() +
               (seconds - time.from()) / (time.until() - time.from()) * where.width();
    };
    painter.setPen(QPen(theme.color(Tone::accent), 2));
    painter.drawLine(QPointF(x_of(time.play_head()), where.top()),
                     QPointF(x_of(time.play_head()), where.bottom()));
    if (time.cursor()) {
        painter.setPen(QPen(theme.color(Tone::muted), 1, Qt::DotLine));
        painter.drawLine(QPointF(x_of(*time.cursor()), where.top()),
                         QPointF(x_of(*time.cursor()), where.bottom()));
    }
    painter.setClipping(false);
    if (hasFocus()) {
        painter.setBrush(Qt::NoBrush);
        painter.setPen(QPen(theme.color(Tone::accent), 1, Qt::DashLine));
        painter.drawRect(rect().adjusted(1, 1, -2, -2));
    }
}

void QueueStrip::resizeEvent(QResizeEvent*) {
    stale_ = true;
}

void QueueStrip::mousePressEvent(QMouseEvent* event) {
    if (event->button() == Qt::LeftButton)
        workspace_.time().set_play_head(seconds_at(event->position().x()));
}

void QueueStrip::mouseMoveEvent(QMouseEvent* event) {
    TimeContext& time = workspace_.time();
    const double at = seconds_at(event->position().x());
    if (event->buttons() & Qt::LeftButton)
        time.set_play_head(at);
    time.set_cursor(std::clamp(at, 0.0, time.end()));
}

void QueueStrip::leaveEvent(QEvent*) {
    workspace_.time().set_cursor(std::nullopt);
}

void QueueStrip::wheelEvent(QWheelEvent* event) {
    TimeContext& time = workspace_.time();
    const double at = seconds_at(event->position().x());
    const double factor = std::pow(0.8, event->angleDelta().y() / 120.0);
    const double from = at - (at - time.from()) * factor;
    time.show(from, from + (time.until() - time.from()) * factor);
    event->accept();
}

void QueueStrip::keyPressEvent(QKeyEvent* event) {
    TimeContext& time = workspace_.time();
    const double visible = time.until() - time.from();
    const auto move = [&](double by) { time.set_play_head(time.play_head() + by); };
    const auto zoom = [&](double factor) {
        const double from = time.play_head() - (time.play_head() - time.from()) * factor;
        time.show(from, from + visible * factor);
    };
    switch (event->key()) {
        case Qt::Key_Left:
            return move(-visible / 100);
        case Qt::Key_Right:
            return move(visible / 100);
        case Qt::Key_PageUp:
            return move(-visible / 10);
        case Qt::Key_PageDown:
            return move(visible / 10);
        case Qt::Key_Home:
            return time.set_play_head(time.from());
        case Qt::Key_End:
            return time.set_play_head(time.until());
        case Qt::Key_Plus:
        case Qt::Key_Equal:
            return zoom(0.5);
        case Qt::Key_Minus:
            return zoom(2);
        default:
            QWidget::keyPressEvent(event);
    }
}

}  // namespace twin
