// What any cooling plant must answer: how its states change, and what it draws and moves meanwhile.
// The seam at which another plant may take the place of WarmWaterPlant, for example a unit of
// FMI 2.0 for model exchange, which offers the same: states, derivatives, outputs.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "models/units/quantity.h"
#include "models/units/temperature.h"

namespace twin {

// What reaches the plant from outside, constant over a step. Vectors are indexed by rack group,
// one cooling distribution unit (CDU) each.
struct CoolingInputs {
    std::vector<Power> liquid_heat;      // of the group's racks, into their water
    std::vector<double> cdu_share;       // of the CDU's pumps and surface that work, 0 to 1
    Power air_heat{};                    // of all racks, into the rooms' air
    double rejection_share = 1;          // of the dry coolers or tower cells that work, 0 to 1
    Temperature dry_bulb{}, wet_bulb{};  // outdoors
    Power heat_demand{};                 // of the consumer of waste heat, now
};

// At an instant. Heat counts where it crosses the water's boundary.
struct CoolingFluxes {
    Power liquid_heat{};  // from racks into the water
    Power pump_heat{};    // of the pumps, into the water
    Power rejected{};     // from the water to outdoors
    Power reused{};       // from the water to the consumer or its heat pump
    Power stored{};       // rise of sum(C T) over all masses; computed from the masses
    Power cdu_pumps{}, primary_pumps{}, fans{}, air_handling{}, heat_pump{};  // electricity
    Power delivered{};      // heat at the consumer, the heat pump's electricity included
    MassFlow evaporated{};  // water of adiabatic assist or towers
    Power electricity() const {
        return cdu_pumps + primary_pumps + fans + air_handling + heat_pump;
    }
};

struct CoolingReadings {
    struct Group {
        Temperature supply{}, return_{};  // of the racks' water
        VolumeFlow flow{};
        double valve = 0;  // opening on the primary side, 0 to 1
    };
    std::vector<Group> groups;
    Temperature primary_supply{}, primary_return{};
    VolumeFlow primary_flow{};
    double fan_speed = 0;  // of the working coolers, share of the nominal one
};

class CoolingModel {
  public:
    virtual ~CoolingModel() = default;

    virtual std::size_t groups() const = 0;
    virtual std::size_t states() const = 0;
    // The states at which the plant rests under these inputs, or what it can reach nearest.
    virtual void settle(const CoolingInputs& inputs, std::span<double> x) const = 0;
    // dx/dt [1/s] and the fluxes at x. Linear invariants hold: liquid_heat + pump_heat - rejected -
    // reused = stored, to rounding, by physics and not by assignment.
    virtual CoolingFluxes derivatives(const CoolingInputs& inputs, std::span<const double> x,
                                      std::span<double> dxdt) const = 0;
    virtual void read(const CoolingInputs& inputs, std::span<const double> x,
                      CoolingReadings& out) const = 0;
    // Rise of sum(C T) over all masses from one set of states to another: what `stored` must come
    // to, told from temperatures alone.
    virtual Energy stored_between(std::span<const double> from,
                                  std::span<const double> to) const = 0;
    // Above this supply temperature racks throttle.
    virtual Temperature supply_limit() const = 0;
    // Above this one they switch themselves off.
    virtual Temperature trip_limit() const = 0;
};

}  // namespace twin
