#include "models/cooling/heat_reuse.h"

#include <algorithm>
#include <limits>

namespace twin {
namespace {

// 1 / coefficient of performance; 0 where there is nothing to lift.
double electricity_share(const HeatReusePlan& plan, Temperature source) {
    const double hot = (plan.supply + plan.approach).si();
    const double lift = hot - (source - plan.approach).si();
    return std::clamp(lift / (plan.carnot_share * hot), 0.0, 1.0);
}

}  // namespace

double coefficient_of_performance(const HeatReusePlan& plan, Temperature source) {
    const double share = electricity_share(plan, source);
    return share > 0 ? 1 / share : std::numeric_limits<double>::infinity();
}

HeatReuse heat_reuse(const HeatReusePlan& plan, Power demand, Temperature source,
                     ThermalConductance stream, Temperature lowest) {
    HeatReuse reuse;
    const Power most = std::max(0.0 * watt, stream * (source - lowest));
    if (plan.heat_pump) {
        const double share = electricity_share(plan, source);
        reuse.taken = std::min((1 - share) * demand, most);
        reuse.electricity = share < 1 ? share / (1 - share) * reuse.taken : 0.0 * watt;
    } else {
        // Assumption: fades in over one kelvin, for a step at one temperature would stall the
        // stepper.
        const double warm =
            std::clamp((source - plan.approach - plan.supply).in(1.0 * kelvin), 0.0, 1.0);
        const Temperature coldest = std::max(lowest, plan.supply - plan.spread + plan.approach);
        const Power available = std::max(0.0 * watt, stream * (source - coldest));
        reuse.taken = warm * std::min(demand, available);
    }
    reuse.delivered = reuse.taken + reuse.electricity;
    return reuse;
}

}  // namespace twin
