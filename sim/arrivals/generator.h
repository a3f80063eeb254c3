// Jobs drawn from stated distributions, one at a time: memory does not grow with their number.
// Sizes, run times and limits are independent of each other and of the submit. Streams:
// "arrivals", "sizes", "run_times", "limits".
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "sim/arrivals/faults.h"
#include "sim/arrivals/job_source.h"
#include "sim/arrivals/rng.h"
#include "sim/arrivals/submit_process.h"

namespace twin {

// Sizes min, min + 1 ... max; log-uniform: P(size <= k) = ln((k + 1) / min) / ln((max + 1) / min).
// min == max is one size.
struct SizeRange {
    NodeCount min = 1, max = 1;
    double weight = 1;  // of the jobs, relative to the other ranges
};

// Log-normal with the tails outside [min, max] cut off (not moved to the ends), in whole seconds.
struct RunTimeSettings {
    SimDuration median{};  // of the log-normal before the cut
    double sigma = 0;      // of ln(run time); 0: every job takes the median
    SimDuration min{}, max{};
};

// limit = run time * factor, rounded up to the grain, at most `max`. The factor is 1 for a share
// of the jobs (those that run to their end), for the others 1 + log-normal.
struct LimitSettings {
    double exact_share = 1;
    double excess_median = 1;  // of factor - 1
    double excess_sigma = 0;   // of ln(factor - 1)
    SimDuration grain = std::chrono::seconds(1);
    SimDuration max{};  // at least the longest run time
};

struct GeneratorSettings {
    SubmitSettings submits;
    std::vector<SizeRange> sizes;
    RunTimeSettings run_time;
    LimitSettings limit;
    NodeCount site_nodes = 0;  // no job may be larger
    // Replaces the run time's median by the one for which
    //   expected jobs * mean size * mean run time = offered_load * site_nodes * horizon,
    // where the mean run time is that of the cut log-normal (solved numerically).
    std::optional<double> offered_load;
};

// Every mistake; empty: usable.
std::vector<SettingFault> check(const GeneratorSettings& settings);

class TruncatedLogNormal {  // of seconds
  public:
    // mu = ln(median in s before the cut).
    TruncatedLogNormal(const RunTimeSettings& settings, double mu);
    Duration median() const;  // before the cut
    double mean() const;
    double draw(double u) const;  // the quantile of u in [0, 1)

  private:
    double mu_, sigma_, min_, max_;
    double from_ = 0, width_ = 0;  // tail probability of the nearer cut, and between the cuts
    bool upper_ = false;           // the cuts lie above the median: from_ is the tail above min
};

class GeneratorSource : public JobSource {
  public:
    // Precondition: check(settings) is empty.
    GeneratorSource(const GeneratorSettings& settings, std::uint64_t seed);
    std::optional<Job> next() override;
    ArrivalCounts counts() const override { return counts_; }

    // As set, or as derived from the offered load.
    Duration run_time_median() const { return run_times_.median(); }

  private:
    NodeCount draw_size();
    SimDuration draw_limit(SimDuration run_time);

    SubmitProcess submits_;
    std::vector<SizeRange> sizes_;
    std::vector<double> size_sums_;  // of the weights up to and with each range
    TruncatedLogNormal run_times_;
    LimitSettings limit_;
    Rng size_rng_, run_time_rng_, limit_rng_;
    ArrivalCounts counts_;
};

}  // namespace twin
