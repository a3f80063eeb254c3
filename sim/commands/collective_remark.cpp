#include "sim/commands/collective_remark.h"

#include <algorithm>
#include <fmt/format.h>

#include "models/interconnect/network.h"

namespace twin {

std::string libraries_text() {
    std::string text;
    for (const CollectiveConstants& library : collective_constants())
        text += fmt::format("{}{}", text.empty() ? "" : ", ", library.name);
    return text;
}

std::vector<std::string> library_remarks(const NodePart& node, const NetworkPart& network,
                                         const CollectiveConstants& library, bool chosen) {
    std::vector<std::string> remarks;
    if (!library.remark.empty())
        remarks.emplace_back(library.remark);
    const CollectiveConstants* usual =
        nccl_constants(node.gpu.generation, node_fabric(node, network).links);
    if (chosen && usual != nullptr && usual->name != library.name)
        remarks.push_back(
            fmt::format("Scenarios have no such choice: a run takes {} here.", usual->name));
    if (!chosen && network.id == "jupiter-booster" && node.id == "jupiter-booster")
        remarks.emplace_back(
            "--library JUPITER takes what one user measured on this machine: a fifth of what "
            "NVLink gives elsewhere.");
    return remarks;
}

std::string foreign_network_remark(const NodePart& node, const NetworkPart& network,
                                   const PartsCatalog& parts) {
    bool known = false;
    for (const auto& [id, site] : parts.sites) {
        const bool has_nodes =
            std::any_of(site.rows.begin(), site.rows.end(),
                        [&](const RackRow& row) { return row.part->node.id == node.id; });
        if (has_nodes && site.network == network.id)
            return "";
        known = known || (has_nodes && !site.network.empty()) || site.network == network.id;
    }
    return known ? fmt::format(
                       "No site is known whose nodes {} hang on network {}: NICs, switches "
                       "and how links join the GPUs ({}) are those of the network.",
                       node.id, network.id,
                       network.gpu_links.value.empty() ? "of which it says nothing"
                                                       : network.gpu_links.value)
                 : "";
}

}  // namespace twin
