#include "gui/run/outage_spans.h"

#include <algorithm>

namespace twin {

std::vector<Outage> outages_of(const RunFacts& facts) {
    std::vector<Outage> outages;
    const auto place_named = [&](const std::string& name) -> const Place* {
        for (const auto* const places : {&facts.racks, &facts.groups})
            for (const Place& place : *places)
                if (place.name == name)
                    return &place;
        return nullptr;
    };
    for (const LogEntry& entry : facts.events) {
        const double at = to_seconds(entry.at - sim_start);
        if (entry.kind == "lose" || entry.kind == "trip" || entry.kind == "drain") {
            if (const Place* const place = place_named(entry.what))
                outages.push_back({at, facts.end_s, place->first_node, place->nodes,
                                   entry.kind == "drain", place->name});
        } else if (entry.kind == "restore" || entry.kind == "trip over") {
            // Of several that hold one place the end of one is the end of all: the file does not
            // say whose it is.
            for (Outage& outage : outages)
                if (outage.place == entry.what && outage.until_s == facts.end_s)
                    outage.until_s = at;
        }
    }
    return outages;
}

}  // namespace twin
