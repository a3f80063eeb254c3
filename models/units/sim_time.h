// Simulated time: integer nanoseconds since the scenario's start, so that times taken from logs
// stay exact over years (2^63 ns = 292 years). Doubles leave only towards SimGrid and reports.
#pragma once

#include <chrono>
#include <cmath>
#include <cstdint>

#include "models/units/quantity.h"

namespace twin {

using SimDuration = std::chrono::nanoseconds;

// The clock of one run; its epoch is `time.start` of the scenario.
struct SimClock {
    using duration = SimDuration;
    using rep = duration::rep;
    using period = duration::period;
    using time_point = std::chrono::time_point<SimClock>;
    static constexpr bool is_steady = true;
};
using SimTime = SimClock::time_point;

// An instant of the calendar, UTC.
using CalendarTime = std::chrono::sys_time<std::chrono::nanoseconds>;

inline constexpr SimTime sim_start{};
inline constexpr SimTime sim_never = SimTime::max();

constexpr double to_seconds(SimDuration d) {
    return static_cast<double>(d.count()) / 1e9;
}
constexpr double to_seconds(SimTime t) {
    return to_seconds(t.time_since_epoch());
}
inline SimDuration to_sim(Duration d) {
    return SimDuration(std::llround(d.in(second)*1e9));
}
inline Duration to_quantity(SimDuration d) {
    return to_seconds(d) * second;
}

}  // namespace twin
