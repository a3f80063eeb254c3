#include "sim/arrivals/submit_process.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <fmt/core.h>
#include <span>
#include <string>

namespace twin {
namespace {

using std::chrono::hours;

constexpr std::size_t hours_of_week = 24 * 7;

void check_weights(std::span<const double> weights, const std::string& field,
                   std::vector<SettingFault>& faults) {
    double sum = 0;
    for (const double weight : weights) {
        if (!(weight >= 0 && std::isfinite(weight))) {
            faults.push_back({field, fmt::format("expected weights of 0 or more, got {}", weight)});
            return;
        }
        sum += weight;
    }
    if (sum == 0)
        faults.push_back({field, "expected a weight above 0, got only zeros"});
}

SimDuration offset_in_week(CalendarTime start) {
    const auto day = std::chrono::floor<std::chrono::days>(start);
    const std::chrono::weekday weekday(day);
    return std::chrono::days(weekday.iso_encoding() - 1) + (start - day);
}

}  // namespace

double SubmitSettings::expected_jobs() const {
    return jobs ? static_cast<double>(*jobs)
                : rate.value_or(Frequency{}).in(hertz)*to_seconds(horizon);
}

std::vector<SettingFault> check(const SubmitSettings& settings) {
    std::vector<SettingFault> faults;
    if (settings.jobs && settings.rate)
        faults.push_back({"rate", "expected either 'jobs' or 'rate', got both"});
    if (!settings.jobs && !settings.rate)
        faults.push_back({"jobs", "expected either 'jobs' or 'rate', got neither"});
    if (settings.jobs && *settings.jobs < 0)
        faults.push_back({"jobs", fmt::format("expected 0 or more, got {}", *settings.jobs)});
    if (const double rate = settings.rate.value_or(Frequency{}).in(hertz);
        !(rate >= 0 && rate <= 1e6))
        faults.push_back(
            {"rate", fmt::format("expected 0 to 1,000,000 jobs per second, got {}", rate)});
    if (settings.horizon < std::chrono::seconds(1))
        faults.push_back({"horizon", fmt::format("expected at least 1 s, got {} s",
                                                 to_seconds(settings.horizon))});
    check_weights(settings.hour_weights, "hour_weights", faults);
    check_weights(settings.day_weights, "day_weights", faults);
    if (faults.empty() && settings.expected_jobs() > 0 &&
        !(WeeklyCycle(settings).cumulated(settings.horizon) > 0))
        faults.push_back(
            {"hour_weights", "expected a weight above 0 inside the horizon, got only zeros"});
    return faults;
}

WeeklyCycle::WeeklyCycle(const SubmitSettings& settings) : start_(offset_in_week(settings.start)) {
    sums_[0] = 0;
    for (std::size_t i = 0; i < hours_of_week; ++i)
        sums_[i + 1] = sums_[i] + settings.day_weights[i / 24] * settings.hour_weights[i % 24];
}

double WeeklyCycle::since_monday(SimDuration offset) const {
    const auto week = std::chrono::floor<std::chrono::weeks>(offset);
    const auto passed = std::chrono::floor<hours>(offset - week);
    const auto index = static_cast<std::size_t>(passed.count());
    const double part = (offset - week - passed) / std::chrono::duration<double, hours::period>(1);
    return static_cast<double>(week.count()) * sums_.back() + sums_[index] +
           part * (sums_[index + 1] - sums_[index]);
}

double WeeklyCycle::cumulated(SimDuration since_start) const {
    return since_monday(start_ + since_start) - since_monday(start_);
}

SimDuration WeeklyCycle::inverse(double cumulated) const {
    const double from_monday = cumulated + since_monday(start_);
    const double week = std::floor(from_monday / sums_.back());
    const double rest = from_monday - week * sums_.back();
    // The hour in which the sum passes `rest`: never one of weight 0.
    const auto after = std::ranges::upper_bound(sums_, rest);
    const auto index = std::clamp<std::ptrdiff_t>(after - sums_.begin() - 1, 0, hours_of_week - 1);
    const double weight = sums_[index + 1] - sums_[index];
    const double part = weight > 0 ? std::clamp((rest - sums_[index]) / weight, 0., 1.) : 0.;
    // Whole hours as integers: a double would blur nanoseconds over years.
    return std::chrono::weeks(std::llround(week)) + hours(index) + to_sim(part * hour) - start_;
}

SubmitProcess::SubmitProcess(const SubmitSettings& settings, Rng rng)
    : cycle_(settings),
      horizon_(settings.horizon),
      whole_(cycle_.cumulated(settings.horizon)),
      remaining_(settings.jobs),
      rng_(rng) {
    if (remaining_)
        at_ = 1;
    else
        jobs_per_weight_ = settings.expected_jobs() / whole_;
}

std::optional<SimTime> SubmitProcess::next() {
    const double u = 1 - rng_.uniform();  // (0, 1]
    double target = 0;
    if (remaining_) {
        if (*remaining_ == 0)
            return std::nullopt;
        // The smallest of n uniform numbers leaves the share U^(1/n) above it; the others are
        // uniform there. So n jobs come sorted, without being kept.
        at_ *= std::pow(u, 1 / static_cast<double>(*remaining_));
        --*remaining_;
        target = whole_ * (1 - at_);
    } else {
        if (!(jobs_per_weight_ > 0))
            return std::nullopt;
        at_ -= std::log(u) / jobs_per_weight_;
        if (at_ >= whole_)
            return std::nullopt;
        target = at_;
    }
    const SimDuration submit =
        std::clamp(cycle_.inverse(target), SimDuration::zero(), horizon_ - SimDuration(1));
    return sim_start + std::chrono::floor<std::chrono::seconds>(submit);
}

}  // namespace twin
