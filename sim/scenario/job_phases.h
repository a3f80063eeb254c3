// What a [[job]] says of its nodes' load, as phases.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "models/hardware/parts.h"
#include "models/interconnect/network_part.h"
#include "models/site/site.h"
#include "models/workload/job.h"
#include "sim/scenario/field_problems.h"
#include "sim/scenario/run_plan.h"
#include "sim/scenario/scenario.h"

namespace twin {

// More would make one job cost more than thousands of others.
inline constexpr std::int64_t most_phases = 100'000;

// The generations of the site's GPUs, each once, in the order of the racks.
std::vector<std::string> gpu_generations(const Site& site);

// The activity of this name for the GPUs of the plan's site; `expected` and hint of the problem
// where there is none.
std::variant<const ActivityPart*, UnitError> find_activity(const std::string& activity,
                                                           const RunPlan& plan);

// That of all nodes of the site, where they are of one kind.
std::variant<const NodePart*, UnitError> common_node(const Site& site);

// That of the plan's site; nullptr where it is not known.
const NetworkPart* network_of(const RunPlan& plan);

struct PlannedJob {
    Job job;                           // without its submit
    SimDuration full_run_time{};       // without its limit, under the parts' own caps
    std::size_t pattern = 0;           // so many phases, then they repeat; at least one
    std::vector<std::string> remarks;  // what is legal, but a planner should know
};

// What jobs have that do not say.
struct JobDefaults {
    double compute_bound = 0;
    SharedDemand demand{};
};

// The job of a section on the site and with the parts of `plan`. Mistakes are problems under
// `field` ("job.3"); a job with mistakes may have no phases.
PlannedJob planned_job(const JobSection& section, const JobDefaults& defaults, const RunPlan& plan,
                       const std::string& field, FieldProblems& problems);

}  // namespace twin
