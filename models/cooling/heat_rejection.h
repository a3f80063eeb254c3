// Dry coolers and cooling towers: how much heat leaves the primary water, and what it costs.
#pragma once

#include "models/cooling/plant_part.h"

namespace twin {

// All units of a site, alike and at the same fan speed. SI doubles, because it is asked at every
// derivative.
class HeatRejection {
  public:
    // `primary_stream`: capacity flow of the primary loop with all valves open, W/K.
    HeatRejection(const CoolingPlantPart& part, int units, bool adiabatic_assist,
                  double primary_stream);

    struct Point {
        double rejected = 0;     // W
        double fan_speed = 0;    // 0 to 1
        double fan_power = 0;    // W
        double tower_pumps = 0;  // W
        double evaporated = 0;   // kg/s
    };
    // The lowest fan speed that cools the stream (W/K) from `inlet` to `set_point`, or full speed.
    // Never warms the water. `working` units' share; temperatures in K.
    Point reject(double stream, double inlet, double set_point, double working, double dry_bulb,
                 double wet_bulb) const;

    // Of the air that the units see: with assist colder than the dry bulb, for towers the wet bulb.
    double air_temperature(double dry_bulb, double wet_bulb) const;

  private:
    struct Air;  // what does not change with the fan speed
    Air air_at(double stream, double inlet, double air, double working) const;
    // At which the conductance is `target`, between 0 and `most`, that at full speed.
    double speed_for(const Air& air, double target, double most) const;
    double conductance(const Air& air, double speed) const;  // heat / (inlet - air), W/K

    bool towers_, assist_;
    int units_;
    double fan_power_, fan_exponent_;                 // W of one
    double air_stream_, water_stream_, conductance_;  // W/K of one, at full speed
    double air_film_, water_film_;
    double adiabatic_efficiency_, adiabatic_from_;
    double primary_stream_, intermediate_, tower_pump_power_, evaporated_share_;
    double saturated_slope_;  // of saturated air at 25 degC, J/(kg K)
};

}  // namespace twin
