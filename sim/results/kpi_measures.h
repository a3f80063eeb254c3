// KPIs that are alike but for what they count: what network and storage cost, and waits.
#pragma once

#include <span>

#include "sim/results/kpis.h"

namespace twin {

// What network and storage cost jobs, by cause; then the waits of all jobs and of each size class.
// They live as long as the program.
std::span<const KpiRow> measured_kpis();

}  // namespace twin
