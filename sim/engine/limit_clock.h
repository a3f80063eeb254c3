// Time at a limit inside the KPI window. As for peaks, only what lasts counts.
#pragma once

#include <algorithm>

#include "models/units/sim_time.h"

namespace twin {

class LimitClock {
  public:
    explicit LimitClock(SimTime window_start) : window_start_(window_start) {}

    bool reached() const { return reached_ > 0; }
    // `by` more (or fewer) places are at their limit from now on.
    void change(SimTime now, int by) {
        const SimTime since = std::max(since_, window_start_);
        if (reached_ > 0 && now > since) {
            if (first_ == sim_never)
                first_ = since;
            total_ += now - since;
        }
        reached_ += by;
        since_ = now;
    }
    void set(SimTime now, bool reached) {
        const int wanted = reached ? 1 : 0;
        if (wanted != reached_)
            change(now, wanted - reached_);
    }
    SimDuration total(SimTime end) {
        change(end, 0);
        return total_;
    }
    SimTime first() const { return first_; }  // after total(): sim_never if never

  private:
    SimTime window_start_;
    int reached_ = 0;
    SimTime since_{};
    SimDuration total_{};
    SimTime first_ = sim_never;
};

}  // namespace twin
