#include "sim/results/compare.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>
#include <sstream>

#include "tests/sim/results/tiny_run.h"

namespace twin {
namespace {

// The tiny run, with another policy, more work and less energy.
void write_other_run(const std::filesystem::path& file) {
    const Site site = tiny_site();
    RunInfo info = tiny_info();
    info.title = "Seven jobs in order";
    info.settings[0].value = "fcfs";
    info.settings.push_back({"power.cap", "5 kW", "--set"});
    info.inputs[0].sha256 = std::string(64, 'b');
    Recorder recorder(file, info, site);
    record_tiny_run(recorder);
    Recorder::Totals totals = tiny_totals();
    totals.busy_node_seconds = 30 * 3600;  // 62.5 % of 48 node-hours
    totals.it_energy = 15 * kilowatt_hour;
    recorder.finish(RunStatus::finished, totals);
}

struct Fixture : testing::Test {
    TemporaryFile file_a{"a.sqlite"}, file_b{"b.sqlite"};
    Comparison comparison() {
        write_tiny_run(file_a);
        write_other_run(file_b);
        return compare_runs(ResultStore(file_a), ResultStore(file_b));
    }
};
using Compare = Fixture;

const KpiDifference& of(const Comparison& c, const std::string& name) {
    for (const auto& kpi : c.kpis)
        if (kpi.name == name)
            return kpi;
    throw std::out_of_range(name);
}

TEST_F(Compare, JudgesByTheDirectionOfTheKpi) {
    const Comparison c = comparison();
    EXPECT_EQ(of(c, "utilisation").delta, 12.5);
    EXPECT_EQ(of(c, "utilisation").delta_percent, 25);
    EXPECT_EQ(of(c, "utilisation").verdict, Verdict::better);
    EXPECT_EQ(of(c, "it_energy").verdict, Verdict::none);  // less energy may be less work
    EXPECT_EQ(of(c, "energy_per_node_hour").verdict, Verdict::same);  // 0.5 kWh in both
    EXPECT_EQ(of(c, "it_power_mean").verdict, Verdict::none);         // neither is better
    EXPECT_EQ(of(c, "wait_mean_17_128").verdict, Verdict::none);      // in neither run
    EXPECT_EQ(of(c, "wait_mean").verdict, Verdict::same);
}

TEST_F(Compare, ListsWhatWasSetDifferently) {
    const Comparison c = comparison();
    ASSERT_EQ(c.settings.size(), 3u);
    EXPECT_EQ(c.settings[0].path, "scheduling.policy");
    EXPECT_EQ(c.settings[0].a, "easy");
    EXPECT_EQ(c.settings[0].b, "fcfs");
    EXPECT_EQ(c.settings[1].path, "input data/tiny.swf");
    EXPECT_EQ(c.settings[2].path, "power.cap");
    EXPECT_EQ(c.settings[2].a, std::nullopt);
}

TEST_F(Compare, PrintsATable) {
    std::ostringstream out;
    write_comparison(comparison(), out);
    const std::string text = out.str();
    EXPECT_THAT(text, testing::StartsWith("A: Seven jobs (" + file_a.path().string() + ")\n"));
    EXPECT_THAT(text, testing::HasSubstr(
                          "\nUtilisation                                50 %            62.5 %"
                          "         +12.5 pp    +25.00  better\n"));
    EXPECT_THAT(text, testing::HasSubstr("  power.cap                       A: -\n"
                                         "                                  B: 5 kW\n"));
}

TEST_F(Compare, PutsLimitsSideBySide) {
    write_tiny_run(file_a);
    {
        const Site site = tiny_site();
        Recorder recorder(file_b, tiny_info(), site);
        recorder.limit({"it_power", "kW", 6, 4.5, 5, {}, sim_never, ""});
        recorder.limit({"contract", "kW", 9, 7, 8, {}, sim_never, ""});
        recorder.finish(RunStatus::finished, tiny_totals());
    }
    std::ostringstream out;
    write_comparison(compare_runs(ResultStore(file_a), ResultStore(file_b)), out);
    EXPECT_THAT(out.str(), testing::HasSubstr(R"(
LIMITS                           A: limit     A: used at P99           B: limit     B: used at P99
nodes                            12 nodes           12 nodes                  -                  -
rack power                           3 kW               2 kW                  -                  -
IT power                             8 kW               5 kW               6 kW             4.5 kW
contract                                -                  -               9 kW               7 kW

KPI )"));
}

TEST_F(Compare, GroupsKpisByTopicAndTellsEnergyAndMoney) {
    write_tiny_run(file_a);
    write_energy_run(file_b);
    std::ostringstream out;
    write_comparison(compare_runs(ResultStore(file_b), ResultStore(file_b)), out);
    EXPECT_THAT(out.str(), testing::HasSubstr("\nefficiency:\nPUE "));
    EXPECT_THAT(out.str(), testing::HasSubstr("\nmoney:\nCost of electricity "));
    // No share of a temperature in degC.
    EXPECT_THAT(out.str(), testing::HasSubstr("\nTemperature of the heat              42.42 degC"
                                              "        42.42 degC              0 K         -  "
                                              "same\n"));
    const Comparison c = compare_runs(ResultStore(file_a), ResultStore(file_b));
    EXPECT_EQ(of(c, "pue").a, std::nullopt);
    EXPECT_EQ(of(c, "pue").verdict, Verdict::none);  // not in both
}

TEST_F(Compare, WritesJson) {
    std::ostringstream out;
    write_comparison_json(comparison(), out);
    const auto json = nlohmann::json::parse(out.str());
    EXPECT_EQ(json["limits"][2]["name"], "it_power");
    EXPECT_EQ(json["limits"][2]["a"]["used_p99"], 5);
    EXPECT_EQ(json["kpis"][0]["topic"], "nodes");
    EXPECT_EQ(json["kpis"][0]["name"], "utilisation");
    EXPECT_EQ(json["kpis"][0]["delta"], 12.5);
    EXPECT_EQ(json["kpis"][0]["verdict"], "better");
    EXPECT_EQ(json["settings"][2]["a"], nullptr);
    EXPECT_EQ(json["b"]["title"], "Seven jobs in order");
}

}  // namespace
}  // namespace twin
