#include "sim/arrivals/utilisation.h"

#include <cmath>
#include <gmock/gmock.h>

namespace twin {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using Kind = UtilisationSettings::Kind;

struct Moments {
    double mean = 0, variance = 0;
};

Moments gpu_moments(const UtilisationSettings& settings) {
    constexpr int count = 50'000;
    double sum = 0, squares = 0;
    for (int i = 0; i < count; ++i) {
        Job job;
        job.index = i;
        job.phases.emplace_back();
        draw_utilisation(job, {}, settings, 3);
        const double value = job.phases[0].gpu_utilisation;
        EXPECT_GE(value, 0);
        EXPECT_LE(value, 1);
        sum += value;
        squares += value * value;
    }
    return {sum / count, squares / count - sum / count * sum / count};
}

// Uniform on 0.2 to 0.8: mean 0.5, variance 0.6^2 / 12 = 0.03; the mean of 50,000 has the standard
// deviation 0.00077.
TEST(Utilisation, uniform) {
    const auto [mean, variance] = gpu_moments({.kind = Kind::uniform, .min = 0.2, .max = 0.8});
    EXPECT_NEAR(mean, 0.5, 0.0031);
    EXPECT_NEAR(variance, 0.03, 0.001);
}

// Beta with mean 0.7 and concentration 4: variance 0.7 * 0.3 / 5 = 0.042; standard deviation of the
// mean 0.00092.
TEST(Utilisation, beta) {
    const auto [mean, variance] =
        gpu_moments({.kind = Kind::beta, .mean = 0.7, .concentration = 4});
    EXPECT_NEAR(mean, 0.7, 0.0037);
    EXPECT_NEAR(variance, 0.042, 0.0015);
}

TEST(Utilisation, fixed) {
    const auto [mean, variance] = gpu_moments({.kind = Kind::fixed, .mean = 0.25});
    EXPECT_EQ(mean, 0.25);
    EXPECT_EQ(variance, 0);
}

TEST(Utilisation, depends_on_the_index_alone_and_not_on_the_other_part) {
    const UtilisationSettings uniform{.kind = Kind::uniform};
    Job both, gpu_only;
    both.index = gpu_only.index = 17;
    both.phases.resize(2);
    gpu_only.phases.push_back({SimDuration(1), 0.125, 0});
    draw_utilisation(both, uniform, uniform, 1);
    draw_utilisation(gpu_only, {}, uniform, 1);
    EXPECT_EQ(both.phases[0].gpu_utilisation, gpu_only.phases[0].gpu_utilisation);
    EXPECT_EQ(both.phases[0], both.phases[1]);
    EXPECT_NE(both.phases[0].cpu_utilisation, both.phases[0].gpu_utilisation);
    EXPECT_EQ(gpu_only.phases[0].cpu_utilisation, 0.125);
    Job other;
    other.index = 18;
    other.phases.resize(1);
    draw_utilisation(other, {}, uniform, 1);
    EXPECT_NE(other.phases[0].gpu_utilisation, gpu_only.phases[0].gpu_utilisation);
}

TEST(Utilisation, mistakes_are_named) {
    EXPECT_THAT(check({.kind = Kind::uniform}, "gpu"), IsEmpty());
    EXPECT_THAT(check({.kind = Kind::fixed, .mean = 1.5}, "gpu"),
                ElementsAre(SettingFault{"gpu.mean", "expected 0 to 1, got 1.5"}));
    EXPECT_THAT(check({.kind = Kind::uniform, .min = 0.5, .max = 0.4}, "gpu"),
                ElementsAre(SettingFault{"gpu.max", "expected a value from 'min' to 1, got 0.4"}));
    EXPECT_THAT(check({.kind = Kind::beta, .mean = 1, .concentration = 0}, "cpu"),
                ElementsAre(SettingFault{"cpu.mean", "expected a value between 0 and 1, got 1"},
                            SettingFault{"cpu.concentration", "expected 0.1 to 1,000,000, got 0"}));
}

}  // namespace
}  // namespace twin
