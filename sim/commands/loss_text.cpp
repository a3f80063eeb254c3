#include "sim/commands/loss_text.h"

#include <algorithm>
#include <charconv>
#include <fmt/format.h>
#include <map>
#include <vector>

#include "models/units/unit_text.h"

namespace twin {
namespace {

std::string_view kind_of(const TopologyVertex& vertex) {
    return vertex.kind == VertexKind::leaf    ? "leaf"
           : vertex.kind == VertexKind::spine ? "spine"
                                              : "core";
}

}  // namespace

std::optional<int> count_in(std::string_view text) {
    int number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc() || end != text.data() + text.size() || number < 0)
        return std::nullopt;
    return number;
}

std::optional<Loss> loss_in(const std::string& text, const Topology& topology) {
    if (text.starts_with("tray ")) {
        const std::string_view pair = std::string_view(text).substr(5);
        const auto dash = pair.find('-');
        if (dash == std::string_view::npos)
            return std::nullopt;
        const auto group = [&](std::string_view number) {
            const auto value = count_in(number);
            return value && *value >= 1 && *value <= topology.groups
                       ? std::optional<GroupIndex>(*value - 1)
                       : std::nullopt;
        };
        const std::string_view other = pair.substr(dash + 1);
        const auto a = group(pair.substr(0, dash));
        const auto b = other == "cores" ? std::optional<GroupIndex>(-1) : group(other);
        if (!a || !b || *a == *b)
            return std::nullopt;
        const LostTray tray{*a, *b};
        return cables_of(topology, tray) > 0 ? std::optional<Loss>(tray) : std::nullopt;
    }
    for (Vertex v = 0; topology.is_switch(v); ++v) {
        const TopologyVertex& vertex = topology.graph[v];
        if (text == (vertex.group < 0 ? fmt::format("{} {}", kind_of(vertex), vertex.index + 1)
                                      : fmt::format("{} {} of group {}", kind_of(vertex),
                                                    vertex.index + 1, vertex.group + 1)))
            return LostSwitch{v};
    }
    return std::nullopt;
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
    if (count_cables(topology, CableKind::global) > 0)
        known.push_back("\"tray G-H\"");
    if (count_cables(topology, CableKind::core) > 0)
        known.push_back("\"tray G-cores\"");
    return fmt::format("a switch or a cable tray of {}: {}; groups 1 to {}", network,
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
