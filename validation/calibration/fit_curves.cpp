#include "validation/calibration/fit_curves.h"

#include <algorithm>
#include <cmath>

#include "validation/calibration/quantile.h"
#include "validation/calibration/rounding.h"

namespace twin::calibration {
namespace {

// In which both stand in files: kB or kflop, GB/s or Gflop/s.
constexpr double size_unit = 1e3, rate_unit = 1e9;

RatePoint point_of(const RateSample* begin, const RateSample* end) {
    double logarithms = 0;
    std::vector<double> rates;
    for (const RateSample* sample = begin; sample != end; ++sample) {
        logarithms += std::log(sample->size);
        rates.push_back(sample->rate);
    }
    return {rounded(std::exp(logarithms / double(rates.size())), size_unit),
            rounded(median_of(rates), rate_unit)};
}

}  // namespace

std::vector<RatePoint> fit_curve(std::vector<RateSample> samples, double width) {
    std::sort(samples.begin(), samples.end(), [](const RateSample& a, const RateSample& b) {
        return a.size != b.size ? a.size < b.size : a.rate < b.rate;
    });
    std::vector<RatePoint> points;
    const RateSample* const end = samples.data() + samples.size();
    for (const RateSample* begin = samples.data(); begin != end;) {
        const RateSample* next = std::find_if(begin, end, [&](const RateSample& sample) {
            return sample.size > width * begin->size;
        });
        const RatePoint point = point_of(begin, next);
        // Rounding may bring two near ones together.
        if (points.empty() || point.size > points.back().size)
            points.push_back(point);
        begin = next;
    }
    return points;
}

}  // namespace twin::calibration
