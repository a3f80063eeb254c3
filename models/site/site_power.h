// Power of a whole site whose nodes all do the same: idle, peak, a benchmark.
#pragma once

#include "models/power/conversion.h"
#include "models/site/site.h"
#include "models/units/quantity.h"
#include "models/workload/job.h"

namespace twin {

// Racks and fixed power, at the racks' input. Precondition: has_power.
Power site_power(const Site& site, const Phase& phase, const ConversionPlan& plan = {});
// The same for utilisations of 0 to 1.
Power site_power(const Site& site, double cpu_utilisation, double gpu_utilisation);

}  // namespace twin
