#include "gui/run/job_store.h"

#include <gtest/gtest.h>

#include "tests/sim/results/tiny_run.h"

namespace twin {
namespace {

JobStore tiny_jobs() {
    const TemporaryFile file("job-store.sqlite");
    write_energy_run(file);
    return read_jobs(ResultStore(file));
}

TEST(JobStore, HoldsTheColumnsOfTheFile) {
    const JobStore jobs = tiny_jobs();
    ASSERT_EQ(jobs.size(), 7U);
    EXPECT_EQ(jobs.start_s[2], 7600);
    EXPECT_EQ(jobs.end_s[4], JobStore::never);
    EXPECT_EQ(jobs.start_s[5], JobStore::never);
    EXPECT_EQ(jobs.state[2], JobState::killed_at_limit);
    EXPECT_EQ(jobs.cause[3], WaitCause::order);
    EXPECT_EQ(jobs.backfilled[3], 1);
    EXPECT_EQ(jobs.name_of(3), "short, \"quoted\"");
    EXPECT_EQ(jobs.name_of(4), "");
    EXPECT_EQ(jobs.title_of(4).toStdString(), "job 5");  // its number in the log
    EXPECT_FLOAT_EQ(jobs.grid_kwh[1], 4.6F);
    EXPECT_FLOAT_EQ(jobs.cost_eur[3], 0.5F);
    EXPECT_FLOAT_EQ(jobs.carbon_kg[3], 1.3F);
    EXPECT_TRUE(jobs.has_grid && jobs.has_cost && jobs.has_carbon);
    EXPECT_EQ(jobs.spans_of(5).size(), 0U);
    const auto spans = jobs.spans_of(3);
    ASSERT_EQ(spans.size(), 3U);
    EXPECT_EQ(spans[1].first, 4);
    EXPECT_EQ(spans[1].count, 4);
    EXPECT_EQ(jobs.row_of(6), JobRow(6));
    EXPECT_EQ(jobs.row_of(7), std::nullopt);
    // Job 5 has not started; 3 and 6 start at the same instant.
    EXPECT_EQ(jobs.by_start, (std::vector<JobRow>{0, 1, 2, 3, 6, 4}));
}

TEST(JobStore, KnowsThePhaseOfAJobThatWasPutBack) {
    const JobStore jobs = tiny_jobs();
    // Submitted at 8000, ran from 8200 to 8400 and from 9400 to 10000.
    EXPECT_EQ(jobs.phase_at(6, 7999), JobPhase::absent);
    EXPECT_EQ(jobs.phase_at(6, 8000), JobPhase::waiting);
    EXPECT_EQ(jobs.phase_at(6, 8200), JobPhase::running);
    EXPECT_EQ(jobs.phase_at(6, 8400), JobPhase::waiting);
    EXPECT_EQ(jobs.phase_at(6, 9400), JobPhase::running);
    EXPECT_EQ(jobs.phase_at(6, 10000), JobPhase::ended);
    // In the queue from 8000 to 8200 and, put back, from 8400 to 9400.
    EXPECT_EQ(jobs.waited_s(6, 8300), 200);
    EXPECT_EQ(jobs.waited_s(6, 8500), 300);
    EXPECT_EQ(jobs.waited_s(6, 99999), 1200);
}

TEST(JobStore, CountsTheQueue) {
    const JobStore jobs = tiny_jobs();
    // At 9000: 3, 4, 5 and, put back, 6 wait for 1 + 2 + 12 + 1 nodes; 2 runs on all 12.
    JobStore::Queue queue = jobs.queue_at(9000);
    EXPECT_EQ(queue.waiting_jobs, 4);
    EXPECT_EQ(queue.waiting_nodes, 16);
    EXPECT_EQ(queue.running_jobs, 1);
    EXPECT_EQ(queue.busy_nodes, 12);
    EXPECT_EQ(queue.free_nodes, 0);
    // At 9500: 5 waits for 12; 4 and 6 run on 2 + 1 nodes.
    queue = jobs.queue_at(9500);
    EXPECT_EQ(queue.waiting_jobs, 1);
    EXPECT_EQ(queue.waiting_nodes, 12);
    EXPECT_EQ(queue.running_jobs, 2);
    EXPECT_EQ(queue.free_nodes, 9);
}

TEST(JobStore, TellsSizeClasses) {
    JobStore jobs = tiny_jobs();
    ASSERT_GE(jobs.size_classes.size(), 2U);
    jobs.size_classes = {{"1-8", 1}, {">8", 9}};
    EXPECT_EQ(jobs.class_of(1), 0);  // 8 nodes
    EXPECT_EQ(jobs.class_of(2), 1);  // 12
}

TEST(JobStore, ReadsNodeRanges) {
    std::vector<NodeRange> spans;
    append_spans("0-47,96,100-143", spans);
    ASSERT_EQ(spans.size(), 3U);
    EXPECT_EQ(spans[0].count, 48);
    EXPECT_EQ(spans[1].first, 96);
    EXPECT_EQ(spans[1].count, 1);
    EXPECT_EQ(spans[2].count, 44);
    append_spans("", spans);
    EXPECT_EQ(spans.size(), 3U);
}

}  // namespace
}  // namespace twin
