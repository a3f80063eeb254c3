#include "validation/cases/caraml.h"

#include "sim/scenario/parts_catalog.h"
#include "validation/cases/llm_power.h"

namespace twin {

NodePart caraml_node(const CaramlRow& row) {
    return row.device == "gh200-jupiter" ? shipped_parts().nodes.at("jupiter-booster")
                                         : bare_node(std::string(row.device), row.devices);
}

}  // namespace twin
