#include "validation/calibration/reference.h"

#include <cmath>
#include <gmock/gmock.h>
#include <numeric>
#include <set>

namespace twin::calibration {
namespace {

using testing::DoubleNear;
using testing::ElementsAre;
using testing::SizeIs;

TEST(RandomValues, AreExactInTheirFormat) {
    for (std::uint64_t i = 0; i < 1000; ++i) {
        const double fp8 = random_value(7, i, 3);
        EXPECT_EQ(fp8 * 8, std::round(fp8 * 8));
        EXPECT_GE(fp8, -1);
        EXPECT_LT(fp8, 1);
        const double fp32 = random_value(7, i, 23);
        EXPECT_EQ(fp32, double(float(fp32)));
    }
}

// Uniform in [-1, 1): mean 0, variance 1/3.
TEST(RandomValues, AreUniformAndOfTheirStream) {
    const auto a = random_values(1, 0, 100'000, Precision::fp64);
    const auto b = random_values(2, 0, 100'000, Precision::fp64);
    EXPECT_NEAR(sum(a) / 1e5, 0, 0.01);
    EXPECT_NEAR(dot(a, a) / 1e5, 1.0 / 3, 0.01);
    EXPECT_NEAR(dot(a, b) / 1e5, 0, 0.01);
    EXPECT_EQ(random_values(1, 10, 1, Precision::fp64)[0], a[10]);
    EXPECT_EQ(std::set<double>(a.begin(), a.end()).size(), a.size());
}

// e^0 + e^ln3 = 4
TEST(Reference, SoftmaxSumsToOne) {
    EXPECT_THAT(softmax(std::vector<double>{0, std::log(3.0)}),
                ElementsAre(DoubleNear(0.25, 1e-12), DoubleNear(0.75, 1e-12)));
    EXPECT_THAT(softmax(std::vector<double>{1000, 1000}), ElementsAre(0.5, 0.5));
}

// Mean 2, variance 1.
TEST(Reference, LayerNormHasMeanZeroAndVarianceOne) {
    const double scale = 1 / std::sqrt(1 + 1e-5);
    EXPECT_THAT(layer_norm(std::vector<double>{1, 3}),
                ElementsAre(DoubleNear(-scale, 1e-12), DoubleNear(scale, 1e-12)));
}

// Scores 4 ln3 / 2 / 2 = ln3 and 0: weights 3/4 and 1/4 of values 8 and 0.
TEST(Reference, AttentionWeighsTheValues) {
    const double l = std::log(3.0);
    const std::vector<double> query = {1, 1, 0, 0}, keys = {l, l, 0, 0, 0, 0, 0, 0},
                              values = {8, 4, 0, 0, 0, 0, 0, 4};
    EXPECT_THAT(attention(query, keys, values),
                ElementsAre(DoubleNear(6, 1e-12), DoubleNear(3, 1e-12), DoubleNear(0, 1e-12),
                            DoubleNear(1, 1e-12)));
}

TEST(Reference, RunningSoftmaxIsSoftmax) {
    const std::vector<double> scores = {0.5, -3, 7, 2};
    const auto exp = [](double x) { return std::exp(x); };
    RunningSoftmax<double> running(-1e300);
    double weighted = 0;
    for (std::size_t i = 0; i < scores.size(); ++i) {
        const double shrink = running.add(scores[i], exp);
        weighted = weighted * shrink + running.weight(scores[i], exp) * double(i);
    }
    const auto weights = softmax(scores);
    EXPECT_NEAR(weighted / running.sum, weights[1] + 2 * weights[2] + 3 * weights[3], 1e-12);
}

TEST(Reference, SamplesHoldTheEnds) {
    EXPECT_THAT(sample(3, 8), ElementsAre(0, 1, 2));
    const auto some = sample(1'000'000, 64);
    EXPECT_EQ(some.front(), 0U);
    EXPECT_EQ(some.back(), 999'999U);
    EXPECT_LE(some.size(), 64U);
    EXPECT_GE(some.size(), 60U);
    EXPECT_TRUE(std::is_sorted(some.begin(), some.end()));
}

// fp32 rounds by 2^-24: 4 * 2^-24 * (1000 + 1 + sqrt(1000)) = 2.462e-4 of each weight.
TEST(ResultCheck, AWeightOfALongRowIsNotNearZero) {
    const double weight = 1e-6;
    const double allowed = allowed_error_of_softmax(weight, 1'000'000, Precision::fp32);
    EXPECT_NEAR(allowed, 2.462e-10, 1e-13);
    ResultCheck zeroed;
    zeroed.expect(0, 0, weight, allowed);
    EXPECT_EQ(zeroed.text(),
              "element 0 is 0, expected 1e-06 within 2.5e-10; 1 of 1 elements looked at are wrong");
}

TEST(ResultCheck, TellsTheFirstMistakeAndTheirNumber) {
    ResultCheck check;
    check.expect(0, 1, 1, 0);
    EXPECT_EQ(check.text(), "");
    check.expect(5, 1.5, 1, 0.1);
    check.expect(6, std::nan(""), 1, 0.1);
    EXPECT_EQ(check.text(),
              "element 5 is 1.5, expected 1 within 0.1; 2 of 3 elements looked at are wrong");
}

// A result that is off by one of 4096 products is found in fp32, but not in the rounding of bf16.
TEST(ResultCheck, TheToleranceIsBelowOneLostProduct) {
    EXPECT_LT(allowed_error(4096, Precision::fp32, Precision::fp32), 0.01);
    EXPECT_LT(allowed_error(4096, Precision::fp64, Precision::fp64), 1e-10);
    EXPECT_GT(allowed_error(4096, Precision::fp32, Precision::bf16), 0.25);
}

}  // namespace
}  // namespace twin::calibration
