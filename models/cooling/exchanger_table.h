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
    double conductance_, secondary_film_, primary_film_;
    double secondary_stream_, primary_stream_;  // W/K at nominal flow
    double lowest_secondary_, lowest_primary_;
    double primary_step_;
    struct Node {
        double effectiveness, rise;  // rise: of the primary flow with the effectiveness, there
    };
    // Nodes at equal steps of the primary flow, rows at equal steps of the secondary one.
    std::vector<Node> nodes_;
    // For each row, at equal steps between its least and most effectiveness: the node below.
    std::vector<int> finder_;
};

}  // namespace twin
