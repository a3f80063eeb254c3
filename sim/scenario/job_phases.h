// What a [[job]] says of its nodes' load, as phases.
#pragma once

#include <optional>
#include <string>

#include "models/hardware/parts.h"
#include "models/site/site.h"
#include "models/workload/job.h"
#include "sim/scenario/field_problems.h"
#include "sim/scenario/scenario.h"

namespace twin {

// More would make one job cost more than thousands of others.
inline constexpr std::int64_t most_phases = 100'000;

// The generations of the site's GPUs, each once, in the order of the racks.
std::vector<std::string> gpu_generations(const Site& site);

// The activity of this name for the site's GPUs; `expected` and hint of the problem where there is
// none.
std::variant<const ActivityPart*, UnitError> find_activity(const std::string& activity,
                                                           const Site& site);

// The load as one phase of this length. Mistakes are problems under `field` ("job.3").
Phase phase_of(const LoadSettings& load, SimDuration duration, double default_compute_bound,
               const Site& site, const std::string& field, FieldProblems& problems);

// Gives `job`, whose run time is set, the phases of its section; their durations add up to it.
void add_phases(const JobSection& section, double default_compute_bound, const Site& site,
                const std::string& field, Job& job, FieldProblems& problems);

}  // namespace twin
