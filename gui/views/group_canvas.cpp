#include "gui/views/group_canvas.h"

#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <algorithm>
#include <cmath>

#include "gui/look/figures.h"
#include "gui/run/job_store.h"

namespace twin {

GroupCanvas::GroupCanvas(Workspace& workspace, QWidget* parent)
    : QWidget(parent), workspace_(workspace), state_(MachineState::of(workspace)) {
    setMouseTracking(true);
    setAttribute(Qt::WA_OpaquePaintEvent);
    setFocusPolicy(Qt::StrongFocus);
    setAccessibleName(tr("Group of the network"));
    setAccessibleDescription(tr(
        "Leaf and spine switches of a group and the nodes under each leaf. The arrow keys go "
        "from one to the next, Enter chooses the job of a node, Page up and Page down show the "
        "group before and behind, Backspace goes back to all groups; the table holds the jobs."));
    connect(&workspace_.time(), &TimeContext::play_head_changed, this, &GroupCanvas::move);
    connect(&workspace_.time(), &TimeContext::range_changed, this, [this] {
        if (mean_)
            move();
    });
    connect(&state_, &MachineState::read, this, &GroupCanvas::move);
    connect(&workspace_.selection(), &Selection::changed, this, qOverload<>(&QWidget::update));
    connect(&workspace_, &Workspace::theme_changed, this, qOverload<>(&QWidget::update));
}

void GroupCanvas::set_network(SharedNetwork network, SharedSwitches switches) {
    network_ = std::move(network);
    switches_ = std::move(switches);
    group_ = std::clamp(group_, 0, network_ ? std::max(network_->groups - 1, 0) : 0);
    lay_out();
}

void GroupCanvas::set_group(int group) {
    group_ = group;
    lay_out();
}

void GroupCanvas::set_mean(bool mean) {
    mean_ = mean;
    move();
}

void GroupCanvas::lay_out() {
    place_ = {};
    layout_ = switches() != nullptr ? lay_out_group(*switches(), rect()) : GroupLayout{};
    move();
}

void GroupCanvas::move() {
    emit place_chosen(describe(place_));
    update();
}

const GroupSwitches* GroupCanvas::switches() const {
    return switches_ && std::size_t(group_) < switches_->groups.size()
               ? &switches_->groups[std::size_t(group_)]
               : nullptr;
}

int GroupCanvas::job_on(NodeIndex node) const {
    const MachineNow* const now = state_.now(MachineState::Which::a);
    return now == nullptr || std::size_t(node) >= now->job_of_node.size()
               ? MachineNow::nobody
               : now->job_of_node[std::size_t(node)];
}

std::optional<int> GroupCanvas::chosen_row() const {
    const Selected chosen = workspace_.selection().current();
    const Machine* const machine = state_.machine(MachineState::Which::a);
    if (chosen.kind != Selected::Kind::job || machine == nullptr)
        return std::nullopt;
    return machine->jobs.find(chosen.index, workspace_.time().play_head());
}

// The links of groups come first, in the order of the groups.
LinkNow GroupCanvas::outside_now() const {
    const TimeContext& time = workspace_.time();
    return mean_ ? network_->link_between(std::size_t(group_), time.from(), time.until())
                 : network_->link_at(std::size_t(group_), time.play_head());
}

QString GroupCanvas::load_text() const {
    const LinkNow now = outside_now();
    const QString text = tr("To other groups: %1 of %2 each way (%3)")
                             .arg(rate_text(now.flow_b_s), rate_text(now.capacity_b_s),
                                  figure_in(100 * now.load(), "%"));
    return now.service.left < 1 ? text + (mean_ ? tr("; at worst %1 of the bandwidth left")
                                                : tr("; %1 of the bandwidth left"))
                                             .arg(figure_in(100 * now.service.left, "%"))
                                : text;
}

QString GroupCanvas::heading() const {
    const GroupSwitches* const group = switches();
    if (!network_ || group == nullptr)
        return {};
    const QString name = QString::fromStdString(switches_->name);
    const QString nodes = tr("%n node(s)", nullptr, int(layout_.nodes.size()));
    if (group->spines() == 0)
        return tr("%1, group %2: %3, %4")
            .arg(name)
            .arg(group_ + 1)
            .arg(tr("%n leaf switch(es)", nullptr, group->leaves()), nodes);
    return tr("%1, group %2: %3, %4, %5")
        .arg(name)
        .arg(group_ + 1)
        .arg(tr("%n leaf switch(es)", nullptr, group->leaves()),
             tr("%n spine switch(es)", nullptr, group->spines()), nodes);
}

QString GroupCanvas::describe(GroupPlace place) const {
    const GroupSwitches* const group = switches();
    const Machine* const machine = state_.machine(MachineState::Which::a);
    const MachineNow* const now = state_.now(MachineState::Which::a);
    if (!network_ || group == nullptr || machine == nullptr || now == nullptr)
        return {};
    if (place.kind == GroupPlace::Kind::outside)
        return load_text();
    if (place.kind == GroupPlace::Kind::network_switch) {
        const GroupSwitches::Switch& chosen = group->switches[std::size_t(place.index)];
        const auto busy =
            std::count_if(chosen.nodes.begin(), chosen.nodes.end(),
                          [this](NodeIndex node) { return job_on(node) != MachineNow::nobody; });
        QString text =
            chosen.leaf ? tr("Leaf switch %1: %2 of %3 nodes busy; %4 to its nodes, %5 to other "
                             "switches of the group")
                              .arg(chosen.index + 1)
                              .arg(busy)
                              .arg(chosen.nodes.size())
                              .arg(rate_text(chosen.to_nodes.si()), rate_text(chosen.inside.si()))
                        : tr("Spine switch %1: %2 to the leaves")
                              .arg(chosen.index + 1)
                              .arg(rate_text(chosen.inside.si()));
        if (chosen.outside_cables > 0)
            text += tr("; %n cable(s) out of the group, %1", nullptr, chosen.outside_cables)
                        .arg(rate_text(chosen.outside.si()));
        return text + QStringLiteral(".\n") +
               tr("What flows through a single switch is not recorded.");
    }
    if (place.kind != GroupPlace::Kind::node)
        return {};
    const NodeIndex node = place.index;
    const QString name = QString::fromStdString(machine->name_of(node));
    const bool out = now->out[std::size_t(node)] != 0;
    const int row = job_on(node);
    if (row == MachineNow::nobody)
        return out ? tr("%1: out of service").arg(name) : tr("%1: free").arg(name);
    const PlacedJob job = machine->jobs.job(row);
    const std::vector<NodeCount> held = network_->nodes_by_group(machine->jobs.where(row));
    const SharedJobs& jobs = RunJobs::of(*workspace_.a()).jobs();
    const auto store_row = jobs ? jobs->row_of(job.idx) : std::nullopt;
    const QString title = store_row ? jobs->title_of(*store_row) : tr("job %1").arg(job.idx);
    return tr("%1: %2, %3 of its %4 nodes in this group, for %5")
        .arg(name, title)
        .arg(held[std::size_t(group_)])
        .arg(job.nodes)
        .arg(span_of_time(now->at_s - job.start_s));
}

void GroupCanvas::paint_outside(QPainter& painter) const {
    const Theme& theme = workspace_.theme();
    const QRectF& box = layout_.outside;
    const double load = outside_now().load();
    painter.setPen(Qt::NoPen);
    painter.setBrush(theme.color(Tone::raised));
    painter.drawRoundedRect(box, 3, 3);
    QRectF filled = box;
    filled.setWidth(box.width() * std::clamp(load, 0.0, 1.0));
    filled.setTop(box.bottom() - 5);
    painter.fillRect(filled, theme.ramp(std::min(load, 1.0)));
    painter.setBrush(Qt::NoBrush);
    painter.setPen(
        QPen(theme.color(place_.kind == GroupPlace::Kind::outside ? Tone::accent : Tone::line),
             place_.kind == GroupPlace::Kind::outside ? 2 : 1));
    painter.drawRoundedRect(box, 3, 3);
    painter.setPen(theme.color(Tone::text));
    painter.drawText(box.adjusted(8, 0, -8, -4), Qt::AlignLeft | Qt::AlignVCenter, load_text());
}

// Of the switch that is pointed at, or of the leaf of the node, or of the leaves of the chosen job.
void GroupCanvas::paint_links(QPainter& painter) const {
    const Theme& theme = workspace_.theme();
    const GroupSwitches& group = *switches();
    const auto chosen = chosen_row();
    std::vector<char> marked(group.switches.size(), 0);
    for (std::size_t i = 0; i < group.switches.size(); ++i) {
        const std::vector<NodeIndex>& nodes = group.switches[i].nodes;
        if (place_.kind == GroupPlace::Kind::network_switch)
            marked[i] = place_.index == int(i);
        else if (place_.kind == GroupPlace::Kind::node)
            marked[i] = std::binary_search(nodes.begin(), nodes.end(), place_.index);
        else
            marked[i] = chosen && std::any_of(nodes.begin(), nodes.end(), [&](NodeIndex node) {
                            return job_on(node) == *chosen;
                        });
    }
    const QPen plain(theme.color(Tone::grid), 1), strong(theme.color(Tone::accent), 1.5);
    painter.setBrush(Qt::NoBrush);
    for (const bool on_top : {false, true})
        for (std::size_t i = 0; i < group.links.size(); ++i) {
            const GroupSwitches::Link& link = group.links[i];
            const bool is_marked =
                marked[std::size_t(link.a)] != 0 || marked[std::size_t(link.b)] != 0;
            if (is_marked != on_top)
                continue;
            painter.setPen(on_top ? strong : plain);
            painter.drawPath(layout_.links[i]);
        }
    painter.setPen(QPen(theme.color(Tone::line), 1));
    for (const QLineF& line : layout_.up)
        if (!line.isNull())
            painter.drawLine(line);
}

void GroupCanvas::paint_switch(QPainter& painter, std::size_t index) const {
    const Theme& theme = workspace_.theme();
    const GroupSwitches::Switch& own = switches()->switches[index];
    const QRectF& box = layout_.switches[index];
    const bool pointed = place_ == GroupPlace{GroupPlace::Kind::network_switch, int(index)};
    painter.setPen(QPen(theme.color(pointed ? Tone::accent : Tone::line), pointed ? 2 : 1));
    painter.setBrush(theme.color(Tone::raised));
    painter.drawRoundedRect(box, 3, 3);
    painter.setPen(theme.color(Tone::text));
    painter.drawText(box, Qt::AlignCenter, QString::number(own.index + 1));
}

QString GroupCanvas::spines_text() const {
    const LinkService service = outside_now().service;
    return service.lost > 0
               ? tr("Spine switches: %1 of %2 left; which are lost the run does not tell")
                     .arg(service.parts - service.lost)
                     .arg(service.parts)
               : tr("Spine switches");
}

// What the boxes of a row are, at its left end above it.
void GroupCanvas::paint_titles(QPainter& painter) const {
    const Theme& theme = workspace_.theme();
    const GroupSwitches& group = *switches();
    const auto title = [&](std::size_t first, const QString& text) {
        const QFontMetrics metrics = painter.fontMetrics();
        QRectF box(
            QPointF(layout_.outside.left(), layout_.switches[first].top() - metrics.height() - 5),
            QSizeF(metrics.horizontalAdvance(text) + 8, metrics.height() + 2));
        painter.fillRect(box, theme.color(Tone::surface));
        painter.setPen(theme.color(Tone::muted));
        painter.drawText(box, Qt::AlignLeft | Qt::AlignVCenter, text);
    };
    if (group.leaves() > 0)
        title(0, tr("Leaf switches, with their nodes below"));
    if (group.spines() > 0)
        title(std::size_t(group.leaves()), spines_text());
}

// In the colours of the map by jobs; what is out of service is crossed out.
void GroupCanvas::paint_nodes(QPainter& painter) const {
    const Theme& theme = workspace_.theme();
    const Machine* const machine = state_.machine(MachineState::Which::a);
    const MachineNow* const now = state_.now(MachineState::Which::a);
    if (machine == nullptr || now == nullptr)
        return;
    const int chosen = chosen_row().value_or(MachineNow::nobody);
    int rival = MachineNow::nobody;
    if (chosen != MachineNow::nobody)
        if (const SlowedJob* const slowed = network_->slowed_job(machine->jobs.job(chosen).idx);
            slowed != nullptr && slowed->by >= 0)
            rival = machine->jobs.find(slowed->by, now->at_s).value_or(MachineNow::nobody);
    for (const GroupLayout::Node& each : layout_.nodes) {
        const int row = job_on(each.node);
        const bool busy = row != MachineNow::nobody;
        QColor color = theme.color(Tone::free);
        if (busy)
            color = theme.category(machine->jobs.job(row).idx);
        if (busy && chosen != MachineNow::nobody && row != chosen && row != rival)
            color.setAlphaF(0.3F);
        painter.setPen(Qt::NoPen);
        painter.setBrush(color);
        painter.drawRect(each.box);
        if (now->out[std::size_t(each.node)] != 0) {
            painter.setPen(QPen(theme.color(Tone::out), 1.5));
            painter.drawLine(each.box.topLeft(), each.box.bottomRight());
            painter.drawLine(each.box.bottomLeft(), each.box.topRight());
        }
        painter.setBrush(Qt::NoBrush);
        if (busy && row == chosen) {
            painter.setPen(QPen(theme.color(Tone::accent), 2));
            painter.drawRect(each.box);
        } else if (busy && row == rival) {
            painter.setPen(QPen(theme.color(Tone::warning), 2, Qt::DashLine));
            painter.drawRect(each.box);
        }
        if (place_ == GroupPlace{GroupPlace::Kind::node, each.node}) {
            painter.setPen(QPen(theme.color(Tone::text), 2));
            painter.drawRect(each.box.adjusted(-2, -2, 2, 2));
        }
    }
}

void GroupCanvas::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.fillRect(rect(), workspace_.theme().color(Tone::surface));
    if (!network_ || std::size_t(group_) >= network_->links.size())
        return;
    if (switches() == nullptr) {
        painter.setPen(workspace_.theme().color(Tone::muted));
        painter.drawText(rect().adjusted(20, 20, -20, -20), Qt::AlignCenter | Qt::TextWordWrap,
                         tr("How the switches inside this group are joined is not known: the "
                            "run's file does not hold it, and the network of its site is not "
                            "in the catalogue."));
        return;
    }
    painter.setRenderHint(QPainter::Antialiasing);
    paint_links(painter);
    paint_outside(painter);
    paint_titles(painter);
    for (std::size_t i = 0; i < layout_.switches.size(); ++i)
        paint_switch(painter, i);
    paint_nodes(painter);
}

