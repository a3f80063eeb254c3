// Paints the map: what is in the frame, with as much detail as there is room for.
#pragma once

#include <QPainter>

#include "gui/look/theme.h"
#include "gui/run/machine.h"
#include "gui/views/map_layout.h"

namespace twin {

struct MapPicture {
    const Machine& machine;
    const MachineNow& now;
    const MapLayout& layout;
    const std::vector<QRgb>& colors;  // per node
    const Theme& theme;
    double scale = 1;  // pixels per unit of the layout
    QPointF origin;    // of the layout, at the frame's left top
    Selected chosen, pointed_at;
    bool jobs_have_colors = false;  // colours are of jobs: neighbours are told apart
    std::optional<int> chosen_job;  // row in the machine's jobs: outlined, the others pale
};

// Sides of a node's cell in pixels from which more is painted.
inline constexpr double gpus_from = 24, slots_from = 40, names_from = 92;

void paint_map(QPainter& painter, const QRect& frame, const MapPicture& picture);

}  // namespace twin
