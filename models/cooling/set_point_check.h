// Whether a plant can do what it is asked for, before a run and in its report.
#pragma once

#include <optional>
#include <string>

#include "models/cooling/warm_water_plant.h"

namespace twin {

// Of a plant at rest under given loads and weather.
struct SetPointCheck {
    Power load{};              // into the water
    Temperature supply{};      // of the racks' water, in the warmest group
    bool holds = true;         // the set point, within 0.05 K
    bool within_limit = true;  // or racks throttle
    // The share of these loads that it holds in this weather, 0 to 1.
    double load_share = 1;
    // How warm it may be outdoors for these loads, the wet bulb being warmer or colder by as much
    // as the dry bulb. Absent: it could not be cold enough (down to -30 degC).
    std::optional<Temperature> dry_bulb, wet_bulb;
};
SetPointCheck check_set_point(const WarmWaterPlant& plant, const CoolingInputs& inputs);

// Empty where the set point holds; otherwise what to tell the user, without a full stop: "the
// supply of the racks would rise to 42.1 degC at 17.5 MW and 36.5 degC outdoors (wet bulb ...".
std::string set_point_problem(const WarmWaterPlant& plant, const CoolingInputs& inputs);

}  // namespace twin