void GroupCanvas::resizeEvent(QResizeEvent*) {
    if (switches() != nullptr)
        layout_ = lay_out_group(*switches(), rect());
}

const QRectF* GroupCanvas::box_of(GroupPlace place) const {
    switch (place.kind) {
        case GroupPlace::Kind::outside:
            return &layout_.outside;
        case GroupPlace::Kind::network_switch:
            return &layout_.switches[std::size_t(place.index)];
        case GroupPlace::Kind::node:
            return layout_.box_of(place.index);
        case GroupPlace::Kind::nothing:
            break;
    }
    return nullptr;
}

GroupPlace GroupCanvas::at(const QPointF& position) const {
    for (const GroupLayout::Node& each : layout_.nodes)
        if (each.box.adjusted(-1, -1, 1, 1).contains(position))
            return {GroupPlace::Kind::node, each.node};
    for (std::size_t i = 0; i < layout_.switches.size(); ++i)
        if (layout_.switches[i].contains(position))
            return {GroupPlace::Kind::network_switch, int(i)};
    return layout_.outside.contains(position) ? GroupPlace{GroupPlace::Kind::outside, 0}
                                              : GroupPlace{};
}

void GroupCanvas::choose(GroupPlace place) {
    if (place == place_)
        return;
    place_ = place;
    emit place_chosen(describe(place_));
    update();
}

