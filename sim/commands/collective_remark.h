// What commands say of the collectives and the network that they take. Where nobody says whose
// collectives, they take NCCL's on such GPUs (nccl_constants), whatever the machine; what was
// measured on a machine itself they name.
#pragma once

#include <string>
#include <vector>

#include "models/interconnect/collective_constants.h"
#include "models/interconnect/network_part.h"
#include "sim/scenario/parts_catalog.h"

namespace twin {

// Names of collective_constants(), for what is expected: "NVLink 3, NVLink 4, ...".
std::string libraries_text();

// Whole sentences. `chosen`: an option named the library.
std::vector<std::string> library_remarks(const NodePart& node, const NetworkPart& network,
                                         const CollectiveConstants& library, bool chosen);

// A whole sentence where sites are known with these nodes or with this network, but none with both;
// else empty.
std::string foreign_network_remark(const NodePart& node, const NetworkPart& network,
                                   const PartsCatalog& parts);

}  // namespace twin
