// Where a model is trained: nodes with GPUs, what is measured of them, and their network.
#pragma once

#include <memory>
#include <optional>
#include <variant>

#include "models/hardware/calibration.h"
#include "models/interconnect/collective_constants.h"
#include "models/interconnect/placement_shape.h"
#include "models/interconnect/topology.h"
#include "models/site/site.h"
#include "models/units/unit_text.h"
#include "models/workload/training.h"
#include "sim/scenario/parts_catalog.h"

namespace twin {

// References of a setting are to this, which must outlive it.
struct TrainingPlace {
    std::shared_ptr<const NodePart> part;            // of all nodes
    std::shared_ptr<const Calibration> calibration;  // of its GPUs; nullptr: none is known
    std::shared_ptr<const Topology> topology;        // with all its slots
    FabricRates rates;
    const CollectiveConstants* constants = nullptr;  // nullptr: none were measured

    const NodePart& node() const { return *part; }
    // On the first nodes, which fill one group after the other. Precondition: 0 < gpus <= those of
    // the network's slots; fewer than a node has, or those of whole nodes.
    PlacementShape compact(int gpus) const;
    // `shape` must outlive it, too. Precondition: calibration and constants are known.
    TrainingSetting setting(const PlacementShape& shape, std::optional<Power> gpu_cap = {}) const {
        return {node(), *calibration, shape, rates, *constants, gpu_cap};
    }
};

// Where no constants are given: NCCL's on this generation of links, if any; those of JUPITER's own
// row are one user's points, far below what the same links give elsewhere (COLLECTIVES.md).
// Preconditions: the node has GPUs; topology_problems(network) is empty.
TrainingPlace training_place(std::shared_ptr<const NodePart> part, const NetworkPart& network,
                             const PartsCatalog& parts,
                             const CollectiveConstants* constants = nullptr);
// Of a site that was built from a part of the catalogue, all of it known; the error says what it
// lacks.
std::variant<TrainingPlace, UnitError> training_place(const Site& site, const PartsCatalog& parts);

}  // namespace twin
