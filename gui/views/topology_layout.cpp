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
constexpr double flattest = 0.7;  // of a ring as high as its area

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
    const bool has_storage = std::any_of(
        network.links.begin(), network.links.end(),
        [](const NetworkLink& link) { return link.kind == NetworkLink::Kind::storage_read; });
    if (has_storage)
        layout.storage = QRectF(area.left() + 6, area.bottom() - 58, 240, 52);
    layout.scale = QRectF(area.right() - 170, area.bottom() - 36, 160, 28);
    const double x = area.width() / 2 - label_room - layout.radius;
    const double highest = area.height() / 2 - label_room - layout.radius;
    // As high as nothing in the corners is covered.
    for (double y = highest; y > flattest * highest; y -= 0.02 * highest) {
        layout.groups.clear();
        for (int g = 0; g < network.groups; ++g)
            layout.groups.push_back(layout.middle +
                                    QPointF(x * std::sin(g * step), -y * std::cos(g * step)));
        if (std::none_of(layout.groups.begin(), layout.groups.end(), [&](const QPointF& middle) {
                const double r = layout.radius + 4;
                const QRectF disc(middle.x() - r, middle.y() - r, 2 * r, 2 * r);
                return disc.intersects(layout.storage) || disc.intersects(layout.scale);
            }))
            break;
    }
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
        layout.links.push_back(path);
    }
    return layout;
}

}  // namespace twin
