// A consumer of waste heat at the primary return, with or without a heat pump.
#pragma once

#include "models/units/quantity.h"
#include "models/units/temperature.h"

namespace twin {

// Defaults are assumptions: no consumer of JUPITER's heat is in service. 70 degC and a spread of 20
// K are what younger district heating nets run at; 3 K is the approach of the plant's own
// exchangers; large heat pumps reach 45 to 60 % of the ideal (all three: memory, unverified).
struct HeatReusePlan {
    Temperature supply = Temperature::celsius(70);  // at which the consumer takes its heat
    TemperatureDifference spread = 20.0 * kelvin;   // between the consumer's supply and return
    TemperatureDifference approach = 3.0 * kelvin;  // of the exchanger, or of each of the pump's
    bool heat_pump = false;
    double carnot_share = 0.5;  // of the ideal coefficient of performance that the pump reaches
};

struct HeatReuse {
    Power taken{};        // from the primary return
    Power delivered{};    // taken + electricity
    Power electricity{};  // of the heat pump
};

// With a heat pump between evaporation `approach` below `source` and condensation `approach` above
// the consumer's supply; heat per electricity. Infinite where there is nothing to lift.
double coefficient_of_performance(const HeatReusePlan& plan, Temperature source);

// What the consumer gets of its demand (>= 0) when the primary return has the temperature `source`
// and the capacity flow `stream`. Never takes more than what cools the stream to `lowest`. Without
// a heat pump nothing is delivered below supply + approach; over the kelvin above that it fades in.
HeatReuse heat_reuse(const HeatReusePlan& plan, Power demand, Temperature source,
                     ThermalConductance stream, Temperature lowest);

}  // namespace twin
