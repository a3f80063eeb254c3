#include "sim/arrivals/swf.h"

#include <fmt/core.h>
#include <gmock/gmock.h>

#include "tests/sim/arrivals/files.h"

namespace twin {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::IsEmpty;

// A record of 18 fields, with those that are read.
std::string record(std::string_view id, std::string_view submit, std::string_view run,
                   std::string_view allocated, std::string_view requested = "-1",
                   std::string_view requested_time = "-1") {
    return fmt::format("{} {} -1 {} {} -1 -1 {} {} -1 1 -1 -1 -1 -1 -1 -1 -1\n", id, submit, run,
                       allocated, requested, requested_time);
}

struct Read {
    SwfSummary summary;
    std::vector<Job> jobs;
};

// Scans and reads; both must count the same.
Read read(std::string_view text, const LogOptions& options = {}) {
    const auto path = write_file(text, ".swf");
    Read result{scan_swf(path, options), {}};
    SwfSource source(path, options, result.summary);
    result.jobs = all_jobs(source);
    EXPECT_EQ(source.counts(), result.summary.counts);
    EXPECT_EQ(std::ssize(result.jobs), result.summary.counts.jobs);
    return result;
}

TEST(Swf, a_record_becomes_a_job_of_one_phase) {
    const auto [summary, jobs] = read(record("17", "1000", "60", "4", "8", "120"));
    ASSERT_EQ(jobs.size(), 1u);
    EXPECT_EQ(jobs[0].log_id, 17);
    EXPECT_EQ(jobs[0].submit, sim_start);  // the first kept submit is sim time 0
    EXPECT_EQ(jobs[0].nodes, 4);
    EXPECT_EQ(jobs[0].run_time, 60s);
    EXPECT_EQ(jobs[0].limit, 120s);
    EXPECT_THAT(jobs[0].phases, ElementsAre(Phase{60s, 0, 0}));
    EXPECT_EQ(summary.first_submit, SimDuration(1000s));
    EXPECT_EQ(summary.node_seconds, 240);
    EXPECT_THAT(summary.unusable, IsEmpty());
}

TEST(Swf, the_size_is_the_allocated_else_the_requested) {
    const auto jobs = read(record("1", "0", "1", "4", "8") + record("2", "0", "1", "0", "8") +
                           record("3", "0", "1", "-1", "8"))
                          .jobs;
    ASSERT_EQ(jobs.size(), 3u);
    EXPECT_EQ(jobs[0].nodes, 4);
    EXPECT_EQ(jobs[1].nodes, 8);
    EXPECT_EQ(jobs[2].nodes, 8);
}

TEST(Swf, the_run_time_ends_at_the_limit) {
    const auto [summary, jobs] =
        read(record("1", "0", "100", "1", "-1", "60") + record("2", "0", "100", "1", "-1", "100") +
             record("3", "0", "100", "1", "-1", "-1") + record("4", "0", "100", "1", "-1", "0"));
    ASSERT_EQ(jobs.size(), 4u);
    EXPECT_EQ(jobs[0].run_time, 60s);
    EXPECT_EQ(jobs[0].limit, 60s);
    EXPECT_EQ(jobs[2].run_time, 100s);
    EXPECT_EQ(jobs[2].limit, 100s);
    EXPECT_EQ(summary.counts.capped_at_limit, 1);
    EXPECT_EQ(summary.counts.limit_missing, 2);
    EXPECT_EQ(summary.node_seconds, 60 + 100 + 100 + 100);
}

// Each record also has every later mistake: it is counted once, by the first test that it fails.
TEST(Swf, unusable_records_are_counted_once_each_and_explained) {
    const auto [summary, jobs] =
        read("1 2 3\n" + record("2", "x", "0", "0") + record("3", "-1", "0", "0") +
                 record("4", "5", "0", "0") + record("5", "5", "-1", "99") +
                 record("6", "5", "1", "0", "-1") + record("7", "5", "1", "11") +
                 record("8", "5", "1", "10"),
             {.max_nodes = 10});
    EXPECT_EQ(summary.counts, (ArrivalCounts{.records = 8,
                                             .malformed = 2,
                                             .negative_submit = 1,
                                             .no_run_time = 2,
                                             .no_size = 1,
                                             .larger_than_site = 1,
                                             .limit_missing = 1,
                                             .jobs = 1}));
    EXPECT_EQ(summary.counts.dropped(), 7);
    EXPECT_EQ(summary.largest, 10);
    EXPECT_THAT(summary.unusable,
                ElementsAre(LogFault{1, 0, "3 fields; a record has 18"},
                            LogFault{2, 3, "field 2 (submit time): expected a number, got 'x'"},
                            LogFault{3, 0, "submitted at -1 s; expected 0 or more"},
                            LogFault{4, 0, "run time 0 s; expected more than 0"},
                            LogFault{5, 0, "run time -1 s; expected more than 0"},
                            LogFault{6, 0, "size -1; expected 1 node or more"},
                            LogFault{7, 0, "11 nodes; the site has 10"}));
}

TEST(Swf, seventeen_fields_are_too_few_and_nineteen_are_taken) {
    const std::string eighteen = record("1", "0", "1", "1");
    const std::string seventeen = eighteen.substr(0, eighteen.rfind(' ')) + "\n";
    const std::string nineteen = eighteen.substr(0, eighteen.size() - 1) + " what\n";
    const auto summary = read(seventeen + nineteen).summary;
    EXPECT_THAT(summary.unusable, ElementsAre(LogFault{1, 0, "17 fields; a record has 18"}));
    EXPECT_EQ(summary.counts.jobs, 1);
}

TEST(Swf, decimals_are_cut_toward_zero) {
    const auto [summary, jobs] =
        read(record("1", "0.9", "59.999", "4.0", "-1", "1e2") + record("2", "-0.5", "1", "2.9") +
             record("3", "1", "0.99", "1"));
    ASSERT_EQ(jobs.size(), 2u);
    EXPECT_EQ(jobs[0].run_time, 59s);
    EXPECT_EQ(jobs[0].limit, 100s);
    EXPECT_EQ(jobs[1].submit, sim_start);  // -0.5 is 0
    EXPECT_EQ(jobs[1].nodes, 2);
    EXPECT_EQ(summary.counts.no_run_time, 1);  // 0.99 is 0
}

TEST(Swf, what_is_no_number_or_too_large_is_malformed) {
    const auto summary =
        read(record("1", "0", "nan", "1") + record("2", "0", "inf", "1") +
             record("3", "0", "12x", "1") + record("4", "0", "99999999999999999999", "1") +
             record("5", "4000000001", "1", "1"))
            .summary;
    EXPECT_EQ(summary.counts.malformed, 5);
    ASSERT_EQ(summary.unusable.size(), 5u);
    EXPECT_EQ(summary.unusable[4].message,
              "field 2 (submit time): expected at most 4000000000 s, got '4000000001'");
}

TEST(Swf, header_blank_lines_tabs_and_crlf) {
    const auto [summary, jobs] =
        read(";  MaxNodes: 5544 (5040 thin)\r\n\r\n \t \r\n  ; MaxProcs:\t93312 (80640)\r\n" +
             std::string("\t1\t0 -1  7\t1 -1 -1 1 -1 -1 1 -1 -1 -1 -1 -1 -1 -1 \r\n") +
             "; UnixStartTime: 1296571124\r\n;MaxProcs: 5\r\n; MaxProcsPerJob: 3\r\n");
    EXPECT_EQ(summary.header, (SwfHeader{93312, 5544, 1296571124}));
    EXPECT_EQ(summary.header.machine_size(), 93312);
    EXPECT_EQ(summary.counts.records, 1);
    ASSERT_EQ(jobs.size(), 1u);
    EXPECT_EQ(jobs[0].run_time, 7s);
}

TEST(Swf, the_header_alone) {
    const auto path = write_file("; MaxNodes: 7\n" + record("1", "0", "1", "1"), ".swf");
    EXPECT_EQ(read_swf_header(path), (SwfHeader{std::nullopt, 7, std::nullopt}));
    EXPECT_EQ(read_swf_header(path).machine_size(), 7);
}

TEST(Swf, an_empty_log_has_no_jobs) {
    const auto summary = read("").summary;
    EXPECT_EQ(summary.counts, ArrivalCounts{});
    EXPECT_EQ(summary.first_submit, std::nullopt);
}

TEST(Swf, an_unsorted_log_is_sorted_and_ties_keep_their_order) {
    const auto [summary, jobs] = read(record("1", "30", "1", "1") + record("2", "10", "1", "1") +
                                      record("3", "30", "1", "1") + record("4", "10", "1", "1"));
    EXPECT_FALSE(summary.sorted);
    EXPECT_EQ(summary.first_submit, SimDuration(10s));
    EXPECT_EQ(summary.last_submit, SimDuration(30s));
    std::vector<std::int64_t> ids;
    for (const Job& job : jobs)
        ids.push_back(job.log_id);
    EXPECT_THAT(ids, ElementsAre(2, 4, 1, 3));
    EXPECT_EQ(jobs[0].submit, sim_start);
    EXPECT_EQ(jobs[3].submit, sim_start + 20s);
}

TEST(Swf, the_window_is_half_open_and_its_start_is_sim_time_0) {
    const auto [summary, jobs] =
        read(record("1", "99", "1", "1") + record("2", "100", "1", "1") +
                 record("3", "109", "1", "1") + record("4", "110", "1", "1"),
             {.from = 100s, .length = 10s});
    EXPECT_EQ(summary.counts.outside_window, 2);
    ASSERT_EQ(jobs.size(), 2u);
    EXPECT_EQ(jobs[0].submit, sim_start);
    EXPECT_EQ(jobs[1].submit, sim_start + 9s);
    EXPECT_EQ(summary.first_submit, SimDuration(100s));
    EXPECT_EQ(summary.last_submit, SimDuration(109s));
}

// Without `from` the window starts at the earliest usable submit (20), wherever its line is.
TEST(Swf, the_window_of_an_unsorted_log_starts_at_its_earliest_job) {
    const auto [summary, jobs] = read(record("1", "35", "1", "1") + record("2", "1", "0", "1") +
                                          record("3", "20", "1", "1") + record("4", "29", "1", "1"),
                                      {.length = 10s});
    EXPECT_EQ(summary.counts.outside_window, 1);
    EXPECT_EQ(summary.counts.jobs, 2);
    ASSERT_EQ(jobs.size(), 2u);
    EXPECT_EQ(jobs[0].log_id, 3);
    EXPECT_EQ(jobs[1].submit, sim_start + 9s);
}

// Scale 2.5 on 10 nodes: 1 -> 2.5 -> 3, 4 -> 10, 5 -> 12.5 -> 13, too large. Scale 0.1: 1 -> 1.
TEST(Swf, sizes_are_scaled_before_they_are_compared) {
    const std::string log =
        record("1", "0", "1", "1") + record("2", "0", "1", "4") + record("3", "0", "1", "5");
    const auto [summary, jobs] = read(log, {.max_nodes = 10, .scale_nodes = 2.5});
    ASSERT_EQ(jobs.size(), 2u);
    EXPECT_EQ(jobs[0].nodes, 3);
    EXPECT_EQ(jobs[1].nodes, 10);
    EXPECT_THAT(summary.unusable,
                ElementsAre(LogFault{3, 0, "5 nodes, scaled by 2.5; the site has 10"}));
    EXPECT_EQ(read(log, {.scale_nodes = 0.1}).jobs[0].nodes, 1);
}

TEST(Swf, sizes_beyond_any_site_do_not_overflow) {
    const auto summary = read(record("1", "0", "1", "9000000000000000000")).summary;
    EXPECT_EQ(summary.counts.larger_than_site, 1);
}

TEST(Swf, only_the_first_ten_unusable_records_are_explained) {
    std::string log;
    for (int i = 0; i < 12; ++i)
        log += "1\n";
    const auto summary = read(log).summary;
    EXPECT_EQ(summary.counts.malformed, 12);
    EXPECT_EQ(summary.unusable.size(), 10u);
}

}  // namespace
}  // namespace twin
