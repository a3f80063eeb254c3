// Where the bars, bands and labels of an energy flow lie in a rectangle. No label covers another.
#pragma once

#include <QPainterPath>
#include <QRectF>
#include <vector>

#include "gui/run/energy_flow.h"

namespace twin {

struct SankeyLayout {
    struct Place {
        QRectF bar, label;
    };
    std::vector<Place> nodes;         // as in the flow
    std::vector<QPainterPath> bands;  // as its links
    double scale = 0;                 // pixels per unit of value
    bool is_roomy = false;            // the bands have a fair share of the height
};

// `scale` 0: as large as fits; else at most that, so that it can stay while a run is played.
SankeyLayout lay_out_sankey(const EnergyFlow& flow, const QRectF& area, double label_height,
                            double scale);

}  // namespace twin
