#include "models/interconnect/cuts.h"

#include <algorithm>
#include <cmath>
#include <gtest/gtest.h>

#include "models/interconnect/losses.h"
#include "tests/models/interconnect/networks.h"

namespace twin {
namespace {

using namespace test;

double cables(Bandwidth bandwidth) {  // of 1 GB/s
    return bandwidth.in(gigabyte_per_second);
}

std::vector<Vertex> leaves(const Topology& topology) {
    std::vector<Vertex> found;
    for (Vertex v = 0; topology.is_switch(v); ++v)
        if (topology.graph[v].kind == VertexKind::leaf)
            found.push_back(v);
    return found;
}

// Over all ways to part the leaves in two halves.
double smallest_cut_of_halves(const Topology& topology) {
    const auto all = leaves(topology);
    std::vector<char> side(all.size(), 0);
    std::fill(side.begin(), side.begin() + static_cast<long>(all.size() / 2), 1);
    std::sort(side.begin(), side.end());
    double smallest = 1e9;
    do {
        std::vector<Vertex> a, b;
        for (std::size_t i = 0; i < all.size(); ++i)
            (side[i] ? a : b).push_back(all[i]);
        smallest = std::min(smallest, cables(minimum_cut(topology, a, b)));
    } while (std::next_permutation(side.begin(), side.end()));
    return smallest;
}

TEST(Bisection, ByFormula) {
    EXPECT_EQ(cables(bisection(fat_tree(8, 3))), 64);  // k^3 / 8: half of 128 nodes
    EXPECT_EQ(cables(bisection(fat_tree(8, 2))), 16);  // k^2 / 4: half of 32 nodes
    EXPECT_EQ(cables(bisection(two_tier(4, 2, 4))), 4);
    EXPECT_EQ(cables(bisection(torus({8, 4, 4}))), 32);  // 2 x 128 / 8
    EXPECT_EQ(cables(bisection(torus({2, 2}))), 2);
    EXPECT_EQ(cables(bisection(torus({3, 3, 2}))), 9);  // 18 / 2; across the others 2 x 18 / 3
    EXPECT_EQ(cables(bisection(dragonfly_plus(4, 4, 4, 2))), 8);  // 2 x 2 pairs
    EXPECT_TRUE(std::isinf(bisection(torus({1})).si()));
    EXPECT_TRUE(std::isinf(bisection(two_tier(1, 2, 2)).si()));
}

TEST(Bisection, OfJupiter) {
    // 12 groups against 13 and the two service groups: 12 x 15 pairs of 6.4 Tb/s; the leaves of
    // 12 groups send 2,304 Tb/s.
    EXPECT_NEAR(bisection(jupiter_network()).in(terabit_per_second), 1152, 1e-9);
    const Topology jupiter = full(jupiter_network());
    std::vector<Vertex> a, b;
    for (const Vertex leaf : leaves(jupiter))
        if (jupiter.graph[leaf].group < 25)
            (jupiter.graph[leaf].group < 12 ? a : b).push_back(leaf);
    EXPECT_NEAR(minimum_cut(jupiter, a, b).in(terabit_per_second), 1152, 1e-9);
}

TEST(Bisection, FormulasAreTheSmallestCutsOfSmallNetworks) {
    NetworkPart three = two_tier(2, 2, 4);
    three.topology = "three-tier";
    three.groups.value = 4;
    three.cores.value = 2;
    three.spine_core_cables.value = 1;
    for (const NetworkPart& part :
         {fat_tree(4, 2), fat_tree(4, 3), two_tier(6, 3, 3), three, torus({4, 2}), torus({3, 2}),
          torus({8}), torus({2, 2, 2}), dragonfly_plus(4, 2, 4, 1), dragonfly_plus(2, 4, 4, 3)})
        EXPECT_EQ(cables(bisection(part)), smallest_cut_of_halves(full(part))) << part.topology;
}

TEST(Paths, OfJupiter) {
    const Topology jupiter = full(jupiter_network());
    const auto leaf = [&](GroupIndex group, int index) {
        return find_switch(jupiter, VertexKind::leaf, group, index);
    };
    // To another group: one cable from each of 16 spines; inside: 2 cables to each of them.
    EXPECT_EQ(disjoint_shortest_paths(jupiter, leaf(0, 0), leaf(1, 0)), 16);
    EXPECT_EQ(disjoint_shortest_paths(jupiter, leaf(0, 0), leaf(0, 1)), 32);
    // By detours all 32 cables of a leaf.
    EXPECT_EQ(disjoint_paths(jupiter, leaf(0, 0), leaf(1, 0)), 32);
}

TEST(Paths, OfTorusAndTree) {
    const Topology grid = full(torus({4, 4}));
    EXPECT_EQ(disjoint_shortest_paths(grid, 0, 1), 1);
    EXPECT_EQ(disjoint_shortest_paths(grid, 0, 5), 2);   // one to each side
    EXPECT_EQ(disjoint_shortest_paths(grid, 0, 10), 4);  // opposite in both dimensions
    EXPECT_EQ(disjoint_paths(grid, 0, 1), 4);
    const Topology tree = full(fat_tree(4, 3));
    EXPECT_EQ(disjoint_shortest_paths(tree, find_switch(tree, VertexKind::leaf, 0, 0),
                                      find_switch(tree, VertexKind::leaf, 3, 1)),
              2);
}

TEST(Paths, NoneWhereTheNetworkIsApart) {
    const Topology pair = full(torus({2}));
    EXPECT_EQ(disjoint_shortest_paths(pair, 0, 1), 1);
    const Topology apart = without(pair, {LostSwitch{1}});
    EXPECT_EQ(disjoint_shortest_paths(apart, 0, 1), 0);
    EXPECT_EQ(disjoint_paths(apart, 0, 1), 0);
}

}  // namespace
}  // namespace twin
