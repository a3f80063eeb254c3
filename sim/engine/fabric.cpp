#include "sim/engine/fabric.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace twin {

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
      damaged_routes_(routes_),
      histogram_(load_bins + 1) {
    for (const Link& link : links_)
        if (link.routed) {
            const auto a = static_cast<std::size_t>(link.record.a);
            const auto b = static_cast<std::size_t>(link.record.b);
            routes_.set_capacity(a, b, link.capacity);
            alone_routes_.set_capacity(a, b, link.capacity);
            damaged_routes_.set_capacity(a, b, link.capacity);
            detours_ = !plan.minimal_routing;
        }
}

void Fabric::use(Member& member, std::size_t link, double there, double back) const {
    if (links_[link].shares)
        member.network.shared.push_back({link, std::max(there, back)});
    const double of_node = member.demand.network.si();
    member.sent.push_back({link, there * of_node, back * of_node});
}

// Each node sends alike to all others of the job: of two groups a and b n_a n_b / (N - 1) of what a
// node sends, each way.
void Fabric::ask_alike(Member& member, const std::map<GroupIndex, NodeCount>& nodes) const {
    NodeCount all = 0;
    for (const auto& [group, count] : nodes)
        all += count;
    for (const auto& [group, count] : nodes)
        if (const auto link = group_links_[static_cast<std::size_t>(group)]; links_[link].shares) {
            const double weight = static_cast<double>(count) * (all - count) / (all - 1);
            use(member, link, weight, weight);
        }
    for (auto a = nodes.begin(); a != nodes.end(); ++a)
        for (auto b = std::next(a); b != nodes.end(); ++b)
            if (plan_.pair(a->first, b->first) > Bandwidth()) {
                const double weight = static_cast<double>(a->second) * b->second / (all - 1);
                use(member, pair_link(a->first, b->first), weight, weight);
            }
}

// One direction is shared: of a link's two ways the fuller one.
void Fabric::ask_between(Member& member, const std::map<GroupIndex, NodeCount>& nodes,
                         const std::vector<GroupTraffic>& between) const {
    std::vector<GroupIndex> groups;
    for (const auto& [group, count] : nodes)
        groups.push_back(group);
    const std::size_t size = groups.size();
    std::vector<double> weight(size * size), out(size), in(size);
    for (const GroupTraffic& one : between) {
        const auto from = static_cast<std::size_t>(one.from), to = static_cast<std::size_t>(one.to);
        const double of_node = one.rate / member.demand.network;
        weight[from * size + to] += of_node;
        out[from] += of_node;
        in[to] += of_node;
    }
    for (std::size_t a = 0; a < size; ++a)
        if (const auto link = group_links_[static_cast<std::size_t>(groups[a])];
            links_[link].shares && out[a] + in[a] > 0)
            use(member, link, out[a], in[a]);
    for (std::size_t a = 0; a < size; ++a)
        for (std::size_t b = a + 1; b < size; ++b)
            if (const double there = weight[a * size + b], back = weight[b * size + a];
                there + back > 0 && plan_.pair(groups[a], groups[b]) > Bandwidth())
                use(member, pair_link(groups[a], groups[b]), there, back);
}

void Fabric::ask_network(Member& member, const std::map<GroupIndex, NodeCount>& nodes,
                         const PlacedWork* placed) const {
    if (member.demand.network <= Bandwidth() || nodes.size() < 2)
        return;
    member.places_known = placed != nullptr;
    if (placed != nullptr)
        ask_between(member, nodes, placed->between);
    else
        ask_alike(member, nodes);
    const double time = placed != nullptr ? placed->time : 1;
    member.network.asked = asked_rate(member.demand, plan_.injection, time).si();
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
    for (const Load& load : uses)
        member.sent.push_back({load.link, load.weight, 0});
    member.storage.asked = 1;
}

