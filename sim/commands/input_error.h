// Problems of the user's text on their way out: thrown once they are all collected, printed once in
// main.
#pragma once

#include <exception>
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

}  // namespace twin
