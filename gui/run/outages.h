// Which nodes are out of service at a time, as far as the events of a run tell.
#pragma once

#include <vector>

#include "models/site/site.h"
#include "sim/results/result_store.h"

namespace twin {

// Events say what they concern in words ("rack 17"), not which nodes; a restore does not say
// whether it ends one event or all that hold these nodes. It is taken to end the event that named
// the same, else all on its nodes.
class Outages {
  public:
    Outages() = default;
    Outages(const std::vector<LogEntry>& events, const Site& site);

    struct Outage {
        std::string what;  // "rack 17"
        bool trip = false, drain = false;
        NodeRanges nodes;
        bool operator==(const Outage&) const = default;
    };
    // In force at this time.
    const std::vector<Outage>& at(double seconds) const;

  private:
    struct Step {
        double from_s;
        std::vector<Outage> outages;
    };
    std::vector<Step> steps_;
};

}  // namespace twin