void Fabric::set_alone(Part& part) {
    bool fits = true, routed = false;
    for (const Load& load : part.shared) {
        const Link& link = links_[load.link];
        routed = routed || (link.routed && !plan_.minimal_routing);
        const double share = link.record.capacity.si() / (load.weight * part.asked);
        fits = fits && share >= 1;
        part.alone = std::min(part.alone, share);
        if (load.link != read_link_ && load.link != write_link_)
            part.placed = std::min(part.placed, share);
    }
    if (routed)
        part.placed = part.alone = fits ? 1 : by_load(part, alone_routes_);
    part.granted = part.damaged = losses_ > 0 ? damaged(part) : part.alone;
}

// What it gets alone of what the losses have left.
double Fabric::damaged(const Part& part) {
    double share = part.alone, none = 1;
    bool detours = false;
    for (const Load& load : part.shared) {
        const Link& link = links_[load.link];
        const double asks = load.weight * part.asked;
        none = std::min(none, least_capacity / asks);
        if (link.routed && detours_)
            detours = detours || share_left(link) * link.record.capacity.si() < asks;
        else
            share = std::min(share, capacity_of(link) / asks);
    }
    if (detours)
        share = std::min(share, by_load(part, damaged_routes_));
    // As far as routes are balanced.
    if (detours && share > part.alone / full)
        share = part.alone;
    return std::max(share, none);
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

// All ways are free for it.
double Fabric::by_load(const Part& part, PairRoutes& routes) const {
    routes.clear();
    const auto groups = [&](const Load& load) {
        const LinkRecord& record = links_[load.link].record;
        return std::pair(static_cast<std::size_t>(record.a), static_cast<std::size_t>(record.b));
    };
    for (const Load& load : part.shared)
        routes.set_demand(groups(load).first, groups(load).second, load.weight * part.asked);
    routes.balance();
    double fullest = 1;
    for (const Load& load : part.shared)
        fullest = std::max(fullest, routes.fill(groups(load).first, groups(load).second));
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
                   const std::map<GroupIndex, NodeCount>& nodes, const PlacedWork* placed) {
    const auto known = members_.find(user);
    if (known != members_.end() && known->second.demand == demand)
        return;
    leave(now, user);
    if (demand == SharedDemand{})
        return;
    Member member;
    member.demand = demand;
    ask_network(member, nodes, placed);
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
        return stretched(unhindered, m.demand, Bandwidth::from_si(m.network.asked), grant,
                         m.places_known ? m.network.alone : 1);
    };
    return {time({m.network.alone, m.storage.placed}), time({m.network.alone, m.storage.alone}),
            time({m.network.damaged, m.storage.damaged}),
            time({m.network.granted, m.storage.granted})};
}

void Fabric::carry(SimTime now, User user, double speed) {
    Member& member = members_.at(user);
    if (member.speed == speed)
        return;
    lay_flows(now);
    flows_of_ = now;
    const auto more = [&](double rate) {
        return std::llround(rate * speed) - std::llround(rate * member.speed);
    };
    for (const Sent& sent : member.sent) {
        links_[sent.link].there += more(sent.there);
        links_[sent.link].back += more(sent.back);
    }
    member.speed = speed;
}

std::vector<Fabric::User> Fabric::settle(SimTime now) {
    route(now);
    // Where its looks run out, as in one of 20,000 random cases, shares are as near as they came.
    tasks_.solve();
    std::vector<User> changed;
    for (Link& link : links_)
        link.granted = 0;
    for (auto& [user, member] : members_) {
        bool other = std::exchange(member.other, false);
        for (Part* part : {&member.network, &member.storage}) {
            if (!part->task)
                continue;
            // Nobody gets more than alone; what differs in the last digits is the same.
            const double most = part->damaged;
            double share = std::min(tasks_.share(*part->task), most);
            if (share > most * (1 - 1e-9) || most < no_way)
                share = most;
            // As far as routes are balanced.
            if (detours_ && share > most / full)
                share = most;
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
        mine.storage.granted / mine.storage.damaged < mine.network.granted / mine.network.damaged;
    mine.rival = of_storage ? rival(user, mine.storage, &Member::storage)
                            : rival(user, mine.network, &Member::network);
    return mine.rival;
}

std::optional<Fabric::User> Fabric::rival(User user, const Part& mine, Part Member::*part) const {
    if (mine.granted >= mine.damaged)
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

}  // namespace twin
