// How a TopologyCanvas is moved through, by keys and mouse.
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainterPathStroker>
#include <algorithm>
#include <cmath>

#include "gui/run/job_store.h"
#include "gui/views/topology_canvas.h"

namespace twin {

TopologyPlace TopologyCanvas::at(const QPointF& position) const {
    if (!network_ || now_.empty())
        return {};
    for (std::size_t g = 0; g < layout_.groups.size(); ++g) {
        const QPointF by = position - layout_.groups[g];
        if (std::hypot(by.x(), by.y()) <= layout_.radius + 3)
            return {TopologyPlace::Kind::group, g};
    }
    // Of those that lie there the one on top.
    TopologyPlace found;
    QPainterPathStroker stroker;
    for (std::size_t i = 0; i < layout_.links.size(); ++i) {
        if (layout_.links[i].isEmpty() ||
            !layout_.links[i].boundingRect().adjusted(-8, -8, 8, 8).contains(position))
            continue;
        stroker.setWidth(link_width(now_[i].load()) + 6);
        if (stroker.createStroke(layout_.links[i]).contains(position) &&
            (found.kind == TopologyPlace::Kind::nothing || lies_below(found.index, i)))
            found = {TopologyPlace::Kind::link, i};
    }
    return found;
}

void TopologyCanvas::choose(TopologyPlace place) {
    if (place == place_)
        return;
    place_ = place;
    if (place.kind == TopologyPlace::Kind::group)
        around_ = int(place.index);
    emit place_chosen(describe(place_));
    update();
}

void TopologyCanvas::choose_job() {
    const std::vector<int> rows = jobs_at(place_);
    if (!rows.empty())
        workspace_.selection().choose(
            {Selected::Kind::job,
             state_.machine(MachineState::Which::a)->jobs.job(rows.front()).idx});
}

void TopologyCanvas::open() {
    if (place_.kind == TopologyPlace::Kind::group)
        emit group_opened(int(place_.index));
    else
        choose_job();
}

void TopologyCanvas::mouseMoveEvent(QMouseEvent* event) {
    choose(at(event->position()));
}

void TopologyCanvas::mousePressEvent(QMouseEvent* event) {
    choose(at(event->position()));
    open();
}

void TopologyCanvas::leaveEvent(QEvent*) {
    choose({});
}

void TopologyCanvas::focusOutEvent(QFocusEvent* event) {
    QWidget::focusOutEvent(event);
    choose({});
}

void TopologyCanvas::go_round(int step) {
    if (!network_ || network_->groups == 0)
        return;
    const int n = network_->groups;
    const bool nowhere = place_.kind == TopologyPlace::Kind::nothing;
    const int here = !nowhere ? around_ : step > 0 ? -1 : 0;
    choose({TopologyPlace::Kind::group, std::size_t((here + step + n) % n)});
}

// The links of the chosen group, the busiest first; then the group again.
void TopologyCanvas::go_through_links(int step) {
    if (!network_ || place_.kind == TopologyPlace::Kind::nothing)
        return go_round(1);
    const bool on_link = place_.kind == TopologyPlace::Kind::link;
    const int group = around_;
    std::vector<std::size_t> own;
    for (std::size_t i = 0; i < network_->links.size(); ++i)
        if (network_->links[i].kind == NetworkLink::Kind::pair &&
            (network_->links[i].a == group || network_->links[i].b == group))
            own.push_back(i);
    std::stable_sort(own.begin(), own.end(), [this](std::size_t x, std::size_t y) {
        return now_[x].load() > now_[y].load();
    });
    int here = -1;
    for (std::size_t i = 0; on_link && i < own.size(); ++i)
        if (own[i] == place_.index)
            here = int(i);
    here += step;
    if (here < 0 || here >= int(own.size()))
        return choose({TopologyPlace::Kind::group, std::size_t(group)});
    choose({TopologyPlace::Kind::link, own[std::size_t(here)]});
}

// Groups that lost spine switches, and pairs that lost cables, in the order of the links.
void TopologyCanvas::go_through_losses() {
    const auto place_of = [this](std::size_t link) {
        const bool pair = network_->links[link].kind == NetworkLink::Kind::pair;
        return TopologyPlace{pair ? TopologyPlace::Kind::link : TopologyPlace::Kind::group, link};
    };
    std::optional<std::size_t> first, next;
    for (std::size_t i = 0; i < now_.size(); ++i) {
        if (!is_lossy(i))
            continue;
        if (!first)
            first = i;
        if (!next && place_.kind != TopologyPlace::Kind::nothing && i > place_.index)
            next = i;
    }
    if (next || first)
        choose(place_of(next ? *next : *first));
}

void TopologyCanvas::keyPressEvent(QKeyEvent* event) {
    switch (event->key()) {
        case Qt::Key_Left:
            return go_round(-1);
        case Qt::Key_Right:
            return go_round(1);
        case Qt::Key_Up:
            return go_through_links(-1);
        case Qt::Key_Down:
            return go_through_links(1);
        case Qt::Key_X:
            return go_through_losses();
        case Qt::Key_J:
            return choose_job();
        case Qt::Key_Return:
        case Qt::Key_Enter:
            return open();
        default:
            QWidget::keyPressEvent(event);
    }
}

}  // namespace twin
