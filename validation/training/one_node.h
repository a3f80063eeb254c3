// A node by itself, without a network, as the training model takes it.
#pragma once

#include <memory>

#include "models/workload/training.h"

namespace twin {

struct OneNode {
    NodePart node;
    std::shared_ptr<const Calibration> calibration;
    FabricRates rates;
    PlacementShape shape;
    const CollectiveConstants* constants = nullptr;

    // Refers to this node. `training`: instead of the constants of its GPU; must outlive it, too.
    TrainingSetting setting(const TrainingConstants* training = nullptr) const;
};

// `gpus` (>= 1) of a node, all by `links`; where their part tells no bandwidth of links, by
// PCIe 5.0 x16. Collectives cost what they cost over NVSwitch: no table has the steps of NCCL over
// PCIe.
OneNode one_node(const NodePart& node, int gpus, GpuLinks links);

}  // namespace twin
