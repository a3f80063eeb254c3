#include "sim/engine/checkpoint_work.h"

#include <algorithm>
#include <utility>

#include "models/workload/checkpoints.h"

namespace twin {

CheckpointWork::Place CheckpointWork::begin_attempt(SimTime now) {
    stage_left_ = attempts_++ > 0 ? restart() : SimDuration(0);
    stage_ = stage_left_ > SimDuration(0) ? Stage::restarting : Stage::computing;
    since_ = {};
    saved_at_ = now;
    attempt_ = {};
    return saved_;
}

AttemptTimes CheckpointWork::lose_attempt(SimTime now) {
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
    if (stage_ == Stage::writing)
        pause.demand.storage_write = write_rate();
    else if (stage_ == Stage::restarting && stage_left_ <= read() && read() > SimDuration(0))
        pause.demand.storage_read = settings_.size / to_quantity(settings_.read);
    return pause;
}

Bandwidth CheckpointWork::write_rate() const {
    return settings_.write > SimDuration(0) ? settings_.size / to_quantity(settings_.write)
                                            : Bandwidth();
}

SharedDemand CheckpointWork::behind() const {
    SharedDemand demand;
    if (pending_)
        demand.storage_write = write_rate();
    return demand;
}

SimDuration CheckpointWork::left() const {
    if (stage_ == Stage::restarting && stage_left_ > read())
        return stage_left_ - read();
    if (stage_ != Stage::computing)
        return stage_left_;
    return pending_ ? SimDuration::max() : std::max(settings_.interval - since_, SimDuration(0));
}

SimDuration CheckpointWork::pauses(SimDuration work) const {
    const SimDuration before = stage_ == Stage::computing ? since_ : SimDuration(0);
    return stage_left_ + checkpoint_overhead(before + work, settings_);
}

void CheckpointWork::pass(SimTime from, SimTime to, SimDuration done, Place after,
                          SimDuration written) {
    if (stage_ != Stage::computing) {
        stage_left_ = std::max(stage_left_ - done, SimDuration(0));
        all_.delayed += to - from - done;
        if (stage_ == Stage::writing)
            return;
        attempt_.restarting += to - from;
        all_.restarting += to - from;
        saved_at_ = to;
        return;
    }
    since_ += done;
    if (!pending_)
        return;
    pending_->left = std::max(pending_->left - written, SimDuration(0));
    if (pending_->left > SimDuration(0))
        return;
    save(pending_->place, pending_->from);
    pending_.reset();
    // The next one has waited.
    if (since_ >= settings_.interval)
        begin_behind(to, after);
}

void CheckpointWork::begin_behind(SimTime now, Place place) {
    since_ = {};
    if (settings_.write > SimDuration(0))
        pending_ = Pending{place, now, settings_.write};
    else
        save(place, now);
}

void CheckpointWork::next_stage(SimTime now, Place place) {
    if (stage_ == Stage::computing) {
        if (!settings_.blocking) {
            if (!pending_)
                begin_behind(now, place);
            return;
        }
        stage_ = Stage::writing;
        stage_left_ = settings_.write;
        writing_since_ = now;
        since_ = {};
        return;
    }
    if (stage_ == Stage::restarting && stage_left_ > SimDuration(0))
        return;  // the checkpoint is to be read
    if (stage_ == Stage::writing) {
        attempt_.writing += now - writing_since_;
        all_.writing += now - writing_since_;
        save(place, now);
    }
    stage_ = Stage::computing;
}

CheckpointRecord CheckpointWork::record(SimTime end) {
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

}  // namespace twin
