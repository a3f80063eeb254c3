// Power of nodes, racks and the site from utilisation. Equations and sources: README.md beside
// this file.
#pragma once

#include "models/hardware/parts.h"
#include "models/units/quantity.h"

namespace twin {

// At the node's input, behind its converter. Utilisations 0 to 1, the mean over the node's
// devices; rising with each of them, linear in them as long as the module cap does not bind.
Power node_power(const NodePart& node, double cpu_utilisation, double gpu_utilisation);

// At the rack's input, for the sum of its nodes' input powers. Linear in nodes_power. With 0 W it
// is what the rack's switches and rectifiers draw alone.
Power rack_power(const RackPart& rack, Power nodes_power);

// d(rack_power)/d(nodes_power): what one watt at a node's input costs at the rack's input.
double rack_power_gain(const RackPart& rack);

}  // namespace twin
