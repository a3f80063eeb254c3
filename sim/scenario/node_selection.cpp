#include "sim/scenario/node_selection.h"

#include <charconv>
#include <fmt/format.h>
#include <optional>
#include <string_view>

namespace twin {
namespace {

std::optional<int> whole_number(std::string_view text) {
    int number = 0;
    const auto [end, status] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (status != std::errc{} || end != text.data() + text.size())
        return std::nullopt;
    return number;
}

void append(NodeRanges& ranges, NodeRange range) {
    if (!ranges.empty() && ranges.back().end() == range.first)
        ranges.back().count += range.count;
    else
        ranges.push_back(range);
}

NodeRanges racks_from_to(const Site& site, int first, int last) {
    NodeRanges ranges;
    for (const Rack& rack : site.racks)
        if (rack.number >= first && rack.number <= last)
            append(ranges, {rack.first_node, rack.nodes});
    return ranges;
}

}  // namespace

std::variant<NodeRanges, UnitError> select_nodes(const std::string& text, const Site& site) {
    const UnitError error{
        node_selection_forms, "'" + text + "'",
        fmt::format("{} has racks {} to {}, {} groups", site.name, site.racks.front().number,
                    site.racks.back().number, site.groups.size())};
    const auto space = text.find(' ');
    if (space == std::string::npos)
        return error;
    const std::string_view kind = std::string_view(text).substr(0, space);
    const std::string_view which = std::string_view(text).substr(space + 1);
    NodeRanges ranges;
    if (kind == "rack") {
        if (const auto number = whole_number(which))
            ranges = racks_from_to(site, *number, *number);
    } else if (kind == "racks") {
        const auto dash = which.find('-');
        if (dash == std::string_view::npos)
            return error;
        const auto first = whole_number(which.substr(0, dash));
        const auto last = whole_number(which.substr(dash + 1));
        if (first && last && *first <= *last && !racks_from_to(site, *first, *first).empty() &&
            !racks_from_to(site, *last, *last).empty())
            ranges = racks_from_to(site, *first, *last);
    } else if (kind == "group") {
        for (const Group& group : site.groups)
            if (group.name == text)
                append(ranges, {group.first_node, group.nodes});
    } else if (kind == "node") {
        if (const auto node = site.node_named(which))
            append(ranges, {*node, 1});
    }
    if (ranges.empty())
        return error;
    return ranges;
}

std::variant<CoolingLoss, UnitError> select_cooling(const std::string& text, const Site& site,
                                                    int dry_coolers) {
    const UnitError error{
        "a part of the plant such as \"cdu 3\", \"cdus 3-5\" or \"dry_coolers 4\"",
        "'" + text + "'",
        fmt::format("{} has CDUs for {} to {}, and {} dry coolers or tower cells", site.name,
                    site.groups.front().name, site.groups.back().name, dry_coolers)};
    const auto space = text.find(' ');
    if (space == std::string::npos)
        return error;
    const std::string_view kind = std::string_view(text).substr(0, space);
    const std::string_view which = std::string_view(text).substr(space + 1);
    CoolingLoss loss;
    if (kind == "dry_coolers") {
        const auto number = whole_number(which);
        if (!number || *number < 1 || *number > dry_coolers)
            return error;
        loss.dry_coolers = *number;
        return loss;
    }
    std::optional<int> first, last;
    if (kind == "cdu") {
        first = last = whole_number(which);
    } else if (const auto dash = which.find('-');
               kind == "cdus" && dash != std::string_view::npos) {
        first = whole_number(which.substr(0, dash));
        last = whole_number(which.substr(dash + 1));
    }
    if (!first || !last || *last - *first >= 100'000)
        return error;
    for (int number = *first; number <= *last; ++number)
        for (std::size_t group = 0; group < site.groups.size(); ++group)
            if (site.groups[group].name == fmt::format("group {}", number))
                loss.groups.push_back(static_cast<GroupIndex>(group));
    if (loss.groups.empty() || loss.groups.size() != static_cast<std::size_t>(*last - *first + 1))
        return error;
    return loss;
}

}  // namespace twin
