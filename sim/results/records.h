// What the engine tells the recorder. Plain data; the meaning of every column is in schema.sql.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "models/units/ids.h"
#include "models/units/quantity.h"
#include "models/units/sim_time.h"

namespace twin {

enum class JobState { waiting, running, completed, killed_at_limit, failed };

// Why a job did not start at the instant it was submitted.
enum class WaitCause {
    none,   // it did
    nodes,  // fewer free nodes than it asked for
    order,  // nodes were free, but the policy kept them for a job before it
};

struct JobRecord {
    JobIndex index = 0;
    std::int64_t log_id = -1;
    std::string name;
    SimTime submit{};
    SimTime start = sim_never;  // of the last attempt; sim_never: has not started
    SimTime end = sim_never;    // sim_never: has not ended (censored)
    SimDuration limit{};
    SimDuration run_time{};
    NodeCount nodes = 0;
    JobState state = JobState::waiting;
    WaitCause wait_cause = WaitCause::none;
    bool backfilled = false;
    int requeues = 0;  // times it was lost with a node and put back
    double cpu_utilisation = 0, gpu_utilisation = 0;
    Energy energy{};  // of its nodes at the racks' input while it held them
    int groups = 0;   // DragonFly+ groups that its nodes lie in
    NodeRanges where;
};

// Means over one interval (exact integrals divided by its length), and the peak in it.
struct SiteSample {
    Power it_power{}, it_power_peak{};
    double busy_nodes = 0;       // allocated to jobs
    double available_nodes = 0;  // up and in the partition, busy or free
    double waiting_jobs = 0, waiting_nodes = 0;
    std::int64_t submitted = 0, started = 0, ended = 0;  // in the interval
};

struct PlaceSample {  // of a group or a rack
    Power it_power{};
    double busy_nodes = 0;
    bool operator==(const PlaceSample&) const = default;
};

struct LogEntry {  // a scenario event as it took effect
    SimTime at{};
    std::string kind;    // row of the event table: lose, restore, drain, set
    std::string what;    // "rack 17", "scheduling.policy = fcfs"
    std::string effect;  // "48 nodes down, 3 jobs requeued"
};

// One row of the limits table.
struct LimitRecord {
    std::string name;  // nodes, rack_power, site_power
    std::string unit;  // of the unit table; "nodes" for counts
    double limit = 0;  // in `unit`
    double p99 = 0;    // 99th percentile of what was used, over interval means
    double peak = 0;
    SimDuration at_limit{};  // time at the limit, inside the KPI window
    SimTime first_reached = sim_never;
    std::string where;  // the rack that came nearest; empty for the site
};

}  // namespace twin
