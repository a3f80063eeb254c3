#include "sim/results/report.h"

#include <fmt/format.h>
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
        R"(LIMITS                 limit  used at P99     headroom at P99    at limit  first reached    where
nodes               12 nodes     12 nodes       0 nodes (0 %)       0.5 h  2024-04-07 02:06 site
rack power              3 kW         2 kW         1 kW (33 %)       0.0 h  never            rack 2
IT power                8 kW         5 kW         3 kW (38 %)       0.0 h  never            site
At the limit: nodes while a job waits for some; others while they are reached. Limits are
watched; only power caps and water that is too warm hold anything back.

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
  GPU-hours             48              goodput 37.6
  GPU-hours lost        0.4444          to failures; 0.001111 to slower clocks
  MTBF                  4 h             of the system, by losses of nodes

JOBS OF THE SCENARIO
  name              nodes    GPUs        wait    run time  work kept  interrupted   slower by
  short, "quoted"       1       2     1.222 h         5 s      100 %            0      66.7 %
    66.7 % slower by slower clocks
  name             node energy
  short, "quoted"        2 kWh
  Times and energies are of all attempts. Work kept: share of the run time, without what was
  lost, restarts and the writing of checkpoints.

WAITS, nodes         jobs           mean            P50            P95        longest
1-16                    5      42.02 min      56.75 min        1.222 h        1.222 h
17-128                  0              -              -              -              -
129-512                 0              -              -              -              -
513-2048                0              -              -              -              -
>2048                   0              -              -              -              -
all                     5      42.02 min      56.75 min        1.222 h        1.222 h
Of the jobs that have started; 1 still wait and are not in these figures.

POWER
  IT power              3 kW            mean; P99 5 kW, peak 6 kW, load factor 50 %
  IT energy             12 kWh          500 Wh a node-hour

EVENTS
  2024-04-07 02:41  lose rack 3: 4 nodes down, 1 job failed

File: )" + file.path().string() +
            "\n");
}

