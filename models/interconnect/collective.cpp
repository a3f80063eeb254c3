#include "models/interconnect/collective.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <cmath>
#include <fmt/format.h>

#include "models/interconnect/spread.h"

namespace twin {
namespace {

bool is_alone(const CollectiveSetting& setting) {
    return setting.shape.gpus() == 1;
}

}  // namespace

std::span<const CollectiveRow> collectives() {
    static constexpr std::array rows = {
        CollectiveRow{"all_reduce", Collective::all_reduce},
        CollectiveRow{"all_gather", Collective::all_gather},
        CollectiveRow{"reduce_scatter", Collective::reduce_scatter},
        CollectiveRow{"all_to_all", Collective::all_to_all},
        CollectiveRow{"broadcast", Collective::broadcast},
        CollectiveRow{"point_to_point", Collective::point_to_point}};
    return rows;
}

std::optional<CollectivePass> pass_of(Collective collective) {
    switch (collective) {
        case Collective::all_reduce:
            return CollectivePass::reduce;
        case Collective::all_gather:
        case Collective::reduce_scatter:
            return CollectivePass::gather;
        case Collective::broadcast:
            return CollectivePass::broadcast;
        case Collective::all_to_all:
        case Collective::point_to_point:
            break;
    }
    return {};
}

std::string_view to_text(Level level) {
    static constexpr std::array<std::string_view, 6> names = {
        "none", "latency", "node links", "NICs", "leaf uplinks", "global links"};
    return names[size_t(level)];
}

Level CollectiveCost::bottleneck() const {
    const std::array parts = {
        std::pair(latency, Level::latency), std::pair(node_links, Level::node_links),
        std::pair(nics, Level::nics), std::pair(leaf_uplinks, Level::leaf_uplinks),
        std::pair(global_links, Level::global_links)};
    const auto largest = std::max_element(parts.begin(), parts.end(),
                                          [](auto a, auto b) { return a.first < b.first; });
    return largest->first > Duration() ? largest->second : Level::none;
}

std::vector<std::string> collective_problems(const CollectiveRequest& request,
                                             const CollectiveSetting& setting) {
    const PlacementShape& shape = setting.shape;
    const FabricRates& rates = setting.rates;
    std::vector<std::string> problems;
    if (!(request.size >= DataSize()) || !std::isfinite(request.size.si()))
        problems.push_back(
            fmt::format("size: expected 0 bytes or more, got {} bytes", request.size.si()));
    if (shape.gpus_per_node < 1 || shape.gpus_per_node > rates.node.gpus)
        problems.push_back(
            fmt::format("gpus_per_node: expected 1 to {}, the GPUs of a node, got {}",
                        rates.node.gpus, shape.gpus_per_node));
    if (shape.nodes_by_group.empty())
        problems.push_back("nodes_by_group: expected at least one group with nodes, got none");
    for (size_t i = 0; i < shape.nodes_by_group.size(); ++i)
        if (shape.nodes_by_group[i] < 1)
            problems.push_back(
                fmt::format("nodes_by_group: expected at least 1 node in each group, got {} in "
                            "the group at position {}",
                            shape.nodes_by_group[i], i + 1));
    if (int(shape.nodes_by_group.size()) > rates.groups)
        problems.push_back(
            fmt::format("nodes_by_group: expected at most {}, the groups of the network, got {}",
                        rates.groups, shape.nodes_by_group.size()));
    if (!problems.empty())
        return problems;
    if (request.collective == Collective::point_to_point && shape.gpus() < 2)
        problems.push_back("point to point: expected two ranks or more, got 1");
    if (shape.gpus_per_node > 1 && !(rates.node.gpu_bandwidth > Bandwidth()))
        problems.push_back(
            "gpu_bandwidth: expected a bandwidth above 0, as a node has several ranks, got 0");
    if (shape.nodes() > 1 && !(rates.node.nic_per_gpu() > Bandwidth()))
        problems.push_back(
            "nic_bandwidth: expected a bandwidth above 0, as there are several nodes, got 0");
    if (rates.nodes_per_leaf < 1)
        problems.push_back(
            fmt::format("nodes_per_leaf: expected 1 or more, got {}", rates.nodes_per_leaf));
    else if (shape.nodes() > 1 && spread_of(shape, rates).leaves > 1 &&
             !(rates.taper_inside_group > 0))
        problems.push_back(fmt::format(
            "taper_inside_group: expected above 0, as the nodes have several leaf switches, got {}",
            rates.taper_inside_group));
    if (shape.nodes_by_group.size() > 1 &&
        !(rates.global_per_group_pair > Bandwidth() && rates.global_per_group > Bandwidth()))
        problems.push_back(
            "global_per_group_pair, global_per_group: expected links between groups, as the "
            "ranks are in several, got none");
    return problems;
}

CollectiveCost collective_cost(const CollectiveRequest& request, const CollectiveSetting& setting) {
    assert(collective_problems(request, setting).empty());
    CollectiveCost best;
    if (is_alone(setting))
        return best;
    bool found = false;
    for (const CollectiveAlgorithm& algorithm : collective_algorithms()) {
        if (!setting.constants.has(algorithm.name))
            continue;
        std::optional<CollectiveCost> cost = algorithm.cost(request, setting);
        if (!cost)
            continue;
        if (found && !(cost->total() < best.total()))
            continue;
        best = *cost;
        best.algorithm = algorithm.name;
        found = true;
    }
    assert(found);
    return best;
}

std::optional<CollectiveCost> collective_cost(std::string_view name,
                                              const CollectiveRequest& request,
                                              const CollectiveSetting& setting) {
    assert(collective_problems(request, setting).empty());
    for (const CollectiveAlgorithm& algorithm : collective_algorithms()) {
        if (algorithm.name != name || !setting.constants.has(name))
            continue;
        if (is_alone(setting))
            return CollectiveCost{};
        std::optional<CollectiveCost> cost = algorithm.cost(request, setting);
        if (cost)
            cost->algorithm = algorithm.name;
        return cost;
    }
    return {};
}

Bandwidth bus_bandwidth(const CollectiveRequest& request, int ranks, Duration time) {
    double share = 1;
    switch (request.collective) {
        case Collective::all_reduce:
            share = 2.0 * (ranks - 1) / ranks;
            break;
        case Collective::all_gather:
        case Collective::reduce_scatter:
        case Collective::all_to_all:
            share = double(ranks - 1) / ranks;
            break;
        case Collective::broadcast:
        case Collective::point_to_point:
            break;
    }
    return share * request.size / time;
}

}  // namespace twin
