#include "sim/arrivals/generator.h"

#include <algorithm>
#include <boost/math/special_functions/erf.hpp>
#include <boost/math/tools/toms748_solve.hpp>
#include <boost/random/normal_distribution.hpp>
#include <cmath>
#include <fmt/core.h>
#include <limits>

namespace twin {
namespace {

// P(Z > x) of the standard normal.
double upper_tail(double x) {
    return 0.5 * std::erfc(x / std::sqrt(2.));
}

// P(a < Z < b), exact also where both lie far out on one side.
double probability(double a, double b) {
    return a > 0 ? upper_tail(a) - upper_tail(b) : upper_tail(-b) - upper_tail(-a);
}

// Sum of k * P(k) over the range; sum of k (ln(k + 1) - ln k) telescopes to one logarithm each.
double mean_size(const SizeRange& range) {
    const double low = range.min, high = range.max;
    double sum = high * std::log(high + 1) - low * std::log(low);
    for (double k = low + 1; k <= high; ++k)
        sum -= std::log(k);
    return sum / std::log((high + 1) / low);
}

double mean_size(const std::vector<SizeRange>& ranges) {
    double sum = 0, weights = 0;
    for (const SizeRange& range : ranges) {
        sum += range.weight * mean_size(range);
        weights += range.weight;
    }
    return sum / weights;
}

// The mean run time in s that the offered load asks for.
double required_mean(const GeneratorSettings& settings) {
    return *settings.offered_load * settings.site_nodes * to_seconds(settings.submits.horizon) /
           (settings.submits.expected_jobs() * mean_size(settings.sizes));
}

// The cut log-normal's mean lies between those for medians this far outside [min, max].
constexpr double bracket_sigmas = 8;
double lowest_mu(const RunTimeSettings& settings) {
    return std::log(to_seconds(settings.min)) - bracket_sigmas * settings.sigma;
}
double highest_mu(const RunTimeSettings& settings) {
    return std::log(to_seconds(settings.max)) + bracket_sigmas * settings.sigma;
}

TruncatedLogNormal solved(const GeneratorSettings& settings) {
    if (!settings.offered_load)
        return {settings.run_time, std::log(to_seconds(settings.run_time.median))};
    const double mean = required_mean(settings);
    const auto error = [&](double mu) {
        return TruncatedLogNormal(settings.run_time, mu).mean() - mean;
    };
    std::uintmax_t iterations = 200;
    const auto [low, high] = boost::math::tools::toms748_solve(
        error, lowest_mu(settings.run_time), highest_mu(settings.run_time),
        boost::math::tools::eps_tolerance<double>(50), iterations);
    return {settings.run_time, (low + high) / 2};
}

class Checker {
  public:
    explicit Checker(std::vector<SettingFault>& faults) : faults_(faults) {}
    void expect(bool ok, std::string field, std::string message) {
        if (!ok)
            faults_.push_back({std::move(field), std::move(message)});
    }

