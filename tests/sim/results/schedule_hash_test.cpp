#include "sim/results/schedule_hash.h"

#include <gtest/gtest.h>

#include "tests/sim/results/tiny_run.h"

namespace twin {
namespace {

TEST(ScheduleHash, OfThreeJobsOnTenProcessors) {
    const TemporaryFile file("schedule.sqlite");
    const Site site = flat_site(10);
    {
        Recorder recorder(file, tiny_info(), site);
        JobRecord last = job_of(2, 102, 104, 109, 5);
        last.backfilled = true;
        recorder.job(last);  // jobs come in the order of their ends
        recorder.job(job_of(0, 100, 100, 120, 4));
        recorder.job(job_of(1, 101, 120, 150, 10));
        recorder.finish(RunStatus::finished, {at_second(150), {}, {}, 1, 2, 0});
    }
    const ScheduleSummary s = summarise_schedule(ResultStore(file));
    EXPECT_EQ(s.jobs, 3);
    EXPECT_EQ(s.sum_wait_s, 0 + 19 + 2);
    EXPECT_EQ(s.mean_wait_s, 7);
    // 1, (19 + 30) / 30, max(1, 7 / 10)
    EXPECT_DOUBLE_EQ(s.mean_bounded_slowdown, (1 + 49.0 / 30 + 1) / 3);
    EXPECT_EQ(s.makespan_s, 50);
    EXPECT_DOUBLE_EQ(s.utilisation, (4 * 20 + 10 * 30 + 5 * 5) / 500.0);
    EXPECT_EQ(s.backfilled, 1);
    EXPECT_EQ(s.sum_start_s, 0 + 20 + 4);
    // printf '0 0 20\n1 20 50\n2 4 9\n' | sha256sum
    EXPECT_EQ(s.sha256, "7389b6d6125f2ce2232f60af9feefbb76ffc357ec3e44b1161c5e1212cfec38c");
}

TEST(ScheduleHash, RefusesAScheduleThatIsNotWhole) {
    const TemporaryFile file("censored.sqlite");
    write_tiny_run(file);
    try {
        summarise_schedule(ResultStore(file));
        FAIL();
    } catch (const std::runtime_error& error) {
        EXPECT_EQ(error.what(), "cannot read " + file.path().string() +
                                    ": job 4 has not ended: no whole schedule");
    }
}

}  // namespace
}  // namespace twin
