#include "models/interconnect/fair_shares.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace twin {
namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr double last_digits = 1e-13;  // shares that differ by less are the same

bool differ(double a, double b) {
    return a != b && !(std::abs(a - b) <= last_digits * std::min(a, b));
}

struct Equation {
    std::vector<double> parts;  // factors of the unknowns
    double sum = 0;
};

// By elimination; not finite where there is none.
std::vector<double> solution(std::vector<Equation> equations) {
    const std::size_t count = equations.size();
    for (std::size_t column = 0; column < count; ++column) {
        const auto from = equations.begin() + static_cast<std::ptrdiff_t>(column);
        std::iter_swap(from, std::max_element(
                                 from, equations.end(), [&](const Equation& a, const Equation& b) {
                                     return std::abs(a.parts[column]) < std::abs(b.parts[column]);
                                 }));
        for (auto row = from + 1; row != equations.end(); ++row) {
            const double factor = row->parts[column] / from->parts[column];
            if (factor == 0)
                continue;
            for (std::size_t i = column; i < count; ++i)
                row->parts[i] -= factor * from->parts[i];
            row->sum -= factor * from->sum;
        }
    }
    std::vector<double> unknowns(count);
    for (std::size_t row = count; row-- > 0;) {
        double left = equations[row].sum;
        for (std::size_t i = row + 1; i < count; ++i)
            left -= equations[row].parts[i] * unknowns[i];
        unknowns[row] = left / equations[row].parts[row];
    }
    return unknowns;
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
// parts converge: slowly where tasks ask nearly alike. Leaps shorten that, ever more seldom, since
// one may lead astray.
bool FairShares::solve() {
    const std::size_t most = 1000 * (links_.size() + 1);
    std::size_t leap_at = 16 * (waiting_.size() + 1);
    std::size_t next = 0;
    for (; next < waiting_.size() && next < most; ++next) {
        const int link = waiting_[next];
        links_[static_cast<std::size_t>(link)].waits = false;
        look_at(link);
        if (next == leap_at) {
            leap();
            leap_at += leap_at / 4;
        }
    }
    const bool found = next == waiting_.size();
    for (const int link : waiting_)
        links_[static_cast<std::size_t>(link)].waits = false;
    waiting_.clear();
    return found;
}

FairShares::Limit FairShares::limit_elsewhere(const Place& place, int link) const {
    Limit limit;
    for (const Use& use : tasks_[static_cast<std::size_t>(place.task)].uses) {
        const double share = links_[static_cast<std::size_t>(use.link)].part / use.rate;
        if (use.link != link && share < limit.share)
            limit = {share, use.link};
    }
    return limit;
}

// Who is held back where is mostly right long before the parts are. Then these are the solution of
// linear equations, one for each link that holds somebody back: their parts and what the others
// take add up to its capacity.
void FairShares::leap() {
    std::vector<int> held;  // links of the equations
    for (const int index : waiting_) {
        Link& link = links_[static_cast<std::size_t>(index)];
        const auto holds = [&](const Place& place) {
            return link.part < limit_elsewhere(place, index).share * place.rate;
        };
        if (link.unknown >= 0 || !std::any_of(link.users.begin(), link.users.end(), holds))
            continue;
        link.unknown = static_cast<int>(held.size());
        held.push_back(index);
    }
    std::vector<Equation> equations(held.size());
    for (std::size_t row = 0; row < held.size(); ++row) {
        const Link& link = links_[static_cast<std::size_t>(held[row])];
        Equation& its = equations[row];
        its.parts.resize(held.size());
        its.sum = link.capacity;
        for (const Place& place : link.users) {
            const Limit limit = limit_elsewhere(place, held[row]);
            const Link* const other =
                limit.link < 0 ? nullptr : &links_[static_cast<std::size_t>(limit.link)];
            if (link.part < limit.share * place.rate)
                its.parts[row] += 1;
            else if (other != nullptr && other->unknown >= 0)
                its.parts[static_cast<std::size_t>(other->unknown)] +=
                    limit.share * place.rate / other->part;
            else
                its.sum -= limit.share * place.rate;
        }
    }
    const std::vector<double> parts = solution(std::move(equations));
    const bool sound = std::all_of(parts.begin(), parts.end(),
                                   [](double part) { return std::isfinite(part) && part > 0; });
    for (std::size_t row = 0; row < held.size(); ++row) {
        Link& link = links_[static_cast<std::size_t>(held[row])];
        link.unknown = -1;
        if (!sound)
            continue;
        link.part = parts[row];
        wait(held[row]);
    }
}

void FairShares::look_at(int index) {
    Link& link = links_[static_cast<std::size_t>(index)];
    limits_.clear();
    demands_.clear();
    double all = 0;
    for (const Place& place : link.users) {
        limits_.push_back(limit_elsewhere(place, index).share);
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
