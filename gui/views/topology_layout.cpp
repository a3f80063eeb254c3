#include "gui/views/topology_layout.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace twin {
namespace {

constexpr double thinnest = 1, thickest = 11;
constexpr double largest_disc = 30, label_room = 22;
// How far a link between neighbours bends towards the middle; opposite ones are straight.
constexpr double bend = 0.72, bend_back = 0.6;

}  // namespace

double link_width(double load) {
    return thinnest + (thickest - thinnest) * std::clamp(load, 0.0, 1.0);
}

TopologyLayout lay_out_topology(const NetworkFlow& network, const QRectF& area) {
    TopologyLayout layout;
    layout.middle = area.center();
    const int n = std::max(network.groups, 1);
    const double step = 2 * std::numbers::pi / n;
    // Discs take at most two thirds of the distance between their middles on the smaller axis.
    const double across = std::min(area.width(), area.height()) / 2 - label_room;
    layout.radius = std::clamp(across * std::sin(step / 2) / (1 + std::sin(step / 2)) * 0.85, 4.0,
                               largest_disc);
    const double x = area.width() / 2 - label_room - layout.radius;
    const double y = area.height() / 2 - label_room - layout.radius;
    for (int g = 0; g < network.groups; ++g)
        layout.groups.push_back(layout.middle +
                                QPointF(x * std::sin(g * step), -y * std::cos(g * step)));
    bool has_storage = false;
    for (const NetworkLink& link : network.links) {
        QPainterPath path;
        if (link.kind == NetworkLink::Kind::pair) {
            const QPointF from = layout.groups[std::size_t(link.a)];
            const QPointF to = layout.groups[std::size_t(link.b)];
            const QPointF between = (from + to) / 2;
            path.moveTo(from);
            const double towards = link.a < link.b ? bend : bend_back;
            path.quadTo(between + towards * (layout.middle - between), to);
        }
        has_storage = has_storage || link.kind == NetworkLink::Kind::storage_read;
        layout.links.push_back(path);
    }
    if (has_storage)
        layout.storage = QRectF(area.left() + 6, area.bottom() - 58, 260, 52);
    return layout;
}

}  // namespace twin
