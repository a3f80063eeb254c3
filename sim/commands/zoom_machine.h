// The machine of a zoom: a site, or nodes of one kind in all slots of a network.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "models/interconnect/network_part.h"
#include "models/interconnect/topology.h"
#include "sim/scenario/parts_catalog.h"
#include "sim/scenario/problem.h"

namespace twin {

struct ZoomMachineOptions {
    std::optional<std::string> site, node, network;
};

struct ZoomMachine {
    std::string name;  // "JUPITER Booster"
    const NetworkPart* network = nullptr;
    const NodePart* node = nullptr;  // all are alike, with GPUs
    Topology topology;
    std::vector<NodeRange> groups;  // as the scheduler sees them
    std::function<std::string(NodeIndex)> name_of;

    NodeCount nodes() const { return topology.nodes; }
};

// Null after a problem of --site or --network.
const SiteDescription* site_with_network(const PartsCatalog& parts, const std::string& id,
                                         Problems& problems);
const NetworkPart* network_named(const PartsCatalog& parts, const std::string& id,
                                 Problems& problems);

// Absent after problems. The parts must outlive it.
std::optional<ZoomMachine> zoom_machine(const ZoomMachineOptions& options,
                                        const PartsCatalog& parts, Problems& problems);

}  // namespace twin
