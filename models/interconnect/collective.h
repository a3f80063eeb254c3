// How long collectives take on a placement: start and steps (alpha), bytes over bandwidth (beta),
// and what the links between groups can carry when all cross them at once (contention).
// The cost of one evaluation does not depend on the number of ranks. Equations: COLLECTIVES.md.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "models/interconnect/collective_constants.h"
#include "models/interconnect/placement_shape.h"

namespace twin {

enum class Collective {
    all_reduce,
    all_gather,
    reduce_scatter,
    all_to_all,
    broadcast,
    point_to_point,  // from each GPU of the first node to one of the second; in one node, one pair
};

struct CollectiveRow {
    std::string_view name;  // "all_reduce"
    Collective collective = Collective::all_reduce;
};
std::span<const CollectiveRow> collectives();

// What rings and trees do for a collective: once around so that each rank has all parts (or one
// that is reduced), twice, or all of one rank's data once. Absent where ranks talk in pairs.
enum class CollectivePass { gather, reduce, broadcast };
std::optional<CollectivePass> pass_of(Collective collective);

// One rank on each GPU of the shape.
struct CollectiveRequest {
    Collective collective = Collective::all_reduce;
    // As NCCL's tests count it: the vector of one rank for all-reduce, broadcast and point to
    // point; for all-gather what each has at the end, for reduce-scatter at the beginning; for
    // all-to-all what each sends, its own part included. >= 0.
    DataSize size{};
    bool switches_can_add = true;  // floating point of 16 or 32 bits
};

enum class Level { none, latency, node_links, nics, leaf_uplinks, global_links };
std::string_view to_text(Level level);

// The parts add up to the total. Where levels work at once the slowest has all of the time.
struct CollectiveCost {
    Duration latency{}, node_links{}, nics{}, leaf_uplinks{}, global_links{};
    std::string_view algorithm = "none";

    Duration total() const { return latency + node_links + nics + leaf_uplinks + global_links; }
    Level bottleneck() const;  // the largest part; none if nothing is to be done
};

// Where collectives are estimated: references must outlive it.
struct CollectiveSetting {
    const PlacementShape& shape;
    const FabricRates& rates;
    const CollectiveConstants& constants;
};

// The first of the protocols that may send parts of this size, from 0.
int first_protocol(const NodeProtocols& all, DataSize part);

// Sentences that say what is wrong with the arguments; none if they can be estimated.
std::vector<std::string> collective_problems(const CollectiveRequest& request,
                                             const CollectiveSetting& setting);

// Absent: the algorithm does not do this collective here.
struct CollectiveAlgorithm {
    std::string_view name;
    std::string_view how;
    std::optional<CollectiveCost> (*cost)(const CollectiveRequest&, const CollectiveSetting&);
};
std::span<const CollectiveAlgorithm> collective_algorithms();

// Precondition of both: no collective_problems. By the fastest of the library's algorithms,
// which is what a tuner is for:
CollectiveCost collective_cost(const CollectiveRequest& request, const CollectiveSetting& setting);
// By one of collective_algorithms(); absent also if the library has none of that name.
std::optional<CollectiveCost> collective_cost(std::string_view algorithm,
                                              const CollectiveRequest& request,
                                              const CollectiveSetting& setting);

// What the NCCL tests call bus bandwidth: size over time, times the share that each rank has to
// move (2 (p - 1) / p for all-reduce, (p - 1) / p for gather, scatter and all-to-all, else 1).
Bandwidth bus_bandwidth(const CollectiveRequest& request, int ranks, Duration time);

}  // namespace twin
