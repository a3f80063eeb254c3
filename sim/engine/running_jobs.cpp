#include "sim/engine/running_jobs.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <stdexcept>
#include <utility>

#include "models/workload/checkpoints.h"

namespace twin {
namespace {

SimDuration time_for(SimDuration work, double speed) {
    if (speed == 1)
        return work;
    const double time = std::ceil(static_cast<double>(work.count()) / speed);
    // A job's limit comes before the end of the clock's range.
    constexpr double most = 9e18;
    return time < most ? SimDuration(static_cast<std::int64_t>(time)) : SimDuration::max();
}

// Of a user of the fabric, who may be what the job writes while it computes.
RunningJobs::Slot slot_of(Fabric::User user) {
    return user < 0 ? Fabric::behind(user) : user;
}

bool is_computing(const ActiveJob& job) {
    return !job.checkpoints || job.checkpoints->stage() == CheckpointWork::Stage::computing;
}

}  // namespace

std::pair<double, double> mean_utilisation(const Job& job) {
    const Phase& first = job.phases.front();
    if (job.phases.size() == 1)
        return {first.cpu_utilisation, first.gpu_busy()};
    double cpu = 0, gpu = 0, length = 0;
    for (const Phase& phase : job.phases) {
        const double seconds = to_seconds(phase.duration);
        cpu += seconds * phase.cpu_utilisation;
        gpu += seconds * phase.gpu_busy();
        length += seconds;
    }
    return {cpu / length, gpu / length};
}

RunningJobs::RunningJobs(const RunPlan& plan, Clock& clock, Facility& facility,
                         SiteAccount& account, PowerCap& cap, const NodePool& pool)
    : clock_(clock),
      facility_(facility),
      account_(account),
      cap_(cap),
      pool_(pool),
      network_(plan.network ? &*plan.network : nullptr),
      run_times_known_(plan.scheduling.policy->knows_run_time) {
    if (!network_ || !network_->sharing)
        return;
    fabric_.emplace(*network_, clock_, sim_start + plan.warm_up);
    clock_.settle_with([this](SimTime now) { settle(now); });
}

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
    ActiveJob& opened = (*this)[slot];
    opened.job = std::move(job);
    const auto& phases = opened.job.phases;
    if (phases.size() > 1) {
        opened.work_after.resize(phases.size());
        for (std::size_t phase = phases.size() - 1; phase > 0; --phase)
            opened.work_after[phase - 1] = opened.work_after[phase] + phases[phase].duration;
    }
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
    if (const auto& settings = job.job.checkpoints) {
        if (!job.checkpoints)
            job.checkpoints.emplace(*settings, CheckpointWork::Place{0, job.work_left});
        const CheckpointWork::Place place = job.checkpoints->begin_attempt(now);
        job.phase = place.phase;
        job.work_left = place.left;
    }
    job.segment_start = now;
    job.speed = 1;
    job.groups.clear();
    job.placed = placed_work(job);
    job.expected_end = end_of(job);
    expected_.add({job.expected_end, slot, pool_.returning(job.where)});
    if (account_.active() && !job.shares)
        job.shares = account_.shares().open(now);
    begin_segment(now, slot);
}

void RunningJobs::begin_segment(SimTime now, Slot slot) {
    ActiveJob& job = (*this)[slot];
    const Phase& work = job.job.phases[job.phase];
    const Phase phase = is_computing(job) ? work : job.checkpoints->pause(work);
    job.segment_start = now;
    job.load = facility_.load_of(phase);
    facility_.occupy(now, job.where, job.load);
    job.draw = facility_.draw_of(job.where, job.load);
    job.node_speed = facility_.speed_of(job.where, job.load);
    ask(now, slot, phase.demand, slot);
    if (job.checkpoints)
        ask(now, slot, job.checkpoints->behind(), Fabric::behind(slot));
    set_speed(now, slot);
    if (cap_.tracks()) {
        job.ladder = cap_.ladder(phase, job.where);
        cap_.add(job.ladder, 1);
    }
    set_end(now, slot);
}

// What the job wants of what is shared, as a user of the fabric.
void RunningJobs::ask(SimTime now, Slot slot, const SharedDemand& demand, Fabric::User user) {
    ActiveJob& job = (*this)[slot];
    if (!fabric_)
        return;
    if (job.placed != nullptr && demand.network > Bandwidth()) {
        SharedDemand here = demand;
        here.network = job.placed->network;
        here.network_bound = job.placed->network_bound;
        fabric_->enter(now, user, here, groups_of(job), job.placed);
        return;
    }
    fabric_->enter(now, user, demand, demand == SharedDemand{} ? job.groups : groups_of(job));
}

// Where its nodes lie does not change while it runs.
const std::map<GroupIndex, NodeCount>& RunningJobs::groups_of(ActiveJob& job) const {
    if (job.groups.empty())
        job.groups = nodes_by_group(*network_, job.where);
    return job.groups;
}

