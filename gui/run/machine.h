// The machine of a run over all its time, as its file tells it: places, jobs, outages, power of the
// racks, water of the groups.
#pragma once

#include <cmath>
#include <limits>
#include <string>

#include "gui/run/occupancy.h"
#include "gui/run/outages.h"
#include "gui/run/series_catalog.h"
#include "gui/run/sparse_series.h"

namespace twin {

struct RackReading {
    float power_w, busy_nodes;
};
struct WaterReading {
    float supply_c, return_c, flow_l_s, valve;
};

struct UnplacedAttempt {  // it held nodes, but the file does not say which
    int idx;
    double start_s, lost_s;
    NodeCount nodes;
};

struct Machine {
    Site site;                         // places and names only, no parts
    std::vector<double> rack_limit_w;  // per rack; 0: none is known
    int gpus_per_node = 0;             // 0: not known, or not the same in all
    bool has_power = false;
    double interval_s = 1;
    int intervals = 0;
    Occupancy jobs;
    Outages outages;
    std::vector<UnplacedAttempt> lost_attempts;
    std::vector<float> available_nodes;  // per interval
    SparseSeries<RackReading> racks;
    SparseSeries<WaterReading> groups;
    bool has_water = false;
    bool is_growing = false;  // has no proper end: jobs that still run are not in the file
    // Of all readings, for the ends of scales.
    float largest_node_w = 0;  // a rack's power by its nodes
    float coldest_c = std::numeric_limits<float>::infinity();
    float warmest_c = -std::numeric_limits<float>::infinity();

    std::int32_t interval_at(double seconds) const;
    // As painted on it where the file tells, else by its index.
    std::string name_of(NodeIndex node) const;
    // One value per interval.
    SeriesPoints rack_power(int rack) const;
    SeriesPoints group_return(int group) const;
};

// All but the jobs, which are RunJobs', with the outages of the facts. Throws as ResultStore does.
Machine read_machine(const ResultStore& store, Outages outages);

// The machine at one time.
struct MachineNow {
    static constexpr int nobody = -1;
    double at_s = -1;
    std::vector<int> job_of_node;  // row in Machine::jobs, or nobody
    std::vector<char> out;         // per node: 1 out of service
    std::vector<int> running;      // rows in Machine::jobs
    std::vector<int> busy_of_rack, out_of_rack;
    NodeCount busy = 0, out_of_service = 0, free = 0;
    // What is known only as a number: nodes that are not available, but no event says which; and
    // attempts of jobs that will be lost, with their nodes.
    NodeCount missing = 0, lost_nodes = 0;
    int lost_jobs = 0;
};

MachineNow machine_at(const Machine& machine, double seconds);

}  // namespace twin
