// How far the valve of a CDU must open: the inverse of its heat exchanger's characteristic,
// tabulated, because it is asked for every group at every derivative.
#pragma once

#include <vector>

#include "models/cooling/plant_part.h"

namespace twin {

class ExchangerTable {
  public:
    explicit ExchangerTable(const CoolingPlantPart& part);

    // Share of secondary stream x (return - primary supply) that the exchanger moves, at flows as
    // shares of the nominal ones. Not tabulated.
    double effectiveness(double secondary, double primary) const;

    struct Opening {
        double effectiveness;  // `wanted`, within what the valve can do
        double primary;        // flow as a share of the nominal one, lowest to 1
    };
    // `secondary` from its lowest share to 1. Continuous; smooth in `wanted` between the limits.
    Opening opening(double secondary, double wanted) const;

  private:
    // At which the exchanger moves `wanted`; between `least` and 1.
    double primary_flow(double secondary, double wanted, double least) const;

    double conductance_, secondary_film_, primary_film_;
    double secondary_stream_, primary_stream_;  // W/K at nominal flow
    double lowest_secondary_, lowest_primary_;
    // Of a flow of the secondary side: between them the valve has a say.
    struct Range {
        double least, most;  // effectiveness
    };
    struct Node {
        double primary, rise;  // flow, and its rise over one step of nodes
    };
    // Rows at equal steps of the secondary flow; nodes at equal steps of the effectiveness between
    // the row's least and most.
    std::vector<Range> ranges_;
    std::vector<Node> nodes_;
};

}  // namespace twin
