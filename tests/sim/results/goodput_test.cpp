// What of the jobs' time is goodput, worked out by hand.
#include <gtest/gtest.h>
#include <string>

#include "sim/results/result_store.h"
#include "tests/sim/results/tiny_run.h"

namespace twin {
namespace {

// 3 nodes for 4000 s, of which caps took 1000, the lie of its nodes 500 and others 500: 2000 s of
// work, in one run as in one where nothing slows it.
TEST(Kpis, GoodputDoesNotRiseWhenJobsAreSlowed) {
    for (const bool slowed : {false, true}) {
        const TemporaryFile file("slowed.sqlite");
        const Site site = tiny_site();
        {
            Recorder recorder(file, tiny_info(), site);
            JobRecord job = job_of(0, 4000, 5000, slowed ? 9000 : 7000, 3);
            if (slowed) {
                job.slowed = seconds(1000);
                job.slowed_by_placement = seconds(500);
                job.slowed_by_sharing = seconds(500);
            }
            recorder.job(job);
            recorder.finish(RunStatus::finished, tiny_totals());
        }
        auto kpi = kpis_of(file);
        EXPECT_DOUBLE_EQ(kpi["goodput"].value_or(0), 2 * 3 * 2000 / 3600.0);
        EXPECT_DOUBLE_EQ(kpi["throughput_node_hours"].value_or(0), 3 * 2000 / 3600.0 * 6);
    }
}

// Of 4000 s work stood still for 1000, of which others took 400: 3000 s of work. In the second
// job's 1000 s it stood still for 200 as alone, and of the other 800 s others took half: 400 s.
TEST(Kpis, GoodputTellsSlowWorkFromSlowCheckpoints) {
    const TemporaryFile file("pauses.sqlite");
    const Site site = tiny_site();
    {
        Recorder recorder(file, tiny_info(), site);
        JobRecord paused = job_of(0, 4000, 5000, 9000, 3);
        paused.slowed_by_sharing = seconds(400);
        paused.checkpoints.emplace();
        paused.checkpoints->writing = seconds(1000);
        paused.checkpoints->delayed = seconds(400);
        recorder.job(paused);
        JobRecord slow = job_of(1, 4000, 5000, 6000, 3);
        slow.slowed_by_sharing = seconds(400);
        slow.checkpoints.emplace();
        slow.checkpoints->writing = seconds(200);
        recorder.job(slow);
        recorder.finish(RunStatus::finished, tiny_totals());
    }
    EXPECT_DOUBLE_EQ(kpis_of(file)["goodput"].value_or(0), 2 * 3 * (3000 + 400) / 3600.0);
}

// Nodes of 2 GPUs; the window is from 3600 to 18000 s. The first job has run since 1800: 14,400 s
// count. The second lost 1000 of 4000 s and wrote for 500; it goes on since 7700, restarted for 60
// and wrote for 300. Of the third 400 of 1000 s were cut off at its limit, of the fourth, as of one
// of a log, nothing is known.
TEST(Kpis, GoodputIsTheWorkInTheWindowThatWasNotLost) {
    const TemporaryFile file("goodput.sqlite");
    const Site site = tiny_site();
    {
        Recorder recorder(file, tiny_info(), site);
        JobRecord running = job_of(0, 0, 1800, 30000, 1);
        running.state = JobState::running;
        running.end = sim_never;
        recorder.job(running);
        LostAttempt lost{1, 1, at_second(3600), at_second(7600), 3, "x"};
        lost.times = AttemptTimes{seconds(1000), {}, seconds(500), 2};
        recorder.lost_attempt(lost);
        JobRecord second = job_of(1, 3600, 7700, 30000, 3);
        second.state = JobState::running;
        second.end = sim_never;
        second.requeues = 1;
        second.checkpoints.emplace();
        second.checkpoints->interval = seconds(1500);
        second.checkpoints->writing = seconds(800);
        second.checkpoints->restarting = seconds(60);
        recorder.job(second);
        JobRecord cut = job_of(2, 4000, 5000, 6000, 1);
        cut.state = JobState::killed_at_limit;
        cut.unkept = seconds(400);
        recorder.job(cut);
        JobRecord of_log = job_of(3, 4000, 5000, 6000, 1);
        of_log.state = JobState::killed_at_limit;
        recorder.job(of_log);
        recorder.finish(RunStatus::finished, tiny_totals());
    }
    auto kpi = kpis_of(file);
    const double node_s = 14400 + 3 * (2500 + (10300 - 60 - 300)) + 600 + 1000;
    EXPECT_NEAR(kpi["goodput"].value_or(0), 2 * node_s / 3600, 1e-9);
    EXPECT_DOUBLE_EQ(kpi["gpu_hours_cut"].value_or(0), 2 * 400 / 3600.0);
    EXPECT_DOUBLE_EQ(kpi["gpu_hours_lost"].value_or(0), 2 * 3 * 1000 / 3600.0);
    const ResultStore store(file);
    std::string attempts;
    Rows row = store.query(
        "SELECT printf('%d/%d %s %g=%g+%g+%g+%g ', idx, attempt, outcome, run_s, kept_s, lost_s, "
        "restarting_s, writing_s) FROM job_attempt");
    while (row.next())
        attempts += row.text(0);
    EXPECT_EQ(attempts,
              "0/1 running 16200=16200+0+0+0 1/1 x 4000=2500+1000+0+500 "
              "1/2 running 10300=9940+0+60+300 2/1 killed at limit 1000=600+400+0+0 "
              "3/1 killed at limit 1000=1000+0+0+0 ");
}

}  // namespace
}  // namespace twin
