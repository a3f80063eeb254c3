// Photovoltaics on the site. Equations and sources: README.md beside this file.
#pragma once

#include "models/units/quantity.h"
#include "models/units/sim_time.h"

namespace twin {

struct PhotovoltaicsPart {
    Power peak{};                        // nominal, of all modules
    double latitude = 0, longitude = 0;  // degrees, north and east positive
    Duration yearly_hours{};             // full-load hours of a year
};

// The course of the clear sky over the day and the year, scaled; no weather.
class Photovoltaics {
  public:
    // Adds up a clear year once (about 0.1 s).
    explicit Photovoltaics(const PhotovoltaicsPart& part);

    // Mean over [from, from + length), length > 0. A mean year (365.2425 d) gives
    // peak * yearly_hours.
    Power mean_power(CalendarTime from, Duration length) const;

    // Full-load hours (at 1000 W/m2) of the clear sky on the level; more `yearly_hours` than these
    // are out of reach of level modules.
    Duration clear_sky_hours() const { return clear_sky_hours_; }

  private:
    PhotovoltaicsPart part_;
    Duration clear_sky_hours_;
};

// Cosine of the angle between the sun and the zenith; below 0 at night. Within 0.005.
double cosine_of_zenith(double latitude, double longitude, CalendarTime time);

// On the level under a clear sky, in W/m2.
double clear_sky_irradiance(double cosine_of_zenith);

}  // namespace twin
