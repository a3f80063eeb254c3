// Which nodes an event concerns, as its text says.
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

}  // namespace twin
