// The fit of kernels over rows, by the number of rows and their length.
#pragma once

#include <vector>

#include "models/hardware/row_rates.h"
#include "models/units/quantity.h"

namespace twin::calibration {

// One kernel of the rates' kind, in any precision.
struct RowSample {
    Kernel kernel;
    Duration time{};  // all of it, > 0
    Duration body{};  // without the launch; 0 < body <= time
};

// The figures of `device` that are fitted (RowRates); its kind, teams and `held` stay. A figure
// that the samples do not bear out stays at 0. Precondition: at least one sample.
RowRates fit_rows(const std::vector<RowSample>& samples, const RowRates& device);

}  // namespace twin::calibration
