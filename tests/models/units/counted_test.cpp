#include "models/units/counted.h"

#include <gtest/gtest.h>

namespace twin {
namespace {

TEST(Counted, OneIsSingularAndAllElseIsNot) {
    EXPECT_EQ(counted(1, "node"), "1 node");
    EXPECT_EQ(counted(0, "node"), "0 nodes");
    EXPECT_EQ(counted(2, "node"), "2 nodes");
    EXPECT_EQ(counted(3'000'000'000, "step"), "3000000000 steps");
}

TEST(Counted, HissingEndsGetAVowel) {
    EXPECT_EQ(counted(1, "switch"), "1 switch");
    EXPECT_EQ(counted(2, "switch"), "2 switches");
    EXPECT_EQ(counted(2, "class"), "2 classes");
}

}  // namespace
}  // namespace twin
