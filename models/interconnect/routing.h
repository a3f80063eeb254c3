// Which links a traffic pattern uses under a routing, and how full they get.
#pragma once

#include <string_view>
#include <vector>

#include "models/interconnect/topology.h"
#include "models/interconnect/traffic.h"

namespace twin {

enum class Routing {
    minimal,  // over all shortest paths alike; parallel cables count as paths of their own
    // Through a third group (or, on a torus, any switch), all alike, by shortest paths to it and
    // from it. Traffic inside a group stays minimal, and all where Detours::none.
    valiant,
    // Between groups each pair of them splits its traffic among the direct way and the ways through
    // each third group, by the load of their global links, until none would gain: what UGAL with
    // full knowledge of the queues reaches when the network is full. A direct way is kept while it
    // is at most 1.1 % fuller than a detour's two links. On a torus: the best mix of the two above.
    adaptive,
};

struct RoutingRow {
    std::string_view name;
    Routing routing = Routing::minimal;
    std::string_view summary;
};
const std::vector<RoutingRow>& routings();

struct LinkLoads {
    // By the id of the link: from its source to its target vertex, and back.
    std::vector<Bandwidth> along, against;
    Bandwidth unreachable;  // traffic between leaves that no path connects; on no link
    double highest = 0;     // load / capacity of the fullest link, NICs included
    int fullest = -1;       // its id; the lowest of equals; -1: nothing is sent
    double detoured = 0;    // share of the traffic that is not on shortest paths

    // The factor by which the whole pattern can grow until a link is full; infinite for silence.
    double throughput() const;
};

LinkLoads route(const Topology& topology, const Traffic& traffic, Routing routing);

}  // namespace twin
