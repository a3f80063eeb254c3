#include "gui/views/queue_strip.h"

#include <QMouseEvent>
#include <QPainter>
#include <algorithm>
#include <cmath>

#include "gui/look/figures.h"
#include "gui/views/time_axis.h"

namespace twin {
namespace {

constexpr int left_margin = 64, right_margin = 12, top_margin = 20, strip_gap = 20;

// The next round number above.
double round_top(double value) {
    if (!(value > 0))
        return 1;
    const double power = std::pow(10, std::floor(std::log10(value)));
    for (const double step : {1.0, 1.5, 2.0, 3.0, 4.0, 5.0, 6.0, 8.0})
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
    const auto sample_of = [&](const SharedJobs& jobs, const RunFacts* facts) {
        std::vector<JobStore::Queue> samples;
        for (int x = 0; jobs && facts != nullptr && x <= columns; ++x)
            if (const double at = seconds_at(area().left() + x); at <= facts->end_s)
                samples.push_back(jobs->queue_at(at));
        return samples;
    };
    at_a_ = sample_of(a_, workspace_.facts_a());
    at_b_ = sample_of(b_, workspace_.facts_b());
}

void QueueStrip::paint_band(QPainter& painter, const QRectF& band, const QString& title,
                            double top) const {
    const Theme& theme = workspace_.theme();
    painter.setPen(theme.color(Tone::grid));
    painter.drawLine(band.topLeft(), band.topRight());
    painter.setPen(theme.color(Tone::line));
    painter.drawLine(band.bottomLeft(), band.bottomRight());
    painter.setPen(theme.color(Tone::muted));
    const int line = painter.fontMetrics().height();
    painter.drawText(QRectF(0, band.top() - line / 2.0, band.left() - 6, line),
                     Qt::AlignRight | Qt::AlignVCenter, figure(top, ""));
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
    const JobStore::Queue now = a_->queue_at(time.cursor().value_or(time.play_head()));
    struct Band {
        QString title;
        Tone tone;
        double (*value)(const JobStore::Queue& queue);
    };
    const Band bands[] = {
        {tr("waiting jobs: %1").arg(figure(double(now.waiting_jobs), "")), Tone::run_a,
         [](const JobStore::Queue& queue) { return double(queue.waiting_jobs); }},
        {tr("nodes that they ask for: %1").arg(figure(double(now.waiting_nodes), "")),
         Tone::warning, [](const JobStore::Queue& queue) { return double(queue.waiting_nodes); }},
        {tr("free nodes: %1").arg(figure(now.free_nodes, "")), Tone::good,
         [](const JobStore::Queue& queue) { return queue.free_nodes; }},
    };
    const double band_height = (where.height() - 2 * strip_gap) / 3;
    double band_top = where.top();
    for (const Band& band : bands) {
        const QRectF place(where.left(), band_top, where.width(), band_height);
        band_top += band_height + strip_gap;
        double most = 1;
        for (const auto* const samples : {&at_a_, &at_b_})
            for (const JobStore::Queue& queue : *samples)
                most = std::max(most, band.value(queue));
        most = round_top(most);
        paint_band(painter, place, band.title, most);
        const auto line_of = [&](const std::vector<JobStore::Queue>& samples) {
            QPolygonF points;
            for (std::size_t i = 0; i < samples.size(); ++i)
                points << QPointF(place.left() + double(i),
                                  place.bottom() - band.value(samples[i]) / most * place.height());
            return points;
        };
        const QColor color = theme.color(band.tone);
        const QPolygonF line = line_of(at_a_);
        QPolygonF closed = line;
        if (!line.isEmpty())
            closed << QPointF(line.last().x(), place.bottom()) << place.bottomLeft();
        QColor shade = color;
        shade.setAlpha(90);
        painter.setPen(Qt::NoPen);
        painter.setBrush(shade);
        painter.drawPolygon(closed);
        painter.setPen(QPen(color, 1));
        painter.drawPolyline(line);
        painter.setPen(QPen(theme.color(Tone::run_b), 1, Qt::DashLine));
        painter.drawPolyline(line_of(at_b_));
    }
    if (b_) {
        painter.setPen(theme.color(Tone::run_b));
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
    time.zoom(factor, at);
    event->accept();
}

void QueueStrip::keyPressEvent(QKeyEvent* event) {
    TimeContext& time = workspace_.time();
    const double visible = time.until() - time.from();
    const auto move = [&](double by) { time.set_play_head(time.play_head() + by); };
    const auto zoom = [&](double factor) { time.zoom(factor, time.play_head()); };
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