void GroupCanvas::choose_job() {
    if (place_.kind != GroupPlace::Kind::node)
        return;
    if (const int row = job_on(place_.index); row != MachineNow::nobody)
        workspace_.selection().choose(
            {Selected::Kind::job, state_.machine(MachineState::Which::a)->jobs.job(row).idx});
    else
        workspace_.selection().choose({Selected::Kind::node, place_.index});
}

// To what lies nearest in that direction; sideways counts double.
void GroupCanvas::step(int x, int y) {
    const QRectF* const from = box_of(place_);
    if (from == nullptr)
        return choose(layout_.switches.empty() ? GroupPlace{}
                                               : GroupPlace{GroupPlace::Kind::network_switch, 0});
    GroupPlace best = place_;
    double least = 1e18;
    const auto look = [&](GroupPlace place, const QRectF& box) {
        const QPointF away = box.center() - from->center();
        const double along = away.x() * x + away.y() * y;
        const double across = std::abs(away.x() * y) + std::abs(away.y() * x);
        if (along > 1 && along + 2 * across < least) {
            least = along + 2 * across;
            best = place;
        }
    };
    look({GroupPlace::Kind::outside, 0}, layout_.outside);
    for (std::size_t i = 0; i < layout_.switches.size(); ++i)
        look({GroupPlace::Kind::network_switch, int(i)}, layout_.switches[i]);
    for (const GroupLayout::Node& each : layout_.nodes)
        look({GroupPlace::Kind::node, each.node}, each.box);
    choose(best);
}

void GroupCanvas::mouseMoveEvent(QMouseEvent* event) {
    choose(at(event->position()));
}

void GroupCanvas::mousePressEvent(QMouseEvent* event) {
    choose(at(event->position()));
    choose_job();
}

void GroupCanvas::leaveEvent(QEvent*) {
    choose({});
}

void GroupCanvas::keyPressEvent(QKeyEvent* event) {
    switch (event->key()) {
        case Qt::Key_Left:
            return step(-1, 0);
        case Qt::Key_Right:
            return step(1, 0);
        case Qt::Key_Up:
            return step(0, -1);
        case Qt::Key_Down:
            return step(0, 1);
        case Qt::Key_PageUp:
            emit group_wanted(-1);
            return;
        case Qt::Key_PageDown:
            emit group_wanted(1);
            return;
        case Qt::Key_J:
        case Qt::Key_Return:
        case Qt::Key_Enter:
            return choose_job();
        case Qt::Key_Backspace:
            emit left();
            return;
        default:
            QWidget::keyPressEvent(event);
    }
}

}  // namespace twin
