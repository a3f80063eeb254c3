#include "sim/scenario/problem.h"

#include <gtest/gtest.h>

namespace twin {
namespace {

TEST(Problem, IsASentenceWithPlaceFieldAndHint) {
    EXPECT_EQ((Problem{{"a.toml", 3, 17}, "site.x", "expected a power, got 400", "write the unit"})
                  .text(),
              "a.toml:3:17: site.x: expected a power, got 400 (write the unit)");
    EXPECT_EQ((Problem{{"a.toml", 4, 1}, "time.horizonn", "unknown key", "did you mean 'horizon'?"})
                  .text(),
              "a.toml:4:1: time.horizonn: unknown key; did you mean 'horizon'?");
}

TEST(Problem, LeavesOutWhatItDoesNotHave) {
    EXPECT_EQ((Problem{{"a.toml", 1, 1}, "", "expected a text", ""}).text(),
              "a.toml:1:1: expected a text");
    EXPECT_EQ((Problem{{"--set a=1", 0, 0}, "a", "unknown key", ""}).text(),
              "--set a=1: a: unknown key");
}

TEST(DidYouMean, NamesTheNearestWord) {
    EXPECT_EQ(did_you_mean("horizonn", {"start", "horizon"}), "did you mean 'horizon'?");
    EXPECT_EQ(did_you_mean("polcy", {"policy", "placement"}), "did you mean 'policy'?");
    // Two letters swapped are one mistake.
    EXPECT_EQ(did_you_mean("coers", {"cores", "name"}), "did you mean 'cores'?");
}

TEST(DidYouMean, IsSilentWhereNothingIsNear) {
    // A third of 5 letters is 1 edit; "start" to "seed" takes 4.
    EXPECT_EQ(did_you_mean("start", {"seed", "trace"}), "");
    // A word of 2 letters may differ in 1.
    EXPECT_EQ(did_you_mean("am", {"at", "to"}), "did you mean 'at'?");
    EXPECT_EQ(did_you_mean("xy", {"at", "to"}), "");
}

}  // namespace
}  // namespace twin
