#include "models/cooling/set_point_check.h"

#include <algorithm>
#include <fmt/format.h>
#include <vector>

namespace twin {
namespace {

Temperature warmest_supply(const WarmWaterPlant& plant, const CoolingInputs& inputs) {
    std::vector<double> x(plant.states());
    plant.settle(inputs, x);
    CoolingReadings readings;
    plant.read(inputs, x, readings);
    Temperature warmest;
    for (const auto& group : readings.groups)
        warmest = std::max(warmest, group.supply);
    return warmest;
}

// 0.05 K are less than the tenth of a degree that sentences print.
bool holds(const WarmWaterPlant& plant, const CoolingInputs& inputs) {
    return warmest_supply(plant, inputs) - plant.supply_set_point() <= 0.05 * kelvin;
}

// The largest value between `low`, which is good, and `high`, which is not.
template <class Good>
double largest(double low, double high, Good good) {
    for (int halvings = 0; halvings < 20; ++halvings) {
        const double middle = (low + high) / 2;
        (good(middle) ? low : high) = middle;
    }
    return low;
}

}  // namespace

SetPointCheck check_set_point(const WarmWaterPlant& plant, const CoolingInputs& inputs) {
    SetPointCheck check;
    for (const Power heat : inputs.liquid_heat)
        check.load += heat;
    check.supply = warmest_supply(plant, inputs);
    check.holds = holds(plant, inputs);
    check.within_limit = check.supply <= plant.supply_limit();
    check.dry_bulb = inputs.dry_bulb;
    check.wet_bulb = inputs.wet_bulb;
    if (check.holds)
        return check;

    check.load_share = largest(0, 1, [&](double share) {
        CoolingInputs less = inputs;
        for (Power& heat : less.liquid_heat)
            heat = share * heat;
        return holds(plant, less);
    });
    const auto colder_by = [&](double degrees) {
        CoolingInputs colder = inputs;
        colder.dry_bulb = inputs.dry_bulb - degrees * kelvin;
        colder.wet_bulb = inputs.wet_bulb - degrees * kelvin;
        return colder;
    };
    const double coldest = (inputs.dry_bulb - Temperature::celsius(-30)).in(kelvin);
    if (coldest > 0 && holds(plant, colder_by(coldest))) {
        const CoolingInputs colder = colder_by(-largest(
            -coldest, 0, [&](double degrees) { return holds(plant, colder_by(-degrees)); }));
        check.dry_bulb = colder.dry_bulb;
        check.wet_bulb = colder.wet_bulb;
    } else {
        check.dry_bulb.reset();
        check.wet_bulb.reset();
    }
    return check;
}

std::string set_point_problem(const WarmWaterPlant& plant, const CoolingInputs& inputs) {
    const SetPointCheck check = check_set_point(plant, inputs);
    if (check.holds)
        return "";
    const std::string outdoors =
        fmt::format("{:.1f} degC outdoors (wet bulb {:.1f} degC)", inputs.dry_bulb.in_celsius(),
                    inputs.wet_bulb.in_celsius());
    std::string text = fmt::format(
        "with {:.2f} MW into the water and {}, the supply of the racks would settle at {:.1f} degC "
        "instead of {:.1f} degC, {} {:.1f} degC at which racks throttle; the set point holds up to "
        "{:.2f} MW in this weather",
        check.load.in(megawatt), outdoors, check.supply.in_celsius(),
        plant.supply_set_point().in_celsius(), check.within_limit ? "below the" : "above the",
        plant.supply_limit().in_celsius(), check.load_share * check.load.in(megawatt));
    if (check.dry_bulb)
        text += fmt::format(", and with this load up to {:.1f} degC (wet bulb {:.1f} degC)",
                            check.dry_bulb->in_celsius(), check.wet_bulb->in_celsius());
    else
        text += ", and with this load in no weather";
    return text;
}

}  // namespace twin
