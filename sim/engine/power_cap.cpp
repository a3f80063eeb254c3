#include "sim/engine/power_cap.h"

#include <algorithm>
#include <utility>

#include "sim/results/nearest_rank.h"

namespace twin {
namespace {

bool ever_caps(const RunPlan& plan) {
    return plan.power.cap ||
           std::any_of(plan.changes.begin(), plan.changes.end(), [](const Change& change) {
               return change.kind == ChangeKind::shed || (change.power && change.power->cap);
           });
}

}  // namespace

PowerCap::PowerCap(const RunPlan& plan, const Facility& facility)
    : site_(plan.site),
      facility_(facility),
      plan_(plan.power),
      tracks_(plan.site.has_power && ever_caps(plan)),
      window_start_(sim_start + plan.warm_up),
      clock_(window_start_) {
    if (!tracks_)
        return;
    it_ = facility_.it_power();
    in_force_ = cap();
    for (std::size_t kind = 0; kind < facility_.kinds(); ++kind) {
        // No rack draws more than all its nodes at full load.
        const RackPart& part = facility_.kind(kind);
        NodeCount most = 0;
        for (const Rack& rack : site_.racks)
            if (rack.part.get() == &part)
                most = std::max(most, rack.nodes);
        const Phase full{.duration = {},
                         .cpu_utilisation = 1,
                         .gpu_utilisation = 1,
                         .gpu_activity = {},
                         .compute_bound = 1};
        const NodeLoad node = facility_.node_load(kind, full, std::nullopt);
        gain_.push_back(largest_rack_gain(part, to_power(static_cast<double>(most * node.input)),
                                          plan.conversion));
    }
    idle_.nodes.resize(site_.racks.size());
    idle_.inputs.resize(site_.racks.size());
    idle_.it = to_microwatts(site_.fixed_power);
    facility_.for_racks(NodeRanges{{0, site_.nodes}},
                        [&](RackIndex rack, std::size_t kind, NodeCount nodes) {
                            add(idle_, rack, kind, nodes * facility_.idle(kind).input);
                        });
    claimed_ = idle_;
}

std::optional<Microwatts> PowerCap::cap() const {
    std::optional<Microwatts> cap;
    if (plan_.cap)
        cap = to_microwatts(*plan_.cap);
    for (const auto& [event, at_most] : sheds_)
        cap = std::min(cap.value_or(at_most), at_most);
    return cap;
}

void PowerCap::set(const PowerPlan& plan, const std::string& why) {
    plan_ = plan;
    why_ = why;
    if (plan_.policy != CapPolicy::lower_gpu_cap)
        level_ = 0;
}

void PowerCap::shed(std::size_t event, Microwatts it_power, double share) {
    sheds_[event] = static_cast<Microwatts>(static_cast<double>(it_power) * (1 - share));
}

void PowerCap::end_shed(std::size_t event) {
    sheds_.erase(event);
}

std::optional<Power> PowerCap::gpu_cap(std::size_t kind, int level) const {
    const NodePart& node = facility_.kind(kind).node;
    if (level == 0 || node.gpus == 0)
        return plan_.gpu_cap;
    // A cap above the part's own caps nothing.
    const Power own = default_gpu_cap(node);
    const Power normal = std::min(plan_.gpu_cap.value_or(own), own);
    const Power floor = std::min(normal, plan_.gpu_cap_floor.value_or(lowest_gpu_cap(node)));
    return normal - static_cast<double>(level) / (levels - 1) * (normal - floor);
}

int PowerCap::claim_level() const {
    return plan_.policy == CapPolicy::lower_gpu_cap ? levels - 1 : 0;
}

int PowerCap::wanted_level() const {
    const auto most = cap();
    if (!most || plan_.policy != CapPolicy::lower_gpu_cap)
        return 0;
    const double gain = *std::max_element(gain_.begin(), gain_.end());
    const auto now = static_cast<double>(facility_.it_power());
    for (int level = 0; level < levels; ++level) {
        const auto more = static_cast<double>(running_[static_cast<std::size_t>(level)] -
                                              running_[static_cast<std::size_t>(level_)]);
        // Going up the estimate is an upper bound; going down the next call looks again.
        if (now + gain * more <= static_cast<double>(*most))
            return level;
    }
    return levels - 1;
}

std::vector<Microwatts> PowerCap::most_of(const Job& job) const {
    std::vector<Microwatts> most(facility_.kinds(), 0);
    for (std::size_t kind = 0; kind < most.size(); ++kind)
        for (const Phase& phase : job.phases)
            most[kind] = std::max(
                most[kind], facility_.node_load(kind, phase, gpu_cap(kind, claim_level())).input -
                                facility_.idle(kind).input);
    return most;
}

PowerClaim PowerCap::claim(const Job& job, NodeRanges where) const {
    return {most_of(job), std::move(where)};
}

PowerCap::Admission PowerCap::admit(const PowerClaim& claim) {
    const auto limit = cap();
    shift(claimed_, claim, 1);
    if (!limit || claimed_.it <= *limit)
        return Admission::granted;
    shift(claimed_, claim, -1);
    refused_ = true;
    shift(idle_, claim, 1);
    const bool fits_alone = idle_.it <= *limit;
    shift(idle_, claim, -1);
    return fits_alone ? Admission::later : Admission::never;
}

void PowerCap::add(Ledger& ledger, RackIndex rack, std::size_t kind, Microwatts by) const {
    const auto i = static_cast<std::size_t>(rack);
    ledger.nodes[i] += by;
    const Microwatts input = facility_.rack_power(kind, ledger.nodes[i]).input;
    ledger.it += input - ledger.inputs[i];
    ledger.inputs[i] = input;
}

void PowerCap::shift(Ledger& ledger, const PowerClaim& claim, int sign) const {
    facility_.for_racks(claim.where, [&](RackIndex rack, std::size_t kind, NodeCount nodes) {
        add(ledger, rack, kind, sign * nodes * claim.most[kind]);
    });
}

PowerCap::Ladder PowerCap::ladder(const Phase& phase, const NodeRanges& where) const {
    std::vector<NodeCount> nodes(facility_.kinds(), 0);
    facility_.for_racks(where, [&](RackIndex rack, std::size_t kind, NodeCount count) {
        // A throttled rack runs at its lowest clock whatever the cap is.
        if (!facility_.throttled(site_.racks[static_cast<std::size_t>(rack)].group))
            nodes[kind] += count;
    });
    Ladder ladder{};
    for (std::size_t kind = 0; kind < nodes.size(); ++kind)
        for (int level = 0; nodes[kind] > 0 && level < levels; ++level)
            ladder[static_cast<std::size_t>(level)] +=
                nodes[kind] * (facility_.node_load(kind, phase, gpu_cap(kind, level)).input -
                               facility_.idle(kind).input);
    return ladder;
}

void PowerCap::add(const Ladder& ladder, int sign) {
    for (std::size_t level = 0; level < ladder.size(); ++level)
        running_[level] += sign * ladder[level];
}

void PowerCap::light(NodeRange nodes, int sign) {
    if (!tracks_)
        return;
    facility_.for_racks(NodeRanges{nodes}, [&](RackIndex rack, std::size_t kind, NodeCount count) {
        for (Ledger* ledger : {&idle_, &claimed_})
            add(*ledger, rack, kind, sign * count * facility_.idle(kind).input);
    });
}

void PowerCap::switch_on(NodeRange nodes) {
    light(nodes, 1);
    why_ = "nodes came back into service";
}

std::string PowerCap::cause_now() const {
    const bool shedding = !sheds_.empty() && (!plan_.cap || *cap() < to_microwatts(*plan_.cap));
    const std::string why = shedding ? "the grid asked to shed" : why_;
    if (plan_.policy == CapPolicy::lower_gpu_cap)
        return why + ", and all GPUs are at their floor";
    return why + "; delay_starts stops no job that runs";
}

ViolationRecord PowerCap::record(SimTime until) const {
    const auto watts = [](Microwatts power) {
        return to_power(static_cast<double>(power)).in(watt);
    };
    return {excess_->from,         until,         "power.cap", "W", watts(excess_->cap),
            watts(excess_->worst), excess_->cause};
}

void PowerCap::gather(SimTime now) {
    const SimTime from = std::max(since_, window_start_);
    since_ = now;
    if (!in_force_ || now <= from)
        return;
    const Microwatts cap = std::max<Microwatts>(*in_force_, 1);  // a shed of all leaves 0 W
    const double share = static_cast<double>(it_) / static_cast<double>(cap);
    if (share > highest_share_) {
        highest_share_ = share;
        nearest_cap_ = cap;
    }
    share_seconds_ += share * to_seconds(now - from);
    capped_seconds_ += to_seconds(now - from);
}

void PowerCap::close_interval(SimTime end) {
    gather(end);
    if (capped_seconds_ > 0 && interval_start_ >= window_start_)
        shares_.push_back(share_seconds_ / capped_seconds_);
    share_seconds_ = capped_seconds_ = 0;
    interval_start_ = end;
}

std::optional<ViolationRecord> PowerCap::watch(SimTime now) {
    gather(now);
    const auto limit = cap();
    const Microwatts it = facility_.it_power();
    const bool exceeds = limit && it > *limit;
    std::optional<ViolationRecord> ended;
    if (excess_ && (!exceeds || excess_->cap != *limit)) {
        if (now > excess_->from)
            ended = record(now);
        excess_.reset();
    }
    if (exceeds && !excess_)
        excess_ = Excess{now, *limit, it, cause_now()};
    else if (exceeds)
        excess_->worst = std::max(excess_->worst, it);
    clock_.set(now, limit && (exceeds || refused_ || level_ > 0));
    it_ = it;
    in_force_ = limit;
    return ended;
}

std::optional<ViolationRecord> PowerCap::finish(SimTime end) {
    if (!excess_ || end <= excess_->from)
        return std::nullopt;
    return record(end);
}

std::optional<LimitRecord> PowerCap::limit(SimTime end) {
    if (nearest_cap_ == 0)
        return std::nullopt;
    const double cap = to_power(static_cast<double>(nearest_cap_)).in(watt);
    const SimDuration held = clock_.total(end);
    return LimitRecord{.name = "power_cap",
                       .unit = "W",
                       .limit = cap,
                       .p99 = nearest_rank(shares_, 99) * cap,
                       .peak = highest_share_ * cap,
                       .at_limit = held,
                       .first_reached = clock_.first(),
                       .where = ""};
}

}  // namespace twin
