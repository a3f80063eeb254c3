// What links the GPUs, CPUs and network adapters (NICs) of one node.
#pragma once

#include "models/units/quantity.h"

namespace twin {

enum class GpuLinks {
    mesh,         // NVLink from each GPU to each other one: a pair has its own share
    nvswitch,     // NVLink into switches: one pair can have all of a GPU's links
    host_bridge,  // PCIe through the CPU: one pair can have all of a GPU's lanes
};

// All bandwidths are of one direction.
struct NodeFabric {
    int gpus = 1;  // >= 1
    int nics = 1;  // >= 1
    GpuLinks links = GpuLinks::mesh;
    Bandwidth gpu_bandwidth{};  // all links of one GPU to the others of its node; > 0 if gpus > 1
    Duration gpu_latency{};     // between two GPUs of the node, one hop
    Bandwidth cpu_bandwidth{};  // one GPU and its CPU: NVLink-C2C or PCIe
    Bandwidth nic_bandwidth{};  // one NIC, at its port; > 0

    // What one pair of GPUs can move while the others are silent. Precondition: gpus > 1.
    Bandwidth pair_bandwidth() const {
        return links == GpuLinks::mesh ? gpu_bandwidth / (gpus - 1) : gpu_bandwidth;
    }
    Bandwidth injection() const { return nics * nic_bandwidth; }  // of the node into the network
    Bandwidth nic_per_gpu() const { return injection() / gpus; }
};

}  // namespace twin
