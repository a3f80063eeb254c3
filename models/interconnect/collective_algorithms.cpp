// The formulas of COLLECTIVES.md, and the table of algorithms.
#include <algorithm>
#include <array>

#include "models/interconnect/collective.h"
#include "models/interconnect/spread.h"

namespace twin {
namespace {

using Cost = CollectiveCost;
using Request = CollectiveRequest;
using Setting = CollectiveSetting;
using Pass = CollectivePass;
constexpr int protocols = 3;

Bandwidth links_of(const Spread& spread, const Setting& setting) {
    const NodeFabric& node = setting.rates.node;
    return node.links == GpuLinks::mesh ? (spread.gpus - 1) * node.pair_bandwidth()
                                        : node.gpu_bandwidth;
}

// `share` bytes over the links and one part beside them; the latter is not the links' matter.
Duration time_of(DataSize share, DataSize part, const NodeProtocol& protocol, Bandwidth links,
                 const Setting& setting) {
    return share / (setting.constants.link_share * protocol.link_fraction * links) +
           part / (protocol.part_fraction * links);
}

Bandwidth nic_of(const Setting& setting, int protocol) {
    const CollectiveConstants& constants = setting.constants;
    return constants.nic_fraction * constants.network[size_t(protocol)].fraction *
           setting.rates.node.nic_per_gpu();
}

// What part of a port's rate arrives, for links between switches, which carry the same packets.
double network_fraction(const Setting& setting, int protocol) {
    return setting.constants.nic_fraction * setting.constants.network[size_t(protocol)].fraction;
}

// Parts that are moved at once: the slowest takes all of the time.
struct Moving {
    Duration node_links{}, nics{}, leaf_uplinks{}, global_links{};

