// From a machine's parts to what a job sees of its network.
#pragma once

#include "models/hardware/parts.h"
#include "models/interconnect/network_part.h"
#include "models/interconnect/placement_shape.h"
#include "models/interconnect/topology.h"

namespace twin {

// What links GPUs, CPUs and NICs in a node; links of unknown bandwidth (GpuPart) are 0.
NodeFabric node_fabric(const NodePart& node, const NetworkPart& network);

// Of the network with all its slots filled, at its first leaf and group; latencies are the means
// over the leaves there. Precondition: topology_problems(network) is empty.
FabricRates fabric_rates(const NetworkPart& network, const NodePart& node);

// Precondition: the nodes are in the topology, 0 <= node < topology.nodes.
PlacementShape placement_shape(const Topology& topology, const NodeRanges& nodes,
                               int gpus_per_node);

}  // namespace twin
