// Traffic of pairs of groups by hand-derived divisions. Three groups, 8 between any two.
#include "models/interconnect/pair_routes.h"

#include <cmath>
#include <gtest/gtest.h>

namespace twin {
namespace {

PairRoutes three_groups(bool adaptive, double of_pair = 8) {
    PairRoutes routes(3, adaptive);
    routes.set_capacity(0, 1, of_pair);
    routes.set_capacity(0, 2, 8);
    routes.set_capacity(1, 2, 8);
    return routes;
}

double share(const PairRoutes& routes, std::size_t a, std::size_t b, std::size_t x, std::size_t y) {
    double sum = 0;
    routes.for_links(a, b, [&](std::size_t from, std::size_t to, double part) {
        if ((from == x && to == y) || (from == y && to == x))
            sum += part;
    });
    return sum;
}

TEST(PairRoutes, TrafficStaysOnItsOwnLinksUntilTheyAreFull) {
    PairRoutes routes = three_groups(true);
    routes.set_demand(0, 1, 7.9);
    routes.balance();
    EXPECT_EQ(share(routes, 0, 1, 0, 1), 1);
    EXPECT_NEAR(routes.fill(0, 1), 7.9 / 8, 1e-12);
}

// 8 of 12 go the direct way, which is full then, 4 through group 2.
TEST(PairRoutes, WhatIsTooMuchGoesThroughThirdGroups) {
    PairRoutes routes = three_groups(true);
    routes.set_demand(1, 0, 12);
    routes.balance();
    EXPECT_NEAR(routes.fill(0, 1), 1, 1e-3);
    EXPECT_NEAR(share(routes, 0, 1, 0, 2), 4.0 / 12, 1e-3);
    EXPECT_NEAR(share(routes, 0, 1, 1, 2), 4.0 / 12, 1e-3);
    routes.set_demand(0, 1, 4);
    routes.balance();
    EXPECT_NEAR(share(routes, 0, 1, 0, 1), 1, 1e-6);
}

// 32 over two ways of 8: x^64 = 2 y^64 and x + y = 4, so that x = 4 / (1 + 2^(-1/64)).
TEST(PairRoutes, BeyondThatBothWaysCostTheSame) {
    PairRoutes routes = three_groups(true);
    routes.set_demand(0, 1, 32);
    routes.balance();
    EXPECT_NEAR(routes.fill(0, 1), 4 / (1 + std::pow(2, -1.0 / 64)), 1e-3);
}

// A detour takes room of two pairs of links. Alike everywhere it only makes the sum greater, so
// that nobody takes one however full links are.
TEST(PairRoutes, NobodyTakesADetourWhereAllAreAsFull) {
    PairRoutes routes = three_groups(true);
    for (const auto& [a, b] : {std::pair(0, 1), std::pair(0, 2), std::pair(1, 2)})
        routes.set_demand(std::size_t(a), std::size_t(b), 80);
    routes.balance();
    for (const auto& [a, b] : {std::pair(0, 1), std::pair(0, 2), std::pair(1, 2)})
        EXPECT_NEAR(routes.fill(std::size_t(a), std::size_t(b)), 10, 1e-9);
}

// Shortest paths lead through group 2 where the other two have no links left. They then share its
// links with those whose own they are: 6 + 4 of 8.
TEST(PairRoutes, ShortestPathsLeadThroughThirdGroupsWhereNoLinkIsLeft) {
    PairRoutes routes = three_groups(false);
    routes.set_demand(0, 1, 6);
    routes.set_demand(0, 2, 4);
    routes.balance();
    EXPECT_NEAR(routes.fill(0, 1), 6.0 / 8, 1e-12);
    routes.set_capacity(0, 1, 0);
    routes.balance();
    EXPECT_EQ(share(routes, 0, 1, 0, 2), 1);
    EXPECT_NEAR(routes.fill(0, 1), 10.0 / 8, 1e-12);
    EXPECT_NEAR(routes.fill(0, 2), 10.0 / 8, 1e-12);
    routes.set_capacity(0, 2, 0);
    routes.balance();
    EXPECT_TRUE(std::isinf(routes.fill(0, 1)));
}

TEST(PairRoutes, ADivisionThatIsClearedIsAsAtFirst) {
    PairRoutes routes = three_groups(true);
    routes.set_demand(0, 1, 32);
    routes.balance();
    routes.clear();
    routes.set_demand(0, 1, 4);
    routes.balance();
    EXPECT_EQ(share(routes, 0, 1, 0, 1), 1);
    EXPECT_NEAR(routes.fill(0, 1), 0.5, 1e-12);
}

}  // namespace
}  // namespace twin
