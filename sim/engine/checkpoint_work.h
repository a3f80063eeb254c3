// Where the work of one job with checkpoints is, over all its attempts: what it does now (computes,
// writes a checkpoint, restarts), what of its work is safe, and where the time went. Knows no clock
// and no node.
#pragma once

#include <cstddef>
#include <optional>

#include "models/units/sim_time.h"
#include "models/workload/job.h"
#include "sim/results/records.h"

namespace twin {

class CheckpointWork {
  public:
    // Of a job's work: `left` of the phase, at full speed.
    struct Place {
        std::size_t phase = 0;
        SimDuration left{};
    };
    enum class Stage { restarting, computing, writing };

    // `begin`: of all work.
    CheckpointWork(const Checkpoints& settings, Place begin) : settings_(settings), saved_(begin) {}

    // Returns where its work goes on. The first attempt does not restart.
    Place begin_attempt(SimTime now);
    // It has ended before its work. What it was, and what of it must be done again.
    AttemptTimes lose_attempt(SimTime now);

    Stage stage() const { return stage_; }
    // What the nodes do in the stages that are not work, where `phase` would be computed.
    Phase pause(const Phase& phase) const;
    // A checkpoint is written while work goes on: what that asks, and how long it takes from now on
    // if it gets all of it.
    bool writes_behind() const { return pending_.has_value(); }
    SharedDemand behind() const;
    SimDuration write_left() const { return pending_->left; }
    // While restarting or writing: until that stage, or the first part of it, is over. Else of
    // work, until a checkpoint begins; SimDuration::max() while one is written that does not stop
    // it: the next one waits for its end.
    SimDuration left() const;
    // Of the stages that are not work, until a job with this much work left has ended.
    SimDuration pauses(SimDuration work) const;
    // From `from` to `to` it went on by `done` of its stage, and by `written` of what is written
    // behind; `after`: where its work is then.
    void pass(SimTime from, SimTime to, SimDuration done, Place after, SimDuration written = {});
    // What left() told is over.
    void next_stage(SimTime now, Place place);

    // Where the next attempt goes on, and how long it restarts before: where no checkpoint was
    // ever finished there is none to read.
    Place saved() const { return saved_; }
    SimDuration restart() const { return settings_.restart - settings_.read + read(); }
    int attempts() const { return attempts_; }  // that have begun
    // Of all attempts, to the end of the last one.
    CheckpointRecord record(SimTime end);

  private:
    Bandwidth write_rate() const;
    SimDuration read() const { return all_.checkpoints > 0 ? settings_.read : SimDuration(0); }
    void begin_behind(SimTime now, Place place);
    void save(Place place, SimTime from);

    Checkpoints settings_;
    Stage stage_ = Stage::computing;
    SimDuration stage_left_{};  // of the stages that are not work
    SimDuration since_{};       // work since the last checkpoint began, or the attempt
    Place saved_;
    SimTime saved_at_{};  // what the attempt did from here on is lost with it
    SimTime writing_since_{};
    // Written while work goes on.
    struct Pending {
        Place place;
        SimTime from{};
        SimDuration left{};
    };
    std::optional<Pending> pending_;
    int attempts_ = 0;
    AttemptTimes attempt_;
    CheckpointRecord all_;
};

}  // namespace twin
