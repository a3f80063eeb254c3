// What electricity costs. A tariff for Germany, with its sources:
// scenarios/sites/jupiter-energy.toml.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <vector>

#include "models/units/quantity.h"
#include "models/units/sim_time.h"

namespace twin {

// The periods of metering: those of the calendar.
using QuarterHours = std::chrono::duration<std::int64_t, std::ratio<15 * 60>>;

struct Tariff {
    std::optional<EnergyPrice> fixed_price{};  // instead of the market's; the markup is in it
    EnergyPrice markup{};                      // of the supplier, on the market's price
    EnergyPrice grid_fee{}, levies{}, tax{};
    EnergyPrice feed_in{};            // paid for what is given to the grid
    DemandPrice demand_charge{};      // on the highest quarter-hour of the year
    std::optional<Power> contract{};  // the most that may be drawn
};

// By the kWh, all items together, at a market price.
EnergyPrice price_of_energy(const Tariff& tariff, EnergyPrice market);

// The bill of a stretch of time. Its demand charge is the year's charge times the stretch's share
// of a year (365 d), an assumption that the bill flags. Beyond a year each year, and the share of
// the last, is charged for the highest quarter-hour of the whole stretch: at least what a bill of
// each year for itself would come to.
struct Bill {
    Energy drawn{}, fed_in{};
    Money energy{}, grid_fee{}, levies{}, tax{}, feed_in{}, demand{};  // feed_in: earned, >= 0
    Power highest_quarter_hour{};
    double share_of_year = 1;  // of the whole stretch; above 1 beyond a year
    Money total() const { return energy + grid_fee + levies + tax + demand - feed_in; }
};

// Quarter-hours one after the other whose mean draw lay above the contract.
struct ContractViolation {
    CalendarTime from{}, until{};
    Power worst{};  // the highest of them
};

// Adds up what is drawn, and knows the highest quarter-hour of the calendar. Stretches are given in
// order, without gaps, and never cross the end of a quarter-hour. A quarter-hour that is metered in
// part counts with the mean of that part.
class BillMeter {
  public:
    explicit BillMeter(const Tariff& tariff) : tariff_(tariff) {}
    // Returns what this stretch costs by the kWh, less what is earned by feeding in.
    Money add(CalendarTime from, Duration length, Energy drawn, Energy fed_in, EnergyPrice market);
    Bill bill() const;                                  // so far
    std::vector<ContractViolation> violations() const;  // so far, in order

  private:
    Power quarter_mean() const;  // of the one that is being metered
    void note_quarter(std::vector<ContractViolation>& violations) const;

    Tariff tariff_;
    Bill bill_;
    Duration metered_{};
    std::vector<ContractViolation> violations_;  // of the closed quarter-hours
    CalendarTime quarter_{};                     // begin of the one that is being metered
    CalendarTime end_{};                         // of what is metered
    Energy in_quarter_{};
    Duration quarter_metered_{};
};

}  // namespace twin
