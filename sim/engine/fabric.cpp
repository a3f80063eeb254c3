#include "sim/engine/fabric.h"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <utility>

namespace twin {
namespace {

constexpr std::size_t bins = 10'000;  // of loads from 0 to 1: P99 to a hundredth of a per cent

std::int64_t whole(double bytes_per_second) {
    return std::llround(bytes_per_second);
}

// A pair of groups whose fullest link has this fill is not full: as far as routes are balanced.
constexpr double full = 1.001;
constexpr double least_capacity = 1;  // bytes per second, of links that are lost

}  // namespace

std::map<GroupIndex, NodeCount> nodes_by_group(const NetworkPlan& plan, const NodeRanges& where) {
    std::map<GroupIndex, NodeCount> nodes;
    for (const NodeRange& range : where)
        for (NodeIndex node = range.first; node < range.end(); ++node)
            ++nodes[plan.group_of_node[static_cast<std::size_t>(node)]];
    return nodes;
}

Fabric::Fabric(const NetworkPlan& plan, Clock& clock, SimTime window_start)
    : plan_(plan),
      clock_(clock),
      window_start_(window_start),
      lost_spines_(static_cast<std::size_t>(plan.groups)),
      tasks_(lay_links()),
      routes_(static_cast<std::size_t>(plan.groups), !plan.minimal_routing),
      alone_routes_(routes_),
      histogram_(bins + 1) {
    for (const Link& link : links_)
        if (link.routed) {
            const auto a = static_cast<std::size_t>(link.record.a);
            const auto b = static_cast<std::size_t>(link.record.b);
            routes_.set_capacity(a, b, link.capacity);
            alone_routes_.set_capacity(a, b, link.capacity);
            detours_ = !plan.minimal_routing;
        }
}

void Fabric::add_links() {
    const auto add = [&](LinkKind kind, std::string name, int a, int b, Bandwidth capacity,
                         bool shares) {
        links_.push_back({});
        links_.back().record = {kind, std::move(name), a, b, capacity, shares, {}};
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

// Each node sends alike to all others of the job: of two groups a and b n_a n_b / (N - 1) of what a
// node sends, each way.
void Fabric::ask_network(Member& member, const std::map<GroupIndex, NodeCount>& nodes) const {
    if (member.demand.network <= Bandwidth() || nodes.size() < 2)
        return;
    NodeCount all = 0;
    for (const auto& [group, count] : nodes)
        all += count;
    const auto use = [&](std::size_t link, double weight) {
        if (links_[link].shares)
            member.network.shared.push_back({link, weight});
        member.sent.push_back({link, weight * member.demand.network.si()});
    };
    for (const auto& [group, count] : nodes)
        use(group_links_[static_cast<std::size_t>(group)],
            static_cast<double>(count) * (all - count) / (all - 1));
    for (auto a = nodes.begin(); a != nodes.end(); ++a)
        for (auto b = std::next(a); b != nodes.end(); ++b)
            if (plan_.pair(a->first, b->first) > Bandwidth())
                use(pair_link(a->first, b->first),
                    static_cast<double>(a->second) * b->second / (all - 1));
    member.network.asked = asked_rate(member.demand, plan_.injection).si();
}

// Each node reads and writes its part over the links from its group to that of the storage.
void Fabric::ask_storage(Member& member, const std::map<GroupIndex, NodeCount>& nodes) const {
    if (!plan_.storage)
        return;
    const GroupIndex storage = plan_.storage_group;
    NodeCount all = 0;
    for (const auto& [group, count] : nodes)
        all += count;
    std::vector<Load>& uses = member.storage.shared;
    const auto use = [&](std::size_t link, Bandwidth rate, bool reads) {
        if (rate <= Bandwidth())
            return;
        uses.push_back({link, rate.si()});
        if (!hangs_storage(storage))
            return;
        for (const auto& [group, count] : nodes)
            if (group != storage && plan_.pair(group, storage) > Bandwidth())
                uses.push_back({reads ? pair_link(storage, group) : pair_link(group, storage),
                                rate.si() * count / all});
    };
    use(read_link_, member.demand.storage_read, true);
    use(write_link_, member.demand.storage_write, false);
    std::sort(uses.begin(), uses.end(),
              [](const Load& a, const Load& b) { return a.link < b.link; });
    member.sent.insert(member.sent.end(), uses.begin(), uses.end());
    member.storage.asked = 1;
}

void Fabric::set_alone(Part& part) {
    bool fits = true, routed = false;
    for (const Load& load : part.shared) {
        const Link& link = links_[load.link];
        routed = routed || (link.routed && !plan_.minimal_routing);
        fits = fits && load.weight * part.asked <= link.record.capacity.si();
    }
    if (routed) {
        part.granted = part.alone = fits ? 1 : alone_by_load(part);
        return;
    }
    for (const Load& load : part.shared)
        part.alone = std::min(part.alone,
                              links_[load.link].record.capacity.si() / (load.weight * part.asked));
    part.granted = part.alone;
}

void Fabric::start(Part& part) {
    if (part.shared.empty())
        return;
    std::vector<FairShares::Use> uses;
    for (const Load& load : part.shared)
        uses.push_back({links_[load.link].of_tasks, load.weight * part.asked});
    set_alone(part);
    part.task = tasks_.start(uses);
    offer(part, 1);
    clock_.unsettle();
}

// By load the whole network is free for it.
double Fabric::alone_by_load(const Part& part) {
    alone_routes_.clear();
    const auto groups = [&](const Load& load) {
        const LinkRecord& record = links_[load.link].record;
        return std::pair(static_cast<std::size_t>(record.a), static_cast<std::size_t>(record.b));
    };
    for (const Load& load : part.shared)
        alone_routes_.set_demand(groups(load).first, groups(load).second, load.weight * part.asked);
    alone_routes_.balance();
    double fullest = 1;
    for (const Load& load : part.shared)
        fullest = std::max(fullest, alone_routes_.fill(groups(load).first, groups(load).second));
    return fullest > full ? 1 / fullest : 1;
}

void Fabric::offer(const Part& part, int sign) {
    for (const Load& load : part.shared) {
        Link& link = links_[load.link];
        if (!link.routed)
            continue;
        link.users += sign;
        link.offered += sign * load.weight * part.asked * part.alone;
        if (link.users == 0)
            link.offered = 0;
        unrouted_ = unrouted_ || detours_;
    }
}

void Fabric::end(Part& part) {
    if (!part.task)
        return;
    tasks_.end(*part.task);
    offer(part, -1);
    clock_.unsettle();
}

void Fabric::enter(SimTime now, User user, const SharedDemand& demand,
                   const std::map<GroupIndex, NodeCount>& nodes) {
    const auto known = members_.find(user);
    if (known != members_.end() && known->second.demand == demand)
        return;
    leave(now, user);
    if (demand == SharedDemand{})
        return;
    Member member;
    member.demand = demand;
    ask_network(member, nodes);
    ask_storage(member, nodes);
    if (member.sent.empty())
        return;
    start(member.network);
    start(member.storage);
    members_.emplace(user, std::move(member));
}

void Fabric::leave(SimTime now, User user) {
    const auto known = members_.find(user);
    if (known == members_.end())
        return;
    carry(now, user, 0);
    end(known->second.network);
    end(known->second.storage);
    members_.erase(known);
    left_.push_back(user);
}

Fabric::Times Fabric::times(User user, double unhindered) const {
    const Member& m = members_.at(user);
    const auto time = [&](const SharedGrant& grant) {
        if (m.network.shared.empty()) {  // it stays within a group
            SharedDemand demand = m.demand;
            demand.network = {};
            return stretched(unhindered, demand, {}, grant);
        }
        return stretched(unhindered, m.demand, Bandwidth::from_si(m.network.asked), grant);
    };
    return {time({m.network.alone, m.storage.alone}), time({m.network.granted, m.storage.granted})};
}

void Fabric::carry(SimTime now, User user, double speed) {
    Member& member = members_.at(user);
    if (member.speed == speed)
        return;
    lay_flows(now);
    flows_of_ = now;
    for (const Load& load : member.sent)
        links_[load.link].traffic += whole(load.weight * speed) - whole(load.weight * member.speed);
    member.speed = speed;
}

// What flows since traffic changed last, if that was before.
void Fabric::lay_flows(SimTime until) {
    if (!flows_of_ || *flows_of_ >= until)
        return;
    const SimTime since = *std::exchange(flows_of_, std::nullopt);
    flows_.assign(links_.size(), 0);
    for (std::size_t i = 0; i < links_.size(); ++i) {
        const Link& link = links_[i];
        if (link.traffic == 0)
            continue;
        if (!link.routed || !detours_) {
            flows_[i] += link.traffic;
            continue;
        }
        routes_.for_links(
            static_cast<std::size_t>(link.record.a), static_cast<std::size_t>(link.record.b),
            [&](std::size_t a, std::size_t b, double share) {
                flows_[pair_link(static_cast<GroupIndex>(a), static_cast<GroupIndex>(b))] +=
                    whole(static_cast<double>(link.traffic) * share);
            });
    }
    for (std::size_t i = 0; i < links_.size(); ++i)
        if (const std::int64_t more = flows_[i] - links_[i].flow.value(); more != 0)
            links_[i].flow.change(since, window_start_, more);
}

std::string Fabric::lose(SimTime now, const LinkLoss& loss) {
    return change_loss(now, loss, 1);
}

std::string Fabric::restore(SimTime now, const LinkLoss& loss) {
    return change_loss(now, loss, -1);
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
        left = fmt::format("{} of {} cables left", std::max(0, plan_.cables - links_[there].lost),
                           plan_.cables);
    }
    detours_ = false;
    for (const Link& link : links_)
        if (link.routed) {
            const double share = share_left(link);
            routes_.set_capacity(static_cast<std::size_t>(link.record.a),
                                 static_cast<std::size_t>(link.record.b),
                                 share * link.record.capacity.si());
            detours_ = detours_ || !plan_.minimal_routing || share == 0;
        }
    unrouted_ = true;
    clock_.unsettle();
    return left;
}

// Of its cables: losses of switches and of cables hit different ones, as far as that goes.
double Fabric::share_left(const Link& link) const {
    const LinkRecord& r = link.record;
    const auto lost_switches = [&](int group) {
        return static_cast<double>(lost_spines_[static_cast<std::size_t>(group)]) /
               std::max(1, plan_.spines);
    };
    if (r.kind == LinkKind::group)
        return std::max(0.0, 1 - lost_switches(r.a));
    if (r.kind != LinkKind::pair)
        return 1;
    const double lost = static_cast<double>(link.lost) / std::max(1, plan_.cables);
    return std::max(0.0, 1 - lost - lost_switches(r.a) - lost_switches(r.b));
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
}

// What those who ask for the link get together.
double Fabric::capacity_of(const Link& link) const {
    const double nominal = link.record.capacity.si();
    const double left = share_left(link);
    if (!link.routed) {
        // To the storage there is room through third groups.
        const bool detour = link.record.kind == LinkKind::pair && link.shares &&
                            (left == 0 || !plan_.minimal_routing);
        return detour ? nominal : left * nominal;
    }
    if (!detours_ || link.offered == 0)
        return left * nominal;
    const double fill = routes_.fill(static_cast<std::size_t>(link.record.a),
                                     static_cast<std::size_t>(link.record.b));
    return fill <= full ? 2 * link.offered : link.offered / fill;
}

std::vector<Fabric::User> Fabric::settle(SimTime now) {
    route(now);
    tasks_.solve();
    std::vector<User> changed;
    for (Link& link : links_)
        link.granted = 0;
    for (auto& [user, member] : members_) {
        bool other = false;
        for (Part* part : {&member.network, &member.storage}) {
            if (!part->task)
                continue;
            // Nobody gets more than alone; what differs in the last digits is the same.
            double share = std::min(tasks_.share(*part->task), part->alone);
            if (share > part->alone * (1 - 1e-9))
                share = part->alone;
            // As far as routes are balanced.
            if (detours_ && std::abs(share - part->granted) < (full - 1) * part->granted)
                share = part->granted;
            other = other || share != part->granted;
            part->granted = share;
            for (const Load& load : part->shared)
                links_[load.link].granted += load.weight * part->asked * share;
        }
        // Who took most may have gone, and another one have come for the same share.
        other = other || (member.rival &&
                          std::find(left_.begin(), left_.end(), *member.rival) != left_.end());
        if (other)
            changed.push_back(user);
    }
    left_.clear();
    return changed;
}

double Fabric::granted_on(const Part& part, std::size_t link) {
    const auto found =
        std::lower_bound(part.shared.begin(), part.shared.end(), link,
                         [](const Load& load, std::size_t wanted) { return load.link < wanted; });
    return found != part.shared.end() && found->link == link
               ? found->weight * part.asked * part.granted
               : 0;
}

std::optional<Fabric::User> Fabric::rival(User user) {
    Member& mine = members_.at(user);
    const bool of_storage =
        mine.storage.granted / mine.storage.alone < mine.network.granted / mine.network.alone;
    mine.rival = of_storage ? rival(user, mine.storage, &Member::storage)
                            : rival(user, mine.network, &Member::network);
    return mine.rival;
}

std::optional<Fabric::User> Fabric::rival(User user, const Part& mine, Part Member::*part) const {
    if (mine.granted >= mine.alone)
        return std::nullopt;
    // The fullest of its links; of equal ones the first.
    std::size_t fullest = mine.shared.front().link;
    double fullest_load = 0;
    for (const Load& load : mine.shared) {
        const Link& link = links_[load.link];
        const double its = link.granted / link.capacity;
        if (its > fullest_load * (1 + 1e-9)) {
            fullest = load.link;
            fullest_load = its;
        }
    }
    std::optional<User> most;
    double taken = 0;
    for (const auto& [other, member] : members_) {
        if (other == user || other == behind(user))
            continue;
        const double takes = granted_on(member.*part, fullest);
        if (takes > taken * (1 + 1e-9)) {
            most = other;
            taken = takes;
        }
    }
    return most;
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
            ++histogram_[std::min(
                bins, static_cast<std::size_t>(std::ceil(mean / capacity * double(bins))))];
    }
    interval_start_ = end;
    return samples_;
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
        totals.load_p99 = static_cast<double>(bin) / double(bins);
        break;
    }
    return totals;
}

}  // namespace twin
