#include "models/interconnect/fair_shares.h"

#include <algorithm>
#include <cmath>

namespace twin {
namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr double last_digits = 1e-13;  // shares that differ by less are the same

bool differ(double a, double b) {
    return a != b && !(std::abs(a - b) <= last_digits * std::min(a, b));
}

}  // namespace

FairShares::FairShares(const std::vector<double>& capacities) : links_(capacities.size()) {
    for (std::size_t i = 0; i < capacities.size(); ++i)
        links_[i].capacity = capacities[i];
}

void FairShares::wait(int link) {
    Link& its = links_[static_cast<std::size_t>(link)];
    if (its.waits)
        return;
    its.waits = true;
    waiting_.push_back(link);
}

void FairShares::set_capacity(int link, double capacity) {
    links_[static_cast<std::size_t>(link)].capacity = capacity;
    wait(link);
}

FairShares::Task FairShares::start(std::span<const Use> uses) {
    Task task;
    if (unused_.empty()) {
        task = static_cast<Task>(tasks_.size());
        tasks_.emplace_back();
    } else {
        task = unused_.back();
        unused_.pop_back();
    }
    Runner& its = tasks_[static_cast<std::size_t>(task)];
    its.uses.assign(uses.begin(), uses.end());
    its.share = 1;
    for (const Use& use : uses) {
        Link& link = links_[static_cast<std::size_t>(use.link)];
        link.users.push_back({task, use.rate});
        link.asked += use.rate;
        wait(use.link);
    }
    return task;
}

void FairShares::end(Task task) {
    for (const Use& use : tasks_[static_cast<std::size_t>(task)].uses) {
        Link& link = links_[static_cast<std::size_t>(use.link)];
        std::erase_if(link.users, [&](const Place& place) { return place.task == task; });
        link.asked = 0;
        for (const Place& place : link.users)
            link.asked += place.rate;
        wait(use.link);
    }
    tasks_[static_cast<std::size_t>(task)].uses.clear();
    unused_.push_back(task);
}

// The parts of links follow from each other: each is found anew until none changes. Where a link
// holds tasks back, what these leave elsewhere changes by less than their part does, so that the
// parts converge.
void FairShares::solve() {
    const std::size_t most = 1000 * (links_.size() + 1);
    for (std::size_t next = 0; next < waiting_.size() && next < most; ++next) {
        const int link = waiting_[next];
        links_[static_cast<std::size_t>(link)].waits = false;
        look_at(link);
    }
    for (const int link : waiting_)
        links_[static_cast<std::size_t>(link)].waits = false;
    waiting_.clear();
}

double FairShares::limit_elsewhere(const Place& place, int link) const {
    double limit = 1;
    for (const Use& use : tasks_[static_cast<std::size_t>(place.task)].uses)
        if (use.link != link)
            limit = std::min(limit, links_[static_cast<std::size_t>(use.link)].part / use.rate);
    return limit;
}

void FairShares::look_at(int index) {
    Link& link = links_[static_cast<std::size_t>(index)];
    limits_.clear();
    demands_.clear();
    double all = 0;
    for (const Place& place : link.users) {
        limits_.push_back(limit_elsewhere(place, index));
        demands_.push_back(limits_.back() * place.rate);
        all += demands_.back();
    }
    double part = infinity;
    if (all > link.capacity) {
        std::sort(demands_.begin(), demands_.end());
        double left = link.capacity;
        for (std::size_t i = 0; i < demands_.size() && part == infinity; ++i) {
            const double equal = left / static_cast<double>(demands_.size() - i);
            if (demands_[i] > equal)
                part = equal;
            left -= demands_[i];
        }
    }
    if (differ(part, link.part))
        link.part = part;
    for (std::size_t i = 0; i < link.users.size(); ++i) {
        Runner& task = tasks_[static_cast<std::size_t>(link.users[i].task)];
        const double share = std::min(limits_[i], link.part / link.users[i].rate);
        if (!differ(share, task.share))
            continue;
        task.share = share;
        for (const Use& use : task.uses) {
            const Link& other = links_[static_cast<std::size_t>(use.link)];
            // Others never hold anybody back.
            if (use.link != index && other.asked > other.capacity)
                wait(use.link);
        }
    }
}

double FairShares::share(Task task) const {
    constexpr double steps = 1LL << 40;
    const double share = tasks_[static_cast<std::size_t>(task)].share;
    return std::clamp(std::round(share * steps), 1.0, steps) / steps;
}

}  // namespace twin
