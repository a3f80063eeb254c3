// The built program `twin`, or another one, as a child process, in a folder of its own.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <sys/types.h>
#include <vector>

namespace twin {

struct Outcome {
    int status = 0;  // exit status; 128 + signal where a signal ended it
    std::string out, err;
};

class ChildTwin {
  public:
    using Arguments = std::vector<std::string>;

    ChildTwin();
    explicit ChildTwin(std::string program);  // its path
    ~ChildTwin();
    ChildTwin(const ChildTwin&) = delete;
    ChildTwin& operator=(const ChildTwin&) = delete;

    const std::filesystem::path& folder() const { return folder_; }
    void write(const std::string& name, const std::string& text) const;
    std::string read(const std::string& name) const;
    bool has(const std::string& name) const;

    // Runs in the folder. No file that it writes may grow beyond `largest_file` bytes.
    Outcome run(const Arguments& arguments, std::optional<long> largest_file = {});

    // The same in steps, one child at a time.
    void start(const Arguments& arguments, std::optional<long> largest_file = {});
    // Waits, at most 30 s, for a text on the child's standard error.
    bool await_error_text(const std::string& text) const;
    void signal(int number) const;
    Outcome wait();

  private:
    std::string program_;
    std::filesystem::path folder_;
    pid_t pid_ = 0;
};

}  // namespace twin