// The figures are those of Kpis.OfPlantAndEnergyWorkedOutByHand.
TEST(Report, AnswersAnEnergyManager) {
    const TemporaryFile file("energy-report.sqlite");
    write_energy_run(file);
    const std::string text = report_of(file);
    const auto begin = text.find("\nPOWER\n");
    EXPECT_EQ(text.substr(begin, text.find("\nEVENTS\n") - begin), R"(
POWER
  IT power              3 kW            mean; P99 5 kW, peak 6 kW, load factor 50 %
  IT energy             12 kWh          500 Wh a node-hour
  site power            3.45 kW         mean; P99 5.75 kW, highest interval 5.75 kW
  a GPU-hour            287.5 Wh        of the site; 0.0374 EUR and 78.23 g CO2 (life-cycle)

CHAIN                 energy     of site  added on the way
GPUs                 7.2 kWh      52.2 %
node plugs         10.32 kWh      74.8 %  CPUs 8.7 %, memory 4.35 %, NICs 2.61 %, drives 1.74 %,
                                          fans 0.87 %, voltage conversion 4.35 % lost
racks' input          12 kWh        87 %  switches 5.22 %, other IT 2.61 %, rectifiers 4.35 % lost
site                13.8 kWh       100 %  CDU pumps 0.87 %, primary pumps 0.87 %, roof fans 1.74 %,
                                          air handling 0.87 %, heat pump 4.35 %,
                                          distribution 0.87 % lost, UPS 1.74 % lost,
                                          transformers 1.74 % lost
grid               11.25 kWh      81.5 %  photovoltaics -20.7 %, battery 0.725 %, fed in 1.45 %

COOLING
  PUE                   1.15            EnEfG 1.1; iTUE 1.25, TUE 1.438
  electricity           600 Wh          pumps, fans, air handling; no heat pump
  water                 6 L             WUE 0.5 L/kWh
  throttling            0.5 group-h     sum over rack groups whose water was too warm
  at intervals' ends            lowest          mean       highest
  rack supply                  37 degC     38.5 degC       40 degC
  rack return                  47 degC     48.5 degC       50 degC
  rack flow                      5 L/s         5 L/s         5 L/s
  primary supply               31 degC     32.5 degC       34 degC
  primary return               41 degC     42.5 degC       44 degC
  primary flow                   6 L/s         6 L/s         6 L/s
  roof fans                       20 %          50 %          80 %
  dry bulb                     11 degC     12.5 degC       14 degC
  wet bulb                      9 degC     10.5 degC       12 degC

HEAT REUSE
  offered               2.67 kW         mean, at 42.42 degC; 0.02339 GWh/a at this rate
  reused                2.76 kWh        ERF 20 %, ERE 0.92
  delivered             3.36 kWh        with 600 Wh of the heat pump

ENERGY AND MONEY
  from the grid         11.25 kWh       renewable 59.53 %; at full load 4,106 h/a
  photovoltaics         2.85 kWh        generated
  battery               200 Wh          charged; discharged 100 Wh, lost 30 Wh
  fed into the grid     200 Wh
  contract headroom     2 kW            to the highest quarter-hour; stranded 2.6 kW, to P99
  market price          50 EUR/MWh      mean; weighted with what was drawn x 0.7289; paid x 3.191
  bill                            quantity           price        amount
  energy at the market's price 0.01125 MWh   36.44 EUR/MWh      0.41 EUR
  grid fee                     0.01125 MWh      60 EUR/MWh     0.675 EUR
  levies                       0.01125 MWh      20 EUR/MWh     0.225 EUR
  electricity tax              0.01125 MWh      20 EUR/MWh     0.225 EUR
  fed into the grid             0.0002 MWh     -50 EUR/MWh     -0.01 EUR
  demand charge                       6 kW    0.045 EUR/kW      0.27 EUR  0.046 % of a year's charge
  total                        0.01125 MWh   159.6 EUR/MWh     1.795 EUR

CARBON (CO2 equivalent, by method)
  location, direct      2.63 kg         233.8 g/kWh; CUE 0.2192 kgCO2/kWh
  location, life-cycle  3.755 kg        333.8 g/kWh; CUE 0.3129 kgCO2/kWh
  market-based          562.5 g         by the contract's intensity
  embodied              4 kg            this window's share of a year's

COMPLIANCE                     KPI                     required       value  verdict    binds from
EnEfG section 11 (2) no. 1     PUE, EnEfG                <= 1.2         1.1  met        2028-07-01
EnEfG section 11 (2) no. 2     ERF                      >= 10 %        20 %  met        2028-07-01
  reused
EnEfG section 11 (5)           REF                     >= 100 %     59.53 %  missed     2027-01-01
EnEfG section 12               heat_exchanged              >= 1           -  not known  2027-01-01
Thresholds are those of a dated file, which laws may have left behind.
The law asks about a year: verdicts from 4 h are estimates.

VIOLATIONS: 1
  2024-04-07 02:06     0.5 h  power.cap: limit 4.5 kW, reached 5 kW
                              the cap fell below what idle nodes draw
)");
}

TEST(Report, NamesNoCostThatIsNotKnown) {
    const TemporaryFile file("no-cost.sqlite");
    const Site site = tiny_site();
    {
        Recorder recorder(file, tiny_info(), site);
        record_tiny_run(recorder);
        record_tiny_plant(recorder);
        for (int k = 0; k < 5; ++k) {
            EnergySample sample;
            sample.grid = 1 * kilowatt;
            recorder.energy(k, sample);
        }
        recorder.facts({});
        recorder.finish(RunStatus::finished, tiny_totals());
    }
    const std::string text = report_of(file);
    EXPECT_THAT(text,
                testing::HasSubstr("\n  a GPU-hour            287.5 Wh        of the site\n"));
    EXPECT_THAT(text, testing::HasSubstr("\nENERGY AND MONEY\n"
                                         "  from the grid         4 kWh           renewable -\n"
                                         "\nEVENTS\n"));
    EXPECT_THAT(text, testing::Not(testing::HasSubstr("EUR")));
    EXPECT_THAT(text, testing::Not(testing::HasSubstr("CARBON")));
}

