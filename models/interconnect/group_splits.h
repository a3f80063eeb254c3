// How traffic between groups divides among the direct way and the ways through third groups.
#pragma once

#include <cstddef>
#include <vector>

#include "models/interconnect/topology.h"
#include "models/interconnect/traffic.h"

namespace twin {

// How the traffic of each pair of groups divides: shares that sum to 1. All direct at first.
class Splits {
  public:
    explicit Splits(int groups)
        : groups_(static_cast<std::size_t>(groups)),
          direct_(groups_ * groups_, 1.0),
          through_(groups_ * groups_ * groups_, 0.0) {}

    std::size_t groups() const { return groups_; }
    double& direct(std::size_t a, std::size_t b) { return direct_[a * groups_ + b]; }
    double direct(std::size_t a, std::size_t b) const { return direct_[a * groups_ + b]; }
    double& through(std::size_t a, std::size_t b, std::size_t third) {
        return through_[(a * groups_ + b) * groups_ + third];
    }
    double through(std::size_t a, std::size_t b, std::size_t third) const {
        return through_[(a * groups_ + b) * groups_ + third];
    }

  private:
    std::size_t groups_;
    std::vector<double> direct_, through_;
};

// Between groups, one direction: what is sent, and what their links can carry.
struct GroupPairs {
    std::size_t groups = 0;
    std::vector<double> demand, capacity;  // bytes per second, from a to b at a * groups + b

    bool joined(std::size_t a, std::size_t b) const { return capacity[a * groups + b] > 0; }
    // Whether a's traffic to b can go through the third.
    bool way(std::size_t a, std::size_t third, std::size_t b) const {
        return third != a && third != b && joined(a, third) && joined(third, b);
    }
};

GroupPairs group_pairs(const Topology& topology, const Traffic& traffic);

// Through all third groups alike; direct where there is none.
Splits valiant_splits(const GroupPairs& pairs);
// By load: no pair of groups has a way in use that is dearer than another of its ways.
Splits adaptive_splits(const GroupPairs& pairs);

}  // namespace twin
