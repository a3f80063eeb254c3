#include "sim/results/export_table.h"

#include <fmt/format.h>
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
                          "5000,9400,9400,9405,4400,5,4405,440.5,5,order,1,0,1,0,5,0,0,2,1,"
                          "\"0,4-7,11\"\n"));
    EXPECT_THAT(jobs, testing::HasSubstr("\n5,6,,waiting,12,1-16,2024-04-07T01:56:40Z,7000,,,,,,,,"
                                         "1000,nodes,0,0,0,0,,0,0,0,0,\n"));
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

TEST(ExportTable, WritesAGroupsCoolingWhereItMovedSinceItsLastRow) {
    const TemporaryFile file("cooling.sqlite");
    write_energy_run(file);
    const ResultStore store(file);
    // 36.06 is within 0.1 K of the row before it, 36.12 is not; 0.505 within 0.01 of 0.5.
    std::string rows;
    Rows row = store.query("SELECT place, interval FROM series_group_cooling");
    while (row.next())
        rows += fmt::format("{}:{} ", row.integer(0), row.integer(1));
    EXPECT_EQ(rows, "0:0 0:2 0:4 1:0 1:3 ");
    std::string series;
    Rows value = store.query("SELECT supply_c, valve FROM group_cooling_series");
    while (value.next())
        series += fmt::format("{:.2f}/{} ", value.real(0), value.real(1));
    EXPECT_EQ(series,
              "36.00/0.5 36.00/0.5 36.12/0.5 36.12/0.5 36.24/0.5 "
              "35.00/0.5 35.00/0.5 35.00/0.5 35.00/0.52 35.00/0.52 ");
}

TEST(ExportTable, SharesOfJobsAddUpToTheSite) {
    const TemporaryFile file("shares.sqlite");
    write_energy_run(file);
    const ResultStore store(file);
    const std::string jobs = csv(store, "job_energy");
    EXPECT_THAT(jobs, testing::StartsWith(
                          "idx,log_id,name,state,nodes,attempts,run_s,lost_s,slowed_s,gpu_kwh,"
                          "node_kwh,grid_kwh,cost_eur,carbon_direct_kg,carbon_life_cycle_kg\n"
                          "0,1,,completed,4,1,1800,0,0,0,0,0,0,0,0\n"
                          "1,2,,completed,8,1,3600,0,0,0,0,4.6,0.6,0.9,1.2\n"));
    EXPECT_THAT(jobs,
                testing::HasSubstr("\n3,4,\"short, \"\"quoted\"\"\",completed,1,1,5,0,2,1.5,2,5,"
                                   "0.5,0.8,1.3\n"));
    EXPECT_THAT(jobs, testing::EndsWith("\n,,no job,,,,,,,,,2.8,0.5975,1.16,1.6\n"));
    // The site's totals over all five hours: 1.15 + 2.5 + 5.4 + 3.35 kWh.
    Rows sum = store.query(
        "SELECT sum(grid_kwh), sum(cost_eur), sum(carbon_direct_kg), sum(carbon_life_cycle_kg), "
        "(SELECT sum(grid_w * length_s) / 3.6e6 FROM series_energy JOIN series USING (interval)), "
        "(SELECT sum(cost_eur) FROM series_energy), "
        "(SELECT sum(carbon_direct_g) / 1e3 FROM series_energy), "
        "(SELECT sum(carbon_life_cycle_g) / 1e3 FROM series_energy) FROM job_energy");
    ASSERT_TRUE(sum.next());
    EXPECT_NEAR(sum.real(0), 12.4, 1e-12);
    for (int i = 0; i < 4; ++i)
        EXPECT_NEAR(sum.real(i), sum.real(i + 4), 1e-12) << i;
}

TEST(ExportTable, SharesAreUnknownWhereTheSiteIsNotSimulated) {
    const TemporaryFile file("no-shares.sqlite");
    write_tiny_run(file);
    const std::string jobs = csv(ResultStore(file), "job_energy");
    EXPECT_THAT(jobs, testing::HasSubstr("\n1,2,,completed,8,1,3600,0,0,0,0,,,,\n"));
    EXPECT_THAT(jobs, testing::Not(testing::HasSubstr("no job")));
}

TEST(ExportTable, GivesEnergyByComponentStageAndHour) {
    const TemporaryFile file("stages.sqlite");
    write_energy_run(file);
    const ResultStore store(file);
    // 5 kW of IT in the third hour, 0.6 of it in GPUs; 0.05 lost in nodes, 0.05 in racks, 0.05 in
    // the supply.
    EXPECT_THAT(csv(store, "power_by_component"),
                testing::HasSubstr("\n2,7200,2024-04-07T02:00:00Z,3600,3000,500,250,150,100,50,300,"
                                   "150,500,250,250,250,5000,5750,,0.5\n"));
    EXPECT_THAT(csv(store, "loss_by_stage"),
                testing::HasSubstr("\n2,7200,2024-04-07T02:00:00Z,3600,3000,250,4300,250,5000,50,"
                                   "100,0,100,500,5750,5400\n"));
    EXPECT_THAT(csv(store, "energy_hourly"),
                testing::HasSubstr("\n2,2024-04-07T02:00:00Z,5,0.5,0.25,5.75,0.35,0,5.4,0,-20,100,"
                                   "200,0.432,0.54,1.08\n"));
    // 0.6 x 12 = 7.2 of 13.8 kWh at the GPUs; 11.25 kWh from the grid.
    const std::string chain = csv(store, "loss_chain");
    EXPECT_THAT(chain, testing::HasSubstr("\n1,GPUs,GPUs,total,7.2,52.17"));
    EXPECT_THAT(chain, testing::HasSubstr("\n23,grid,photovoltaics,source,-2.85,-20.65"));
    EXPECT_THAT(chain, testing::HasSubstr("\n26,grid,grid,total,11.25,81.52"));
}

TEST(ExportTable, AddsUpTheBill) {
    const TemporaryFile file("bill.sqlite");
    write_energy_run(file);
    const std::string bill = csv(ResultStore(file), "bill");
    EXPECT_THAT(bill, testing::StartsWith("item,quantity,unit,price_eur,amount_eur,note\n"
                                          "energy at the market's price,0.01125,MWh,36.44"));
    EXPECT_THAT(bill, testing::HasSubstr("\nfed into the grid,0.0002,MWh,-50,-0.01,\n"
                                         "demand charge,6,kW,0.045,0.27,0.046 % of a year's "
                                         "charge\n"
                                         "total,0.01125,MWh,159.5555"));
}

TEST(ExportTable, EqualRunsExportEqualBytes) {
    const TemporaryFile first("first.sqlite"), second("second.sqlite");
    write_energy_run(first);
    write_energy_run(second);
    const ResultStore a(first), b(second);
    for (const auto& table : a.tables())
        if (table != "wall_clock") {
            EXPECT_EQ(csv(a, table), csv(b, table)) << table;
        }
}

}  // namespace
}  // namespace twin
