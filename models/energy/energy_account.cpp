#include "models/energy/energy_account.h"

#include <algorithm>
#include <cassert>

namespace twin {

EnergyAccount::EnergyAccount(const Tariff& tariff, const std::optional<BatteryPart>& battery,
                             const std::optional<PhotovoltaicsPart>& photovoltaics)
    : tariff_(tariff), battery_(battery), meter_(tariff) {
    if (photovoltaics)
        photovoltaics_.emplace(*photovoltaics);
    if (battery_)
        stored_ = battery_->start_charge * battery_->capacity;
}

const EnergyAccount::Stretch& EnergyAccount::add(CalendarTime from, Duration length, Power demand,
                                                 EnergyPrice market, CarbonIntensity direct,
                                                 CarbonIntensity life_cycle) {
    assert(length > Duration{} && demand >= Power{});
    stretch_ = {};
    stretch_.length = length;
    if (photovoltaics_)
        stretch_.photovoltaics = photovoltaics_->mean_power(from, length);

    const Power open = demand - stretch_.photovoltaics;
    if (battery_) {
        const BatteryStep step =
            battery_step(*battery_, stored_, std::max(open, Power{}), std::max(-open, Power{}),
                         tariff_.fixed_price.value_or(market), length);
        stretch_.charge = step.charge;
        stretch_.discharge = step.discharge;
        stretch_.battery_loss = step.loss;
        stored_ = step.stored;
    }

    const Power at_grid = open + stretch_.charge - stretch_.discharge;
    stretch_.grid = std::max(at_grid, Power{});
    stretch_.feed_in = std::max(-at_grid, Power{});

    const Energy drawn = stretch_.grid * length;
    stretch_.cost = meter_.add(from, length, drawn, stretch_.feed_in * length, market);
    stretch_.direct = drawn * direct;
    stretch_.life_cycle = drawn * life_cycle;
    return stretch_;
}

}  // namespace twin
