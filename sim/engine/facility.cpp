#include "sim/engine/facility.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "models/power/node_power.h"

namespace twin {
namespace {

constexpr double microwatts_per_watt = 1e6;
constexpr double nanoseconds_per_second = 1e9;

Microwatts to_microwatts(Power power) {
    return std::llround(power.in(watt)*microwatts_per_watt);
}

Power to_power(double microwatts) {
    return microwatts / microwatts_per_watt * watt;
}

double in_watts(Microwatts power) {
    return static_cast<double>(power) / microwatts_per_watt;
}

Energy to_energy(Integral microwatt_nanoseconds) {
    return static_cast<double>(microwatt_nanoseconds) /
           (microwatts_per_watt * nanoseconds_per_second) * joule;
}

// Nearest rank: value number ceil(p n) of the sorted values.
double percentile(std::vector<double> values, double p) {
    if (values.empty())
        return 0;
    const auto rank =
        static_cast<std::ptrdiff_t>(std::ceil(p * static_cast<double>(values.size())));
    const auto at = values.begin() + std::max<std::ptrdiff_t>(rank, 1) - 1;
    std::nth_element(values.begin(), at, values.end());
    return *at;
}

}  // namespace

Facility::Facility(const Site& site, SimTime window_start)
    : site_(site), window_start_(window_start) {
    rack_of_node_.resize(static_cast<std::size_t>(site.nodes));
    racks_.resize(site.racks.size());
    group_power_.resize(site.groups.size());
    group_busy_.resize(site.groups.size());
    group_samples_.resize(site.groups.size());
    rack_samples_.resize(site.racks.size());
    for (std::size_t i = 0; i < site.racks.size(); ++i) {
        const Rack& rack = site.racks[i];
        const auto first = rack_of_node_.begin() + rack.first_node;
        std::fill(first, first + rack.nodes, static_cast<RackIndex>(i));
        RackTrack& track = racks_[i];
        const auto known = std::find(kinds_.begin(), kinds_.end(), rack.part.get());
        track.kind = static_cast<int>(known - kinds_.begin());
        if (known == kinds_.end())
            kinds_.push_back(rack.part.get());
        if (!site.has_power)
            continue;
        track.idle_node =
            to_microwatts(node_power(rack.part->node, 0, 0) * rack_power_gain(*rack.part));
        if (rack.part->power_limit)
            track.limit = to_microwatts(*rack.part->power_limit);
        change_rack_power(
            sim_start, static_cast<RackIndex>(i),
            to_microwatts(rack_power(*rack.part, 0 * watt)) + rack.nodes * track.idle_node);
    }
    if (site.it_power_limit)
        site_limit_ = to_microwatts(*site.it_power_limit);
    if (site.has_power)
        change(power_, sim_start, to_microwatts(site.fixed_power));
    update_site_limit(sim_start);
}

NodeLoad Facility::load_of(double cpu_utilisation, double gpu_utilisation) const {
    NodeLoad load(kinds_.size(), 0);
    if (!site_.has_power)
        return load;
    for (std::size_t i = 0; i < kinds_.size(); ++i) {
        const RackPart& kind = *kinds_[i];
        const Power above_idle =
            node_power(kind.node, cpu_utilisation, gpu_utilisation) - node_power(kind.node, 0, 0);
        load[i] = to_microwatts(above_idle * rack_power_gain(kind));
    }
    return load;
}

template <class Visit>
void Facility::for_racks(NodeRange range, Visit visit) const {
    NodeIndex node = range.first;
    while (node < range.end()) {
        const RackIndex index = rack_of_node_[static_cast<std::size_t>(node)];
        const Rack& rack = site_.racks[static_cast<std::size_t>(index)];
        const NodeIndex end = std::min(range.end(), rack.first_node + rack.nodes);
        visit(index, end - node);
        node = end;
    }
}

void Facility::advance(Track& track, SimTime now) const {
    if (now <= track.since)
        return;
    // Only what lasts counts as a peak: within an instant nodes change hands in several steps.
    track.peak = std::max(track.peak, track.value);
    track.integral += static_cast<Integral>(track.value) * (now - track.since).count();
    if (now > window_start_) {
        track.window_peak = std::max(track.window_peak, track.value);
        track.window += static_cast<Integral>(track.value) *
                        (now - std::max(track.since, window_start_)).count();
    }
    track.since = now;
}

void Facility::change(Track& track, SimTime now, std::int64_t by) const {
    advance(track, now);
    track.value += by;
}

void Facility::change_limit(LimitClock& clock, SimTime now, int by) const {
    // As for peaks, only what lasts counts.
    const SimTime since = std::max(clock.since, window_start_);
    if (clock.reached > 0 && now > since) {
        if (clock.first == sim_never)
            clock.first = since;
        clock.total += now - since;
    }
    clock.reached += by;
    clock.since = now;
}

SimDuration Facility::at_limit(LimitClock& clock, SimTime end) const {
    change_limit(clock, end, 0);
    return clock.total;
}

void Facility::change_rack_power(SimTime now, RackIndex index, Microwatts by) {
    const Rack& rack = site_.racks[static_cast<std::size_t>(index)];
    RackTrack& track = racks_[static_cast<std::size_t>(index)];
    change(track.power, now, by);
    change(group_power_[static_cast<std::size_t>(rack.group)], now, by);
    change(power_, now, by);
    update_site_limit(now);
    if (track.limit > 0 && track.at_limit != (track.power.value >= track.limit)) {
        track.at_limit = !track.at_limit;
        change_limit(rack_limit_clock_, now, track.at_limit ? 1 : -1);
    }
}

void Facility::occupy(SimTime now, const NodeRanges& where, const NodeLoad& load) {
    shift(now, where, load, 1);
}

void Facility::vacate(SimTime now, const NodeRanges& where, const NodeLoad& load) {
    shift(now, where, load, -1);
}

void Facility::shift(SimTime now, const NodeRanges& where, const NodeLoad& load, int sign) {
    for (const NodeRange& range : where) {
        change(busy_, now, sign * range.count);
        for_racks(range, [&](RackIndex index, NodeCount nodes) {
            RackTrack& rack = racks_[static_cast<std::size_t>(index)];
            const GroupIndex group = site_.racks[static_cast<std::size_t>(index)].group;
            change(rack.busy, now, sign * nodes);
            change(group_busy_[static_cast<std::size_t>(group)], now, sign * nodes);
            if (const Microwatts each = load[static_cast<std::size_t>(rack.kind)]; each != 0)
                change_rack_power(now, index, sign * nodes * each);
        });
    }
}

void Facility::switch_off(SimTime now, NodeRange range) {
    for_racks(range, [&](RackIndex rack, NodeCount nodes) {
        change_rack_power(now, rack, -nodes * racks_[static_cast<std::size_t>(rack)].idle_node);
    });
}

void Facility::switch_on(SimTime now, NodeRange range) {
    for_racks(range, [&](RackIndex rack, NodeCount nodes) {
        change_rack_power(now, rack, nodes * racks_[static_cast<std::size_t>(rack)].idle_node);
    });
}

void Facility::update_site_limit(SimTime now) {
    const int reached = site_limit_ > 0 && power_.value >= site_limit_ ? 1 : 0;
    if (reached != site_limit_clock_.reached)
        change_limit(site_limit_clock_, now, reached - site_limit_clock_.reached);
}

void Facility::set_available(SimTime now, NodeCount nodes) {
    change(available_, now, nodes - available_.value);
}

void Facility::set_waiting(SimTime now, std::int64_t jobs, std::int64_t nodes) {
    const int waits = jobs > 0 ? 1 : 0;
    if (waits != node_limit_clock_.reached)
        change_limit(node_limit_clock_, now, waits - node_limit_clock_.reached);
    change(waiting_jobs_, now, jobs - waiting_jobs_.value);
    change(waiting_nodes_, now, nodes - waiting_nodes_.value);
}

Energy Facility::energy_of(const NodeRanges& where, const NodeLoad& load, SimDuration held) const {
    Microwatts power = 0;
    for (const NodeRange& range : where)
        for_racks(range, [&](RackIndex index, NodeCount nodes) {
            const RackTrack& rack = racks_[static_cast<std::size_t>(index)];
            power += nodes * (rack.idle_node + load[static_cast<std::size_t>(rack.kind)]);
        });
    return to_energy(static_cast<Integral>(power) * held.count());
}

int Facility::groups_of(const NodeRanges& where) const {
    int groups = 0;
    GroupIndex last = -1;
    for (const NodeRange& range : where)
        for_racks(range, [&](RackIndex index, NodeCount) {
            const GroupIndex group = site_.racks[static_cast<std::size_t>(index)].group;
            groups += group != last ? 1 : 0;
            last = group;
        });
    return groups;
}

double Facility::take_mean(Track& track, SimTime end) const {
    advance(track, end);
    const double mean =
        static_cast<double>(track.integral) / static_cast<double>((end - interval_start_).count());
    track.integral = 0;
    return mean;
}

Facility::Interval Facility::close_interval(SimTime end) {
    SiteSample site;
    site.it_power = to_power(take_mean(power_, end));
    site.it_power_peak = to_power(static_cast<double>(power_.peak));
    power_.peak = 0;
    site.busy_nodes = take_mean(busy_, end);
    site.available_nodes = take_mean(available_, end);
    site.waiting_jobs = take_mean(waiting_jobs_, end);
    site.waiting_nodes = take_mean(waiting_nodes_, end);
    add_counts(site);
    for (std::size_t i = 0; i < group_samples_.size(); ++i)
        group_samples_[i] = {to_power(take_mean(group_power_[i], end)),
                             take_mean(group_busy_[i], end)};
    double hottest = 0;
    for (std::size_t i = 0; i < rack_samples_.size(); ++i) {
        rack_samples_[i] = {to_power(take_mean(racks_[i].power, end)),
                            take_mean(racks_[i].busy, end)};
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
    return {site, group_samples_, rack_samples_};
}

void Facility::add_counts(SiteSample& sample) {
    sample.submitted += std::exchange(submitted_, 0);
    sample.started += std::exchange(started_, 0);
    sample.ended += std::exchange(ended_, 0);
}

Facility::WindowTotals Facility::window_totals(SimTime end) {
    for (Track* track : {&power_, &busy_, &available_})
        advance(*track, end);
    const auto node_seconds = [](const Track& track) {
        return static_cast<double>(track.window) / nanoseconds_per_second;
    };
    return {to_energy(power_.window), to_power(static_cast<double>(power_.window_peak)),
            node_seconds(busy_), node_seconds(available_)};
}

std::vector<LimitRecord> Facility::limits(SimTime end, NodeCount node_limit) {
    std::vector<LimitRecord> rows;
    rows.push_back({.name = "nodes",
                    .unit = "nodes",
                    .limit = static_cast<double>(node_limit),
                    .p99 = percentile(busy_means_, 0.99),
                    .peak = static_cast<double>(busy_.window_peak),
                    .at_limit = at_limit(node_limit_clock_, end),
                    .first_reached = node_limit_clock_.first,
                    .where = ""});

    const RackTrack* nearest = nullptr;  // by its peak's share of its limit
    const auto share = [](const RackTrack& rack) {
        return static_cast<double>(rack.power.window_peak) / static_cast<double>(rack.limit);
    };
    for (const RackTrack& rack : racks_)
        if (rack.limit > 0 && (nearest == nullptr || share(rack) > share(*nearest)))
            nearest = &rack;
    if (nearest != nullptr) {
        const Rack& rack = site_.racks[static_cast<std::size_t>(nearest - racks_.data())];
        rows.push_back({.name = "rack_power",
                        .unit = "W",
                        .limit = in_watts(nearest->limit),
                        .p99 = percentile(hottest_rack_shares_, 0.99) * in_watts(nearest->limit),
                        .peak = in_watts(nearest->power.window_peak),
                        .at_limit = at_limit(rack_limit_clock_, end),
                        .first_reached = rack_limit_clock_.first,
                        .where = "rack " + std::to_string(rack.number)});
    }
    if (site_limit_ > 0)
        rows.push_back({.name = "site_power",
                        .unit = "W",
                        .limit = in_watts(site_limit_),
                        .p99 = percentile(site_means_, 0.99),
                        .peak = in_watts(power_.window_peak),
                        .at_limit = at_limit(site_limit_clock_, end),
                        .first_reached = site_limit_clock_.first,
                        .where = ""});
    return rows;
}

}  // namespace twin
