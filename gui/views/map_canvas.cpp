#include "gui/views/map_canvas.h"

#include <QContextMenuEvent>
#include <QHelpEvent>
#include <QKeyEvent>
#include <QMenu>
#include <QMouseEvent>
#include <QPainter>
#include <QToolTip>
#include <algorithm>
#include <cmath>

#include "gui/look/result_texts.h"
#include "gui/views/map_painter.h"
#include "gui/views/map_text.h"

namespace twin {
namespace {

constexpr double largest_scale = 360;  // pixels a node

}  // namespace

MapCanvas::MapCanvas(Workspace& workspace, QWidget* parent)
    : QWidget(parent), workspace_(workspace), state_(MachineState::of(workspace)) {
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
    setMinimumSize(240, 160);
    setAttribute(Qt::WA_OpaquePaintEvent);
    setAccessibleName(tr("Map of the machine"));
    connect(&state_, &MachineState::read, this, &MapCanvas::take_machine);
    connect(&state_, &MachineState::moved, this, &MapCanvas::recolor);
    connect(&workspace_, &Workspace::theme_changed, this, &MapCanvas::recolor);
    connect(&workspace_.selection(), &Selection::changed, this, [this] {
        tell();
        update();
    });
    take_machine();
    tell();
}

void MapCanvas::set_color(MapColor by) {
    if (by == color_)
        return;
    color_ = by;
    recolor();
    emit shown_changed();
}

void MapCanvas::set_run(MachineState::Which run) {
    if (run == run_)
        return;
    run_ = run;
    take_machine();
    emit shown_changed();
}

void MapCanvas::take_machine() {
    pointed_at_ = {};
    lay_out();
    if (fitted_)
        fit();
    else
        keep_in_sight();
    recolor();
}

void MapCanvas::lay_out() {
    if (const Machine* const shown = machine())
        layout_ = MapLayout(shown->site, double(std::max(width(), 1)) / std::max(height(), 1));
}

void MapCanvas::recolor() {
    stale_ = true;
    update();
}

void MapCanvas::tell() {
    const QString keys =
        tr("Arrow keys choose a node, enter zooms to what is chosen, J chooses the node's job, "
           "plus and minus zoom, home shows all.");
    const MachineNow* const now = state_.now(run_);
    const QString chosen =
        now == nullptr ? QString() : describe(*machine(), *now, workspace_.selection().current());
    setAccessibleDescription(chosen.isEmpty() ? keys : chosen + u'\n' + keys);
}

std::optional<int> MapCanvas::chosen_job() const {
    const Selected chosen = workspace_.selection().current();
    const Machine* const shown = machine();
    if (chosen.kind != Selected::Kind::job || shown == nullptr)
        return std::nullopt;
    const Machine* const a = state_.machine(MachineState::Which::a);
    if (run_ == MachineState::Which::b && (a == nullptr || a->jobs.size() != shown->jobs.size()))
        return std::nullopt;
    return shown->jobs.find(chosen.index, workspace_.time().play_head());
}

void MapCanvas::fit() {
    const QRectF all = layout_.all();
    if (all.isEmpty())
        return;
    fitted_ = true;
    scale_ = std::min(width() / all.width(), height() / all.height());
    origin_ = all.center() - QPointF(width(), height()) / (2 * scale_);
    update();
}

void MapCanvas::keep_in_sight() {
    const QRectF all = layout_.all();
    if (all.isEmpty())
        return;
    const double least = std::min(width() / all.width(), height() / all.height());
    if (scale_ <= least)
        return show_all();
    const auto keep = [](double from, double length, double low, double high) {
        return length >= high - low ? (low + high - length) / 2
                                    : std::clamp(from, low, high - length);
    };
    origin_.setX(keep(origin_.x(), width() / scale_, all.left(), all.right()));
    origin_.setY(keep(origin_.y(), height() / scale_, all.top(), all.bottom()));
    update();
}

void MapCanvas::zoom_about(QPointF point, double factor) {
    const QPointF there = origin_ + point / scale_;
    scale_ = std::min(scale_ * factor, largest_scale);
    origin_ = there - point / scale_;
    fitted_ = false;
    keep_in_sight();
}

void MapCanvas::zoom(double factor) {
    const QRectF chosen = layout_.place(workspace_.selection().current());
    const QRectF seen(origin_, QSizeF(size()) / scale_);
    const QPointF about = !chosen.isEmpty() && seen.contains(chosen.center())
                              ? (chosen.center() - origin_) * scale_
                              : QPointF(width(), height()) / 2;
    zoom_about(about, factor);
}

void MapCanvas::show_all() {
    lay_out();
    fit();
}

void MapCanvas::show_rect(QRectF place) {
    if (place.isEmpty())
        return;
    const double room = std::max(0.4, 0.04 * std::max(place.width(), place.height()));
    place.adjust(-room, -room, room, room);
    scale_ = std::min({width() / place.width(), height() / place.height(), largest_scale});
    origin_ = place.center() - QPointF(width(), height()) / (2 * scale_);
    fitted_ = false;
    keep_in_sight();
}

void MapCanvas::show_place(Selected what) {
    if (what.kind == Selected::Kind::nothing)
        return show_all();
    if (what.kind != Selected::Kind::job)
        return show_rect(layout_.place(what));
    const auto job = chosen_job();
    if (!job)
        return;
    QRectF all;
    for (const NodeRange& range : machine()->jobs.where(*job))
        for (NodeIndex node = range.first; node < range.end(); ++node)
            all |= layout_.place({Selected::Kind::rack, layout_.rack_of(node)});
    show_rect(all);
}

Selected MapCanvas::at(QPointF point) const {
    return layout_.at(origin_ + point / scale_);
}

void MapCanvas::choose_job_of(NodeIndex node) {
    const MachineNow* const now = state_.now(run_);
    if (now == nullptr || std::size_t(node) >= now->job_of_node.size())
        return;
    const int job = now->job_of_node[std::size_t(node)];
    if (job != MachineNow::nobody)
        workspace_.selection().choose({Selected::Kind::job, machine()->jobs.job(job).idx});
}

void MapCanvas::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    const MachineNow* const now = state_.now(run_);
    if (now == nullptr) {
        painter.fillRect(rect(), workspace_.theme().color(Tone::window));
        painter.setPen(workspace_.theme().color(Tone::muted));
        painter.drawText(rect(), Qt::AlignCenter, tr("The run's file is being read."));
        return;
    }
    if (stale_) {
        colors_ = map_colors(color_, *machine(), *now, workspace_.theme());
        stale_ = false;
    }
    const Selected chosen = workspace_.selection().current();
    paint_map(painter, rect(),
              {*machine(), *now, layout_, colors_, workspace_.theme(), scale_, origin_, chosen,
               pointed_at_, color_ == MapColor::job, chosen_job()});
    if (hasFocus()) {
        painter.setPen(QPen(workspace_.theme().color(Tone::accent), 1, Qt::DashLine));
        painter.setBrush(Qt::NoBrush);
        painter.drawRect(rect().adjusted(0, 0, -1, -1));
    }
}

