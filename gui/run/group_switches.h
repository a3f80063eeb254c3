// The switches inside the groups of a run's network, built from the catalogue as the run was: its
// file does not hold them.
#pragma once

#include <memory>
#include <string>

#include "models/interconnect/group_switches.h"

namespace twin {

using SharedSwitches = std::shared_ptr<const NetworkSwitches>;

// Of a site of the shipped catalogue; null: its network is not in it, or too small for the nodes.
// Its groups are those of NetworkFlow, in their order; behind them may be some without nodes.
SharedSwitches shipped_switches(const std::string& site_id, NodeCount nodes);

}  // namespace twin
