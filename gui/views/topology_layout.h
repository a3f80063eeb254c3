// Where the groups of a network, the links between them and the storage lie in a rectangle: the
// groups on a ring, in their order, the first one at the top.
#pragma once

#include <QPainterPath>
#include <QRectF>
#include <vector>

#include "gui/run/network_flow.h"

namespace twin {

struct TopologyLayout {
    QPointF middle;
    double radius = 0;                // of a group's disc
    std::vector<QPointF> groups;      // middles of the discs
    std::vector<QPainterPath> links;  // as in the network; of groups and storage empty
    QRectF storage;                   // empty: the run knows none
    QRectF scale;                     // of the load's colours, with its words
};

double link_width(double load);  // of a line, by its share of the capacity

TopologyLayout lay_out_topology(const NetworkFlow& network, const QRectF& area);

}  // namespace twin
