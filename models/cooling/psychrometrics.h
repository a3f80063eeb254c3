// Moist air, for towers, adiabatic assist and weather files. Equations and sources: README.md.
#pragma once

#include "models/units/quantity.h"
#include "models/units/temperature.h"

namespace twin {

// Over water, -45 to 60 degC.
Pressure saturation_pressure(Temperature temperature);

// Of a ventilated psychrometer. `relative_humidity` 0 to 1. At most `dry_bulb`; rising in all
// three but the pressure.
Temperature wet_bulb(Temperature dry_bulb, double relative_humidity, Pressure pressure);

// At sea level, after the air got warmer by `warmer` without gaining moisture.
Temperature wet_bulb_after_warming(Temperature dry_bulb, Temperature wet_bulb,
                                   TemperatureDifference warmer);

// Enthalpy of saturated air at sea level, in J per kg of dry air above that of dry air at 0 degC.
double saturated_enthalpy(Temperature temperature);

// What one kilogram of water takes to evaporate.
inline constexpr double latent_heat = 2.44e6;  // J/kg at 25 degC: IAPWS steam tables

}  // namespace twin
