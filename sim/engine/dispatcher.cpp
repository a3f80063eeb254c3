#include "sim/engine/dispatcher.h"

#include <algorithm>
#include <fmt/format.h>
#include <tuple>
#include <utility>

#include "models/units/counted.h"
#include "models/units/unit_text.h"

namespace twin {

Dispatcher::Dispatcher(const RunPlan& plan, Clock& clock, Facility& facility, SiteAccount& account,
                       Recorder& recorder)
    : clock_(clock),
      facility_(facility),
      account_(account),
      recorder_(recorder),
      scheduling_(plan.scheduling),
      cap_(plan, facility),
      pool_(plan.site, plan.scheduling.partition_nodes),
      outages_(pool_, facility, cap_),
      policy_(plan.scheduling.policy->make()),
      jobs_(plan, clock, facility, account, cap_, pool_),
      holders_(plan.failures ? static_cast<std::size_t>(plan.site.nodes) : 0, nobody) {
    facility_.set_available(sim_start, pool_.available());
    apply_level(sim_start);
    begin_instant();
}

SimDuration Dispatcher::planned(const ActiveJob& job) const {
    return scheduling_.policy->knows_run_time ? jobs_.run_time(job) : job.job.limit;
}

void Dispatcher::submit(SimTime now, Job&& job) {
    const Slot slot = jobs_.open(std::move(job));
    ++submitted_;
    facility_.count_submitted();
    submitted_now_.push_back(slot);
    enqueue(now, slot);
}

void Dispatcher::enqueue(SimTime now, Slot slot) {
    ActiveJob& job = jobs_[slot];
    job.state = JobState::waiting;
    queue_.push_back({slot, job.job.nodes, planned(job), now});
    waiting_nodes_ += job.job.nodes;
}

// The attempt at a job that runs is lost.
void Dispatcher::interrupt(SimTime now, Slot slot, const std::string& cause) {
    ActiveJob& job = jobs_[slot];
    clock_.cancel(job.end_event);
    release(now, slot);
    LostAttempt attempt{job.job.index, job.requeues + 1, job.start, now, job.job.nodes, cause};
    if (job.checkpoints)
        attempt.times = job.checkpoints->lose_attempt(now);
    attempt.where = job.where;
    recorder_.lost_attempt(attempt);
    if (scheduling_.lost_jobs == LostJobs::fail) {
        job.state = JobState::failed;
        return record(slot, now);
    }
    ++job.requeues;
    if (scheduling_.lost_jobs == LostJobs::requeue)
        return enqueue(now, slot);
    // Before all that wait: those come into the queue anew, behind it.
    job.state = JobState::waiting;
    waiting_nodes_ += job.job.nodes;
    held_.push_back({before_all_++, {slot, job.job.nodes, planned(job), now}});
}

void Dispatcher::pass(SimTime now) {
    cap_.begin_pass(!held_.empty());
    while (!queue_.empty() && pass_again(now)) {
    }
}

// True where the policy must be asked once more, since a job that it wants to start never can.
bool Dispatcher::pass_again(SimTime now) {
    starts_.clear();
    policy_->pass({now, pool_.free(), queue_, jobs_.expected()}, starts_);
    for (const Start& decision : starts_) {
        const WaitingJob& waiting = queue_.at(decision.place);
        ActiveJob& job = jobs_[static_cast<Slot>(waiting.job)];
        NodeRanges where = pool_.take(waiting.nodes, *scheduling_.placement);
        if (!cap_.tracks()) {
            start(now, decision, std::move(where), {});
            continue;
        }
        PowerClaim claim = cap_.claim(job.job, where);
        const PowerCap::Admission admission = cap_.admit(claim);
        if (admission == PowerCap::Admission::granted) {
            start(now, decision, std::move(where), std::move(claim));
            continue;
        }
        pool_.give_back(where);
        job.refused_for_power = true;
        // A plan that the policy keeps takes all its starts for granted.
        policy_ = scheduling_.policy->make();
        // In the policy's order: what comes behind a job that must wait for power waits too, or
        // small jobs would take all power that gets free. None is kept for one that never starts.
        if (admission == PowerCap::Admission::later)
            return false;
        held_.push_back({decision.place, waiting});
        queue_.remove(decision.place);
        return true;
    }
    return false;
}

// Jobs that were held come back to their places, and all are told anew how long they are planned to
// run.
void Dispatcher::rebuild_queue() {
    std::vector<Held> waiting = std::exchange(held_, {});
    for (auto place = queue_.front(); place; place = queue_.front()) {
        waiting.push_back({*place, queue_.at(*place)});
        queue_.remove(*place);
    }
    std::sort(waiting.begin(), waiting.end(),
              [](const Held& a, const Held& b) { return a.place < b.place; });
    for (Held& entry : waiting) {
        entry.job.planned = planned(jobs_[static_cast<Slot>(entry.job.job)]);
        queue_.push_back(entry.job);
    }
    policy_ = scheduling_.policy->make();
}

// The cap, or what idle nodes draw, has changed.
void Dispatcher::offer_held() {
    if (!held_.empty())
        rebuild_queue();
}

void Dispatcher::start(SimTime now, const Start& decision, NodeRanges where, PowerClaim claim) {
    const auto slot = static_cast<Slot>(queue_.at(decision.place).job);
    ActiveJob& job = jobs_[slot];
    queue_.remove(decision.place);
    waiting_nodes_ -= job.job.nodes;
    job.where = std::move(where);
    job.claim = std::move(claim);
    job.backfilled = decision.backfilled;
    facility_.count_started();
    hold(job.where, slot);
    jobs_.start(now, slot);
}

void Dispatcher::apply_level(SimTime now) {
    for (std::size_t kind = 0; kind < facility_.kinds(); ++kind)
        facility_.set_gpu_cap(now, kind, cap_.gpu_cap(kind, cap_.level()));
}

// Lowers the GPUs' cap until the site fits its own, or raises it as far as that fits. What was
// lowered stays for this instant: a microwatt of rounding must not send it up and down for ever.
void Dispatcher::follow_cap(SimTime now) {
    bool lowered = false;
    for (int level = cap_.wanted_level(); level != cap_.level(); level = cap_.wanted_level()) {
        if (lowered && level < cap_.level())
            return;
        lowered = level > cap_.level();
        jobs_.resume_after(now, jobs_.slots(), [&] {
            cap_.take_level(level);
            apply_level(now);
        });
    }
}

void Dispatcher::throttle(SimTime now, const std::vector<bool>& groups) {
    std::vector<bool> changed(groups.size());
    for (std::size_t i = 0; i < groups.size(); ++i)
        changed[i] = groups[i] != facility_.throttled(static_cast<GroupIndex>(i));
    std::vector<Slot> slots = jobs_.slots();
    std::erase_if(slots, [&](Slot slot) { return !facility_.lies_in(jobs_[slot].where, changed); });
    jobs_.resume_after(now, slots, [&] {
        for (std::size_t i = 0; i < groups.size(); ++i)
            facility_.throttle(now, static_cast<GroupIndex>(i), groups[i]);
    });
}

std::string Dispatcher::trip(SimTime now, GroupIndex group, NodeRange nodes) {
    return lose(now, {Outages::Owner::Kind::trip, static_cast<std::size_t>(group)}, {nodes});
}

std::string Dispatcher::end_trip(SimTime now, GroupIndex group) {
    return end_outage(now, {Outages::Owner::Kind::trip, static_cast<std::size_t>(group)});
}

void Dispatcher::end_phase(SimTime now, const Event& end) {
    const auto slot = static_cast<Slot>(end.subject);
    ActiveJob& job = jobs_[slot];
    if (!job.released)
        jobs_.end_segment(now, job);
    // A job that was slowed may reach its limit with work left.
    const bool stopped =
        now == expected_end(job.start, job.job.limit) && RunningJobs::has_work(job);
    if (!stopped && !job.released && jobs_.go_on(now, slot))
        return;
    if (!job.released)
        give_back(now, slot);
    const bool killed = stopped || job.job.killed_at_limit;
    job.state = killed ? JobState::killed_at_limit : JobState::completed;
    if (killed)
        RunningJobs::cut_off(now, job);
    record(slot, now);
}

void Dispatcher::release(SimTime now, Slot slot) {
    jobs_.end_segment(now, jobs_[slot]);
    give_back(now, slot);
}

void Dispatcher::give_back(SimTime now, Slot slot) {
    ActiveJob& job = jobs_[slot];
    jobs_.forget(now, slot);
    hold(job.where, nobody);
    pool_.give_back(job.where);
    if (cap_.tracks())
        cap_.withdraw(job.claim);
    job.released = true;
}

void Dispatcher::release_expected(SimTime now, std::span<const Event> ends) {
    for (const Event& end : ends) {
        const auto slot = static_cast<Slot>(end.subject);
        const ActiveJob& job = jobs_[slot];
        if (job.expected_end == now && job.phase + 1 == job.job.phases.size())
            release(now, slot);
    }
}

void Dispatcher::record(Slot slot, SimTime end) {
    ActiveJob& job = jobs_[slot];
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
    std::tie(record.cpu_utilisation, record.gpu_utilisation) = mean_utilisation(job.job);
    record.unkept = job.unkept;
    record.work = RunningJobs::counted(job);
    record.node_energy = to_energy(job.node_energy);
    record.gpu_energy = to_energy(job.gpu_energy);
    record.slowed = job.slowed;
    record.slowed_by_placement = job.delays[Delay::placement];
    record.slowed_by_storage = job.delays[Delay::storage];
    record.slowed_by_lost_links = job.delays[Delay::lost_links];
    record.slowed_by_sharing = job.delays[Delay::sharing];
    for (const auto& [rival, time] : job.slowed_by)
        if (time > record.slowed_most) {
            record.slowed_most_by = rival;
            record.slowed_most = time;
        }
    if (job.checkpoints)
        record.checkpoints = job.checkpoints->record(end);
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
    if (job.shares)
        account_.shares().close(*job.shares, std::move(record));
    else
        recorder_.job(record);
    jobs_.close(slot);
}

void Dispatcher::close_instant(SimTime now) {
    if (cap_.tracks()) {
        follow_cap(now);
        if (const auto excess = cap_.watch(now))
            recorder_.violation(*excess);
    }
    for (const Slot slot : submitted_now_) {
        ActiveJob& job = jobs_[slot];
        if (job.state == JobState::waiting)
            job.wait_cause = job.refused_for_power ? WaitCause::power
                             : fits(job.job)       ? WaitCause::order
                                                   : WaitCause::nodes;
    }
    submitted_now_.clear();
    facility_.set_available(now, pool_.available());
    facility_.set_waiting(now, static_cast<std::int64_t>(queue_.size()) + held(), waiting_nodes_);
}

std::string Dispatcher::change(SimTime now, const Change& change) {
    const Outages::Owner owner{Outages::Owner::Kind::event, change.event};
    switch (change.kind) {
        case ChangeKind::lose:
            return lose(now, owner, change.nodes);
        case ChangeKind::drain: {
            const NodeCount before = pool_.free();
            outages_.drain(now, owner, change.nodes);
            replan();
            return counted(before - pool_.free(), "free node") + " drained at once";
        }
        case ChangeKind::restore:
            if (change.ends)
                return end_outage(now, owner);
            return bring_back([&] { outages_.restore(now, change.nodes); });
        case ChangeKind::set:
            return change.plan ? set(*change.plan) : set_power(now, *change.power);
        case ChangeKind::shed:
            return shed(change);
        case ChangeKind::lose_cooling:
        case ChangeKind::heat_wave:
        case ChangeKind::price_spike:
        case ChangeKind::lose_links:
            break;  // the site's account, or the fabric, is told
    }
    return {};
}

std::string Dispatcher::set_power(SimTime now, const PowerPlan& plan) {
    const std::vector<Slot> slots = jobs_.slots();
    if (cap_.tracks())
        for (const Slot slot : slots)
            cap_.withdraw(jobs_[slot].claim);
    jobs_.resume_after(now, slots, [&] {
        cap_.set(plan, "the setting of the cap changed");
        apply_level(now);
    });
    if (cap_.tracks())
        for (const Slot slot : slots) {
            ActiveJob& job = jobs_[slot];
            job.claim = cap_.claim(job.job, job.where);
            cap_.commit(job.claim);
        }
    offer_held();
    return fmt::format("IT power {} with {} running",
                       format_quantity(in_watts(facility_.it_power()), Dimension::power),
                       counted(static_cast<std::int64_t>(slots.size()), "job"));
}

std::string Dispatcher::shed(const Change& change) {
    // Within an instant the sums are not states, and they depend on the event rule.
    if (change.ends)
        cap_.end_shed(change.event);
    else
        cap_.shed(change.event, it_before_, change.share);
    offer_held();
    const std::optional<Microwatts> cap = cap_.cap();
    return fmt::format("IT power {}, {}", format_quantity(in_watts(it_before_), Dimension::power),
                       cap ? fmt::format("at most {} from now on",
                                         format_quantity(in_watts(*cap), Dimension::power))
                           : std::string("no longer capped"));
}

template <class Apply>
std::string Dispatcher::bring_back(Apply apply) {
    const NodeCount before = pool_.free();
    apply();
    replan();
    return counted(pool_.free() - before, "node") + " free again";
}

std::string Dispatcher::end_outage(SimTime now, const Outages::Owner& owner) {
    return bring_back([&] { outages_.end(now, owner); });
}

std::string Dispatcher::lose(SimTime now, const Outages::Owner& owner, const NodeRanges& nodes) {
    const auto touches = [&](const NodeRanges& where) {
        return std::any_of(where.begin(), where.end(), [&](const NodeRange& mine) {
            return std::any_of(nodes.begin(), nodes.end(), [&](const NodeRange& lost) {
                return mine.first < lost.end() && lost.first < mine.end();
            });
        });
    };
    int lost_jobs = 0;
    for (const Slot slot : jobs_.slots()) {
        if (!touches(jobs_[slot].where))
            continue;
        ++lost_jobs;
        interrupt(now, slot, owner.kind == Outages::Owner::Kind::trip ? "trip" : "lose");
    }
    const NodeCount lost_nodes = outages_.lose(now, owner, nodes);
    replan();
    return loss_text(lost_nodes, lost_jobs);
}

std::string Dispatcher::loss_text(NodeCount nodes, int jobs) const {
    return fmt::format("{} down, {} {}", counted(nodes, "node"), counted(jobs, "job"),
                       fate_of_lost_jobs());
}

const char* Dispatcher::fate_of_lost_jobs() const {
    return scheduling_.lost_jobs == LostJobs::fail ? "failed" : "requeued";
}

std::string Dispatcher::fail(SimTime now, std::size_t failure, const NodeRanges& nodes,
                             const std::string& cause) {
    int lost_jobs = 0;
    for (const Slot slot : on_nodes(nodes)) {
        ++lost_jobs;
        interrupt(now, slot, cause);
    }
    const NodeCount lost_nodes =
        outages_.lose(now, {Outages::Owner::Kind::failure, failure}, nodes);
    // Nothing else runs there: when others end, and what they give back, is as before.
    offer_held();
    return fmt::format("{}: {}", loss_text(lost_nodes, lost_jobs), cause);
}

std::string Dispatcher::repair(SimTime now, std::size_t failure) {
    const NodeCount before = pool_.free();
    outages_.end(now, {Outages::Owner::Kind::failure, failure});
    offer_held();
    return counted(pool_.free() - before, "node") + " free again";
}

std::optional<std::string> Dispatcher::crash(SimTime now, NodeIndex node,
                                             const std::string& cause) {
    const std::vector<Slot> slots = on_nodes({{node, 1}});
    if (slots.empty())
        return std::nullopt;
    const NodeCount nodes = jobs_[slots.front()].job.nodes;
    interrupt(now, slots.front(), cause);
    offer_held();
    return fmt::format("a job of {} {}: {}", counted(nodes, "node"), fate_of_lost_jobs(), cause);
}

// The jobs that run on these nodes, in the order of starting.
std::vector<Dispatcher::Slot> Dispatcher::on_nodes(const NodeRanges& nodes) const {
    std::vector<Slot> slots;
    for (const NodeRange& range : nodes)
        for (NodeIndex node = range.first; node < range.end(); ++node)
            if (const Slot slot = holders_[static_cast<std::size_t>(node)]; slot != nobody)
                slots.push_back(slot);
    std::sort(slots.begin(), slots.end(),
              [this](Slot a, Slot b) { return jobs_[a].order < jobs_[b].order; });
    slots.erase(std::unique(slots.begin(), slots.end()), slots.end());
    return slots;
}

void Dispatcher::hold(const NodeRanges& nodes, Slot slot) {
    if (holders_.empty())
        return;
    for (const NodeRange& range : nodes)
        std::fill_n(holders_.begin() + range.first, range.count, slot);
}

std::string Dispatcher::set(const SchedulingPlan& plan) {
    const NodeCount before = pool_.free();
    const bool other_policy = plan.policy != scheduling_.policy;
    const bool other_times = plan.policy->knows_run_time != scheduling_.policy->knows_run_time;
    pool_.resize_partition(plan.partition_nodes);
    scheduling_ = plan;
    jobs_.set_run_times_known(plan.policy->knows_run_time);
    if (other_policy)
        policy_ = plan.policy->make();
    if (other_times)
        rebuild_queue();
    replan();
    return fmt::format("{} free, {} before", counted(pool_.free(), "node"), before);
}

// Settings of the policy, or the state of nodes, have changed.
void Dispatcher::replan() {
    for (const Slot slot : jobs_.slots())
        jobs_.expect_end(slot);
    offer_held();
}

void Dispatcher::censor(SimTime end) {
    for (const Slot slot : jobs_.slots()) {
        jobs_.count_segment(end, jobs_[slot]);
        record(slot, end);
    }
    for (const Held& held : held_)
        record(static_cast<Slot>(held.job.job), end);
    for (auto place = queue_.front(); place; place = queue_.front()) {
        const auto slot = static_cast<Slot>(queue_.at(*place).job);
        queue_.remove(*place);
        record(slot, end);
    }
    if (cap_.tracks())
        if (const auto excess = cap_.finish(end))
            recorder_.violation(*excess);
}

}  // namespace twin
