#include "gui/run/outages.h"

#include <algorithm>
#include <charconv>
#include <limits>
#include <optional>

#include "models/site/node_ranges.h"
#include "sim/scenario/node_selection.h"

namespace twin {
namespace {

constexpr double never = std::numeric_limits<double>::infinity();

NodeRanges nodes_of(const std::string& what, const Site& site) {
    if (site.racks.empty())
        return {};
    auto selected = select_nodes(what, site);
    if (auto* const nodes = std::get_if<NodeRanges>(&selected))
        return std::move(*nodes);
    return {};
}

std::optional<Outage::Cause> cause_of(const std::string& kind) {
    if (kind == "lose")
        return Outage::Cause::lost;
    if (kind == "drain")
        return Outage::Cause::drained;
    if (kind == "trip")
        return Outage::Cause::tripped;
    return std::nullopt;
}

// "48 nodes free again"
NodeCount freed_by(const LogEntry& entry) {
    NodeCount nodes = 0;
    std::from_chars(entry.effect.data(), entry.effect.data() + entry.effect.size(), nodes);
    return nodes;
}

bool holds(const Outage& outage) {
    return outage.until_s == never;
}

// How many nodes only this one holds.
NodeCount held_alone(const std::vector<Outage>& all, const Outage& one) {
    NodeRanges own = one.nodes;
    for (const Outage& other : all)
        if (&other != &one && holds(other))
            own = without(own, other.nodes);
    return count_of(own);
}

// Ends what holds these nodes, but for trips; of what holds others too, the rest goes on.
void bring_back(std::vector<Outage>& all, const NodeRanges& nodes, double at_s) {
    std::vector<Outage> rests;
    for (Outage& outage : all) {
        if (!holds(outage) || outage.cause == Outage::Cause::tripped)
            continue;
        NodeRanges left = without(outage.nodes, nodes);
        if (left == outage.nodes)
            continue;
        outage.until_s = at_s;
        if (!left.empty())
            rests.push_back({outage.cause, outage.what, at_s, never, std::move(left)});
    }
    all.insert(all.end(), rests.begin(), rests.end());
}

}  // namespace

Outages::Outages(const std::vector<LogEntry>& events, const Site& site) {
    for (const LogEntry& entry : events) {
        const double at_s = to_seconds(entry.at - sim_start);
        if (const auto cause = cause_of(entry.kind)) {
            if (NodeRanges nodes = nodes_of(entry.what, site); !nodes.empty())
                all_.push_back({*cause, entry.what, at_s, never, std::move(nodes)});
            continue;
        }
        const bool trip_over = entry.kind == "trip over";
        if (!trip_over && entry.kind != "restore")
            continue;
        const auto same = std::find_if(all_.begin(), all_.end(), [&](const Outage& outage) {
            return holds(outage) && outage.what == entry.what &&
                   (outage.cause == Outage::Cause::tripped) == trip_over;
        });
        if (same != all_.end() && (trip_over || freed_by(entry) <= held_alone(all_, *same)))
            same->until_s = at_s;
        else if (!trip_over)
            bring_back(all_, nodes_of(entry.what, site), at_s);
    }
    // What ended as it began was never out.
    std::erase_if(all_, [](const Outage& outage) { return outage.until_s <= outage.from_s; });
}

std::vector<const Outage*> Outages::at(double seconds) const {
    std::vector<const Outage*> found;
    for (const Outage& outage : all_) {
        if (outage.from_s > seconds)
            break;
        if (seconds < outage.until_s)
            found.push_back(&outage);
    }
    return found;
}

bool Outages::is_steady(double from, double until) const {
    return std::none_of(all_.begin(), all_.end(), [&](const Outage& outage) {
        const auto within = [&](double at) { return from < at && at < until; };
        return within(outage.from_s) || within(outage.until_s);
    });
}

}  // namespace twin
