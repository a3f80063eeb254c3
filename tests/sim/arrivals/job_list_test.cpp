#include "sim/arrivals/job_list.h"

#include <gmock/gmock.h>

#include "tests/sim/arrivals/files.h"

namespace twin {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::IsEmpty;

JobListSummary scan(std::string_view text, const JobListOptions& options = {}) {
    return scan_job_list(write_file(text, ".csv"), options);
}

std::vector<Job> read(std::string_view text, const JobListOptions& options = {}) {
    const auto path = write_file(text, ".csv");
    const JobListSummary summary = scan_job_list(path, options);
    JobListSource source(path, options, summary);
    auto jobs = all_jobs(source);
    EXPECT_EQ(source.counts(), summary.counts);
    return jobs;
}

JobListOptions four_gpus() {
    JobListOptions options;
    options.gpus_per_node = 4;
    return options;
}

TEST(JobList, a_row_becomes_a_job) {
    const auto jobs = read(
        "id,submit_s,nodes,runtime_s,limit_s,cpu_util,gpu_util\n"
        "3,100,65,10353,28407,0.25,3\n"
        "4,100.5,1,20,10,1,0\n",
        four_gpus());
    ASSERT_EQ(jobs.size(), 2u);
    EXPECT_EQ(jobs[0].log_id, 3);
    EXPECT_EQ(jobs[0].submit, sim_start);
    EXPECT_EQ(jobs[0].nodes, 65);
    EXPECT_EQ(jobs[0].limit, 28407s);
    EXPECT_THAT(jobs[0].phases, ElementsAre(Phase{10353s, 0.25, 0.75}));
    EXPECT_EQ(jobs[1].submit, sim_start + 500ms);
    EXPECT_THAT(jobs[1].phases, ElementsAre(Phase{10s, 1, 0}));  // ends at its limit
}

TEST(JobList, columns_come_in_any_order_and_optional_ones_may_lack) {
    const std::string text = "runtime_s , nodes,id,submit_s\r\n\r\n 7 ,2,1,668.2\r\n";
    const auto summary = scan(text);
    EXPECT_THAT(summary.header_faults, IsEmpty());
    EXPECT_FALSE(summary.gives_cpu_utilisation);
    EXPECT_FALSE(summary.gives_gpu_utilisation);
    EXPECT_EQ(summary.first_submit, SimDuration(668'200ms));
    EXPECT_EQ(summary.counts.limit_missing, 1);
    const auto jobs = read(text);
    ASSERT_EQ(jobs.size(), 1u);
    EXPECT_EQ(jobs[0].limit, 7s);
}

TEST(JobList, an_empty_limit_is_a_missing_one) {
    const auto summary = scan("id,submit_s,nodes,runtime_s,limit_s\n1,0,1,5,\n2,0,1,5,9\n");
    EXPECT_EQ(summary.counts.limit_missing, 1);
    EXPECT_EQ(summary.counts.jobs, 2);
}

TEST(JobList, unknown_doubled_and_missing_columns_are_faults_of_the_file) {
    const auto summary = scan("id,submit,nodes,nodes,limit_s\n1,0,1,1,5\n");
    EXPECT_THAT(
        summary.header_faults,
        ElementsAre(LogFault{1, 4,
                             "unknown column 'submit'; the columns of a job list are id, submit_s, "
                             "nodes, runtime_s, limit_s, cpu_util, gpu_util"},
                    LogFault{1, 17, "column 'nodes' is named twice"},
                    LogFault{1, 0, "the column 'submit_s' is missing"},
                    LogFault{1, 0, "the column 'runtime_s' is missing"}));
    EXPECT_EQ(summary.counts.records, 0);
}

TEST(JobList, an_empty_file_is_a_fault) {
    EXPECT_THAT(scan("\n").header_faults,
                ElementsAre(LogFault{
                    1, 0,
                    "expected a line that names the columns (id, submit_s, nodes, runtime_s, "
                    "limit_s, cpu_util, gpu_util), got an empty file"}));
}

TEST(JobList, malformed_rows_are_dropped_and_explained) {
    const auto summary = scan(
        "id,submit_s,nodes,runtime_s,cpu_util,gpu_util\n"
        "1,0,1,5,0.5\n"
        "x,0,1,5,0.5,1\n"
        "3,0,1.5,5,0.5,1\n"
        "4,soon,1,5,0.5,1\n"
        "5,0,1,4000000001,0.5,1\n"
        "6,0,1,5,1.01,1\n"
        "7,0,1,5,nan,1\n"
        "8,0,1,5,0.5,4.1\n"
        "9,0,1,5,1,4\n",
        four_gpus());
    EXPECT_EQ(summary.counts.malformed, 8);
    EXPECT_EQ(summary.counts.jobs, 1);
    EXPECT_TRUE(summary.gives_cpu_utilisation);
    EXPECT_THAT(
        summary.unusable,
        ElementsAre(
            LogFault{2, 0, "5 fields; the header names 6"},
            LogFault{3, 1, "id: expected a whole number, got 'x'"},
            LogFault{4, 5, "nodes: expected a whole number, got '1.5'"},
            LogFault{5, 3, "submit_s: expected a number of seconds, got 'soon'"},
            LogFault{6, 7, "runtime_s: expected at most 4000000000 s, got '4000000001'"},
            LogFault{7, 9, "cpu_util: expected a share from 0 to 1, got '1.01'"},
            LogFault{8, 9, "cpu_util: expected a share from 0 to 1, got 'nan'"},
            LogFault{9, 13, "gpu_util: expected busy GPUs per node from 0 to 4, got '4.1'"}));
}

// The same tests as for SWF logs: log_source.
TEST(JobList, unusable_rows_are_counted_by_rule) {
    JobListOptions options;
    options.max_nodes = 10;
    options.length = 100s;
    const auto summary = scan(
        "id,submit_s,nodes,runtime_s\n1,-1,1,5\n2,0,1,0\n3,0,0,5\n4,0,11,5\n5,0,10,5\n6,100,1,5\n",
        options);
    EXPECT_EQ(summary.counts, (ArrivalCounts{.records = 6,
                                             .negative_submit = 1,
                                             .no_run_time = 1,
                                             .no_size = 1,
                                             .larger_than_site = 1,
                                             .outside_window = 1,
                                             .limit_missing = 1,
                                             .jobs = 1}));
}

// The window starts at the earliest job, so the file is read twice: the header as well.
TEST(JobList, an_unsorted_list_with_a_window) {
    JobListOptions options;
    options.length = 10s;
    const auto jobs = read("id,submit_s,nodes,runtime_s\n1,25,1,1\n2,20,1,1\n3,31,1,1\n", options);
    ASSERT_EQ(jobs.size(), 2u);
    EXPECT_EQ(jobs[0].log_id, 2);
    EXPECT_EQ(jobs[1].submit, sim_start + 5s);
}

}  // namespace
}  // namespace twin
