// twin estimate beside a scenario: what its options may say, and what it takes of the site.
#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

#include "tests/child_twin.h"

namespace twin {
namespace {

using testing::HasSubstr;
using testing::Not;

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

}  // namespace
}  // namespace twin
