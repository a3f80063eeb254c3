// The energy counters that Linux shows of x86 processors (powercap, "intel-rapl"; AMD's too).
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "models/units/quantity.h"

namespace twin::calibration {

class Rapl {
  public:
    // `folder`: /sys/class/powercap, or a tree like it. Packages count, and of each the DRAM
    // beside it; what lies inside a package does not count twice.
    explicit Rapl(const std::filesystem::path& folder = "/sys/class/powercap");

    // Why there are no watts: "no power: ..."; empty where there are.
    const std::string& absence() const { return absence_; }
    // Counted since this object was made, through the wraps of the counters as long as it is asked
    // more often than they wrap (a minute or more). Absent where a counter cannot be read.
    std::optional<Energy> energy();

  private:
    struct Counter {
        std::filesystem::path file;
        double range = 0, last = 0;  // microjoules
    };
    std::vector<Counter> counters_;
    double counted_ = 0;  // microjoules
    std::string absence_;
};

}  // namespace twin::calibration
