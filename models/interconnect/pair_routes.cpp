#include "models/interconnect/pair_routes.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace twin {
namespace {

// A way costs the sum over its links of max(1, 2 fill^64): a full link costs as much as the two
// idle ones of a detour, so that traffic stays on its own links until they are full; beyond that
// ways are compared as in group_splits.cpp. Convex: one equilibrium.
double cost_of_fill(double fill) {
    double cost = fill;
    for (int i = 0; i < 6; ++i)
        cost *= cost;
    return std::max(1.0, 2 * cost);
}

constexpr double no_way = std::numeric_limits<double>::infinity();  // cost, and fill
constexpr double close_costs = 1 + 64 * 1e-4;                       // of fills that differ by 1e-4

}  // namespace

PairRoutes::PairRoutes(std::size_t groups, bool adaptive)
    : groups_(groups),
      adaptive_(adaptive),
      capacity_(groups * groups),
      load_(capacity_),
      cost_(groups * groups, 1.0),
      demand_(capacity_),
      direct_(capacity_),
      detoured_(groups * groups),
      through_(groups * groups * groups) {}

void PairRoutes::set_capacity(std::size_t a, std::size_t b, double capacity) {
    capacity_[a * groups_ + b] = capacity_[b * groups_ + a] = capacity;
    begun_ = false;
}

void PairRoutes::set_demand(std::size_t a, std::size_t b, double demand) {
    if (a > b)
        std::swap(a, b);
    const double more = demand - demand_[a * groups_ + b];
    demand_[a * groups_ + b] = demand;
    if (begun_ && more != 0)
        for_links(a, b,
                  [&](std::size_t x, std::size_t y, double share) { load(x, y, more * share); });
}

void PairRoutes::unload() {
    std::fill(load_.begin(), load_.end(), 0.0);
    for (std::size_t link = 0; link < cost_.size(); ++link)
        cost_[link] = capacity_[link] > 0 ? 1 : no_way;
}

void PairRoutes::clear() {
    unload();
    for (std::size_t a = 0; a < groups_; ++a)
        for (std::size_t b = a + 1; b < groups_; ++b) {
            double& demand = demand_[a * groups_ + b];
            if (demand == 0)
                continue;
            demand = 0;
            if (begun_)
                divide_anew(a, b);
        }
}

void PairRoutes::load(std::size_t a, std::size_t b, double more) {
    const std::size_t link = a * groups_ + b, other = b * groups_ + a;
    load_[link] = load_[other] = std::max(0.0, load_[link] + more);
    cost_[link] = cost_[other] = cost_of_fill(load_[link] / capacity_[link]);
}

void PairRoutes::begin() {
    begun_ = true;
    unload();
    for (std::size_t a = 0; a < groups_; ++a)
        for (std::size_t b = a + 1; b < groups_; ++b) {
            divide_anew(a, b);
            for_links(a, b, [&](std::size_t x, std::size_t y, double share) {
                load(x, y, share * demand_[a * groups_ + b]);
            });
        }
}

// All direct; where there are no links alike through all third groups that lead there.
void PairRoutes::divide_anew(std::size_t a, std::size_t b) {
    const std::size_t pair = a * groups_ + b;
    direct_[pair] = joined(a, b) ? 1 : 0;
    detoured_[pair] = !joined(a, b);
    const auto through = through_.begin() + static_cast<std::ptrdiff_t>(pair * groups_);
    std::fill_n(through, groups_, 0.0);
    if (joined(a, b))
        return;
    int ways = 0;
    for (std::size_t third = 0; third < groups_; ++third)
        ways += way(a, third, b);
    for (std::size_t third = 0; ways > 0 && third < groups_; ++third)
        if (way(a, third, b))
            through_[pair * groups_ + third] = 1.0 / ways;
}

void PairRoutes::balance() {
    if (!begun_)
        begin();
    constexpr int most_sweeps = 200;
    bool moved = adaptive_;
    for (int sweep = 0; moved && sweep < most_sweeps; ++sweep) {
        moved = false;
        for (std::size_t a = 0; a < groups_; ++a)
            for (std::size_t b = a + 1; b < groups_; ++b)
                if (demand_[a * groups_ + b] > 0 && improve(a, b))
                    moved = true;
    }
}

double PairRoutes::fill(std::size_t a, std::size_t b) const {
    double fullest = 0;
    bool any = false;
    for_links(a, b, [&](std::size_t x, std::size_t y, double) {
        any = true;
        fullest = std::max(fullest, load_[x * groups_ + y] / capacity_[x * groups_ + y]);
    });
    return any ? fullest : no_way;
}

// Of the way through `third`; through b: the direct one.
double& PairRoutes::share(std::size_t a, std::size_t third, std::size_t b) {
    return third == b ? direct_[a * groups_ + b] : through_[(a * groups_ + b) * groups_ + third];
}

double PairRoutes::cost(std::size_t a, std::size_t third, std::size_t b, double change) const {
    const auto of_link = [&](std::size_t x, std::size_t y) {
        const std::size_t link = x * groups_ + y;
        return cost_of_fill((load_[link] + change) / capacity_[link]);
    };
    return third == b ? of_link(a, b) : of_link(a, third) + of_link(third, b);
}

// Moves traffic of a pair from its dearest way to its cheapest. Returns whether it moved any.
bool PairRoutes::improve(std::size_t a, std::size_t b) {
    const std::size_t pair = a * groups_ + b;
    if (!detoured_[pair] && cost_[pair] <= 2)
        return false;  // no detour costs less
    const double *const from_a = &cost_[a * groups_], *const from_b = &cost_[b * groups_];
    std::size_t dearest = b, cheapest = b;
    double highest = direct_[pair] > 0 ? cost_[pair] : 0, lowest = cost_[pair];
    for (std::size_t third = 0; third < groups_; ++third)
        if (const double its = from_a[third] + from_b[third]; its < lowest) {
            cheapest = third;
            lowest = its;
        }
    const double* const through = &through_[pair * groups_];
    for (std::size_t third = 0; detoured_[pair] && third < groups_; ++third)
        if (const double its = from_a[third] + from_b[third]; through[third] > 0 && its > highest) {
            dearest = third;
            highest = its;
        }
    if (dearest == cheapest || !(highest > lowest * close_costs))
        return false;
    // The change that makes both cost the same, or all that there is.
    const double demand = demand_[pair];
    double low = 0, high = share(a, dearest, b);
    const auto still_dearer = [&](double change) {
        return cost(a, dearest, b, -change * demand) > cost(a, cheapest, b, change * demand);
    };
    if (still_dearer(high))
        low = high;
    else
        for (int i = 0; i < 25; ++i) {
            const double middle = (low + high) / 2;
            (still_dearer(middle) ? low : high) = middle;
        }
    const auto put = [&](std::size_t third, double change) {
        double& now = share(a, third, b);
        now = std::max(0.0, now + change);
        load(a, third, change * demand);
        if (third != b)
            load(third, b, change * demand);
    };
    put(dearest, -low);
    put(cheapest, low);
    detoured_[pair] = std::any_of(through, through + groups_, [](double part) { return part > 0; });
    return true;
}

}  // namespace twin
