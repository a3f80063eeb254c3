#include "gui/views/map_layout.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace twin {
namespace {

constexpr double margin = 0.6;     // of the map, and inside a group
constexpr double rack_gap = 0.7;   // between racks
constexpr double group_gap = 0.9;  // between groups

int largest(const auto& things, auto of) {
    int most = 1;
    for (const auto& thing : things)
        most = std::max(most, int(of(thing)));
    return most;
}

}  // namespace

MapLayout::MapLayout(const Site& site, double width_by_height) {
    const int nodes = largest(site.racks, [](const Rack& rack) { return rack.nodes; });
    const int racks = largest(site.groups, [](const Group& group) { return group.racks; });
    racks_in_a_row_ = racks <= 8 ? racks : int(std::ceil(std::sqrt(2.0 * racks)));
    rack_of_node_.assign(std::size_t(site.nodes), 0);
    for (std::size_t i = 0; i < site.racks.size(); ++i) {
        const Rack& rack = site.racks[i];
        first_node_of_rack_.push_back(rack.first_node);
        nodes_of_rack_.push_back(rack.nodes);
        std::fill_n(rack_of_node_.begin() + rack.first_node, rack.nodes, int(i));
    }
    // Racks stand upright, their rows full if they can be; a pool without racks lies in the frame
    // as it is.
    std::vector<int> shapes, full;
    for (int columns = 1; racks > 1 && columns <= nodes; ++columns) {
        const int rows = (nodes + columns - 1) / columns;
        if (columns > 1.1 * rows || columns < 0.3 * rows)
            continue;
        shapes.push_back(columns);
        if (nodes % columns == 0)
            full.push_back(columns);
    }
    if (!full.empty())
        shapes = full;
    if (shapes.empty())
        shapes = {std::max(1, int(std::ceil(std::sqrt(nodes * std::max(width_by_height, 0.2)))))};
    int best = 1, best_columns = 1;
    double best_scale = 0;
    for (const int columns : shapes) {
        columns_ = columns;
        for (int row = 1; row <= int(site.groups.size()); ++row) {
            flow(site, row);
            const double scale =
                std::min(width_by_height / all_.width(), 1 / std::max(all_.height(), 1e-9));
            if (scale <= best_scale * 1.0001)
                continue;
            best_scale = scale;
            best = row;
            best_columns = columns_;
        }
    }
    columns_ = best_columns;
    flow(site, best);
}

void MapLayout::flow(const Site& site, int groups_in_a_row) {
    groups_.assign(site.groups.size(), {});
    racks_.assign(site.racks.size(), {});
    all_ = {};
    double x = margin, y = margin, row_height = 0;
    int in_row = 0;
    for (std::size_t g = 0; g < site.groups.size(); ++g) {
        if (in_row == groups_in_a_row) {
            x = margin;
            y += row_height + group_gap;
            row_height = 0;
            in_row = 0;
        }
        double rack_x = x + margin, rack_y = y + group_title, rack_row_height = 0, right = rack_x;
        int racks_in_row = 0;
        const auto first_rack = std::size_t(site.groups[g].first_rack);
        for (std::size_t r = first_rack; r < first_rack + std::size_t(site.groups[g].racks); ++r) {
            if (racks_in_row == racks_in_a_row_) {
                rack_x = x + margin;
                rack_y += rack_row_height + rack_gap;
                rack_row_height = 0;
                racks_in_row = 0;
            }
            const int rows = (site.racks[r].nodes + columns_ - 1) / columns_;
            racks_[r] = QRectF(rack_x, rack_y, columns_, rows + rack_title);
            rack_x += columns_ + rack_gap;
            right = std::max(right, racks_[r].right());
            rack_row_height = std::max(rack_row_height, racks_[r].height());
            ++racks_in_row;
        }
        groups_[g] =
            QRectF(QPointF(x, y), QPointF(right + margin, rack_y + rack_row_height + margin));
        x = groups_[g].right() + group_gap;
        row_height = std::max(row_height, groups_[g].height());
        all_ |= groups_[g];
        ++in_row;
    }
    all_.adjust(-margin, -margin, margin, margin);
}

QRectF MapLayout::node(NodeIndex node) const {
    const auto rack = std::size_t(rack_of(node));
    const int place = node - first_node_of_rack_[rack];
    return QRectF(racks_[rack].x() + place % columns_,
                  racks_[rack].y() + rack_title + place / columns_, 1, 1);
}

Selected MapLayout::at(QPointF point) const {
    for (std::size_t g = 0; g < groups_.size(); ++g) {
        if (!groups_[g].contains(point))
            continue;
        for (std::size_t r = 0; r < racks_.size(); ++r) {
            if (!racks_[r].contains(point))
                continue;
            const double row = std::floor(point.y() - racks_[r].y() - rack_title);
            const int column = std::min(int(point.x() - racks_[r].x()), columns_ - 1);
            const int place = int(row) * columns_ + column;
            if (row < 0 || place >= nodes_of_rack_[r])
                return {Selected::Kind::rack, int(r)};
            return {Selected::Kind::node, int(first_node_of_rack_[r] + place)};
        }
        return {Selected::Kind::group, int(g)};
    }
    return {};
}

QRectF MapLayout::place(Selected what) const {
    const auto i = std::size_t(what.index);
    switch (what.kind) {
        case Selected::Kind::group:
            return i < groups_.size() ? groups_[i] : QRectF();
        case Selected::Kind::rack:
            return i < racks_.size() ? racks_[i] : QRectF();
        case Selected::Kind::node:
            return i < rack_of_node_.size() ? node(NodeIndex(i)) : QRectF();
        case Selected::Kind::nothing:
        case Selected::Kind::job:
            break;
    }
    return {};
}

NodeIndex MapLayout::beside(NodeIndex from, int dx, int dy) const {
    const QPointF center = node(from).center();
    const auto rack = std::size_t(rack_of(from));
    const Selected neighbour = at(center + QPointF(dx, dy));
    if (neighbour.kind == Selected::Kind::node && rack_of(neighbour.index) == int(rack))
        return neighbour.index;
    // The nearest cell of another rack that lies that way, a step aside counting double.
    NodeIndex best = from;
    double best_distance = std::numeric_limits<double>::infinity();
    for (std::size_t r = 0; r < racks_.size(); ++r) {
        if (r == rack || nodes_of_rack_[r] == 0)
            continue;
        const QRectF cells = racks_[r].adjusted(0, rack_title, 0, 0);
        const QPointF near(std::clamp(center.x(), cells.left() + 0.5, cells.right() - 0.5),
                           std::clamp(center.y(), cells.top() + 0.5, cells.bottom() - 0.5));
        const QPointF way = near - center;
        const double ahead = way.x() * dx + way.y() * dy;
        const double aside = std::abs(way.x() * dy) + std::abs(way.y() * dx);
        if (ahead < 0.9 || ahead + 2 * aside >= best_distance)
            continue;
        const Selected found = at(near);
        best_distance = ahead + 2 * aside;
        best = found.kind == Selected::Kind::node ? found.index
                                                  : first_node_of_rack_[r] + nodes_of_rack_[r] - 1;
    }
    return best;
}

}  // namespace twin
