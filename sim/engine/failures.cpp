#include "sim/engine/failures.h"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <stdexcept>
#include <utility>

namespace twin {

Failures::Failures(const RunPlan& plan, Clock& clock, Dispatcher& dispatcher, Recorder& recorder)
    : plan_(plan), clock_(clock), dispatcher_(dispatcher), recorder_(recorder) {
    if (!plan.failures)
        return;
    for (const FailureCause& cause : plan.failures->causes)
        processes_.emplace_back(cause, plan.seed);
    next_.resize(processes_.size());
    parts_before_.push_back(0);
    for (const Rack& rack : plan.site.racks)
        parts_before_.push_back(parts_before_.back() +
                                std::int64_t{rack.nodes} *
                                    (plan.failures->by_gpu ? rack.part->node.gpus.value : 1));
}

void Failures::begin() {
    for (std::size_t i = 0; i < processes_.size(); ++i)
        await(i);
}

void Failures::await(std::size_t cause) {
    const auto failure = processes_[cause].next();
    if (!failure)
        return;
    next_[cause] = *failure;
    const auto subject = static_cast<std::int64_t>(cause);
    clock_.set({failure->at, EventClass::failure, subject, subject});
}

void Failures::happen(SimTime now, std::span<const Event> events) {
    for (const Event& event : events) {
        const auto subject = static_cast<std::size_t>(event.subject);
        if (subject >= processes_.size()) {
            repair(now, subject - processes_.size());
            continue;
        }
        fail(now, subject);
        await(subject);
    }
}

void Failures::fail(SimTime now, std::size_t index) {
    // With a horizon their number is known before.
    if (++met_ > plan_.failures->most && !plan_.horizon)
        throw std::runtime_error(fmt::format(
            "the run met {} failures within {:.4g} days and has no end in sight: expected a "
            "time.horizon, or checkpoints of the jobs that failures interrupt again and again",
            plan_.failures->most, to_seconds(now - sim_start) / 86400));
    const FailureCause& cause = plan_.failures->causes[index];
    const FailureProcess::Failure& failure = next_[index];
    if (is_between_groups(cause.part))
        return fail_link(now, index);
    const NodeIndex node = node_at(failure.where);
    if (!dispatcher_.in_service(node))
        return;
    const std::string name = "node " + plan_.site.name_of(node);
    if (cause.part == FailingPart::program) {
        if (const auto effect = dispatcher_.crash(now, node, cause.name))
            recorder_.event({now, "interrupt", name, *effect});
        return;
    }
    const bool leaf = cause.part == FailingPart::leaf_switch;
    const NodeRanges nodes = leaf ? nodes_behind_leaf_of(node) : NodeRanges{{node, 1}};
    const std::string what = leaf ? "leaf switch of " + name : name;
    recorder_.event({now, "lose", what, dispatcher_.fail(now, failed_, nodes, cause.name)});
    ++nodes_out_;
    await_repair(now + failure.repair, what, std::nullopt);
}

void Failures::fail_link(SimTime now, std::size_t index) {
    const NetworkPlan& network = *plan_.network;
    const FailureProcess::Failure& failure = next_[index];
    LinkLoss loss{0, -1, 1};
    std::string what;
    if (plan_.failures->causes[index].part == FailingPart::spine_switch) {
        loss.a = static_cast<GroupIndex>(failure.where * network.groups);
        what = fmt::format("spine switch of group {}", loss.a + 1);
    } else {
        // All pairs have as many cables.
        auto left = static_cast<int>(failure.where * network.groups * (network.groups - 1) / 2);
        while (left >= network.groups - 1 - loss.a)
            left -= network.groups - 1 - loss.a++;
        loss.b = loss.a + 1 + left;
        what = fmt::format("cable of groups {} and {}", loss.a + 1, loss.b + 1);
    }
    LogEntry entry{now, "lose_links", what, {}};
    dispatcher_.fabric()->lose(now, loss, entry);
    recorder_.event(entry);
    await_repair(now + failure.repair, what, loss);
}

void Failures::await_repair(SimTime at, std::string what, std::optional<LinkLoss> links) {
    const std::size_t number = failed_++;
    repairs_.emplace(number, Repair{std::move(what), links});
    const auto subject = static_cast<std::int64_t>(processes_.size() + number);
    clock_.set({at, EventClass::failure, subject, subject});
}

void Failures::repair(SimTime now, std::size_t number) {
    const auto repaired = repairs_.extract(number);
    const auto& [what, links] = repaired.mapped();
    LogEntry entry{now, "restore", what, {}};
    if (links) {
        dispatcher_.fabric()->restore(now, *links, entry);
    } else {
        --nodes_out_;
        entry.effect = dispatcher_.repair(now, number);
    }
    recorder_.event(entry);
}

NodeIndex Failures::node_at(double share) const {
    const auto part =
        static_cast<std::int64_t>(std::floor(share * static_cast<double>(parts_before_.back())));
    const auto behind = std::upper_bound(parts_before_.begin(), parts_before_.end(), part);
    const Rack& rack =
        plan_.site.racks[static_cast<std::size_t>(behind - parts_before_.begin()) - 1];
    const std::int64_t of_node = plan_.failures->by_gpu ? rack.part->node.gpus.value : 1;
    return rack.first_node + static_cast<NodeIndex>((part - *(behind - 1)) / of_node);
}

// Groups fill their leaves one after the other.
NodeRanges Failures::nodes_behind_leaf_of(NodeIndex node) const {
    const Site& site = plan_.site;
    const RackIndex rack = site.rack_of(node);
    const Group& group =
        site.groups[static_cast<std::size_t>(site.racks[static_cast<std::size_t>(rack)].group)];
    const NodeCount size = plan_.failures->nodes_per_leaf;
    const NodeIndex first = group.first_node + (node - group.first_node) / size * size;
    return {{first, std::min(size, group.first_node + group.nodes - first)}};
}

}  // namespace twin
