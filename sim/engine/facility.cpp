#include "sim/engine/facility.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "sim/results/nearest_rank.h"

namespace twin {
namespace {

constexpr double nanoseconds_per_second = 1e9;

NodeLoad to_load(const NodeDraw& draw) {
    NodeLoad load;
    load.uses = {to_microwatts(draw.gpus),          to_microwatts(draw.cpus),
                 to_microwatts(draw.memory),        to_microwatts(draw.nics),
                 to_microwatts(draw.drives),        to_microwatts(draw.fans),
                 to_microwatts(draw.converter_loss)};
    for (const Microwatts use : load.uses)
        load.input += use;
    load.speed = draw.speed;
    return load;
}

}  // namespace

Facility::Facility(const Site& site, const ConversionPlan& conversion, SimTime window_start)
    : site_(site),
      conversion_(conversion),
      window_start_(window_start),
      rack_limit_clock_(window_start),
      site_limit_clock_(window_start),
      node_limit_clock_(window_start) {
    rack_of_node_.resize(index(site.nodes));
    racks_.resize(site.racks.size());
    groups_.resize(site.groups.size());
    group_samples_.resize(site.groups.size());
    rack_samples_.resize(site.racks.size());
    stretch_.groups.resize(site.groups.size());
    for (std::size_t i = 0; i < site.racks.size(); ++i) {
        const Rack& rack = site.racks[i];
        const auto first = rack_of_node_.begin() + rack.first_node;
        std::fill(first, first + rack.nodes, static_cast<RackIndex>(i));
        RackTrack& track = racks_[i];
        const auto known = std::find_if(kinds_.begin(), kinds_.end(), [&](const Kind& kind) {
            return kind.part == rack.part.get();
        });
        track.kind = index(known - kinds_.begin());
        if (known == kinds_.end()) {
            Kind& kind = kinds_.emplace_back();
            kind.part = rack.part.get();
            if (site.has_power) {
                kind.idle = to_load(idle_draw(rack.part->node));
                kind.switches = to_microwatts(rack_draw(*rack.part, Power{}, conversion_).switches);
            }
        }
        if (!site.has_power)
            continue;
        if (rack.part->power_limit)
            track.limit = to_microwatts(*rack.part->power_limit);
        change(switches_, sim_start, kinds_[track.kind].switches);
        change_uses(sim_start, kinds_[track.kind].idle, rack.nodes);
        change_nodes_power(sim_start, static_cast<RackIndex>(i),
                           rack.nodes * kinds_[track.kind].idle.input);
    }
    if (site.it_power_limit)
        site_limit_ = to_microwatts(*site.it_power_limit);
    if (site.has_power) {
        change(fixed_, sim_start, to_microwatts(site.fixed_power));
        change(power_, sim_start, to_microwatts(site.fixed_power));
        stretch_.fixed = site.fixed_power;
    }
    site_limit_clock_.set(sim_start, site_limit_ > 0 && power_.value() >= site_limit_);
}

NodeLoad Facility::node_load(std::size_t kind, const Phase& phase,
                             std::optional<Power> gpu_cap) const {
    if (!site_.has_power)
        return {};
    return to_load(node_draw(kinds_[kind].part->node, phase, gpu_cap));
}

Facility::RackPower Facility::rack_power(std::size_t kind, Microwatts nodes) const {
    const RackDraw draw =
        rack_draw(*kinds_[kind].part, to_power(static_cast<double>(nodes)), conversion_);
    const Microwatts loss = to_microwatts(draw.rectifier_loss);
    return {nodes + kinds_[kind].switches + loss, loss};
}

void Facility::set_gpu_cap(SimTime now, std::size_t kind, std::optional<Power> cap) {
    kinds_[kind].gpu_cap = cap;
    // The series shows the first kind that has GPUs.
    for (const Kind& first : kinds_)
        if (site_.has_power && first.part->node.gpus > 0) {
            const Power own = default_gpu_cap(first.part->node);
            const Microwatts shown = to_microwatts(std::min(first.gpu_cap.value_or(own), own));
            change(gpu_cap_, now, shown - gpu_cap_.value());
            return;
        }
}

void Facility::throttle(SimTime now, GroupIndex group, bool throttled) {
    change(throttled_groups_, now, (throttled ? 1 : 0) - (groups_[index(group)].throttled ? 1 : 0));
    groups_[index(group)].throttled = throttled;
}

JobLoad Facility::load_of(const Phase& phase) const {
    JobLoad load(2 * kinds_.size());
    for (std::size_t i = 0; i < kinds_.size(); ++i) {
        const Kind& kind = kinds_[i];
        load[i] = node_load(i, phase, kind.gpu_cap);
        load[kinds_.size() + i] = any_throttled() && site_.has_power
                                      ? to_load(throttled_draw(kind.part->node, phase))
                                      : load[i];
    }
    return load;
}

const NodeLoad& Facility::of_rack(const JobLoad& load, RackIndex rack) const {
    const bool hot = groups_[index(site_.racks[index(rack)].group)].throttled;
    return load[racks_[index(rack)].kind + (hot ? kinds_.size() : 0)];
}

double Facility::speed_of(const NodeRanges& where, const JobLoad& load) const {
    double speed = 1;
    for_racks(where, [&](RackIndex rack, std::size_t, NodeCount) {
        speed = std::min(speed, of_rack(load, rack).speed);
    });
    return speed;
}

void Facility::change_uses(SimTime now, const NodeLoad& load, std::int64_t nodes) {
    for (std::size_t use = 0; use < node_uses; ++use)
        if (load.uses[use] != 0)
            change(uses_[use], now, nodes * load.uses[use]);
}

void Facility::change_nodes_power(SimTime now, RackIndex rack, Microwatts by) {
    RackTrack& track = racks_[index(rack)];
    track.nodes += by;
    const RackPower power = rack_power(track.kind, track.nodes);
    change(rectifier_loss_, now, power.rectifier_loss - track.rectifier_loss);
    track.rectifier_loss = power.rectifier_loss;
    const Microwatts more = power.input - track.power.value();
    change(track.power, now, more);
    change(groups_[index(site_.racks[index(rack)].group)].power, now, more);
    change(power_, now, more);
    site_limit_clock_.set(now, site_limit_ > 0 && power_.value() >= site_limit_);
    if (track.limit > 0 && track.at_limit != (track.power.value() >= track.limit)) {
        track.at_limit = !track.at_limit;
        rack_limit_clock_.change(now, track.at_limit ? 1 : -1);
    }
}

void Facility::occupy(SimTime now, const NodeRanges& where, const JobLoad& load) {
    shift(now, where, load, 1);
}

void Facility::vacate(SimTime now, const NodeRanges& where, const JobLoad& load) {
    shift(now, where, load, -1);
}

void Facility::shift(SimTime now, const NodeRanges& where, const JobLoad& load, int sign) {
    for_racks(where, [&](RackIndex rack, std::size_t kind, NodeCount nodes) {
        RackTrack& track = racks_[index(rack)];
        change(busy_, now, sign * nodes);
        change(track.busy, now, sign * nodes);
        change(groups_[index(site_.racks[index(rack)].group)].busy, now, sign * nodes);
        if (!site_.has_power)
            return;
        const NodeLoad& busy = of_rack(load, rack);
        const NodeLoad& idle = kinds_[kind].idle;
        change(busy_power_, now, sign * nodes * busy.input);
        change_uses(now, busy, sign * nodes);
        change_uses(now, idle, -sign * nodes);
        if (busy.input != idle.input)
            change_nodes_power(now, rack, sign * nodes * (busy.input - idle.input));
    });
}

void Facility::switch_off(SimTime now, NodeRange range) {
    for_racks(range, [&](RackIndex rack, NodeCount nodes) {
        const NodeLoad& idle = kinds_[racks_[index(rack)].kind].idle;
        change_uses(now, idle, -nodes);
        change_nodes_power(now, rack, -nodes * idle.input);
    });
}

void Facility::switch_on(SimTime now, NodeRange range) {
    for_racks(range, [&](RackIndex rack, NodeCount nodes) {
        const NodeLoad& idle = kinds_[racks_[index(rack)].kind].idle;
        change_uses(now, idle, nodes);
        change_nodes_power(now, rack, nodes * idle.input);
    });
}

void Facility::set_available(SimTime now, NodeCount nodes) {
    change(available_, now, nodes - available_.value());
}

void Facility::set_waiting(SimTime now, std::int64_t jobs, std::int64_t nodes) {
    node_limit_clock_.set(now, jobs > 0);
    change(waiting_jobs_, now, jobs - waiting_jobs_.value());
    change(waiting_nodes_, now, nodes - waiting_nodes_.value());
}

Facility::Draw Facility::draw_of(const NodeRanges& where, const JobLoad& load) const {
    Draw draw;
    for_racks(where, [&](RackIndex rack, std::size_t, NodeCount nodes) {
        const NodeLoad& each = of_rack(load, rack);
        draw.nodes += nodes * each.input;
        draw.gpus += nodes * each.gpus();
    });
    return draw;
}

int Facility::groups_of(const NodeRanges& where) const {
    int groups = 0;
    GroupIndex last = -1;
    for_racks(where, [&](RackIndex rack, std::size_t, NodeCount) {
        const GroupIndex group = site_.racks[index(rack)].group;
        groups += group != last ? 1 : 0;
        last = group;
    });
    return groups;
}

bool Facility::lies_in(const NodeRanges& where, const std::vector<bool>& groups) const {
    bool found = false;
    for_racks(where, [&](RackIndex rack, std::size_t, NodeCount) {
        found = found || groups[index(site_.racks[index(rack)].group)];
    });
    return found;
}

double Facility::take_mean(Track& track, SimTime end) {
    track.advance(end, window_start_);
    return static_cast<double>(track.take_interval()) /
           static_cast<double>((end - interval_start_).count());
}

const Facility::Stretch& Facility::close_stretch(SimTime end) {
    const auto length = static_cast<double>((end - stretch_start_).count());
    const auto mean = [&](Track& track) {
        track.advance(end, window_start_);
        return to_power(static_cast<double>(track.take_stretch()) / length);
    };
    stretch_.it = mean(power_);
    for (std::size_t i = 0; i < groups_.size(); ++i)
        stretch_.groups[i] = mean(groups_[i].power);
    busy_power_.advance(end, window_start_);
    stretch_.busy_nodes = busy_power_.take_stretch();
    stretch_start_ = end;
    return stretch_;
}

Facility::Interval Facility::close_interval(SimTime end) {
    SiteSample site;
    site.it_power = take_power(power_, end);
    site.it_power_peak = to_power(static_cast<double>(power_.take_peak()));
    site.busy_nodes = take_mean(busy_, end);
    site.available_nodes = take_mean(available_, end);
    site.waiting_jobs = take_mean(waiting_jobs_, end);
    site.waiting_nodes = take_mean(waiting_nodes_, end);
    add_counts(site);
    PowerSample power;
    Power* const uses[node_uses] = {&power.gpus,   &power.cpus, &power.memory,        &power.nics,
                                    &power.drives, &power.fans, &power.converter_loss};
    for (std::size_t use = 0; use < node_uses; ++use)
        *uses[use] = take_power(uses_[use], end);
    power.switches = take_power(switches_, end);
    power.rectifier_loss = take_power(rectifier_loss_, end);
    power.fixed = take_power(fixed_, end);
    power.gpu_cap = take_power(gpu_cap_, end);
    power.throttled_groups = take_mean(throttled_groups_, end);
    for (std::size_t i = 0; i < group_samples_.size(); ++i)
        group_samples_[i] = {take_power(groups_[i].power, end), take_mean(groups_[i].busy, end)};
    double hottest = 0;
    for (std::size_t i = 0; i < rack_samples_.size(); ++i) {
        rack_samples_[i] = {take_power(racks_[i].power, end), take_mean(racks_[i].busy, end)};
        if (racks_[i].limit > 0)
            hottest =
                std::max(hottest, rack_samples_[i].it_power.in(watt) / in_watts(racks_[i].limit));
    }
    if (interval_start_ >= window_start_) {
        site_means_.push_back(site.it_power.in(watt));
        hottest_rack_shares_.push_back(hottest);
        busy_means_.push_back(site.busy_nodes);
    }
    interval_start_ = end;
    return {site, power, group_samples_, rack_samples_};
}

void Facility::add_counts(SiteSample& sample) {
    sample.submitted += std::exchange(submitted_, 0);
    sample.started += std::exchange(started_, 0);
    sample.ended += std::exchange(ended_, 0);
}

Facility::WindowTotals Facility::window_totals(SimTime end) {
    for (Track* track : {&power_, &busy_, &available_})
        track->advance(end, window_start_);
    const auto node_seconds = [](const Track& track) {
        return static_cast<double>(track.window()) / nanoseconds_per_second;
    };
    return {to_energy(power_.window()), to_power(static_cast<double>(power_.window_peak())),
            node_seconds(busy_), node_seconds(available_)};
}

double Facility::it_power_p99() const {
    return nearest_rank(site_means_, 99);
}

std::vector<LimitRecord> Facility::limits(SimTime end, NodeCount node_limit) {
    std::vector<LimitRecord> rows;
    const SimDuration waited = node_limit_clock_.total(end);
    rows.push_back({.name = "nodes",
                    .unit = "nodes",
                    .limit = static_cast<double>(node_limit),
                    .p99 = nearest_rank(busy_means_, 99),
                    .peak = static_cast<double>(busy_.window_peak()),
                    .at_limit = waited,
                    .first_reached = node_limit_clock_.first(),
                    .where = ""});

    const RackTrack* nearest = nullptr;  // by its peak's share of its limit
    const auto share = [](const RackTrack& rack) {
        return static_cast<double>(rack.power.window_peak()) / static_cast<double>(rack.limit);
    };
    for (const RackTrack& rack : racks_)
        if (rack.limit > 0 && (nearest == nullptr || share(rack) > share(*nearest)))
            nearest = &rack;
    if (nearest != nullptr) {
        const Rack& rack = site_.racks[index(nearest - racks_.data())];
        const SimDuration at_limit = rack_limit_clock_.total(end);
        rows.push_back({.name = "rack_power",
                        .unit = "W",
                        .limit = in_watts(nearest->limit),
                        .p99 = nearest_rank(hottest_rack_shares_, 99) * in_watts(nearest->limit),
                        .peak = in_watts(nearest->power.window_peak()),
                        .at_limit = at_limit,
                        .first_reached = rack_limit_clock_.first(),
                        .where = "rack " + std::to_string(rack.number)});
    }
    if (site_limit_ > 0) {
        const SimDuration at_limit = site_limit_clock_.total(end);
        rows.push_back({.name = "it_power",
                        .unit = "W",
                        .limit = in_watts(site_limit_),
                        .p99 = it_power_p99(),
                        .peak = in_watts(power_.window_peak()),
                        .at_limit = at_limit,
                        .first_reached = site_limit_clock_.first(),
                        .where = ""});
    }
    return rows;
}

}  // namespace twin