    void add_to(Cost& cost) const {
        const Duration longest = std::max({node_links, nics, leaf_uplinks, global_links});
        if (longest == global_links)
            cost.global_links += longest;
        else if (longest == leaf_uplinks)
            cost.leaf_uplinks += longest;
        else if (longest == nics)
            cost.nics += longest;
        else
            cost.node_links += longest;
    }
};

double passes_of_tree(Pass pass) {
    return pass == Pass::reduce ? 2 : 1;
}

// Of one leaf, whatever number of the job's nodes it has: shared by all of them.
Bandwidth leaf_uplinks(const FabricRates& rates) {
    return rates.taper_inside_group * double(rates.nodes_per_leaf) * rates.node.injection();
}

// Of `share` bytes that each of `rings` rings takes over every edge between nodes.
void add_edges(Moving& moving, DataSize share, int rings, const Spread& spread,
               const Setting& setting, double fraction) {
    const FabricRates& rates = setting.rates;
    if (spread.leaves > 1) {
        const int of_leaf = std::min(rings, spread.leaf_nodes * spread.gpus);
        moving.leaf_uplinks =
            of_leaf * share / (fraction * rates.share_to_one_leaf * leaf_uplinks(rates));
    }
    if (spread.groups > 1)
        moving.global_links = rings * share / (fraction * rates.global_per_group_pair);
}

// Of all bytes by two trees, up and, after a reduction, down. Each tree has half of them, so a NIC
// and a leaf of inner nodes send them twice; but one link each way between two groups has half of
// each tree only, once. Where a group has the same links to all others (a fat tree) and several of
// them take part, it sends as its nodes do.
void add_tree_edges(Moving& moving, Pass pass, DataSize size, int trees, const Spread& spread,
                    const Setting& setting, double fraction) {
    const FabricRates& rates = setting.rates;
    add_edges(moving, passes_of_tree(pass) * size, trees, spread, setting, fraction);
    if (spread.groups == 2 || rates.global_per_group_pair < rates.global_per_group)
        moving.global_links = moving.global_links / passes_of_tree(pass);
}

// The fastest of the protocols from `first` on; cost_of takes one's number.
template <class CostOf>
Cost fastest(int first, CostOf cost_of) {
    Cost best = cost_of(first);
    for (int protocol = first + 1; protocol < protocols; ++protocol) {
        const Cost cost = cost_of(protocol);
        if (cost.total() < best.total())
            best = cost;
    }
    return best;
}

Cost& operator+=(Cost& sum, const Cost& cost) {
    sum.latency += cost.latency;
    sum.node_links += cost.node_links;
    sum.nics += cost.nics;
    sum.leaf_uplinks += cost.leaf_uplinks;
    sum.global_links += cost.global_links;
    return sum;
}

double steps_of(Pass pass, int ranks) {
    return (pass == Pass::reduce ? 2.0 : 1.0) * (ranks - 1);
}

// Bytes over each edge.
DataSize share_of(Pass pass, int ranks, DataSize size) {
    if (pass == Pass::broadcast)
        return size;
    return steps_of(pass, ranks) / ranks * size;
}

// Over the GPUs of one node.
Cost node_ring(Pass pass, DataSize size, const Spread& spread, const Setting& setting) {
    const NodeProtocols& ring = setting.constants.node.ring;
    const DataSize part = size / double(spread.gpus);
    const Bandwidth links = links_of(spread, setting);
    return fastest(first_protocol(ring, part), [&](int number) {
        const NodeProtocol& protocol = ring[size_t(number)];
        Cost cost;
        cost.latency = protocol.start + steps_of(pass, spread.gpus) * protocol.step;
        cost.node_links =
            time_of(share_of(pass, spread.gpus, size), pass == Pass::broadcast ? DataSize() : part,
                    protocol, links, setting);
        return cost;
    });
}

// Rings of one rank on each of `nodes` nodes, `rings` of them at once, each of `size`.
Cost network_ring(Pass pass, DataSize size, int nodes, int rings, Duration hop,
                  const Spread& spread, const Setting& setting) {
    return fastest(0, [&](int number) {
        const double steps = steps_of(pass, nodes);
        const DataSize share = share_of(pass, nodes, size);
        Cost cost;
        cost.latency = setting.constants.node.ring[size_t(number)].start +
                       steps * (setting.constants.network[size_t(number)].ring_step + hop);
        Moving moving;
        moving.nics = share / nic_of(setting, number);
        add_edges(moving, share, rings, spread, setting, network_fraction(setting, number));
        moving.add_to(cost);
        return cost;
    });
}

// The same by two trees, each over half of the data, inner nodes of one being leaves of the other.
Cost network_tree(Pass pass, DataSize size, const Spread& spread, const Setting& setting,
                  int trees) {
    return fastest(0, [&](int number) {
        const double passes = passes_of_tree(pass);
        Cost cost;
        cost.latency = setting.constants.node.ring[size_t(number)].start +
                       passes * (steps_of_tree(spread.nodes) *
                                     setting.constants.network[size_t(number)].tree_step +
                                 tree_path(spread, setting.rates));
        Moving moving;
        moving.nics = passes * size / nic_of(setting, number);
        add_tree_edges(moving, pass, size, trees, spread, setting,
                       network_fraction(setting, number));
        moving.add_to(cost);
        return cost;
    });
}

// Through all GPUs of a node and on to the next node; each GPU of a node begins one ring, so that
// each NIC carries one.
std::optional<Cost> ring_cost(const Request& request, const Setting& setting) {
    const std::optional<Pass> pass = pass_of(request.collective);
    const Spread spread = spread_of(setting.shape, setting.rates);
    if (!pass)
        return {};
    if (spread.nodes == 1)
        return node_ring(*pass, request.size, spread, setting);
    const Duration hop = mean_hop(spread, setting.rates);
    if (spread.gpus == 1)
        return network_ring(*pass, request.size, spread.nodes, 1, hop, spread, setting);
    if (!setting.constants.rings_span_nodes)
        return {};
    const NodeProtocols& ring = setting.constants.node.ring;
    const DataSize part = request.size / double(spread.ranks);
    const DataSize share = share_of(*pass, spread.ranks, request.size);
    const double network_steps = steps_of(*pass, spread.nodes);
    const double node_steps = steps_of(*pass, spread.ranks) - network_steps;
    const Bandwidth links = links_of(spread, setting);
    return fastest(first_protocol(ring, part), [&](int number) {
        const NodeProtocol& protocol = ring[size_t(number)];
        Cost cost;
        cost.latency = protocol.start + node_steps * protocol.step +
                       network_steps * (setting.constants.network[size_t(number)].ring_step + hop);
        Moving moving;
        moving.node_links = time_of(share, part, protocol, links, setting);
        moving.nics = share / double(spread.gpus) / nic_of(setting, number);
        add_edges(moving, share, 1, spread, setting, network_fraction(setting, number));
        moving.add_to(cost);
        return cost;
    });
}

// A chain in each node, two binary trees over the nodes.
std::optional<Cost> tree_cost(const Request& request, const Setting& setting) {
    const std::optional<Pass> pass = pass_of(request.collective);
    const Spread spread = spread_of(setting.shape, setting.rates);
    if (!pass || *pass == Pass::gather || spread.nodes == 1)
        return {};
    if (spread.gpus == 1)
        return network_tree(*pass, request.size, spread, setting, 1);
    if (!setting.constants.rings_span_nodes)
        return {};
    const NodeProtocols& ring = setting.constants.node.ring;
    const double passes = passes_of_tree(*pass);
    const DataSize share = passes * request.size;
    const Bandwidth links = links_of(spread, setting);
    return fastest(first_protocol(ring, request.size / double(spread.ranks)), [&](int number) {
        const NodeProtocol& protocol = ring[size_t(number)];
        Cost cost;
        cost.latency =
            protocol.start + passes * ((spread.gpus - 1) * protocol.step +
                                       steps_of_tree(spread.nodes) *
                                           setting.constants.network[size_t(number)].tree_step +
                                       tree_path(spread, setting.rates));
        Moving moving;
        moving.node_links = time_of(share, {}, protocol, links, setting);
        moving.nics = share / double(spread.gpus) / nic_of(setting, number);
        add_tree_edges(moving, *pass, request.size, 1, spread, setting,
                       network_fraction(setting, number));
        moving.add_to(cost);
        return cost;
    });
}

// What the GPUs of a node do before (scatter) and after (gather) their lanes between nodes.
Cost node_stages(Pass pass, DataSize size, const Spread& spread, const Setting& setting) {
    Cost cost;
    if (spread.gpus == 1)
        return cost;
    // All-gather and reduce-scatter have one of the two.
    cost = node_ring(Pass::gather, size, spread, setting);
    if (pass != Pass::gather)
        cost += node_ring(Pass::gather, size, spread, setting);
    return cost;
}

// Scatter in the node, one ring or tree between nodes for each of its GPUs, gather in the node.
std::optional<Cost> by_node_cost(const Request& request, const Setting& setting) {
    const std::optional<Pass> pass = pass_of(request.collective);
    const Spread spread = spread_of(setting.shape, setting.rates);
    if (!pass || spread.nodes == 1 || spread.gpus == 1)
        return {};
    const DataSize lane = request.size / double(spread.gpus);
    Cost between = network_ring(*pass, lane, spread.nodes, spread.gpus,
                                mean_hop(spread, setting.rates), spread, setting);
    if (*pass != Pass::gather) {
        const Cost tree = network_tree(*pass, lane, spread, setting, spread.gpus);
        if (tree.total() < between.total())
            between = tree;
    }
    Cost cost = node_stages(*pass, request.size, spread, setting);
    return cost += between;
}

// One level more: inside the groups, then between them for what each node's GPUs still hold.
std::optional<Cost> by_group_cost(const Request& request, const Setting& setting) {
    const std::optional<Pass> pass = pass_of(request.collective);
    const Spread spread = spread_of(setting.shape, setting.rates);
    if (!pass || *pass == Pass::broadcast || spread.groups == 1 || spread.smallest == 1)
        return {};
    const FabricRates& rates = setting.rates;
    Spread group = spread;  // the largest alone
    group.nodes = spread.largest;
    group.groups = 1;
    group.leaves = (spread.largest + rates.nodes_per_leaf - 1) / rates.nodes_per_leaf;
    const DataSize lane = request.size / double(spread.gpus);
    Cost cost = node_stages(*pass, request.size, spread, setting);
    const Cost inside = network_ring(Pass::gather, lane, spread.largest, spread.gpus,
                                     mean_hop(group, rates), group, setting);
    cost += inside;
    if (*pass == Pass::reduce)
        cost += inside;
    // A group with fewer nodes has more for each of them.
    return cost +=
           network_ring(*pass, lane / double(spread.smallest), spread.groups,
                        spread.gpus * spread.smallest, rates.global_latency, spread, setting);
}

// The switches add: of the node (NVLS) on one, of the network (SHARP) between nodes.
std::optional<Cost> in_network_cost(const Request& request, const Setting& setting) {
    const Spread spread = spread_of(setting.shape, setting.rates);
    if (request.collective != Collective::all_reduce || !request.switches_can_add)
        return {};
    if (spread.nodes == 1) {
        const std::optional<SwitchReduction>& switches = setting.constants.node.switches;
        if (!switches || spread.gpus < switches->least_gpus ||
            setting.rates.node.links != GpuLinks::nvswitch)
            return {};
        Cost cost;
        cost.latency = switches->start;
        cost.node_links = request.size / (setting.constants.link_share * switches->link_fraction *
                                          links_of(spread, setting));
        return cost;
    }
    if (!setting.rates.in_network_reduction || !setting.constants.network_switches_add)
        return {};
    const DataSize lane = request.size / double(spread.gpus);
    Cost between = fastest(0, [&](int number) {
        Cost cost;
        cost.latency = setting.constants.node.ring[size_t(number)].start +
                       setting.constants.network[size_t(number)].ring_step +
                       top_latency(spread, setting.rates);
        Moving moving;
        moving.nics = lane / nic_of(setting, number);
        add_edges(moving, lane, spread.gpus, spread, setting, network_fraction(setting, number));
        moving.add_to(cost);
        return cost;
    });
    Cost cost = node_stages(Pass::reduce, request.size, spread, setting);
    return cost += between;
}

Cost all_to_all_cost(DataSize size, const Spread& spread, const Setting& setting) {
    const FabricRates& rates = setting.rates;
    const DataSize part = size / double(spread.ranks);
    const NodeProtocols& peer = setting.constants.node.peer;
    const int others = spread.ranks - spread.gpus;  // on other nodes
    return fastest(first_protocol(peer, part), [&](int number) {
        const NodeProtocol& protocol = peer[size_t(number)];
        Cost cost;
        cost.latency = protocol.start;
        Moving moving;
        if (spread.gpus > 1)
            moving.node_links = time_of((spread.gpus - 1) * part, part, protocol,
                                        links_of(spread, setting), setting);
        if (others > 0) {
            const double fraction = network_fraction(setting, number);
            cost.latency += setting.constants.network[size_t(number)].ring_step +
                            others * setting.constants.message_gap + top_latency(spread, rates);
            moving.nics = others * part / nic_of(setting, number);
            if (spread.leaves > 1) {
                const double of_leaf = double(spread.leaf_nodes) * spread.gpus;
                moving.leaf_uplinks = rates.hops_between_leaves * of_leaf *
                                      (spread.ranks - of_leaf) * part /
                                      (fraction * leaf_uplinks(rates));
            }
            if (spread.groups > 1) {
                const double largest = double(spread.largest) * spread.gpus;
                const double second = double(spread.second) * spread.gpus;
                moving.global_links =
                    std::max(largest * second * part / (fraction * rates.global_per_group_pair),
                             largest * (spread.ranks - largest) * part /
                                 (fraction * rates.global_per_group));
            }
        }
        moving.add_to(cost);
        return cost;
    });
}

Cost point_to_point_cost(DataSize size, const Spread& spread, const Setting& setting) {
    const FabricRates& rates = setting.rates;
    const NodeProtocols& peer = setting.constants.node.peer;
    return fastest(first_protocol(peer, size), [&](int number) {
        const NodeProtocol& protocol = peer[size_t(number)];
        Cost cost;
        cost.latency = protocol.start;
        if (spread.nodes == 1) {
            cost.node_links = time_of(size, {}, protocol, rates.node.pair_bandwidth(), setting);
            return cost;
        }
        cost.latency +=
            setting.constants.network[size_t(number)].ring_step + top_latency(spread, rates);
        Moving moving;
        moving.nics = size / nic_of(setting, number);
        add_edges(moving, size, spread.gpus, spread, setting, network_fraction(setting, number));
        moving.add_to(cost);
        return cost;
    });
}

std::optional<Cost> direct_cost(const Request& request, const Setting& setting) {
    const Spread spread = spread_of(setting.shape, setting.rates);
    if (request.collective == Collective::all_to_all)
        return all_to_all_cost(request.size, spread, setting);
    if (request.collective == Collective::point_to_point)
        return point_to_point_cost(request.size, spread, setting);
    return {};
}

// clang-format off
constexpr std::array algorithms = {
    CollectiveAlgorithm{"ring", "one ring for each GPU of a node, through all ranks", ring_cost},
    CollectiveAlgorithm{"tree", "a chain in each node, two binary trees over the nodes", tree_cost},
    CollectiveAlgorithm{"hierarchical", "scatter in the nodes, rings or trees between them, gather in the nodes", by_node_cost},
    CollectiveAlgorithm{"hierarchical by group", "the same with rings in the groups, then rings between groups", by_group_cost},
    CollectiveAlgorithm{"in-network", "the switches of the node or of the network add", in_network_cost},
    CollectiveAlgorithm{"direct", "from each rank to each other at once, or from one to one", direct_cost},
};
// clang-format on

}  // namespace

int first_protocol(const NodeProtocols& all, DataSize part) {
    int first = protocols - 1;
    while (first > 0 && part < all[size_t(first)].from)
        --first;
    return first;
}

std::span<const CollectiveAlgorithm> collective_algorithms() {
    return algorithms;
}

}  // namespace twin
