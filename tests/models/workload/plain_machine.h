// A machine for tests of training in which times follow from flops and bytes alone.
#pragma once

#include <limits>
#include <string_view>
#include <utility>

#include "models/workload/training.h"

namespace twin::plain {

inline constexpr double instant = std::numeric_limits<double>::infinity();
inline constexpr double peak = 1e14;   // flop/s of products and attention
inline constexpr double links = 1e11;  // bytes/s of a GPU to the others of its node
inline constexpr double nic = 1e10;

inline GpuPart gpu() {
    GpuPart part;
    part.id = "g";
    part.idle_power = {100 * watt};
    part.max_power = {650 * watt};
    part.context_power = {50 * watt};
    part.busy_power = {100 * watt};
    part.tensor_power = {400 * watt};
    part.clock_exponent = {2};
    part.lowest_clock = {0.2};
    part.bf16_dense = {FlopRate::from_si(peak)};
    part.memory = {DataSize::from_si(80e9)};
    part.memory_bandwidth = {Bandwidth::from_si(1e12)};
    part.link_bandwidth = Figure<Bandwidth>{Bandwidth::from_si(links)};
    return part;
}

// Products take flop / peak where m and n are multiples of 64; what only moves elements, nothing.
inline Calibration calibration() {
    GemmSurface surface;
    surface.peak = FlopRate::from_si(peak);
    surface.memory_bandwidth = Bandwidth::from_si(1e30);
    surface.units = 1;
    surface.tile_efficiency.fill(1);
    Calibration known;
    known.id = "c";
    known.gemm = {surface};
    known.curves = {{KernelKind::copy, Precision::fp32, 1, {{1, 1e30}}},
                    {KernelKind::attention, Precision::bf16, 1, {{1, peak}}}};
    return known;
}

// Bytes over bandwidth and nothing else.
inline CollectiveConstants plain_constants() {
    static constexpr std::string_view names[] = {"ring", "direct"};
    const NodeProtocol protocol{{}, {}, {}, 1, instant};
    CollectiveConstants constants;
    constants.name = "plain";
    constants.node = {
        "plain", {{protocol, protocol, protocol}}, {{protocol, protocol, protocol}}, {}};
    constants.algorithms = names;
    return constants;
}

struct Machine {
    NodePart node;
    Calibration kernels = calibration();
    FabricRates rates;
    CollectiveConstants constants = plain_constants();
    TrainingConstants training{"c"};
    PlacementShape shape;

    explicit Machine(PlacementShape of_shape) : shape(std::move(of_shape)) {
        node.gpu = gpu();
        node.gpus = {8};
        rates.node.gpus = rates.node.nics = 8;
        rates.node.links = GpuLinks::nvswitch;
        rates.node.gpu_bandwidth = Bandwidth::from_si(links);
        rates.node.nic_bandwidth = Bandwidth::from_si(nic);
        rates.nodes_per_leaf = 1000;
    }
    TrainingSetting setting() const {
        TrainingSetting made{node, kernels, shape, rates, constants};
        made.training_constants = &training;
        return made;
    }
};

// Width 1,024 in 8 heads of 128, whose attention takes what the calibration says; so few words that
// the loss weighs next to nothing.
inline TrainingTask task() {
    TrainingTask task;
    task.model.layers = 8;
    task.model.hidden = 1024;
    task.model.ffn = 4096;
    task.model.heads = task.model.kv_heads = 8;
    task.model.head_size = 128;
    task.model.vocabulary = 64;
    task.model.tied_embedding = false;
    task.sequence = 1024;
    task.global_batch = 32;
    return task;
}
inline constexpr double layer_weight = 12.0 * 1024 * 1024;  // 12 h^2
inline constexpr double activation = 1024.0 * 1024 * 2;     // bytes of a sequence

}  // namespace twin::plain
