#include "sim/engine/clock.h"

#include <algorithm>
#include <csignal>
#include <simgrid/kernel/Timer.hpp>
#include <simgrid/s4u.hpp>
#include <tuple>

namespace twin {
namespace {

using simgrid::kernel::timer::Timer;

auto rank(const Event& event) {
    return std::tuple(event.time, event.kind, event.order);
}

// SimGrid takes the signals that end a program for itself; the program's own handlers come back.
class KeptSignals {
  public:
    KeptSignals() {
        for (std::size_t i = 0; i < std::size(numbers); ++i)
            sigaction(numbers[i], nullptr, &actions_[i]);
    }
    ~KeptSignals() {
        for (std::size_t i = 0; i < std::size(numbers); ++i)
            sigaction(numbers[i], &actions_[i], nullptr);
    }

  private:
    static constexpr int numbers[] = {SIGINT, SIGTERM, SIGSEGV};
    struct sigaction actions_[std::size(numbers)] = {};
};

std::unique_ptr<simgrid::s4u::Engine> make_engine() {
    const KeptSignals kept;
    // SimGrid keeps pointers into these for the life of the process. Its own end, which it
    // registers while it is made, crashes where the engine has not run to its end.
    static char program[] = "twin";
    static char quiet[] = "--log=root.thres:error";
    static char no_end[] = "--cfg=debug/clean-atexit:no";
    static char* arguments[] = {program, quiet, no_end, nullptr};
    int count = 3;
    auto engine = std::make_unique<simgrid::s4u::Engine>(&count, arguments);
    simgrid::s4u::create_empty_zone("site")->seal();
    return engine;
}

}  // namespace

Clock::Clock() : engine_(make_engine()) {}

Clock::~Clock() {
    // Deleting SimGrid's engine frees its singleton twice at exit; the process ends with the run.
    static_cast<void>(engine_.release());
}

Clock::EventId Clock::set(const Event& event) {
    EventId id;
    if (unused_.empty()) {
        id = static_cast<EventId>(pending_.size());
        pending_.emplace_back();
    } else {
        id = unused_.back();
        unused_.pop_back();
    }
    Pending& pending = pending_[static_cast<std::size_t>(id)];
    pending = {event, nullptr, false};
    const double date = to_seconds(event.time);
    // A later nanosecond of the date that is being handed over: a timer would be late.
    if (handing_over_ && date <= simgrid::s4u::Engine::get_clock())
        due_.push_back(id);
    else
        pending.timer = Timer::set(date, [this, id] { fired(id); });
    return id;
}

void Clock::cancel(EventId id) {
    Pending& pending = pending_[static_cast<std::size_t>(id)];
    if (pending.timer == nullptr) {
        pending.cancelled = true;
        return;
    }
    pending.timer->remove();
    unused_.push_back(id);
}

void Clock::fired(EventId id) {
    pending_[static_cast<std::size_t>(id)].timer = nullptr;
    due_.push_back(id);
    // Timers of one date fire in no defined order: wait for the last of them.
    const double next = Timer::next();
    if (next < 0 || next > simgrid::s4u::Engine::get_clock())
        hand_over();
}

// A double may hold several of our nanoseconds: each instant is handed over by itself, and what its
// handler sets for one of the next ones takes its place among them.
void Clock::hand_over() {
    const auto event_of = [this](EventId id) -> const Event& {
        return pending_[static_cast<std::size_t>(id)].event;
    };
    handing_over_ = true;
    while (true) {
        std::sort(due_.begin(), due_.end(),
                  [&](EventId a, EventId b) { return rank(event_of(a)) < rank(event_of(b)); });
        if (unsettled_ && !stopped_ && (due_.empty() || event_of(due_.front()).time > last_)) {
            unsettled_ = false;
            settler_(last_);
            continue;
        }
        if (due_.empty())
            break;
        const SimTime now = event_of(due_.front()).time;
        const auto later = std::find_if(due_.begin(), due_.end(),
                                        [&](EventId id) { return event_of(id).time != now; });
        instant_.clear();
        for (auto id = due_.begin(); id != later; ++id) {
            if (!pending_[static_cast<std::size_t>(*id)].cancelled)
                instant_.push_back(event_of(*id));
            unused_.push_back(*id);
        }
        due_.erase(due_.begin(), later);
        if (!stopped_ && !instant_.empty()) {
            last_ = now;
            (*handler_)(now, instant_);
        }
    }
    handing_over_ = false;
}

void Clock::run(const Handler& handler) {
    handler_ = &handler;
    engine_->run();
    handler_ = nullptr;
}

}  // namespace twin
