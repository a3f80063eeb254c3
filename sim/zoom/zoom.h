// One collective as flows in SimGrid: how long it takes, and what each link carries. One in a
// process, which starts its time at zero.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "models/interconnect/collective.h"
#include "sim/zoom/zoom_fabric.h"

namespace twin {

struct ZoomStage {
    std::string what;  // "rings between nodes"
    int flows = 0;     // of one step
    double steps = 1;  // that are alike
    CollectiveCost cost;
    Duration hidden{};    // latencies that pass while chunks wait for the slowest hop of a ring
    std::string fullest;  // the link of the slowest flow that most bytes want
};

struct LinkLoad {
    ZoomLink link;
    DataSize bytes{};
    double reached = 1;  // of the link's bandwidth, by the protocols of the stages that use it
    double busy = 0;     // share of the whole time, at the rate that the protocols reach
    int flows = 0;       // at once, in the stage where they are most
};

struct ZoomResult {
    CollectiveCost cost;  // all stages, parts as those of the formula
    std::vector<ZoomStage> stages;
    std::vector<LinkLoad> loads;  // the busiest first; those that carry nothing are not there
    int flows = 0;                // simulated: those inside nodes that are alike once
};

// The most flows between nodes at once that SimGrid takes in some ten seconds; each of their ends
// walks through a list of all.
inline constexpr int most_flows = 33000;

struct ZoomRequest {
    CollectiveRequest collective;
    std::string_view algorithm;  // one of collective_algorithms()
};

// Of the flows between nodes in one step, the most; absent: the algorithm does not do this here.
std::optional<int> flows_of(const ZoomRequest& request, const CollectiveConstants& constants,
                            ZoomFabric& fabric);

// Preconditions: several ranks, flows_of() gives a number up to most_flows, size > 0.
ZoomResult zoom(const ZoomRequest& request, const CollectiveConstants& constants,
                ZoomFabric& fabric);

}  // namespace twin
