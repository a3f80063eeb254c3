// twin report, compare and export.
#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

#include "tests/commands_fixture.h"

namespace twin {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

TEST_F(Commands, ReportIsTextOrJson) {
    ASSERT_EQ(run_pool().status, 0);
    EXPECT_THAT(twin.run({"report", "s.sqlite"}).out, StartsWith("LIMITS"));
    const auto json = nlohmann::json::parse(twin.run({"report", "s.sqlite", "--json"}).out);
    EXPECT_TRUE(json.contains("kpis"));
}

TEST_F(Commands, ReportAndCompareWriteAPage) {
    ASSERT_EQ(run_pool("a.sqlite").status, 0);
    ASSERT_EQ(run_pool("b.sqlite").status, 0);
    const Outcome report = twin.run({"report", "a.sqlite", "--html", "a.html"});
    EXPECT_EQ(report.status, 0);
    EXPECT_EQ(report.out, "");
    EXPECT_EQ(report.err, "");
    EXPECT_THAT(twin.read("a.html"), StartsWith("<!DOCTYPE html>\n"));
    EXPECT_THAT(twin.read("a.html"), HasSubstr("<h1>two jobs</h1>"));
    EXPECT_FALSE(twin.has("a.html.part"));
    EXPECT_EQ(twin.run({"compare", "a.sqlite", "b.sqlite", "--html", "ab.html"}).status, 0);
    EXPECT_THAT(twin.read("ab.html"), HasSubstr("<h1>Two runs compared</h1>"));
}

TEST_F(Commands, APageReplacesNothingUnasked) {
    ASSERT_EQ(run_pool().status, 0);
    ASSERT_EQ(twin.run({"report", "s.sqlite", "--html", "s.html"}).status, 0);
    const auto refused = [&](std::vector<std::string> words, const std::string& sentence) {
        const Outcome outcome = twin.run(words);
        EXPECT_EQ(outcome.status, 2);
        EXPECT_EQ(outcome.out, "");
        EXPECT_EQ(outcome.err, sentence);
    };
    refused({"report", "s.sqlite", "--html", "s.html"},
            "s.html: expected a new file for the report, got one that exists (use --force to "
            "replace it)\n");
    EXPECT_EQ(twin.run({"report", "s.sqlite", "--html", "s.html", "--force"}).status, 0);
    const std::string run = twin.read("s.sqlite");
    refused({"compare", "s.sqlite", "s.sqlite", "--html", "s.sqlite", "--force"},
            "s.sqlite: expected a new file or an HTML file, got something else (name another with "
            "--html)\n");
    EXPECT_EQ(twin.read("s.sqlite"), run);
    refused({"report", "s.sqlite", "--html", "t.html", "--json"},
            "--html: expected one form of the report, got --json too (leave one of them out)\n");
    refused({"report", "s.sqlite", "--force"},
            "--force: expected a file that it may replace, got none (name it with --html)\n");
    EXPECT_FALSE(twin.has("t.html"));
}

TEST_F(Commands, APageThatCannotBeWrittenIsStatusOne) {
    ASSERT_EQ(run_pool().status, 0);
    const Outcome folder = twin.run({"report", "s.sqlite", "--html", "none/s.html"});
    EXPECT_EQ(folder.status, 1);
    EXPECT_EQ(folder.err, "twin: cannot write none/s.html: No such file or directory\n");
    EXPECT_EQ(twin.run({"report", "none.sqlite", "--html", "t.html"}).status, 1);
    EXPECT_EQ(twin.run({"report", "s.toml", "--html", "t.html"}).status, 1);
    EXPECT_FALSE(twin.has("t.html"));
}

TEST_F(Commands, ExportWritesATable) {
    ASSERT_EQ(run_pool().status, 0);
    const std::string jobs = twin.run({"export", "s.sqlite", "job_record"}).out;
    EXPECT_THAT(jobs, StartsWith("idx,submit_ns,start_ns,end_ns,nodes,"));
    // b: submitted after 1 h, started when a ended.
    EXPECT_THAT(jobs, HasSubstr("\n1,3600000000000,7200000000000,10800000000000,1,"));
    const Outcome wrong = twin.run({"export", "s.sqlite", "jobs"});
    EXPECT_EQ(wrong.status, 2);
    EXPECT_THAT(wrong.err,
                StartsWith("s.sqlite: expected a table or view (bill_line, count_record, "));
    EXPECT_THAT(wrong.err, HasSubstr(", got 'jobs'; did you mean 'job'?\n"));
}

TEST_F(Commands, CompareNamesWhatDiffers) {
    ASSERT_EQ(run_pool("a.sqlite").status, 0);
    ASSERT_EQ(twin.run({"run", "s.toml", "--out", "b.sqlite", "--set", "site.nodes=49"}).status, 0);
    const Outcome outcome = twin.run({"compare", "a.sqlite", "b.sqlite"});
    EXPECT_EQ(outcome.status, 0);
    EXPECT_THAT(outcome.out, HasSubstr("site.nodes"));
    EXPECT_THAT(outcome.out, HasSubstr("Mean wait"));
    EXPECT_TRUE(nlohmann::json::parse(twin.run({"compare", "a.sqlite", "b.sqlite", "--json"}).out)
                    .is_object());
}

}  // namespace
}  // namespace twin
