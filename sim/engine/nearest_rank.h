// Percentiles by nearest rank.
#pragma once

#include <algorithm>
#include <cmath>
#include <vector>

namespace twin {

// Value number ceil(p n) of the sorted values; 0 of none.
inline double nearest_rank(std::vector<double> values, double p) {
    if (values.empty())
        return 0;
    const auto rank =
        static_cast<std::ptrdiff_t>(std::ceil(p * static_cast<double>(values.size())));
    const auto at = values.begin() + std::max<std::ptrdiff_t>(rank, 1) - 1;
    std::nth_element(values.begin(), at, values.end());
    return *at;
}

}  // namespace twin
