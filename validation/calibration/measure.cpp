#include "validation/calibration/measure.h"

#include <algorithm>
#include <cmath>
#include <exception>
#include <fmt/format.h>

#include "validation/calibration/quantile.h"

namespace twin::calibration {
namespace {

constexpr int most_executions = 1 << 20;  // of one sample

// Mean of what a device says now and then; absent where it never did.
template <class Q>
class Mean {
  public:
    void add(const std::optional<Q>& value) {
        if (!value)
            return;
        sum_ += *value;
        ++count_;
    }
    std::optional<Q> value() const {
        return count_ == 0 ? std::nullopt : std::optional(sum_ / double(count_));
    }

  private:
    Q sum_{};
    int count_ = 0;
};

// What the device said while one kernel was measured.
class Observed {
  public:
    // `before`: ahead of the preparation; `first`: as the samples begin.
    Observed(const DeviceState& before, const DeviceState& first)
        : first_energy_(first.energy), says_watts_(first.energy || first.power) {
        flags(before);
        flags(first);
    }

    void add(const DeviceState& state, Duration elapsed) {
        flags(state);
        power_.add(state.power);
        clock_.add(state.clock);
        temperature_.add(state.temperature);
        if (state.energy) {
            last_energy_ = state.energy;
            energy_time_ = elapsed;
        }
    }

    const std::string& error() const { return error_; }
    bool says_watts() const { return says_watts_; }

    // `watts`: whether they are asked for and the kernel ran long enough for them.
    void write_to(MeasuredPoint& point, bool watts) const {
        if (watts)
            point.power = first_energy_ && last_energy_ && energy_time_ > Duration()
                              ? std::optional((*last_energy_ - *first_energy_) / energy_time_)
                              : power_.value();
        point.clock = clock_.value();
        point.temperature = temperature_.value();
        if (!error_.empty())
            set(point, PointState::error, error_);
        else if (throttled_)
            set(point, PointState::throttled,
                "the device lowered its clock for another reason than its power limit");
        else if (busy_)
            set(point, PointState::busy, "others worked on the device");
    }

    // The reason stands before what the kernel has to say.
    static void set(MeasuredPoint& point, PointState state, const std::string& reason) {
        point.state = state;
        point.note = reason + (point.note.empty() ? "" : "; ") + point.note;
    }

  private:
    void flags(const DeviceState& state) {
        busy_ = busy_ || state.busy_with_others;
        throttled_ = throttled_ || state.throttled;
        if (error_.empty())
            error_ = state.error;
    }

    std::optional<Energy> first_energy_, last_energy_;
    Duration energy_time_{};
    Mean<Power> power_;
    Mean<Frequency> clock_;
    Mean<TemperatureDifference> temperature_;
    bool says_watts_ = false, busy_ = false, throttled_ = false;
    std::string error_;
};

// Runs until the warm-up is over; gives how many executions make a sample.
int warm_up(PreparedKernel& kernel, const MeasureSettings& settings) {
    int times = 1;
    Duration spent{}, last{};
    // The first execution loads code and touches memory: it says nothing of the next.
    spent += kernel.run(1);
    do {
        last = kernel.run(times);
        spent += last;
        if (last >= settings.sample)
            continue;
        // A tenth more than needed by this sample, at most ten times as many at once.
        const double more = last > Duration() ? 1.1 * (settings.sample / last) : 10;
        times =
            std::min(most_executions, int(std::ceil(double(times) * std::clamp(more, 1.1, 10.0))));
        // A clock that stands would keep this going for ever.
    } while (times < most_executions && (spent < settings.warm_up || last < settings.sample));
    return times;
}

class Stopped {};

MeasuredPoint measured(Backend& backend, const Kernel& kernel, const MeasureSettings& settings,
                       const MeasureHooks& hooks) {
    MeasuredPoint point;
    point.kernel = kernel;
    const DeviceState before = backend.state();
    if (!before.error.empty()) {
        Observed::set(point, PointState::error, before.error);
        return point;
    }
    const auto prepared = backend.prepare(kernel);
    if (const std::string wrong = prepared->check(); !wrong.empty()) {
        Observed::set(point, PointState::wrong_result, wrong);
        return point;
    }
    point.note = prepared->note();
    const int times = warm_up(*prepared, settings);
    // Each instant is taken ahead of the state that belongs to it: the energy's window is the
    // time's.
    const Duration begin = hooks.now();
    Observed observed(before, backend.state());
    Duration asked = begin;
    std::vector<Duration> samples;
    Duration sampled{};
    const auto wants_more = [&] {
        if (samples.size() < 3)
            return true;
        if (settings.watts && observed.says_watts() && hooks.now() - begin < backend.power_time())
            return true;
        return samples.size() < std::size_t(settings.repeats) && sampled < settings.per_kernel;
    };
    while (wants_more()) {
        if (hooks.stop())
            throw Stopped();
        const Duration sample = prepared->run(times);
        sampled += sample;
        samples.push_back(sample / double(times));
        if (hooks.now() - asked < settings.between_states)
            continue;
        asked = hooks.now();
        observed.add(backend.state(), asked - begin);
        if (!observed.error().empty())
            break;
    }
    const Duration end = hooks.now();
    observed.add(backend.state(), end - begin);
    std::sort(samples.begin(), samples.end());
    point.repeats = int(samples.size());
    point.median = quantile(samples, 0.5);
    point.p10 = quantile(samples, 0.1);
    point.p90 = quantile(samples, 0.9);
    if (point.spread() > settings.most_spread)
        Observed::set(point, PointState::unsteady,
                      fmt::format("the spread of {:.0f} % is above {:.0f} %", 100 * point.spread(),
                                  100 * settings.most_spread));
    observed.write_to(point, settings.watts && end - begin >= backend.power_time());
    if (point.median <= Duration()) {
        point.repeats = 0;
        Observed::set(point, PointState::error, "the device's clock did not move");
    }
    return point;
}

}  // namespace

MeasureEnd measure(Backend& backend, std::span<const Kernel> kernels,
                   const MeasureSettings& settings, const MeasureHooks& hooks) {
    const Duration begin = hooks.now();
    for (std::size_t place = 0; place < kernels.size(); ++place) {
        if (hooks.stop())
            return MeasureEnd::stopped;
        if (settings.budget && hooks.now() - begin >= *settings.budget)
            return MeasureEnd::out_of_time;
        MeasuredPoint point;
        try {
            point = measured(backend, kernels[place], settings, hooks);
        } catch (const Stopped&) {
            return MeasureEnd::stopped;
        } catch (const std::exception& error) {
            point.kernel = kernels[place];
            Observed::set(point, PointState::error, error.what());
        }
        hooks.add(point, place);
    }
    return MeasureEnd::all;
}

}  // namespace twin::calibration
