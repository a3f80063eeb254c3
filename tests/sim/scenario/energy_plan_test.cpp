// [cooling] and [energy]: data files with their faults, what needs what, what events add up to.
#include <gmock/gmock.h>

#include "sim/scenario/power_plan.h"
#include "tests/sim/scenario/scenario_files.h"

namespace twin {
namespace {

using std::chrono::hours;
using testing::ElementsAre;
using testing::IsEmpty;

// Hourly rows from 2024-01-01T00:00Z on, `hours` of them, each with `values`.
std::string rows(const std::string& header, int count, const std::string& values,
                 const std::string& from = "2024-01-01") {
    std::string text = header + "\n";
    for (int i = 0; i < count; ++i)
        text += fmt::format("{}T{:02}:00Z,{}\n", from, i, values);
    return text;
}

class BuildEnergy : public ScenarioFiles {
  protected:
    BuildEnergy() {
        write("p.csv", rows("time_utc,price (EUR/MWh)", 24, "36"));
        write("c.csv", rows("time_utc,direct (g/kWh),life_cycle (g/kWh)", 24, "360,720"));
        write("w.csv", rows("time_utc,tdry_C,twet_C", 24, "10,8"));
    }
    std::vector<std::string> energy(const std::string& keys) const {
        return build_mistakes(sound_text() + "[energy]\n" + keys);
    }
};

// 36 EUR/MWh = 1e-8 EUR/J, 360 g/kWh = 1e-4 g/J.
TEST_F(BuildEnergy, PlansWhatTheTextSays) {
    const RunPlan run = plan(sound_text() +
                             "[energy]\nprice = \"p.csv\"\ncarbon = \"c.csv\"\nrenewable_share = "
                             "\"80 %\"\nmarket_carbon = \"0 "
                             "g/kWh\"\ntariff = { levies = \"2.1 ct/kWh\" }\n");
    ASSERT_TRUE(run.energy);
    EXPECT_DOUBLE_EQ(run.energy->price.at(run.start), 1e-8);
    EXPECT_DOUBLE_EQ(run.energy->carbon_direct.at(run.start), 1e-4);
    EXPECT_DOUBLE_EQ(run.energy->carbon_life_cycle.at(run.start), 2e-4);
    EXPECT_EQ(run.energy->renewable_share, 0.8);
    EXPECT_DOUBLE_EQ(run.energy->tariff.levies.in(euro / megawatt_hour), 21);
    EXPECT_THAT(run.inputs, ElementsAre("p.csv", "c.csv"));
}

TEST_F(BuildEnergy, AFileMustBeThereAndBeATable) {
    EXPECT_THAT(energy("price = \"none.csv\"\n"),
                ElementsAre("s.toml:15:9: energy.price.file: expected a file that can be read, got "
                            "'none.csv' (there is no such file)"));
    EXPECT_THAT(energy("price = { file = \"p.txt\" }\n"),
                ElementsAre("s.toml:15:18: energy.price.file: expected a table (.csv, .csv.gz), "
                            "got 'p.txt'"));
    EXPECT_THAT(energy("price = { file = \"p.csv\", zone = \"Europe/Atlantis\" }\n"),
                ElementsAre("s.toml:15:34: energy.price.zone: expected UTC, Europe/Berlin or an "
                            "offset such as +01:00, got 'Europe/Atlantis'"));
}

TEST_F(BuildEnergy, ASeriesCoversTheRun) {
    write("short.csv", rows("time_utc,price (EUR/MWh)", 23, "36"));
    EXPECT_THAT(energy("price = \"short.csv\"\n"),
                ElementsAre("s.toml:15:9: energy.price.file: expected values from "
                            "2024-01-01T00:00:00Z until 2024-01-02T00:00:00Z, got "
                            "2024-01-01T00:00:00Z until 2024-01-01T23:00:00Z: the last 1 h of the "
                            "run are missing"));
    EXPECT_THAT(
        build_mistakes(sound_text_but("horizon = \"1 d\"", "") + "[energy]\nprice = \"p.csv\"\n"),
        ElementsAre("s.toml:2:1: time.horizon: required with energy.price: expected a "
                    "duration, got nothing (the series must cover the run)"));
}

// What the readers find becomes a problem at its place in the file.
TEST_F(BuildEnergy, FaultsOfASeriesStandAtTheirPlace) {
    std::string text = rows("time_utc,price (EUR/MWh)", 24, "36");
    write("bad.csv", text.replace(text.find("36"), 2, "n/a"));
    EXPECT_THAT(energy("price = \"bad.csv\"\n"),
                ElementsAre("bad.csv:2:19: price: expected a number, got 'n/a'"));
}

TEST_F(BuildEnergy, ATariffNeedsAPrice) {
    EXPECT_THAT(energy("tariff = { levies = \"2.1 ct/kWh\" }\n"),
                ElementsAre("s.toml:14:1: energy.price: required with a tariff that has no "
                            "fixed_price: expected a file, got nothing"));
    EXPECT_THAT(energy("tariff = { fixed_price = \"-5 EUR/MWh\" }\n"), IsEmpty());
    EXPECT_THAT(
        energy("tariff = { fixed_price = \"80 EUR/MWh\", markup = \"2 EUR/MWh\" }\n"),
        ElementsAre("s.toml:15:49: energy.tariff.markup: expected no such key beside "
                    "fixed_price, got 2 EUR/MWh (it is on the market's price; 0 EUR/MWh takes "
                    "away that of a base)"));
    EXPECT_THAT(energy("tariff = { fixed_price = \"80 EUR/MWh\", contract = \"1 W\" }\n"),
                ElementsAre(fmt::format(
                    "s.toml:15:51: energy.tariff.contract: expected at least the {} that the "
                    "site's IT draws when no job runs, got 1 W",
                    format_quantity(idle_power(plan(sound_text())).si(), Dimension::power))));
    EXPECT_THAT(mistakes(sound_text() + "[energy]\ntariff = { levies = \"-1 ct/kWh\" }\n"),
                ElementsAre("s.toml:15:21: energy.tariff.levies: expected a price of energy "
                            "(EUR/MWh, ct/kWh, EUR/kWh) >= 0 ct/kWh, got '-1 ct/kWh'"));
}

TEST_F(BuildEnergy, ABatteryTradesAtPricesThatThereAre) {
    EXPECT_THAT(energy("battery = { capacity = \"1 MWh\", charge_below = \"20 EUR/MWh\" }\n"),
                ElementsAre("s.toml:15:48: energy.battery.charge_below: expected no such key "
                            "without energy.price, got 20 EUR/MWh (there is no market then)"));
    EXPECT_THAT(energy("price = \"p.csv\"\nbattery = { capacity = \"1 MWh\", charge_below = \"90 "
                       "EUR/MWh\", discharge_above = \"20 EUR/MWh\" }\n"),
                ElementsAre("s.toml:16:48: energy.battery.charge_below: expected at most the "
                            "20 EUR/MWh of discharge_above, got 90 EUR/MWh"));
}

// A price that never changes starts no trade, with or without a market beside it.
TEST_F(BuildEnergy, ABatteryDoesNotTradeAtAFixedPrice) {
    const auto battery = [&](const std::string& keys) {
        return energy(
            "price = \"p.csv\"\ntariff = { fixed_price = \"80 EUR/MWh\" }\n"
            "battery = { capacity = \"1 MWh\", " +
            keys + " }\n");
    };
    EXPECT_THAT(battery("discharge_above = \"90 EUR/MWh\""),
                ElementsAre("s.toml:17:51: energy.battery.discharge_above: expected no such key "
                            "beside fixed_price, got 90 EUR/MWh (the price never changes)"));
    EXPECT_THAT(battery("charge_below = \"90 EUR/MWh\""),
                ElementsAre("s.toml:17:48: energy.battery.charge_below: expected no such key "
                            "beside fixed_price, got 90 EUR/MWh (the price never changes; with "
                            "peak_limit it may say that the battery charges between peaks)"));
    EXPECT_THAT(battery("charge_below = \"80 EUR/MWh\", peak_limit = \"90 kW\""),
                ElementsAre("s.toml:17:48: energy.battery.charge_below: expected more than the "
                            "fixed_price of 80 EUR/MWh, got 80 EUR/MWh (it would never charge "
                            "from the grid)"));
    EXPECT_THAT(battery("charge_below = \"81 EUR/MWh\", peak_limit = \"90 kW\""), IsEmpty());
    EXPECT_THAT(energy("tariff = { fixed_price = \"80 EUR/MWh\" }\nbattery = { capacity = "
                       "\"1 MWh\", charge_below = \"81 EUR/MWh\", peak_limit = \"90 kW\" }\n"),
                IsEmpty());
}

TEST_F(BuildEnergy, ASpikeOfTheMarketNeedsOneWhoPaysIt) {
    EXPECT_THAT(energy("price = \"p.csv\"\ntariff = { fixed_price = \"80 EUR/MWh\" }\n[[event]]\n"
                       "at = \"+1 h\"\nprice_spike = \"300 EUR/MWh\"\nfor = \"1 h\"\n"),
                ElementsAre("s.toml:19:15: event.0.price_spike: expected no such key beside "
                            "energy.tariff.fixed_price, got 300 EUR/MWh (nobody pays the market's "
                            "price then)"));
}

TEST_F(BuildEnergy, ASpikeIsARise) {
    for (const char* spike : {"-300 EUR/MWh", "0 EUR/MWh"})
        EXPECT_THAT(
            mistakes(sound_text() + "[[event]]\nat = \"+1 h\"\nprice_spike = \"" + spike +
                     "\"\nfor = \"1 h\"\n"),
            ElementsAre(fmt::format("s.toml:16:15: event.0.price_spike: expected a price of "
                                    "energy (EUR/MWh, ct/kWh, EUR/kWh) > 0 ct/kWh, got "
                                    "'{}'",
                                    spike)));
}

TEST_F(BuildEnergy, ABatteryHasSomethingToDo) {
    EXPECT_THAT(energy("battery = { capacity = \"1 MWh\" }\n"),
                ElementsAre("s.toml:15:11: energy.battery: expected charge_below, discharge_above "
                            "or peak_limit in a battery without photovoltaics, got none of them "
                            "(it would do nothing)"));
    EXPECT_THAT(energy("battery = { capacity = \"1 MWh\" }\nphotovoltaics = { peak = \"1 MW\", "
                       "latitude = 50.9, longitude = 6.4, yearly_hours = \"1000 h\" }\n"),
                IsEmpty());
}

TEST_F(BuildEnergy, OnlyPhotovoltaicsFeedTheGrid) {
    const auto fed = [&](const std::string& price, const std::string& keys = "") {
        return energy("tariff = { fixed_price = \"80 EUR/MWh\", feed_in = \"" + price + "\" }\n" +
                      keys);
    };
    EXPECT_THAT(fed("50 EUR/MWh"),
                ElementsAre("s.toml:15:50: energy.tariff.feed_in: expected no such key without "
                            "photovoltaics, got 50 EUR/MWh (nothing else feeds the grid; 0 EUR/MWh "
                            "takes away that of a base)"));
    EXPECT_THAT(fed("0 EUR/MWh"), IsEmpty());
    EXPECT_THAT(fed("50 EUR/MWh",
                    "photovoltaics = { peak = \"1 MW\", latitude = 50.9, longitude = 6.4, "
                    "yearly_hours = \"1000 h\" }\n"),
                IsEmpty());
}

// The Act says 300 kW. Nothing is known of JEDI's supply.
TEST_F(BuildEnergy, ALawMayBeginAtAConnectedLoad) {
    write("law.csv",
          "law,kpi,at_most,threshold,begun_from,begun_before,binds_from,binds_after_years,"
          "connected_load_kw,note\n"
          "Act 1,it_energy,true,1,,,,,300,\n"
          "Act 2,it_energy,true,2,,,,,,\n");
    const auto run = [&](const std::string& keys) {
        return plan(sound_text() +
                    "[energy]\nrequirements = \"law.csv\"\noperation_begun = \"2025-09-05\"\n" +
                    keys);
    };
    const auto contract = [](const char* power) {
        return fmt::format("tariff = {{ fixed_price = \"80 EUR/MWh\", contract = \"{}\" }}\n",
                           power);
    };
    const RunPlan small = run(contract("299 kW"));
    ASSERT_EQ(small.energy->requirements.size(), 1);
    EXPECT_EQ(small.energy->requirements[0].requirement.law, "Act 2");
    EXPECT_THAT(small.remarks,
                ElementsAre("energy.requirements: 1 of 2 are left out: the law applies from 300 kW "
                            "of connected load, this site has 299 kW (energy.tariff.contract)"));
    const RunPlan large = run(contract("300 kW"));
    EXPECT_EQ(large.energy->requirements.size(), 2);
    EXPECT_THAT(large.remarks, IsEmpty());
    const RunPlan unknown = run("");
    EXPECT_EQ(unknown.energy->requirements.size(), 2);
    EXPECT_THAT(unknown.remarks,
                ElementsAre("energy.requirements: the law applies from 300 kW of connected load, "
                            "and that of this site is not known: it is taken to be large enough "
                            "(energy.tariff.contract says it)"));
    // Transformers of some MVA come before the limit of the IT.
    EXPECT_THAT(run("[power]\nsupply = \"jupiter\"\n").remarks, IsEmpty());
}

TEST_F(BuildEnergy, TheSunShinesNoLongerThanItDoes) {
    // models/energy/photovoltaics_test.cpp holds the sky without clouds against an almanac.
    EXPECT_THAT(energy("photovoltaics = { peak = \"1 MW\", latitude = 50.9, longitude = 6.4, "
                       "yearly_hours = \"3000 h\" }\n"),
                ElementsAre("s.toml:15:83: energy.photovoltaics.yearly_hours: expected at most the "
                            "1755 h of a sky without clouds at this place, got 3000 h"));
}

TEST_F(BuildEnergy, RequirementsBindFromADate) {
    EXPECT_THAT(energy("requirements = \"law.csv\"\n"),
                ElementsAre("s.toml:14:1: energy.operation_begun: required with requirements: "
                            "expected a date, e.g. \"2025-09-05\", got nothing"));
    EXPECT_THAT(energy("operation_begun = \"2025-09-05\"\n"),
                ElementsAre("s.toml:14:1: energy.requirements: required with operation_begun: "
                            "expected a file, got nothing"));
}

TEST_F(BuildEnergy, ALawNamesKpisThatThereAre) {
    write("law.csv",
          "law,kpi,at_most,threshold,begun_from,begun_before,binds_from,binds_after_years,"
          "connected_load_kw,note\n"
          "Act 1,it_energy,true,1,,,,,,\n"
          "Act 2,it_enrgy,true,1,,,,,,\n"
          "Act 3,beauty,true,1,,,,,,\n");
    EXPECT_THAT(energy("requirements = \"law.csv\"\noperation_begun = \"2025-09-05\"\n"),
                ElementsAre("law.csv:3:7: energy.requirements: expected the name of a KPI, got "
                            "'it_enrgy'; did you mean 'it_energy'?",
                            "law.csv:4:7: energy.requirements: expected the name of a KPI, got "
                            "'beauty' (see twin list kpis)"));
}

TEST_F(BuildEnergy, WeatherIsForThePlant) {
    EXPECT_THAT(energy("weather = \"w.csv\"\n"),
                ElementsAre("s.toml:15:11: energy.weather: expected no such key without "
                            "[cooling], got one (only the plant feels the weather)"));
}

// The base is where a user sees what the electricity of JUPITER costs and how its figures add up.
class ShippedBase : public testing::Test {
  protected:
    Scenario base() const {
        const ScenarioText text = read_scenario("scenarios/sites/jupiter-energy.toml", {});
        const CheckedScenario checked = check_scenario(text, test_vocabulary());
        EXPECT_THAT(sentences(checked.problems), IsEmpty());
        return checked.scenario;
    }
};

TEST_F(ShippedBase, ItsTariffSumsToWhatItSays) {
    constexpr EnergyPrice cent_per_kwh = 0.01 * euro / kilowatt_hour;
    const Tariff tariff = base().energy->tariff.value();
    // 7.84 + 0.30 + 1.46 + (0.275 + 0.656 + 0.050 + 0.11) + 2.05 by the kWh; 147.22 EUR/kW/a at
    // 6,500 h: 2.265.
    const EnergyPrice by_the_kwh = price_of_energy(tariff, 7.84 * cent_per_kwh);
    const EnergyPrice demand = tariff.demand_charge / (6500 * hour);
    EXPECT_NEAR(by_the_kwh.in(cent_per_kwh), 12.741, 1e-9);
    EXPECT_NEAR(demand.in(cent_per_kwh), 2.265, 0.001);
    // 10 % and 20 % below 16.65 and 18.75 ct/kWh.
    EXPECT_NEAR((by_the_kwh + demand).in(cent_per_kwh) / 16.65, 0.90, 0.005);
    EXPECT_NEAR((by_the_kwh + demand).in(cent_per_kwh) / 18.75, 0.80, 0.005);
}

TEST_F(ShippedBase, ItsEmbodiedCarbonIsThatOfTheReadme) {
    // 23,536 x 164 kg + 5,884 x 616 kg + 125 x 3 t = 7,859 t over 6 years = 1,310 t;
    // 17 MW x 982.8 kg/kW = 16,708 t over 20 years = 835 t.
    const CarbonMass year =
        embodied_per_year(base().energy->embodied.value(),
                          {.gpus = 23536, .nodes = 5884, .racks = 125, .it = 17 * megawatt});
    EXPECT_NEAR(year.in(tonne_co2), 2145, 1);
}

class BuildCooling : public BuildEnergy {
  protected:
    // [cooling] stands in line 14.
    std::string cooled(const std::string& keys) const {
        return sound_text() + "[cooling]\nplant = \"jupiter-dry-coolers\"\n" + keys +
               "[energy]\nweather = \"w.csv\"\nprice = \"p.csv\"\n";
    }
    // As large as jupiter-dry-coolers would be for one rack, so that there is nothing to remark.
    const std::string sized = "dry_coolers = 1\nsupply = \"39 degC\"\n";
    std::vector<std::string> cooling(const std::string& keys) const {
        return build_mistakes(cooled(keys));
    }
};

TEST_F(BuildCooling, PlansThePlantOfTheRacks) {
    const RunPlan run = plan(cooled("liquid_share = \"90 %\"\ndry_coolers = 3\n"));
    ASSERT_TRUE(run.cooling);
    EXPECT_EQ(run.cooling->model->groups(), 1);
    EXPECT_EQ(run.cooling->liquid_share, 0.9);
    EXPECT_EQ(run.cooling->dry_coolers, 3);
    EXPECT_DOUBLE_EQ(run.cooling->wet_bulb.at(run.start), 281.15);
    EXPECT_TRUE(run.cooling->heat_demand.values.empty());
    EXPECT_FALSE(plan(sound_text() + "[cooling]\nplant = \"none\"\n").cooling);
}

TEST_F(BuildCooling, APlantIsNamedAndHasItsWeather) {
    EXPECT_THAT(mistakes(sound_text() + "[cooling]\nplant = \"jupiter\"\n"),
                ElementsAre("s.toml:15:9: cooling.plant: expected one of frontier-towers, "
                            "jupiter-dry-coolers, xh2000-dry-coolers, none, got 'jupiter'"));
    EXPECT_THAT(build_mistakes(sound_text() + "[cooling]\nplant = \"jupiter-dry-coolers\"\n"),
                ElementsAre("s.toml:1:1: energy.weather: required with [cooling]: expected a file, "
                            "got nothing"));
}

TEST_F(BuildCooling, OverridesFitThePlant) {
    for (const char* supply : {"50", "42"})
        EXPECT_THAT(cooling(fmt::format("supply = \"{} degC\"\n", supply)),
                    ElementsAre(fmt::format(
                        "s.toml:16:10: cooling.supply: expected less than 42 degC: racks throttle "
                        "above 43 degC and go on until their water is 1 K colder, got {} degC",
                        supply)));
    EXPECT_THAT(cooling("supply = \"41.9 degC\"\n"), IsEmpty());
    EXPECT_THAT(
        build_mistakes(sound_text() + "[cooling]\nplant = \"frontier-towers\"\nadiabatic = true\n"
                                      "[energy]\nweather = \"w.csv\"\n"),
        ElementsAre("s.toml:16:13: cooling.adiabatic: expected no such key, "
                    "frontier-towers has cooling towers, got true"));
    EXPECT_THAT(cooling("heat_reuse = { demand = \"1 kW\", supply = \"70 degC\", carnot_share = "
                        "\"50 %\" }\n"),
                ElementsAre("s.toml:16:68: cooling.heat_reuse.carnot_share: expected no such key "
                            "without heat_pump = true, got 50 %"));
    EXPECT_THAT(build_mistakes(sound_text() + "[cooling]\nplant = \"none\"\nheat_reuse = { demand "
                                              "= \"1 kW\", supply = \"70 degC\" }\n"),
                ElementsAre("s.toml:16:14: cooling.heat_reuse: expected no such table without a "
                            "plant, got one (cooling.plant is none)"));
}

// 744 kWh in January are 1 kW all month long.
TEST_F(BuildCooling, MonthsOfHeatAreSpreadOverTheirHours) {
    const RunPlan run = plan(cooled(
        "heat_reuse = { heat_pump = true, supply = \"70 degC\", demand = [\"744 kWh\", \"0 Wh\", "
        "\"0 Wh\", \"0 Wh\", \"0 Wh\", \"0 Wh\", \"0 Wh\", \"0 Wh\", \"0 Wh\", \"0 Wh\", \"0 Wh\", "
        "\"0 Wh\"] }\n"));
    EXPECT_NEAR(run.cooling->heat_demand.at(run.start), 1000, 1e-6);
    const RunPlan constant =
        plan(cooled("heat_reuse = { demand = \"2 kW\", supply = \"30 degC\" }\n"));
    EXPECT_EQ(constant.cooling->heat_demand.at(constant.start + hours(23)), 2000);
}

// One dry cooler of 500 kW for one rack is plenty; at 42 degC outdoors nothing helps.
TEST_F(BuildCooling, ASetPointThatDoesNotHoldIsARemark) {
    EXPECT_THAT(plan(cooled(sized)).remarks, IsEmpty());
    write("w.csv", rows("time_utc,tdry_C,twet_C", 24, "42,20"));
    EXPECT_THAT(plan(cooled(sized)).remarks,
                ElementsAre(testing::StartsWith(
                    "cooling: all nodes busy in the warmest hour of the run: with ")));
}

// JEDI is one rack with one CDU, whose 142.6 kW need one dry cooler of 500 kW.
TEST_F(BuildCooling, ThePlantsSizeIsARemarkWhereItIsLeftOpen) {
    EXPECT_THAT(plan(cooled("")).remarks,
                ElementsAre("cooling: jupiter-dry-coolers has CDUs: 1; dry coolers: 1 (as many as "
                            "the CDUs need; change cooling.dry_coolers); set point of the racks' "
                            "water: 39 degC (change cooling.supply)"));
    EXPECT_THAT(plan(cooled("dry_coolers = 3\n")).remarks,
                ElementsAre("cooling: jupiter-dry-coolers has CDUs: 1; dry coolers: 3; set point "
                            "of the racks' water: 39 degC (change cooling.supply)"));
    EXPECT_THAT(plan(cooled("supply = \"36 degC\"\n")).remarks,
                ElementsAre("cooling: jupiter-dry-coolers has CDUs: 1; dry coolers: 1 (as many as "
                            "the CDUs need; change cooling.dry_coolers); set point of the racks' "
                            "water: 36 degC"));
    EXPECT_THAT(plan(cooled(sized)).remarks, IsEmpty());
}

// What a base says cannot be taken away, so that a plant can be taken away from it.
TEST_F(BuildCooling, WeatherWithoutAPlantIsARemark) {
    EXPECT_THAT(
        plan(sound_text() + "[cooling]\nplant = \"none\"\n[energy]\nweather = \"w.csv\"\n").remarks,
        ElementsAre("energy.weather: cooling.plant is none, so nothing feels the weather "
                    "and its file is not read"));
}

// Water that comes back below 60 degC heats nothing to 70 degC.
TEST_F(BuildCooling, HeatThatNobodyGetsIsARemark) {
    const auto remarks =
        plan(cooled(sized + "heat_reuse = { demand = \"1 kW\", supply = \"70 degC\" }\n")).remarks;
    ASSERT_EQ(remarks.size(), 1);
    EXPECT_THAT(remarks[0],
                testing::EndsWith("the consumer asks for 70 degC behind an exchanger that loses "
                                  "3 K: without a heat pump it gets nothing"));
}

// Five mistakes in five sections are five sentences; none is told again by an event that needs what
// they concern.
TEST_F(BuildCooling, AllMistakesAreReportedAtOnce) {
    write("gap.csv", rows("time_utc,price (EUR/MWh)", 4, "36") + "2024-01-01T06:00Z,36\n");
    write("wet.csv", rows("time_utc,tdry_C,twet_C", 1, "10,12"));
    const std::string events =
        "[[event]]\nat = \"+1 h\"\nheat_wave = \"3 K\"\nfor = \"4 h\"\n"
        "[[event]]\nat = \"+2 h\"\nprice_spike = \"300 EUR/MWh\"\nfor = \"1 h\"\n";
    EXPECT_THAT(
        build_mistakes(sound_text() +
                       "[cooling]\nplant = \"jupiter-dry-coolers\"\nsupply = \"50 degC\"\n"
                       "[energy]\nweather = \"wet.csv\"\nprice = \"gap.csv\"\n"
                       "[power]\ngpu_cap = \"700 W\"\n" +
                       events),
        ElementsAre(
            testing::StartsWith("s.toml:21:11: power.gpu_cap: expected a cap from "),
            "s.toml:16:10: cooling.supply: expected less than 42 degC: racks throttle above "
            "43 degC and go on until their water is 1 K colder, got 50 degC",
            "wet.csv:2:1: wet bulb: expected at most the dry bulb of 10 degC, got 12 degC",
            "gap.csv:6:1: time: expected 2024-01-01T04:00:00Z, got 2024-01-01T06:00:00Z: "
            "2 values are missing"));
}

// 1,000 s are three intervals of 5 min and 100 s.
TEST_F(BuildCooling, AWarmUpIsWholeIntervalsWhereThereIsAPlant) {
    const auto warmed = [](const std::string& warm_up, std::string text) {
        const std::string horizon = "horizon = \"1 d\"\n";
        return text.insert(text.find(horizon) + horizon.size(),
                           "warm_up = \"" + warm_up + "\"\ninterval = \"5 min\"\n");
    };
    const std::string sentence =
        "s.toml:5:11: time.warm_up: expected a multiple of the interval of 5 min in a run with "
        "cooling, energy or a supply, got 1000 s (their KPIs add up whole intervals, the bill "
        "begins where the warm-up ends)";
    for (const std::string& text : {cooled(""), sound_text() + "[energy]\nprice = \"p.csv\"\n",
                                    sound_text() + "[power]\nsupply = \"jupiter\"\n"}) {
        EXPECT_THAT(build_mistakes(warmed("1000 s", text)), ElementsAre(sentence)) << text;
        EXPECT_THAT(build_mistakes(warmed("900 s", text)), IsEmpty()) << text;
    }
    EXPECT_THAT(build_mistakes(warmed("1000 s", sound_text())), IsEmpty());
}

TEST_F(BuildCooling, AMissingHorizonIsToldOnce) {
    EXPECT_THAT(
        build_mistakes(sound_text_but("horizon = \"1 d\"", "") +
                       "[cooling]\nplant = \"jupiter-dry-coolers\"\n[energy]\nweather = "
                       "\"w.csv\"\nprice = \"p.csv\"\ncarbon = \"c.csv\"\n"),
        ElementsAre("s.toml:2:1: time.horizon: required with energy.weather: expected a duration, "
                    "got nothing (the series must cover the run)"));
}

// The primary water of the warmest hour comes back near 46 degC: behind an exchanger that loses 3 K
// it can heat something to 42 degC, but nothing to 45 degC.
TEST_F(BuildCooling, TheExchangerOfAConsumerCosts3Kelvin) {
    const auto remarks = [&](const std::string& supply) {
        return plan(cooled(sized + "heat_reuse = { demand = \"1 kW\", supply = \"" + supply +
                           "\" }\n"))
            .remarks;
    };
    EXPECT_THAT(remarks("42 degC"), IsEmpty());
    EXPECT_EQ(remarks("45 degC").size(), 1);
}

// 3 K from 1 h to 5 h and 5 K from 3 h to 4 h: 3, 8, 3, 0.
TEST_F(BuildCooling, HeatWavesAndSpikesAddUp) {
    const auto changes =
        plan(cooled("") +
             "[[event]]\nat = \"+1 h\"\nheat_wave = \"3 K\"\nfor = \"4 h\"\n"
             "[[event]]\nat = \"+3 h\"\nheat_wave = \"5 K\"\nfor = \"1 h\"\n"
             "[[event]]\nat = \"+2 h\"\nprice_spike = \"300 EUR/MWh\"\nfor = \"1 h\"\n")
            .changes;
    std::vector<double> warmer, dearer;
    for (const auto& change : changes)
        if (change.kind == ChangeKind::heat_wave)
            warmer.push_back(change.warmer.in(kelvin));
        else
            dearer.push_back(change.dearer.in(euro / megawatt_hour));
    EXPECT_THAT(warmer, ElementsAre(3, 8, 3, 0));
    EXPECT_THAT(dearer, ElementsAre(testing::DoubleEq(300), 0));
}

// Of 4 dry coolers 1 fails, then 2 more: 3/4, 1/4, then the first is back: 2/4.
TEST_F(BuildCooling, LossesOfThePlantAddUp) {
    const auto changes =
        plan(cooled("dry_coolers = 4\n") +
             "[[event]]\nat = \"+1 h\"\nlose_cooling = \"dry_coolers 1\"\nfor = \"3 h\"\n"
             "[[event]]\nat = \"+2 h\"\nlose_cooling = \"dry_coolers 2\"\n"
             "[[event]]\nat = \"+5 h\"\nlose_cooling = \"cdu 1\"\nfor = \"1 h\"\n")
            .changes;
    std::vector<double> rejection, cdu;
    for (const auto& change : changes) {
        rejection.push_back(change.rejection_share);
        ASSERT_EQ(change.cdu_share.size(), 1);
        cdu.push_back(change.cdu_share[0]);
    }
    EXPECT_THAT(rejection, ElementsAre(0.75, 0.25, 0.5, 0.5, 0.5));
    EXPECT_THAT(cdu, ElementsAre(1, 1, 1, 0, 1));
}

TEST_F(BuildCooling, LossesNameWhatThereIs) {
    const auto loss = [&](const std::string& what) {
        return build_mistakes(cooled("dry_coolers = 4\n") +
                              "[[event]]\nat = \"+1 h\"\nlose_cooling = \"" + what + "\"\n");
    };
    for (const char* what : {"cdu 2", "cdus 1-2", "dry_coolers 5", "dry_coolers 0", "fan"})
        EXPECT_THAT(loss(what),
                    ElementsAre(fmt::format(
                        "s.toml:22:16: event.0.lose_cooling: expected a part of the plant such as "
                        "\"cdu 3\", \"cdus 3-5\" or \"dry_coolers 4\", got '{}' (JEDI has CDUs for "
                        "group 1 to group 1, and 4 dry coolers or tower cells)",
                        what)));
    EXPECT_THAT(loss("cdus 1-1"), IsEmpty());
}

}  // namespace
}  // namespace twin
