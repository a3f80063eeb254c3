// twin check.
#include <filesystem>
#include <gmock/gmock.h>

#include "tests/commands_fixture.h"

namespace twin {
namespace {

using testing::EndsWith;
using testing::HasSubstr;
using testing::Not;

TEST(CheckCommand, TellsWhatIsWrongWithALesson) {
    ChildTwin twin;
    twin.write("bad.lesson.toml", "title = 3\n");
    const Outcome outcome = twin.run({"check", "bad.lesson.toml"});
    EXPECT_EQ(outcome.status, 2);
    EXPECT_THAT(
        outcome.err,
        HasSubstr("bad.lesson.toml:1:9: title: expected a text, or a table with the texts en "
                  "and de, got 3\n"));
    EXPECT_EQ(twin.run({"check", "bad.lesson.toml", "--set", "a=1"}).err,
              "bad.lesson.toml: expected a scenario for --set and --show, got a lesson (its knobs "
              "say what can be set)\n");
    const Outcome run = twin.run({"run", "bad.lesson.toml"});
    EXPECT_EQ(run.status, 2);
    EXPECT_EQ(run.err,
              "bad.lesson.toml: expected a scenario, got a lesson (open it with twin-gui --lesson, "
              "or run the scenario that it names)\n");
    EXPECT_EQ(twin.run({"list", "lessons"}).err,
              "twin: no lessons: expected scenarios/lessons/NAME.lesson.toml below the current "
              "folder\n");
}

TEST_F(Commands, CheckShowsEveryKeyWithItsOrigin) {
    twin.write("s.toml", pool());
    const std::string shown =
        twin.run({"check", "s.toml", "--show", "--set", "workload.seed=9"}).out;
    EXPECT_THAT(shown, HasSubstr("site.nodes = 48  # s.toml:6\n"));
    EXPECT_THAT(shown, HasSubstr("workload.seed = 9  # --set workload.seed=9\n"));
    EXPECT_THAT(shown, HasSubstr("time.warm_up = 0 s  # default\n"));
}

// The site's plant at its part's set point, with as many dry coolers as 125 racks need.
TEST_F(Commands, CheckShowsThePlantThatNobodyChose) {
    const auto file =
        std::filesystem::absolute("scenarios/data/weather-aachen-try2015-mean.csv.gz");
    twin.write("s.toml", powered("weather = \"" + file.string() + "\"\n[cooling]\n"));
    const ChildTwin::Arguments show = {"check", "s.toml", "--show", "--set",
                                       "site.part=jupiter-booster"};
    const std::string part = "  # plants/jupiter-dry-coolers";
    EXPECT_THAT(twin.run(show).out,
                EndsWith("cooling.plant = jupiter-dry-coolers  # sites/jupiter-booster\n"
                         "cooling.supply = 39 degC" +
                         part + "\ncooling.adiabatic = false" + part +
                         "\ncooling.dry_coolers = 36" + part + ", as the racks' heat needs\n"));
    ChildTwin::Arguments chosen = show;
    chosen.insert(chosen.end(), {"--set", "cooling.supply=36 degC", "--set",
                                 "cooling.adiabatic=true", "--set", "cooling.dry_coolers=40"});
    EXPECT_THAT(twin.run(chosen).out, Not(HasSubstr(part)));
}

}  // namespace
}  // namespace twin
