#include "sim/results/link_tables.h"

#include <algorithm>
#include <optional>
#include <string_view>

namespace twin {

LinkTables::LinkTables(sqlite3* db, const std::filesystem::path& file)
    : insert_link_(db, file, "link", 9), insert_state_(db, file, "link_state", 6) {}

void LinkTables::links(const std::vector<LinkRecord>& links) {
    constexpr std::string_view kinds[] = {"group", "pair", "storage read", "storage write"};
    std::vector<LinkState> whole;
    for (std::size_t i = 0; i < links.size(); ++i) {
        const LinkRecord& link = links[i];
        const auto group = [](int g) { return g < 0 ? std::nullopt : std::optional(g); };
        const bool has_nodes = link.nodes.count > 0;
        insert_link_(i, kinds[static_cast<std::size_t>(link.kind)], link.name, group(link.a),
                     group(link.b), link.capacity.si(), link.shares,
                     has_nodes ? std::optional(link.nodes.first) : std::nullopt,
                     has_nodes ? std::optional(link.nodes.count) : std::nullopt);
        parts_.push_back(link.parts);
        if (link.parts > 0)
            whole.push_back({i, 0, 1});
    }
    states(sim_start, whole);
}

void LinkTables::states(SimTime at, const std::vector<LinkState>& states) {
    for (const LinkState& state : states) {
        const int parts = parts_[state.link];
        insert_state_(states_++, at.time_since_epoch().count(), state.link,
                      std::min(state.lost, parts), parts, state.left);
    }
}

}  // namespace twin
