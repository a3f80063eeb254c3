#include "sim/engine/dispatcher.h"

#include <algorithm>
#include <fmt/format.h>
#include <stdexcept>
#include <utility>

namespace twin {
namespace {

// The nodes of `from` that are not among `removed`; both ascending.
NodeRanges without(const NodeRanges& from, const NodeRanges& removed) {
    NodeRanges left;
    for (const NodeRange& range : from) {
        NodeIndex node = range.first;
        for (const NodeRange& gone : removed) {
            if (gone.end() <= node || gone.first >= range.end())
                continue;
            if (gone.first > node)
                left.push_back({node, gone.first - node});
            node = gone.end();
        }
        if (node < range.end())
            left.push_back({node, range.end() - node});
    }
    return left;
}

}  // namespace

Dispatcher::Dispatcher(const RunPlan& plan, Clock& clock, Facility& facility, Recorder& recorder)
    : clock_(clock),
      facility_(facility),
      recorder_(recorder),
      scheduling_(plan.scheduling),
      pool_(plan.site, plan.scheduling.partition_nodes),
      policy_(plan.scheduling.policy->make()) {
    facility_.set_available(sim_start, pool_.available());
}

SimDuration Dispatcher::planned(const Job& job) const {
    return scheduling_.policy->knows_run_time ? job.run_time : job.limit;
}

void Dispatcher::submit(SimTime now, Job&& job) {
    Slot slot;
    if (unused_.empty()) {
        slot = static_cast<Slot>(jobs_.size());
        jobs_.emplace_back();
    } else {
        slot = unused_.back();
        unused_.pop_back();
        active(slot) = {};
    }
    active(slot).job = std::move(job);
    ++submitted_;
    facility_.count_submitted();
    submitted_now_.push_back(slot);
    enqueue(now, slot);
}

void Dispatcher::enqueue(SimTime now, Slot slot) {
    ActiveJob& job = active(slot);
    job.state = JobState::waiting;
    queue_.push_back({slot, job.job.nodes, planned(job.job), now});
    waiting_nodes_ += job.job.nodes;
}

void Dispatcher::pass(SimTime now) {
    if (queue_.empty())
        return;
    starts_.clear();
    policy_->pass({now, pool_.free(), queue_, running_}, starts_);
    for (const Start& decision : starts_)
        start(now, decision);
}

void Dispatcher::start(SimTime now, const Start& decision) {
    const auto slot = static_cast<Slot>(queue_.at(decision.place).job);
    ActiveJob& job = active(slot);
    queue_.remove(decision.place);
    waiting_nodes_ -= job.job.nodes;
    job.where = pool_.take(job.job.nodes, *scheduling_.placement);
    job.state = JobState::running;
    job.backfilled = decision.backfilled;
    job.start = now;
    job.expected_end = expected_end(now, planned(job.job));
    job.order = started_++;
    job.released = false;
    job.phase = 0;
    running_.add({job.expected_end, slot, pool_.returning(job.where)});
    facility_.count_started();
    start_phase(now, slot);
}

void Dispatcher::start_phase(SimTime now, Slot slot) {
    ActiveJob& job = active(slot);
    const Phase& phase = job.job.phases[job.phase];
    job.phase_start = now;
    job.load = facility_.load_of(phase.cpu_utilisation, phase.gpu_utilisation);
    facility_.occupy(now, job.where, job.load);
    const SimTime end = expected_end(now, phase.duration);
    if (end == sim_never)
        throw std::runtime_error("the run goes on past the end of the simulated clock (292 years)");
    job.end_event = clock_.set({end, EventClass::completion, job.order, slot});
}

void Dispatcher::finish_phase(SimTime now, ActiveJob& job) {
    facility_.vacate(now, job.where, job.load);
    job.energy += facility_.energy_of(job.where, job.load, now - job.phase_start);
}

void Dispatcher::end_phase(SimTime now, const Event& end) {
    const auto slot = static_cast<Slot>(end.subject);
    ActiveJob& job = active(slot);
    if (job.phase + 1 < job.job.phases.size()) {
        finish_phase(now, job);
        ++job.phase;
        return start_phase(now, slot);
    }
    if (!job.released)
        release(now, slot);
    job.state = job.job.killed_at_limit ? JobState::killed_at_limit : JobState::completed;
    record(slot, now);
}

void Dispatcher::release(SimTime now, Slot slot) {
    ActiveJob& job = active(slot);
    finish_phase(now, job);
    running_.remove(job.expected_end, slot);
    pool_.give_back(job.where);
    job.released = true;
}

void Dispatcher::release_expected(SimTime now, std::span<const Event> ends) {
    for (const Event& end : ends) {
        const auto slot = static_cast<Slot>(end.subject);
        const ActiveJob& job = active(slot);
        if (job.expected_end == now && job.phase + 1 == job.job.phases.size())
            release(now, slot);
    }
}

void Dispatcher::record(Slot slot, SimTime end) {
    ActiveJob& job = active(slot);
    JobRecord record;
    record.index = job.job.index;
    record.log_id = job.job.log_id;
    record.name = std::move(job.job.name);
    record.submit = job.job.submit;
    record.limit = job.job.limit;
    record.run_time = job.job.run_time;
    record.nodes = job.job.nodes;
    record.state = job.state;
    record.wait_cause = job.wait_cause;
    record.backfilled = job.backfilled;
    record.requeues = job.requeues;
    record.cpu_utilisation = job.job.phases.front().cpu_utilisation;
    record.gpu_utilisation = job.job.phases.front().gpu_utilisation;
    record.energy = job.energy;
    if (job.state != JobState::waiting) {
        record.start = job.start;
        record.groups = facility_.groups_of(job.where);
        record.where = std::move(job.where);
    }
    if (job.state != JobState::waiting && job.state != JobState::running) {
        record.end = end;
        ++ended_;
        facility_.count_ended();
    }
    recorder_.job(record);
    unused_.push_back(slot);
}

void Dispatcher::close_instant(SimTime now) {
    for (const Slot slot : submitted_now_) {
        ActiveJob& job = active(slot);
        if (job.state == JobState::waiting)
            job.wait_cause = fits(job.job) ? WaitCause::order : WaitCause::nodes;
    }
    submitted_now_.clear();
    facility_.set_available(now, pool_.available());
    facility_.set_waiting(now, static_cast<std::int64_t>(queue_.size()), waiting_nodes_);
}

std::vector<Dispatcher::Slot> Dispatcher::running_slots() const {
    std::vector<Slot> slots;
    running_.for_each(
        [&](const ReleaseProfile::Entry& entry) { slots.push_back(static_cast<Slot>(entry.job)); });
    std::sort(slots.begin(), slots.end(), [this](Slot a, Slot b) {
        return jobs_[static_cast<std::size_t>(a)].order < jobs_[static_cast<std::size_t>(b)].order;
    });
    return slots;
}

std::string Dispatcher::change(SimTime now, const Change& change) {
    switch (change.kind) {
        case ChangeKind::lose:
            outages_.push_back({change.event, change.kind, change.nodes});
            return lose(now, change.nodes);
        case ChangeKind::drain: {
            const NodeCount before = pool_.free();
            outages_.push_back({change.event, change.kind, change.nodes});
            mark(now, change.kind, change.nodes);
            replan();
            return fmt::format("{} free nodes drained at once", before - pool_.free());
        }
        case ChangeKind::restore:
            return restore(now, change);
        case ChangeKind::set:
            return set(*change.plan);
    }
    return {};
}

// An event that is over gives back what it took, a restore all that it names; what another event
// still holds stays out of service.
std::string Dispatcher::restore(SimTime now, const Change& change) {
    const NodeCount before = pool_.free();
    NodeRanges nodes = change.nodes;
    for (Outage& outage : outages_) {
        if (!change.ends)
            outage.nodes = without(outage.nodes, change.nodes);
        else if (outage.event == change.event)
            nodes = std::exchange(outage.nodes, {});
    }
    std::erase_if(outages_, [](const Outage& outage) { return outage.nodes.empty(); });
    for (const NodeRange& range : pool_.restore(nodes))
        facility_.switch_on(now, range);
    for (const Outage& outage : outages_)
        mark(now, outage.kind, outage.nodes);
    replan();
    return fmt::format("{} nodes free again", pool_.free() - before);
}

// Returns how many nodes went dark.
NodeCount Dispatcher::mark(SimTime now, ChangeKind kind, const NodeRanges& nodes) {
    if (kind == ChangeKind::drain) {
        pool_.drain(nodes);
        return 0;
    }
    NodeCount dark = 0;
    for (const NodeRange& range : pool_.lose(nodes)) {
        facility_.switch_off(now, range);
        dark += range.count;
    }
    return dark;
}

std::string Dispatcher::lose(SimTime now, const NodeRanges& nodes) {
    const auto touches = [&](const NodeRanges& where) {
        return std::any_of(where.begin(), where.end(), [&](const NodeRange& mine) {
            return std::any_of(nodes.begin(), nodes.end(), [&](const NodeRange& lost) {
                return mine.first < lost.end() && lost.first < mine.end();
            });
        });
    };
    int lost_jobs = 0;
    for (const Slot slot : running_slots()) {
        ActiveJob& job = active(slot);
        if (!touches(job.where))
            continue;
        ++lost_jobs;
        clock_.cancel(job.end_event);
        release(now, slot);
        if (scheduling_.lost_jobs == LostJobs::fail) {
            job.state = JobState::failed;
            record(slot, now);
        } else {
            ++job.requeues;
            enqueue(now, slot);
        }
    }
    const NodeCount lost_nodes = mark(now, ChangeKind::lose, nodes);
    replan();
    return fmt::format("{} nodes down, {} jobs {}", lost_nodes, lost_jobs,
                       scheduling_.lost_jobs == LostJobs::fail ? "failed" : "requeued");
}

std::string Dispatcher::set(const SchedulingPlan& plan) {
    const NodeCount before = pool_.free();
    const bool other_policy = plan.policy != scheduling_.policy;
    const bool other_times = plan.policy->knows_run_time != scheduling_.policy->knows_run_time;
    pool_.resize_partition(plan.partition_nodes);
    scheduling_ = plan;
    if (other_policy)
        policy_ = plan.policy->make();
    if (other_times) {
        // The queue keeps its order; every job is told anew how long it is planned to run.
        std::vector<WaitingJob> waiting;
        for (auto place = queue_.front(); place; place = queue_.front()) {
            waiting.push_back(queue_.at(*place));
            queue_.remove(*place);
        }
        for (WaitingJob& entry : waiting) {
            entry.planned = planned(active(static_cast<Slot>(entry.job)).job);
            queue_.push_back(entry);
        }
    }
    replan();
    return fmt::format("{} nodes free, {} before", pool_.free(), before);
}

// Tells the profile anew when running jobs end and how many nodes they will give back.
void Dispatcher::replan() {
    for (const Slot slot : running_slots()) {
        ActiveJob& job = active(slot);
        running_.remove(job.expected_end, slot);
        job.expected_end = expected_end(job.start, planned(job.job));
        running_.add({job.expected_end, slot, pool_.returning(job.where)});
    }
}

void Dispatcher::censor(SimTime end) {
    for (const Slot slot : running_slots()) {
        ActiveJob& job = active(slot);
        job.energy += facility_.energy_of(job.where, job.load, end - job.phase_start);
        record(slot, end);
    }
    for (auto place = queue_.front(); place; place = queue_.front()) {
        const auto slot = static_cast<Slot>(queue_.at(*place).job);
        queue_.remove(*place);
        record(slot, end);
    }
}

}  // namespace twin
