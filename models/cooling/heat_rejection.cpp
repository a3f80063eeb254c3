#include "models/cooling/heat_rejection.h"

#include <algorithm>
#include <cmath>

#include "models/cooling/heat_exchanger.h"
#include "models/cooling/psychrometrics.h"

namespace twin {
namespace {

// Below this flow there is nothing to cool, and divisions would fail.
constexpr double no_stream = 1e-3;  // W/K

// Mean rise of the enthalpy of saturated air from `low` to `high`, J/(kg K).
double saturated_slope(double low, double high) {
    // The tangent instead of a quotient of two nothings.
    high = std::max(high, low + 0.1);
    return (saturated_enthalpy(Temperature::from_si(high)) -
            saturated_enthalpy(Temperature::from_si(low))) /
           (high - low);
}

// Of a stream through an exchanger of this conductance against another stream, all in W/K.
double moved(double conductance, double a, double b) {
    const double smaller = std::min(a, b), larger = std::max(a, b);
    return smaller * counterflow_effectiveness(conductance / smaller, smaller / larger);
}

}  // namespace

// The streams and conductances of all working units, W/K.
struct HeatRejection::Air {
    double full_air;      // air at full speed
    double water;         // through the units
    double full;          // conductance at full speed and nominal water flow
    double water_film;    // share of the resistance at this water flow
    double intermediate;  // resistance between primary water and the units' water, K/W; 0: none
};

HeatRejection::HeatRejection(const CoolingPlantPart& part, int units, bool adiabatic_assist,
                             double primary_stream)
    : towers_(part.rejection.value == "towers"),
      assist_(adiabatic_assist && !towers_),
      units_(units),
      fan_power_(part.unit_fan_power.value.si()),
      fan_exponent_(part.fan_exponent),
      air_stream_(part.unit_air_flow.value.si() * air_density * air_heat_capacity),
      water_stream_(part.unit_water_flow.value.si() * water_volumetric_heat),
      conductance_(part.unit_conductance.value.si()),
      air_film_(part.air_film),
      water_film_(part.water_film),
      adiabatic_efficiency_(part.adiabatic_efficiency),
      adiabatic_from_(part.adiabatic_from.value.si()),
      primary_stream_(primary_stream),
      intermediate_(part.intermediate_conductance.value.si()),
      tower_pump_power_(part.tower_pressure.value.si() * part.unit_water_flow.value.si() /
                        part.tower_pump_efficiency),
      evaporated_share_(part.evaporated_share),
      saturated_slope_(saturated_slope(Temperature::celsius(25).si(), 0)) {}

double HeatRejection::air_temperature(double dry_bulb, double wet_bulb) const {
    if (towers_)
        return wet_bulb;
    // Assumption: opens over one kelvin, unit after unit and not all at one temperature.
    const double open = assist_ ? std::clamp(dry_bulb - adiabatic_from_, 0.0, 1.0) : 0;
    return dry_bulb - open * adiabatic_efficiency_ * std::max(0.0, dry_bulb - wet_bulb);
}

HeatRejection::Air HeatRejection::air_at(double stream, double inlet, double air,
                                         double working) const {
    const double units = units_ * working;
    Air at{units * air_stream_, stream, units * conductance_, 0, 0};
    if (towers_) {
        // Enthalpy in place of temperature: saturated air's slope is its heat capacity.
        const double slope = saturated_slope(air, inlet);
        at.full_air *= slope / air_heat_capacity;
        at.full *= slope / saturated_slope_;
        // The pumps of the towers follow those of the primary loop.
        if (intermediate_ > 0) {
            at.water = units_ * water_stream_ * stream / primary_stream_;
            at.intermediate = 1 / moved(units_ * intermediate_, stream, at.water) - 1 / at.water;
        }
    }
    at.water_film =
        water_film_ * std::pow(at.water / (units * water_stream_), -water_film_exponent);
    return at;
}

double HeatRejection::conductance(const Air& air, double speed) const {
    if (speed <= 0)
        return 0;
    const double resistance = air_film_ * std::pow(speed, -air_film_exponent) + air.water_film +
                              (1 - air_film_ - water_film_);
    const double units = moved(air.full / resistance, speed * air.full_air, air.water);
    return 1 / (1 / units + air.intermediate);
}

double HeatRejection::speed_for(const Air& air, double target, double most) const {
    // Secants through ln(conductance) over ln(speed), nearly a straight line. Air carries no more
    // than its stream, which bounds the speed from below.
    double low = std::log(target / air.full_air), high = 0;
    double last = high, error_last = std::log(most / target);
    double now = low;
    for (int tries = 0; tries < 50; ++tries) {
        const double error = std::log(conductance(air, std::exp(now)) / target);
        if (std::abs(error) < 1e-9)
            break;
        (error < 0 ? low : high) = now;
        double next = now - error * (now - last) / (error - error_last);
        if (!(next > low && next < high))
            next = (low + high) / 2;
        last = now;
        error_last = error;
        now = next;
    }
    return std::exp(now);
}

HeatRejection::Point HeatRejection::reject(double stream, double inlet, double set_point,
                                           double working, double dry_bulb, double wet_bulb) const {
    Point point;
    if (stream < no_stream)
        return point;
    if (intermediate_ > 0)
        point.tower_pumps = units_ * tower_pump_power_ * std::pow(stream / primary_stream_, 3);
    const double air_temperature = this->air_temperature(dry_bulb, wet_bulb);
    const double wanted = stream * (inlet - set_point), difference = inlet - air_temperature;
    if (working <= 0 || wanted <= 0 || difference <= 0)
        return point;
    const Air air = air_at(stream, inlet, air_temperature, working);
    const double target = wanted / difference, most = conductance(air, 1);
    if (target >= most) {
        point.rejected = most * difference;
        point.fan_speed = 1;
    } else {
        point.rejected = wanted;
        point.fan_speed = speed_for(air, target, most);
    }
    point.fan_power = units_ * working * fan_power_ * std::pow(point.fan_speed, fan_exponent_);
    point.evaporated =
        towers_ ? evaporated_share_ * point.rejected / latent_heat
                : point.fan_speed * air.full_air * (dry_bulb - air_temperature) / latent_heat;
    return point;
}

}  // namespace twin
