#include "models/site/site_power.h"

#include <cassert>

#include "models/power/node_power.h"

namespace twin {

Power site_power(const Site& site, const Phase& phase, const ConversionPlan& plan) {
    assert(site.has_power);
    Power sum = site.fixed_power;
    for (const auto& rack : site.racks)
        sum += rack_draw(*rack.part, rack.nodes * node_draw(rack.part->node, phase).input(), plan)
                   .input();
    return sum;
}

Power site_power(const Site& site, double cpu_utilisation, double gpu_utilisation) {
    Phase phase;
    phase.cpu_utilisation = cpu_utilisation;
    phase.gpu_utilisation = gpu_utilisation;
    return site_power(site, phase);
}

}  // namespace twin
