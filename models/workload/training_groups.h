// Where the groups of ranks of a parallel plan lie: tensor parallelism joins neighbours, then come
// context, data and, farthest apart, the pipeline's stages (Megatron's order).
#pragma once

#include "models/interconnect/placement_shape.h"

namespace twin {

// One of the groups that communicate at once. Its part of what they share (uplinks of leaves, links
// between groups of the network) is in `rates`; each GPU has its own part of the node's NICs.
struct RankGroup {
    PlacementShape shape;
    FabricRates rates;
    bool crosses_nodes() const { return shape.nodes() > 1; }
};

// `size` ranks, from one to the next `stride` GPUs. All GPUs of `whole` are in such groups, as
// many as there are disjoint ones; of them the one that lies in most groups of the network.
// Preconditions: size, stride >= 1, size * stride at most the GPUs of `whole`.
RankGroup rank_group(const PlacementShape& whole, const FabricRates& rates, int stride, int size);

// From all GPUs of a node to those `stride` GPUs farther on: the farthest of such neighbours.
RankGroup neighbour_group(const PlacementShape& whole, const FabricRates& rates, int stride);

}  // namespace twin
