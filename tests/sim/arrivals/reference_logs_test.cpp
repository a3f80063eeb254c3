// Real logs against the figures of an independent reader; skipped where they are not present.
#include <cctype>
#include <filesystem>
#include <fmt/core.h>
#include <gtest/gtest.h>
#include <map>
#include <set>

#include "sim/arrivals/swf.h"

namespace twin {
namespace {

const std::filesystem::path traces = TWIN_SHARED_DIR "/traces";

// One row of reference.csv, by column.
using Row = std::map<std::string, std::string, std::less<>>;

std::vector<std::string> split(std::string_view line) {
    std::vector<std::string> fields;
    for (std::size_t start = 0; start <= line.size();) {
        const auto comma = std::min(line.find(',', start), line.size());
        fields.emplace_back(line.substr(start, comma - start));
        start = comma + 1;
    }
    return fields;
}

// The first row of each trace: the columns about the log are the same for each policy.
std::vector<Row> reference_rows() {
    LineReader lines(traces / "reference.csv");
    std::string_view line;
    lines.next(line);
    const auto columns = split(line);
    std::vector<Row> rows;
    std::set<std::string> seen;
    while (lines.next(line)) {
        const auto fields = split(line);
        Row row;
        for (std::size_t i = 0; i < columns.size(); ++i)
            row[columns[i]] = fields.at(i);
        if (seen.insert(row["trace"]).second)
            rows.push_back(std::move(row));
    }
    return rows;
}

TEST(ReferenceLogs, counts_submits_and_work_are_the_references) {
    if (!std::filesystem::exists(traces / "reference.csv"))
        GTEST_SKIP() << "no " << traces / "reference.csv";
    const auto rows = reference_rows();
    EXPECT_EQ(rows.size(), 9u);
    for (const Row& row : rows) {
        SCOPED_TRACE(row.at("trace"));
        const auto number = [&row](std::string_view column) {
            return std::stoll(row.find(column)->second);
        };
        const auto path = traces / row.at("file");
        LogOptions options;
        options.max_nodes = static_cast<NodeCount>(number("machine_procs"));
        const SwfSummary summary = scan_swf(path, options);
        EXPECT_EQ(summary.header.machine_size(), number("machine_procs"));
        EXPECT_EQ(summary.counts,
                  (ArrivalCounts{.records = number("records"),
                                 .malformed = number("dropped_malformed"),
                                 .negative_submit = number("dropped_neg_submit"),
                                 .no_run_time = number("dropped_run_le0"),
                                 .no_size = number("dropped_size_le0"),
                                 .larger_than_site = number("dropped_size_gt_machine"),
                                 .limit_missing = number("est_missing"),
                                 .capped_at_limit = number("run_capped_at_est"),
                                 .jobs = number("jobs")}));
        EXPECT_EQ(summary.first_submit, std::chrono::seconds(number("first_submit")));
        EXPECT_EQ(summary.last_submit, std::chrono::seconds(number("last_submit")));
        EXPECT_EQ(summary.largest, number("size_max"));
        EXPECT_EQ(summary.node_seconds, static_cast<double>(number("work_proc_s")));

        SwfSource source(path, options, summary);
        double work = 0;
        while (const std::optional<Job> job = source.next())
            work += job->nodes * to_seconds(job->run_time);
        EXPECT_EQ(work, summary.node_seconds);
        EXPECT_EQ(source.counts(), summary.counts);
    }
}

}  // namespace
}  // namespace twin
