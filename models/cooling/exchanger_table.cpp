#include "models/cooling/exchanger_table.h"

#include <algorithm>
#include <boost/math/tools/toms748_solve.hpp>
#include <cstdint>

#include "models/cooling/heat_exchanger.h"

namespace twin {
namespace {

// With these the flow is within 1e-4 of the exact one (tests/models/cooling).
constexpr int secondary_steps = 64;
constexpr int effectiveness_steps = 128;

}  // namespace

ExchangerTable::ExchangerTable(const CoolingPlantPart& part)
    : conductance_(part.exchanger_conductance.value.si()),
      secondary_film_(part.secondary_film),
      primary_film_(part.primary_film),
      secondary_stream_(water_volumetric_heat * part.secondary_flow.value.si()),
      primary_stream_(water_volumetric_heat * part.primary_flow.value.si()),
      lowest_secondary_(part.lowest_secondary_flow),
      lowest_primary_(part.lowest_primary_flow) {
    constexpr double change = 1e-5;  // for the derivative
    for (int i = 0; i <= secondary_steps; ++i) {
        const double secondary = lowest_secondary_ + (1 - lowest_secondary_) * i / secondary_steps;
        const double least = effectiveness(secondary, lowest_primary_);
        const double most = effectiveness(secondary, 1);
        const double step = (most - least) / effectiveness_steps;
        ranges_.push_back({least, most});
        double primary = lowest_primary_;
        for (int j = 0; j <= effectiveness_steps; ++j) {
            if (j == effectiveness_steps)
                primary = 1;
            else if (j > 0)
                primary = primary_flow(secondary, least + j * step, primary);
            nodes_.push_back({primary, step * 2 * change * primary /
                                           (effectiveness(secondary, primary * (1 + change)) -
                                            effectiveness(secondary, primary * (1 - change)))});
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

double ExchangerTable::primary_flow(double secondary, double wanted, double least) const {
    const auto lack = [&](double primary) { return effectiveness(secondary, primary) - wanted; };
    std::uintmax_t tries = 50;
    const auto [low, high] = boost::math::tools::toms748_solve(
        lack, least, 1.0, boost::math::tools::eps_tolerance<double>(40), tries);
    return (low + high) / 2;
}

ExchangerTable::Opening ExchangerTable::opening(double secondary, double wanted) const {
    const double place = lowest_secondary_ < 1 ? (secondary - lowest_secondary_) /
                                                     (1 - lowest_secondary_) * secondary_steps
                                               : 0;
    const int row = std::clamp(int(place), 0, secondary_steps - 1);
    const double t = place - row;
    const auto between = [t](double low, double high) { return low + t * (high - low); };
    const Range &low = ranges_[row], &high = ranges_[row + 1];
    const double least = between(low.least, high.least), most = between(low.most, high.most);
    if (wanted <= least)
        return {least, lowest_primary_};
    if (wanted >= most)
        return {most, 1};
    const double along = (wanted - least) / (most - least) * effectiveness_steps;
    const int j = std::min(int(along), effectiveness_steps - 1);
    const double s = along - j;
    const Node* const below = nodes_.data() + row * (effectiveness_steps + 1) + j;
    const Node* const above = below + (effectiveness_steps + 1);
    // Hermite's cubic of the flow over the effectiveness.
    const double from = between(below[0].primary, above[0].primary);
    const double step = between(below[1].primary, above[1].primary) - from;
    const double a = between(below[0].rise, above[0].rise);
    const double b = between(below[1].rise, above[1].rise);
    return {wanted, from + s * (a + s * (3 * step - 2 * a - b + s * (a + b - 2 * step)))};
}

}  // namespace twin
