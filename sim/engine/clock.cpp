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
    int count = static_cast<int>(std::size(arguments)) - 1;
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
    pending = {this, event, nullptr, false};
    pending.timer = Timer::set(to_seconds(event.time), [this, id] { fired(id); });
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

void Clock::hand_over() {
    const auto by_rank = [this](EventId a, EventId b) {
        return rank(pending_[static_cast<std::size_t>(a)].event) <
               rank(pending_[static_cast<std::size_t>(b)].event);
    };
    handing_.clear();
    handing_.swap(due_);
    std::sort(handing_.begin(), handing_.end(), by_rank);
    // A double may hold several of our nanoseconds: each instant is handed over by itself.
    for (std::size_t i = 0; i < handing_.size();) {
        const SimTime now = pending_[static_cast<std::size_t>(handing_[i])].event.time;
        instant_.clear();
        for (; i < handing_.size(); ++i) {
            const Pending& pending = pending_[static_cast<std::size_t>(handing_[i])];
            if (pending.event.time != now)
                break;
            if (!pending.cancelled)
                instant_.push_back(pending.event);
            unused_.push_back(handing_[i]);
        }
        if (!stopped_ && !instant_.empty())
            (*handler_)(now, instant_);
    }
}

void Clock::run(const Handler& handler) {
    handler_ = &handler;
    engine_->run();
    handler_ = nullptr;
}

}  // namespace twin
