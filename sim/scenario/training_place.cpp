#include "sim/scenario/training_place.h"

#include "models/interconnect/network.h"
#include "models/interconnect/topologies.h"
#include "sim/scenario/job_phases.h"

namespace twin {
PlacementShape TrainingPlace::compact(NodeCount nodes) const {
    return placement_shape(*topology, {{0, nodes}}, node().gpus);
}

std::variant<TrainingPlace, UnitError> training_place(const Site& site, const PartsCatalog& parts) {
    const auto node = common_node(site);
    if (const UnitError* error = std::get_if<UnitError>(&node))
        return *error;
    TrainingPlace place;
    place.rack = site.racks.front().part;
    const GpuPart& gpu = place.node().gpu;
    if (place.node().gpus == 0)
        return UnitError{"a site with GPUs", "nodes " + place.node().id + ", which have none", ""};
    place.calibration = parts.calibration(gpu.calibration);
    if (!place.calibration)
        return UnitError{"a site whose GPUs have a calibration", gpu.id + ", which has none",
                         "give a run time and a load instead"};
    const auto network = parts.networks.find(parts.sites.at(site.id).network);
    if (network == parts.networks.end())
        return UnitError{"a site whose network is known", "'" + site.id + "'",
                         "give a run time and a load instead"};
    place.rates = fabric_rates(network->second, place.node());
    place.constants = nccl_constants(gpu.generation, place.rates.node.links);
    if (place.constants == nullptr)
        return UnitError{"a site whose collectives were measured", gpu.generation + " GPUs",
                         "give a run time and a load instead"};
    place.topology = std::make_shared<const Topology>(
        build_topology(network->second, node_slots(network->second)));
    return place;
}

}  // namespace twin
