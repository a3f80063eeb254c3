// How a Gantt chart is used without a mouse.
#include <QKeyEvent>
#include <algorithm>

#include "gui/views/gantt_canvas.h"

namespace twin {

// The selection is of run A: a job of B is known by the same index, the logs being the same.
void GanttCanvas::choose(JobRow row) {
    workspace_.selection().choose({Selected::Kind::job, jobs_->idx[row]});
}

void GanttCanvas::bring_into_view(JobRow row) {
    TimeContext& time = workspace_.time();
    const double from = jobs_->start_s[row];
    if (from < time.from() || from >= time.until()) {
        const double length = time.until() - time.from();
        time.show(from - length / 3, from + length * 2 / 3);
    }
    const GanttFrame now = frame();
    const auto spans = jobs_->spans_of(row);
    if (!spans.empty() &&
        (spans.front().first >= now.end_node || spans.back().first < now.first_node)) {
        const double length = now.end_node - now.first_node;
        set_nodes(spans.front().first - length / 3, spans.front().first + length * 2 / 3);
    }
}

void GanttCanvas::step_to(int by) {
    if (!jobs_ || jobs_->by_start.empty())
        return;
    const auto& order = jobs_->by_start;
    const Selected chosen = workspace_.selection().current();
    const auto row =
        chosen.kind == Selected::Kind::job ? jobs_->row_of(chosen.index) : std::optional<JobRow>();
    const auto starts_before = [this](JobRow job, double at) { return jobs_->start_s[job] < at; };
    auto place = order.begin();
    if (row && jobs_->start_s[*row] < JobStore::never) {
        place = std::lower_bound(order.begin(), order.end(), jobs_->start_s[*row], starts_before);
        place = std::find(place, order.end(), *row);
        const auto number =
            std::clamp<std::ptrdiff_t>(place - order.begin() + by, 0, std::ssize(order) - 1);
        place = order.begin() + number;
    } else {
        place =
            std::lower_bound(order.begin(), order.end(), workspace_.time().from(), starts_before);
        if (place == order.end())
            --place;
    }
    choose(*place);
    bring_into_view(*place);
}

void GanttCanvas::keyPressEvent(QKeyEvent* event) {
    TimeContext& time = workspace_.time();
    const GanttFrame now = frame();
    const double visible = time.until() - time.from(), nodes = now.end_node - now.first_node;
    const bool over_nodes = event->modifiers() & (Qt::ControlModifier | Qt::ShiftModifier);
    const bool head_seen = time.play_head() >= time.from() && time.play_head() <= time.until();
    const double middle = head_seen ? time.play_head() : (time.from() + time.until()) / 2;
    const auto zoom = [&](double factor) {
        if (event->modifiers() & Qt::ControlModifier)
            zoom_nodes((now.first_node + now.end_node) / 2, factor);
        else
            zoom_time(middle, factor);
    };
    const auto page = [&](int by) {
        if (over_nodes)
            set_nodes(now.first_node + by * nodes / 2, now.end_node + by * nodes / 2);
        else
            time.show(time.from() + by * visible / 2, time.until() + by * visible / 2);
    };
    switch (event->key()) {
        case Qt::Key_Left:
        case Qt::Key_Up:
            return step_to(-1);
        case Qt::Key_Right:
        case Qt::Key_Down:
            return step_to(1);
        case Qt::Key_Home:
            return step_to(-int(jobs_ ? jobs_->size() : 0));
        case Qt::Key_End:
            return step_to(int(jobs_ ? jobs_->size() : 0));
        case Qt::Key_PageUp:
            return page(-1);
        case Qt::Key_PageDown:
            return page(1);
        case Qt::Key_Plus:
        case Qt::Key_Equal:
            return zoom(0.5);
        case Qt::Key_Minus:
            return zoom(2);
        case Qt::Key_0:
            set_nodes(0, facts() != nullptr ? facts()->summary.nodes : 0);
            return time.show_all();
        default:
            QWidget::keyPressEvent(event);
    }
}

}  // namespace twin
