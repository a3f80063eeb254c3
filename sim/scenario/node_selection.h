// Which nodes, or which part of the cooling, an event concerns, as its text says.
#pragma once

#include <string>
#include <variant>

#include "models/site/site.h"
#include "models/units/unit_text.h"

namespace twin {

inline constexpr const char* node_selection_forms =
    "nodes such as \"rack 17\", \"racks 17-20\", \"group 3\" or \"node jpbo-017-05\"";

// Racks and groups are named by the numbers painted on them (Rack::number, Group::name).
std::variant<NodeRanges, UnitError> select_nodes(const std::string& text, const Site& site);

// What fails of a cooling plant: the CDUs of these groups, and so many dry coolers.
struct CoolingLoss {
    std::vector<GroupIndex> groups;
    int dry_coolers = 0;
};

// "cdu 3" and "cdus 3-5" are the CDUs of the groups of these numbers; `dry_coolers` (or tower
// cells) exist.
std::variant<CoolingLoss, UnitError> select_cooling(const std::string& text, const Site& site,
                                                    int dry_coolers);

}  // namespace twin
