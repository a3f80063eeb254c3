// Nodes of four GPUs of round figures for tests of training.
#pragma once

#include <string>

#include "models/workload/training.h"

namespace twin {

// 1 Pflop/s of bf16 and no other precision, 80 GB at 3 TB/s; 1 TB/s between the GPUs of a node,
// four ports of 50 GB/s. Products reach 80 % of the peak whatever their shape, nothing else is
// fitted.
struct RoundMachine {
    explicit RoundMachine(NodeCount nodes, int gpus = 4) {
        node.id = "node";
        node.gpus.value = gpus;
        node.gpu.id = "gpu";
        node.gpu.generation = "hopper";
        node.gpu.memory.value = DataSize::from_si(80e9);
        node.gpu.memory_bandwidth.value = Bandwidth::from_si(3e12);
        node.gpu.bf16_dense.value = FlopRate::from_si(1e15);
        calibration.id = "round";
        GemmSurface bf16;
        bf16.precision = Precision::bf16;
        bf16.peak = node.gpu.bf16_dense;
        bf16.memory_bandwidth = node.gpu.memory_bandwidth;
        bf16.units = 100;
        bf16.tile_efficiency.fill(0.8);
        calibration.gemm.push_back(bf16);
        calibration.curves.push_back({KernelKind::copy, Precision::fp32, 1, {{1e9, 2.5e12}}});
        calibration.curves.push_back({KernelKind::attention, Precision::bf16, 1, {{1e12, 5e14}}});
        shape = {.gpus_per_node = gpus, .nodes_by_group = {nodes}};
        rates.node.gpus = rates.node.nics = gpus;
        rates.node.links = GpuLinks::nvswitch;
        rates.node.gpu_bandwidth = Bandwidth::from_si(1e12);
        rates.node.nic_bandwidth = Bandwidth::from_si(50e9);
        rates.nodes_per_leaf = nodes;
    }
    TrainingSetting setting() const {
        return {node, calibration, shape, rates,
                *nccl_constants(node.gpu.generation, rates.node.links)};
    }

    NodePart node;
    Calibration calibration;
    PlacementShape shape;
    FabricRates rates;
};

}  // namespace twin