// 40 degC less 36 degC are 4 K, and no share of 40.
TEST(Report, TellsADifferenceOfTemperaturesInKelvin) {
    const TemporaryFile file("water-limit.sqlite");
    write_energy_run(file);
    EXPECT_THAT(report_of(file), testing::HasSubstr(R"(
rack water           40 degC      36 degC                 4 K       0.0 h  never            site
)"));
    const ResultStore store(file);
    Rows limit = store.query(
        "SELECT headroom, headroom_unit, headroom_percent FROM limits WHERE name = 'rack_water'");
    ASSERT_TRUE(limit.next());
    EXPECT_EQ(limit.real(0), 4);
    EXPECT_EQ(limit.text(1), "K");
    EXPECT_TRUE(limit.is_null(2));
    std::ostringstream json;
    write_report_json(store, json);
    const auto water = nlohmann::json::parse(json.str())["limits"][3];
    EXPECT_EQ(water["unit"], "degC");
    EXPECT_EQ(water["headroom_p99"], 4);
    EXPECT_EQ(water["headroom_unit"], "K");
}

TEST(Report, KnowsTheChainOfAnUncooledSiteUpToItsRacks) {
    const TemporaryFile file("uncooled.sqlite");
    const Site site = tiny_site();
    {
        Recorder recorder(file, tiny_info(), site);
        record_tiny_run(recorder);
        for (int k = 0; k < 5; ++k) {
            PowerSample power;
            power.gpus = 1500 * watt;
            power.converter_loss = 300 * watt;
            recorder.power(k, power);
        }
        recorder.finish(RunStatus::finished, tiny_totals());
    }
    const std::string text = report_of(file);
    // 1.5 kW over four hours of 12 kWh.
    EXPECT_THAT(text, testing::HasSubstr(R"(
CHAIN                 energy       of IT  added on the way
GPUs                   6 kWh        50 %
node plugs           7.2 kWh        60 %  voltage conversion 10 % lost
racks' input          12 kWh       100 %

EVENTS)"));
    for (const auto* section : {"COOLING", "HEAT", "MONEY", "CARBON", "COMPLIANCE", "VIOLATIONS"})
        EXPECT_THAT(text, testing::Not(testing::HasSubstr(section))) << section;
}

TEST(Report, SaysWhyThereIsNoPue) {
    const TemporaryFile file("no-pue.sqlite");
    const Site site = tiny_site();
    {
        Recorder recorder(file, tiny_info(), site);
        record_tiny_run(recorder);
        for (int k = 0; k < 5; ++k) {
            PlantSample plant;
            plant.readings.emplace();
            recorder.plant(k, plant, {});
        }
        recorder.finish(RunStatus::finished, tiny_totals());
    }
    EXPECT_THAT(
        report_of(file),
        testing::HasSubstr("\n  PUE                   -               not known: the losses "
                           "of the supply are not simulated\n"));
}

TEST(Report, BreaksALongNoteOfARequirement) {
    const TemporaryFile file("note.sqlite");
    const Site site = tiny_site();
    {
        Recorder recorder(file, tiny_info(), site);
        record_tiny_run(recorder);
        recorder.requirement({"Law 1", "erf", false, 10, "2028-07-01",
                              "planned share of reused energy two years after the start of "
                              "operation, not counted where a heat network says no"});
        recorder.finish(RunStatus::finished, tiny_totals());
    }
    EXPECT_THAT(report_of(file),
                testing::HasSubstr("not known  2028-07-01\n"
                                   "  planned share of reused energy two years after the start of "
                                   "operation, not counted where a heat\n  network says no\n"));
}

TEST(Report, ShowsTheFirstViolationsAndCountsAll) {
    const TemporaryFile file("violations-report.sqlite");
    const Site site = tiny_site();
    {
        Recorder recorder(file, tiny_info(), site);
        record_tiny_run(recorder);
        for (int i = 0; i < 7; ++i)
            recorder.violation({at_second(3600 * i), at_second(3600 * i + 36), "supply limit",
                                "degC", 42, 43.5, fmt::format("CDU {} is lost", i)});
        recorder.finish(RunStatus::finished, tiny_totals());
    }
    const std::string text = report_of(file);
    EXPECT_THAT(text, testing::HasSubstr("\nVIOLATIONS: 7\n"
                                         "  2024-04-07 00:00    0.01 h  supply limit: limit 42 "
                                         "degC, reached 43.5 degC\n"
                                         "                              CDU 0 is lost\n"));
    EXPECT_THAT(text, testing::HasSubstr("CDU 4 is lost\n  and 2 more: twin export " +
                                         file.path().string() + " violation\n"));
    EXPECT_THAT(text, testing::Not(testing::HasSubstr("CDU 5")));
}

// 8,000 of 10,000 steps of 1,000 tokens were kept, on nodes that drew 4 kWh: 1.8 J a token. 100 s
// of 1,000 were lost; without sharing (100 s) and placement (25 s) it had run 875 s.
TEST(Report, TellsOfTheJobsOfTheScenario) {
    const TemporaryFile file("listed.sqlite");
    const Site site = tiny_site();
    {
        Recorder recorder(file, tiny_info(), site);
        record_tiny_plant(recorder);
        record_tiny_energy(recorder);
        recorder.lost_attempt({0, 1, at_second(3600), at_second(3700), 2});
        JobRecord train = job_of(0, 3600, 3800, 4700, 2);
        train.name = "train";
        train.state = JobState::killed_at_limit;
        train.requeues = 1;
        train.node_energy = 4 * kilowatt_hour;
        train.grid_energy = 6 * kilowatt_hour;
        train.cost = 1.25 * euro;
        train.carbon_life_cycle = 900 * gram_co2;
        train.slowed_by_placement = seconds(25);
        train.slowed_by_sharing = seconds(100);
        train.work = WorkRecord{"steps", 10'000, 8'500, 8'000, 1'000};
        recorder.job(train);
        JobRecord other = job_of(1, 3600, 9400, 29405, 4);
        other.name = "other";
        other.end = sim_never;
        other.state = JobState::running;
        recorder.job(other);
        recorder.finish(RunStatus::finished, tiny_totals());
    }
    const std::string text = report_of(file);
    const auto begin = text.find("\nJOBS OF THE SCENARIO\n");
    ASSERT_NE(begin, std::string::npos);
    EXPECT_EQ(text.substr(begin, text.find("\nWAITS") - begin), R"(
JOBS OF THE SCENARIO
  name              nodes    GPUs        wait    run time  work kept  interrupted   slower by
  train                 2       4   1.667 min   16.67 min       90 %            1      14.3 %
    killed at limit; 8,500 of 10,000 steps done, 8,000 kept; 1.667 min of work lost in 2 attempts;
    2.86 % slower by its placement, 11.4 % by sharing
  other                 4       8     1.611 h     2.389 h      100 %            0         0 %
    still running at the end of the run
  name                         done      tokens node energy J/token site energy      EUR       CO2
  train                 8,000 steps    8 Mtoken       4 kWh     1.8       6 kWh     1.25     900 g
  other                           -           -        0 Wh       -        0 Wh        0       0 g
  Times and energies are of all attempts. Work kept: share of the run time, without what was
  lost, restarts and the writing of checkpoints.
  Site energy, EUR, CO2: its share of all that the site drew, with idle nodes, cooling and losses.
)");
    std::ostringstream out;
    write_report_json(ResultStore(file), out);
    const auto job = nlohmann::json::parse(out.str())["jobs"][0];
    EXPECT_EQ(job["name"], "train");
    EXPECT_EQ(job["gpus"], 4);
    EXPECT_EQ(job["wait_s"], 100);
    EXPECT_EQ(job["run_s"], 1000);
    EXPECT_EQ(job["attempts"], 2);
    EXPECT_EQ(job["kept"], 8000);
    EXPECT_EQ(job["cost_eur"], 1.25);
}

// Of 4,000 s lost cables took 1,000 and the storage 500: beside 2,500 s that it would have run.
TEST(Report, TellsWhatLostLinksAndTheStorageCost) {
    const TemporaryFile file("lost-links.sqlite");
    const Site site = tiny_site();
    RunInfo info = tiny_info();
    info.settings.push_back({"network.routing", "minimal", "default"});
    {
        Recorder recorder(file, info, site);
        JobRecord job = job_of(0, 4000, 5000, 9000, 3);
        job.name = "a";
        job.slowed_by_lost_links = seconds(1000);
        job.slowed_by_storage = seconds(500);
        recorder.job(job);
        recorder.event({at_second(5000), "lose_links", "tray 1-2",
                        "0 of 16 cables left, bytes go around through third groups"});
        recorder.network({0.45, 0.9, 0.25, 0.25});
        recorder.finish(RunStatus::finished, tiny_totals());
    }
    const std::string text = report_of(file);
    EXPECT_THAT(text, testing::HasSubstr(
                          "\n    20 % slower by the storage's bandwidth, 40 % by lost links\n"));
    EXPECT_THAT(text, testing::HasSubstr(
                          "\n  Minimal routing takes the cables of two groups while any is left; "
                          "only where all are lost it goes\n  around through third groups, where "
                          "there may be more room than on few cables: losing all of\n  them may "
                          "cost less than losing some.\n"));
    EXPECT_THAT(text, testing::HasSubstr("; 2.5 to the network"));
}

// 1,000 s of work after its last checkpoint, and 3,000 s of a job that has none, a node each.
TEST(Report, SaysWhoseWorkWasLost) {
    const TemporaryFile file("whose.sqlite");
    const Site site = tiny_site();
    {
        Recorder recorder(file, tiny_info(), site);
        LostAttempt saved{0, 1, at_second(4000), at_second(7000), 1, "x"};
        saved.times = AttemptTimes{seconds(1000), {}, {}, 1};
        recorder.lost_attempt(saved);
        recorder.lost_attempt({1, 1, at_second(4000), at_second(7000), 1, "x"});
        JobRecord job = job_of(0, 3600, 7000, 9000, 1);
        job.checkpoints.emplace();
        recorder.job(job);
        recorder.job(job_of(1, 3600, 7000, 9000, 1));
        recorder.finish(RunStatus::finished, tiny_totals());
    }
    EXPECT_THAT(report_of(file),
                testing::HasSubstr("Of the work lost 75 % was of jobs without checkpoints, which "
                                   "start anew: of jobs of logs and\ngenerators nothing else is "
                                   "known.\n"));
}

// A queue has no rows of its own.
TEST(Report, ListsNoMoreJobsThanFew) {
    const TemporaryFile file("many.sqlite");
    const Site site = tiny_site();
    {
        Recorder recorder(file, tiny_info(), site);
        JobRecord job = job_of(0, 3600, 3600, 3700, 1);
        job.name = "one of many";
        for (; job.index < 21; ++job.index)
            recorder.job(job);
        recorder.finish(RunStatus::finished, tiny_totals());
    }
    EXPECT_THAT(report_of(file), testing::Not(testing::HasSubstr("JOBS OF THE SCENARIO")));
    EXPECT_EQ(ResultStore(file).listed_jobs(21).size(), 21u);
}

// 24 failures and as many repairs; the failure at 20 min costs 2 nodes 600 s, that at 5 h 1 node
// 1800 s.
TEST(Report, SumsUpManyEvents) {
    const TemporaryFile file("events.sqlite");
    const Site site = tiny_site();
    {
        Recorder recorder(file, tiny_info(), site);
        for (int i = 0; i < 24; ++i) {
            const std::int64_t at = 600 * (i + 1);
            recorder.event({at_second(at), "lose", fmt::format("node {}", i),
                            "1 node down, 1 job requeued: x"});
            recorder.event(
                {at_second(at), "restore", fmt::format("node {}", i), "1 node free again"});
        }
        recorder.lost_attempt({0, 1, at_second(600), at_second(1200), 2, "x"});
        recorder.lost_attempt({1, 1, at_second(12600), at_second(14400), 1, "x"});
        recorder.finish(RunStatus::finished, tiny_totals());
    }
    const std::string text = report_of(file);
    const auto begin = text.find("\nEVENTS");
    EXPECT_EQ(text.substr(begin, text.find("\nFile:") - begin), R"(
EVENTS: 48
  kind                number  first             last                     work lost
  lose                    24  2024-04-07 00:10  2024-04-07 04:00     0.8333 node-h
  restore                 24  2024-04-07 00:10  2024-04-07 04:00
  2024-04-07 00:10  lose node 0: 1 node down, 1 job requeued: x
  2024-04-07 00:10  restore node 0: 1 node free again
  2024-04-07 00:20  lose node 1: 1 node down, 1 job requeued: x; 0.3333 node-h lost
  2024-04-07 00:20  restore node 1: 1 node free again
  2024-04-07 00:30  lose node 2: 1 node down, 1 job requeued: x
  2024-04-07 04:00  lose node 23: 1 node down, 1 job requeued: x; 0.5 node-h lost
  These are the first and those that cost most work. All of them: twin export )" +
                                                                    file.path().string() +
                                                                    " event\n");
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

TEST(Report, NamesNoSlowerClocksWherePowerIsNotKnown) {
    const TemporaryFile file("no-clocks.sqlite");
    Site site = tiny_site();
    site.has_power = false;
    {
        Recorder recorder(file, tiny_info(), site);
        record_tiny_run(recorder);
        recorder.finish(RunStatus::finished, tiny_totals());
    }
    EXPECT_THAT(report_of(file),
                testing::HasSubstr("\n  GPU-hours lost        0.4444          to failures\n"));
}

TEST(Report, FitsInAHundredColumns) {
    const TemporaryFile file("wide.sqlite");
    write_energy_run(file);
    std::istringstream text(report_of(file));
    for (std::string line; std::getline(text, line);)
        EXPECT_LE(line.size(), 100u) << line;
}

TEST(Report, JsonHoldsTheSame) {
    const TemporaryFile file("json.sqlite");
    write_energy_run(file);
    std::ostringstream out;
    write_report_json(ResultStore(file), out);
    const auto report = nlohmann::ordered_json::parse(out.str());
    std::string keys;
    for (const auto& item : report.items())
        keys += item.key() + " ";
    EXPECT_EQ(keys,
              "status limits run counts kpis jobs waits chain cooling bill compliance violations "
              "interruptions events "
              "file ");
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
    EXPECT_EQ(report["kpis"]["carbon_direct"]["topic"], "carbon");
    EXPECT_EQ(report["kpis"]["battery_loss"]["unit"], "MWh");
    EXPECT_EQ(report["chain"][0]["item"], "GPUs");
    EXPECT_EQ(report["chain"][0]["energy_kwh"], 7.2);
    EXPECT_EQ(report["cooling"][0]["reading"], "rack supply");
    EXPECT_EQ(report["cooling"][0]["highest"], 40);
    EXPECT_EQ(report["bill"][5]["item"], "demand charge");
    EXPECT_EQ(report["bill"][5]["note"], "0.046 % of a year's charge");
    EXPECT_EQ(report["bill"][6]["item"], "total");
    EXPECT_EQ(report["compliance"][2]["verdict"], "missed");
    EXPECT_EQ(report["compliance"][2]["binds_from"], "2027-01-01");
    EXPECT_EQ(report["compliance"][3]["value"], nullptr);
    EXPECT_EQ(report["violations"][0]["from"], "2024-04-07T02:06:40Z");
    EXPECT_EQ(report["violations"][0]["cause"], "the cap fell below what idle nodes draw");
    EXPECT_EQ(report["events"][0]["at"], "2024-04-07T02:41:40Z");
}

}  // namespace
}  // namespace twin
