// twin estimate beside a scenario: what its options may say, and what it takes of the site.
#include <algorithm>
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <nlohmann/json.hpp>
#include <sstream>

#include "sim/commands/estimate_defaults.h"
#include "sim/series/carbon.h"
#include "sim/series/price.h"
#include "sim/series/weather.h"
#include "tests/commands_fixture.h"
#include "tests/sim/series/messages.h"

namespace twin {
namespace {

using testing::HasSubstr;
using testing::Not;

const std::string weather_file = "scenarios/data/weather-aachen-try2015-mean.csv.gz";

class Estimate : public testing::Test {
  protected:
    // One job on all nodes of JUPITER for an hour; neither cooling nor energy.
    static std::string bare() {
        return R"(title = "all"
[time]
start = "2024-01-01T00:00:00Z"
horizon = "1 d"
[site]
part = "jupiter-booster"
[scheduling]
policy = "fcfs"
[[job]]
name = "a"
submit = "+0 s"
nodes = 5884
run_time = "1 h"
activity = "hpl"
)";
    }
    // One job on all nodes of JEDI for two hours; no plant, energy of any price.
    static std::string small() { return powered(); }
    // The site's own plant in the reference year of Aachen.
    static std::string with_plant() {
        return "[cooling]\n[energy]\nweather = \"" +
               std::filesystem::absolute(weather_file).string() + "\"\n";
    }
    static std::string day_of_prices() {
        std::string rows = "time_utc,price (EUR/MWh)\n";
        for (int hour = 0; hour < 24; ++hour)
            rows += fmt::format("2024-01-01T{:02}:00Z,{}\n", hour, hour);
        return rows;
    }
    std::string refused(const ChildTwin::Arguments& arguments) {
        const Outcome outcome = twin.run(arguments);
        EXPECT_EQ(outcome.status, 2);
        EXPECT_EQ(outcome.out, "");
        return outcome.err;
    }
    nlohmann::json answer(ChildTwin::Arguments arguments) {
        arguments.insert(arguments.begin(), "estimate");
        arguments.push_back("--json");
        const Outcome outcome = twin.run(arguments);
        EXPECT_EQ(outcome.status, 0) << outcome.err;
        return nlohmann::json::parse(outcome.out);
    }

