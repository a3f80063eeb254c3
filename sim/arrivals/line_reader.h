// Reads a text file, plain or gzip, line by line.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

struct gzFile_s;

namespace twin {

// Every error is a std::runtime_error "cannot read PATH: REASON": missing, not permitted, a
// directory, truncated or corrupt gzip, a ".gz" that is not gzip, a NUL byte (binary data), a line
// of more than 1 MiB.
class LineReader {
  public:
    explicit LineReader(const std::filesystem::path& path);
    LineReader(LineReader&&) noexcept;
    LineReader& operator=(LineReader&&) noexcept;
    ~LineReader();

    // The next line without its end (LF or CRLF), and without a UTF-8 byte order mark on line 1.
    // The view holds until the next call. False at the end of the file.
    bool next(std::string_view& line);
    std::int64_t line_number() const { return line_number_; }  // of the last line, from 1

  private:
    struct Close {
        void operator()(gzFile_s* file) const;
    };
    void fill();  // keeps the unread rest and reads more behind it
    [[noreturn]] void fail(std::string_view reason) const;

    std::string path_;
    std::unique_ptr<gzFile_s, Close> file_;
    std::vector<char> buffer_;
    std::size_t begin_ = 0, end_ = 0;  // unread bytes of the buffer
    bool at_end_ = false;              // of the file
    std::int64_t line_number_ = 0;
};

}  // namespace twin
