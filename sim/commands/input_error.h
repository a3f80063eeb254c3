// Problems of the user's text on their way out: thrown once they are all collected, printed once in
// main.
#pragma once

#include <exception>
#include <fmt/format.h>
#include <string>
#include <utility>

#include "sim/scenario/problem.h"

namespace twin {

class InputError : public std::exception {
  public:
    explicit InputError(Problems problems) : problems_(std::move(problems)) {}
    const Problems& problems() const { return problems_; }
    const char* what() const noexcept override { return "the input has problems"; }

  private:
    Problems problems_;
};

// One problem of an option or a file: "SUBJECT: expected EXPECTED, got GOT (HINT)".
[[noreturn]] inline void refuse(const std::string& subject, const std::string& expected,
                                const std::string& got, const std::string& hint = "") {
    throw InputError(
        {{{subject, 0, 0}, "", fmt::format("expected {}, got {}", expected, got), hint}});
}

}  // namespace twin
