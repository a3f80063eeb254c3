#include "sim/results/export_table.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sstream>

#include "tests/sim/results/tiny_run.h"

namespace twin {
namespace {

std::string csv(const ResultStore& store, const std::string& table) {
    std::ostringstream out;
    export_table(store, table, out);
    return out.str();
}

TEST(ExportTable, WritesATableInTheOrderOfItsKey) {
    const TemporaryFile file("export.sqlite");
    write_tiny_run(file);
    const ResultStore store(file);
    EXPECT_EQ(csv(store, "series_rack"),
              "place,interval,it_power_w,busy_nodes\n"
              "0,0,300,0\n"
              "0,4,2000,4\n"
              "1,0,300,0\n"
              "1,2,2000,4\n"
              "2,0,300,0\n");
    EXPECT_EQ(csv(store, "input_file"),
              "position,path,sha256,bytes\n0,data/tiny.swf," + std::string(64, 'a') + ",1234\n");
}

TEST(ExportTable, QuotesAndLeavesNullEmpty) {
    const TemporaryFile file("quotes.sqlite");
    write_tiny_run(file);
    const std::string jobs = csv(ResultStore(file), "job");
    EXPECT_THAT(jobs, testing::HasSubstr(
                          "\n3,4,\"short, \"\"quoted\"\"\",completed,1,1-16,2024-04-07T01:23:20Z,"
                          "5000,9400,9405,4400,5,4405,440.5,5,order,1,0,0,0,2,1,\"0,4-7,11\"\n"));
    EXPECT_THAT(jobs, testing::HasSubstr("\n5,6,,waiting,12,1-16,2024-04-07T01:56:40Z,7000,,,,,,,"
                                         "1000,nodes,0,0,0,0,0,0,\n"));
}

TEST(ExportTable, ExpandsSparseSeries) {
    const TemporaryFile file("dense.sqlite");
    write_tiny_run(file);
    const ResultStore store(file);
    std::string text;
    Rows row = store.query("SELECT it_power_w FROM rack_series WHERE rack = ?", {"rack 2"});
    while (row.next())
        text += std::to_string(row.integer(0)) + " ";
    EXPECT_EQ(text, "300 300 2000 2000 2000 ");
    EXPECT_THAT(csv(store, "power_hourly"),
                testing::HasSubstr("\n2,2024-04-07T02:00:00Z,5,6,5,12\n"));
}

TEST(ExportTable, NamesTheTablesThatThereAre) {
    const TemporaryFile file("unknown.sqlite");
    write_tiny_run(file);
    try {
        csv(ResultStore(file), "jobs");
        FAIL();
    } catch (const std::runtime_error& error) {
        EXPECT_EQ(error.what(),
                  file.path().string() +
                      " has no table 'jobs'; it has: count_record, event_log, input_file, "
                      "job_record, kpi_record, limit_record, meta, place, run, series_group, "
                      "series_rack, series_site, setting, size_class, wait_by_size, wall_clock, "
                      "event, group_series, job, job_total, kpi, kpi_window, limits, power_hourly, "
                      "rack_series, series, window_total");
    }
}

TEST(ExportTable, EqualRunsExportEqualBytes) {
    const TemporaryFile first("first.sqlite"), second("second.sqlite");
    write_tiny_run(first);
    write_tiny_run(second);
    const ResultStore a(first), b(second);
    for (const auto& table : a.tables())
        if (table != "wall_clock") {
            EXPECT_EQ(csv(a, table), csv(b, table)) << table;
        }
}

}  // namespace
}  // namespace twin
