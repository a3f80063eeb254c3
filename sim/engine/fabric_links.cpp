// The links of a Fabric: how they are laid, what is lost of them, which ways traffic takes, what
// flows.
#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <utility>

#include "sim/engine/fabric.h"

namespace twin {

void Fabric::add_links() {
    const auto add = [&](LinkKind kind, std::string name, int a, int b, Bandwidth capacity,
                         bool shares) {
        links_.push_back({});
        const int parts = kind == LinkKind::pair    ? plan_.cables
                          : kind == LinkKind::group ? plan_.spines
                                                    : 0;
        links_.back().record = {kind, std::move(name), a, b, capacity, shares, {}, parts};
        links_.back().shares = shares;
        links_.back().capacity = capacity.si();
        return links_.size() - 1;
    };
    const int groups = plan_.groups;
    std::vector<bool> holds(static_cast<std::size_t>(groups));
    for (const GroupIndex group : plan_.group_of_node)
        holds[static_cast<std::size_t>(group)] = true;
    const auto counts = [&](GroupIndex group) { return holds[static_cast<std::size_t>(group)]; };
    pair_links_.assign(static_cast<std::size_t>(groups) * static_cast<std::size_t>(groups), 0);
    bool pairs_share = groups > 1;
    for (GroupIndex a = 0; a < groups; ++a)
        for (GroupIndex b = a + 1; b < groups; ++b)
            pairs_share = pairs_share && plan_.pair(a, b) > Bandwidth();
    for (GroupIndex a = 0; groups > 1 && a < groups; ++a) {
        group_links_.push_back(add(LinkKind::group, fmt::format("group {}", a + 1), a, -1,
                                   plan_.uplinks[static_cast<std::size_t>(a)], !pairs_share));
        links_.back().counted = !pairs_share && counts(a);
    }
    // The nodes of a group follow each other.
    for (std::size_t node = 0; groups > 1 && node < plan_.group_of_node.size(); ++node) {
        const auto group = static_cast<std::size_t>(plan_.group_of_node[node]);
        NodeRange& nodes = links_[group_links_[group]].record.nodes;
        if (nodes.count++ == 0)
            nodes.first = static_cast<NodeIndex>(node);
    }
    const auto lay = [&](GroupIndex a, GroupIndex b) -> std::size_t& {
        return pair_links_[static_cast<std::size_t>(a * groups + b)];
    };
    for (GroupIndex a = 0; a < groups; ++a)
        for (GroupIndex b = a + 1; b < groups; ++b) {
            if (plan_.pair(a, b) <= Bandwidth() || hangs_storage(a) || hangs_storage(b))
                continue;
            lay(a, b) = lay(b, a) =
                add(LinkKind::pair, fmt::format("groups {} and {}", a + 1, b + 1), a, b,
                    plan_.pair(a, b), pairs_share);
            links_.back().routed = pairs_share;
            links_.back().counted = pairs_share && counts(a) && counts(b);
        }
    // What is read and what is written are not alike: each way by itself.
    for (GroupIndex a = 0; a < groups; ++a)
        for (const auto& [from, to] :
             {std::pair(plan_.storage_group, a), std::pair(a, plan_.storage_group)})
            if (hangs_storage(plan_.storage_group) && a != plan_.storage_group &&
                plan_.pair(from, to) > Bandwidth())
                lay(from, to) =
                    add(LinkKind::pair, fmt::format("group {} to group {}", from + 1, to + 1), from,
                        to, plan_.pair(from, to), true);
    if (plan_.storage) {
        read_link_ = add(LinkKind::storage_read, plan_.storage->name + " read", -1, -1,
                         plan_.storage->read_bandwidth, true);
        write_link_ = add(LinkKind::storage_write, plan_.storage->name + " write", -1, -1,
                          plan_.storage->write_bandwidth, true);
    }
}

std::vector<double> Fabric::lay_links() {
    add_links();
    std::vector<double> capacities;
    for (Link& link : links_) {
        if (!link.shares)
            continue;
        link.of_tasks = static_cast<int>(capacities.size());
        capacities.push_back(link.capacity);
    }
    return capacities;
}

// What flows since traffic changed last, if that was before.
void Fabric::lay_flows(SimTime until) {
    if (!flows_of_ || *flows_of_ >= until)
        return;
    const SimTime since = *std::exchange(flows_of_, std::nullopt);
    flows_.assign(links_.size(), 0);
    back_.assign(links_.size(), 0);
    for (std::size_t i = 0; i < links_.size(); ++i) {
        const Link& link = links_[i];
        if (link.there == 0 && link.back == 0)
            continue;
        if (!link.routed || !detours_) {
            flows_[i] += link.there;
            back_[i] += link.back;
            continue;
        }
        // Ways are told from the pair's first group to its second.
        routes_.for_links(
            static_cast<std::size_t>(link.record.a), static_cast<std::size_t>(link.record.b),
            [&](std::size_t a, std::size_t b, double share) {
                const auto on = pair_link(static_cast<GroupIndex>(a), static_cast<GroupIndex>(b));
                const bool along = a < b;
                flows_[on] +=
                    std::llround(static_cast<double>(along ? link.there : link.back) * share);
                back_[on] +=
                    std::llround(static_cast<double>(along ? link.back : link.there) * share);
            });
    }
    sum_groups();
    for (std::size_t i = 0; i < links_.size(); ++i)
        if (const std::int64_t more = std::max(flows_[i], back_[i]) - links_[i].flow.value();
            more != 0)
            links_[i].flow.change(since, window_start_, more);
}

// Over all links of a group flows what flows over those to each other one, whoever sends it and
// wherever to: of its two ways the fuller one.
void Fabric::sum_groups() {
    if (group_links_.empty() || links_[group_links_.front()].shares)
        return;
    out_.assign(group_links_.size(), 0);
    in_.assign(group_links_.size(), 0);
    for (std::size_t i = 0; i < links_.size(); ++i) {
        const LinkRecord& r = links_[i].record;
        if (r.kind != LinkKind::pair)
            continue;
        const auto a = static_cast<std::size_t>(r.a), b = static_cast<std::size_t>(r.b);
        out_[a] += flows_[i];
        in_[b] += flows_[i];
        out_[b] += back_[i];
        in_[a] += back_[i];
    }
    for (std::size_t group = 0; group < group_links_.size(); ++group)
        flows_[group_links_[group]] = std::max(out_[group], in_[group]);
}

void Fabric::lose(SimTime now, const LinkLoss& loss, LogEntry& entry) {
    entry.effect = change_loss(now, loss, 1);
    entry.links = changed_states();
}

void Fabric::restore(SimTime now, const LinkLoss& loss, LogEntry& entry) {
    entry.effect = change_loss(now, loss, -1);
    entry.links = changed_states();
}

std::string Fabric::change_loss(SimTime now, const LinkLoss& loss, int sign) {
    lay_flows(now);
    flows_of_ = now;
    std::string left;
    if (loss.b < 0) {
        int& lost = lost_spines_[static_cast<std::size_t>(loss.a)];
        lost += sign * loss.count;
        left = fmt::format("{} of {} spine switches left", std::max(0, plan_.spines - lost),
                           plan_.spines);
    } else {
        const std::size_t there = pair_link(loss.a, loss.b), back = pair_link(loss.b, loss.a);
        links_[there].lost += sign * loss.count;
        if (back != there)
            links_[back].lost += sign * loss.count;
        const int cables = std::max(0, plan_.cables - links_[there].lost);
        left = fmt::format("{} of {} cables left{}", cables, plan_.cables,
                           share_left(links_[there]) == 0 && plan_.groups > 2
                               ? ", bytes go around through third groups"
                               : "");
    }
    detours_ = false;
    for (const Link& link : links_)
        if (link.routed) {
            const double share = share_left(link);
            for (PairRoutes* routes : {&routes_, &damaged_routes_})
                routes->set_capacity(static_cast<std::size_t>(link.record.a),
                                     static_cast<std::size_t>(link.record.b),
                                     share * link.record.capacity.si());
            detours_ = detours_ || !plan_.minimal_routing || share == 0;
        }
    losses_ += sign * loss.count;
    unrouted_ = relaid_ = true;
    clock_.unsettle();
    return left;
}

double Fabric::lost_switches(GroupIndex group) const {
    return static_cast<double>(lost_spines_[static_cast<std::size_t>(group)]) /
           std::max(1, plan_.spines);
}

// Of its cables: losses of switches and of cables hit different ones, as far as that goes.
double Fabric::share_left(const Link& link) const {
    const LinkRecord& r = link.record;
    if (r.kind == LinkKind::group)
        return std::max(0.0, 1 - lost_switches(r.a));
    if (r.kind != LinkKind::pair)
        return 1;
    const double lost = static_cast<double>(link.lost) / std::max(1, plan_.cables);
    return std::max(0.0, 1 - lost - lost_switches(r.a) - lost_switches(r.b));
}

// Of all that the link stands for: of a group beside the links of pairs, of these.
double Fabric::left_in_service(const Link& link) const {
    if (link.record.kind != LinkKind::group || plan_.cables == 0)
        return share_left(link);
    double left = 0, all = 0;
    for (const Link& pair : links_) {
        const LinkRecord& r = pair.record;
        if (r.kind != LinkKind::pair || (r.a != link.record.a && r.b != link.record.a))
            continue;
        left += share_left(pair) * r.capacity.si();
        all += r.capacity.si();
    }
    return all > 0 ? left / all : share_left(link);
}

// That are in another state than was told last.
std::vector<LinkState> Fabric::changed_states() {
    std::vector<LinkState> changed;
    for (std::size_t i = 0; i < links_.size(); ++i) {
        Link& link = links_[i];
        if (link.record.parts == 0)
            continue;
        const LinkRecord& r = link.record;
        const int lost =
            r.kind == LinkKind::pair ? link.lost : lost_spines_[static_cast<std::size_t>(r.a)];
        const double left = left_in_service(link);
        if (lost == link.told.lost && left == link.told.left)
            continue;
        link.told = {i, lost, left};
        changed.push_back(link.told);
    }
    return changed;
}

// Traffic finds its ways.
void Fabric::route(SimTime now) {
    if (!std::exchange(unrouted_, false))
        return;
    lay_flows(now);
    flows_of_ = now;
    if (detours_) {
        for (const Link& link : links_)
            if (link.routed)
                routes_.set_demand(static_cast<std::size_t>(link.record.a),
                                   static_cast<std::size_t>(link.record.b), link.offered);
        routes_.balance();
    }
    for (Link& link : links_) {
        if (!link.shares)
            continue;
        const double capacity = std::max(least_capacity, capacity_of(link));
        const double change = std::abs(capacity - link.capacity);
        if (change == 0 || (detours_ && link.routed && change < (full - 1) * link.capacity))
            continue;
        link.capacity = capacity;
        tasks_.set_capacity(link.of_tasks, capacity);
    }
    if (!std::exchange(relaid_, false))
        return;
    for (auto& [user, member] : members_)
        for (Part* part : {&member.network, &member.storage}) {
            if (!part->task)
                continue;
            const double before =
                std::exchange(part->damaged, losses_ > 0 ? damaged(*part) : part->alone);
            member.other = member.other || part->damaged != before;
        }
}

// What those who ask for the link get together.
double Fabric::capacity_of(const Link& link) const {
    const double nominal = link.record.capacity.si();
    const double left = share_left(link);
    if (!link.routed) {
        // To the storage there is room through third groups, but no way past lost switches.
        const LinkRecord& r = link.record;
        const bool detour =
            r.kind == LinkKind::pair && link.shares && (left == 0 || !plan_.minimal_routing);
        return nominal *
               (detour ? std::max(0.0, 1 - lost_switches(r.a) - lost_switches(r.b)) : left);
    }
    if (!detours_ || link.offered == 0)
        return left * nominal;
    const double fill = routes_.fill(static_cast<std::size_t>(link.record.a),
                                     static_cast<std::size_t>(link.record.b));
    return fill <= full ? 2 * link.offered : link.offered / fill;
}

std::vector<LinkRecord> Fabric::links() const {
    std::vector<LinkRecord> records;
    for (const Link& link : links_)
        records.push_back(link.record);
    return records;
}

const std::vector<LinkSample>& Fabric::close_interval(SimTime end) {
    lay_flows(end);
    samples_.clear();
    const auto length = static_cast<double>((end - interval_start_).count());
    for (Link& link : links_) {
        link.flow.advance(end, window_start_);
        const double mean = static_cast<double>(link.flow.take_interval()) / length;
        const double capacity = link.record.capacity.si();
        samples_.push_back({Bandwidth::from_si(mean), link.record.capacity});
        if (link.counted && interval_start_ >= window_start_)
            count_load(mean / capacity);
    }
    interval_start_ = end;
    return samples_;
}

// What rounding adds to a full link is no load.
void Fabric::count_load(double load) {
    const auto bin = static_cast<std::size_t>(std::ceil((load - 1e-9) * double(load_bins)));
    if (bin >= histogram_.size())
        histogram_.resize(bin + 1);
    ++histogram_[bin];
}

NetworkTotals Fabric::totals(SimTime end) {
    lay_flows(end);
    NetworkTotals totals;
    const auto window = static_cast<double>((end - window_start_).count());
    int shared = 0;
    double sum = 0;
    for (Link& link : links_) {
        link.flow.advance(end, window_start_);
        const double load =
            static_cast<double>(link.flow.window()) / window / link.record.capacity.si();
        if (link.record.kind == LinkKind::storage_read)
            totals.storage_read = load;
        else if (link.record.kind == LinkKind::storage_write)
            totals.storage_write = load;
        else if (link.counted) {
            sum += load;
            ++shared;
        }
    }
    if (shared > 0)
        totals.load_mean = sum / shared;
    std::int64_t all = 0, below = 0;
    for (const std::int64_t count : histogram_)
        all += count;
    for (std::size_t bin = 0; all > 0 && bin < histogram_.size(); ++bin) {
        below += histogram_[bin];
        if (100 * below < 99 * all)
            continue;
        totals.load_p99 = static_cast<double>(bin) / double(load_bins);
        break;
    }
    return totals;
}

}  // namespace twin
