#include "validation/training/one_node.h"

#include "sim/scenario/parts_catalog.h"

namespace twin {
namespace {

// PCIe 5.0 x16, one direction: 32 GT/s of 16 lanes (PCI-SIG, PCI Express Base Specification 5.0).
constexpr auto pcie = Bandwidth::from_si(64e9);

}  // namespace

OneNode one_node(const NodePart& node, int gpus, GpuLinks links) {
    OneNode one{.node = node,
                .calibration = shipped_parts().calibration(node.gpu.calibration),
                .rates = {},
                .shape = {gpus, {1}},
                .constants = nccl_constants(node.gpu.generation, GpuLinks::nvswitch)};
    one.rates.node.gpus = one.rates.node.nics = gpus;
    one.rates.node.links = links;
    one.rates.node.gpu_bandwidth = node.gpu.link_bandwidth ? node.gpu.link_bandwidth->value : pcie;
    return one;
}

TrainingSetting OneNode::setting(const TrainingConstants* training) const {
    return {node, *calibration, shape, rates, *constants, {}, training};
}

}  // namespace twin
