// What one workload takes from its GPUs to the grid, without simulating a queue. Assumptions: the
// whole site does the same as the workload, which carries its nodes' share of switches, losses and
// cooling (the mean share); losses and cooling are those of the mean load, the plant at rest.
// What stands beside the racks gives its heat to the rooms' air, as in a run.
#pragma once

#include <optional>
#include <span>

#include "models/cooling/cooling_model.h"
#include "models/power/conversion.h"
#include "models/site/site.h"
#include "models/workload/job.h"

namespace twin {

// What of the site a workload meets.
struct WorkloadConditions {
    std::optional<Power> gpu_cap;  // absent: the parts' own
    ConversionPlan conversion;
    const CoolingModel* cooling = nullptr;  // absent: cooling draws nothing
    double liquid_share = 1;                // of the racks' power that goes into their water
    Temperature dry_bulb{}, wet_bulb{};     // not looked at without cooling
};

// Power by the stage at which it turns into heat. `grid` is computed by the supply.
struct SiteChain {
    Power gpus{}, cpus{}, memory{}, nics{}, drives{}, fans{}, converter_loss{};
    Power switches{}, rectifier_loss{}, fixed{};
    Power pumps{}, cooling_fans{}, air_handling{};
    Power transformer_loss{}, ups_loss{}, distribution_loss{}, central_rectifier_loss{};
    Power grid{};

    Power nodes() const { return gpus + cpus + memory + nics + drives + fans + converter_loss; }
    Power racks() const { return nodes() + switches + rectifier_loss + fixed; }
    Power cooling() const { return pumps + cooling_fans + air_handling; }
    Power supply_loss() const {
        return transformer_loss + ups_loss + distribution_loss + central_rectifier_loss;
    }
};

struct WorkloadEstimate {
    Duration uncapped{};    // what it takes under the parts' own caps
    Duration time{};        // what it takes under the given cap
    SiteChain share;        // mean over `time`
    Power marginal_grid{};  // what the grid would give less if these nodes idled meanwhile
    std::optional<Temperature> supply;  // of the racks' water, of the groups the highest
    bool holds_supply = true;           // at most the plant's supply limit
};

// Preconditions: has_power; 0 < nodes <= site.nodes; phases are not empty, their durations > 0.
WorkloadEstimate estimate_workload(const Site& site, NodeCount nodes, std::span<const Phase> phases,
                                   const WorkloadConditions& conditions);

}  // namespace twin
