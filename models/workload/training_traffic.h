// What a step of training sends between the groups of a network, by the pattern of each exchange.
#pragma once

#include <vector>

#include "models/workload/job.h"
#include "models/workload/training_step.h"

namespace twin {

// Ranks lie on the GPUs of the shape one after the other, node by node, group by group. A ring
// sends over each of its edges that leads from one group to another: its members' neighbours in
// their order, and from the last to the first. Stages send to their neighbours; experts' tokens go
// to all alike. Divided by `length`; by from, then to. Costs a walk over the GPUs for each kind of
// exchange.
// Precondition: shape.gpus() = plan.gpus() or more, length > 0.
std::vector<GroupTraffic> group_traffic(const StepTraffic& traffic, const ParallelPlan& plan,
                                        const PlacementShape& shape, Duration length);

}  // namespace twin
