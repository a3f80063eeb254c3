#include "sim/arrivals/failure_process.h"

#include <algorithm>
#include <boost/random/normal_distribution.hpp>
#include <cmath>

namespace twin {

Duration FailurePlan::mtbf_of(double share) const {
    double a_second = 0;
    for (const FailureCause& cause : causes)
        a_second += is_between_groups(cause.part) ? 0 : share / cause.mtbf.in(second);
    return second / a_second;
}

FailureProcess::FailureProcess(const FailureCause& cause, std::uint64_t seed)
    : name_(cause.name),
      seed_(seed),
      mtbf_(cause.mtbf),
      median_(cause.repair.median),
      // The mean of a log-normal is its median times e^(sigma^2 / 2).
      sigma_(cause.repair.mean > cause.repair.median
                 ? std::sqrt(2 * std::log(cause.repair.mean / cause.repair.median))
                 : 0),
      rng_(seed, "failures " + cause.name) {}

std::optional<FailureProcess::Failure> FailureProcess::next() {
    constexpr double clock_end = 250 * 365.25 * 86400;  // of 292 years, a repair to come
    at_ -= mtbf_.in(second)*std::log(1 - rng_.uniform());
    if (!(at_ < clock_end))
        return std::nullopt;
    return Failure{sim_start + to_sim(at_ * second), rng_.uniform(), repair_time(drawn_++)};
}

// The distribution takes as many numbers as it needs, so each repair has a stream of its own.
SimDuration FailureProcess::repair_time(std::uint64_t number) const {
    if (sigma_ == 0)
        return to_sim(median_);
    Rng rng(seed_, "repair " + name_, number);
    boost::random::normal_distribution<double> normal;
    constexpr Duration longest = 20 * 365.25 * day;
    return to_sim(std::min(median_ * std::exp(sigma_ * normal(rng)), longest));
}

}  // namespace twin
