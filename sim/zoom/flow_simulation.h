// Flows over links in SimGrid: all flows under way share the links by max-min fairness.
// One per process (SimGrid 3.32 cannot hold two engines), and the thread that makes it runs it.
#pragma once

#include <memory>
#include <span>
#include <vector>

#include "models/units/quantity.h"

namespace twin {

// Another flow that has to end before this one starts, and what passes between the two.
struct FlowBefore {
    int flow = 0;  // its place in the list
    Duration delay{};
};

struct Flow {
    DataSize size{};                  // > 0
    std::vector<int> links;           // some; none twice
    std::vector<FlowBefore> after{};  // no circles
};

class FlowSimulation {
  public:
    // One direction each, all > 0.
    explicit FlowSimulation(std::span<const Bandwidth> links);
    ~FlowSimulation();
    FlowSimulation(const FlowSimulation&) = delete;
    FlowSimulation& operator=(const FlowSimulation&) = delete;

    // When each flow ends, from the start of the first ones. Can be called again and again.
    // Sizes are rounded to bytes.
    std::vector<Duration> run(std::span<const Flow> flows);

  private:
    class Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace twin