void MapCanvas::resizeEvent(QResizeEvent*) {
    // What is looked at from near stays where it lies.
    if (!fitted_)
        return keep_in_sight();
    lay_out();
    fit();
}

void MapCanvas::wheelEvent(QWheelEvent* event) {
    zoom_about(event->position(), std::pow(1.25, event->angleDelta().y() / 120.0));
    event->accept();
}

void MapCanvas::mousePressEvent(QMouseEvent* event) {
    if (event->button() == Qt::LeftButton)
        pressed_ = dragged_ = event->position();
}

void MapCanvas::mouseMoveEvent(QMouseEvent* event) {
    if (dragged_ && (event->buttons() & Qt::LeftButton)) {
        constexpr double still = 4;  // pixels; a hand is never quite
        if (pressed_ && (event->position() - *pressed_).manhattanLength() < still)
            return;
        pressed_.reset();
        setCursor(Qt::ClosedHandCursor);
        origin_ -= (event->position() - *dragged_) / scale_;
        dragged_ = event->position();
        fitted_ = false;
        keep_in_sight();
        return;
    }
    const Selected there = at(event->position());
    if (there == pointed_at_)
        return;
    pointed_at_ = there;
    update();
}

void MapCanvas::mouseReleaseEvent(QMouseEvent* event) {
    unsetCursor();
    dragged_.reset();
    if (event->button() != Qt::LeftButton || !pressed_)
        return;
    pressed_.reset();
    const Selected there = at(event->position());
    // The second click on a node asks for what runs there.
    if (there.kind == Selected::Kind::node && there == workspace_.selection().current())
        choose_job_of(there.index);
    else
        workspace_.selection().choose(there);
}

void MapCanvas::mouseDoubleClickEvent(QMouseEvent* event) {
    Selected there = at(event->position());
    // From far away one step nearer, not all the way to a GPU.
    if (there.kind == Selected::Kind::node && scale_ < gpus_from)
        there = {Selected::Kind::rack, layout_.rack_of(there.index)};
    workspace_.selection().choose(there);
    show_place(there);
}

