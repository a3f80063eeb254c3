// Networks of two and three groups and jobs that send, read and write, for runs of small_run.h.
// Times in seconds unless the names say more.
#pragma once

#include <string>

#include "tests/sim/engine/small_run.h"

namespace twin {

inline const Bandwidth gb_s = Bandwidth::from_si(1e9);

// Even nodes are in group 0 of the network, odd ones in group 1; the links between carry 8 GB/s.
// A job of 4 nodes has 2 in each: 2 x 2 / 3 of what a node sends goes from one to the other.
inline NetworkPlan two_groups(int nodes = 12) {
    NetworkPlan plan;
    plan.groups = 2;
    for (int node = 0; node < nodes; ++node)
        plan.group_of_node.push_back(node % 2);
    plan.pairs = {{}, 8.0 * gb_s, 8.0 * gb_s, {}};
    plan.uplinks = {16.0 * gb_s, 16.0 * gb_s};
    plan.injection = 100.0 * gb_s;
    return plan;
}

// Of 4 nodes, which asks `rate` GB/s of the links between the groups while it communicates.
inline Job sender(double submit, std::int64_t run_time, double rate, double bound = 1) {
    Job out = job(submit, 4, run_time, 10 * run_time);
    SharedDemand& demand = out.phases.front().demand;
    demand.network = bound * rate * 3 / 4 * gb_s;
    demand.network_bound = bound;
    return out;
}

inline Job reader(std::int64_t run_time, double read, double write = 0) {
    Job out = job(0, 4, run_time, 10 * run_time);
    out.phases.front().demand.storage_read = read * gb_s;
    out.phases.front().demand.storage_write = write * gb_s;
    return out;
}

inline std::string ends_ns(SmallRun& run) {
    return run.of_jobs("end_ns");
}

inline std::string slowed(SmallRun& run) {  // by placement, by sharing, most by whom
    return run.text(
        "SELECT idx || ': ' || placement_ns || ' ' || sharing_ns || ' ' || "
        "coalesce(slowed_most_by, '-') FROM job_network ORDER BY idx");
}

// As two_groups, with 8 GB/s to a third one, which holds the nodes from 8 on.
inline NetworkPlan three_groups(bool adaptive) {
    NetworkPlan plan = two_groups(8);
    plan.groups = 3;
    plan.group_of_node.resize(12, 2);
    plan.pairs.assign(9, 8.0 * gb_s);
    plan.uplinks.assign(3, 16.0 * gb_s);
    plan.minimal_routing = !adaptive;
    return plan;
}

}  // namespace twin
