// What an estimate takes where nobody says otherwise: means of the series in scenarios/data as they
// are shipped, each with its source and its mean in scenarios/data/SOURCES.md.
#pragma once

#include "models/units/quantity.h"
#include "models/units/temperature.h"

namespace twin {

inline constexpr EnergyPrice mean_price =
    78.39 * (euro / megawatt_hour);  // ENTSO-E, DE-LU day-ahead, 2024
inline constexpr CarbonIntensity mean_direct =
    273.9 * (gram_co2 / kilowatt_hour);  // Electricity Maps, DE, 2024
inline constexpr CarbonIntensity mean_life_cycle = 332.1 * (gram_co2 / kilowatt_hour);  // the same
inline constexpr Temperature mean_dry_bulb =
    Temperature::celsius(11.48);  // DWD test reference year, Aachen
inline constexpr Temperature mean_wet_bulb =
    Temperature::celsius(8.80);  // the same, by psychrometry

}  // namespace twin
