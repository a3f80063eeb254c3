// What nodes draw in a phase of a job, and how a power cap slows them. Equations and sources:
// README.md beside this file.
#pragma once

#include <optional>

#include "models/hardware/parts.h"
#include "models/units/quantity.h"
#include "models/workload/job.h"

namespace twin {

// All nodes that run one phase under one cap draw the same.
struct NodeDraw {
    Power gpus{}, cpus{}, memory{}, nics{}, drives{}, fans{}, converter_loss{};
    double clock = 1;      // of the GPUs, as a share of their full clock
    double speed = 1;      // of the phase, as a share of that under the part's own cap
    Power input() const {  // at the node's plug
        return gpus + cpus + memory + nics + drives + fans + converter_loss;
    }
};

// A node that no job holds: no context on its GPUs.
NodeDraw idle_draw(const NodePart& node);

// `gpu_cap` is on each GPU, or on each module where the node has a module cap; it counts where it
// is below the part's own. Below what the lowest clock draws the cap cannot be kept. Of a phase of
// steps it is the mean over one step, whose stretches the cap slows each by itself.
NodeDraw node_draw(const NodePart& node, const Phase& phase,
                   std::optional<Power> gpu_cap = std::nullopt);
// The same with all GPUs at their lowest clock.
NodeDraw throttled_draw(const NodePart& node, const Phase& phase);

// A phase in which all nodes do such work. Its duration is left to the caller.
Phase phase_of(const ActivityPart& part);

// What one GPU may draw beside CPUs that are busy by `cpu_utilisation`. Precondition: the node has
// GPUs.
Power gpu_limit(const NodePart& node, double cpu_utilisation,
                std::optional<Power> gpu_cap = std::nullopt);

// The part's own cap that `gpu_cap` replaces, and the least that makes a difference: what a fully
// busy GPU (or module) draws at its lowest clock. Precondition: the node has GPUs.
Power default_gpu_cap(const NodePart& node);
Power lowest_gpu_cap(const NodePart& node);

}  // namespace twin
