#include "validation/calibration/checkpoint_file.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <vector>

#include "tests/validation/calibration/temporary_folder.h"

namespace twin::calibration {
namespace {

TEST(CheckpointFileTest, HoldsWhatWasWrittenAndHasNoName) {
    const TemporaryFolder folder;
    CheckpointFile file(folder / "");
    const std::vector<unsigned char> first = {1, 2, 3}, second = {4, 5};
    file.write(first.data(), first.size());
    file.clear();
    file.write(second.data(), second.size());
    file.write(first.data(), first.size());
    file.sync();
    std::vector<unsigned char> read(4);
    file.read(1, read.data(), read.size());
    EXPECT_THAT(read, testing::ElementsAre(5, 1, 2, 3));
    EXPECT_TRUE(std::filesystem::is_empty(folder / ""));
    // One byte more than there are: 5.
    EXPECT_THROW(file.read(2, read.data(), read.size()), std::runtime_error);
}

TEST(CheckpointFileTest, SaysWhereItCannotBe) {
    try {
        CheckpointFile file("/no/such/folder");
        FAIL();
    } catch (const std::runtime_error& error) {
        EXPECT_STREQ(error.what(),
                     "/no/such/folder: cannot make a temporary file: No such file or directory");
    }
}

}  // namespace
}  // namespace twin::calibration
