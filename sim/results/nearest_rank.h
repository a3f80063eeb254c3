// Percentiles by nearest rank.
#pragma once

#include <algorithm>
#include <cstddef>
#include <vector>

namespace twin {

// Value number ceil(percent n / 100) of the n sorted values; T{} of none. `percent` is 1 to 100.
template <class T>
T nearest_rank(std::vector<T> values, std::size_t percent) {
    if (values.empty())
        return T{};
    const auto rank = static_cast<std::ptrdiff_t>((percent * values.size() + 99) / 100);
    const auto at = values.begin() + (rank - 1);
    std::nth_element(values.begin(), at, values.end());
    return *at;
}

}  // namespace twin
