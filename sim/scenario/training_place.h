// Where a site trains: its GPUs, what is measured of them, and its network.
#pragma once

#include <memory>
#include <string>
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
    std::shared_ptr<const RackPart> rack;  // of any: all nodes are of one kind
    std::shared_ptr<const Calibration> calibration;
    std::shared_ptr<const Topology> topology;  // with all its slots
    FabricRates rates;
    const CollectiveConstants* constants = nullptr;

    const NodePart& node() const { return rack->node; }
    // Of nodes that fill one group after the other. Precondition: 0 < nodes <= the network's slots.
    PlacementShape compact(NodeCount nodes) const;
    // `shape` must outlive it, too.
    TrainingSetting setting(const PlacementShape& shape) const {
        return {node(), *calibration, shape, rates, *constants};
    }
};

// Of a site that was built from a part of the catalogue; the error says what it lacks.
std::variant<TrainingPlace, UnitError> training_place(const Site& site, const PartsCatalog& parts);

}  // namespace twin
