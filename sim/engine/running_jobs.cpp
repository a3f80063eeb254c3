#include "sim/engine/running_jobs.h"

#include <algorithm>
#include <cmath>
#include <stdexcept>
#include <utility>

namespace twin {
namespace {

SimDuration time_for(SimDuration work, double speed) {
    if (speed == 1)
        return work;
    return SimDuration(
        static_cast<std::int64_t>(std::ceil(static_cast<double>(work.count()) / speed)));
}

}  // namespace

RunningJobs::RunningJobs(Clock& clock, Facility& facility, SiteAccount& account, PowerCap& cap,
                         const NodePool& pool, bool run_times_known)
    : clock_(clock),
      facility_(facility),
      account_(account),
      cap_(cap),
      pool_(pool),
      run_times_known_(run_times_known) {}

RunningJobs::Slot RunningJobs::open(Job&& job) {
    Slot slot;
    if (unused_.empty()) {
        slot = static_cast<Slot>(jobs_.size());
        jobs_.emplace_back();
    } else {
        slot = unused_.back();
        unused_.pop_back();
        (*this)[slot] = {};
    }
    (*this)[slot].job = std::move(job);
    return slot;
}

void RunningJobs::start(SimTime now, Slot slot) {
    ActiveJob& job = (*this)[slot];
    job.state = JobState::running;
    job.start = now;
    job.order = started_++;
    job.released = false;
    job.phase = 0;
    job.work_left = job.job.phases.front().duration;
    job.segment_start = now;
    job.speed = 1;
    job.expected_end = end_of(job);
    expected_.add({job.expected_end, slot, pool_.returning(job.where)});
    if (account_.active() && !job.shares)
        job.shares = account_.shares().open(now);
    begin_segment(now, slot);
}

void RunningJobs::begin_segment(SimTime now, Slot slot) {
    ActiveJob& job = (*this)[slot];
    const Phase& phase = job.job.phases[job.phase];
    job.segment_start = now;
    job.load = facility_.load_of(phase);
    facility_.occupy(now, job.where, job.load);
    job.draw = facility_.draw_of(job.where, job.load);
    job.speed = facility_.speed_of(job.where, job.load);
    if (cap_.tracks()) {
        job.ladder = cap_.ladder(phase, job.where);
        cap_.add(job.ladder, 1);
    }
    const SimTime end = std::min(expected_end(now, time_for(job.work_left, job.speed)),
                                 expected_end(job.start, job.job.limit));
    if (end == sim_never)
        throw std::runtime_error("the run goes on past the end of the simulated clock (292 years)");
    job.end_event = clock_.set({end, EventClass::completion, job.order, slot});
    if (job.expected_end != end_of(job))
        expect_end(slot);
}

// When the policy may expect the job to end: one that knows run times knows what slows them.
SimTime RunningJobs::end_of(const ActiveJob& job) const {
    const SimTime limit = expected_end(job.start, job.job.limit);
    if (!run_times_known_)
        return limit;
    SimDuration work = job.work_left;
    for (std::size_t phase = job.phase + 1; phase < job.job.phases.size(); ++phase)
        work += job.job.phases[phase].duration;
    return std::min(expected_end(job.segment_start, time_for(work, job.speed)), limit);
}

void RunningJobs::expect_end(Slot slot) {
    ActiveJob& job = (*this)[slot];
    expected_.remove(job.expected_end, slot);
    job.expected_end = end_of(job);
    expected_.add({job.expected_end, slot, pool_.returning(job.where)});
}

void RunningJobs::forget(Slot slot) {
    expected_.remove((*this)[slot].expected_end, slot);
}

void RunningJobs::end_segment(SimTime now, ActiveJob& job) {
    facility_.vacate(now, job.where, job.load);
    if (cap_.tracks())
        cap_.add(job.ladder, -1);
    count_segment(now, job);
}

void RunningJobs::count_segment(SimTime now, ActiveJob& job) {
    const SimDuration elapsed = now - job.segment_start;
    const SimDuration done =
        job.speed == 1
            ? elapsed
            : SimDuration(std::llround(static_cast<double>(elapsed.count()) * job.speed));
    job.work_left = std::max(job.work_left - done, SimDuration{});
    job.slowed += elapsed - done;
    job.node_energy += static_cast<Integral>(job.draw.nodes) * elapsed.count();
    job.gpu_energy += static_cast<Integral>(job.draw.gpus) * elapsed.count();
    if (job.shares)
        account_.shares().add(*job.shares, job.draw.nodes, job.segment_start, now);
}

std::vector<RunningJobs::Slot> RunningJobs::slots() const {
    std::vector<Slot> slots;
    expected_.for_each(
        [&](const ReleaseProfile::Entry& entry) { slots.push_back(static_cast<Slot>(entry.job)); });
    std::sort(slots.begin(), slots.end(),
              [this](Slot a, Slot b) { return (*this)[a].order < (*this)[b].order; });
    return slots;
}

}  // namespace twin
