// A workload like that of Argonne's Theta in 2022, as settings of the generator.
#pragma once

#include "sim/arrivals/generator.h"

namespace twin {

// All but jobs or rate, horizon, start, site_nodes and offered_load. Each figure's origin stands
// beside it in the source; README.md has the summary.
GeneratorSettings theta_2022_settings();

}  // namespace twin
