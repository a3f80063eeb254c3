#include "gui/views/gantt_canvas.h"

#include <QCoreApplication>
#include <QHelpEvent>
#include <QMouseEvent>
#include <QPointer>
#include <QThreadPool>
#include <QToolTip>
#include <algorithm>
#include <array>
#include <cmath>

#include "gui/look/figures.h"
#include "gui/views/time_axis.h"

namespace twin {
namespace {

constexpr std::array color_rows = {
    GanttColorRow{GanttColor::size_class, QT_TRANSLATE_NOOP("Gantt", "Size class")},
    GanttColorRow{GanttColor::job, QT_TRANSLATE_NOOP("Gantt", "Job")},
    GanttColorRow{GanttColor::state, QT_TRANSLATE_NOOP("Gantt", "How it ended")},
    GanttColorRow{GanttColor::backfilled, QT_TRANSLATE_NOOP("Gantt", "Backfilled")},
    GanttColorRow{GanttColor::wait, QT_TRANSLATE_NOOP("Gantt", "Wait")},
    GanttColorRow{GanttColor::gpu_utilisation, QT_TRANSLATE_NOOP("Gantt", "GPU utilisation")},
};

constexpr int left_margin = 84, right_margin = 12, top_margin = 24;
// Up to here painting takes a few milliseconds; more is painted on another thread.
constexpr std::size_t few_spans = 60'000;
constexpr double fewest_nodes = 4;

}  // namespace

std::span<const GanttColorRow> gantt_colors() {
    return color_rows;
}

GanttCanvas::GanttCanvas(Workspace& workspace, Run run, QWidget* parent)
    : QWidget(parent), workspace_(workspace), run_(run) {
    setAttribute(Qt::WA_OpaquePaintEvent);
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
    setAccessibleName(run == Run::a ? tr("Gantt chart of run A") : tr("Gantt chart of run B"));
    setAccessibleDescription(
        tr("Nodes from top to bottom, time from left to right. Left and right go to the job that "
           "started before or after, plus and minus zoom the time, with Ctrl the nodes, page up "
           "and page down move in time, with Shift over the nodes, 0 shows all. The view Queue "
           "has the jobs as a table."));
    const auto redraw = qOverload<>(&QWidget::update);
    connect(&workspace.time(), &TimeContext::range_changed, this, &GanttCanvas::forget_picture);
    connect(&workspace.time(), &TimeContext::play_head_changed, this, redraw);
    connect(&workspace.time(), &TimeContext::cursor_changed, this, redraw);
    connect(&workspace.selection(), &Selection::changed, this, redraw);
    connect(&workspace, &Workspace::theme_changed, this, &GanttCanvas::forget_picture);
}

void GanttCanvas::load() {
    OpenRun* const run = open_run();
    jobs_ = run != nullptr ? RunJobs::of(*run).jobs() : nullptr;
    longest_wait_s_ = 0;
    if (jobs_)
        for (const JobRow row : jobs_->by_start)
            longest_wait_s_ = std::max(longest_wait_s_, jobs_->waited_s(row, JobStore::never));
    if (facts() != nullptr && end_node_ > facts()->summary.nodes)
        first_node_ = end_node_ = 0;
    forget_picture();
}

void GanttCanvas::set_color(GanttColor by) {
    by_ = by;
    forget_picture();
}

void GanttCanvas::set_nodes(double first, double end) {
    if (facts() == nullptr)
        return;
    const double all = facts()->summary.nodes;
    const double length = std::clamp(end - first, std::min(fewest_nodes, all), all);
    first = std::clamp(first, 0.0, all - length);
    if (first == first_node_ && first + length == end_node_)
        return;
    first_node_ = first;
    end_node_ = first + length;
    forget_picture();
    emit nodes_changed(first_node_, end_node_);
}

QRectF GanttCanvas::area() const {
    return {left_margin, top_margin, std::max(width() - left_margin - right_margin, 10) * 1.0,
            std::max(height() - top_margin - time_axis_height, 10) * 1.0};
}

GanttFrame GanttCanvas::frame() const {
    const TimeContext& time = workspace_.time();
    const double all = facts() != nullptr ? std::max(facts()->summary.nodes, 1) : 1;
    return {time.from(),
            time.until(),
            end_node_ > 0 ? first_node_ : 0,
            end_node_ > 0 ? end_node_ : all,
            area().size(),
            facts() != nullptr ? facts()->end_s : 0};
}

GanttPalette GanttCanvas::palette() const {
    std::vector<NodeCount> minima;
    if (jobs_)
        for (const JobStore::SizeClass& size_class : jobs_->size_classes)
            minima.push_back(size_class.least);
    return {workspace_.theme(), by_, std::move(minima), longest_wait_s_};
}

void GanttCanvas::forget_picture() {
    stale_ = true;
    update();
}

void GanttCanvas::request_picture() {
    stale_ = false;
    ++wanted_;
    const GanttFrame wanted = frame();
    if (jobs_->spans.size() <= few_spans) {
        painting_ = false;
        raster_ = paint_gantt(*jobs_, wanted, palette(), devicePixelRatioF());
        return;
    }
    if (painting_)
        return;  // asked again when that one is done
    painting_ = true;
    QThreadPool::globalInstance()->start([self = QPointer(this), jobs = jobs_, wanted,
                                          colors = palette(), number = wanted_,
                                          ratio = devicePixelRatioF()] {
        auto raster = std::make_shared<GanttRaster>(paint_gantt(*jobs, wanted, colors, ratio));
        QMetaObject::invokeMethod(
            qApp,
            [self, raster, number] {
                if (self == nullptr)
                    return;
                self->painting_ = false;
                self->raster_ = std::move(*raster);
                if (self->wanted_ != number)
                    self->stale_ = true;
                else
                    emit self->ready();
                self->update();
            },
            Qt::QueuedConnection);
    });
}

void GanttCanvas::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    const Theme& theme = workspace_.theme();
    painter.fillRect(rect(), theme.color(Tone::surface));
    if (facts() == nullptr)
        return;
    if (!jobs_) {
        painter.setPen(theme.color(Tone::muted));
        painter.drawText(rect(), Qt::AlignCenter, tr("The run's jobs are being read."));
        return;
    }
    if (stale_)
        request_picture();
    const QRectF where = area();
    const GanttFrame now = frame();
    paint_time_axis(painter, theme, facts()->summary.start, now.from_s, now.until_s, where);
    paint_nodes_axis(painter, now);
    paint_legend(painter);
    painter.save();
    painter.setClipRect(where);
    painter.translate(where.topLeft());
    paint_ground(painter, now);
    paint_jobs(painter, now);
    paint_signs(painter, now);
    paint_selection(painter, now);
    const TimeContext& time = workspace_.time();
    painter.setPen(QPen(theme.color(Tone::accent), 2));
    const double head = now.x_of(time.play_head());
    painter.drawLine(QPointF(head, 0), QPointF(head, where.height()));
    if (time.cursor()) {
        painter.setPen(QPen(theme.color(Tone::muted), 1, Qt::DotLine));
        const double x = now.x_of(*time.cursor());
        painter.drawLine(QPointF(x, 0), QPointF(x, where.height()));
    }
    painter.restore();
    if (hasFocus()) {
        painter.setBrush(Qt::NoBrush);
        painter.setPen(QPen(theme.color(Tone::accent), 1, Qt::DashLine));
        painter.drawRect(rect().adjusted(1, 1, -2, -2));
    }
}

