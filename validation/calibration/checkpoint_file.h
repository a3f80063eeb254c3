// The file of one checkpoint-like write, without a name: gone with this object, or with the
// program however it ends.
#pragma once

#include <cstddef>
#include <filesystem>

namespace twin::calibration {

class CheckpointFile {
  public:
    // In `folder`. All throw std::runtime_error with the folder and the system's text.
    explicit CheckpointFile(std::filesystem::path folder);
    ~CheckpointFile();
    CheckpointFile(const CheckpointFile&) = delete;
    CheckpointFile& operator=(const CheckpointFile&) = delete;

    void clear();  // what is written next is at its beginning
    void write(const unsigned char* data, std::size_t size);
    void sync();  // until it is on the disk
    void read(std::size_t first, unsigned char* data, std::size_t size) const;

  private:
    [[noreturn]] void fail(const char* what) const;

    std::filesystem::path folder_;
    int number_ = -1;
};

}  // namespace twin::calibration
