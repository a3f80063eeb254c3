// Two runs of one scenario have the same rows in every table but wall_clock.
#include <gmock/gmock.h>
#include <map>
#include <sstream>

#include "tests/child_twin.h"

namespace twin {
namespace {

// All that may be random or depend on an order: a log, a generator, single jobs, utilisations that
// are drawn, events that lose jobs, change the policy, shed load and touch the plant; water,
// supply, bill and laws. FOLDER stands for that of the shipped scenarios.
const std::string scenario = R"(title = "all kinds of work"
base = "FOLDER/sites/jupiter-energy.toml"
[time]
start = "2024-01-01T00:00:00Z"
horizon = "2 d"
interval = "1 h"
[power]
cap = "14 MW"
cap_policy = "lower_gpu_cap"
[energy]
battery = { capacity = "2 MWh", charge_below = "0 EUR/MWh", discharge_above = "20 EUR/MWh" }
tariff = { contract = "13 MW" }
[workload]
seed = 7
[workload.trace]
file = "log.swf"
[workload.generator]
jobs = 2000
offered_load = "90 %"
[workload.utilisation]
gpu = { distribution = "beta", mean = "60 %", concentration = 6 }
cpu = { distribution = "uniform", min = "10 %", max = "50 %" }
[network]
job_traffic = { network = "20 GB/s", network_bound = "20 %" }
[failures]
set = "jupiter"
[[job]]
name = "a"
submit = "+5 h"
nodes = 1000
run_time = "3 h"
checkpoints = { size = "10 TB", interval = "30 min" }
[[job]]
name = "b"
submit = "+6 h"
nodes = 16
training = { model = "llama-3-8b", steps = 1000, sequence = 8192, global_batch = 64, plan = { tensor = 4 } }
[[event]]
at = "+10 h"
lose = "group 3"
for = "5 h"
[[event]]
at = "+20 h"
set = "scheduling.policy"
to = "conservative"
for = "6 h"
[[event]]
at = "+25 h"
shed = "20 %"
for = "3 h"
[[event]]
at = "+30 h"
lose_cooling = "dry_coolers 20"
for = "3 h"
[[event]]
at = "+31 h"
lose_links = "cables 1-2 8"
for = "3 h"
)";

using Tables = std::map<std::string, std::string>;

class Determinism : public testing::Test {
  protected:
    Determinism() {
        std::string log = "; MaxProcs: 100\n";
        for (int i = 1; i <= 100; ++i)
            log += std::to_string(i) + " " + std::to_string(600 * i) + " 0 " +
                   std::to_string(100 * i) + " " + std::to_string(i) + " -1 -1 " +
                   std::to_string(i) + " " + std::to_string(150 * i) + " -1 1 1 1 -1 -1 -1 -1 -1\n";
        twin.write("log.swf", log);
        std::string text = scenario;
        text.replace(text.find("FOLDER"), 6, std::filesystem::absolute("scenarios").string());
        twin.write("s.toml", text);
    }

    Tables tables_of_run(const std::string& seed) {
        const Outcome run = twin.run(
            {"run", "s.toml", "--force", "--out", "out.sqlite", "--set", "workload.seed=" + seed});
        EXPECT_EQ(run.status, 0) << run.err;
        // A name that no table has: the answer lists them all, between parentheses.
        const std::string answer = twin.run({"export", "out.sqlite", "?"}).err;
        const std::size_t open = answer.find('(') + 1;
        std::istringstream in(answer.substr(open, answer.find(')') - open));
        Tables tables;
        for (std::string name; in >> name;) {
            if (name.ends_with(','))
                name.pop_back();
            const Outcome exported = twin.run({"export", "out.sqlite", name});
            EXPECT_EQ(exported.status, 0) << exported.err;
            if (name != "wall_clock")
                tables[name] = exported.out;
        }
        return tables;
    }

    ChildTwin twin;
};

TEST_F(Determinism, EqualRunsHaveEqualTables) {
    const Tables first = tables_of_run("7"), second = tables_of_run("7");
    EXPECT_GT(first.at("job_record").size(), 100000U);
    // Behind the names of the columns each has a row.
    std::vector<std::string> empty;
    for (const auto& [name, rows] : first)
        if (rows.find('\n') + 1 >= rows.size())
            empty.push_back(name);
    EXPECT_THAT(empty, testing::IsEmpty());
    for (const auto& [name, rows] : first)
        EXPECT_TRUE(second.at(name) == rows) << name;
}

TEST_F(Determinism, AnotherSeedGivesOtherJobs) {
    EXPECT_NE(tables_of_run("7").at("job_record"), tables_of_run("8").at("job_record"));
}

}  // namespace
}  // namespace twin
