#include "gui/views/topology_canvas.h"

#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QPainterPathStroker>
#include <algorithm>
#include <cmath>
#include <numeric>

#include "gui/look/figures.h"
#include "gui/run/job_store.h"

namespace twin {
namespace {

constexpr double thinnest = 1, thickest = 11;
constexpr std::size_t named_jobs = 6;

QString share_text(double share) {
    return figure_in(100 * share, "%");
}

QString rate_text(double bytes_per_second) {
    return figure(bytes_per_second / 1e9, "GB/s");
}

double link_width(double load) {
    return thinnest + (thickest - thinnest) * std::min(load, 1.0);
}

}  // namespace

TopologyCanvas::TopologyCanvas(Workspace& workspace, QWidget* parent)
    : QWidget(parent), workspace_(workspace), state_(MachineState::of(workspace)) {
    setMouseTracking(true);
    setAttribute(Qt::WA_OpaquePaintEvent);
    setFocusPolicy(Qt::StrongFocus);
    setAccessibleName(tr("Network"));
    setAccessibleDescription(
        tr("Groups of the network on a ring and the links between them. Left and right go from "
           "group to group, up and down through a group's links, Enter shows what is inside a "
           "group, J chooses the largest job there; the table holds the same figures."));
    connect(&workspace_.time(), &TimeContext::play_head_changed, this, &TopologyCanvas::move);
    connect(&workspace_.time(), &TimeContext::range_changed, this, [this] {
        if (mean_)
            move();
    });
    connect(&state_, &MachineState::read, this, &TopologyCanvas::move);
    connect(&workspace_.selection(), &Selection::changed, this, &TopologyCanvas::move);
    connect(&workspace_, &Workspace::theme_changed, this, qOverload<>(&QWidget::update));
}

void TopologyCanvas::set_network(SharedNetwork network) {
    network_ = std::move(network);
    place_ = {};
    around_ = 0;
    layout_ = network_ ? lay_out_topology(*network_, rect()) : TopologyLayout{};
    move();
}

void TopologyCanvas::set_mean(bool mean) {
    mean_ = mean;
    move();
}

void TopologyCanvas::move() {
    flows_.clear();
    if (network_) {
        const TimeContext& time = workspace_.time();
        for (std::size_t i = 0; i < network_->links.size(); ++i)
            flows_.push_back(mean_ ? network_->mean_flow(i, time.from(), time.until())
                                   : network_->flow_at(i, time.play_head()));
    }
    emit changed();
    emit place_chosen(describe(place_));
    update();
}

double TopologyCanvas::flow_of(std::size_t link) const {
    return flows_[link];
}

double TopologyCanvas::load_of(std::size_t link) const {
    return flows_[link] / network_->links[link].capacity_b_s;
}

QString TopologyCanvas::group_name(int group) const {
    if (network_ && group == network_->storage_group)
        return tr("group %1, the storage's").arg(group + 1);
    return tr("group %1").arg(group + 1);
}

QString TopologyCanvas::job_title(int idx) const {
    const SharedJobs& jobs = RunJobs::of(*workspace_.a()).jobs();
    const auto row = jobs ? jobs->row_of(idx) : std::nullopt;
    return row ? jobs->title_of(*row) : tr("job %1").arg(idx);
}

bool TopologyCanvas::is_one_way(const NetworkLink& link) const {
    return link.kind == NetworkLink::Kind::pair &&
           (link.a == network_->storage_group || link.b == network_->storage_group);
}

std::optional<int> TopologyCanvas::chosen_row() const {
    const Selected chosen = workspace_.selection().current();
    const Machine* const machine = state_.machine(MachineState::Which::a);
    if (chosen.kind != Selected::Kind::job || machine == nullptr)
        return std::nullopt;
    return machine->jobs.find(chosen.index, workspace_.time().play_head());
}

std::optional<int> TopologyCanvas::rival_row() const {
    const auto row = chosen_row();
    if (!row || !network_)
        return std::nullopt;
    const Machine& machine = *state_.machine(MachineState::Which::a);
    const SlowedJob* const slowed = network_->slowed_job(machine.jobs.job(*row).idx);
    return slowed == nullptr || slowed->by < 0
               ? std::nullopt
               : machine.jobs.find(slowed->by, workspace_.time().play_head());
}

std::vector<NodeCount> TopologyCanvas::nodes_of(std::optional<int> row) const {
    if (!row || !network_)
        return {};
    return network_->nodes_by_group(state_.machine(MachineState::Which::a)->jobs.where(*row));
}

std::vector<int> TopologyCanvas::jobs_at(TopologyPlace place) const {
    const Machine* const machine = state_.machine(MachineState::Which::a);
    const MachineNow* const now = state_.now(MachineState::Which::a);
    if (!network_ || machine == nullptr || now == nullptr ||
        place.kind == TopologyPlace::Kind::nothing)
        return {};
    struct Found {
        double weight;
        int row;
    };
    std::vector<Found> found;
    for (const int row : now->running) {
        const std::vector<NodeCount> held = nodes_of(row);
        const double all = std::accumulate(held.begin(), held.end(), 0.0);
        double weight = 0;
        if (place.kind == TopologyPlace::Kind::group) {
            const double inside = held[place.index];
            weight = inside * (all - inside) / std::max(all - 1, 1.0);
        } else {
            const NetworkLink& link = network_->links[place.index];
            if (link.kind == NetworkLink::Kind::pair)
                weight = double(held[std::size_t(link.a)]) * held[std::size_t(link.b)] /
                         std::max(all - 1, 1.0);
        }
        if (weight > 0)
            found.push_back({weight, row});
    }
    std::stable_sort(found.begin(), found.end(),
                     [](const Found& x, const Found& y) { return x.weight > y.weight; });
    std::vector<int> rows;
    for (const Found& each : found)
        rows.push_back(each.row);
    return rows;
}

QString TopologyCanvas::describe(TopologyPlace place) const {
    if (!network_ || place.kind == TopologyPlace::Kind::nothing || flows_.empty())
        return {};
    // The links of groups come first, in the order of the groups.
    const NetworkLink& link = network_->links[place.index];
    QString title;
    switch (link.kind) {
        case NetworkLink::Kind::group:
            title = tr("All links of %1 to the others").arg(group_name(link.a));
            break;
        case NetworkLink::Kind::pair:
            title = (is_one_way(link) ? tr("Links from %1 to %2") : tr("Links between %1 and %2"))
                        .arg(group_name(link.a), group_name(link.b));
            break;
        case NetworkLink::Kind::storage_read:
            title = tr("Reading from the storage");
            break;
        case NetworkLink::Kind::storage_write:
            title = tr("Writing to the storage");
            break;
    }
    QString text = (is_one_way(link) ? tr("%1: %2 of %3 (%4)") : tr("%1: %2 of %3 each way (%4)"))
                       .arg(title, rate_text(flow_of(place.index)), rate_text(link.capacity_b_s),
                            share_text(load_of(place.index)));
    if (!link.shares)
        text += tr("; jobs do not share them under this routing");
    const std::vector<int> rows = jobs_at(place);
    if (rows.empty() || mean_)
        return text;
    QStringList names;
    const Occupancy& jobs = state_.machine(MachineState::Which::a)->jobs;
    for (std::size_t i = 0; i < std::min(rows.size(), named_jobs); ++i)
        names +=
            tr("%1 (%2 nodes)").arg(job_title(jobs.job(rows[i]).idx)).arg(jobs.job(rows[i]).nodes);
    if (rows.size() > named_jobs)
        names += tr("%1 more").arg(rows.size() - named_jobs);
    return text + u'\n' + tr("Jobs that send there: %1").arg(names.join(QStringLiteral(", ")));
}

QString TopologyCanvas::describe_job() const {
    const auto row = chosen_row();
    if (!row || !network_)
        return {};
    const Machine& machine = *state_.machine(MachineState::Which::a);
    const PlacedJob job = machine.jobs.job(*row);
    const std::vector<NodeCount> held = nodes_of(row);
    QStringList places;
    for (std::size_t g = 0; g < held.size(); ++g)
        if (held[g] > 0)
            places += tr("%1 in %2").arg(held[g]).arg(group_name(int(g)));
    QString text = tr("Chosen: %1, %2 nodes: %3.")
                       .arg(job_title(job.idx))
                       .arg(job.nodes)
                       .arg(places.join(QStringLiteral(", ")));
    const SlowedJob* const slowed = network_->slowed_job(job.idx);
    if (slowed == nullptr)
        return text + u' ' + tr("The network did not slow it.");
    if (slowed->placement_s > 0)
        text += u' ' + tr("It ran %1 longer because of how its nodes lie.")
                           .arg(span_of_time(slowed->placement_s));
    if (slowed->placement_s < 0)
        text += u' ' + tr("It ran %1 less because of how its nodes lie.")
                           .arg(span_of_time(-slowed->placement_s));
    if (slowed->sharing_s > 0)
        text += u' ' + tr("It ran %1 longer because others used its links.")
                           .arg(span_of_time(slowed->sharing_s));
    if (slowed->by >= 0)
        text += u' ' + tr("Dashed rings: the groups of %1.").arg(job_title(slowed->by));
    if (slowed->by >= 0)
        text +=
            u' ' +
            tr("Most of it, %1, beside %2.").arg(span_of_time(slowed->by_s), job_title(slowed->by));
    return text;
}

void TopologyCanvas::paint_link(QPainter& painter, std::size_t link, bool dimmed) const {
    const Theme& theme = workspace_.theme();
    const double load = load_of(link);
    const bool pointed = place_ == TopologyPlace{TopologyPlace::Kind::link, link};
    if (pointed) {
        painter.setPen(
            QPen(theme.color(Tone::accent), link_width(load) + 5, Qt::SolidLine, Qt::RoundCap));
        painter.drawPath(layout_.links[link]);
    }
    QColor color = load > 0 ? theme.ramp(std::min(load, 1.0)) : theme.color(Tone::grid);
    if (dimmed || load <= 0)
        color.setAlphaF(dimmed ? 0.18F : 0.4F);
    // An edge that shows the bright end of the ramp on every surface.
    constexpr double edged = 0.3;
    if (load > edged && !dimmed && !pointed) {
        painter.setPen(
            QPen(theme.color(Tone::line), link_width(load) + 1.5, Qt::SolidLine, Qt::FlatCap));
        painter.drawPath(layout_.links[link]);
    }
    painter.setPen(QPen(color, link_width(load), Qt::SolidLine, Qt::RoundCap));
    painter.drawPath(layout_.links[link]);
}

// A disc with the group's number, around it an arc as long as the load of its links is high.
void TopologyCanvas::paint_group(QPainter& painter, int group, NodeCount own,
                                 NodeCount rival) const {
    const Theme& theme = workspace_.theme();
    const QPointF middle = layout_.groups[std::size_t(group)];
    const double r = layout_.radius;
    const double load = load_of(std::size_t(group));
    const QRectF box(middle.x() - r, middle.y() - r, 2 * r, 2 * r);
    painter.setPen(Qt::NoPen);
    painter.setBrush(theme.color(own > 0 ? Tone::accent : Tone::raised));
    // A square is no group of nodes.
    const bool square = network_->nodes[std::size_t(group)].count == 0;
    const auto outline = [&](const QRectF& around) {
        square ? painter.drawRoundedRect(around, 4, 4) : painter.drawEllipse(around);
    };
    outline(box);
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(theme.color(Tone::line), 1));
    outline(box);
    const double ring = std::max(2.0, r / 6);
    painter.setPen(QPen(theme.ramp(std::min(load, 1.0)), ring, Qt::SolidLine, Qt::FlatCap));
    painter.drawArc(box.adjusted(ring / 2, ring / 2, -ring / 2, -ring / 2), 90 * 16,
                    -int(std::lround(360 * 16 * std::min(load, 1.0))));
    if (rival > 0) {
        painter.setPen(QPen(theme.color(Tone::warning), 2, Qt::DashLine));
        painter.drawEllipse(box.adjusted(-4, -4, 4, 4));
    }
    if (place_ == TopologyPlace{TopologyPlace::Kind::group, std::size_t(group)}) {
        painter.setPen(QPen(theme.color(Tone::accent), 2));
        outline(box.adjusted(-3, -3, 3, 3));
    }
    painter.setPen(theme.color(own > 0 ? Tone::on_accent : Tone::text));
    if (r > 9)
        painter.drawText(box, Qt::AlignCenter, QString::number(group + 1));
    const bool storage = group == network_->storage_group;
    if (own <= 0 && rival <= 0 && !storage)
        return;
    // Outside of the ring.
    const QPointF away = middle - layout_.middle;
    const double length = std::max(std::hypot(away.x(), away.y()), 1.0);
    const QPointF label = middle + away / length * (r + 14);
    painter.setPen(theme.color(storage ? Tone::muted : own > 0 ? Tone::text : Tone::warning));
    painter.drawText(QRectF(label.x() - 40, label.y() - 9, 80, 18), Qt::AlignCenter,
                     storage                ? tr("storage")
                     : own > 0 && rival > 0 ? tr("%1 / %2").arg(own).arg(rival)
                                            : QString::number(own > 0 ? own : rival));
}

