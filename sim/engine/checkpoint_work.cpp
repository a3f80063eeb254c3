#include "sim/engine/checkpoint_work.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "models/workload/checkpoints.h"

namespace twin {

CheckpointWork::Place CheckpointWork::begin_attempt(SimTime now) {
    const bool restart = attempts_++ > 0 && settings_.restart > SimDuration(0);
    stage_ = restart ? Stage::restarting : Stage::computing;
    stage_left_ = restart ? settings_.restart : SimDuration(0);
    since_ = {};
    saved_at_ = now;
    attempt_ = {};
    return saved_;
}

AttemptTimes CheckpointWork::lose_attempt(SimTime now) {
    settle(now);
    pending_.reset();
    attempt_.redone = now - saved_at_;
    stage_ = Stage::computing;
    return attempt_;
}

// The GPUs idle, the CPUs work as before: they hold the file system's clients, the program starts
// on them.
Phase CheckpointWork::pause(const Phase& phase) const {
    Phase pause;
    pause.cpu_utilisation = phase.cpu_utilisation;
    if (stage_ == Stage::writing && settings_.write > SimDuration(0))
        pause.demand.storage_write = settings_.size / to_quantity(settings_.write);
    return pause;
}

SimDuration CheckpointWork::left() const {
    if (stage_ != Stage::computing)
        return stage_left_;
    return settings_.blocking ? std::max(settings_.interval - since_, SimDuration(0))
                              : SimDuration::max();
}

SimDuration CheckpointWork::pauses(SimDuration work) const {
    const SimDuration before = stage_ == Stage::computing ? since_ : SimDuration(0);
    return stage_left_ + checkpoint_overhead(before + work, settings_);
}

void CheckpointWork::pass(SimTime from, SimTime to, SimDuration done, Place after) {
    if (stage_ == Stage::restarting) {
        stage_left_ = std::max(stage_left_ - done, SimDuration(0));
        attempt_.restarting += to - from;
        all_.restarting += to - from;
        saved_at_ = to;
        return;
    }
    if (stage_ == Stage::writing) {
        stage_left_ = std::max(stage_left_ - done, SimDuration(0));
        return;
    }
    since_ += done;
    if (settings_.blocking || since_ < settings_.interval)
        return settle(to);
    // Checkpoints began in this stretch. One takes at most an interval at full speed: when the next
    // one begins it is done.
    settle(sim_never);
    const std::int64_t begun = since_ / settings_.interval;
    since_ -= begun * settings_.interval;
    const double speed = double(done.count()) / double((to - from).count());
    const auto before = [&](SimDuration work) {
        return to - SimDuration(std::llround(static_cast<double>(work.count()) / speed));
    };
    if (begun > 1) {
        const SimDuration work = since_ + settings_.interval;
        save({after.phase, after.left + work}, before(work));
        attempt_.checkpoints += begun - 2;
        all_.checkpoints += begun - 2;
    }
    const SimTime last = before(since_);
    pending_ = Pending{{after.phase, after.left + since_}, last, last + settings_.write};
    settle(to);
}

void CheckpointWork::next_stage(SimTime now, Place place) {
    if (stage_ == Stage::computing) {
        stage_ = Stage::writing;
        stage_left_ = settings_.write;
        writing_since_ = now;
        since_ = {};
        return;
    }
    if (stage_ == Stage::writing) {
        attempt_.writing += now - writing_since_;
        all_.writing += now - writing_since_;
        save(place, now);
    }
    stage_ = Stage::computing;
}

CheckpointRecord CheckpointWork::record(SimTime end) {
    settle(end);
    if (stage_ == Stage::writing) {
        all_.writing += end - writing_since_;
        writing_since_ = end;
    }
    all_.size = settings_.size;
    all_.interval = settings_.interval;
    all_.write = settings_.write;
    return all_;
}

void CheckpointWork::save(Place place, SimTime from) {
    saved_ = place;
    saved_at_ = from;
    ++attempt_.checkpoints;
    ++all_.checkpoints;
}

void CheckpointWork::settle(SimTime now) {
    if (!pending_ || pending_->done > now)
        return;
    save(pending_->place, pending_->from);
    pending_.reset();
}

}  // namespace twin
