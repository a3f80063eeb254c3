#include "sim/arrivals/rng.h"

#include <algorithm>
#include <gtest/gtest.h>

namespace twin {
namespace {

// From an independent implementation of splitmix64 and FNV-1a: a changed number here changes every
// run with this seed.
TEST(Rng, numbers_of_a_stream_never_change) {
    Rng arrivals(42, "arrivals");
    EXPECT_EQ(arrivals(), 0x319febf0583fd234u);
    EXPECT_EQ(arrivals(), 0x4a09e17262559a63u);
    EXPECT_EQ(arrivals(), 0x2f791bb0dcdb5a79u);
    Rng sizes(42, "sizes");
    EXPECT_EQ(sizes(), 0xaf61b86997357d66u);
    EXPECT_EQ(sizes(), 0xa80387f0875d66a0u);
    Rng of_job_7(42, "utilisation", 7);
    EXPECT_EQ(of_job_7(), 0x2a96d5ae61782488u);
    EXPECT_EQ(of_job_7(), 0x1f7ef822352eed71u);
}

TEST(Rng, seed_name_and_thing_each_make_another_stream) {
    const auto first = Rng(1, "a")();
    EXPECT_NE(first, Rng(2, "a")());
    EXPECT_NE(first, Rng(1, "b")());
    EXPECT_NE(first, Rng(1, "a", 0)());
    EXPECT_NE(Rng(1, "a", 0)(), Rng(1, "a", 1)());
}

// Mean 1/2 and variance 1/12: the mean of 100,000 has the standard deviation
// sqrt(1/12/100000) = 0.0009, the limit is 4 of them.
TEST(Rng, uniform_lies_in_0_to_1_and_spreads) {
    Rng rng(7, "uniform");
    double sum = 0, least = 1, most = 0;
    for (int i = 0; i < 100'000; ++i) {
        const double u = rng.uniform();
        sum += u;
        least = std::min(least, u);
        most = std::max(most, u);
    }
    EXPECT_GE(least, 0);
    EXPECT_LT(least, 1e-3);
    EXPECT_LT(most, 1);
    EXPECT_GT(most, 1 - 1e-3);
    EXPECT_NEAR(sum / 100'000, 0.5, 0.0037);
}

// Streams of neighbouring things must not resemble each other: same tolerance as above.
TEST(Rng, first_numbers_over_many_things_are_uniform) {
    double sum = 0;
    for (std::uint64_t i = 0; i < 100'000; ++i)
        sum += Rng(1, "utilisation", i).uniform();
    EXPECT_NEAR(sum / 100'000, 0.5, 0.0037);
}

}  // namespace
}  // namespace twin
