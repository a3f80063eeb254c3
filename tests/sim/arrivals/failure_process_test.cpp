#include "sim/arrivals/failure_process.h"

#include <algorithm>
#include <cmath>
#include <gtest/gtest.h>

namespace twin {
namespace {

FailureCause cause(const std::string& name, Duration mtbf, RepairTime repair = {}) {
    return {name, FailingPart::node, mtbf, repair};
}

std::vector<FailureProcess::Failure> first(int count, const FailureCause& of, std::uint64_t seed) {
    FailureProcess process(of, seed);
    std::vector<FailureProcess::Failure> failures;
    for (int i = 0; i < count; ++i)
        failures.push_back(*process.next());
    return failures;
}

// 10,000 gaps of 1 h in the mean: the sum's deviation is 1 %. Exponential: e^-1 of them are longer
// than the mean, within 4 deviations of sqrt(0.368 x 0.632 / 10,000) = 0.48 %.
TEST(FailureProcess, ComesAtRandomWithItsMtbf) {
    const auto failures = first(10'000, cause("x", 1 * hour), 7);
    EXPECT_NEAR(to_seconds(failures.back().at), 10'000 * 3600, 0.04 * 10'000 * 3600);
    int longer = 0;
    double where = 0;
    for (std::size_t i = 1; i < failures.size(); ++i) {
        ASSERT_GE(failures[i].at, failures[i - 1].at);
        longer += failures[i].at - failures[i - 1].at > std::chrono::hours(1);
        where += failures[i].where;
        ASSERT_GE(failures[i].where, 0);
        ASSERT_LT(failures[i].where, 1);
    }
    EXPECT_NEAR(longer / 10'000.0, std::exp(-1), 0.02);
    EXPECT_NEAR(where / 10'000, 0.5, 0.012);  // 4 x sqrt(1/12) / 100
}

// Twice as rare: the same numbers, every time twice as late. Another name: other numbers.
TEST(FailureProcess, DrawsFromAStreamOfItsOwnName) {
    const auto once = first(50, cause("x", 1 * hour), 7);
    const auto rarer = first(50, cause("x", 2 * hour), 7);
    const auto other = first(50, cause("y", 1 * hour), 7);
    const auto other_seed = first(50, cause("x", 1 * hour), 8);
    for (std::size_t i = 0; i < once.size(); ++i) {
        EXPECT_NEAR(to_seconds(rarer[i].at), 2 * to_seconds(once[i].at), 1e-6);
        EXPECT_EQ(rarer[i].where, once[i].where);
        EXPECT_NE(other[i].where, once[i].where);
        EXPECT_NE(other_seed[i].where, once[i].where);
    }
}

// A log-normal with median 1 h and mean 5 h: sigma^2 = 2 ln 5, so that 95 % of 20,000 medians lie
// within 1.2533 sigma / sqrt(20,000) x 2 = 3.2 % of 1 h. The mean of so long a tail is blurred: its
// deviation is 5 h sqrt(e^(2 ln 5) - 1) / sqrt(20,000) = 0.17 h.
TEST(FailureProcess, RepairsAreLogNormal) {
    auto failures = first(20'000, cause("x", 1 * hour, {1 * hour, 5 * hour}), 3);
    std::sort(failures.begin(), failures.end(),
              [](const auto& a, const auto& b) { return a.repair < b.repair; });
    EXPECT_NEAR(to_seconds(failures[10'000].repair) / 3600, 1, 0.05);
    double sum = 0;
    for (const auto& failure : failures)
        sum += to_seconds(failure.repair) / 3600;
    EXPECT_NEAR(sum / 20'000, 5, 0.7);
}

TEST(FailureProcess, RepairsTakeTheSameTimeWhereMedianAndMeanAreOne) {
    for (const auto& failure : first(10, cause("x", 1 * hour, {30 * minute, 30 * minute}), 3))
        EXPECT_EQ(failure.repair, std::chrono::minutes(30));
    for (const auto& failure : first(10, cause("x", 1 * hour), 3))
        EXPECT_EQ(failure.repair, SimDuration(0));
}

TEST(FailureProcess, NoneComesAfterTheEndOfTheClock) {
    FailureProcess process(cause("x", 1e9 * 365.25 * day), 1);
    EXPECT_FALSE(process.next());
}

// 1/6 h + 1/12 h = 1/4 h of all parts; of an eighth of them one in 32 h.
TEST(FailurePlan, ItsCausesAddUp) {
    FailurePlan plan;
    plan.causes = {cause("a", 6 * hour), cause("b", 12 * hour)};
    EXPECT_DOUBLE_EQ(plan.mtbf_of(1).in(hour), 4);
    EXPECT_DOUBLE_EQ(plan.mtbf_of(0.125).in(hour), 32);
}

}  // namespace
}  // namespace twin
