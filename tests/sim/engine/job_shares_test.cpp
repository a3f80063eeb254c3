#include "sim/engine/job_shares.h"

#include <gtest/gtest.h>
#include <map>
#include <random>

#include "tests/sim/engine/small_run.h"

namespace twin {
namespace {

struct Delivered {
    std::map<JobIndex, JobRecord> records;
    JobShares::Deliver take() {
        return [this](JobRecord&& record) { records[record.index] = std::move(record); };
    }
};

JobRecord of_job(JobIndex index) {
    JobRecord record;
    record.index = index;
    return record;
}

Integral energy(Microwatts power, std::int64_t for_seconds) {
    return static_cast<Integral>(power) * seconds(for_seconds).count();
}

StretchTotals totals(double joules) {
    return {joules * joule, 2 * joules * euro, 3 * joules * gram_co2, 4 * joules * gram_co2};
}

// From 0 s to 10 s the site draws 1500 J. Job 0 draws 2 uW all the time, job 1 4 uW for 5 s: each
// half. From 10 s to 20 s 600 J: job 0 goes on alone until 15 s, all 600 J are its.
TEST(JobShares, AreInProportionToWhatNodesDraw) {
    Delivered delivered;
    JobShares shares(delivered.take());
    const auto first = shares.open(at_second(0)), second = shares.open(at_second(0));
    shares.add(second, 4, at_second(0), at_second(5));
    shares.close(second, of_job(1));
    EXPECT_TRUE(delivered.records.empty());
    shares.close_stretch(at_second(10), energy(2, 10) + energy(4, 5), totals(1500));
    ASSERT_EQ(delivered.records.size(), 1U);
    EXPECT_DOUBLE_EQ(delivered.records[1].grid_energy.in(joule), 750);
    EXPECT_DOUBLE_EQ(delivered.records[1].cost.in(euro), 1500);
    EXPECT_DOUBLE_EQ(delivered.records[1].carbon_direct.in(gram_co2), 2250);
    EXPECT_DOUBLE_EQ(delivered.records[1].carbon_life_cycle.in(gram_co2), 3000);
    shares.add(first, 2, at_second(0), at_second(15));
    shares.close(first, of_job(0));
    shares.close_stretch(at_second(20), energy(2, 5), totals(600));
    EXPECT_DOUBLE_EQ(delivered.records[0].grid_energy.in(joule), 750 + 600);
    EXPECT_EQ(shares.unshared().grid_energy.si(), 0);
}

TEST(JobShares, AStretchWithoutJobsIsNobodys) {
    Delivered delivered;
    JobShares shares(delivered.take());
    shares.close_stretch(at_second(10), 0, totals(100));
    shares.close_stretch(at_second(20), 0, totals(50));
    EXPECT_EQ(shares.unshared().grid_energy.in(joule), 150);
    EXPECT_EQ(shares.unshared().cost.in(euro), 300);
    EXPECT_EQ(shares.unshared().carbon_direct.in(gram_co2), 450);
    EXPECT_EQ(shares.unshared().carbon_life_cycle.in(gram_co2), 600);
}

// What ends with the last stretch is added behind it.
TEST(JobShares, SettleAtTheEndOfARun) {
    Delivered delivered;
    JobShares shares(delivered.take());
    const auto account = shares.open(at_second(0));
    shares.close_stretch(at_second(10), energy(7, 10), totals(100));
    shares.add(account, 7, at_second(0), at_second(10));
    shares.close(account, of_job(0));
    shares.settle();
    EXPECT_DOUBLE_EQ(delivered.records[0].grid_energy.in(joule), 100);
}

// 300 jobs of random power and length over 100 stretches of random totals.
TEST(JobShares, AddUpToTheTotal) {
    Delivered delivered;
    JobShares shares(delivered.take());
    std::mt19937_64 random(3);
    const auto below = [&](int n) { return static_cast<int>(random() % std::uint64_t(n)); };
    struct Running {
        JobShares::Account account = 0;
        Microwatts power = 0;
        int from = 0, until = 0;
    };
    std::vector<Running> jobs;
    for (int i = 0; i < 300; ++i) {
        const int from = below(950);
        jobs.push_back({shares.open(at_second(from)), 1 + below(1'000'000), from,
                        from + 1 + below(990 - from)});
    }
    double all = 0;
    for (int end = 10; end <= 1000; end += 10) {
        Integral busy = 0;
        for (std::size_t i = 0; i < jobs.size(); ++i) {
            const Running& job = jobs[i];
            busy += energy(job.power,
                           std::max(0, std::min(end, job.until) - std::max(end - 10, job.from)));
            if (job.until > end - 10 && job.until <= end) {
                shares.add(job.account, job.power, at_second(job.from), at_second(job.until));
                shares.close(job.account, of_job(static_cast<JobIndex>(i)));
            }
        }
        const double joules = 1 + below(1'000);
        all += joules;
        shares.close_stretch(at_second(end), busy, totals(joules));
    }
    ASSERT_EQ(delivered.records.size(), jobs.size());
    double sum = shares.unshared().grid_energy.in(joule);
    for (const auto& [index, record] : delivered.records)
        sum += record.grid_energy.in(joule);
    EXPECT_NEAR(sum / all, 1, 1e-12);
}

}  // namespace
}  // namespace twin