// Load as colour, in the corner that no group takes.
void TopologyCanvas::paint_scale(QPainter& painter) const {
    const Theme& theme = workspace_.theme();
    const QRectF bar(rect().right() - 170, rect().bottom() - 16, 160, 8);
    QLinearGradient colors(bar.topLeft(), bar.topRight());
    for (const double share : {0.0, 0.25, 0.5, 0.75, 1.0})
        colors.setColorAt(share, theme.ramp(share));
    painter.setPen(QPen(theme.color(Tone::line), 1));
    painter.setBrush(colors);
    painter.drawRect(bar);
    painter.setPen(theme.color(Tone::text));
    const QRectF words(bar.left(), bar.top() - 20, bar.width(), 18);
    painter.drawText(words, Qt::AlignLeft | Qt::AlignVCenter, share_text(0));
    painter.drawText(words, Qt::AlignCenter, tr("load"));
    painter.drawText(words, Qt::AlignRight | Qt::AlignVCenter, share_text(1));
}

void TopologyCanvas::paint_storage(QPainter& painter) const {
    if (layout_.storage.isEmpty())
        return;
    const Theme& theme = workspace_.theme();
    const QRectF& box = layout_.storage;
    painter.setPen(QPen(theme.color(Tone::line), 1));
    painter.setBrush(theme.color(Tone::raised));
    painter.drawRoundedRect(box, 4, 4);
    double top = box.top() + 5;
    for (std::size_t i = 0; i < network_->links.size(); ++i) {
        const NetworkLink& link = network_->links[i];
        if (link.kind != NetworkLink::Kind::storage_read &&
            link.kind != NetworkLink::Kind::storage_write)
            continue;
        const QRectF bar(box.left() + 6, top + 16, box.width() - 12, 4);
        painter.setPen(theme.color(Tone::text));
        painter.drawText(QRectF(box.left() + 6, top - 2, box.width() - 12, 18),
                         Qt::AlignLeft | Qt::AlignVCenter,
                         (link.kind == NetworkLink::Kind::storage_read ? tr("Storage, read %1")
                                                                       : tr("written %1"))
                             .arg(rate_text(flow_of(i))));
        painter.fillRect(bar, theme.color(Tone::grid));
        painter.fillRect(
            QRectF(bar.topLeft(), QSizeF(bar.width() * std::min(load_of(i), 1.0), bar.height())),
            theme.ramp(std::min(load_of(i), 1.0)));
        top += 23;
    }
}

