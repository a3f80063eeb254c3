#include "gui/views/group_layout.h"

#include <algorithm>
#include <cmath>
#include <map>

namespace twin {
namespace {

constexpr double edge = 14, outside_height = 26, switch_height = 22, switch_gap = 4;
constexpr double widest_switch = 64, largest_node = 26, node_gap = 2;

// Leaves that serve the same nodes, as with rails, stand above each other in one column.
std::vector<std::vector<std::size_t>> columns_of(const GroupSwitches& group) {
    std::vector<std::vector<std::size_t>> columns;
    std::map<std::vector<NodeIndex>, std::size_t> known;
    for (std::size_t i = 0; i < group.switches.size() && group.switches[i].leaf; ++i) {
        const auto [found, is_new] = known.try_emplace(group.switches[i].nodes, columns.size());
        if (is_new || group.switches[i].nodes.empty())
            columns.push_back({i});
        else
            columns[found->second].push_back(i);
    }
    return columns;
}

// The largest squares of which `count` fit.
double node_side(std::size_t count, double width, double height) {
    double side = largest_node;
    for (; side > 3; side -= 0.5) {
        const double across = std::max(1.0, std::floor(width / (side + node_gap)));
        if (std::ceil(double(count) / across) * (side + node_gap) <= height)
            break;
    }
    return side;
}

void lay_nodes(GroupLayout& layout, const std::vector<NodeIndex>& nodes, const QRectF& area,
               double side) {
    const double step = side + node_gap;
    const int across = std::max(1, int(area.width() / step));
    const double left =
        area.center().x() - (std::min(across, int(nodes.size())) * step - node_gap) / 2;
    for (std::size_t i = 0; i < nodes.size(); ++i) {
        const int row = int(i) / across, column = int(i) % across;
        layout.nodes.push_back(
            {nodes[i], QRectF(left + column * step, area.top() + row * step, side, side)});
    }
}

QPainterPath path_between(const QRectF& a, const QRectF& b) {
    QPainterPath path;
    if (std::abs(a.center().y() - b.center().y()) < 1) {  // between leaves: an arc above them
        path.moveTo(a.center().x(), a.top());
        const QPointF top((a.center().x() + b.center().x()) / 2,
                          a.top() - std::abs(a.center().x() - b.center().x()) / 2);
        path.quadTo(top, QPointF(b.center().x(), b.top()));
        return path;
    }
    const QRectF& upper = a.top() < b.top() ? a : b;
    const QRectF& lower = a.top() < b.top() ? b : a;
    path.moveTo(upper.center().x(), upper.bottom());
    path.lineTo(lower.center().x(), lower.top());
    return path;
}

}  // namespace

const QRectF* GroupLayout::box_of(NodeIndex node) const {
    const auto found =
        std::lower_bound(nodes.begin(), nodes.end(), node,
                         [](const Node& each, NodeIndex wanted) { return each.node < wanted; });
    return found == nodes.end() || found->node != node ? nullptr : &found->box;
}

GroupLayout lay_out_group(const GroupSwitches& group, const QRectF& area) {
    GroupLayout layout;
    layout.switches.resize(group.switches.size());
    const QRectF inner = area.adjusted(edge, edge, -edge, -edge);
    layout.outside = QRectF(inner.left(), inner.top(), inner.width(), outside_height);
    const auto columns = columns_of(group);
    std::size_t rails = 1, most_nodes = 0;
    for (const auto& column : columns) {
        rails = std::max(rails, column.size());
        most_nodes = std::max(most_nodes, group.switches[column.front()].nodes.size());
    }
    const double spines_top = layout.outside.bottom() + std::max(26.0, 0.08 * inner.height());
    const double leaves_top = spines_top + switch_height + std::max(40.0, 0.22 * inner.height());
    const double leaves_height = double(rails) * (switch_height + switch_gap);
    const double nodes_top = leaves_top + leaves_height + 6;
    const double width = inner.width() / std::max<double>(double(columns.size()), 1);
    const double side = node_side(most_nodes, width - 6, inner.bottom() - nodes_top);
    for (std::size_t c = 0; c < columns.size(); ++c) {
        const double middle = inner.left() + (double(c) + 0.5) * width;
        const double wide = std::min(width - 4, widest_switch);
        for (std::size_t r = 0; r < columns[c].size(); ++r)
            layout.switches[columns[c][r]] =
                QRectF(middle - wide / 2, leaves_top + double(r) * (switch_height + switch_gap),
                       wide, switch_height);
        lay_nodes(
            layout, group.switches[columns[c].front()].nodes,
            QRectF(middle - (width - 6) / 2, nodes_top, width - 6, inner.bottom() - nodes_top),
            side);
    }
    std::sort(layout.nodes.begin(), layout.nodes.end(),
              [](const auto& a, const auto& b) { return a.node < b.node; });
    const int leaves = group.leaves();
    const double spine_step = inner.width() / std::max(group.spines(), 1);
    for (std::size_t i = std::size_t(leaves); i < group.switches.size(); ++i) {
        const double middle = inner.left() + (double(i) - leaves + 0.5) * spine_step;
        const double wide = std::min(spine_step - 4, widest_switch);
        layout.switches[i] = QRectF(middle - wide / 2, spines_top, wide, switch_height);
    }
    for (const GroupSwitches::Link& link : group.links)
        layout.links.push_back(path_between(layout.switches[std::size_t(link.a)],
                                            layout.switches[std::size_t(link.b)]));
    for (std::size_t i = 0; i < group.switches.size(); ++i) {
        const QRectF& box = layout.switches[i];
        layout.up.push_back(
            group.switches[i].outside_cables == 0
                ? QLineF()
                : QLineF(box.center().x(), box.top(), box.center().x(), layout.outside.bottom()));
    }
    return layout;
}

}  // namespace twin
