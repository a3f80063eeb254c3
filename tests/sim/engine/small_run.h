// Sites whose watts can be worked out by hand, and runs of a few jobs on them through the whole
// engine into a result file.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "sim/engine/simulate.h"
#include "sim/results/result_store.h"
#include "tests/sim/results/tiny_run.h"

namespace twin {

// A node of one CPU, 100 W idle and 300 W at full load, at its plug. The rack has a switch of 40 W
// and a rectifier that loses 10 W and half of the rest: it draws 2 (nodes + 50 W). So a node costs
// 200 W idle, 600 W at full load, 200 + 400 u W at utilisation u; the rack alone 100 W.
RackPart small_rack();
// A node of 50 W idle and 150 W at full load, and nothing else.
RackPart plain_rack();

// Racks of 4 nodes: two in group 0, one in group 1. Idle 3 x (100 + 4 x 200) W = 2700 W and
// 300 W fixed: 3000 W. `last`: kind of the third rack.
Site small_site(const RackPart& last = small_rack());

// Racks of 4 nodes with one GPU each and nothing else, in groups of two and one rack; 300 W fixed.
// A GPU draws 100 W idle and 200 W times its clock under full tensor activity; its lowest clock is
// half of the full one. The idle site draws 1500 W, each node at full load 200 W more.
RackPart gpu_rack();
Site gpu_site(const RackPart& last = gpu_rack());

Phase phase(std::int64_t seconds, double utilisation);
Job job(double submit, NodeCount nodes, std::int64_t run_time, std::int64_t limit,
        double utilisation = 1);  // times in seconds
Job phased(double submit, NodeCount nodes, std::int64_t limit, std::vector<Phase> phases);

// Of gpu_site: full tensor activity, or none.
Phase gpu_phase(std::int64_t seconds, double tensor = 1);
Job gpu_job(double submit, NodeCount nodes, std::int64_t run_time, std::int64_t limit);

// The same for every caller: jobs on up to `most` nodes, of one to three phases of up to `length`
// seconds and of any load, about as fast as `length` a job; every fifth is killed at its limit.
std::vector<Job> random_jobs(unsigned seed, int count, NodeCount most, int length);

Change change(std::int64_t at, ChangeKind kind, NodeRanges nodes);
Change power_change(std::int64_t at, const PowerPlan& plan);

class SmallRun {
  public:
    // On 12 nodes, in intervals of 10 s.
    explicit SmallRun(std::string policy, Site site = small_site());

    RunPlan plan;
    std::vector<Job> jobs;
    SimulateOptions options;

    void horizon(std::int64_t at) { plan.horizon = seconds(at); }
    // The settings of the plan as `edit` leaves them, from `at` on.
    void set(std::int64_t at, const std::function<void(SchedulingPlan&)>& edit);
    // Once per process.
    ResultStore& simulate();

    // "0-10 10-20 20- -": start and end of every job in seconds.
    std::string schedule() const;
    // Text of one column of all jobs, by index.
    std::string of_jobs(const std::string& column) const;
    double number(const std::string& sql) const;
    std::string text(const std::string& sql) const;             // all rows, joined by a blank
    std::vector<double> numbers(const std::string& sql) const;  // one column
    // Every row of every table but wall_clock, to the last digit.
    std::string everything() const;

  private:
    TemporaryFile file_{"small-run.sqlite"};
    std::unique_ptr<ResultStore> store_;
};

// What `run` returns in a process of its own: SimGrid allows one engine in each.
std::string in_another_process(const std::function<std::string()>& run);

}  // namespace twin
