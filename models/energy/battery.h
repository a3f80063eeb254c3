// A battery behind the meter, and when it charges. Sources: README.md beside this file.
#pragma once

#include <optional>

#include "models/units/quantity.h"

namespace twin {

struct BatteryPart {
    Energy capacity{};          // > 0, usable
    double c_rate = 0.5;        // largest power / capacity, in 1/h; the same both ways; > 0
    double round_trip = 0.85;   // energy out / energy in, both at the meter; above 0, at most 1
    double start_charge = 0.5;  // share of the capacity, 0 to 1
    // It charges from the grid below the one price and discharges above the other, compared with
    // the market's price, or with a tariff's fixed one; without them it only takes surplus
    // photovoltaics and keeps the site's draw below peak_limit. Not both at one price: charge_below
    // <= discharge_above.
    std::optional<EnergyPrice> charge_below{}, discharge_above{};
    std::optional<Power> peak_limit{};
};

struct BatteryStep {
    Power charge{};     // at the meter, >= 0
    Power discharge{};  // at the meter, >= 0
    Energy stored{};    // at the end
    Energy loss{};      // of both conversions, over the step, >= 0; equal to rounding to
                        // (charge - discharge) length - rise of stored
};

// Constant over the step; the battery never overflows, falls below empty, feeds the grid from its
// store or, while charging, lifts the draw above peak_limit. `demand` and `surplus` (of
// photovoltaics over demand) are >= 0, one of them is 0; `stored` is 0 to capacity, `length` > 0.
BatteryStep battery_step(const BatteryPart& battery, Energy stored, Power demand, Power surplus,
                         EnergyPrice market, Duration length);

}  // namespace twin
