#include "sim/commands/loss_text.h"

#include <algorithm>
#include <fmt/format.h>
#include <map>
#include <optional>

#include "models/interconnect/loss_words.h"
#include "models/units/unit_text.h"

namespace twin {
namespace {

std::string_view kind_of(const TopologyVertex& vertex) {
    return vertex.kind == VertexKind::leaf    ? "leaf"
           : vertex.kind == VertexKind::spine ? "spine"
                                              : "core";
}

// Some of the cables between two groups that are left: of the first links in the order of
// construction. Empty: fewer are left.
std::vector<Loss> some_cables(const Topology& topology, const LostTray& tray, int cables,
                              const std::vector<Loss>& so_far) {
    std::map<int, int> lost;  // cables by link
    for (const Loss& loss : so_far)
        if (const auto* some = std::get_if<LostCables>(&loss))
            lost[some->link] += some->cables.value_or(0);
    std::vector<Loss> losses;
    const auto& graph = topology.graph;
    for (const Link link : boost::make_iterator_range(boost::edges(graph))) {
        if (cables == 0 || !lies_in(tray, topology, link))
            continue;
        const int taken = std::min(cables, graph[link].cables - lost[graph[link].id]);
        if (taken > 0)
            losses.push_back(LostCables{graph[link].id, taken});
        cables -= taken;
    }
    return cables == 0 ? losses : std::vector<Loss>();
}

}  // namespace

std::vector<Loss> losses_in(const std::string& text, const Topology& topology,
                            const std::vector<Loss>& so_far) {
    const std::optional<LossWords> words = loss_words(text);
    if (!words || words->a >= topology.groups || words->b >= topology.groups)
        return {};
    std::vector<Loss> losses;
    if (words->kind == LossKind::switches) {
        for (Vertex v = 0; topology.is_switch(v); ++v) {
            const TopologyVertex& vertex = topology.graph[v];
            if (vertex.kind == words->switches && vertex.group == words->a &&
                vertex.index >= words->first && vertex.index <= words->last)
                losses.push_back(LostSwitch{v});
        }
        const auto asked = static_cast<std::size_t>(words->last - words->first + 1);
        return losses.size() == asked ? losses : std::vector<Loss>();
    }
    const LostTray tray{words->a, words->b};
    const int there = cables_of(topology, tray);
    if (there == 0 || words->cables > there)
        return {};
    if (words->kind == LossKind::cables)
        return some_cables(topology, tray, words->cables, so_far);
    return {tray};
}

std::string losses_hint(const std::vector<Loss>& so_far) {
    return so_far.empty() ? "" : "cables that are named twice add up";
}

std::string losses_expected(const Topology& topology, const std::string& network) {
    // By kind, and whether it stands in a group: the highest number.
    std::map<std::pair<std::string_view, bool>, int> highest;
    for (Vertex v = 0; topology.is_switch(v); ++v) {
        const TopologyVertex& vertex = topology.graph[v];
        int& number = highest[{kind_of(vertex), vertex.group >= 0}];
        number = std::max(number, vertex.index + 1);
    }
    std::vector<std::string> known;
    for (const std::string_view kind : {"leaf", "spine", "core"})
        for (const bool in_group : {true, false})
            if (const auto found = highest.find({kind, in_group}); found != highest.end())
                known.push_back(fmt::format("\"{} N{}\" (N 1 to {})", kind,
                                            in_group ? " of group G" : "", found->second));
    if (topology.groups > 1 && count_cables(topology, CableKind::global) > 0)
        for (const char* cables : {"\"cable G-H\"", "\"cables G-H N\"", "\"tray G-H\""})
            known.emplace_back(cables);
    if (count_cables(topology, CableKind::core) > 0)
        known.emplace_back("\"tray G-cores\"");
    return fmt::format("switches or cables of {}: {}; groups 1 to {}", network,
                       fmt::join(known, ", "), topology.groups);
}

std::string detours_text(const LostTray& tray, const Topology& whole, const Topology& left) {
    if (left.detours != Detours::groups)
        return "";
    int thirds = 0;
    Bandwidth detours;
    for (GroupIndex third = 0; third < left.groups; ++third) {
        if (third == tray.a || third == tray.b)
            continue;
        const Bandwidth way = std::min(group_pair_bandwidth(left, tray.a, third),
                                       group_pair_bandwidth(left, third, tray.b));
        thirds += way > Bandwidth();
        detours += way;
    }
    const Bandwidth lost = group_pair_bandwidth(whole, tray.a, tray.b);
    if (group_pair_bandwidth(left, tray.a, tray.b) > Bandwidth() || !(detours > lost))
        return "";
    return fmt::format(
        "Without the tray between groups {} and {} ({}) the shortest ways lead through {} other "
        "{} ({} together): a collective that the tray held up gets faster, at the cost of all "
        "others there. Minimal routing takes no such way while the tray is there; adaptive does.",
        tray.a + 1, tray.b + 1, format_quantity(lost.si(), Dimension::bandwidth), thirds,
        thirds == 1 ? "group" : "groups", format_quantity(detours.si(), Dimension::bandwidth));
}

}  // namespace twin
