// The progress of a run on standard error: one line that is written over on a terminal, a JSON
// object a line for machines, nothing otherwise.
#pragma once

#include <functional>
#include <string>

#include "sim/engine/simulate.h"

namespace twin {

enum class ProgressStyle { automatic, line, json, none };  // automatic: line on a terminal

class ProgressLine {
  public:
    ProgressLine(ProgressStyle style, CalendarTime start);
    // Empty where nothing is to be shown; must not outlive this.
    std::function<void(const Progress&)> reporter();

  private:
    void print_line(const Progress& progress);
    void print_json(const Progress& progress) const;

    ProgressStyle style_;
    CalendarTime start_;
    std::size_t width_ = 0;  // of the line on the terminal
};

}  // namespace twin