  private:
    std::vector<SettingFault>& faults_;
};

void check_sizes(const GeneratorSettings& settings, Checker& checker) {
    double sum = 0;
    for (std::size_t i = 0; i < settings.sizes.size(); ++i) {
        const SizeRange& range = settings.sizes[i];
        const std::string field = fmt::format("sizes[{}]", i);
        checker.expect(
            range.min >= 1 && range.min <= range.max, field,
            fmt::format("expected 1 <= min <= max, got {} and {}", range.min, range.max));
        checker.expect(range.max <= settings.site_nodes, field,
                       fmt::format("expected at most the site's {} nodes, got {}",
                                   settings.site_nodes, range.max));
        checker.expect(range.weight >= 0 && std::isfinite(range.weight), field + ".weight",
                       fmt::format("expected 0 or more, got {}", range.weight));
        sum += range.weight;
    }
    checker.expect(sum > 0, "sizes", "expected a size with a weight above 0, got none");
}

void check_run_time(const RunTimeSettings& run_time, Checker& checker) {
    const double min = to_seconds(run_time.min), max = to_seconds(run_time.max);
    const double median = to_seconds(run_time.median);
    checker.expect(min >= 1, "run_time.min", fmt::format("expected at least 1 s, got {} s", min));
    checker.expect(
        max >= min, "run_time.max",
        fmt::format("expected at least the shortest run time ({} s), got {} s", min, max));
    checker.expect(median >= min && median <= max, "run_time.median",
                   fmt::format("expected {} s to {} s (min to max), got {} s", min, max, median));
    checker.expect(run_time.sigma >= 0 && run_time.sigma <= 10, "run_time.sigma",
                   fmt::format("expected 0 to 10, got {}", run_time.sigma));
}

void check_limit(const GeneratorSettings& settings, Checker& checker) {
    const LimitSettings& limit = settings.limit;
    checker.expect(limit.exact_share >= 0 && limit.exact_share <= 1, "limit.exact_share",
                   fmt::format("expected 0 to 1, got {}", limit.exact_share));
    checker.expect(limit.excess_median > 0 && std::isfinite(limit.excess_median),
                   "limit.excess_median",
                   fmt::format("expected more than 0, got {}", limit.excess_median));
    checker.expect(limit.excess_sigma >= 0 && limit.excess_sigma <= 10, "limit.excess_sigma",
                   fmt::format("expected 0 to 10, got {}", limit.excess_sigma));
    checker.expect(limit.grain >= std::chrono::seconds(1), "limit.grain",
                   fmt::format("expected at least 1 s, got {} s", to_seconds(limit.grain)));
    checker.expect(limit.max >= settings.run_time.max, "limit.max",
                   fmt::format("expected at least the longest run time ({} s), got {} s",
                               to_seconds(settings.run_time.max), to_seconds(limit.max)));
}

}  // namespace

std::vector<SettingFault> check(const GeneratorSettings& settings) {
    std::vector<SettingFault> faults = check(settings.submits);
    Checker checker(faults);
    check_sizes(settings, checker);
    check_run_time(settings.run_time, checker);
    check_limit(settings, checker);
    if (!settings.offered_load)
        return faults;
    checker.expect(*settings.offered_load > 0 && std::isfinite(*settings.offered_load),
                   "offered_load",
                   fmt::format("expected more than 0, got {}", *settings.offered_load));
    checker.expect(settings.submits.expected_jobs() > 0, "offered_load",
                   "expected jobs to carry the load, got none");
    if (!faults.empty())
        return faults;
    const auto load_at = [&](double mu) {
        return TruncatedLogNormal(settings.run_time, mu).mean() / required_mean(settings) *
               *settings.offered_load;
    };
    const double lowest = load_at(lowest_mu(settings.run_time));
    const double highest = load_at(highest_mu(settings.run_time));
    checker.expect(
        *settings.offered_load > lowest && *settings.offered_load < highest, "offered_load",
        fmt::format("expected {:.3g} to {:.3g} (what the number of jobs, their sizes and the "
                    "bounds of the run time can carry), got {}",
                    lowest, highest, *settings.offered_load));
    return faults;
}

TruncatedLogNormal::TruncatedLogNormal(const RunTimeSettings& settings, double mu)
    : mu_(mu),
      sigma_(settings.sigma),
      min_(to_seconds(settings.min)),
      max_(to_seconds(settings.max)) {
    if (sigma_ == 0)
        return;
    // The tail in which the numbers are small keeps their digits.
    const double a = (std::log(min_) - mu_) / sigma_, b = (std::log(max_) - mu_) / sigma_;
    upper_ = a > 0;
    from_ = upper_tail(upper_ ? a : -a);
    width_ = probability(a, b);
}

Duration TruncatedLogNormal::median() const {
    return std::exp(mu_) * second;
}

double TruncatedLogNormal::mean() const {
    if (!(width_ > 0))
        return std::clamp(std::exp(mu_), min_, max_);
    const double a = (std::log(min_) - mu_) / sigma_, b = (std::log(max_) - mu_) / sigma_;
    return std::exp(mu_ + sigma_ * sigma_ / 2) * probability(a - sigma_, b - sigma_) / width_;
}

double TruncatedLogNormal::draw(double u) const {
    if (!(width_ > 0))
        return std::clamp(std::exp(mu_), min_, max_);
    // erfc_inv has no value at 0 and 2.
    const double tail = std::clamp(upper_ ? from_ - u * width_ : from_ + u * width_,
                                   std::numeric_limits<double>::min(), 1 - 0x1p-53);
    const double z = std::sqrt(2.) * boost::math::erfc_inv(2 * tail);
    return std::clamp(std::exp(mu_ + sigma_ * (upper_ ? z : -z)), min_, max_);
}

GeneratorSource::GeneratorSource(const GeneratorSettings& settings, std::uint64_t seed)
    : submits_(settings.submits, Rng(seed, "arrivals")),
      sizes_(settings.sizes),
      run_times_(solved(settings)),
      limit_(settings.limit),
      size_rng_(seed, "sizes"),
      run_time_rng_(seed, "run_times"),
      limit_rng_(seed, "limits") {
    double sum = 0;
    for (const SizeRange& range : sizes_)
        size_sums_.push_back(sum += range.weight);
}

std::optional<Job> GeneratorSource::next() {
    const std::optional<SimTime> submit = submits_.next();
    if (!submit)
        return std::nullopt;
    std::optional<Job> result(std::in_place);
    Job& job = *result;
    job.submit = *submit;
    job.nodes = draw_size();
    job.run_time = std::chrono::seconds(std::llround(run_times_.draw(run_time_rng_.uniform())));
    job.limit = draw_limit(job.run_time);
    job.phases.push_back({job.run_time, 0, 0});
    ++counts_.records;
    ++counts_.jobs;
    return result;
}

NodeCount GeneratorSource::draw_size() {
    // Two numbers a job, whatever the range: job n's size does not depend on the ranges before it.
    const double which = size_rng_.uniform() * size_sums_.back();
    const double where = size_rng_.uniform();
    const auto row = std::ranges::upper_bound(size_sums_, which);
    const SizeRange& range =
        sizes_[std::min<std::ptrdiff_t>(row - size_sums_.begin(), std::ssize(sizes_) - 1)];
    const double size = range.min * std::pow((range.max + 1.) / range.min, where);
    return std::clamp(static_cast<NodeCount>(size), range.min, range.max);
}

SimDuration GeneratorSource::draw_limit(SimDuration run_time) {
    const bool exact = limit_rng_.uniform() < limit_.exact_share;
    boost::random::normal_distribution<double> normal;
    const double excess = limit_.excess_median * std::exp(limit_.excess_sigma * normal(limit_rng_));
    const double wanted = to_seconds(run_time) * (exact ? 1 : 1 + excess);
    const SimDuration asked = to_sim(std::min(wanted, to_seconds(limit_.max)) * second);
    const auto grains = (asked + limit_.grain - SimDuration(1)) / limit_.grain;
    return std::min(grains * limit_.grain, limit_.max);
}

}  // namespace twin
