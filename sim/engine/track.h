// A quantity that is constant between changes: its value, its peaks and its exact integrals.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <utility>

#include "models/units/quantity.h"
#include "models/units/sim_time.h"

namespace twin {

using Microwatts = std::int64_t;
__extension__ typedef __int128 Integral;  // microwatts or counts times nanoseconds

inline Microwatts to_microwatts(Power power) {
    return std::llround(power.in(watt)*1e6);
}
constexpr Power to_power(double microwatts) {
    return microwatts / 1e6 * watt;
}
constexpr double in_watts(Microwatts power) {
    return to_power(static_cast<double>(power)).in(watt);
}
constexpr Energy to_energy(Integral microwatt_nanoseconds) {
    return static_cast<double>(microwatt_nanoseconds) / 1e15 * joule;
}

class Track {
  public:
    std::int64_t value() const { return value_; }
    std::int64_t window_peak() const { return window_peak_; }
    Integral window() const { return window_; }  // up to the last advance

    void advance(SimTime now, SimTime window_start) {
        if (now <= since_)
            return;
        // Only what lasts counts as a peak: within an instant nodes change hands in several steps.
        peak_ = std::max(peak_, value_);
        const Integral grown = static_cast<Integral>(value_) * (now - since_).count();
        interval_ += grown;
        stretch_ += grown;
        if (now > window_start) {
            window_peak_ = std::max(window_peak_, value_);
            window_ +=
                static_cast<Integral>(value_) * (now - std::max(since_, window_start)).count();
        }
        since_ = now;
    }
    void change(SimTime now, SimTime window_start, std::int64_t by) {
        advance(now, window_start);
        value_ += by;
    }
    // What has gathered since the last time; call advance() before.
    Integral take_interval() { return std::exchange(interval_, 0); }
    Integral take_stretch() { return std::exchange(stretch_, 0); }
    std::int64_t take_peak() { return std::exchange(peak_, 0); }

  private:
    std::int64_t value_ = 0;
    std::int64_t peak_ = 0;
    std::int64_t window_peak_ = 0;
    SimTime since_{};
    Integral interval_ = 0, stretch_ = 0, window_ = 0;
};

}  // namespace twin