const PlacedWork* RunningJobs::placed_work(ActiveJob& job) const {
    if (!network_ || !job.job.placement)
        return nullptr;
    PlacementShape shape;
    shape.gpus_per_node = std::max(1, network_->gpus_per_node);
    for (const auto& [group, count] : groups_of(job))
        shape.nodes_by_group.push_back(count);
    return &job.job.placement->placed(shape);
}

// From its nodes' speed, its placement and what it gets of what it shares.
void RunningJobs::set_speed(SimTime now, Slot slot) {
    ActiveJob& job = (*this)[slot];
    const bool shares = fabric_ && fabric_->has(slot);
    const double unhindered = 1 / job.node_speed;
    // Only work that asks something of others is stretched by how the nodes lie: no pause, no
    // start.
    const bool asks = is_computing(job) && job.job.phases[job.phase].demand != SharedDemand{};
    const double placed =
        job.placed != nullptr && asks ? unhindered * job.placed->time : unhindered;
    job.adds = {};
    job.adds[Delay::placement] = placed - unhindered;
    job.rival.reset();
    if (shares) {
        const Fabric::Times times = fabric_->times(slot, placed);
        job.adds = {times.placed - unhindered, times.alone - times.placed,
                    times.damaged - times.alone, times.shared - times.damaged};
        if (job.adds[Delay::sharing] > 0)
            if (const auto rival = fabric_->rival(slot))
                job.rival = (*this)[slot_of(*rival)].job.index;
    }
    const double adds = std::accumulate(job.adds.begin(), job.adds.end(), 0.0);
    job.speed = adds == 0 ? job.node_speed : 1 / (unhindered + adds);
    if (shares)
        fabric_->carry(now, slot, job.speed);
    job.write_speed = 1;
    if (const auto behind = Fabric::behind(slot); fabric_ && fabric_->has(behind)) {
        job.write_speed = 1 / fabric_->times(behind, 1).shared;
        fabric_->carry(now, behind, job.write_speed);
    }
}

void RunningJobs::set_end(SimTime now, Slot slot) {
    ActiveJob& job = (*this)[slot];
    SimTime end = std::min(expected_end(now, time_for(stretch_of(job), job.speed)),
                           expected_end(job.start, job.job.limit));
    job.write_due = false;
    if (job.checkpoints && job.checkpoints->writes_behind()) {
        const SimTime written =
            expected_end(now, time_for(job.checkpoints->write_left(), job.write_speed));
        job.write_due = written < end;
        end = std::min(written, end);
    }
    if (end == sim_never)
        throw std::runtime_error("the run goes on past the end of the simulated clock (292 years)");
    job.end_event = clock_.set({end, EventClass::completion, job.order, slot});
    if (job.expected_end != end_of(job))
        expect_end(slot);
}

// What the segment has to do at full speed: to the end of the phase, of the pause, or to the next
// checkpoint.
SimDuration RunningJobs::stretch_of(ActiveJob& job) {
    job.checkpoint_due = false;
    if (!job.checkpoints)
        return job.work_left;
    const SimDuration left = job.checkpoints->left();
    if (!is_computing(job))
        return left;
    const bool last = job.phase + 1 == job.job.phases.size();
    job.checkpoint_due = left < job.work_left || (left == job.work_left && !last);
    return job.checkpoint_due ? left : job.work_left;
}

// When the policy may expect the job to end: one that knows run times knows what slows them.
SimTime RunningJobs::end_of(const ActiveJob& job) const {
    const SimTime limit = expected_end(job.start, job.job.limit);
    if (!run_times_known_)
        return limit;
    const SimDuration work = work_from(job, {job.phase, job.work_left});
    if (!job.checkpoints)
        return std::min(expected_end(job.segment_start, time_for(work, job.speed)), limit);
    const SimDuration pauses = job.checkpoints->pauses(work);
    if (is_computing(job))
        return std::min(
            expected_end(expected_end(job.segment_start, time_for(work, job.speed)), pauses),
            limit);
    // What is left of this pause goes as fast as now, the work after it undisturbed.
    const SimDuration left = job.checkpoints->left();
    return std::min(expected_end(expected_end(job.segment_start, time_for(left, job.speed)),
                                 work + pauses - left),
                    limit);
}

SimDuration RunningJobs::work_from(const ActiveJob& job, CheckpointWork::Place place) {
    return place.left + (job.work_after.empty() ? SimDuration(0) : job.work_after[place.phase]);
}

SimDuration RunningJobs::run_time(const ActiveJob& job) const {
    if (!job.checkpoints)
        return job.job.run_time;
    const SimDuration work = work_from(job, job.checkpoints->saved());
    return std::min(
        job.checkpoints->restart() + work + checkpoint_overhead(work, *job.job.checkpoints),
        job.job.limit);
}

