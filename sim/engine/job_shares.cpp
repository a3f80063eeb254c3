#include "sim/engine/job_shares.h"

#include <algorithm>
#include <cassert>
#include <utility>

namespace twin {

JobShares::Burden& JobShares::Burden::operator+=(const Burden& other) {
    grid += other.grid;
    cost += other.cost;
    direct += other.direct;
    life_cycle += other.life_cycle;
    return *this;
}

JobShares::Burden JobShares::Burden::operator-(const Burden& other) const {
    return {grid - other.grid, cost - other.cost, direct - other.direct,
            life_cycle - other.life_cycle};
}

JobShares::Burden JobShares::Burden::operator*(double factor) const {
    return {grid * factor, cost * factor, direct * factor, life_cycle * factor};
}

JobShares::Account JobShares::open(SimTime now) {
    since_.insert(now);
    if (unused_.empty()) {
        accounts_.push_back({{}, now});
        return static_cast<Account>(accounts_.size() - 1);
    }
    const Account account = unused_.back();
    unused_.pop_back();
    accounts_[static_cast<std::size_t>(account)] = {{}, now};
    return account;
}

void JobShares::add(Account account, Microwatts power, SimTime from, SimTime until) {
    assert(until >= boundaries_.back().time);
    if (until > from)
        segments_.push_back({account, power, from, until});
}

void JobShares::close(Account account, JobRecord&& record) {
    closed_.push_back({account, std::move(record)});
}

JobShares::Burden JobShares::burden_at(SimTime time) const {
    const auto after = std::upper_bound(
        boundaries_.begin(), boundaries_.end(), time,
        [](SimTime wanted, const Boundary& boundary) { return wanted < boundary.time; });
    if (after == boundaries_.end())
        return boundaries_.back().until;
    const Boundary& before = *(after - 1);
    const double share = static_cast<double>((time - before.time).count()) /
                         static_cast<double>((after->time - before.time).count());
    Burden burden = before.until;
    burden += (after->until - before.until) * share;
    return burden;
}

void JobShares::close_stretch(SimTime end, Integral busy_nodes, const StretchTotals& totals) {
    const Boundary& last = boundaries_.back();
    Boundary next{end, last.until};
    if (busy_nodes > 0) {
        const double each =
            static_cast<double>((end - last.time).count()) / static_cast<double>(busy_nodes);
        next.until += {totals.grid.si() * each, totals.cost.si() * each, totals.direct.si() * each,
                       totals.life_cycle.si() * each};
    } else {
        unshared_.grid_energy += totals.grid;
        unshared_.cost += totals.cost;
        unshared_.carbon_direct += totals.direct;
        unshared_.carbon_life_cycle += totals.life_cycle;
    }
    boundaries_.push_back(next);
    settle();
    forget();
}

void JobShares::forget() {
    const SimTime oldest = since_.empty() ? boundaries_.back().time : *since_.begin();
    const auto needed =
        std::upper_bound(boundaries_.begin(), boundaries_.end(), oldest,
                         [](SimTime time, const Boundary& b) { return time < b.time; }) -
        1;
    // Not at every stretch: what is left has to move.
    if (needed - boundaries_.begin() > boundaries_.end() - needed)
        boundaries_.erase(boundaries_.begin(), needed);
}

void JobShares::settle() {
    for (const Segment& segment : segments_)
        accounts_[static_cast<std::size_t>(segment.account)].borne +=
            (burden_at(segment.until) - burden_at(segment.from)) *
            static_cast<double>(segment.power);
    segments_.clear();
    for (Closed& closed : closed_) {
        const Open& account = accounts_[static_cast<std::size_t>(closed.account)];
        const Burden& borne = account.borne;
        closed.record.grid_energy = Energy::from_si(borne.grid);
        closed.record.cost = Money::from_si(borne.cost);
        closed.record.carbon_direct = CarbonMass::from_si(borne.direct);
        closed.record.carbon_life_cycle = CarbonMass::from_si(borne.life_cycle);
        deliver_(std::move(closed.record));
        since_.erase(since_.find(account.since));
        unused_.push_back(closed.account);
    }
    closed_.clear();
}

}  // namespace twin
