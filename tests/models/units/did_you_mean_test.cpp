#include "models/units/did_you_mean.h"

#include <gtest/gtest.h>

namespace twin {
namespace {

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
