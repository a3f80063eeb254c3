#include "sim/engine/fabric.h"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>

namespace twin {
namespace {

constexpr std::size_t bins = 10'000;  // of loads from 0 to 1: P99 to a hundredth of a per cent

std::int64_t whole(double bytes_per_second) {
    return std::llround(bytes_per_second);
}

bool is_link(LinkKind kind) {
    return kind == LinkKind::group || kind == LinkKind::pair;
}

}  // namespace

std::map<GroupIndex, NodeCount> nodes_by_group(const NetworkPlan& plan, const NodeRanges& where) {
    std::map<GroupIndex, NodeCount> nodes;
    for (const NodeRange& range : where)
        for (NodeIndex node = range.first; node < range.end(); ++node)
            ++nodes[plan.group_of_node[static_cast<std::size_t>(node)]];
    return nodes;
}

Fabric::Fabric(const NetworkPlan& plan, NodeCount nodes, Clock& clock, SimTime window_start)
    : plan_(plan),
      clock_(clock),
      window_start_(window_start),
      // Of the network a task has two nodes at least, of the storage one.
      tasks_(lay_links(), nodes + nodes / 2 + 1),
      histogram_(bins + 1) {}

void Fabric::add_links() {
    const auto add = [&](LinkKind kind, std::string name, int a, int b, Bandwidth capacity,
                         bool shares) {
        links_.push_back({});
        links_.back().record = {kind, std::move(name), a, b, capacity, shares, {}};
        links_.back().shares = shares;
        return links_.size() - 1;
    };
    const int groups = plan_.groups;
    pair_links_.assign(static_cast<std::size_t>(groups) * static_cast<std::size_t>(groups), 0);
    bool pairs_share = plan_.minimal_routing && groups > 1;
    for (GroupIndex a = 0; a < groups; ++a)
        for (GroupIndex b = a + 1; b < groups; ++b)
            pairs_share = pairs_share && plan_.pair(a, b) > Bandwidth();
    for (GroupIndex a = 0; groups > 1 && a < groups; ++a)
        group_links_.push_back(add(LinkKind::group, fmt::format("group {}", a + 1), a, -1,
                                   plan_.uplinks[static_cast<std::size_t>(a)], !pairs_share));
    // The nodes of a group follow each other.
    for (std::size_t node = 0; groups > 1 && node < plan_.group_of_node.size(); ++node) {
        const auto group = static_cast<std::size_t>(plan_.group_of_node[node]);
        NodeRange& nodes = links_[group_links_[group]].record.nodes;
        if (nodes.count++ == 0)
            nodes.first = static_cast<NodeIndex>(node);
    }
    for (GroupIndex a = 0; a < groups; ++a)
        for (GroupIndex b = a + 1; b < groups; ++b)
            if (plan_.pair(a, b) > Bandwidth())
                pair_links_[static_cast<std::size_t>(a * groups + b)] =
                    add(LinkKind::pair, fmt::format("groups {} and {}", a + 1, b + 1), a, b,
                        plan_.pair(a, b), pairs_share);
    if (plan_.storage) {
        read_link_ = add(LinkKind::storage_read, plan_.storage->name + " read", -1, -1,
                         plan_.storage->read_bandwidth, true);
        write_link_ = add(LinkKind::storage_write, plan_.storage->name + " write", -1, -1,
                          plan_.storage->write_bandwidth, true);
    }
}

// Ends: the groups, a hub in the middle, the two ways of the storage.
std::vector<SharedLink> Fabric::lay_links() {
    add_links();
    std::vector<SharedLink> shared;
    const int hub = plan_.groups;
    for (Link& link : links_) {
        if (!link.shares)
            continue;
        link.of_tasks = static_cast<int>(shared.size());
        const LinkRecord& r = link.record;
        const double capacity = r.capacity.si();
        switch (r.kind) {
            case LinkKind::group:
                shared.push_back({r.a, hub, capacity});
                break;
            case LinkKind::pair:
                shared.push_back({r.a, r.b, capacity});
                break;
            case LinkKind::storage_read:
                shared.push_back({hub + 1, hub, capacity});
                break;
            case LinkKind::storage_write:
                shared.push_back({hub, hub + 2, capacity});
                break;
        }
    }
    return shared;
}

// Each node sends alike to all others of the job: of two groups a and b n_a n_b / (N - 1) of what a
// node sends, each way.
void Fabric::ask_network(Member& member, const std::map<GroupIndex, NodeCount>& nodes) const {
    if (member.demand.network <= Bandwidth() || plan_.groups < 2)
        return;
    if (nodes.size() < 2)
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
                use(pair_links_[static_cast<std::size_t>(a->first * plan_.groups + b->first)],
                    static_cast<double>(a->second) * b->second / (all - 1));
    member.network.asked = asked_rate(member.demand, plan_.injection).si();
}

void Fabric::ask_storage(Member& member) const {
    if (!plan_.storage)
        return;
    const auto use = [&](std::size_t link, Bandwidth rate) {
        if (rate <= Bandwidth())
            return;
        member.storage.shared.push_back({link, rate.si()});
        member.sent.push_back({link, rate.si()});
    };
    use(read_link_, member.demand.storage_read);
    use(write_link_, member.demand.storage_write);
    member.storage.asked = 1;
}

void Fabric::set_alone(Part& part) const {
    for (const Load& load : part.shared)
        part.alone = std::min(part.alone,
                              links_[load.link].record.capacity.si() / (load.weight * part.asked));
    part.granted = part.alone;
}

void Fabric::start(Part& part) {
    if (part.shared.empty())
        return;
    std::vector<SharedTasks::Use> uses;
    for (const Load& load : part.shared)
        uses.push_back({links_[load.link].of_tasks, load.weight * part.asked});
    set_alone(part);
    part.task = tasks_.start(uses);
    clock_.unsettle();
}

void Fabric::end(Part& part) {
    if (!part.task)
        return;
    tasks_.end(*part.task);
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
    ask_storage(member);
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
    for (const Load& load : member.sent)
        links_[load.link].flow.change(
            now, window_start_, whole(load.weight * speed) - whole(load.weight * member.speed));
    member.speed = speed;
}

std::vector<Fabric::User> Fabric::settle() {
    tasks_.settled();
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
        const double its = link.granted / link.record.capacity.si();
        if (its > fullest_load * (1 + 1e-9)) {
            fullest = load.link;
            fullest_load = its;
        }
    }
    std::optional<User> most;
    double taken = 0;
    for (const auto& [other, member] : members_) {
        if (other == user)
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
    samples_.clear();
    const auto length = static_cast<double>((end - interval_start_).count());
    for (Link& link : links_) {
        link.flow.advance(end, window_start_);
        const double mean = static_cast<double>(link.flow.take_interval()) / length;
        const double capacity = link.record.capacity.si();
        samples_.push_back({Bandwidth::from_si(mean), link.record.capacity});
        if (link.shares && is_link(link.record.kind) && interval_start_ >= window_start_)
            ++histogram_[std::min(
                bins, static_cast<std::size_t>(std::ceil(mean / capacity * double(bins))))];
    }
    interval_start_ = end;
    return samples_;
}

NetworkTotals Fabric::totals(SimTime end) {
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
        else if (link.shares) {
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
