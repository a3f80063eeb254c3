#include "models/energy/battery.h"

#include <algorithm>
#include <cassert>
#include <cmath>

namespace twin {
namespace {

struct Wish {
    Power charge{}, discharge{};
};

// What the rules ask for, before the limits of the battery itself; not both.
Wish wish_of(const BatteryPart& battery, Power demand, Power surplus, EnergyPrice market) {
    const Power limit = battery.capacity * battery.c_rate / hour;
    if (battery.peak_limit && demand > *battery.peak_limit) {
        const bool sell = battery.discharge_above && market > *battery.discharge_above;
        return {{}, sell ? demand : demand - *battery.peak_limit};
    }
    if (battery.charge_below && market < *battery.charge_below) {
        const Power headroom =
            battery.peak_limit ? *battery.peak_limit - demand + surplus : limit + surplus;
        return {headroom, {}};
    }
    if (battery.discharge_above && market > *battery.discharge_above)
        return {surplus, demand};
    return {surplus, {}};
}

}  // namespace

BatteryStep battery_step(const BatteryPart& battery, Energy stored, Power demand, Power surplus,
                         EnergyPrice market, Duration length) {
    assert(length > Duration{} && demand >= Power{} && surplus >= Power{});
    assert(demand == Power{} || surplus == Power{});
    // Half of the loss (in logarithms) falls into each direction.
    const double one_way = std::sqrt(battery.round_trip);
    const Power limit = battery.capacity * battery.c_rate / hour;
    const Wish wish = wish_of(battery, demand, surplus, market);

    BatteryStep step;
    step.charge = std::min({wish.charge, limit, (battery.capacity - stored) / (one_way * length)});
    step.discharge = std::min({wish.discharge, limit, stored * one_way / length});
    step.stored = stored + step.charge * length * one_way - step.discharge * length / one_way;
    // The last digit, where a step fills or empties the battery.
    step.stored = std::clamp(step.stored, Energy{}, battery.capacity);
    step.loss = step.charge * length * (1 - one_way) + step.discharge * length * (1 / one_way - 1);
    return step;
}

}  // namespace twin