void TopologyCanvas::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.fillRect(rect(), workspace_.theme().color(Tone::surface));
    if (!network_ || flows_.size() != network_->links.size())
        return;
    painter.setRenderHint(QPainter::Antialiasing);
    const std::vector<NodeCount> own = nodes_of(chosen_row());
    const std::vector<NodeCount> rival = nodes_of(rival_row());
    const auto holds = [](const std::vector<NodeCount>& held, int group) {
        return held.empty() ? 0 : held[std::size_t(group)];
    };
    // The busiest last: they lie on top.
    std::vector<std::size_t> order;
    for (std::size_t i = 0; i < network_->links.size(); ++i)
        if (network_->links[i].kind == NetworkLink::Kind::pair)
            order.push_back(i);
    std::stable_sort(order.begin(), order.end(),
                     [this](std::size_t x, std::size_t y) { return load_of(x) < load_of(y); });
    for (const std::size_t i : order) {
        const NetworkLink& link = network_->links[i];
        const bool crossed = own.empty() || (holds(own, link.a) > 0 && holds(own, link.b) > 0);
        paint_link(painter, i, !crossed);
    }
    for (int g = 0; g < network_->groups; ++g)
        paint_group(painter, g, holds(own, g), holds(rival, g));
    paint_storage(painter);
    paint_scale(painter);
}

