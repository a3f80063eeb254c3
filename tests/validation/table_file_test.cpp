#include "validation/training/table_file.h"

#include <fstream>
#include <gmock/gmock.h>

namespace twin {
namespace {

std::filesystem::path file_of(const std::string& text) {
    const auto file = std::filesystem::path(testing::TempDir()) / "table_file_test.csv";
    std::ofstream(file, std::ios::binary) << text;
    return file;
}

TEST(TableFile, GivesTheTextsOfARowByTheirColumn) {
    const auto rows = read_table(file_of("name,steps,rate\n\"a, \"\"b\"\"\",12,\nc,x,1.5e3\n"));
    ASSERT_EQ(rows.size(), 2u);
    EXPECT_EQ(rows[0].at("name"), "a, \"b\"");
    EXPECT_EQ(whole(rows[0], "steps", 7), 12);
    EXPECT_EQ(number(rows[0], "rate"), std::nullopt);
    EXPECT_EQ(whole(rows[1], "steps", 7), 7);
    EXPECT_EQ(number(rows[1], "rate"), 1500.0);
}

TEST(TableFile, NamesTheLineOfTooFewFields) {
    const auto message = [](const std::string& text) -> std::string {
        try {
            read_table(file_of(text));
        } catch (const std::runtime_error& error) {
            return error.what();
        }
        return "none";
    };
    EXPECT_EQ(message("a,b\n1,2\n3\n"), "table_file_test.csv:3: expected 2 fields, got 1");
    EXPECT_EQ(message(""), "table_file_test.csv: expected a line of heads, got none");
}

}  // namespace
}  // namespace twin
