// What is out of service when, and why, as far as the events of a run tell.
#pragma once

#include <string>
#include <vector>

#include "models/site/site.h"
#include "sim/results/records.h"

namespace twin {

struct Outage {
    enum class Cause { lost, drained, tripped };  // drained: what ran there ran on
    Cause cause = Cause::lost;
    std::string what;  // "rack 17"
    double from_s = 0;
    double until_s = 0;  // infinite: nothing ended it
    NodeRanges nodes;
    bool operator==(const Outage&) const = default;
};

// Events say what they concern in words ("racks 17-20"), not which nodes, and a restore does not
// say whether it is the end of one event or brings back whatever holds these nodes. It is taken for
// the end of the oldest event that named the same, unless more nodes came free by it than that one
// alone held. Racks that hot water switched off come back with the end of their trip only.
class Outages {
  public:
    Outages() = default;
    // The entries in the order of time.
    Outages(const std::vector<LogEntry>& events, const Site& site);

    // By their beginnings; several may hold one node. One of which a part came back goes on as
    // another one, with the rest of its nodes.
    const std::vector<Outage>& all() const { return all_; }
    // In force at this time, by their beginnings.
    std::vector<const Outage*> at(double seconds) const;
    // Whether nothing begins or ends between the two.
    bool is_steady(double from, double until) const;

  private:
    std::vector<Outage> all_;
};

}  // namespace twin
