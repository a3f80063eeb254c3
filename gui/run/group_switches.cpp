#include "gui/run/group_switches.h"

#include "sim/scenario/parts_catalog.h"

namespace twin {

SharedSwitches shipped_switches(const std::string& site_id, NodeCount nodes) {
    const PartsCatalog& parts = shipped_parts();
    const auto site = parts.sites.find(site_id);
    if (site == parts.sites.end() || nodes < 1)
        return nullptr;
    const auto part = parts.networks.find(site->second.network);
    if (part == parts.networks.end())
        return nullptr;
    auto switches = switches_of(part->second, nodes);
    return switches ? std::make_shared<const NetworkSwitches>(std::move(*switches)) : nullptr;
}

}  // namespace twin
