#include "models/energy/photovoltaics.h"

#include <cassert>
#include <chrono>
#include <cmath>
#include <numbers>

namespace twin {
namespace {

constexpr double pi = std::numbers::pi;
constexpr double degree = pi / 180;
constexpr Duration mean_year = 365.2425 * day;  // of the Gregorian calendar
constexpr double reference_irradiance = 1000;   // W/m2, at which modules give their nominal power
constexpr Duration longest_piece = 5 * minute;  // the sun goes 1.25 degrees

struct Sun {
    double declination;       // rad
    double equation_of_time;  // rad, sundial less clock
};

// Spencer 1971; the angle of the year follows the mean year, so that no year is special.
Sun sun_at(CalendarTime time) {
    const Duration since =
        to_quantity(time - CalendarTime(std::chrono::sys_days(std::chrono::year(2000) / 1 / 1)));
    const double a = 2 * pi * (since / mean_year);
    return {0.006918 - 0.399912 * std::cos(a) + 0.070257 * std::sin(a) -
                0.006758 * std::cos(2 * a) + 0.000907 * std::sin(2 * a) -
                0.002697 * std::cos(3 * a) + 0.00148 * std::sin(3 * a),
            0.000075 + 0.001868 * std::cos(a) - 0.032077 * std::sin(a) -
                0.014615 * std::cos(2 * a) - 0.040849 * std::sin(2 * a)};
}

double irradiance_at(const PhotovoltaicsPart& part, CalendarTime time) {
    return clear_sky_irradiance(cosine_of_zenith(part.latitude, part.longitude, time));
}

// Simpson's rule on equal pieces.
double mean_irradiance(const PhotovoltaicsPart& part, CalendarTime from, Duration length) {
    const auto pieces = static_cast<int>(std::ceil(length / longest_piece));
    const Duration half = length / (2. * pieces);
    const auto at = [&](int halves) { return irradiance_at(part, from + to_sim(halves * half)); };
    double sum = at(0) + at(2 * pieces);
    for (int i = 1; i < 2 * pieces; ++i)
        sum += (i % 2 == 1 ? 4 : 2) * at(i);
    return sum / (6 * pieces);
}

}  // namespace

double cosine_of_zenith(double latitude, double longitude, CalendarTime time) {
    const Sun sun = sun_at(time);
    const auto midnight = std::chrono::floor<std::chrono::days>(time);
    const double day_angle = 2 * pi * (to_quantity(time - midnight) / day);
    const double hour_angle = day_angle - pi + longitude * degree + sun.equation_of_time;
    return std::sin(latitude * degree) * std::sin(sun.declination) +
           std::cos(latitude * degree) * std::cos(sun.declination) * std::cos(hour_angle);
}

double clear_sky_irradiance(double cosine_of_zenith) {
    // Haurwitz 1945, in the constants of pvlib's clearsky.haurwitz.
    return cosine_of_zenith > 0 ? 1098 * cosine_of_zenith * std::exp(-0.059 / cosine_of_zenith) : 0;
}

Photovoltaics::Photovoltaics(const PhotovoltaicsPart& part)
    : part_(part),
      clear_sky_hours_(mean_irradiance(part, CalendarTime{}, mean_year) / reference_irradiance *
                       mean_year) {}

Power Photovoltaics::mean_power(CalendarTime from, Duration length) const {
    assert(length > Duration{});
    if (!(clear_sky_hours_ > Duration{}))
        return {};
    return part_.peak * (part_.yearly_hours / clear_sky_hours_) *
           (mean_irradiance(part_, from, length) / reference_irradiance);
}

}  // namespace twin
