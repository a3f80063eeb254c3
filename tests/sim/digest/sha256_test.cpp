#include "sim/digest/sha256.h"

#include <gtest/gtest.h>

namespace twin {
namespace {

// FIPS 180-2, appendix B.1.
constexpr std::string_view of_abc =
    "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

TEST(Sha256, gives_the_digests_of_the_standard) {
    Sha256 abc;
    abc.add("abc");
    EXPECT_EQ(abc.finish(), of_abc);
    EXPECT_EQ(Sha256().finish(),
              "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
}

TEST(Sha256, pieces_are_as_the_whole) {
    Sha256 pieces;
    pieces.add("a");
    pieces.add("");
    pieces.add("bc");
    EXPECT_EQ(pieces.finish(), of_abc);
}

}  // namespace
}  // namespace twin
