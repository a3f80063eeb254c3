// Where groups, racks and nodes lie on the map: groups flow in a grid, racks in a group, nodes in a
// rack. Unit of length: the side of a node's cell.
#pragma once

#include <QPointF>
#include <QRectF>
#include <vector>

#include "gui/run/selection.h"
#include "models/site/site.h"

namespace twin {

class MapLayout {
  public:
    static constexpr double group_title = 1.9, rack_title = 1.5;  // heights

    MapLayout() = default;
    // As many groups side by side as shows the machine largest in a frame of this width by height.
    MapLayout(const Site& site, double width_by_height);

    QRectF all() const { return all_; }
    const std::vector<QRectF>& groups() const { return groups_; }  // with their titles
    const std::vector<QRectF>& racks() const { return racks_; }    // with their titles
    QRectF node(NodeIndex node) const;
    int rack_of(NodeIndex node) const { return rack_of_node_[std::size_t(node)]; }
    int columns() const { return columns_; }  // of nodes in a rack

    // Node, rack or group at this point; nothing between them.
    Selected at(QPointF point) const;
    // The rectangle of a place or node; empty for others.
    QRectF place(Selected what) const;
    // The node whose cell lies next to this one's in the direction; itself at the edge.
    NodeIndex beside(NodeIndex node, int dx, int dy) const;

  private:
    void flow(const Site& site, int groups_in_a_row);

    int columns_ = 1, racks_in_a_row_ = 1;
    QRectF all_;
    std::vector<QRectF> groups_, racks_;
    std::vector<int> rack_of_node_;
    std::vector<NodeIndex> first_node_of_rack_;
    std::vector<NodeCount> nodes_of_rack_;
};

}  // namespace twin