void TopologyCanvas::resizeEvent(QResizeEvent*) {
    if (network_)
        layout_ = lay_out_topology(*network_, rect());
}

TopologyPlace TopologyCanvas::at(const QPointF& position) const {
    if (!network_ || flows_.empty())
        return {};
    for (std::size_t g = 0; g < layout_.groups.size(); ++g) {
        const QPointF by = position - layout_.groups[g];
        if (std::hypot(by.x(), by.y()) <= layout_.radius + 3)
            return {TopologyPlace::Kind::group, g};
    }
    // The busiest of those that lie there: it is painted on top.
    TopologyPlace found;
    QPainterPathStroker stroker;
    for (std::size_t i = 0; i < layout_.links.size(); ++i) {
        if (layout_.links[i].isEmpty() ||
            !layout_.links[i].boundingRect().adjusted(-8, -8, 8, 8).contains(position))
            continue;
        stroker.setWidth(link_width(load_of(i)) + 6);
        if (stroker.createStroke(layout_.links[i]).contains(position) &&
            (found.kind == TopologyPlace::Kind::nothing || load_of(i) > load_of(found.index)))
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
    std::stable_sort(own.begin(), own.end(),
                     [this](std::size_t x, std::size_t y) { return load_of(x) > load_of(y); });
    int here = -1;
    for (std::size_t i = 0; on_link && i < own.size(); ++i)
        if (own[i] == place_.index)
            here = int(i);
    here += step;
    if (here < 0 || here >= int(own.size()))
        return choose({TopologyPlace::Kind::group, std::size_t(group)});
    choose({TopologyPlace::Kind::link, own[std::size_t(here)]});
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
