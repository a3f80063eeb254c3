// Where a site's electricity comes from and goes to, what it costs and emits.
#pragma once

#include <optional>
#include <vector>

#include "models/energy/battery.h"
#include "models/energy/photovoltaics.h"
#include "models/energy/tariff.h"

namespace twin {

class EnergyAccount {
  public:
    // Means over a stretch of time, each >= 0:
    // grid + photovoltaics + discharge = demand + charge + feed_in, to rounding.
    struct Stretch {
        Duration length{};
        Power photovoltaics{}, charge{}, discharge{};
        Power grid{}, feed_in{};            // one of them is 0
        Energy battery_loss{};              // over the stretch
        Money cost{};                       // by the kWh, less what feeding in earns
        CarbonMass direct{}, life_cycle{};  // location-based, of what is drawn from the grid
    };

    EnergyAccount(const Tariff& tariff, const std::optional<BatteryPart>& battery,
                  const std::optional<PhotovoltaicsPart>& photovoltaics);

    // Stretches follow each other without gaps and never cross the end of a quarter-hour or a step
    // of price or carbon; `length` > 0, `demand` (mean) >= 0. `market` is not looked at under a
    // tariff with a fixed price. The result holds until the next call.
    const Stretch& add(CalendarTime from, Duration length, Power demand, EnergyPrice market,
                       CarbonIntensity direct, CarbonIntensity life_cycle);

    // A new bill begins with the next stretch: the window of the KPIs. The battery keeps its
    // charge.
    void restart_bill() { meter_ = BillMeter(tariff_); }

    // Since the bill began.
    Bill bill() const { return meter_.bill(); }
    std::vector<ContractViolation> contract_violations() const { return meter_.violations(); }
    Energy stored() const { return stored_; }  // now

  private:
    Tariff tariff_;
    std::optional<BatteryPart> battery_;
    std::optional<Photovoltaics> photovoltaics_;
    BillMeter meter_;
    Energy stored_{};
    Stretch stretch_;
};

}  // namespace twin
