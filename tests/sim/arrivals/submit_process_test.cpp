#include "sim/arrivals/submit_process.h"

#include <array>
#include <cmath>
#include <gmock/gmock.h>

namespace twin {
namespace {

using namespace std::chrono;
using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::IsEmpty;

constexpr CalendarTime monday = sys_days(2026y / June / 1);

std::vector<SimTime> all(const SubmitSettings& settings, std::uint64_t seed = 1) {
    EXPECT_THAT(check(settings), IsEmpty());
    SubmitProcess process(settings, Rng(seed, "arrivals"));
    std::vector<SimTime> submits;
    while (const auto submit = process.next())
        submits.push_back(*submit);
    return submits;
}

SubmitSettings jobs_in(std::int64_t jobs, SimDuration horizon) {
    SubmitSettings settings;
    settings.jobs = jobs;
    settings.horizon = horizon;
    settings.start = monday;
    return settings;
}

// Weights 1 (00-01) to 24 (23-24), days 1 (Monday) to 7: the day's sum is 300, the week's 300 * 28.
// From Tuesday 06:30: half of hour 6 (weight 7 * 2) is left, and a week later it is 8400.
TEST(WeeklyCycle, cumulates_the_weights_and_inverts_them) {
    SubmitSettings settings = jobs_in(1, weeks(60));
    for (std::size_t i = 0; i < 24; ++i)
        settings.hour_weights[i] = static_cast<double>(i + 1);
    for (std::size_t i = 0; i < 7; ++i)
        settings.day_weights[i] = static_cast<double>(i + 1);
    settings.start = monday + days(1) + 6h + 30min;
    const WeeklyCycle cycle(settings);
    EXPECT_DOUBLE_EQ(cycle.cumulated(0s), 0);
    EXPECT_DOUBLE_EQ(cycle.cumulated(30min), 7);
    EXPECT_DOUBLE_EQ(cycle.cumulated(90min), 7 + 16);
    EXPECT_DOUBLE_EQ(cycle.cumulated(weeks(1)), 8400);
    EXPECT_DOUBLE_EQ(cycle.cumulated(weeks(52) + 30min), 52 * 8400 + 7);
    for (const SimDuration t : {SimDuration(0), SimDuration(1min), SimDuration(5h),
                                SimDuration(weeks(3) + 77h), SimDuration(weeks(59) + 1s)})
        EXPECT_NEAR(to_seconds(cycle.inverse(cycle.cumulated(t))), to_seconds(t), 1e-4);
}

TEST(SubmitProcess, gives_exactly_the_jobs_asked_for_in_order_inside_the_horizon) {
    const auto submits = all(jobs_in(10'000, 24h));
    ASSERT_EQ(submits.size(), 10'000u);
    EXPECT_TRUE(std::ranges::is_sorted(submits));
    EXPECT_GE(submits.front(), sim_start);
    EXPECT_LT(submits.back(), sim_start + 24h);
    for (const SimTime submit : submits)
        EXPECT_EQ(submit.time_since_epoch() % 1s, 0ns);
}

TEST(SubmitProcess, no_jobs_and_one_second) {
    EXPECT_THAT(all(jobs_in(0, 24h)), IsEmpty());
    EXPECT_THAT(all(jobs_in(2, 1s)), ElementsAre(sim_start, sim_start));
}

// Uniform order statistics: the mean of n submits is horizon/2 with standard deviation
// horizon / sqrt(12 n) = 0.00289 of it for 10,000; four of them are allowed.
TEST(SubmitProcess, without_a_cycle_the_jobs_are_uniform) {
    const auto submits = all(jobs_in(10'000, 1000h));
    double sum = 0;
    for (const SimTime submit : submits)
        sum += to_seconds(submit) / 3.6e6;
    EXPECT_NEAR(sum / 10'000, 0.5, 0.0116);
}

// A Poisson number of mean 10,000: standard deviation 100.
TEST(SubmitProcess, a_rate_gives_a_poisson_number) {
    SubmitSettings settings = jobs_in(0, 1000h);
    settings.jobs.reset();
    settings.rate = 10 / hour.in(second)*hertz;
    settings.hour_weights[3] = 5;
    const auto submits = all(settings);
    EXPECT_NEAR(static_cast<double>(submits.size()), 10'000, 400);
    EXPECT_TRUE(std::ranges::is_sorted(submits));
    EXPECT_LT(submits.back(), sim_start + 1000h);
}

// Only 08-10 UTC on Tuesdays, with 09-10 three times as busy. Started on a Saturday at 12:00,
// the first such hour is 2 d 20 h later; of 10,000 jobs 3/4 (standard deviation 43) are in 09-10.
TEST(SubmitProcess, follows_the_calendar) {
    SubmitSettings settings = jobs_in(10'000, weeks(4));
    settings.start = monday + days(5) + 12h;
    settings.hour_weights.fill(0);
    settings.hour_weights[8] = 1;
    settings.hour_weights[9] = 3;
    settings.day_weights = {0, 1, 0, 0, 0, 0, 0};
    std::array<int, 2> by_hour{};
    for (const SimTime submit : all(settings)) {
        const auto in_week = (submit.time_since_epoch() + days(5) + 12h) % weeks(1);
        ASSERT_GE(in_week, days(1) + 8h);
        ASSERT_LT(in_week, days(1) + 10h);
        ++by_hour[in_week < days(1) + 9h ? 0 : 1];
    }
    EXPECT_NEAR(by_hour[1], 7'500, 172);
}

TEST(SubmitProcess, mistakes_are_named) {
    SubmitSettings settings;
    settings.hour_weights[2] = -1;
    settings.day_weights.fill(0);
    EXPECT_THAT(
        check(settings),
        ElementsAre(SettingFault{"jobs", "expected either 'jobs' or 'rate', got neither"},
                    SettingFault{"horizon", "expected at least 1 s, got 0 s"},
                    SettingFault{"hour_weights", "expected weights of 0 or more, got -1"},
                    SettingFault{"day_weights", "expected a weight above 0, got only zeros"}));
    settings = jobs_in(-1, 1h);
    settings.rate = -1 * hertz;
    EXPECT_THAT(
        check(settings),
        ElementsAre(SettingFault{"rate", "expected either 'jobs' or 'rate', got both"},
                    SettingFault{"jobs", "expected 0 or more, got -1"},
                    SettingFault{"rate", "expected 0 to 1,000,000 jobs per second, got -1"}));
    settings = jobs_in(5, 1h);  // Monday 00-01
    settings.day_weights[0] = 0;
    EXPECT_THAT(
        check(settings),
        ElementsAre(SettingFault{"hour_weights",
                                 "expected a weight above 0 inside the horizon, got only zeros"}));
}

}  // namespace
}  // namespace twin
