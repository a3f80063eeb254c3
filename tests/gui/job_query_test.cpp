#include "gui/tables/job_query.h"

#include <algorithm>
#include <gtest/gtest.h>
#include <random>

#include "tests/gui/made_jobs.h"
#include "tests/sim/results/tiny_run.h"

namespace twin {
namespace {

using Rows = std::vector<JobRow>;

class JobQueryTest : public testing::Test {
  protected:
    JobQueryTest() {
        const TemporaryFile file("job-query.sqlite");
        write_tiny_run(file);
        jobs_ = read_jobs(ResultStore(file));
    }
    JobStore jobs_;
};

TEST_F(JobQueryTest, AsksForAPhase) {
    JobQuery query;
    query.at_s = 8300;  // 2 and the first attempt at 6 run
    EXPECT_EQ(find_jobs(jobs_, query), (Rows{3, 4, 5}));
    query.what = JobQuery::What::running;
    EXPECT_EQ(find_jobs(jobs_, query), (Rows{2, 6}));
    query.what = JobQuery::What::finished;
    EXPECT_EQ(find_jobs(jobs_, query), (Rows{0, 1}));
    query.what = JobQuery::What::all;
    EXPECT_EQ(find_jobs(jobs_, query).size(), 7U);
}

TEST_F(JobQueryTest, Filters) {
    JobQuery query;
    query.what = JobQuery::What::all;
    query.state = JobState::failed;
    EXPECT_EQ(find_jobs(jobs_, query), (Rows{6}));
    query.state.reset();
    query.cause = WaitCause::order;
    EXPECT_EQ(find_jobs(jobs_, query), (Rows{3}));
    query.cause.reset();
    query.on = NodeRange{10, 2};  // of 2 with all nodes and of 3 with 0, 4 to 7 and 11
    EXPECT_EQ(find_jobs(jobs_, query), (Rows{2, 3}));
    query.on.reset();
    query.text = " QUOTED ";
    EXPECT_EQ(find_jobs(jobs_, query), (Rows{3}));
    query.text = "7";  // the number in the log
    EXPECT_EQ(find_jobs(jobs_, query), (Rows{6}));
}

TEST_F(JobQueryTest, SortsWhatIsNotThereLast) {
    JobQuery query;
    query.what = JobQuery::What::all;
    query.at_s = 8300;
    query.by = JobColumn::started;
    // Started by then at 0, 3600 and 7600; job 6's last start comes later.
    EXPECT_EQ(find_jobs(jobs_, query), (Rows{0, 1, 2, 3, 4, 5, 6}));
    query.descending = true;
    EXPECT_EQ(find_jobs(jobs_, query), (Rows{2, 1, 0, 3, 4, 5, 6}));
    query.by = JobColumn::nodes;  // 4, 8, 12, 1, 2, 12, 1: equal ones stay in their order
    EXPECT_EQ(find_jobs(jobs_, query), (Rows{2, 5, 1, 0, 4, 3, 6}));
}

TEST_F(JobQueryTest, SaysWhy) {
    const WaitReason at_9500(jobs_, 9500);
    EXPECT_EQ(at_9500.first(), JobRow(5));
    EXPECT_EQ(at_9500.of(5).toStdString(), "too few free nodes: 9 free of 12");
    EXPECT_EQ(at_9500.of(0).toStdString(), "did not wait");
    EXPECT_EQ(at_9500.of(2).toStdString(), "there were too few free nodes when it came");
    EXPECT_EQ(at_9500.of(3).toStdString(),
              "nodes were free, the policy kept them for a job before it");
    // At 7300 all twelve nodes are free; 2 came before the others.
    const WaitReason at_7300(jobs_, 7300);
    EXPECT_EQ(at_7300.first(), JobRow(2));
    EXPECT_EQ(at_7300.of(4).toStdString(),
              "waits its turn behind job 3, although 12 nodes are free");
    EXPECT_EQ(at_7300.of(2).toStdString(), "the policy's order, although 12 nodes are free");
    jobs_.cause[4] = WaitCause::power;
    EXPECT_EQ(WaitReason(jobs_, 7300).of(4).toStdString(),
              "the power cap leaves no room, although 12 nodes are free");
}

TEST(JobQuery, SortsManyAsTheStandardLibraryDoes) {
    std::mt19937_64 random(1);
    std::uniform_real_distribution<double> seconds(0, 3e7);
    std::vector<MadeJob> made(20'000);
    for (MadeJob& job : made) {
        job.submit_s = std::floor(seconds(random) / 1e4);  // many equal ones
        job.start_s = job.submit_s + seconds(random);
        job.end_s = job.start_s + seconds(random);
    }
    const JobStore jobs = made_jobs(made);
    for (const bool descending : {false, true})
        for (const JobColumn by : {JobColumn::submitted, JobColumn::waited, JobColumn::ran}) {
            JobQuery query;
            query.what = JobQuery::What::all;
            query.at_s = 1e9;
            query.by = by;
            query.descending = descending;
            Rows expected(jobs.size());
            for (JobRow row = 0; row < jobs.size(); ++row)
                expected[row] = row;
            std::stable_sort(expected.begin(), expected.end(), [&](JobRow a, JobRow b) {
                const double left = sort_key(jobs, a, by, 1e9), right = sort_key(jobs, b, by, 1e9);
                return descending ? right < left : left < right;
            });
            EXPECT_EQ(find_jobs(jobs, query), expected);
        }
}

}  // namespace
}  // namespace twin
