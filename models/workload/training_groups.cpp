#include "models/workload/training_groups.h"

#include <algorithm>
#include <cassert>
#include <numeric>

namespace twin {
namespace {

// Nodes of the group that starts at node `first` and has every `step`-th, `count` of them, by the
// groups of the network. Rings of the last block may run beyond the end: these nodes are left out.
std::vector<NodeCount> nodes_of(const PlacementShape& whole, int first, int step, int count) {
    std::vector<NodeCount> nodes;
    int end = 0;
    int next = first, left = count;
    for (const NodeCount of_group : whole.nodes_by_group) {
        end += of_group;
        NodeCount here = 0;
        if (next < end && left > 0) {
            here = std::min(left, (end - next + step - 1) / step);
            next += here * step;
            left -= here;
        }
        if (here > 0)
            nodes.push_back(here);
    }
    return nodes;
}

}  // namespace

RankGroup rank_group(const PlacementShape& whole, const FabricRates& rates, int stride, int size) {
    assert(stride >= 1 && size >= 1);
    const int gpus = whole.gpus_per_node;
    RankGroup group{{}, rates};
    // Where nodes are no multiple of groups some lie across two of them: as if evenly over nodes.
    const int span = stride * size;
    const bool straddles = span < gpus && gpus % span != 0 && whole.nodes() > 1;
    const int most = straddles ? std::gcd(gpus, span) / stride : gpus / stride;
    const int of_node = std::min(size, std::max(1, most));
    const int count = (size + of_node - 1) / of_node;
    group.shape.gpus_per_node = of_node;
    if (count == 1) {
        group.shape.nodes_by_group = {1};
        return group;
    }
    const int step = std::max(1, stride / gpus);
    const int block = step * count;
    const int blocks = std::max(1, whole.nodes() / block);
    for (int i = 0; i < blocks; ++i) {
        const std::vector<NodeCount> nodes = nodes_of(whole, i * block, step, count);
        if (nodes.size() > group.shape.nodes_by_group.size())
            group.shape.nodes_by_group = nodes;
    }
    // Beside it: the groups of the other GPUs of its nodes, and of the nodes between its own.
    const double beside = std::max(1.0, double(gpus) / of_node);
    group.rates.taper_inside_group = rates.taper_inside_group / beside;
    group.rates.nodes_per_leaf = std::max(1, rates.nodes_per_leaf / step);
    const NodeCount largest =
        *std::max_element(whole.nodes_by_group.begin(), whole.nodes_by_group.end());
    const double between = beside * std::min(step, int(largest));
    group.rates.global_per_group = rates.global_per_group / between;
    group.rates.global_per_group_pair = rates.global_per_group_pair / between;
    return group;
}

RankGroup neighbour_group(const PlacementShape& whole, const FabricRates& rates, int stride) {
    const int gpus = whole.gpus_per_node;
    RankGroup group{{}, rates};
    if (stride < gpus && whole.nodes() == 1) {
        group.shape = {2, {1}};
        return group;
    }
    group.shape.gpus_per_node = gpus;
    const bool one_group = whole.nodes_by_group.size() == 1;
    group.shape.nodes_by_group =
        one_group ? std::vector<NodeCount>{2} : std::vector<NodeCount>{1, 1};
    const NodeCount largest =
        *std::max_element(whole.nodes_by_group.begin(), whole.nodes_by_group.end());
    const int senders = std::clamp(stride / gpus, 1, int(largest));
    group.rates.nodes_per_leaf = 1;
    group.rates.global_per_group = rates.global_per_group / senders;
    group.rates.global_per_group_pair = rates.global_per_group_pair / senders;
    return group;
}

}  // namespace twin
