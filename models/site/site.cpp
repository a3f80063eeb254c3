#include "models/site/site.h"

#include <algorithm>
#include <cassert>
#include <charconv>
#include <fmt/format.h>
#include <functional>
#include <iterator>
#include <utility>

namespace twin {
namespace {

constexpr std::string_view digits = "0123456789";

enum class PieceKind { text, rack, slot, node };

struct Piece {
    PieceKind kind = PieceKind::text;
    std::string_view text;  // of PieceKind::text
    int width = 0;          // of the others; 0: as many digits as the number has
};

struct PieceName {
    std::string_view name;
    PieceKind kind;
};
constexpr PieceName piece_names[] = {
    {"rack", PieceKind::rack}, {"slot", PieceKind::slot}, {"node", PieceKind::node}};

struct Pattern {
    std::vector<Piece> pieces;
    std::string problem;  // empty: the pieces are good

    bool has(PieceKind kind) const {
        return std::any_of(pieces.begin(), pieces.end(),
                           [kind](const Piece& piece) { return piece.kind == kind; });
    }
};

// "rack:03" to its piece, or what is wrong with it.
std::string parse_placeholder(std::string_view text, Piece& piece) {
    const auto colon = text.find(':');
    const auto name = text.substr(0, colon);
    const auto known = std::find_if(std::begin(piece_names), std::end(piece_names),
                                    [name](const PieceName& row) { return row.name == name; });
    if (known == std::end(piece_names))
        return fmt::format(
            "unknown placeholder '{{{}}}'; known are {{rack}}, {{slot}} and {{node}}", text);
    piece.kind = known->kind;
    if (colon == std::string_view::npos)
        return {};
    const auto width = text.substr(colon + 1);
    if (width.size() != 2 || width[0] != '0' || width[1] < '1' || width[1] > '9')
        return fmt::format("the width in '{{{}}}' must be 01 to 09, as in {{rack:03}}", text);
    piece.width = width[1] - '0';
    return {};
}

Pattern parse_pattern(std::string_view pattern) {
    Pattern result;
    const auto fail = [&result](std::string problem) {
        result.problem = std::move(problem);
        return result;
    };
    while (!pattern.empty()) {
        Piece piece;
        const auto brace = pattern.find_first_of("{}");
        if (brace != 0) {
            piece.text = pattern.substr(0, brace);
            const bool after_number = !result.pieces.empty();
            if (after_number && digits.find(piece.text[0]) != std::string_view::npos)
                return fail(
                    fmt::format("'{}' after a placeholder starts with a digit", piece.text));
            pattern.remove_prefix(piece.text.size());
        } else {
            const auto end = pattern.find('}');
            if (pattern[0] == '}' || end == std::string_view::npos)
                return fail("a brace without its partner");
            if (!result.pieces.empty() && result.pieces.back().kind != PieceKind::text)
                return fail("two placeholders without text between them");
            if (auto problem = parse_placeholder(pattern.substr(1, end - 1), piece);
                !problem.empty())
                return fail(std::move(problem));
            pattern.remove_prefix(end + 1);
        }
        result.pieces.push_back(piece);
    }
    const bool tells_apart =
        result.has(PieceKind::node) || (result.has(PieceKind::rack) && result.has(PieceKind::slot));
    if (!tells_apart)
        return fail("does not tell nodes apart; it needs {node}, or {rack} and {slot}");
    return result;
}

// The rack with the greatest `key` that is at most `value`; racks ascend in `key`.
template <class Key, class Value>
auto last_at_most(const std::vector<Rack>& racks, Value value, Key key) {
    const auto next =
        std::upper_bound(racks.begin(), racks.end(), value,
                         [key](Value v, const Rack& rack) { return v < std::invoke(key, rack); });
    return next == racks.begin() ? racks.end() : next - 1;
}

}  // namespace

std::string node_name_problem(std::string_view pattern) {
    return parse_pattern(pattern).problem;
}

RackIndex Site::rack_of(NodeIndex node) const {
    assert(node >= 0 && node < nodes);
    return static_cast<RackIndex>(last_at_most(racks, node, &Rack::first_node) - racks.begin());
}

std::string Site::name_of(NodeIndex node) const {
    const Rack& rack = racks[static_cast<std::size_t>(rack_of(node))];
    const auto offset = node - rack.first_node;
    std::string result;
    const auto append = [&result](int number, int width) {
        fmt::format_to(std::back_inserter(result), "{:0{}}", number, width);
    };
    for (const auto& piece : parse_pattern(node_name).pieces) {
        switch (piece.kind) {
            case PieceKind::text:
                result += piece.text;
                break;
            case PieceKind::rack:
                append(rack.number, piece.width);
                break;
            case PieceKind::slot:
                append(offset + 1, piece.width);
                break;
            case PieceKind::node:
                append(rack.first_node_number + offset, piece.width);
                break;
        }
    }
    return result;
}

std::optional<NodeIndex> Site::node_named(std::string_view wanted) const {
    int rack_number = 0, slot = 0, node_number = 0;
    auto rest = wanted;
    const auto pattern = parse_pattern(node_name);
    for (const auto& piece : pattern.pieces) {
        if (piece.kind == PieceKind::text) {
            if (rest.substr(0, piece.text.size()) != piece.text)
                return std::nullopt;
            rest.remove_prefix(piece.text.size());
            continue;
        }
        const auto count = std::min(rest.find_first_not_of(digits), rest.size());
        int number = 0;
        const auto parsed = std::from_chars(rest.data(), rest.data() + count, number);
        if (count == 0 || parsed.ec != std::errc{})
            return std::nullopt;
        rest.remove_prefix(count);
        switch (piece.kind) {
            case PieceKind::text:
                break;
            case PieceKind::rack:
                rack_number = number;
                break;
            case PieceKind::slot:
                slot = number;
                break;
            case PieceKind::node:
                node_number = number;
                break;
        }
    }

    const bool by_number = pattern.has(PieceKind::node);
    const auto rack = by_number ? last_at_most(racks, node_number, &Rack::first_node_number)
                                : last_at_most(racks, rack_number, &Rack::number);
    if (rack == racks.end())
        return std::nullopt;
    const auto offset = by_number ? node_number - rack->first_node_number : slot - 1;
    if (offset < 0 || offset >= rack->nodes)
        return std::nullopt;
    const auto node = rack->first_node + offset;
    // Also refuses other zero padding, another rack number and text behind the name.
    return name_of(node) == wanted ? std::optional(node) : std::nullopt;
}

int Site::gpus() const {
    int sum = 0;
    for (const auto& rack : racks)
        sum += rack.nodes * rack.part->node.gpus;
    return sum;
}

Site build_site(const SiteDescription& description) {
    assert(node_name_problem(description.node_name).empty());
    assert(description.first_rack_number >= 0 && description.first_node_number >= 0);
    assert(description.racks_per_group >= 0);

    Site site;
    site.id = description.id;
    site.name = description.name;
    site.node_name = description.node_name;
    site.has_power = description.has_power;
    site.fixed_power = description.fixed_power;
    site.it_power_limit = description.it_power_limit;
    site.supply = description.supply;

    const auto& missing = description.missing_racks.value;
    int position = 0;  // of the rack among all, missing ones included
    int node_number = description.first_node_number;
    int last_group = -1;
    for (const auto& row : description.rows) {
        assert(row.part && row.count > 0);
        const NodeCount nodes = row.nodes > 0 ? row.nodes : row.part->nodes;
        assert(nodes > 0);
        assert(row.part->nodes == 0 || nodes <= row.part->nodes);
        for (int i = 0; i < row.count; ++i, ++position, node_number += nodes) {
            const int number = description.first_rack_number + position;
            if (std::find(missing.begin(), missing.end(), number) != missing.end())
                continue;
            const int group =
                description.racks_per_group > 0 ? position / description.racks_per_group : 0;
            if (group != last_group) {
                site.groups.push_back({.name = fmt::format("group {}", group + 1),
                                       .first_rack = static_cast<RackIndex>(site.racks.size()),
                                       .first_node = site.nodes});
                last_group = group;
            }
            ++site.groups.back().racks;
            site.groups.back().nodes += nodes;
            site.racks.push_back({.number = number,
                                  .part = row.part,
                                  .first_node = site.nodes,
                                  .nodes = nodes,
                                  .group = static_cast<GroupIndex>(site.groups.size() - 1),
                                  .first_node_number = node_number});
            site.nodes += nodes;
        }
    }
    assert(!site.racks.empty());
    return site;
}

}  // namespace twin
