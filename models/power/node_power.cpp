#include "models/power/node_power.h"

#include <algorithm>
#include <cassert>

namespace twin {
namespace {

Power between(Power idle, Power max, double utilisation) {
    assert(utilisation >= 0 && utilisation <= 1);
    return idle + utilisation * (max - idle);
}

// GPUs and CPUs of a node, under the cap of the modules that hold one GPU each.
Power devices_power(const NodePart& node, double cpu_utilisation, double gpu_utilisation) {
    Power sum;
    if (node.cpus > 0)
        sum +=
            double(node.cpus) * between(node.cpu.idle_power, node.cpu.max_power, cpu_utilisation);
    if (node.gpus > 0)
        sum +=
            double(node.gpus) * between(node.gpu.idle_power, node.gpu.max_power, gpu_utilisation);
    if (node.gpus > 0 && node.module_cap)
        sum = std::min(sum, double(node.gpus) * node.module_cap->value);
    return sum;
}

}  // namespace

Power node_power(const NodePart& node, double cpu_utilisation, double gpu_utilisation) {
    const Power load = devices_power(node, cpu_utilisation, gpu_utilisation) +
                       node.memory_power.value + node.nic_power.value + node.drive_power.value;
    return (load + node.converter_loss.value) / node.converter_efficiency;
}

Power rack_power(const RackPart& rack, Power nodes_power) {
    const Power switches = double(rack.switches) * rack.network_switch.power.value;
    const Power fixed_loss = double(rack.rectifiers) * rack.rectifier_loss.value;
    return (nodes_power + switches + fixed_loss) / rack.rectifier_efficiency;
}

double rack_power_gain(const RackPart& rack) {
    return 1 / rack.rectifier_efficiency;
}

}  // namespace twin
