// The jobs of a run from submit to end: holds the queue, asks the policy, gives out nodes, times
// the phases, slows them where power or cooling demand it. What happens when is the clock's; what
// it draws is the facility's.
#pragma once

#include <cstdint>
#include <limits>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "models/workload/job.h"
#include "sim/engine/clock.h"
#include "sim/engine/facility.h"
#include "sim/engine/node_pool.h"
#include "sim/engine/outages.h"
#include "sim/engine/power_cap.h"
#include "sim/engine/running_jobs.h"
#include "sim/engine/site_account.h"
#include "sim/results/recorder.h"
#include "sim/scenario/run_plan.h"

namespace twin {

class Dispatcher {
  public:
    // All must outlive the dispatcher. It sets events of class completion, whose subject is its
    // own.
    Dispatcher(const RunPlan& plan, Clock& clock, Facility& facility, SiteAccount& account,
               Recorder& recorder);

    EventRule event_rule() const { return scheduling_.policy->event_rule; }

    // Time has gone on.
    void begin_instant() { it_before_ = facility_.it_power(); }
    // The parts of an instant. `ends` are the completion events of this instant.
    void submit(SimTime now, Job&& job);
    bool fits(const Job& job) const { return job.nodes <= pool_.free(); }
    void end_phase(SimTime now, const Event& end);
    // Sequential rule: nodes of jobs that are expected to end now come back before the events.
    void release_expected(SimTime now, std::span<const Event> ends);
    // Of nodes, settings and power. Says in words what the change has done.
    std::string change(SimTime now, const Change& change);
    // Racks of these groups, and of no others, run their GPUs at the lowest clock.
    void throttle(SimTime now, const std::vector<bool>& groups);
    // Racks of a group have switched themselves off, or are on again. Says what that has done.
    std::string trip(SimTime now, GroupIndex group, NodeRange nodes);
    std::string end_trip(SimTime now, GroupIndex group);
    // Random failures. Nodes go out of service for the failure of this number, their jobs are lost;
    // the nodes come back; the program of the job on a node ends (nothing where no job is). They
    // say what that has done. Precondition: the plan has failures.
    std::string fail(SimTime now, std::size_t failure, const NodeRanges& nodes,
                     const std::string& cause);
    std::string repair(SimTime now, std::size_t failure);
    std::optional<std::string> crash(SimTime now, NodeIndex node, const std::string& cause);
    bool in_service(NodeIndex node) const { return !pool_.is_lost(node); }
    void pass(SimTime now);
    // After the last pass of an instant: the cap on the GPUs follows the power, and why do those
    // that came now wait?
    void close_instant(SimTime now);

    // Records the jobs that wait and run at the end as they are, and what of the cap is exceeded.
    void censor(SimTime end);
    // Of the power cap, where the scenario sets one: PowerCap's.
    void close_interval(SimTime end) {
        if (cap_.tracks())
            cap_.close_interval(end);
    }
    std::optional<LimitRecord> power_limit(SimTime end) {
        return cap_.tracks() ? cap_.limit(end) : std::nullopt;
    }

    bool idle() const { return queue_.empty() && held_.empty() && !jobs_.any(); }
    // What jobs share; none where the run does not simulate it.
    Fabric* fabric() { return jobs_.fabric(); }
    bool runs_jobs() const { return jobs_.any(); }
    std::int64_t submitted() const { return submitted_; }
    std::int64_t ended() const { return ended_; }
    std::int64_t held() const { return static_cast<std::int64_t>(held_.size()); }

  private:
    using Slot = RunningJobs::Slot;

    SimDuration planned(const ActiveJob& job) const;
    void enqueue(SimTime now, Slot slot);
    void interrupt(SimTime now, Slot slot, const std::string& cause);
    std::string loss_text(NodeCount nodes, int jobs) const;
    const char* fate_of_lost_jobs() const;
    std::vector<Slot> on_nodes(const NodeRanges& nodes) const;
    void hold(const NodeRanges& nodes, Slot slot);
    bool pass_again(SimTime now);
    void rebuild_queue();
    void offer_held();
    void start(SimTime now, const Start& start, NodeRanges where, PowerClaim claim);
    void apply_level(SimTime now);
    void follow_cap(SimTime now);
    std::string set_power(SimTime now, const PowerPlan& plan);
    std::string shed(const Change& change);
    void release(SimTime now, Slot slot);
    void give_back(SimTime now, Slot slot);
    void record(Slot slot, SimTime end);
    std::string lose(SimTime now, const Outages::Owner& owner, const NodeRanges& nodes);
    std::string end_outage(SimTime now, const Outages::Owner& owner);
    // Nodes come back with this call. Says how many are free again.
    template <class Apply>
    std::string bring_back(Apply apply);
    std::string set(const SchedulingPlan& plan);
    void replan();

    Clock& clock_;
    Facility& facility_;
    SiteAccount& account_;
    Recorder& recorder_;
    SchedulingPlan scheduling_;
    PowerCap cap_;
    NodePool pool_;
    Outages outages_;
    std::unique_ptr<Scheduler> policy_;
    JobQueue queue_;
    // Jobs that the cap on power would not let start even if nothing else ran, and where in the
    // queue they stood: the policy does not see them.
    struct Held {
        QueuePlace place = 0;
        WaitingJob job;
    };
    std::vector<Held> held_;
    QueuePlace before_all_ = std::numeric_limits<QueuePlace>::min();
    RunningJobs jobs_;
    static constexpr Slot nobody = -1;
    std::vector<Slot> holders_;  // of each node; empty where nothing asks
    std::int64_t waiting_nodes_ = 0;
    Microwatts it_before_ = 0;         // IT power that held until this instant
    std::vector<Slot> submitted_now_;  // in this instant
    std::vector<Start> starts_;        // of one pass
    std::int64_t submitted_ = 0, ended_ = 0;
};

}  // namespace twin