void MapCanvas::leaveEvent(QEvent*) {
    pointed_at_ = {};
    update();
}

void MapCanvas::move_by_key(int dx, int dy) {
    const Machine* const shown = machine();
    if (shown == nullptr || shown->site.nodes == 0)
        return;
    const Selected chosen = workspace_.selection().current();
    // A lesson, or another run, may have chosen what this site does not have.
    const bool is_place = !layout_.place(chosen).isEmpty();
    NodeIndex node = 0;
    if (is_place && chosen.kind == Selected::Kind::node)
        node = layout_.beside(chosen.index, dx, dy);
    else if (is_place && chosen.kind == Selected::Kind::rack)
        node = shown->site.racks[std::size_t(chosen.index)].first_node;
    else if (is_place && chosen.kind == Selected::Kind::group)
        node = shown->site.groups[std::size_t(chosen.index)].first_node;
    else if (const auto job = chosen_job(); job && !shown->jobs.where(*job).empty())
        node = shown->jobs.where(*job).front().first;
    workspace_.selection().choose({Selected::Kind::node, node});
    const QRectF cell = layout_.node(node);
    const QRectF seen(origin_, QSizeF(size()) / scale_);
    if (seen.contains(cell))
        return;
    origin_ = cell.center() - QPointF(width(), height()) / (2 * scale_);
    keep_in_sight();
}

void MapCanvas::keyPressEvent(QKeyEvent* event) {
    const Selected chosen = workspace_.selection().current();
    switch (event->key()) {
        case Qt::Key_Left:
            return move_by_key(-1, 0);
        case Qt::Key_Right:
            return move_by_key(1, 0);
        case Qt::Key_Up:
            return move_by_key(0, -1);
        case Qt::Key_Down:
            return move_by_key(0, 1);
        case Qt::Key_Plus:
            return zoom(1.25);
        case Qt::Key_Minus:
            return zoom(0.8);
        case Qt::Key_Home:
            return show_all();
        case Qt::Key_Return:
        case Qt::Key_Enter:
            return show_place(chosen);
        case Qt::Key_J:
            if (chosen.kind == Selected::Kind::node)
                choose_job_of(chosen.index);
            return;
        default:
            QWidget::keyPressEvent(event);
    }
}

void MapCanvas::contextMenuEvent(QContextMenuEvent* event) {
    const Machine* const shown = machine();
    const bool by_mouse = event->reason() == QContextMenuEvent::Mouse;
    Selected there = by_mouse ? at(QPointF(event->pos())) : workspace_.selection().current();
    if (there.kind != Selected::Kind::job && layout_.place(there).isEmpty())
        there = {};  // this site does not have it
    QMenu menu;
    const auto choose = [&](const QString& text, Selected what) {
        menu.addAction(text, this, [this, what] { workspace_.selection().choose(what); });
    };
    int rack = there.kind == Selected::Kind::rack ? there.index : -1;
    if (shown != nullptr && there.kind == Selected::Kind::node) {
        rack = layout_.rack_of(there.index);
        if (state_.now(run_)->job_of_node[std::size_t(there.index)] != MachineNow::nobody)
            menu.addAction(tr("Choose the &job that runs here"), this,
                           [this, there] { choose_job_of(there.index); });
        choose(tr("Choose &node %1").arg(QString::fromStdString(shown->name_of(there.index))),
               there);
    }
    if (shown != nullptr && rack >= 0) {
        const Rack& said = shown->site.racks[std::size_t(rack)];
        choose(tr("Choose &rack %1").arg(said.number), {Selected::Kind::rack, rack});
        choose(tr("Choose &group: %1")
                   .arg(result_text(shown->site.groups[std::size_t(said.group)].name)),
               {Selected::Kind::group, int(said.group)});
    }
    if (there.kind != Selected::Kind::nothing)
        menu.addAction(tr("&Zoom to it"), this, [this, there] { show_place(there); });
    menu.addAction(tr("Show &all"), this, &MapCanvas::show_all);
    menu.exec(event->globalPos());
}

bool MapCanvas::event(QEvent* event) {
    if (event->type() != QEvent::ToolTip)
        return QWidget::event(event);
    const auto* const help = static_cast<QHelpEvent*>(event);
    const MachineNow* const now = state_.now(run_);
    const QString text =
        now == nullptr ? QString() : describe(*machine(), *now, at(QPointF(help->pos())));
    if (text.isEmpty())
        QToolTip::hideText();
    else
        QToolTip::showText(help->globalPos(), text, this);
    return true;
}

}  // namespace twin
