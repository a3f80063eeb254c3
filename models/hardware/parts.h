// The structs that the files of models/parts fill. One device is one file; its key names are the
// field names below. Every figure carries its source.
#pragma once

#include <optional>
#include <string>

#include "models/hardware/figure.h"
#include "models/units/ids.h"
#include "models/units/quantity.h"

namespace twin {

struct GpuPart {
    std::string id, name;
    Figure<Power> idle_power;
    Figure<Power> max_power;      // at full utilisation, before any module cap
    Figure<FlopRate> bf16_dense;  // peak, no sparsity
    std::optional<Figure<FlopRate>> fp64_tensor;
    Figure<DataSize> memory;
    Figure<Bandwidth> memory_bandwidth;
};

struct CpuPart {
    std::string id, name;
    Figure<int> cores;
    Figure<Power> idle_power;
    Figure<Power> max_power;
};

struct SwitchPart {
    std::string id, name;
    Figure<int> ports;
    Figure<Bandwidth> port_bandwidth;  // one direction
    Figure<Power> power;
};

struct NodePart {
    std::string id, name;
    Figure<int> gpus;  // >= 0
    GpuPart gpu;       // meaningless when gpus is 0
    Figure<int> cpus;
    CpuPart cpu;
    Figure<Power> memory_power;
    Figure<Power> nic_power;  // all NICs of the node
    Figure<Power> drive_power;
    // Cap on one GPU plus its share of the CPUs (a GH200 superchip); absent: no shared cap.
    std::optional<Figure<Power>> module_cap;
    // Power drawn by the node's voltage converter: (load + converter_loss) / converter_efficiency.
    Figure<Power> converter_loss;
    Figure<double> converter_efficiency;  // 0 to 1
};

struct RackPart {
    std::string id, name;
    NodePart node;
    Figure<int> nodes;  // slots of a full rack
    Figure<int> switches;
    SwitchPart network_switch;
    // The rack's rectifiers share its load: in = (load + rectifiers * rectifier_loss) / efficiency.
    Figure<int> rectifiers;
    Figure<Power> rectifier_loss;
    Figure<double> rectifier_efficiency;
    std::optional<Figure<Power>> power_limit;  // what the rack may draw
};

}  // namespace twin
