#include "gui/time_bar.h"

#include <QDragEnterEvent>
#include <QHelpEvent>
#include <QKeyEvent>
#include <QMenu>
#include <QMimeData>
#include <QMouseEvent>
#include <QPainter>
#include <QToolTip>
#include <algorithm>
#include <cmath>

#include "gui/look/figures.h"
#include "gui/look/result_texts.h"

namespace twin {
namespace {

constexpr int margin = 10;
constexpr int track_top = 18, track_height = 14;

}  // namespace

TimeBar::TimeBar(Workspace& workspace, QWidget* parent)
    : QWidget(parent), workspace_(workspace), stops_(StopPoints::of(workspace)) {
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
    setAcceptDrops(true);
    setAccessibleName(tr("Time bar"));
    tell_stops();
    connect(&stops_, &StopPoints::changed, this, [this] {
        tell_stops();
        update();
    });
    const auto redraw = qOverload<>(&QWidget::update);
    for (const auto change : {&TimeContext::end_changed, &TimeContext::range_changed,
                              &TimeContext::play_head_changed, &TimeContext::cursor_changed})
        connect(&workspace_.time(), change, this, redraw);
    for (const auto change :
         {&Workspace::runs_changed, &Workspace::facts_changed, &Workspace::theme_changed})
        connect(&workspace_, change, this, redraw);
}

QSize TimeBar::sizeHint() const {
    return {600, 52};
}

QSize TimeBar::minimumSizeHint() const {
    return {200, 52};
}

double TimeBar::horizon() const {
    const RunFacts* facts = workspace_.facts_a();
    return std::max(workspace_.time().end(), facts != nullptr ? facts->horizon_s : 0);
}

double TimeBar::x_of(double seconds) const {
    return margin + seconds / horizon() * (width() - 2 * margin);
}

double TimeBar::seconds_at(double x) const {
    return std::clamp((x - margin) / (width() - 2 * margin), 0.0, 1.0) * horizon();
}

double TimeBar::reach() const {
    constexpr int near_px = 6;
    return near_px * horizon() / std::max(width() - 2 * margin, 1);
}

void TimeBar::tell_stops() {
    QStringList text = {
        tr("Left and right move the play head by a hundredth of what is visible, page up and page "
           "down by a tenth, plus and minus zoom."),
        tr("The menu key or the right button offers a stopping point, where playing stops.")};
    const RunFacts* const facts = workspace_.facts_a();
    QStringList times;
    for (const double at : stops_.all())
        if (facts != nullptr)
            times += moment(facts->summary.start, at);
    if (!times.isEmpty())
        text += tr("Stopping points: %1.").arg(times.join(QStringLiteral(", ")));
    setAccessibleDescription(text.join(u' '));
}

// A flag on the track; the marks of events stand above it.
void TimeBar::paint_stops(QPainter& painter) const {
    const Theme& theme = workspace_.theme();
    const double foot = track_top + track_height + 2, top = track_top - 2;
    for (const double at : stops_.all()) {
        const double x = x_of(at);
        painter.setPen(QPen(theme.color(Tone::bad), 2));
        painter.drawLine(QPointF(x, top), QPointF(x, foot));
        painter.setPen(Qt::NoPen);
        painter.setBrush(theme.color(Tone::bad));
        painter.drawRect(QRectF(x, top + 3, 8, 6));
    }
}

void TimeBar::paintEvent(QPaintEvent*) {
    const Theme& theme = workspace_.theme();
    const TimeContext& time = workspace_.time();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.fillRect(rect(), theme.color(Tone::window));
    const RunFacts* facts = workspace_.facts_a();
    if (facts == nullptr) {
        painter.setPen(theme.color(Tone::muted));
        painter.drawText(rect(), Qt::AlignCenter, tr("No run is open."));
        return;
    }
    const QRectF track(margin, track_top, width() - 2 * margin, track_height);
    painter.setPen(Qt::NoPen);
    painter.setBrush(theme.color(Tone::grid));
    painter.drawRoundedRect(track, 3, 3);
    QRectF computed = track;
    computed.setRight(x_of(facts->end_s));
    painter.setBrush(theme.color(Tone::free));
    painter.drawRoundedRect(computed, 3, 3);
    QColor shade = theme.color(Tone::accent);
    shade.setAlpha(70);
    painter.setBrush(shade);
    painter.drawRect(QRectF(QPointF(x_of(time.from()), track.top()),
                            QPointF(x_of(time.until()), track.bottom())));
    // The warm-up counts in no KPI.
    painter.setPen(QPen(theme.color(Tone::muted), 1, Qt::DotLine));
    const double warm_up = to_seconds(facts->summary.warm_up);
    if (warm_up > 0)
        painter.drawLine(QPointF(x_of(warm_up), track.top()),
                         QPointF(x_of(warm_up), track.bottom()));
    painter.setPen(Qt::NoPen);
    painter.setBrush(theme.color(Tone::warning));
    for (const LogEntry& entry : facts->events) {
        const double x = x_of(to_seconds(entry.at - sim_start));
        const QPointF mark[] = {
            {x - 4, track.top() - 7}, {x + 4, track.top() - 7}, {x, track.top()}};
        painter.drawPolygon(mark, 3);
    }
    paint_stops(painter);
    const double head = x_of(time.play_head());
    painter.setPen(QPen(theme.color(Tone::accent), 2));
    painter.drawLine(QPointF(head, 4), QPointF(head, track.bottom() + 4));
    painter.setBrush(theme.color(Tone::accent));
    painter.drawEllipse(QPointF(head, track.center().y()), 5, 5);
    if (time.cursor()) {
        painter.setPen(QPen(theme.color(Tone::muted), 1));
        painter.drawLine(QPointF(x_of(*time.cursor()), track.top() - 3),
                         QPointF(x_of(*time.cursor()), track.bottom() + 3));
    }
    painter.setPen(theme.color(Tone::muted));
    const QRectF below(margin, track.bottom() + 3, track.width(), 16);
    painter.drawText(below, Qt::AlignLeft, moment(facts->summary.start, 0));
    painter.drawText(below, Qt::AlignRight, moment(facts->summary.start, horizon()));
    painter.setPen(theme.color(Tone::text));
    const QString now = moment(facts->summary.start, time.play_head());
    const double half = painter.fontMetrics().horizontalAdvance(now) / 2.0 + 4;
    const double side = painter.fontMetrics().horizontalAdvance(now) + 24;
    const double middle = std::clamp(head, margin + side + half, width() - margin - side - half);
    painter.drawText(QRectF(middle - half, below.top(), 2 * half, 16), Qt::AlignCenter, now);
    if (hasFocus()) {
        painter.setBrush(Qt::NoBrush);
        painter.setPen(QPen(theme.color(Tone::accent), 1, Qt::DashLine));
        painter.drawRect(rect().adjusted(1, 1, -2, -2));
    }
}

void TimeBar::mousePressEvent(QMouseEvent* event) {
    if (event->button() == Qt::LeftButton)
        workspace_.time().set_play_head(seconds_at(event->position().x()));
}

void TimeBar::mouseMoveEvent(QMouseEvent* event) {
    if (workspace_.facts_a() == nullptr)
        return;
    if (event->buttons() & Qt::LeftButton)
        workspace_.time().set_play_head(seconds_at(event->position().x()));
    workspace_.time().set_cursor(seconds_at(event->position().x()));
}

void TimeBar::leaveEvent(QEvent*) {
    workspace_.time().set_cursor(std::nullopt);
}

void TimeBar::keyPressEvent(QKeyEvent* event) {
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
            return time.set_play_head(0);
        case Qt::Key_End:
            return time.set_play_head(time.end());
        case Qt::Key_Plus:
            return zoom(0.5);
        case Qt::Key_Minus:
            return zoom(2);
        default:
            QWidget::keyPressEvent(event);
    }
}

