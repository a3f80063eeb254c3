#include "gui/views/topology_canvas.h"

#include <algorithm>
#include <numeric>

namespace twin {

TopologyCanvas::TopologyCanvas(Workspace& workspace, QWidget* parent)
    : QWidget(parent), workspace_(workspace), state_(MachineState::of(workspace)) {
    setMouseTracking(true);
    setAttribute(Qt::WA_OpaquePaintEvent);
    setFocusPolicy(Qt::StrongFocus);
    setAccessibleName(tr("Network"));
    setAccessibleDescription(
        tr("Groups of the network on a ring and the links between them. Left and right go from "
           "group to group, up and down through a group's links, Enter shows what is inside a "
           "group, J chooses the largest job there, X goes to the next place where cables or "
           "switches are lost; the table holds the same figures."));
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
    now_.clear();
    if (network_) {
        const TimeContext& time = workspace_.time();
        for (std::size_t i = 0; i < network_->links.size(); ++i)
            now_.push_back(mean_ ? network_->link_between(i, time.from(), time.until())
                                 : network_->link_at(i, time.play_head()));
    }
    // Over a year of random failures, say, most of all that there are.
    constexpr int few = 16;
    few_losses_ = std::count_if(now_.begin(), now_.end(),
                                [](const LinkNow& link) { return link.service.lost > 0; }) <= few;
    emit changed();
    emit place_chosen(describe(place_));
    update();
}

// Those that lost cables and then the busiest lie on top.
bool TopologyCanvas::lies_below(std::size_t x, std::size_t y) const {
    return std::pair(few_losses_ && is_lossy(x), now_[x].load()) <
           std::pair(few_losses_ && is_lossy(y), now_[y].load());
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

void TopologyCanvas::resizeEvent(QResizeEvent*) {
    if (network_)
        layout_ = lay_out_topology(*network_, rect());
}

}  // namespace twin
