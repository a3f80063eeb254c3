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

}  // namespace
}  // namespace twin
