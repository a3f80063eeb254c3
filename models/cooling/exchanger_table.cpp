#include "models/cooling/exchanger_table.h"

#include <algorithm>

#include "models/cooling/heat_exchanger.h"

namespace twin {
namespace {

// With these the flow is within 1e-4 of the exact one (tests/models/cooling).
constexpr int secondary_steps = 64;
constexpr int primary_steps = 64;
constexpr int finder_steps = 256;

}  // namespace

ExchangerTable::ExchangerTable(const CoolingPlantPart& part)
    : conductance_(part.exchanger_conductance.value.si()),
      secondary_film_(part.secondary_film),
      primary_film_(part.primary_film),
      secondary_stream_(water_volumetric_heat * part.secondary_flow.value.si()),
      primary_stream_(water_volumetric_heat * part.primary_flow.value.si()),
      lowest_secondary_(part.lowest_secondary_flow),
      lowest_primary_(part.lowest_primary_flow),
      primary_step_((1 - lowest_primary_) / primary_steps) {
    constexpr double change = 1e-5;  // for the derivative
    for (int i = 0; i <= secondary_steps; ++i) {
        const double secondary = lowest_secondary_ + (1 - lowest_secondary_) * i / secondary_steps;
        for (int j = 0; j <= primary_steps; ++j) {
            const double primary = lowest_primary_ + j * primary_step_;
            nodes_.push_back({effectiveness(secondary, primary),
                              2 * change * primary /
                                  (effectiveness(secondary, primary * (1 + change)) -
                                   effectiveness(secondary, primary * (1 - change)))});
        }
        const Node* const row = nodes_.data() + i * (primary_steps + 1);
        const double least = row[0].effectiveness, most = row[primary_steps].effectiveness;
        for (int k = 0, j = 0; k <= finder_steps; ++k) {
            while (j + 1 < primary_steps &&
                   row[j + 1].effectiveness <= least + (most - least) * k / finder_steps)
                ++j;
            finder_.push_back(j);
        }
    }
}

double ExchangerTable::effectiveness(double secondary, double primary) const {
    const double a = secondary * secondary_stream_, b = primary * primary_stream_;
    const double smaller = std::min(a, b);
    const double conductance =
        conductance_ * conductance_share(secondary_film_, secondary, water_film_exponent,
                                         primary_film_, primary, water_film_exponent);
    return counterflow_effectiveness(conductance / smaller, smaller / std::max(a, b)) * smaller / a;
}

ExchangerTable::Opening ExchangerTable::opening(double secondary, double wanted) const {
    const double place = lowest_secondary_ < 1 ? (secondary - lowest_secondary_) /
                                                     (1 - lowest_secondary_) * secondary_steps
                                               : 0;
    const int row = std::clamp(int(place), 0, secondary_steps - 1);
    const double t = place - row;
    const Node* const low = nodes_.data() + row * (primary_steps + 1);
    const Node* const high = low + (primary_steps + 1);
    const auto effectiveness_at = [&](int j) {
        return low[j].effectiveness + t * (high[j].effectiveness - low[j].effectiveness);
    };
    const double least = effectiveness_at(0), most = effectiveness_at(primary_steps);
    if (wanted <= least)
        return {least, lowest_primary_};
    if (wanted >= most)
        return {most, 1};
    int j =
        finder_[row * (finder_steps + 1) + int((wanted - least) / (most - least) * finder_steps)];
    while (j > 0 && effectiveness_at(j) > wanted)
        --j;
    while (effectiveness_at(j + 1) < wanted)
        ++j;
    // Hermite's cubic of the flow over the effectiveness.
    const double from = effectiveness_at(j), width = effectiveness_at(j + 1) - from;
    const double a = width * (low[j].rise + t * (high[j].rise - low[j].rise));
    const double b = width * (low[j + 1].rise + t * (high[j + 1].rise - low[j + 1].rise));
    const double s = (wanted - from) / width, step = primary_step_;
    const double above = s * (a + s * (3 * step - 2 * a - b + s * (a + b - 2 * step)));
    return {wanted, lowest_primary_ + j * step + above};
}

}  // namespace twin
