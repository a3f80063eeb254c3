#include "sim/engine/node_pool.h"

namespace twin {
namespace {

std::vector<NodeRange> group_ranges(const Site& site) {
    std::vector<NodeRange> ranges;
    for (const Group& group : site.groups)
        ranges.push_back({group.first_node, group.nodes});
    return ranges;
}

void append(NodeRanges& ranges, NodeIndex node) {
    if (!ranges.empty() && ranges.back().end() == node)
        ++ranges.back().count;
    else
        ranges.push_back({node, 1});
}

}  // namespace

NodePool::NodePool(const Site& site, NodeCount partition_nodes)
    : states_(static_cast<std::size_t>(site.nodes)),
      partition_nodes_(site.nodes),
      free_(site.nodes, group_ranges(site)) {
    free_.insert({0, site.nodes});
    resize_partition(partition_nodes);
}

NodeRanges NodePool::take(NodeCount nodes, const PlacementRow& placement) {
    NodeRanges taken = placement.place(free_, nodes);
    for (const NodeRange& range : taken)
        for (NodeIndex node = range.first; node < range.end(); ++node)
            states_[index(node)] |= busy_state;
    busy_ += nodes;
    return taken;
}

void NodePool::give_back(const NodeRanges& nodes) {
    for (const NodeRange& range : nodes) {
        busy_ -= range.count;
        NodeIndex first = range.first;  // of a stretch in service
        for (NodeIndex node = range.first; node < range.end(); ++node) {
            states_[index(node)] &= static_cast<std::uint8_t>(~busy_state);
            if (!out(node))
                continue;
            if (first < node)
                free_.insert({first, node - first});
            first = node + 1;
        }
        if (first < range.end())
            free_.insert({first, range.end() - first});
    }
}

NodeCount NodePool::returning(const NodeRanges& nodes) const {
    NodeCount count = 0;
    for (const NodeRange& range : nodes) {
        if (marked_ == 0)
            count += range.count;
        else
            for (NodeIndex node = range.first; node < range.end(); ++node)
                count += out(node) ? 0 : 1;
    }
    return count;
}

NodeRanges NodePool::mark(const NodeRanges& nodes, std::uint8_t state) {
    NodeRanges changed;
    for (const NodeRange& range : nodes)
        for (NodeIndex node = range.first; node < range.end(); ++node) {
            std::uint8_t& states = states_[index(node)];
            if ((states & state) != 0)
                continue;
            if (!out(node)) {
                ++marked_;
                if ((states & busy_state) == 0)
                    free_.erase({node, 1});
            }
            states |= state;
            append(changed, node);
        }
    return changed;
}

NodeRanges NodePool::clear(const NodeRanges& nodes, std::uint8_t cleared, std::uint8_t wanted) {
    NodeRanges changed;
    for (const NodeRange& range : nodes)
        for (NodeIndex node = range.first; node < range.end(); ++node) {
            std::uint8_t& states = states_[index(node)];
            if ((states & cleared) == 0)
                continue;
            if ((states & wanted) != 0)
                append(changed, node);
            states &= static_cast<std::uint8_t>(~cleared);
            if (out(node))
                continue;
            --marked_;
            if ((states & busy_state) == 0)
                free_.insert({node, 1});
        }
    return changed;
}

NodeRanges NodePool::lose(const NodeRanges& nodes) {
    return mark(nodes, lost);
}

void NodePool::drain(const NodeRanges& nodes) {
    mark(nodes, drained);
}

NodeRanges NodePool::restore(const NodeRanges& nodes) {
    return clear(nodes, lost | drained, lost);
}

void NodePool::resize_partition(NodeCount nodes) {
    if (nodes < partition_nodes_)
        mark({{nodes, partition_nodes_ - nodes}}, outside);
    else if (nodes > partition_nodes_)
        clear({{partition_nodes_, nodes - partition_nodes_}}, outside, 0);
    partition_nodes_ = nodes;
}

}  // namespace twin
