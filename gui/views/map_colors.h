// What the colours of the map mean, one row each; and the colour of every node.
#pragma once

#include <QString>
#include <span>
#include <vector>

#include "gui/look/theme.h"
#include "gui/run/machine.h"

namespace twin {

enum class MapColor { job, tenant, state, utilisation, power, supply, warm_return, free };

struct MapColorRow {
    MapColor by;
    const char* name;   // in settings: "power"
    const char* title;  // for people, in the context "Map"
    const char* about;  // one sentence for people, in the context "Map"
};
std::span<const MapColorRow> map_color_table();  // in the order of MapColor

// Ends of the ramp with their unit; empty where the colours have none.
struct MapScale {
    double least = 0, most = 1;
    QString unit;  // "W"
    bool is_empty() const { return unit.isEmpty(); }
};
MapScale map_scale(MapColor by, const Machine& machine);
// Why these colours cannot be had, a whole sentence; empty: they can.
QString map_color_missing(MapColor by, const Machine& machine);

// What the colour of the node says, in the scale's unit; NaN: it is not known, or nothing.
double map_value(MapColor by, const Machine& machine, const MachineNow& now, NodeIndex node);
// Per node, opaque.
std::vector<QRgb> map_colors(MapColor by, const Machine& machine, const MachineNow& now,
                             const Theme& theme);

}  // namespace twin
