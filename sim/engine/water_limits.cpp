#include "sim/engine/water_limits.h"

#include <algorithm>
#include <chrono>
#include <fmt/format.h>

#include "sim/results/nearest_rank.h"

namespace twin {
namespace {

// An excess lasts until no rack has throttled for so long: in between the water may be below its
// limit just because racks throttle. Assumption: a quarter-hour, in which the plant gets to rest.
constexpr SimDuration lingering = std::chrono::minutes(15);

// Supply temperatures so far below the limit are watched. Assumption: half of the 4 K that the
// shipped plants leave at least between set point and limit. A sound plant does not lose the other
// half within a quarter-hour.
constexpr TemperatureDifference margin = 2.0 * kelvin;

bool fails(const CoolingInputs& inputs) {
    return inputs.rejection_share < 1 ||
           std::any_of(inputs.cdu_share.begin(), inputs.cdu_share.end(),
                       [](double share) { return share < 1; });
}

// Asked when an excess begins: its end comes when what caused it is over.
std::string cause_of_excess(const CoolingInputs& inputs) {
    return fmt::format(
        "{}; outdoors {:.1f} degC; the racks concerned run their GPUs at the "
        "lowest clock",
        fails(inputs) ? "a part of the cooling plant is out of service"
                      : "the plant cannot hold its set point at this load",
        inputs.dry_bulb.in_celsius());
}

}  // namespace

WaterLimits::WaterLimits(const CoolingModel& model, TemperatureDifference release,
                         SimTime window_start, Recorder& recorder)
    : model_(model),
      release_(release),
      window_start_(window_start),
      recorder_(recorder),
      too_warm_(model.groups()),
      tripped_(model.groups()),
      warmest_(model.supply_limit()),
      clock_(window_start) {}

bool WaterLimits::watched(const CoolingInputs& inputs) const {
    const auto any = [](const std::vector<bool>& groups) {
        return std::find(groups.begin(), groups.end(), true) != groups.end();
    };
    return fails(inputs) || any(too_warm_) || any(tripped_) ||
           warmest_ > model_.supply_limit() - margin;
}

void WaterLimits::look(SimTime now, const CoolingReadings& readings, const CoolingInputs& inputs) {
    const Temperature limit = model_.supply_limit();
    warmest_ = {};
    for (std::size_t i = 0; i < readings.groups.size(); ++i) {
        const Temperature supply = readings.groups[i].supply;
        warmest_ = std::max(warmest_, supply);
        if (supply > limit)
            too_warm_[i] = true;
        else if (supply < limit - release_)
            too_warm_[i] = false;
        // Nobody switches racks on again that have no water.
        if (!too_warm_[i] && inputs.cdu_share[i] == 1)
            tripped_[i] = false;
        if (supply > model_.trip_limit())
            tripped_[i] = true;
    }
    if (now > window_start_)
        warmest_of_window_ = std::max(warmest_of_window_, warmest_);
    const bool any = std::find(too_warm_.begin(), too_warm_.end(), true) != too_warm_.end();
    clock_.set(now, any);
    if (any && !excess_)
        excess_ = Excess{now, std::nullopt, warmest_, cause_of_excess(inputs)};
    if (!excess_)
        return;
    if (any) {
        excess_->worst = std::max(excess_->worst, warmest_);
        excess_->over.reset();
    } else if (!excess_->over) {
        excess_->over = now;
    } else if (now - *excess_->over >= lingering) {
        end_excess(*excess_->over);
    }
}

void WaterLimits::end_excess(SimTime until) {
    if (until > excess_->from)
        recorder_.violation({excess_->from, until, "cooling supply limit", "degC",
                             model_.supply_limit().in_celsius(), excess_->worst.in_celsius(),
                             excess_->cause});
    excess_.reset();
}

void WaterLimits::finish(SimTime end) {
    if (excess_)
        end_excess(excess_->over.value_or(end));
}

LimitRecord WaterLimits::limit(SimTime end) {
    const SimDuration over = clock_.total(end);
    return {.name = "rack_water",
            .unit = "degC",
            .limit = model_.supply_limit().in_celsius(),
            .p99 = nearest_rank(supplies_, 99),
            .peak = warmest_of_window_.in_celsius(),
            .at_limit = over,
            .first_reached = clock_.first(),
            .where = ""};
}

}  // namespace twin
