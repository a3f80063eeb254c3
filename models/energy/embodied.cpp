#include "models/energy/embodied.h"

namespace twin {

CarbonMass embodied_per_year(const EmbodiedPart& part, const EmbodiedCounts& counts) {
    const CarbonMass machines =
        counts.gpus * part.gpu + counts.nodes * part.node + counts.racks * part.rack;
    const CarbonMass building = counts.it.in(kilowatt)*part.building_per_kw;
    return machines / part.it_years + building / part.building_years;
}

}  // namespace twin
