// What the inspector says of what is chosen, at the play head: a title and rows of name and value.
#pragma once

#include <QString>
#include <optional>
#include <utility>
#include <vector>

#include "gui/run/machine.h"
#include "gui/run/run_facts.h"
#include "gui/run/selection.h"

namespace twin {

struct JobDetails {  // of the views job and job_energy; none: not known, not yet
    int idx = -1;
    std::string name, state, wait_cause, node_ranges;
    std::optional<std::int64_t> log_id;
    NodeCount nodes = 0;
    int groups = 0, requeues = 0;
    bool backfilled = false;
    double submit_s = 0, limit_s = 0, lost_s = 0;
    std::optional<double> start_s, end_s, wait_s;
    double cpu_utilisation = 0, gpu_utilisation = 0;
    std::optional<double> slowed_s, gpu_kwh, node_kwh, grid_kwh, cost_eur, direct_kg, life_cycle_kg;
    // Nothing: neither network nor storage slowed it.
    std::optional<double> placement_s, storage_s, lost_links_s, sharing_s;
    std::optional<int> slowed_by;  // idx of the job that took most from it
    std::string slowed_by_name;
    std::optional<double> slowed_by_s;
    struct Checkpoints {
        int finished = 0;
        double interval_s = 0, writing_s = 0, restarting_s = 0;
    };
    std::optional<Checkpoints> checkpoints;
    struct Progress {  // of what its scenario says that it computes
        std::string unit;
        double planned = 0, kept = 0;
    };
    std::optional<Progress> progress;
};
// Nothing: the file does not hold this job (yet). Throws as ResultStore does.
std::optional<JobDetails> read_job(const ResultStore& store, int idx);

struct Inspection {
    QString title;
    std::vector<std::pair<QString, QString>> rows;
    void add(const QString& name, const QString& value) { rows.emplace_back(name, value); }
};

Inspection inspect_site(const RunFacts& facts, const Machine& machine, const MachineNow& now);
Inspection inspect_group(const Machine& machine, const MachineNow& now, int group);
Inspection inspect_rack(const Machine& machine, const MachineNow& now, int rack);
Inspection inspect_node(const Machine& machine, const MachineNow& now, NodeIndex node);
// Adds to A's values those of B that differ.
void set_beside(Inspection& a, const Inspection& b);

Inspection inspect_job(const RunFacts& facts, const JobDetails& job, double at_s);

}  // namespace twin
