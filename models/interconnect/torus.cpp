#include "models/interconnect/torus.h"

#include <algorithm>
#include <fmt/format.h>

#include "models/interconnect/topology_builder.h"

namespace twin {
namespace {

long long switches_of(const NetworkPart& part) {
    long long product = 1;
    for (const int extent : part.extents.value)
        product *= extent;
    return product;
}

// Of a switch to its neighbours in a dimension: two switches side by side share one.
int neighbours_along(int extent) {
    return std::min(extent - 1, 2);
}
int neighbours_of(const NetworkPart& part) {
    int links = 0;
    for (const int extent : part.extents.value)
        links += neighbours_along(extent);
    return links;
}

// All switches as the leaves of one group.
NetworkPart as_group(const NetworkPart& part) {
    NetworkPart group = part;
    group.leaves_per_group.value = static_cast<int>(switches_of(part));
    return group;
}

}  // namespace

void check_torus(const NetworkPart& part, std::vector<TopologyProblem>& problems) {
    const auto& extents = part.extents.value;
    constexpr int longest = 1024;  // bounds the product below
    bool good = !extents.empty() && extents.size() <= 6;
    int neighbours = 0;
    for (const int extent : extents) {
        good = good && extent >= 1 && extent <= longest;
        neighbours += neighbours_along(extent);
    }
    if (!good) {
        problems.push_back({"extents", fmt::format("expected 1 to 6 extents of 1 to {} switches, "
                                                   "got [{}]",
                                                   longest, fmt::join(extents, ", "))});
        return;
    }
    if (part.rail_optimised)
        problems.push_back({"rail_optimised", "a torus has no rails"});
    topology_rules::check_switches(switches_of(part), "extents", problems);
    const int down = topology_rules::node_ports_at_leaf(part);
    const int cables = neighbours * part.torus_cables;
    topology_rules::check_ports(
        part, "torus_cables", "leaf", down + cables,
        fmt::format("{} to nodes + {} to {} neighbours", down, cables, neighbours), problems);
}

NodeCount torus_slots(const NetworkPart& part) {
    return topology_rules::group_slots(as_group(part));
}

Bandwidth torus_bisection(const NetworkPart& part) {
    Bandwidth least = topology_rules::unlimited();
    for (const int extent : part.extents.value) {
        if (extent == 1)
            continue;
        // A ring is cut twice, two switches side by side once.
        least = std::min(least, neighbours_along(extent) * static_cast<double>(switches_of(part)) /
                                    extent * part.torus_cables *
                                    part.network_switch.port_bandwidth.value);
    }
    return least;
}

double torus_fullest_hops(const NetworkPart& part) {
    const auto switches = static_cast<double>(switches_of(part));
    double fullest = 0;  // hops of one switch's messages on one of its links of a dimension
    for (const int extent : part.extents.value) {
        if (extent == 1)
            continue;
        // From one switch around a ring of k: 1 + 1 + 2 + 2 + ... = k^2 / 4, rounded down.
        const double hops = extent * extent / 4 * (switches / extent);
        fullest = std::max(fullest, hops / neighbours_along(extent));
    }
    return switches == 1 ? 1 : fullest * neighbours_of(part) / (switches - 1);
}

double torus_share_to_neighbour(const NetworkPart& part) {
    return 1.0 / std::max(1, neighbours_of(part));
}

Topology build_torus(const NetworkPart& part, NodeCount nodes) {
    const NetworkPart group = as_group(part);
    TopologyBuilder builder(group);
    std::vector<Vertex> leaves;
    for (int i = 0; i < group.leaves_per_group; ++i)
        leaves.push_back(builder.add_switch(VertexKind::leaf, 0, i));
    const auto& extents = part.extents.value;
    int stride = group.leaves_per_group;
    for (const int extent : extents) {
        stride /= extent;
        for (int i = 0; i < group.leaves_per_group; ++i) {
            const int place = i / stride % extent;
            const bool last = place == extent - 1;
            if (extent == 1 || (extent == 2 && last))
                continue;
            const int next = last ? i - place * stride : i + stride;
            builder.connect(leaves[static_cast<std::size_t>(i)],
                            leaves[static_cast<std::size_t>(next)], CableKind::global,
                            part.torus_cables);
        }
    }
    builder.attach_nodes({leaves}, nodes);
    return builder.finish(1, Detours::switches);
}

}  // namespace twin
