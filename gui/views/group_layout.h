// Where the switches and nodes of one group of a network lie in a rectangle: from the top what
// leads to other groups, spines, leaves, and under each leaf its nodes.
#pragma once

#include <QLineF>
#include <QPainterPath>
#include <QRectF>
#include <vector>

#include "gui/run/group_switches.h"

namespace twin {

struct GroupLayout {
    struct Node {
        NodeIndex node = 0;
        QRectF box;
    };
    QRectF outside;                   // all cables to other groups
    std::vector<QRectF> switches;     // as in the group
    std::vector<QPainterPath> links;  // likewise
    std::vector<QLineF> up;           // of switches with cables to other groups, else null
    std::vector<Node> nodes;          // ascending

    const QRectF* box_of(NodeIndex node) const;  // null: not in the group
};

GroupLayout lay_out_group(const GroupSwitches& group, const QRectF& area);

}  // namespace twin
