// Shares of sorted values.
#pragma once

#include <algorithm>
#include <vector>

namespace twin::calibration {

// The value below which a share of the sorted values lies, linear between two of them. At least one
// value; T: a number or a quantity.
template <class T>
T quantile(const std::vector<T>& sorted, double share) {
    const double place = share * double(sorted.size() - 1);
    const auto below = std::size_t(place);
    const std::size_t above = std::min(below + 1, sorted.size() - 1);
    return sorted[below] + (place - double(below)) * (sorted[above] - sorted[below]);
}

// At least one value, in any order.
template <class T>
T median_of(std::vector<T> values) {
    std::sort(values.begin(), values.end());
    return quantile(values, 0.5);
}

}  // namespace twin::calibration
