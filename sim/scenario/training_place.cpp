#include "sim/scenario/training_place.h"

#include <algorithm>
#include <utility>

#include "models/interconnect/network.h"
#include "models/interconnect/topologies.h"
#include "sim/scenario/job_phases.h"

namespace twin {

PlacementShape TrainingPlace::compact(int gpus) const {
    const int of_node = node().gpus;
    return placement_shape(*topology, {{0, std::max(1, gpus / of_node)}}, std::min(gpus, of_node));
}

TrainingPlace training_place(std::shared_ptr<const NodePart> part, const NetworkPart& network,
                             const PartsCatalog& parts, const CollectiveConstants* constants) {
    TrainingPlace place;
    place.part = std::move(part);
    const GpuPart& gpu = place.node().gpu;
    place.calibration = parts.calibration(gpu.calibration);
    place.rates = fabric_rates(network, place.node());
    place.constants =
        constants != nullptr ? constants : nccl_constants(gpu.generation, place.rates.node.links);
    place.topology = std::make_shared<const Topology>(build_topology(network, node_slots(network)));
    return place;
}

std::variant<TrainingPlace, UnitError> training_place(const Site& site, const PartsCatalog& parts) {
    const char* const instead = "give a run time and a load instead";
    const auto common = common_node(site);
    if (const UnitError* error = std::get_if<UnitError>(&common))
        return *error;
    const std::shared_ptr<const RackPart>& rack = site.racks.front().part;
    const NodePart& node = rack->node;
    if (node.gpus == 0)
        return UnitError{"a site with GPUs", "nodes " + node.id + ", which have none", ""};
    if (!parts.calibration(node.gpu.calibration))
        return UnitError{"a site whose GPUs have a calibration", node.gpu.id + ", which has none",
                         instead};
    const auto network = parts.networks.find(parts.sites.at(site.id).network);
    if (network == parts.networks.end())
        return UnitError{"a site whose network is known", "'" + site.id + "'", instead};
    TrainingPlace place = training_place({rack, &node}, network->second, parts);
    if (place.constants == nullptr)
        return UnitError{"a site whose collectives were measured", node.gpu.generation + " GPUs",
                         instead};
    return place;
}

}  // namespace twin