    ChildTwin twin;
};

TEST_F(Estimate, RefusesAPriceBesideAFixedOne) {
    twin.write("s.toml", bare() + "[energy]\ntariff = { fixed_price = \"80 EUR/MWh\" }\n");
    EXPECT_EQ(refused({"estimate", "s.toml", "--price", "90 EUR/MWh"}),
              "--price: expected no such option beside the scenario's energy.tariff.fixed_price, "
              "got '90 EUR/MWh' (use --set energy.tariff.fixed_price)\n");
    const auto fixed = answer({"s.toml"});
    EXPECT_NEAR(fixed.at("cost_eur"), 80 * fixed.at("grid_energy_mwh").get<double>(), 1e-6);
}

TEST_F(Estimate, TakesAJobByItsNameWhereOneHasIt) {
    const std::string second =
        "[[job]]\nname = \"NAME\"\nsubmit = \"+0 s\"\nnodes = 60\nrun_time = \"3 h\"\n";
    const auto named = [&](const std::string& name) {
        std::string text = second;
        return bare() + text.replace(text.find("NAME"), 4, name);
    };
    twin.write("s.toml", named("a"));
    EXPECT_EQ(refused({"estimate", "s.toml", "--job", "a"}),
              "--job: expected the name of one job, got 'a' (2 jobs of the scenario have it)\n");
    twin.write("s.toml", named("b"));
    EXPECT_EQ(answer({"s.toml", "--job", "b"}).at("nodes"), 60);
}

// Its sum is that of the run, which cools nothing either; the options alone take the plant.
TEST_F(Estimate, SaysThatASitesPlantIsLeftOut) {
    twin.write("s.toml", bare());
    EXPECT_THAT(
        answer({"s.toml"}).at("assumptions").get<std::vector<std::string>>(),
        testing::Contains("Cooling draws nothing, as in a run of the scenario, which has no "
                          "[cooling] table: with one the site's plant, jupiter-dry-coolers, would "
                          "cool."));
}

TEST_F(Estimate, RefusesSettingsWithoutAScenario) {
    EXPECT_EQ(refused({"estimate", "--site", "jupiter-booster", "--nodes", "2", "--time", "1 h",
                       "--activity", "hpl", "--set", "power.gpu_cap=500 W"}),
              "--set: expected no such option without a scenario, got 'power.gpu_cap=500 W'\n");
}

// The empty [energy] is what makes a run go on to the grid; an estimate does so in any case.
TEST_F(Estimate, CarriesTheSitesSupplyWithoutAnySectionToo) {
    twin.write("s.toml", bare());
    twin.write("e.toml", bare() + "[energy]\n");
    const auto plain = answer({"s.toml"});
    EXPECT_EQ(plain.at("grid_energy_mwh"), answer({"e.toml"}).at("grid_energy_mwh"));
    EXPECT_LT(plain.at("rack_energy_mwh"), plain.at("grid_energy_mwh"));
    const Outcome text = twin.run({"estimate", "s.toml"});
    EXPECT_THAT(text.out, Not(HasSubstr("No losses between the grid and the racks")));
    EXPECT_THAT(text.out, HasSubstr("- Energy costs 78.39 EUR/MWh, the mean of 2024"));
    const Outcome none = twin.run({"estimate", "s.toml", "--set", "power.supply=none"});
    EXPECT_THAT(none.out,
                HasSubstr("- No losses between the grid and the racks: power.supply is none.\n"));
}

TEST_F(Estimate, AnswersForOneWorkload) {
    const auto answered =
        answer({"--site", "jupiter-booster", "--nodes", "1024", "--time", "24 h", "--activity",
                "llm-training", "--outdoor", "20 degC", "--price", "100 EUR/MWh", "--carbon-direct",
                "300 g/kWh", "--carbon-life-cycle", "400 g/kWh"});
    EXPECT_EQ(answered.at("time_s"), 86400.0);
    const double gpu = answered.at("gpu_energy_mwh"), node = answered.at("node_energy_mwh"),
                 rack = answered.at("rack_energy_mwh"), grid = answered.at("grid_energy_mwh");
    EXPECT_LT(0, gpu);
    EXPECT_LT(gpu, node);
    EXPECT_LT(node, rack);
    EXPECT_LT(rack, grid);
    // 1 MWh costs 100 EUR and emits 300 and 400 kg.
    EXPECT_NEAR(answered.at("cost_eur"), 100 * grid, 1e-6 * grid);
    EXPECT_NEAR(answered.at("carbon_direct_kg"), 300 * grid, 1e-6 * grid);
    EXPECT_NEAR(answered.at("carbon_life_cycle_kg"), 400 * grid, 1e-6 * grid);
    // What is lost at all stages is what the grid gives.
    double stages = 0;
    for (const auto& stage : answered.at("stages"))
        if (!stage.at("sum"))
            stages += stage.at("energy_mwh").get<double>();
    EXPECT_NEAR(stages, grid, 1e-9 * grid);
}

TEST_F(Estimate, RefusesBadOptions) {
    const auto refused_with = [&](const ChildTwin::Arguments& options) {
        ChildTwin::Arguments all{"estimate"};
        all.insert(all.end(), options.begin(), options.end());
        return refused(all);
    };
    EXPECT_EQ(refused_with({"--nodes", "5", "--gpu-utilisation", "50 %"}),
              "--site: required without a scenario: expected a value, got nothing\n"
              "--time: required without a scenario: expected a value, got nothing\n");
    const ChildTwin::Arguments job{"--site",  "jedi", "--activity", "hpl",
                                   "--nodes", "2",    "--time",     "1 h"};
    const auto but = [&](const std::string& option, const std::string& value) {
        ChildTwin::Arguments changed = job;
        const auto at = std::find(changed.begin(), changed.end(), option);
        if (at == changed.end())
            changed.insert(changed.end(), {option, value});
        else
            *(at + 1) = value;
        return refused_with(changed);
    };
    EXPECT_EQ(but("--nodes", "49"),
              "--nodes: expected at most the 48 nodes that jobs may use, got 49\n");
    EXPECT_EQ(but("--time", "1 kW"),
              "--time: expected a duration (s, ms, us, ns, min, h, d), got '1 kW' (kW is a unit of "
              "power)\n");
    EXPECT_EQ(but("--gpu-cap", "5 W"),
              "--gpu-cap: expected a cap from 274.1 W to 680 W, between what a busy GPU draws at "
              "its lowest clock and the part's own cap, got 5 W\n");
    EXPECT_EQ(but("--outdoor", "20 K"),
              "--outdoor: expected a temperature (degC), got '20 K' (K is a unit of temperature "
              "difference)\n");
    EXPECT_EQ(but("--site", "flat-pool"),
              "--site: expected a site whose power is known, got 'flat-pool' (see twin list "
              "sites)\n");
    EXPECT_EQ(but("--job", "a"), "--job: expected no such option without a scenario, got 'a'\n");
    twin.write("s.toml", bare());
    EXPECT_EQ(refused_with({"s.toml", "--nodes", "5"}),
              "--nodes: expected no such option beside a scenario, got '5'\n");
}

TEST_F(Estimate, RefusesWeatherAndCarbonThatAreNone) {
    const auto refused_with = [&](const ChildTwin::Arguments& options) {
        ChildTwin::Arguments all{"estimate", "--site", "jupiter-booster", "--activity", "hpl",
                                 "--nodes",  "2",      "--time",          "1 h"};
        all.insert(all.end(), options.begin(), options.end());
        return refused(all);
    };
    EXPECT_EQ(refused_with({"--outdoor", "20 degC", "--wet-bulb", "25 degC"}),
              "--wet-bulb: expected at most the 20 degC of the air, got '25 degC'\n");
    EXPECT_EQ(
        refused_with({"--outdoor", "900 degC"}),
        "--outdoor: expected a temperature (degC) from -60 degC to 60 degC, got '900 degC'\n");
    EXPECT_EQ(refused_with({"--carbon-direct=-5 g/kWh"}),
              "--carbon-direct: expected a carbon intensity (g/kWh) >= 0 g/kWh, got '-5 g/kWh'\n");
    EXPECT_EQ(refused_with({"--price", "85"}),
              "--price: expected a price of energy (EUR/MWh, ct/kWh, EUR/kWh), got '85' (write the "
              "unit, e.g. \"85 EUR/MWh\")\n");
}

TEST_F(Estimate, SaysWhatItLeavesOut) {
    twin.write("s.toml", small());
    const Outcome plain = twin.run({"estimate", "s.toml"});
    EXPECT_THAT(plain.out, Not(HasSubstr("Left out")));
    EXPECT_THAT(plain.out, HasSubstr("Only the market's price is paid: no fees, levies, tax or "
                                     "demand charge; a scenario says them in energy.tariff.\n"));
    const Outcome more =
        twin.run({"estimate", "s.toml", "--set",
                  "energy.battery={ capacity = \"1 MWh\", peak_limit = \"1 MW\" }", "--set",
                  "power.cap=90 kW", "--set", "energy.tariff.demand_charge=100 EUR/kW/a", "--set",
                  "energy.tariff.fixed_price=80 EUR/MWh"});
    EXPECT_THAT(more.out, HasSubstr("- Left out, a run has them: energy.battery, power.cap.\n"));
    EXPECT_THAT(more.out, HasSubstr("- The demand charge is that of the workload's mean power"));
    EXPECT_THAT(more.out, Not(HasSubstr("Only the market's price")));
    EXPECT_THAT(twin.run({"estimate", "--help"}).out,
                HasSubstr("Left out are heat reuse, battery, photovoltaics, the site's power cap "
                          "and events: twin run has them."));
}

// One job on all nodes of JEDI: nobody idles beside it, so the estimate is its share of the run.
// The price is 100 EUR/MWh and there is no demand charge; without supply and cooling the grid gives
// what the racks draw.
TEST_F(Estimate, IsTheShareOfTheSameJobInARun) {
    twin.write("s.toml", small());
    const std::vector<std::string> price = {"--set", "energy.tariff.fixed_price=100 EUR/MWh"};
    const auto answered = answer({"s.toml", price[0], price[1]});
    ASSERT_EQ(twin.run({"run", "s.toml", price[0], price[1]}).status, 0);
    std::istringstream lines(twin.run({"export", "s.sqlite", "job_energy"}).out);
    const auto fields = [&lines] {
        std::string line, field;
        std::getline(lines, line);
        std::vector<std::string> all;
        for (std::istringstream in(line); std::getline(in, field, ',');)
            all.push_back(field);
        return all;
    };
    const auto names = fields(), values = fields();
    const auto share = [&](const std::string& name) {
        const auto at = std::find(names.begin(), names.end(), name);
        return std::stod(values.at(static_cast<std::size_t>(at - names.begin())));
    };
    const auto expect_same = [&](const char* estimate, double run) {
        EXPECT_NEAR(answered.at(estimate), run, 1e-6 * run) << estimate;
    };
    expect_same("gpu_energy_mwh", share("gpu_kwh") / 1000);
    expect_same("node_energy_mwh", share("node_kwh") / 1000);
    expect_same("grid_energy_mwh", share("grid_kwh") / 1000);
    expect_same("cost_eur", share("cost_eur"));
    EXPECT_NEAR(answered.at("cost_eur"), 100 * answered.at("grid_energy_mwh").get<double>(), 1e-6);
}

// A dry cooler does not see the wet bulb; towers and wetted pads do.
TEST_F(Estimate, AsksForTheWetBulbWhereWaterEvaporates) {
    twin.write("s.toml", bare() + with_plant());
    const std::string sentence =
        "--wet-bulb: expected a temperature (degC) beside --outdoor, got nothing (the plant "
        "evaporates water)\n";
    EXPECT_EQ(refused({"estimate", "s.toml", "--outdoor", "35 degC", "--set",
                       "cooling.plant=frontier-towers"}),
              sentence);
    EXPECT_EQ(
        refused({"estimate", "s.toml", "--outdoor", "35 degC", "--set", "cooling.adiabatic=true"}),
        sentence);
    const auto dry = answer({"s.toml", "--outdoor", "35 degC"});
    EXPECT_EQ(
        answer({"s.toml", "--outdoor", "35 degC", "--wet-bulb", "10 degC"}).at("grid_energy_mwh"),
        dry.at("grid_energy_mwh"));
    const auto wetted = [&](const char* wet_bulb) {
        return answer({"s.toml", "--outdoor", "35 degC", "--wet-bulb", wet_bulb, "--set",
                       "cooling.adiabatic=true"})
            .at("grid_energy_mwh")
            .get<double>();
    };
    EXPECT_LT(wetted("15 degC"), wetted("30 degC"));
}

// 0 h of UTC is the second row of the reference year, the hour that ends at 2 h in Germany.
TEST_F(Estimate, SaysThatItReplacesTheScenariosWeather) {
    twin.write("s.toml", bare() + with_plant());
    EXPECT_THAT(twin.run({"estimate", "s.toml", "--outdoor", "35 degC"}).out,
                HasSubstr("- It is 35.00 degC outdoors, not the -1.50 degC of the scenario's "
                          "weather in the mean over the job's time.\n"));
    EXPECT_THAT(twin.run({"estimate", "s.toml"}).out, Not(HasSubstr("outdoors")));
}

// The scenario's day of prices ends at midnight; the job of an hour begins half an hour before.
TEST_F(Estimate, SaysThatAJobIsLongerThanASeries) {
    twin.write("p.csv", day_of_prices());
    std::string text = bare() + "[energy]\nprice = \"p.csv\"\n";
    twin.write("s.toml", text);
    const std::string ends =
        "- The price of the scenario ends at 2024-01-02T00:00:00Z, before "
        "the job does: its mean until then holds for the rest too.\n";
    EXPECT_THAT(twin.run({"estimate", "s.toml"}).out, Not(HasSubstr(ends)));
    text.replace(text.find("+0 s"), 4, "+1410 min");
    twin.write("s.toml", text);
    EXPECT_THAT(twin.run({"estimate", "s.toml"}).out, HasSubstr(ends));
}

TEST_F(Estimate, SaysThatARunWouldKillTheJob) {
    twin.write("s.toml", bare());
    const std::string killed = "- A run kills the job at its limit of ";
    EXPECT_THAT(twin.run({"estimate", "s.toml"}).out, Not(HasSubstr("kills")));
    const std::string capped = twin.run({"estimate", "s.toml", "--set", "power.gpu_cap=400 W"}).out;
    EXPECT_THAT(capped, HasSubstr(killed + "1 h: slowed by the cap on the GPUs it needs "));
    EXPECT_THAT(capped,
                HasSubstr("- The cap of 400 W holds for each module: a GPU and its share of "
                          "the CPUs.\n"));
    EXPECT_THAT(capped, HasSubstr("- Of the scenario, as twin check says: job: 1 of 1 [[job]]s "
                                  "may run no longer than their run time: "));
    EXPECT_THAT(
        twin.run({"estimate", "s.toml", "--set", "power.gpu_cap=400 W", "--set", "job.0.limit=3 h"})
            .out,
        Not(HasSubstr("kills")));
    EXPECT_THAT(twin.run({"estimate", "s.toml", "--set", "job.0.limit=30 min"}).out,
                HasSubstr("- The job would run for 1 h: a run kills it at its limit of 0.5 h, "
                          "where the estimate ends.\n"));
}

// Means over the shipped files, to the last digit that the defaults have.
TEST(EstimateDefaults, AreMeansOfTheShippedSeries) {
    const CalendarTime from = instant("2024-01-01T00:00:00Z"),
                       until = instant("2025-01-01T00:00:00Z");
    // Of German time.
    const PriceReading price = read_price("scenarios/data/price-de-lu-2023-2024.csv.gz", {});
    const auto hour = std::chrono::hours(1);
    EXPECT_NEAR(
        EnergyPrice::from_si(price.price.mean(from - hour, until - hour)).in(euro / megawatt_hour),
        mean_price.in(euro / megawatt_hour), 0.006);
    const CarbonReading carbon = read_carbon("scenarios/data/carbon-de-2024.csv", {}, from, until);
    const auto grams = [](double value) {
        return CarbonIntensity::from_si(value).in(gram_co2 / kilowatt_hour);
    };
    EXPECT_NEAR(grams(carbon.direct.mean(from, until)), mean_direct.in(gram_co2 / kilowatt_hour),
                0.06);
    EXPECT_NEAR(grams(carbon.life_cycle.mean(from, until)),
                mean_life_cycle.in(gram_co2 / kilowatt_hour), 0.06);
    // 365 days: each row once.
    const CalendarTime begin = instant("2023-01-01T00:00:00Z");
    const WeatherReading weather = read_weather(weather_file, {}, begin, from);
    const auto celsius = [&](const TimeSeries& series) {
        return Temperature::from_si(series.mean(begin, from)).in_celsius();
    };
    EXPECT_NEAR(celsius(weather.dry_bulb), mean_dry_bulb.in_celsius(), 0.006);
    EXPECT_NEAR(celsius(weather.wet_bulb), mean_wet_bulb.in_celsius(), 0.006);
}

}  // namespace
}  // namespace twin
