#include "models/site/site_power.h"

#include <cassert>

#include "models/power/node_power.h"

namespace twin {

Power site_power(const Site& site, double cpu_utilisation, double gpu_utilisation) {
    assert(site.has_power);
    Power sum = site.fixed_power;
    for (const auto& rack : site.racks) {
        const Power node = node_power(rack.part->node, cpu_utilisation, gpu_utilisation);
        sum += rack_power(*rack.part, rack.nodes * node);
    }
    return sum;
}

}  // namespace twin