void TimeBar::wheelEvent(QWheelEvent* event) {
    TimeContext& time = workspace_.time();
    const double factor = std::pow(0.8, event->angleDelta().y() / 120.0);
    time.zoom(factor, seconds_at(event->position().x()));
}

void TimeBar::contextMenuEvent(QContextMenuEvent* event) {
    const RunFacts* const facts = workspace_.facts_a();
    if (facts == nullptr)
        return;
    const double at = event->reason() == QContextMenuEvent::Mouse ? seconds_at(event->pos().x())
                                                                  : workspace_.time().play_head();
    const auto there = stops_.near(at, reach());
    auto* const menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    const QString when = moment(facts->summary.start, there.value_or(at));
    menu->addAction(there ? tr("&Remove the stopping point at %1").arg(when)
                          : tr("&Stop playing at %1").arg(when),
                    this, [this, at = there.value_or(at)] { stops_.toggle(at, 0); });
    QAction* const none =
        menu->addAction(tr("Remove &all stopping points"), &stops_, &StopPoints::clear);
    none->setEnabled(!stops_.all().empty());
    menu->popup(event->globalPos());
    event->accept();
}

void TimeBar::dragEnterEvent(QDragEnterEvent* event) {
    if (event->mimeData()->hasFormat(QLatin1String(event_kind_mime)))
        event->acceptProposedAction();
}

void TimeBar::dragMoveEvent(QDragMoveEvent* event) {
    workspace_.time().set_cursor(seconds_at(event->position().x()));
    event->acceptProposedAction();
}

void TimeBar::dropEvent(QDropEvent* event) {
    const auto kind = QString::fromUtf8(event->mimeData()->data(QLatin1String(event_kind_mime)));
    event->acceptProposedAction();
    emit event_wanted(kind, seconds_at(event->position().x()));
}

bool TimeBar::event(QEvent* event) {
    const RunFacts* facts = workspace_.facts_a();
    if (event->type() != QEvent::ToolTip || facts == nullptr)
        return QWidget::event(event);
    const auto* help = static_cast<QHelpEvent*>(event);
    if (const auto stop = stops_.near(seconds_at(help->pos().x()), reach())) {
        QToolTip::showText(help->globalPos(),
                           tr("Playing stops here: %1").arg(moment(facts->summary.start, *stop)),
                           this);
        return true;
    }
    for (const LogEntry& entry : facts->events) {
        const double at = to_seconds(entry.at - sim_start);
        if (std::abs(x_of(at) - help->pos().x()) > 5)
            continue;
        QToolTip::showText(help->globalPos(),
                           tr("%1: %2 %3 (%4)")
                               .arg(moment(facts->summary.start, at), result_text(entry.kind),
                                    result_text(entry.what), result_text(entry.effect)),
                           this);
        return true;
    }
    QToolTip::hideText();
    return true;
}

}  // namespace twin
