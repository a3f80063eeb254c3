#include "validation/calibration/checkpoint_file.h"

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <fmt/format.h>
#include <stdexcept>
#include <unistd.h>
#include <utility>

namespace twin::calibration {

CheckpointFile::CheckpointFile(std::filesystem::path folder) : folder_(std::move(folder)) {
    std::string name = (folder_ / ".twin-calibrate-XXXXXX").string();
    number_ = mkstemp(name.data());
    if (number_ < 0)
        fail("make");
    unlink(name.c_str());
}

CheckpointFile::~CheckpointFile() {
    close(number_);
}

void CheckpointFile::clear() {
    if (ftruncate(number_, 0) != 0 || lseek(number_, 0, SEEK_SET) != 0)
        fail("empty");
}

void CheckpointFile::write(const unsigned char* data, std::size_t size) {
    while (size > 0) {
        const ssize_t written = ::write(number_, data, std::min<std::size_t>(size, 1 << 30));
        if (written < 0 && errno == EINTR)
            continue;
        if (written <= 0)
            fail("write");
        data += written;
        size -= std::size_t(written);
    }
}

void CheckpointFile::sync() {
    if (fsync(number_) != 0)
        fail("sync");
}

void CheckpointFile::read(std::size_t first, unsigned char* data, std::size_t size) const {
    while (size > 0) {
        const ssize_t got = pread(number_, data, size, off_t(first));
        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0)
            fail("read");
        first += std::size_t(got);
        data += got;
        size -= std::size_t(got);
    }
}

void CheckpointFile::fail(const char* what) const {
    throw std::runtime_error(fmt::format("{}: cannot {} a temporary file: {}", folder_.string(),
                                         what, std::strerror(errno)));
}

}  // namespace twin::calibration
