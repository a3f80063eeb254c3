#include "sim/scheduling/conservative.h"

#include <algorithm>
#include <cassert>

namespace twin {

void Conservative::pass(const ClusterView& view, std::vector<Start>& starts) {
    auto place = view.queue.front();
    if (!place) {
        plan_.clear();
        return;
    }
    if (plan_.empty()) {
        // Without reservations the free nodes can only grow: what fits now has its earliest start.
        NodeCount free = view.free;
        const std::size_t first = starts.size();
        for (; place && view.queue.at(*place).nodes <= free; place = view.queue.next(*place)) {
            starts.push_back({*place, false});
            free -= view.queue.at(*place).nodes;
        }
        if (!place)
            return;
        read_cluster(view);
        for (std::size_t i = first; i < starts.size(); ++i) {
            const WaitingJob& job = view.queue.at(starts[i].place);
            run(view.now, job.nodes, job.planned);
            availability_.change(view.now, expected_end(view.now, job.planned), -job.nodes);
        }
        last_seen_ = *place - 1;
    } else if (as_expected(view)) {
        availability_.advance(view.now);
    } else {
        drop_cancelled(view.queue);
        read_cluster(view);
        if (!hold_reservations(view.now)) {
            read_cluster(view);
            for (Reservation& reservation : plan_)
                reservation.start = sim_never;
        }
        move_earlier();
    }
    for (place = view.queue.next(last_seen_); place; place = view.queue.next(*place)) {
        const WaitingJob& job = view.queue.at(*place);
        plan_.push_back({*place, job.nodes, job.planned, sim_never});
        reserve(plan_.back(), availability_.earliest(job.nodes, job.planned, sim_never));
        last_seen_ = *place;
    }
    if (next_start_ <= view.now)
        start_due(view.now, starts);
}

std::optional<SimTime> Conservative::reserved_start(QueuePlace place) const {
    const auto found =
        std::lower_bound(plan_.begin(), plan_.end(), place,
                         [](const Reservation& r, QueuePlace p) { return r.place < p; });
    if (found == plan_.end() || found->place != place || found->start == sim_never)
        return std::nullopt;
    return found->start;
}

// Whether since the last pass only planned ends and new submissions happened.
bool Conservative::as_expected(const ClusterView& view) {
    while (!releases_.empty() && releases_.front().time <= view.now) {
        std::pop_heap(releases_.begin(), releases_.end(),
                      [](const Release& a, const Release& b) { return a.time > b.time; });
        free_ += releases_.back().nodes;
        running_nodes_ -= releases_.back().nodes;
        releases_.pop_back();
    }
    std::size_t arrived = 0;
    for (auto place = view.queue.next(last_seen_); place; place = view.queue.next(*place))
        ++arrived;
    return free_ == view.free && running_nodes_ == view.running.nodes() &&
           releases_.size() == view.running.size() && next_start_ >= view.now &&
           view.queue.size() == plan_.size() + arrived;
}

// The nodes that running jobs leave, without reservations.
void Conservative::read_cluster(const ClusterView& view) {
    free_ = view.free;
    running_nodes_ = view.running.nodes();
    next_start_ = sim_never;
    releases_.clear();
    availability_.reset(view.now, view.free);
    view.running.for_each([&](const ReleaseProfile::Entry& entry) {
        // A job past its expected end holds its nodes still.
        const SimTime end = std::max(entry.expected_end, view.now + SimDuration(1));
        releases_.push_back({end, entry.nodes});
        if (end != sim_never)
            availability_.release(end, entry.nodes);
    });
}

void Conservative::drop_cancelled(const JobQueue& queue) {
    auto place = queue.front();
    std::erase_if(plan_, [&](const Reservation& reservation) {
        while (place && *place < reservation.place)
            place = queue.next(*place);
        return !place || *place != reservation.place;
    });
}

// False: the nodes no longer suffice for them all.
bool Conservative::hold_reservations(SimTime now) {
    for (Reservation& reservation : plan_) {
        if (reservation.start < now)
            return false;
        reserve(reservation, reservation.start);
    }
    return availability_.lowest() >= 0;
}

// Sweeps in queue order until no job can move. What one leaves may be what an earlier one needs.
void Conservative::move_earlier() {
    bool left_nodes = true;
    while (left_nodes) {
        left_nodes = false;
        for (Reservation& reservation : plan_) {
            const SimTime old = reservation.start;
            const SimTime start =
                availability_.earliest(reservation.nodes, reservation.planned, old);
            if (start == old)
                continue;
            if (old != sim_never) {
                availability_.change(old, expected_end(old, reservation.planned),
                                     reservation.nodes);
                left_nodes = true;
            }
            reserve(reservation, start);
        }
    }
}

void Conservative::reserve(Reservation& reservation, SimTime start) {
    reservation.start = start;
    if (start == sim_never)
        return;
    availability_.change(start, expected_end(start, reservation.planned), -reservation.nodes);
    next_start_ = std::min(next_start_, start);
}

void Conservative::run(SimTime now, NodeCount nodes, SimDuration planned) {
    free_ -= nodes;
    running_nodes_ += nodes;
    releases_.push_back({expected_end(now, planned), nodes});
    std::push_heap(releases_.begin(), releases_.end(),
                   [](const Release& a, const Release& b) { return a.time > b.time; });
}

void Conservative::start_due(SimTime now, std::vector<Start>& starts) {
    next_start_ = sim_never;
    bool passed = false;
    std::erase_if(plan_, [&](const Reservation& reservation) {
        if (reservation.start > now) {
            passed = true;
            next_start_ = std::min(next_start_, reservation.start);
            return false;
        }
        assert(reservation.nodes <= free_);
        starts.push_back({reservation.place, passed});
        run(now, reservation.nodes, reservation.planned);
        return true;
    });
}

std::unique_ptr<Scheduler> make_conservative() {
    return std::make_unique<Conservative>();
}

}  // namespace twin
