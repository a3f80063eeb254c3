// A library that is looked for when the program runs, so that it starts where there is none.
#pragma once

#include <memory>
#include <string>
#include <vector>

namespace twin::calibration {

class SharedLibrary {
  public:
    // Opens the first of `names` (file names as the system finds them, or paths) that can be
    // opened.
    explicit SharedLibrary(const std::vector<std::string>& names);

    bool is_open() const { return handle_ != nullptr; }
    // Why none could be opened, as the system says it; empty where one is open.
    const std::string& error() const { return error_; }

    // nullptr where the library has no such function or none is open.
    template <class F>
    F* function(const char* name) const {
        return reinterpret_cast<F*>(address(name));
    }
    // Throws std::runtime_error where the library has none.
    template <class F>
    F* required(const char* name) const {
        return reinterpret_cast<F*>(required_address(name));
    }

  private:
    void* address(const char* name) const;
    void* required_address(const char* name) const;

    std::shared_ptr<void> handle_;
    std::string error_, name_;
};

}  // namespace twin::calibration
