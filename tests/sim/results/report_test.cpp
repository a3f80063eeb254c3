#include "sim/results/report.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>
#include <sstream>

#include "tests/sim/results/tiny_run.h"

namespace twin {
namespace {

std::string report_of(const std::filesystem::path& file) {
    std::ostringstream out;
    write_report(ResultStore(file), out);
    return out.str();
}

TEST(Report, OfATinyRun) {
    const TemporaryFile file("report.sqlite");
    write_tiny_run(file);
    EXPECT_EQ(
        report_of(file),
        R"(LIMITS              limit    used at P99      headroom at P99    at limit  first reached    where
nodes            12 nodes       12 nodes        0 nodes (0 %)       0.5 h  2024-04-07 02:06 site
rack power           3 kW           2 kW          1 kW (33 %)       0.0 h  never            rack 2
site power           8 kW           5 kW          3 kW (38 %)       0.0 h  never            site
At the limit: nodes while a job waits for some; power while it is reached. Limits are watched,
nothing is held back to keep them.

RUN
  title                 Seven jobs
  scenario              scenarios/tiny.toml
  site                  Tiny site: 12 nodes, 24 GPUs
  simulated             2024-04-07 00:00 to 2024-04-07 05:00 UTC (5 h)
  KPIs over             4 h, after 1 h of warm-up; series every 1 h
  policy                easy
  placement             lowest_first
  seed                  7
  input                 data/tiny.swf (1.234 kB)

ARRIVALS
  records                                        8  data/tiny.swf
  dropped: larger than the site                  1  data/tiny.swf

JOBS
  submitted             6
  started               5
  ended                 4               2 completed, 1 killed at their limit, 1 failed
  running at the end    1               censored
  waiting at the end    1               censored
  backfilled            1               in the whole run
  utilisation           50 %            offered load 59.61 %
  stranded              4.333 nodes     idle while jobs waited, mean
  throughput            18 jobs/d       84.0 node-h/d
  bounded slowdown      148.2           mean; P95 440.5
  turnaround            1.241 h         mean

WAITS, nodes         jobs           mean            P50            P95        longest
1-16                    5      42.68 min      56.75 min        1.222 h        1.222 h
17-128                  0              -              -              -              -
129-512                 0              -              -              -              -
513-2048                0              -              -              -              -
>2048                   0              -              -              -              -
all                     5      42.68 min      56.75 min        1.222 h        1.222 h
Of the jobs that have started; 1 still wait and are not in these figures.

POWER
  IT power              3 kW            mean; P99 5 kW, peak 6 kW, load factor 50 %
  IT energy             12 kWh          500 Wh a node-hour

EVENTS
  2024-04-07 02:41  lose rack 3: 4 nodes down, 1 job failed

File: )" + file.path().string() +
            "\n");
}

TEST(Report, SaysFirstThatARunWasInterrupted) {
    const TemporaryFile file("interrupted.sqlite");
    write_tiny_run(file, RunStatus::interrupted);
    EXPECT_THAT(report_of(file), testing::StartsWith("INTERRUPTED: the figures cover what was "
                                                     "simulated, to 2024-04-07 05:00 UTC.\n\n"
                                                     "LIMITS "));
}

TEST(Report, OfAFlatPoolThatDidNothing) {
    const TemporaryFile file("nothing.sqlite");
    const Site site = flat_site(10);
    { const Recorder recorder(file, tiny_info(), site); }
    const std::string text = report_of(file);
    EXPECT_THAT(text, testing::StartsWith("FAILED: the run ended with an error"));
    EXPECT_THAT(text, testing::HasSubstr("\nnone recorded\n"));
    EXPECT_THAT(text, testing::HasSubstr("\nPOWER\n  not known for this site\n"));
}

TEST(Report, FitsInAHundredColumns) {
    const TemporaryFile file("wide.sqlite");
    write_tiny_run(file);
    std::istringstream text(report_of(file));
    for (std::string line; std::getline(text, line);)
        EXPECT_LE(line.size(), 100u) << line;
}

TEST(Report, JsonHoldsTheSame) {
    const TemporaryFile file("json.sqlite");
    write_tiny_run(file);
    std::ostringstream out;
    write_report_json(ResultStore(file), out);
    const auto report = nlohmann::ordered_json::parse(out.str());
    std::string keys;
    for (const auto& item : report.items())
        keys += item.key() + " ";
    EXPECT_EQ(keys, "status limits run counts kpis waits events file ");
    EXPECT_EQ(report["status"], "finished");
    EXPECT_EQ(report["limits"][0]["headroom_p99"], 0);
    EXPECT_EQ(report["limits"][0]["hours_at_limit"], 0.5);
    EXPECT_EQ(report["limits"][0]["first_reached"], "2024-04-07T02:06:40Z");
    EXPECT_EQ(report["limits"][1]["first_reached"], nullptr);
    EXPECT_EQ(report["limits"][1]["where"], "rack 2");
    EXPECT_EQ(report["run"]["kpi_window_s"], 14400);
    EXPECT_EQ(report["run"]["settings"][0]["value"], "easy");
    EXPECT_EQ(report["kpis"]["utilisation"]["value"], 50);
    EXPECT_EQ(report["kpis"]["utilisation"]["unit"], "%");
    EXPECT_EQ(report["kpis"]["wait_mean_17_128"]["value"], nullptr);
    EXPECT_EQ(report["counts"][1]["value"], 1);
    EXPECT_EQ(report["waits"][5]["p95_s"], 4400);
    EXPECT_EQ(report["events"][0]["at"], "2024-04-07T02:41:40Z");
}

}  // namespace
}  // namespace twin
