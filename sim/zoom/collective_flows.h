// The flows of a collective, algorithm by algorithm: stages that follow each other. Steps of a ring
// are alike, so that a stage holds one of them and how often it is repeated.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "models/interconnect/collective.h"
#include "sim/zoom/zoom_fabric.h"

namespace twin {

struct Transfer {
    int from = 0, to = 0;  // ranks; the same: to the switch of its node and back
    DataSize size{};
    int chain = 0;  // the ring that it is a step of
};

enum class StageTiming {
    // A ring that has all its chunks under way: each passes all hops, each hop all chunks.
    ring,
    // What comes in goes on at once: all edges are busy together, and the longest way adds up.
    pipeline,
    at_once,  // transfers that do not wait for each other
};

struct CollectiveStage {
    std::string what;  // "ring between nodes"
    StageTiming timing = StageTiming::at_once;
    std::vector<Transfer> transfers;  // of one step
    double steps = 1;                 // that are alike
    // Of a pipeline: hops of its longest way, inside nodes and between them, and the wire of these.
    double node_hops = 0, network_hops = 0;
    Duration wire{};
    DataSize own_part{};       // that each rank copies beside its transfers
    double message_gaps = 0;   // of the NIC and rank with the most messages
    bool is_tree = false;      // steps between nodes cost what they cost in trees
    bool by_peers = false;     // protocols of all-to-all and messages, else of rings
    bool by_switches = false;  // the switches of the node add
    int first_protocol = 0;
};

// What stands for each other is in one list: of several the fastest counts.
using CollectiveStages = std::vector<std::vector<CollectiveStage>>;

// What one of collective_algorithms() does; absent where it does not do this collective here: as
// its formula. Preconditions: as collective_cost; several ranks.
std::optional<CollectiveStages> collective_stages(std::string_view algorithm,
                                                  const CollectiveRequest& request,
                                                  const CollectiveConstants& constants,
                                                  ZoomFabric& fabric);

}  // namespace twin
