// The jobs of a run from submit to end: holds the queue, asks the policy, gives out nodes, times
// the phases. What happens when is the clock's; what it draws is the facility's.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "models/workload/job.h"
#include "sim/engine/clock.h"
#include "sim/engine/facility.h"
#include "sim/engine/node_pool.h"
#include "sim/results/recorder.h"
#include "sim/scenario/run_plan.h"

namespace twin {

class Dispatcher {
  public:
    // All must outlive the dispatcher. It sets events of class completion, whose subject is its
    // own.
    Dispatcher(const RunPlan& plan, Clock& clock, Facility& facility, Recorder& recorder);

    EventRule event_rule() const { return scheduling_.policy->event_rule; }

    // The parts of an instant. `ends` are the completion events of this instant.
    void submit(SimTime now, Job&& job);
    bool fits(const Job& job) const { return job.nodes <= pool_.free(); }
    void end_phase(SimTime now, const Event& end);
    // Sequential rule: nodes of jobs that are expected to end now come back before the events.
    void release_expected(SimTime now, std::span<const Event> ends);
    // Says in words what the change has done.
    std::string change(SimTime now, const Change& change);
    void pass(SimTime now);
    // After the last pass of an instant: why do those that came now wait?
    void close_instant(SimTime now);

    // Records the jobs that wait and run at the end as they are.
    void censor(SimTime end);

    bool idle() const { return queue_.empty() && running_.size() == 0; }
    std::int64_t submitted() const { return submitted_; }
    std::int64_t ended() const { return ended_; }

  private:
    using Slot = std::int32_t;
    struct ActiveJob {
        Job job;
        JobState state = JobState::waiting;
        std::size_t phase = 0;  // from here on: while it runs
        SimTime start{}, phase_start{}, expected_end{};
        std::int64_t order = 0;  // of starting
        Clock::EventId end_event = 0;
        NodeRanges where;
        NodeLoad load;
        bool released = false;  // its nodes are back, its completion is still to come
        Energy energy{};
        WaitCause wait_cause = WaitCause::none;
        bool backfilled = false;
        int requeues = 0;
    };

    ActiveJob& active(Slot slot) { return jobs_[static_cast<std::size_t>(slot)]; }
    SimDuration planned(const Job& job) const;
    void enqueue(SimTime now, Slot slot);
    void start(SimTime now, const Start& start);
    void start_phase(SimTime now, Slot slot);
    void finish_phase(SimTime now, ActiveJob& job);
    void release(SimTime now, Slot slot);
    void record(Slot slot, SimTime end);
    std::string lose(SimTime now, const NodeRanges& nodes);
    std::string restore(SimTime now, const Change& change);
    NodeCount mark(SimTime now, ChangeKind kind, const NodeRanges& nodes);
    std::string set(const SchedulingPlan& plan);
    void replan();
    std::vector<Slot> running_slots() const;

    // Nodes that an event took out of service and that nobody has restored.
    struct Outage {
        std::size_t event = 0;
        ChangeKind kind = ChangeKind::lose;
        NodeRanges nodes;
    };

    Clock& clock_;
    Facility& facility_;
    Recorder& recorder_;
    SchedulingPlan scheduling_;
    NodePool pool_;
    std::unique_ptr<Scheduler> policy_;
    std::vector<Outage> outages_;
    JobQueue queue_;
    ReleaseProfile running_;
    std::int64_t waiting_nodes_ = 0;
    std::vector<ActiveJob> jobs_;      // by Slot
    std::vector<Slot> unused_;         // slots to use again
    std::vector<Slot> submitted_now_;  // in this instant
    std::vector<Start> starts_;        // of one pass
    std::int64_t started_ = 0, submitted_ = 0, ended_ = 0;
};

}  // namespace twin
