// The racks' water against its limits: which groups of racks throttle, which have switched
// themselves off, and what of it goes into the tables of violations and limits.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "models/cooling/cooling_model.h"
#include "sim/engine/limit_clock.h"
#include "sim/results/recorder.h"

namespace twin {

class WaterLimits {
  public:
    // Model and recorder must outlive it. Throttling ends `release` below the model's limit; what
    // concerns the KPIs starts at `window_start`.
    WaterLimits(const CoolingModel& model, TemperatureDifference release, SimTime window_start,
                Recorder& recorder);

    // Groups whose GPUs must run at their lowest clock, and those whose racks are off; after
    // look().
    const std::vector<bool>& too_warm() const { return too_warm_; }
    const std::vector<bool>& tripped() const { return tripped_; }

    // The water must be looked at every watch_step: it is near a limit, may be on
    // its way there, or was never looked at.
    bool watched(const CoolingInputs& inputs) const;
    // At 3.7 K a minute, as the water of a full rack of the JUPITER Booster whose CDU fails, this
    // is 0.6 K: less than the default of `release`.
    static constexpr SimDuration watch_step = std::chrono::seconds(10);

    // What was read at `now`, at the end of a stretch under `inputs`. In time.
    void look(SimTime now, const CoolingReadings& readings, const CoolingInputs& inputs);
    // An interval of the KPI window ends with what was read last.
    void count_interval() { supplies_.push_back(warmest_.in_celsius()); }
    void finish(SimTime end);  // ends a violation that goes on; the last look was at `end`
    LimitRecord limit(SimTime end);

  private:
    // A limit that is exceeded just now.
    struct Excess {
        SimTime from{};
        std::optional<SimTime> over;  // since then no rack throttles
        Temperature worst{};
        std::string cause;
    };
    void end_excess(SimTime until);

    const CoolingModel& model_;
    TemperatureDifference release_;
    SimTime window_start_;
    Recorder& recorder_;
    std::vector<bool> too_warm_, tripped_;  // by group
    Temperature warmest_;                   // supply, when it was looked at last
    Temperature warmest_of_window_{};
    std::optional<Excess> excess_;
    LimitClock clock_;
    std::vector<double> supplies_;  // at the ends of intervals, of the warmest group, degC
};

}  // namespace twin
