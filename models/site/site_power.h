// Power of a whole site whose nodes all do the same: idle, peak, a benchmark.
#pragma once

#include "models/site/site.h"
#include "models/units/quantity.h"

namespace twin {

// Racks and fixed power, at the racks' input. Utilisations 0 to 1. Precondition: has_power.
Power site_power(const Site& site, double cpu_utilisation, double gpu_utilisation);

}  // namespace twin
