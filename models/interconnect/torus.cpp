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
        neighbours += extent > 2 ? 2 : extent - 1;
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
        const double cuts = extent > 2 ? 2 : 1;
        least = std::min(least, cuts * static_cast<double>(switches_of(part)) / extent *
                                    part.torus_cables * part.network_switch.port_bandwidth.value);
    }
    return least;
}

double torus_mean_hops(const NetworkPart& part) {
    const auto switches = static_cast<double>(switches_of(part));
    if (switches == 1)
        return 1;
    double sum = 0;  // from one switch; around a ring of k: 1 + 1 + 2 + 2 + ... = k^2 / 4
    for (const int extent : part.extents.value)
        sum += extent * extent / 4 * (switches / extent);
    return sum / (switches - 1);
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
