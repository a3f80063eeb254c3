// The structs that the files of models/parts fill. One device is one file; its key names are the
// field names below and its `id` is the file's stem. Another part is named by that stem:
// `gpu = "gh200-jupiter"`. Every figure carries its source. A field is required in the file unless
// it is std::optional or its comment says "absent:".
#pragma once

#include <optional>
#include <string>

#include "models/hardware/figure.h"
#include "models/units/ids.h"
#include "models/units/quantity.h"

namespace twin {

struct GpuPart {
    std::string id, name;
    Figure<Power> idle_power;     // device and its memory, no work
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
    Figure<Power> power;               // does not depend on the load
};

struct NodePart {
    std::string id, name;
    Figure<int> gpus;  // >= 0
    GpuPart gpu;       // absent: only where gpus is 0
    Figure<int> cpus;  // >= 0
    CpuPart cpu;       // absent: only where cpus is 0
    Figure<Power> memory_power;
    Figure<Power> nic_power;    // all NICs of the node
    Figure<Power> drive_power;  // all drives of the node
    // Cap on one GPU plus its share of the CPUs (a GH200 superchip); absent: no shared cap.
    std::optional<Figure<Power>> module_cap;
    // The node's voltage converter: input = (load + converter_loss) / converter_efficiency.
    Figure<Power> converter_loss;
    Figure<double> converter_efficiency{1.0};  // above 0, at most 1
};

struct RackPart {
    std::string id, name;
    NodePart node;
    Figure<int> nodes;          // slots of a full rack; 0: any number (a flat pool)
    Figure<int> switches;       // >= 0
    SwitchPart network_switch;  // absent: only where switches is 0
    // The rack's rectifiers share its load: input = (load + rectifiers * rectifier_loss) /
    // rectifier_efficiency.
    Figure<int> rectifiers;
    Figure<Power> rectifier_loss;
    Figure<double> rectifier_efficiency{1.0};  // above 0, at most 1
    std::optional<Figure<Power>> power_limit;  // what the rack may draw
};

}  // namespace twin
