#include "sim/engine/outages.h"

#include <algorithm>
#include <utility>

#include "models/site/node_ranges.h"

namespace twin {
NodeCount Outages::lose(SimTime now, const Owner& owner, const NodeRanges& nodes) {
    outages_.push_back({owner, true, nodes});
    return take(now, outages_.back());
}

void Outages::drain(SimTime now, const Owner& owner, const NodeRanges& nodes) {
    outages_.push_back({owner, false, nodes});
    take(now, outages_.back());
}

void Outages::restore(SimTime now, const NodeRanges& nodes) {
    NodeRanges back = nodes;
    for (Outage& outage : outages_) {
        if (outage.owner.kind == Owner::Kind::trip)
            back = without(back, outage.nodes);
        else
            outage.nodes = without(outage.nodes, nodes);
    }
    bring_back(now, back);
}

void Outages::end(SimTime now, const Owner& owner) {
    NodeRanges back;
    for (Outage& outage : outages_)
        if (outage.owner == owner)
            back = std::exchange(outage.nodes, {});
    bring_back(now, back);
}

// Returns how many nodes went dark.
NodeCount Outages::take(SimTime now, const Outage& outage) {
    if (!outage.dark) {
        pool_.drain(outage.nodes);
        return 0;
    }
    NodeCount dark = 0;
    for (const NodeRange& range : pool_.lose(outage.nodes)) {
        facility_.switch_off(now, range);
        cap_.switch_off(range);
        dark += range.count;
    }
    return dark;
}

void Outages::bring_back(SimTime now, const NodeRanges& nodes) {
    std::erase_if(outages_, [](const Outage& outage) { return outage.nodes.empty(); });
    for (const NodeRange& range : pool_.restore(nodes)) {
        facility_.switch_on(now, range);
        cap_.switch_on(range);
    }
    for (const Outage& outage : outages_)
        take(now, outage);
}

}  // namespace twin
