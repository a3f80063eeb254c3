// The fit of a curve of rates by size.
#pragma once

#include <vector>

#include "models/hardware/calibration.h"

namespace twin::calibration {

struct RateSample {
    double size = 0;  // > 0
    double rate = 0;  // > 0
};

// One point for all sizes within `width` (> 1) of the smallest of them: the mean of the logarithms
// of the sizes, the median of the rates. Ascending in size; as many as there are samples or fewer.
std::vector<RatePoint> fit_curve(std::vector<RateSample> samples, double width);

}  // namespace twin::calibration
