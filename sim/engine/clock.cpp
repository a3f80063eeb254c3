#include "sim/engine/clock.h"

#include <algorithm>
#include <cmath>
#include <csignal>
#include <limits>
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

std::unique_ptr<simgrid::s4u::Engine> make_engine(bool holds_tasks) {
    const KeptSignals kept;
    // SimGrid keeps pointers into these for the life of the process. Its own end, which it
    // registers while it is made, crashes where the engine has not run to its end.
    static char program[] = "twin";
    static char quiet[] = "--log=root.thres:error";
    static char no_end[] = "--cfg=debug/clean-atexit:no";
    static char parallel[] = "--cfg=host/model:ptask_L07";
    static char* arguments[] = {program, quiet, no_end, parallel, nullptr};
    int count = holds_tasks ? 4 : 3;
    if (!holds_tasks)
        arguments[count] = nullptr;
    auto engine = std::make_unique<simgrid::s4u::Engine>(&count, arguments);
    if (!holds_tasks)
        simgrid::s4u::create_empty_zone("site")->seal();
    return engine;
}

}  // namespace

Clock::Clock(bool holds_tasks) : engine_(make_engine(holds_tasks)) {}

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
    while (!due_.empty()) {
        std::sort(due_.begin(), due_.end(),
                  [&](EventId a, EventId b) { return rank(event_of(a)) < rank(event_of(b)); });
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
    if (!unsettled_ || settling_ || stopped_)
        return;
    prepare_(last_);
    // SimGrid solves before time goes on to the next date.
    settling_ = true;
    Timer::set(
        std::nextafter(simgrid::s4u::Engine::get_clock(), std::numeric_limits<double>::infinity()),
        [this] { settle(); });
}

void Clock::settle() {
    settling_ = unsettled_ = false;
    if (stopped_)
        return;
    handing_over_ = true;
    settler_(last_);
    handing_over_ = false;
    const double next = Timer::next();
    if (!due_.empty() && (next < 0 || next > simgrid::s4u::Engine::get_clock()))
        hand_over();
}

void Clock::run(const Handler& handler) {
    handler_ = &handler;
    engine_->run();
    handler_ = nullptr;
}

}  // namespace twin
