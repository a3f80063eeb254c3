// How many nodes will be free when, if all goes as planned: a step function of time from now on.
#pragma once

#include <cstddef>
#include <vector>

#include "models/units/ids.h"
#include "models/units/sim_time.h"

namespace twin {

class Availability {
  public:
    // `free` from `now` on, for ever.
    void reset(SimTime now, NodeCount free);
    // `nodes` more from `time` on; `time` is at or past the last step. For filling after reset.
    void release(SimTime time, NodeCount nodes);
    // `nodes` (fewer if negative) during [from, until); from >= now; sim_never: without end.
    void change(SimTime from, SimTime until, NodeCount nodes);
    // Forgets what lies before `now`, which does not go back.
    void advance(SimTime now);

    // The earliest start < before from which `nodes` stay free for `duration`, or `before`. Only
    // the part of that stretch that lies before `before` must be free: a caller that holds a
    // reservation of the same nodes and duration from `before` on asks where it may move to.
    SimTime earliest(NodeCount nodes, SimDuration duration, SimTime before) const;
    NodeCount lowest() const;

  private:
    struct Step {
        SimTime time{};
        NodeCount level = 0;  // from `time` to the next step, less the block's shift
    };
    // A stretch of the steps, never empty. A search passes over it by its extremes and a change
    // that covers it whole is one addition, so both cost near the root of the number of steps.
    struct Block {
        std::vector<Step> steps;
        NodeCount shift = 0;
        NodeCount lowest = 0;
        NodeCount highest = 0;
        void find_extremes();
    };
    static constexpr std::size_t max_steps = 64;

    std::size_t block_at(SimTime time) const;
    void cut(SimTime time);  // makes `time` a step

    std::vector<Block> blocks_;
};

}  // namespace twin
