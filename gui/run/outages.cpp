#include "gui/run/outages.h"

#include <algorithm>

#include "sim/scenario/node_selection.h"

namespace twin {
namespace {

NodeRanges nodes_of(const std::string& what, const Site& site) {
    auto selected = select_nodes(what, site);
    if (auto* const nodes = std::get_if<NodeRanges>(&selected))
        return std::move(*nodes);
    return {};
}

bool covers(const NodeRanges& nodes, const NodeRange& wanted) {
    return std::any_of(nodes.begin(), nodes.end(), [&](const NodeRange& range) {
        return range.first <= wanted.first && wanted.end() <= range.end();
    });
}

// Without the nodes of `back`.
NodeRanges without(const NodeRanges& nodes, const NodeRanges& back) {
    NodeRanges left;
    for (const NodeRange& range : nodes)
        for (NodeIndex node = range.first; node < range.end(); ++node) {
            if (covers(back, {node, 1}))
                continue;
            if (!left.empty() && left.back().end() == node)
                ++left.back().count;
            else
                left.push_back({node, 1});
        }
    return left;
}

}  // namespace

Outages::Outages(const std::vector<LogEntry>& events, const Site& site) {
    std::vector<Outage> now;
    for (const LogEntry& entry : events) {
        const bool trip = entry.kind == "trip";
        const bool drain = entry.kind == "drain";
        const bool trip_over = entry.kind == "trip over";
        if (trip || drain || entry.kind == "lose") {
            NodeRanges nodes = nodes_of(entry.what, site);
            if (nodes.empty())
                continue;
            now.push_back({entry.what, trip, drain, std::move(nodes)});
        } else if (trip_over || entry.kind == "restore") {
            const auto same = std::find_if(now.begin(), now.end(), [&](const Outage& outage) {
                return outage.trip == trip_over && outage.what == entry.what;
            });
            if (same != now.end()) {
                now.erase(same);
            } else {
                const NodeRanges back = nodes_of(entry.what, site);
                for (Outage& outage : now)
                    outage.nodes = without(outage.nodes, back);
                std::erase_if(now, [](const Outage& outage) { return outage.nodes.empty(); });
            }
        } else {
            continue;
        }
        steps_.push_back({to_seconds(entry.at - sim_start), now});
    }
}

const std::vector<Outages::Outage>& Outages::at(double seconds) const {
    static const std::vector<Outage> none;
    const auto later =
        std::upper_bound(steps_.begin(), steps_.end(), seconds,
                         [](double wanted, const Step& step) { return wanted < step.from_s; });
    return later == steps_.begin() ? none : std::prev(later)->outages;
}

}  // namespace twin
