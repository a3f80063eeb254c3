#include "models/cooling/psychrometrics.h"

#include <algorithm>
#include <cmath>

namespace twin {
namespace {

// Magnus equation and psychrometer coefficient of WMO-No. 8 (2018), annex 4.B.
constexpr double magnus_pressure = 611.2;  // Pa
constexpr double magnus_factor = 17.62;
constexpr double magnus_offset = 243.12;       // degC
constexpr double psychrometer = 6.53e-4;       // 1/K
constexpr double psychrometer_rise = 9.44e-4;  // 1/K, with the wet bulb

double magnus(double celsius) {
    return magnus_pressure * std::exp(magnus_factor * celsius / (magnus_offset + celsius));
}

constexpr double sea_level = 101325;  // Pa

// The vapour pressure [Pa] that a dry and a wet bulb [degC] tell.
double vapour_told(double dry, double wet, double pressure) {
    return magnus(wet) - psychrometer * (1 + psychrometer_rise * wet) * pressure * (dry - wet);
}

}  // namespace

Pressure saturation_pressure(Temperature temperature) {
    return magnus(temperature.in_celsius()) * pascal;
}

Temperature wet_bulb(Temperature dry_bulb, double relative_humidity, Pressure pressure) {
    const double dry = dry_bulb.in_celsius();
    const double vapour = relative_humidity * magnus(dry);
    // Dry air lets no wet bulb fall lower than this between -45 and 60 degC.
    double low = dry - 45, high = dry;
    for (int halvings = 0; halvings < 50; ++halvings) {
        const double middle = (low + high) / 2;
        // Rising in the wet bulb.
        (vapour_told(dry, middle, pressure.in(pascal)) < vapour ? low : high) = middle;
    }
    return Temperature::celsius(std::min(high, dry));
}

Temperature wet_bulb_after_warming(Temperature dry_bulb, Temperature wet_bulb,
                                   TemperatureDifference warmer) {
    const Temperature dry = dry_bulb + warmer;
    const double vapour =
        std::max(vapour_told(dry_bulb.in_celsius(), wet_bulb.in_celsius(), sea_level), 0.0);
    return twin::wet_bulb(dry, std::min(vapour / magnus(dry.in_celsius()), 1.0),
                          sea_level * pascal);
}

double saturated_enthalpy(Temperature temperature) {
    // ASHRAE Handbook Fundamentals (2017), chapter 1: humidity ratio and enthalpy of moist air.
    constexpr double mass_ratio = 0.621945;  // of water's and dry air's molar masses
    const double celsius = temperature.in_celsius();
    const double vapour = std::min(magnus(celsius), 0.9 * sea_level);
    const double humidity = mass_ratio * vapour / (sea_level - vapour);
    return 1006 * celsius + humidity * (2.501e6 + 1860 * celsius);
}

}  // namespace twin
