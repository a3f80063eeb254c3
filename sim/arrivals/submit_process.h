// When generated jobs are submitted: a Poisson process whose rate follows the hour of the day and
// the day of the week (rate ~ hour weight * day weight, constant within an hour of the clock).
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <vector>

#include "models/units/quantity.h"
#include "models/units/sim_time.h"
#include "sim/arrivals/faults.h"
#include "sim/arrivals/rng.h"

namespace twin {

struct SubmitSettings {
    // One of the two: exactly so many jobs, or a Poisson number of them with this mean rate.
    std::optional<std::int64_t> jobs;
    std::optional<Frequency> rate;                     // mean over the horizon
    SimDuration horizon{};                             // submits lie in [0, horizon); at least 1 s
    CalendarTime start{};                              // of sim time 0
    std::array<double, 24> hour_weights = flat<24>();  // 00-01, 01-02 ... UTC; >= 0
    std::array<double, 7> day_weights = flat<7>();     // Monday first; >= 0

    double expected_jobs() const;

  private:
    template <std::size_t N>
    static constexpr std::array<double, N> flat() {
        std::array<double, N> weights{};
        weights.fill(1);
        return weights;
    }
};

std::vector<SettingFault> check(const SubmitSettings& settings);

// The cumulated rate, in hours of weight 1 since the start, and its inverse.
class WeeklyCycle {
  public:
    explicit WeeklyCycle(const SubmitSettings& settings);
    double cumulated(SimDuration since_start) const;
    SimDuration inverse(double cumulated) const;

  private:
    double since_monday(SimDuration offset) const;

    SimDuration start_{};                  // since Monday 00:00
    std::array<double, 24 * 7 + 1> sums_;  // of the hours of a week from Monday 00:00
};

class SubmitProcess {
  public:
    // Precondition: check(settings) is empty.
    SubmitProcess(const SubmitSettings& settings, Rng rng);
    // Whole seconds, as in logs; never decreasing. Nothing: that was the last.
    std::optional<SimTime> next();

  private:
    WeeklyCycle cycle_;
    SimDuration horizon_;
    double whole_;                           // cumulated rate of the horizon
    std::optional<std::int64_t> remaining_;  // jobs to come, where their number is given
    double jobs_per_weight_ = 0;             // else
    double at_ = 0;                          // cumulated rate; with `remaining_` the share to come
    Rng rng_;
};

}  // namespace twin