std::optional<JobRow> GanttCanvas::job_at(QPointF point) const {
    const QRectF where = area();
    if (!jobs_ || !where.contains(point))
        return std::nullopt;
    const GanttFrame now = frame();
    const double at = now.seconds_at(point.x() - where.left());
    const double node = now.node_at(point.y() - where.top());
    if (at > now.end_s)
        return std::nullopt;
    for (JobRow row = 0; row < jobs_->size(); ++row) {
        if (!(jobs_->start_s[row] <= at && at < jobs_->end_s[row]))
            continue;
        for (const NodeRange& span : jobs_->spans_of(row))
            if (span.first <= node && node < span.first + span.count)
                return row;
    }
    return std::nullopt;
}

QString GanttCanvas::about(JobRow row) const {
    const CalendarTime start = facts()->summary.start;
    const double from = jobs_->start_s[row], until = jobs_->end_s[row];
    QStringList lines = {
        tr("%1, %2").arg(jobs_->title_of(row), figure(double(jobs_->nodes[row]), "nodes")),
        tr("started %1").arg(moment(start, from)),
        until < JobStore::never
            ? tr("ended %1 after %2").arg(moment(start, until), span_of_time(until - from))
            : tr("still runs at the end"),
        tr("waited %1").arg(span_of_time(jobs_->waited_s(row, JobStore::never)))};
    if (jobs_->backfilled[row] != 0)
        lines += tr("backfilled: started before a job that had waited longer");
    if (jobs_->state[row] == JobState::killed_at_limit)
        lines += tr("killed at its limit of %1").arg(span_of_time(double(jobs_->limit_s[row])));
    if (jobs_->state[row] == JobState::failed)
        lines += tr("failed with its nodes");
    return lines.join(u'\n');
}

