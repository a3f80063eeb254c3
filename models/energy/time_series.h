// Values over calendar time in equal steps: prices, carbon intensities, weather.
#pragma once

#include <cstddef>
#include <vector>

#include "models/units/sim_time.h"

namespace twin {

// values[i] holds for [first + i step, first + (i + 1) step); in SI units.
struct TimeSeries {
    CalendarTime first{};
    SimDuration step{};
    std::vector<double> values{};

    CalendarTime end() const;  // first + values.size() * step
    bool covers(CalendarTime from, CalendarTime until) const;
    // Precondition of all below: covers the instants asked for.
    double at(CalendarTime time) const;  // constant over each step
    // The next instant after `time` at which the value may change.
    CalendarTime next_step(CalendarTime time) const;
    // Straight line between the middles of the steps; beyond the first and last middle constant.
    double interpolated(CalendarTime time) const;
    double mean(CalendarTime from, CalendarTime until) const;  // from < until
};

}  // namespace twin
