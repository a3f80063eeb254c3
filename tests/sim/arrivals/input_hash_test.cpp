#include "sim/arrivals/input_hash.h"

#include "tests/sim/arrivals/files.h"

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

TEST(InputHash, is_that_of_the_bytes_as_stored) {
    EXPECT_EQ(hash_input(write_file("abc", ".txt")), (InputHash{3, std::string(of_abc)}));
}

TEST(InputHash, a_file_that_cannot_be_read_is_an_error) {
    EXPECT_THROW(hash_input(test_file(".none")), std::runtime_error);
    EXPECT_THROW(hash_input("/tmp"), std::runtime_error);
}

}  // namespace
}  // namespace twin
