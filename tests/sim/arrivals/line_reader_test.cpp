#include "sim/arrivals/line_reader.h"

#include <gmock/gmock.h>

#include "tests/sim/arrivals/files.h"

namespace twin {
namespace {

using testing::ElementsAre;

std::vector<std::string> lines_of(const std::filesystem::path& path) {
    LineReader reader(path);
    std::vector<std::string> lines;
    for (std::string_view line; reader.next(line);) {
        lines.emplace_back(line);
        EXPECT_EQ(reader.line_number(), static_cast<std::int64_t>(lines.size()));
    }
    return lines;
}

std::string error_of(const std::filesystem::path& path) {
    try {
        lines_of(path);
    } catch (const std::runtime_error& error) {
        return error.what();
    }
    return "no error";
}

// Numbers that gzip cannot shrink to nothing, so that half a file holds some of them.
std::string many_lines() {
    std::string text;
    for (unsigned i = 0; i < 20'000; ++i)
        text += std::to_string(i * 2654435761u) + "\n";
    return text;
}

TEST(LineReader, takes_lf_crlf_blank_lines_and_a_last_line_without_end) {
    EXPECT_THAT(lines_of(write_file("a\r\n\nb \nc", ".txt")), ElementsAre("a", "", "b ", "c"));
}

TEST(LineReader, skips_a_byte_order_mark) {
    EXPECT_THAT(lines_of(write_file("\xef\xbb\xbfid\n", ".txt")), ElementsAre("id"));
}

TEST(LineReader, an_empty_file_has_no_lines) {
    EXPECT_THAT(lines_of(write_file("", ".txt")), ElementsAre());
}

TEST(LineReader, gzip_reads_as_the_text_inside) {
    EXPECT_EQ(lines_of(write_gzip(many_lines())), lines_of(write_file(many_lines(), ".txt")));
}

// 3 MB in lines of 100,000 bytes: longer than one read leaves in the buffer.
TEST(LineReader, lines_across_reads_stay_whole) {
    std::string text;
    for (int i = 0; i < 30; ++i)
        text += std::string(100'000, static_cast<char>('a' + i % 26)) + "\n";
    const auto lines = lines_of(write_file(text, ".txt"));
    ASSERT_EQ(lines.size(), 30u);
    for (int i = 0; i < 30; ++i)
        EXPECT_EQ(lines[i], std::string(100'000, static_cast<char>('a' + i % 26)));
}

TEST(LineReader, a_missing_file_is_an_error) {
    const auto path = test_file(".none");
    EXPECT_EQ(error_of(path), "cannot read " + path.string() + ": No such file or directory");
}

TEST(LineReader, a_directory_is_an_error) {
    EXPECT_EQ(error_of("/tmp"), "cannot read /tmp: it is a directory");
}

TEST(LineReader, a_truncated_gzip_is_an_error) {
    const auto path = write_gzip(many_lines());
    std::filesystem::resize_file(path, std::filesystem::file_size(path) / 2);
    EXPECT_EQ(error_of(path),
              "cannot read " + path.string() + ": unexpected end of the compressed data");
}

TEST(LineReader, a_gzip_without_its_check_sum_is_an_error) {
    const auto path = write_gzip("a\nb\n");
    std::filesystem::resize_file(path, std::filesystem::file_size(path) - 3);
    EXPECT_EQ(error_of(path),
              "cannot read " + path.string() + ": unexpected end of the compressed data");
}

TEST(LineReader, a_gzip_with_a_wrong_check_sum_is_an_error) {
    const auto path = write_gzip("a\nb\n");
    std::string bytes = read_bytes(path);
    bytes[bytes.size() - 8] = static_cast<char>(bytes[bytes.size() - 8] ^ 1);  // of the CRC
    EXPECT_EQ(error_of(write_file(bytes, ".gz")),
              "cannot read " + path.string() + ": corrupt compressed data (incorrect data check)");
}

TEST(LineReader, an_emptied_gzip_is_an_error) {
    const auto path = write_file("", ".gz");
    EXPECT_EQ(error_of(path),
              "cannot read " + path.string() + ": its name ends in .gz, but it is not a gzip file");
}

TEST(LineReader, a_binary_file_is_an_error) {
    const auto path = write_file(std::string_view("\x7f"
                                                  "ELF\0\1\n",
                                                  7),
                                 ".bin");
    EXPECT_EQ(error_of(path), "cannot read " + path.string() +
                                  ": it holds binary data (a NUL byte); expected text");
}

TEST(LineReader, an_endless_line_is_an_error) {
    const auto path = write_file("a\n" + std::string(3 << 20, 'x'), ".txt");
    EXPECT_EQ(error_of(path), "cannot read " + path.string() +
                                  ": line 2 is longer than 1 MiB; this is not a text file");
}

}  // namespace
}  // namespace twin
