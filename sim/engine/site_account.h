// What the site does beyond its racks, stretch by stretch: cooling and supply go on, energy is paid
// for, shares are given out. A stretch ends with every interval of the series and every
// quarter-hour of the calendar, so that no price, weather hour or metering period changes within
// one.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "models/energy/energy_account.h"
#include "models/site/site_plant.h"
#include "sim/engine/facility.h"
#include "sim/engine/job_shares.h"
#include "sim/engine/water_limits.h"
#include "sim/results/recorder.h"
#include "sim/scenario/run_plan.h"

namespace twin {

class SiteAccount {
  public:
    // All must outlive it.
    SiteAccount(const RunPlan& plan, Facility& facility, Recorder& recorder);

    // False where the scenario asks for nothing beyond the racks: then nothing below is called.
    bool active() const { return active_; }
    SimTime next_boundary() const;

    // Everything up to `now`, which is at most next_boundary(). Call before anything changes.
    void advance(SimTime now);
    // What gathered since the last interval becomes the next row of the series...
    void close_interval(SimTime end);
    // ... which is written with the interval's other rows.
    void write(std::int64_t interval);

    // Rack groups whose GPUs must run at their lowest clock, after advance(); indexed by group.
    // Precondition: the plan has cooling.
    const std::vector<bool>& too_warm() const { return water_->too_warm(); }
    // Those whose racks have switched themselves off.
    const std::vector<bool>& tripped() const { return water_->tripped(); }

    // What holds from now on.
    void lose_cooling(const std::vector<double>& cdu_share, double rejection_share);
    void warm(TemperatureDifference warmer) { warmer_ = warmer; }
    void raise_price(EnergyPrice dearer) { dearer_ = dearer; }

    JobShares& shares() { return shares_; }

    // Bill, violations that go on, what nobody caused. The last call.
    void finish(SimTime end);
    std::vector<LimitRecord> limits(SimTime end);

  private:
    struct Interval {
        SimTime start{};
        PlantStep sums;  // of its steps, but for `end`
        Energy photovoltaics{}, charged{}, discharged{}, battery_loss{}, drawn{}, fed_in{};
        double price_seconds = 0, direct_seconds = 0, life_cycle_seconds = 0;  // SI x s
        Money cost{};
        CarbonMass direct{}, life_cycle{};
    };
    CalendarTime calendar(SimTime time) const { return plan_.start + time.time_since_epoch(); }
    struct Outdoors {
        Temperature dry_bulb{}, wet_bulb{};
    };
    Outdoors outdoors_at(SimTime time) const;  // under the heat wave that holds now
    void pay(SimTime now, const PlantStep& step, StretchTotals& totals);
    bool knows_price() const;  // of what is drawn; call with energy only
    void write_bill(const Bill& bill);

    const RunPlan& plan_;
    Facility& facility_;
    Recorder& recorder_;
    bool active_ = false;
    SimTime window_start_, since_{}, interval_end_{};
    SitePlant plant_;
    std::optional<EnergyAccount> energy_;
    JobShares shares_;
    CoolingInputs inputs_;
    TemperatureDifference warmer_{};
    EnergyPrice dearer_{};
    Interval interval_;
    PlantSample plant_sample_;
    std::optional<EnergySample> energy_sample_;
    CoolingReadings readings_;
    std::vector<GroupCooling> group_readings_;
    std::optional<WaterLimits> water_;  // with cooling
    std::vector<double> grid_means_;    // of the intervals in the KPI window, W
};

}  // namespace twin
