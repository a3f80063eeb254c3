// The jobs of a run that have not ended, and the segments of those that run: stretches of a phase
// at one load and speed. Who starts and ends when is the dispatcher's.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <utility>
#include <vector>

#include "models/workload/job.h"
#include "sim/engine/checkpoint_work.h"
#include "sim/engine/clock.h"
#include "sim/engine/fabric.h"
#include "sim/engine/facility.h"
#include "sim/engine/node_pool.h"
#include "sim/engine/power_cap.h"
#include "sim/engine/site_account.h"
#include "sim/results/records.h"
#include "sim/scheduling/release_profile.h"

namespace twin {

// What of network and storage makes a job's work longer; each beside those before it.
enum class Delay : std::size_t { placement, storage, lost_links, sharing };
template <class T>
struct ByDelay : std::array<T, 4> {
    T& operator[](Delay delay) {
        return std::array<T, 4>::operator[](static_cast<std::size_t>(delay));
    }
    const T& operator[](Delay delay) const {
        return std::array<T, 4>::operator[](static_cast<std::size_t>(delay));
    }
};

struct ActiveJob {
    Job job;
    // By phase: the work of those after it, at full speed. Empty where there is one phase.
    std::vector<SimDuration> work_after;
    JobState state = JobState::waiting;
    // From here on: while it runs. A segment is a stretch of a phase at one speed.
    std::size_t phase = 0;
    SimDuration work_left{};  // of the phase, at full speed
    SimTime start{}, segment_start{}, expected_end{};
    std::int64_t order = 0;  // of starting
    Clock::EventId end_event = 0;
    NodeRanges where;
    std::map<GroupIndex, NodeCount> groups;  // of the network; empty: nobody has asked yet
    JobLoad load;
    Facility::Draw draw;
    double speed = 1;
    double write_speed = 1;  // of a checkpoint that is written while work goes on
    double node_speed = 1;   // as its slowest node, with all that it asks of network and storage
    ByDelay<double> adds{};  // to a second of work [s]
    const PlacedWork* placed = nullptr;  // what Job::placement says of its nodes
    std::optional<JobIndex> rival;
    PowerClaim claim;
    PowerCap::Ladder ladder{};
    bool released = false;        // its nodes are back, its completion is still to come
    bool checkpoint_due = false;  // a checkpoint is written after the segment
    bool write_due = false;       // the segment ends as the one that is written meanwhile does
    // Over all attempts.
    std::optional<CheckpointWork> checkpoints;
    Integral node_energy = 0, gpu_energy = 0;
    SimDuration slowed{};  // by caps and throttling
    ByDelay<SimDuration> delays{};
    std::map<JobIndex, SimDuration> slowed_by;  // of sharing: by the rival at that time
    std::optional<JobShares::Account> shares;
    WaitCause wait_cause = WaitCause::none;
    SimDuration unkept{};  // of its last attempt, that its limit cut off
    bool refused_for_power = false;
    bool backfilled = false;
    int requeues = 0;
};

// Of its nodes' CPUs and GPUs, over its phases at full speed.
std::pair<double, double> mean_utilisation(const Job& job);

class RunningJobs {
  public:
    using Slot = std::int32_t;

    // All must outlive it. Sets events of class completion, whose subject is a slot.
    RunningJobs(const RunPlan& plan, Clock& clock, Facility& facility, SiteAccount& account,
                PowerCap& cap, const NodePool& pool);

    Slot open(Job&& job);  // it waits
    void close(Slot slot) { unused_.push_back(slot); }
    ActiveJob& operator[](Slot slot) { return jobs_[static_cast<std::size_t>(slot)]; }
    const ActiveJob& operator[](Slot slot) const { return jobs_[static_cast<std::size_t>(slot)]; }

    // Whether the policy expects jobs to end after their run time, or at their limit.
    void set_run_times_known(bool known) { run_times_known_ = known; }

    // What an attempt at the job takes from now on, as far as its phases tell.
    SimDuration run_time(const ActiveJob& job) const;

    // The job has got its nodes and begins with its first phase, or goes on from its checkpoint.
    void start(SimTime now, Slot slot);
    // After the end of a segment that has run its time: the next one begins, unless the work is
    // done (false).
    bool go_on(SimTime now, Slot slot);
    // Whether there was more to do at the end of a segment.
    static bool has_work(const ActiveJob& job);
    // Its limit has ended it, with work left or not: what it did since its last checkpoint is gone.
    static void cut_off(SimTime now, ActiveJob& job);
    // What it has done of what its work is counted in; none where that is not known.
    static std::optional<WorkRecord> counted(const ActiveJob& job);
    void begin_segment(SimTime now, Slot slot);
    void end_segment(SimTime now, ActiveJob& job);
    // Work, energy and shares of the segment; its nodes stay busy.
    void count_segment(SimTime now, ActiveJob& job);
    // Ends the segments of these jobs, applies the change, begins anew.
    template <class Apply>
    void resume_after(SimTime now, const std::vector<Slot>& slots, Apply apply);
    // Tells the profile anew when the job ends, and how many nodes it will give back.
    void expect_end(Slot slot);
    // It gives its nodes back and is no longer expected to end; after end_segment.
    void forget(SimTime now, Slot slot);

    // What jobs share; none where the run does not simulate it.
    Fabric* fabric() { return fabric_ ? &*fabric_ : nullptr; }

    const ReleaseProfile& expected() const { return expected_; }
    bool any() const { return expected_.size() > 0; }
    std::vector<Slot> slots() const;  // of those that run, in the order of starting

  private:
    static SimDuration stretch_of(ActiveJob& job);
    static SimDuration work_from(const ActiveJob& job, CheckpointWork::Place place);
    SimTime end_of(const ActiveJob& job) const;
    const PlacedWork* placed_work(ActiveJob& job) const;
    const std::map<GroupIndex, NodeCount>& groups_of(ActiveJob& job) const;
    void ask(SimTime now, Slot slot, const SharedDemand& demand, Fabric::User user);
    void set_speed(SimTime now, Slot slot);
    void set_end(SimTime now, Slot slot);
    void settle(SimTime now);

    Clock& clock_;
    Facility& facility_;
    SiteAccount& account_;
    PowerCap& cap_;
    const NodePool& pool_;
    const NetworkPlan* network_;
    std::optional<Fabric> fabric_;
    bool run_times_known_;
    ReleaseProfile expected_;
    std::vector<ActiveJob> jobs_;  // by Slot
    std::vector<Slot> unused_;     // slots to use again
    std::int64_t started_ = 0;
};

template <class Apply>
void RunningJobs::resume_after(SimTime now, const std::vector<Slot>& slots, Apply apply) {
    for (const Slot slot : slots) {
        clock_.cancel((*this)[slot].end_event);
        end_segment(now, (*this)[slot]);
    }
    apply();
    for (const Slot slot : slots)
        begin_segment(now, slot);
}

}  // namespace twin
