#include "sim/arrivals/line_reader.h"

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <fmt/core.h>
#include <stdexcept>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

namespace twin {
namespace {

constexpr std::size_t max_line = 1 << 20;
constexpr std::string_view byte_order_mark = "\xef\xbb\xbf";

}  // namespace

void LineReader::Close::operator()(gzFile_s* file) const {
    gzclose_r(file);
}

LineReader::LineReader(const std::filesystem::path& path)
    : path_(path.string()), buffer_(2 * max_line) {
    const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (descriptor < 0)
        fail(std::strerror(errno));
    file_.reset(gzdopen(descriptor, "r"));
    if (!file_) {
        ::close(descriptor);
        fail("not enough memory");
    }
    struct stat status {};
    if (::fstat(descriptor, &status) == 0 && S_ISDIR(status.st_mode))
        fail("it is a directory");
    gzbuffer(file_.get(), 1 << 18);
    fill();
    // zlib reads anything that is not gzip as it stands; an emptied download would pass as a log.
    if (path.extension() == ".gz" && gzdirect(file_.get()) != 0)
        fail("its name ends in .gz, but it is not a gzip file");
}

LineReader::LineReader(LineReader&&) noexcept = default;
LineReader& LineReader::operator=(LineReader&&) noexcept = default;
LineReader::~LineReader() = default;

bool LineReader::next(std::string_view& line) {
    std::size_t searched = 0;  // bytes behind begin_ known to hold no line end
    while (true) {
        const char* const start = buffer_.data() + begin_;
        const std::size_t unread = end_ - begin_;
        const auto* const newline = static_cast<const char*>(
            unread > searched ? std::memchr(start + searched, '\n', unread - searched) : nullptr);
        if (newline == nullptr && !at_end_) {
            if (unread > max_line)
                fail(fmt::format("line {} is longer than 1 MiB; this is not a text file",
                                 line_number_ + 1));
            searched = unread;
            fill();
            continue;
        }
        if (newline == nullptr && unread == 0)
            return false;
        std::size_t length =
            newline != nullptr ? static_cast<std::size_t>(newline - start) : unread;
        begin_ += length + (newline != nullptr ? 1 : 0);
        ++line_number_;
        if (length > 0 && start[length - 1] == '\r')
            --length;
        line = {start, length};
        if (line_number_ == 1 && line.starts_with(byte_order_mark))
            line.remove_prefix(byte_order_mark.size());
        return true;
    }
}

void LineReader::fill() {
    std::memmove(buffer_.data(), buffer_.data() + begin_, end_ - begin_);
    end_ -= begin_;
    begin_ = 0;
    const std::size_t room = buffer_.size() - end_;
    const int got = gzread(file_.get(), buffer_.data() + end_, static_cast<unsigned>(room));
    int error = Z_OK;
    const char* const text = gzerror(file_.get(), &error);
    if (error == Z_BUF_ERROR)
        fail("unexpected end of the compressed data");
    if (error == Z_ERRNO)
        fail(std::strerror(errno));
    if (got < 0 || error < 0) {
        // zlib's text is "PATH: reason"; the descriptor stands for the path here.
        const std::string_view reason = text;
        const auto colon = reason.rfind(": ");
        fail(fmt::format("corrupt compressed data ({})",
                         colon == reason.npos ? reason : reason.substr(colon + 2)));
    }
    const auto bytes = static_cast<std::size_t>(got);
    if (bytes > 0 && std::memchr(buffer_.data() + end_, '\0', bytes) != nullptr)
        fail("it holds binary data (a NUL byte); expected text");
    end_ += bytes;
    at_end_ = bytes < room;
}

void LineReader::fail(std::string_view reason) const {
    throw std::runtime_error(fmt::format("cannot read {}: {}", path_, reason));
}

}  // namespace twin