void GanttCanvas::zoom_time(double at, double factor) {
    workspace_.time().zoom(factor, at);
}

void GanttCanvas::zoom_nodes(double at, double factor) {
    const GanttFrame now = frame();
    const double first = at - (at - now.first_node) * factor;
    set_nodes(first, first + (now.end_node - now.first_node) * factor);
}

void GanttCanvas::wheelEvent(QWheelEvent* event) {
    const QPointF point = event->position() - area().topLeft();
    const GanttFrame now = frame();
    const QPoint turn = event->angleDelta();
    const double factor = std::pow(0.8, (turn.y() != 0 ? turn.y() : turn.x()) / 120.0);
    if (event->modifiers() & Qt::ControlModifier)
        zoom_nodes(now.node_at(point.y()), factor);
    else
        zoom_time(now.seconds_at(point.x()), factor);
    event->accept();
}

void GanttCanvas::mousePressEvent(QMouseEvent* event) {
    if (event->button() != Qt::LeftButton)
        return;
    // Beside the jobs, on the axis of time, a click moves the play head.
    if (event->position().y() > area().bottom()) {
        workspace_.time().set_play_head(frame().seconds_at(event->position().x() - area().left()));
        return;
    }
    pressed_ = event->position();
    dragging_ = false;
    dragged_from_ = frame();
}

void GanttCanvas::mouseMoveEvent(QMouseEvent* event) {
    if (facts() == nullptr)
        return;
    TimeContext& time = workspace_.time();
    if (pressed_) {
        const QPointF by = event->position() - *pressed_;
        constexpr int slack = 4;
        dragging_ = dragging_ || by.manhattanLength() > slack;
        if (dragging_) {
            const double seconds = dragged_from_.seconds_at(-by.x()) - dragged_from_.from_s;
            time.show(dragged_from_.from_s + seconds, dragged_from_.until_s + seconds);
            const double nodes = dragged_from_.node_at(-by.y()) - dragged_from_.first_node;
            set_nodes(dragged_from_.first_node + nodes, dragged_from_.end_node + nodes);
            setCursor(Qt::ClosedHandCursor);
        }
        return;
    }
    const double at = frame().seconds_at(event->position().x() - area().left());
    time.set_cursor(std::clamp(at, 0.0, time.end()));
}

void GanttCanvas::mouseReleaseEvent(QMouseEvent* event) {
    if (event->button() != Qt::LeftButton || !pressed_)
        return;
    unsetCursor();
    pressed_.reset();
    if (std::exchange(dragging_, false))
        return;
    if (const auto row = job_at(event->position()))
        choose(*row);
    else
        workspace_.selection().clear();
}

void GanttCanvas::mouseDoubleClickEvent(QMouseEvent* event) {
    workspace_.time().set_play_head(frame().seconds_at(event->position().x() - area().left()));
}

void GanttCanvas::leaveEvent(QEvent*) {
    workspace_.time().set_cursor(std::nullopt);
}

void GanttCanvas::resizeEvent(QResizeEvent*) {
    forget_picture();
}

bool GanttCanvas::event(QEvent* event) {
    if (event->type() != QEvent::ToolTip)
        return QWidget::event(event);
    const auto* help = static_cast<QHelpEvent*>(event);
    if (const auto row = job_at(help->pos()))
        QToolTip::showText(help->globalPos(), about(*row), this);
    else
        QToolTip::hideText();
    return true;
}

}  // namespace twin
