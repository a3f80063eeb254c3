// The clock of a run: SimGrid's. Every event is a timer of its kernel; the events of one instant
// are handed over together, in the fixed order of the classes below. One clock per process
// (SimGrid 3.32 cannot hold two engines, and the thread that makes one must run it).
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <vector>

#include "models/units/sim_time.h"

namespace simgrid {
namespace s4u {
class Engine;
}
namespace kernel {
namespace timer {
class Timer;
}
}  // namespace kernel
}  // namespace simgrid

namespace twin {

// Same-instant order; within a class by `order`.
enum class EventClass : std::uint8_t {
    completion,  // a job, or a phase of it, has run its time
    end,         // of the run
    change,      // failures, repairs and changed settings of the scenario
    failure,     // random failures and their repairs
    boundary,    // of a stretch of the site's account
    arrival,     // jobs are submitted
};

struct Event {
    SimTime time{};
    EventClass kind = EventClass::completion;
    std::int64_t order = 0;
    std::int64_t subject = 0;  // what it is about; the meaning belongs to the kind
};

class Clock {
  public:
    using EventId = std::int32_t;
    // Receives the events of one instant, sorted. May set and cancel events, not in the past; what
    // it sets for the same instant comes after these, as an instant of its own.
    using Handler = std::function<void(SimTime now, std::span<const Event>)>;

    Clock();
    ~Clock();
    Clock(const Clock&) = delete;
    Clock& operator=(const Clock&) = delete;

    EventId set(const Event& event);
    void cancel(EventId id);  // precondition: it has not been handed over

    // Hands over instants in order until no event is left or stop() was called from the handler.
    void run(const Handler& handler);
    void stop() { stopped_ = true; }

    // What jobs share has changed: when the instants of this time are over it is settled. Settling
    // may set and cancel events, from that time on.
    void unsettle() { unsettled_ = true; }
    void settle_with(std::function<void(SimTime now)> settler) { settler_ = std::move(settler); }

  private:
    struct Pending {
        Event event;
        simgrid::kernel::timer::Timer* timer = nullptr;  // null: due, not handed over yet
        bool cancelled = false;
    };
    void fired(EventId id);
    void hand_over();

    std::unique_ptr<simgrid::s4u::Engine> engine_;
    std::vector<Pending> pending_;  // by EventId
    std::vector<EventId> unused_;   // ids to use again
    std::vector<EventId> due_;      // at this date of SimGrid's, not handed over yet
    std::vector<Event> instant_;    // being handed over
    const Handler* handler_ = nullptr;
    std::function<void(SimTime)> settler_;
    SimTime last_{};  // that was handed over
    bool handing_over_ = false;
    bool unsettled_ = false;
    bool stopped_ = false;
};

}  // namespace twin
