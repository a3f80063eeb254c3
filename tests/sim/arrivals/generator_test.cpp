#include "sim/arrivals/generator.h"

#include <cmath>
#include <gmock/gmock.h>

#include "sim/arrivals/theta_statistics.h"
#include "tests/sim/arrivals/files.h"

namespace twin {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::IsEmpty;

// The year of the JUPITER Booster.
GeneratorSettings year() {
    GeneratorSettings settings = theta_2022_settings();
    settings.submits.jobs = 500'000;
    settings.submits.horizon = 365 * 24h;
    settings.submits.start = std::chrono::sys_days(std::chrono::year(2026) / 1 / 1);
    settings.site_nodes = 5884;
    settings.offered_load = 0.90;
    return settings;
}

GeneratorSettings small() {
    GeneratorSettings settings = year();
    settings.submits.jobs = 1000;
    settings.submits.horizon = 24h;
    settings.offered_load.reset();
    return settings;
}

std::vector<Job> generate(const GeneratorSettings& settings, std::uint64_t seed = 1) {
    EXPECT_THAT(check(settings), IsEmpty());
    GeneratorSource source(settings, seed);
    auto jobs = all_jobs(source);
    EXPECT_EQ(source.counts().jobs, std::ssize(jobs));
    EXPECT_EQ(source.counts().records, std::ssize(jobs));
    return jobs;
}

double node_seconds(const std::vector<Job>& jobs) {
    double sum = 0;
    for (const Job& job : jobs)
        sum += job.nodes * to_seconds(job.run_time);
    return sum;
}

// The standard deviation of nodes * run time is 6.7 times its mean, so that of the sum of 500,000
// is 6.7 / sqrt(500,000) = 0.95 % of it; three of them are allowed.
TEST(Generator, a_year_has_its_jobs_and_its_load) {
    const auto jobs = generate(year());
    EXPECT_EQ(jobs.size(), 500'000u);
    EXPECT_NEAR(node_seconds(jobs) / (5884 * 365 * 86400.), 0.90, 0.0255);
    EXPECT_TRUE(std::ranges::is_sorted(jobs, {}, &Job::submit));
    NodeCount smallest = 5884, largest = 0;
    for (const Job& job : jobs) {
        smallest = std::min(smallest, job.nodes);
        largest = std::max(largest, job.nodes);
        ASSERT_GE(job.run_time, 16s);
        ASSERT_LE(job.run_time, job.limit);
        ASSERT_LE(job.limit, 24h);
        ASSERT_EQ(job.limit % 15min, 0ns);
        ASSERT_EQ(job.phases.size(), 1u);
        ASSERT_EQ(job.phases[0].duration, job.run_time);
        ASSERT_LT(job.submit, sim_start + 365 * 24h);
    }
    EXPECT_EQ(smallest, 1);
    EXPECT_GT(largest, 3900);
    EXPECT_LE(largest, 4000);
}

TEST(Generator, the_same_seed_gives_the_same_jobs) {
    const auto same = [](const Job& a, const Job& b) {
        return a.submit == b.submit && a.nodes == b.nodes && a.run_time == b.run_time &&
               a.limit == b.limit;
    };
    const auto jobs = generate(small());
    EXPECT_TRUE(std::ranges::equal(jobs, generate(small()), same));
    EXPECT_FALSE(std::ranges::equal(jobs, generate(small(), 2), same));
}

TEST(Generator, a_changed_distribution_moves_no_other) {
    const auto before = generate(small());
    GeneratorSettings settings = small();
    settings.run_time.sigma = 0.5;
    settings.limit.exact_share = 0;
    settings.submits.hour_weights.fill(1);
    const auto after = generate(settings);
    EXPECT_TRUE(std::ranges::equal(before, after, {}, &Job::nodes, &Job::nodes));
    EXPECT_FALSE(std::ranges::equal(before, after, {}, &Job::run_time, &Job::run_time));
    EXPECT_FALSE(std::ranges::equal(before, after, {}, &Job::submit, &Job::submit));
    settings = small();
    settings.sizes = {{1, 64, 1}};
    const auto smaller = generate(settings);
    EXPECT_TRUE(std::ranges::equal(before, smaller, {}, &Job::run_time, &Job::run_time));
    EXPECT_TRUE(std::ranges::equal(before, smaller, {}, &Job::limit, &Job::limit));
    EXPECT_TRUE(std::ranges::equal(before, smaller, {}, &Job::submit, &Job::submit));
}

// With one size and sigma 0: run = load * nodes * horizon / (jobs * size)
// = 0.5 * 100 * 86,400 s / (1000 * 10) = 432 s.
TEST(Generator, the_load_of_a_fixed_run_time_is_exact) {
    GeneratorSettings settings = small();
    settings.sizes = {{10, 10, 1}};
    settings.site_nodes = 100;
    settings.run_time.sigma = 0;
    settings.offered_load = 0.5;
    EXPECT_NEAR(GeneratorSource(settings, 1).run_time_median().in(second), 432, 1e-6);
    EXPECT_DOUBLE_EQ(node_seconds(generate(settings)), 0.5 * 100 * 86400);
}

// P(k) = ln((k + 1) / k) / ln 5 over 1 to 4: 0.4307, 0.2519, 0.1787, 0.1386; of 100,000 the
// standard deviation is at most 157. The mean is 2.0253.
TEST(Generator, a_range_of_sizes_is_log_uniform) {
    GeneratorSettings settings = small();
    settings.submits.jobs = 100'000;
    settings.sizes = {{1, 4, 1}};
    std::array<int, 5> count{};
    for (const Job& job : generate(settings))
        ++count[job.nodes];
    EXPECT_NEAR(count[1], 43'068, 630);
    EXPECT_NEAR(count[2], 25'193, 630);
    EXPECT_NEAR(count[3], 17'875, 630);
    EXPECT_NEAR(count[4], 13'865, 630);
}

TEST(Generator, sizes_follow_their_weights) {
    GeneratorSettings settings = small();
    settings.submits.jobs = 100'000;
    settings.sizes = {{8, 8, 3}, {16, 16, 0}, {32, 32, 1}};
    int of_8 = 0;
    for (const Job& job : generate(settings)) {
        ASSERT_TRUE(job.nodes == 8 || job.nodes == 32);
        of_8 += job.nodes == 8 ? 1 : 0;
    }
    EXPECT_NEAR(of_8, 75'000, 550);  // standard deviation 137
}

// Log-normal with median 1,000 s and sigma 1, cut at both medians * e^-1 and * e^1: symmetric in
// the logarithm, so the median stays; the mean is 1000 * e^0.5 * (Phi(0) - Phi(-2)) / (Phi(1) -
// Phi(-1)) = 1648.72 * 0.477250 / 0.682689 = 1152.58 s.
TEST(TruncatedLogNormal, has_the_mean_and_the_quantiles_of_the_cut_distribution) {
    const double e = std::exp(1.);
    const RunTimeSettings settings{.median = 1000s,
                                   .sigma = 1,
                                   .min = to_sim(1000 / e * second),
                                   .max = to_sim(1000 * e * second)};
    const TruncatedLogNormal cut(settings, std::log(1000.));
    EXPECT_NEAR(cut.median().in(second), 1000, 1e-9);
    EXPECT_NEAR(cut.mean(), 1152.58, 0.01);
    EXPECT_NEAR(cut.draw(0), 1000 / e, 1e-6);
    EXPECT_NEAR(cut.draw(0.5), 1000, 1e-6);
    EXPECT_NEAR(cut.draw(1 - 0x1p-53), 1000 * e, 1e-6);
    double sum = 0;
    for (int i = 0; i < 10'000; ++i)
        sum += cut.draw((i + 0.5) / 10'000);
    EXPECT_NEAR(sum / 10'000, 1152.58, 0.05);
}

// 20 sigmas away the density inside is a falling power: draws stay inside, and ordered.
TEST(TruncatedLogNormal, far_tails_keep_their_digits) {
    const RunTimeSettings settings{.median = 1s, .sigma = 1, .min = 10s, .max = 1000s};
    for (const double mu : {std::log(10.) - 20, std::log(1000.) + 20}) {
        const TruncatedLogNormal cut(settings, mu);
        EXPECT_LT(cut.draw(0.1), cut.draw(0.5));
        EXPECT_LT(cut.draw(0.5), cut.draw(0.9));
        EXPECT_GE(cut.draw(0.1), 10);
        EXPECT_LE(cut.draw(0.9), 1000);
    }
}

// exact_share 1: the run time itself, up to the next 15 min. Without exact jobs and sigma 0 the
// factor is 1 + 2 = 3: 10 min ask for 30 min, 9 h for 24 h (not 27 h).
TEST(Generator, limits_are_factors_of_the_run_time_in_grains) {
    GeneratorSettings settings = small();
    settings.run_time = {.median = 16min, .sigma = 0, .min = 16min, .max = 16min};
    settings.limit = {.exact_share = 1, .grain = 15min, .max = 24h};
    EXPECT_EQ(generate(settings).front().limit, 30min);
    settings.limit = {.exact_share = 0, .excess_median = 2, .grain = 15min, .max = 24h};
    settings.run_time = {.median = 10min, .sigma = 0, .min = 10min, .max = 10min};
    EXPECT_EQ(generate(settings).front().limit, 30min);
    settings.run_time = {.median = 9h, .sigma = 0, .min = 9h, .max = 9h};
    EXPECT_EQ(generate(settings).front().limit, 24h);
}

TEST(Generator, mistakes_are_named_all_at_once) {
    GeneratorSettings settings = small();
    settings.sizes = {{0, 4, 1}, {1, 6000, -1}};
    settings.run_time = {.median = 5s, .sigma = -1, .min = 10s, .max = 20s};
    settings.limit.exact_share = 2;
    settings.limit.max = 10s;
    EXPECT_THAT(
        check(settings),
        ElementsAre(
            SettingFault{"sizes[0]", "expected 1 <= min <= max, got 0 and 4"},
            SettingFault{"sizes[1]", "expected at most the site's 5884 nodes, got 6000"},
            SettingFault{"sizes[1].weight", "expected 0 or more, got -1"},
            SettingFault{"sizes", "expected a size with a weight above 0, got none"},
            SettingFault{"run_time.median", "expected 10 s to 20 s (min to max), got 5 s"},
            SettingFault{"run_time.sigma", "expected 0 to 10, got -1"},
            SettingFault{"limit.exact_share", "expected 0 to 1, got 2"},
            SettingFault{"limit.max", "expected at least the longest run time (20 s), got 10 s"}));
}

// 10 jobs of 1 node for at most a day keep 100 nodes busy for at most 10 of 100 days.
TEST(Generator, a_load_out_of_reach_is_a_mistake) {
    GeneratorSettings settings = small();
    settings.submits.jobs = 10;
    settings.sizes = {{1, 1, 1}};
    settings.site_nodes = 100;
    settings.offered_load = 0.5;
    const auto faults = check(settings);
    ASSERT_EQ(faults.size(), 1u);
    EXPECT_EQ(faults[0].field, "offered_load");
    EXPECT_THAT(faults[0].message, testing::EndsWith("can carry), got 0.5"));
}

}  // namespace
}  // namespace twin
