#include "sim/arrivals/input_hash.h"

#include "tests/sim/arrivals/files.h"

namespace twin {
namespace {

// FIPS 180-2, appendix B.1.
constexpr std::string_view of_abc =
    "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

TEST(InputHash, is_that_of_the_bytes_as_stored) {
    EXPECT_EQ(hash_input(write_file("abc", ".txt")), (InputHash{3, std::string(of_abc)}));
}

TEST(InputHash, a_file_that_cannot_be_read_is_an_error) {
    EXPECT_THROW(hash_input(test_file(".none")), std::runtime_error);
    EXPECT_THROW(hash_input("/tmp"), std::runtime_error);
}

}  // namespace
}  // namespace twin