bool RunningJobs::go_on(SimTime now, Slot slot) {
    ActiveJob& job = (*this)[slot];
    if (job.write_due) {
        begin_segment(now, slot);
        return true;
    }
    if (job.checkpoint_due || !is_computing(job)) {
        job.checkpoints->next_stage(now, {job.phase, job.work_left});
    } else {
        if (job.phase + 1 == job.job.phases.size())
            return false;
        ++job.phase;
        job.work_left = job.job.phases[job.phase].duration;
    }
    begin_segment(now, slot);
    return true;
}

// Each change of speed rounds work to a nanosecond: a microsecond is more than a thousand of them
// leave.
bool RunningJobs::has_work(const ActiveJob& job) {
    return job.work_left > std::chrono::microseconds(1) || !is_computing(job);
}

void RunningJobs::cut_off(SimTime now, ActiveJob& job) {
    if (job.checkpoints)
        job.unkept = job.checkpoints->lose_attempt(now).redone;
    else if (job.job.counted && !job.job.counted->each_counts)
        job.unkept = now - job.start;
}

std::optional<WorkRecord> RunningJobs::counted(const ActiveJob& job) {
    const auto& work = job.job.counted;
    if (!work)
        return std::nullopt;
    const SimDuration all = work_from(job, {0, job.job.phases.front().duration});
    const auto done_at = [&](CheckpointWork::Place place) {
        return work->done_in(all - work_from(job, place));
    };
    WorkRecord record;
    record.unit = work->unit;
    record.planned = work->planned;
    record.tokens = work->tokens;
    const bool begun =
        job.checkpoints ? job.checkpoints->attempts() > 0 : job.state != JobState::waiting;
    if (!begun)
        return record;
    const bool goes_on = job.state == JobState::running || job.state == JobState::completed;
    const bool lost = job.state == JobState::waiting || job.state == JobState::failed;
    if (job.checkpoints)
        record.kept = done_at(job.checkpoints->saved());
    // A lost attempt has left what its checkpoints kept; else its place is where it stood.
    record.done = lost ? record.kept : done_at({job.phase, job.work_left});
    if (job.state == JobState::completed)
        record.done = record.planned;  // but for what rounding left
    if (goes_on ||
        (job.state == JobState::killed_at_limit && !job.checkpoints && work->each_counts))
        record.kept = record.done;
    return record;
}

void RunningJobs::expect_end(Slot slot) {
    ActiveJob& job = (*this)[slot];
    expected_.remove(job.expected_end, slot);
    job.expected_end = end_of(job);
    expected_.add({job.expected_end, slot, pool_.returning(job.where)});
}

// Others have come to what these jobs share, or left it.
void RunningJobs::settle(SimTime now) {
    std::vector<Slot> slots;
    for (const Fabric::User user : fabric_->settle(now))
        slots.push_back(slot_of(user));
    std::sort(slots.begin(), slots.end());
    slots.erase(std::unique(slots.begin(), slots.end()), slots.end());
    for (const Slot slot : slots) {
        ActiveJob& job = (*this)[slot];
        clock_.cancel(job.end_event);
        count_segment(now, job);
        // What is written meanwhile may have ended by rounding.
        if (job.checkpoints)
            ask(now, slot, job.checkpoints->behind(), Fabric::behind(slot));
        job.segment_start = now;
        set_speed(now, slot);
        set_end(now, slot);
    }
}

void RunningJobs::forget(SimTime now, Slot slot) {
    if (fabric_) {
        fabric_->leave(now, slot);
        fabric_->leave(now, Fabric::behind(slot));
    }
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
    const auto at_speed = [&](double speed) {
        return speed == 1 ? elapsed
                          : SimDuration(std::llround(static_cast<double>(elapsed.count()) * speed));
    };
    const SimDuration done = at_speed(job.speed);
    if (is_computing(job))
        job.work_left = std::max(job.work_left - done, SimDuration{});
    if (job.checkpoints)
        job.checkpoints->pass(job.segment_start, now, done, {job.phase, job.work_left},
                              at_speed(job.write_speed));
    SimDuration lost = elapsed - done;
    // What is rounded away is the first one's where no cap slows.
    ByDelay<double>::size_type first = job.adds.size();
    for (std::size_t i = job.adds.size(); i-- > 0;)
        if (job.adds.at(i) != 0)
            first = i;
    const auto part = [&](double adds) {
        return SimDuration(std::llround(static_cast<double>(elapsed.count()) * (adds * job.speed)));
    };
    for (std::size_t i = job.adds.size(); i-- > first;) {
        const bool rest = i == first && job.node_speed == 1;
        const SimDuration its = rest ? lost : part(job.adds.at(i));
        job.delays.at(i) += its;
        lost -= its;
    }
    if (job.rival)
        job.slowed_by[*job.rival] += part(job.adds[Delay::sharing]);
    job.slowed += lost;
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
